#pragma once
/// \file
/// An accountant who knows nothing but the record of a replication, for tests of the books.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "firstcustomer/model/world.hpp"
#include "model/cap_book.hpp"

namespace firstcustomer::testing {

/// Keeps the books of all programmes from nothing but the record, and holds every payment to what
/// made it due: the trigger of its clause, in time, while the contract was in force.
class Accountant {
 public:
  Accountant(const Case& numbers, const Recorder& recorder)
      : numbers_(numbers),
        recorder_(recorder),
        clock_(numbers.start),
        fiscal_(numbers.fiscal_month + 1U),
        funds_(numbers.programmes.size()) {
    for (const Programme& programme : numbers.programmes) {
      caps_.emplace_back(programme.fund, fiscal_.year_of(std::max(programme.opens, numbers.start)));
    }
    for (const Record& record : recorder.records()) {
      EXPECT_GE(record.when, last_) << "time never goes back";
      last_ = record.when;
      enter(record);
      if (record.programme.valid()) {
        expect_within_budget(record.programme.index());
      }
    }
    close();
  }

  Money reserved() const { return sum_of_funds(&FundBook::held); }
  Money free() const { return sum_of_funds(&FundBook::free); }
  /// Of programmes that have opened.
  Money budgets() const { return sum_of_funds(&FundBook::budget); }
  Money exposed() const {
    Money sum;
    for (const auto& [key, book] : books_) {
      sum += book.open;
    }
    return sum;
  }
  double peak_year() const {
    Money most;
    for (const auto& [year, money] : by_year_) {
      most = std::max(most, money);
    }
    return most.major();
  }

  Money committed;
  Money paid;
  Money released;
  Money lapsed;
  Money advanced;
  Money credited;
  Money recovered;
  Money recovered_of_advances;
  Money lost;
  Money peak;
  Money bonds_kept;
  Money returned;
  double forgone = 0.0;
  /// Payments by what made them due.
  std::map<Trigger, int> payments;
  /// Stakes whose share of the firm is as it was bought and diluted.
  int stakes = 0;

 private:
  using Key = ContractKey;
  enum class BondFate { held, returned, kept };

  /// Of one programme.
  struct FundBook {
    bool open = false;
    Money budget;
    Money free;
    Money held;
    Money paid;
    Instant cancelled_at = Instant::never();
  };
  /// Of one contract.
  struct Book {
    bool in_force = false;
    bool is_fulfilled = false;
    Instant signed_at;
    Instant ended_at = Instant::never();
    Money held;
    Money open;    // advances paid, not credited, recovered or lost
    Money earned;  // by units of advances not yet paid
    Money paid;
    Money recovered;
    std::int64_t units = 0;
    std::map<std::size_t, Money> by_clause;
    /// What lots come to, by the day on which it is due.
    std::map<std::pair<Instant, std::size_t>, Money> due;
    Money bond_asked;
    Money bond;
    BondFate bond_fate = BondFate::held;
    Instant bond_ended;
    double stake = 0.0;  // of the firm; not a number: not known
  };
  /// That close at one instant, and the size of the last.
  struct Rounds {
    int count = 0;
    Money size;
  };
  /// What happened to one firm, whatever its contracts.
  struct Events {
    std::map<Instant, Rounds> rounds;
    std::set<Instant> passed;
    std::set<Instant> insolvent;
    std::set<Instant> sold_abroad;
    std::map<std::string, std::set<Instant>> stages;
  };

  const Programme& programme_of(const Record& record) const {
    return numbers_.programmes[record.programme.index()];
  }
  FundBook& fund_of(const Record& record) { return funds_[record.programme.index()]; }
  CapBook& caps_of(const Record& record) { return caps_[record.programme.index()]; }
  Book& book_of(const Record& record) { return books_[key_of(record)]; }
  static Key key_of(const Record& record) {
    return {record.firm.index(), record.programme.index()};
  }
  const Clause& clause_of(const Record& record) const {
    return programme_of(record).contract[static_cast<std::size_t>(record.clause)];
  }
  int year_of(Instant when) const { return fiscal_.year_of(clock_.date(when)); }

  Money sum_of_funds(Money FundBook::*what) const {
    Money sum;
    for (const FundBook& fund : funds_) {
      sum += fund.*what;
    }
    return sum;
  }

  void expect_within_budget(std::uint32_t programme) {
    const FundBook& fund = funds_[programme];
    EXPECT_GE(fund.free, Money{});
    EXPECT_GE(fund.held, Money{});
    EXPECT_LE(fund.paid + fund.held, numbers_.programmes[programme].fund.budget);
    caps_[programme].expect_none_late(last_);
  }

  void enter(const Record& record) {
    if (!record.programme.valid()) {
      return record.firm.valid() ? note(record, events_[record.firm.index()]) : void();
    }
    switch (record.kind) {
      case RecordKind::programme_opens:
        return open(record);
      case RecordKind::programme_closes:
      case RecordKind::programme_cancelled:
        return close(record);
      case RecordKind::awaits_approval:
        awaiting_[key_of(record)] = record.amount;
        return set_aside(record);
      case RecordKind::approval_lapses:
        EXPECT_EQ(record.amount, awaiting_.at(key_of(record)));
        awaiting_.erase(key_of(record));
        return set_free(record, record.amount);
      case RecordKind::contract_signed:
        return sign(record);
      case RecordKind::contract_fulfilled:
      case RecordKind::contract_ends:
        return end(record, book_of(record));
      case RecordKind::contract_expires:
        EXPECT_EQ(record.when, book_of(record).signed_at + programme_of(record).contract_lasts);
        expired_[key_of(record)].insert(record.when);
        return;
      case RecordKind::standard_met:
        met_[key_of(record)].insert(record.when);
        return;
      default:
        return enter_money(record);
    }
  }

  void enter_money(const Record& record) {
    Book& book = book_of(record);
    switch (record.kind) {
      case RecordKind::paid:
        return pay(record, book);
      case RecordKind::payment_deferred:
        return put_off(record, book);
      case RecordKind::payment_forfeited:
        return forfeit(record, book);
      case RecordKind::lot_delivered:
        return accept(record, book);
      case RecordKind::recovered:
        return take_back(record, book);
      case RecordKind::advance_lost:
        EXPECT_EQ(record.amount, book.open);
        lost += record.amount;
        book.open = Money{};
        return;
      case RecordKind::bond_deposited:
        return deposit(record, book);
      case RecordKind::bond_returned:
        return end_bond(record, book, BondFate::returned);
      case RecordKind::bond_kept:
        bonds_kept += record.amount;
        return end_bond(record, book, BondFate::kept);
      case RecordKind::stake_sold:
        return sell(record, book);
      default:
        return;
    }
  }

  void note(const Record& record, Events& events) {
    switch (record.kind) {
      case RecordKind::raise_closes:
      case RecordKind::raise_known:
        ++events.rounds[record.when].count;
        events.rounds[record.when].size = record.amount;
        dilute(record);
        break;
      case RecordKind::test_passed:
        events.passed.insert(record.when);
        break;
      case RecordKind::insolvent:
        events.insolvent.insert(record.when);
        break;
      case RecordKind::acquired:
        if (record.value == 1.0) {
          events.sold_abroad.insert(record.when);
        }
        break;
      case RecordKind::stage_completed: {
        const TechnologyId technology = recorder_.technology(record.firm);
        const Stage& stage = numbers_.technologies[technology.index()].stages[record.stage.index()];
        events.stages[stage.name].insert(record.when);
        break;
      }
      default:
        break;
    }
  }

  // --- The fund

  void open(const Record& record) {
    EXPECT_EQ(record.amount, programme_of(record).fund.budget);
    EXPECT_GE(record.when, clock_.at(programme_of(record).opens));
    fund_of(record) = {true, record.amount, record.amount, {}, {}};
  }

  void close(const Record& record) {
    FundBook& fund = fund_of(record);
    EXPECT_EQ(record.amount, fund.free);
    lapsed += fund.free;
    fund.free = Money{};
    fund.open = false;
    if (record.kind == RecordKind::programme_cancelled) {
      fund.cancelled_at = record.when;
    }
  }

  /// What a contract may come to is held for it from the choice of its firm on.
  void set_aside(const Record& record) {
    const Programme& programme = programme_of(record);
    FundBook& fund = fund_of(record);
    EXPECT_TRUE(fund.open);
    fund.held += record.amount;
    fund.free -= record.amount;
    books_[key_of(record)].held += record.amount;
    committed += record.amount;
    Money& to_firm = committed_to_[record.firm.index()];
    to_firm += record.amount;
    EXPECT_LE(to_firm, numbers_.cumulation_cap);
    EXPECT_LE(record.amount,
              scaled(programme.fund.budget, programme.eligibility.max_share_per_firm));
    EXPECT_LE(awards_of(record), programme.allocation.awards);
  }

  /// Contracts signed or chosen, with this one.
  std::int64_t awards_of(const Record& record) const {
    const auto of_programme = [&](const auto& of) {
      return of.first.second == record.programme.index();
    };
    const bool is_chosen = awaiting_.count(key_of(record)) > 0;
    return contracts_.count(record.programme.index()) +
           std::count_if(awaiting_.begin(), awaiting_.end(), of_programme) + (is_chosen ? 0 : 1);
  }

  void set_free(const Record& record, Money amount) {
    EXPECT_GE(amount, Money{});
    FundBook& fund = fund_of(record);
    book_of(record).held -= amount;
    fund.held -= amount;
    committed_to_[record.firm.index()] -= amount;
    released += amount;
    (fund.open ? fund.free : lapsed) += amount;
  }

  // --- Contracts

  void sign(const Record& record) {
    const Programme& programme = programme_of(record);
    EXPECT_TRUE(fund_of(record).open);
    EXPECT_TRUE(signed_.insert(key_of(record)).second) << "one contract a firm and programme";
    const bool waits = programme.strength.approval_delay != Law{};
    const auto awaited = awaiting_.find(key_of(record));
    EXPECT_EQ(awaited != awaiting_.end(), waits);
    if (awaited == awaiting_.end()) {
      set_aside(record);
    } else {  // less what has passed since
      set_free(record, awaited->second - record.amount);
      awaiting_.erase(awaited);
    }
    contracts_.insert(record.programme.index());
    Book& book = book_of(record);
    EXPECT_EQ(book.held, record.amount);
    book.in_force = true;
    book.signed_at = record.when;
    if (is_promised(programme) && !waits && numbers_.pays) {
      book.bond_asked =
          scaled(value_of(programme, 0, record.count), programme.allocation.bond.value());
    }
  }

  void end(const Record& record, Book& book) {
    EXPECT_TRUE(book.in_force);
    book.in_force = false;
    book.is_fulfilled = record.kind == RecordKind::contract_fulfilled;
    book.ended_at = record.when;
    set_free(record, record.amount);
    if (!book.is_fulfilled) {
      caps_of(record).cancel_advances(key_of(record));
    }
  }

  bool is_cancelled(const Key& key) const {
    const auto book = books_.find(key);
    return !numbers_.programmes[key.second].strength.legally_binding &&
           funds_[key.second].cancelled_at == book->second.ended_at;
  }

  // --- Payments

  /// What is paid or put off now was put off until now, or falls due now for the first time.
  /// Returns when it was owed.
  Instant owed(const Record& record, Book& book) {
    const Clause& clause = clause_of(record);
    EXPECT_GT(record.amount, Money{});
    EXPECT_LE(record.amount, book.held);
    EXPECT_FALSE(takes_back(clause.on));
    const std::optional<Instant> before =
        caps_of(record).take(part_of(record, {}, {}), record.when, book.earned);
    if (before) {
      return *before;
    }
    const Instant owed = record.when + (Duration{} - clause.after) +
                         (Duration{} - programme_of(record).fund.payment_terms);
    if (clause.on == Trigger::acceptance) {
      expect_lot(record, book);
    } else {
      EXPECT_GE(owed, book.signed_at);
      EXPECT_LE(owed, book.ended_at) << "nothing is owed after the end";
      EXPECT_TRUE(was_triggered(clause, key_of(record), owed))
          << trigger_names[static_cast<std::size_t>(clause.on)] << " on "
          << clock_.date(owed).to_string();
    }
    return owed;
  }

  DuePart part_of(const Record& record, Instant owed, Instant until) const {
    const Clause& clause = clause_of(record);
    return {
        key_of(record), is_advance(clause), clause.on == Trigger::acceptance, record.amount, owed,
        until};
  }

  static bool is_advance(const Clause& clause) {
    return clause.pay.basis == Basis::value && clause.advance;
  }

  /// On the day on which it is due for a lot; or units had earned it of an advance before that was
  /// paid.
  static void expect_lot(const Record& record, Book& book) {
    Money& due = book.due[{record.when, static_cast<std::size_t>(record.clause)}];
    const Money of_lots = std::min(record.amount, due);
    const Money rest = record.amount - of_lots;
    EXPECT_LE(rest, book.earned) << "more than is due for units";
    due -= of_lots;
    book.earned -= rest;
  }

  void pay(const Record& record, Book& book) {
    const Clause& clause = clause_of(record);
    const Instant since = owed(record, book);
    const auto place = static_cast<std::size_t>(record.clause);
    ++payments[clause.on];
    caps_of(record).pay(record.amount, year_of(record.when));
    by_year_[year_of(record.when)] += record.amount;
    book.held -= record.amount;
    book.paid += record.amount;
    book.by_clause[place] += record.amount;
    fund_of(record).held -= record.amount;
    fund_of(record).paid += record.amount;
    paid += record.amount;
    if (clause.on != Trigger::acceptance && clause.has_limit() && !clause.at_most.formula) {
      EXPECT_LE(book.by_clause[place], Money::major(clause.at_most.number));
    }
    forgo(record.amount.major());
    if (is_advance(clause)) {
      advanced += record.amount;
      book.open += record.amount;
      peak = std::max(peak, exposed());
    }
    if (clause.for_equity) {
      buy(record, book, since);
    }
  }

  void put_off(const Record& record, Book& book) {
    const Instant since = owed(record, book);
    const int year = year_of(record.when);
    const Instant until = clock_.at(fiscal_.first_day(year + 1));
    caps_of(record).put_off(part_of(record, since, until), year);
  }

  /// An advance is due on acceptance then; all else is never paid.
  void forfeit(const Record& record, Book& book) {
    owed(record, book);
    caps_of(record).forfeit(year_of(record.when));
    if (!is_advance(clause_of(record)) || !book.in_force) {
      book.held -= record.amount;
      fund_of(record).held -= record.amount;
      released += record.amount;
      lapsed += record.amount;
    }
  }

  bool was_triggered(const Clause& clause, const Key& key, Instant owed) {
    const Book& book = books_[key];
    const Events& events = events_[key.first];
    const bool own = numbers_.programmes[key.second].standard.has_value();
    const std::set<Instant>& passed = own ? met_[key] : events.passed;
    const Date day = clock_.date(owed);
    const bool midnight = owed == clock_.at(day);
    switch (clause.on) {
      case Trigger::signing:
        return owed == book.signed_at;
      case Trigger::qualification:
        return passed.count(owed) > 0 ||
               (owed == book.signed_at && !passed.empty() && *passed.begin() <= owed);
      case Trigger::milestone: {
        const auto stage = events.stages.find(clause.milestone);
        const std::set<Instant>& reached =
            clause.milestone == "test" || stage == events.stages.end() ? passed : stage->second;
        return !reached.empty() && *reached.begin() <= owed;
      }
      case Trigger::date:
        return owed == clock_.at(clause.date);
      case Trigger::quarter_end:
        return midnight && day.day() == 1 && (day.month() - 1) % 3 == 0;
      case Trigger::year_end:
        return midnight && day == fiscal_.first_day(fiscal_.year_of(day));
      case Trigger::raise:
        return events.rounds.count(owed) > 0;
      case Trigger::expiry:
        return expired_[key].count(owed) > 0;
      default:
        return false;
    }
  }

  // --- Units

  /// What the lot is worth, unit by unit, less what is due for it, is credit: for promised prices.
  void accept(const Record& record, Book& book) {
    const Programme& programme = programme_of(record);
    EXPECT_TRUE(book.in_force);
    const Money credit = Money::major(record.truth);
    EXPECT_GE(credit, Money{});
    EXPECT_GE(record.amount, Money{});
    if (is_promised(programme) && !has_penalties(programme)) {
      EXPECT_EQ(value_of(programme, book.units, record.count), record.amount + credit);
    }
    EXPECT_LE(record.amount + credit, times(highest_price(programme), record.count));
    book.units += record.count;
    EXPECT_EQ(static_cast<double>(book.units), record.other);
    const Instant due = record.when + clause_of(record).after + programme.fund.payment_terms;
    book.due[{due, static_cast<std::size_t>(record.clause)}] += record.amount;
    const Money of_paid = std::min(credit, book.open);  // the rest was earned before it was paid
    book.earned += credit - of_paid;
    credited += of_paid;
    book.open -= of_paid;
  }

  /// Whether the price of every unit is the clauses'.
  static bool is_promised(const Programme& programme) {
    return std::none_of(programme.contract.begin(), programme.contract.end(), [](const Clause& c) {
      return c.on == Trigger::acceptance &&
             (c.bargained || c.when || c.pay.formula || c.up_to.formula);
    });
  }

  /// Whether other clauses may take back what was paid, which is paid for no unit again.
  static bool has_penalties(const Programme& programme) {
    return std::any_of(programme.contract.begin(), programme.contract.end(), [](const Clause& c) {
      return c.on != Trigger::acceptance && c.pay.formula.has_value();
    });
  }

  /// Of units at promised prices, from one on.
  static Money value_of(const Programme& programme, std::int64_t from, std::int64_t units) {
    std::vector<Money> prices;
    for (const Clause& clause : programme.contract) {
      if (clause.on == Trigger::acceptance) {
        prices.insert(prices.end(), static_cast<std::size_t>(clause.up_to.number),
                      Money::major(clause.pay.number));
      }
    }
    Money value;
    for (std::int64_t i = from; i < from + units; ++i) {
      value += prices.at(static_cast<std::size_t>(i));
    }
    return value;
  }

  /// That any unit may have: the limit of a formula, the reserve of an auction.
  static Money highest_price(const Programme& programme) {
    const Allocation& allocation = programme.allocation;
    const bool has_reserve = allocation.signing == Signing::call &&
                             allocation.selection >= Selection::first_price &&
                             std::isfinite(allocation.reserve);
    const Formula price({{Operation::term, static_cast<std::uint32_t>(Term::price), 0.0}});
    const Money any = Money::major(1e12);
    Money highest;
    for (const Clause& clause : programme.contract) {
      if (clause.on != Trigger::acceptance) {
        continue;
      }
      const bool is_set = clause.pay.formula == price && has_reserve;
      highest = std::max(highest, clause.has_limit()   ? Money::major(clause.at_most.number)
                                  : is_set             ? Money::major(allocation.reserve)
                                  : clause.pay.formula ? any
                                                       : Money::major(clause.pay.number));
    }
    return highest;
  }

  // --- Money that comes back

  void take_back(const Record& record, Book& book) {
    const Clause& clause = clause_of(record);
    if (takes_back(clause.on)) {
      EXPECT_TRUE(book.ended_at == record.when && !book.in_force && !book.is_fulfilled);
      EXPECT_TRUE(was_lost(clause, key_of(record), record.when))
          << trigger_names[static_cast<std::size_t>(clause.on)];
    } else {
      EXPECT_TRUE(book.in_force && clause.pay.formula.has_value());
    }
    EXPECT_GE(record.amount, Money{});
    book.recovered += record.amount;
    EXPECT_LE(book.recovered, book.paid);
    EXPECT_EQ(record.other, book.open.major());
    const Money of_advance = std::min(record.amount, book.open);
    recovered += record.amount;
    recovered_of_advances += of_advance;
    book.open -= of_advance;
    forgo(-record.amount.major());
  }

  bool was_lost(const Clause& clause, const Key& key, Instant when) {
    const Events& events = events_[key.first];
    switch (clause.on) {
      case Trigger::failure:
        return !is_cancelled(key);
      case Trigger::insolvency:
        return events.insolvent.count(when) > 0;
      case Trigger::change_of_control:
        return events.sold_abroad.count(when) > 0;
      case Trigger::shortfall:
        return expired_[key].count(when) > 0;
      default:
        return false;
    }
  }

  void deposit(const Record& record, Book& book) {
    EXPECT_TRUE(book.in_force && book.signed_at == record.when);
    EXPECT_EQ(book.bond, Money{});
    EXPECT_LE(record.amount, scaled(book.held, programme_of(record).allocation.bond));
    book.bond = record.amount;
  }

  void end_bond(const Record& record, Book& book, BondFate fate) {
    EXPECT_EQ(record.amount, book.bond);
    EXPECT_EQ(book.bond_fate, BondFate::held);
    book.bond_fate = fate;
    book.bond_ended = record.when;
  }

  /// A bond is held as long as the contract is in force; it is kept if the firm breaks it.
  void expect_bond(const Key& key, const Book& book) {
    EXPECT_TRUE(book.bond_asked == Money{} || book.bond == book.bond_asked);
    if (book.bond == Money{}) {
      return;
    }
    if (book.in_force) {
      EXPECT_EQ(book.bond_fate, BondFate::held);
      return;
    }
    const bool is_broken = !book.is_fulfilled && !is_cancelled(key);
    EXPECT_EQ(book.bond_fate, is_broken ? BondFate::kept : BondFate::returned);
    EXPECT_EQ(book.bond_ended, book.ended_at);
  }

  // --- Shares of firms

  /// At the firm's valuation on the day on which the payment was owed.
  void buy(const Record& record, Book& book, Instant since) {
    const Clause& clause = clause_of(record);
    Money valuation = clause.valuation;
    if (clause.on == Trigger::raise) {
      const Rounds& rounds = events_[record.firm.index()].rounds[since];
      if (rounds.size == Money{} || rounds.count > 1) {  // as before it, or in one of them
        book.stake = std::nan("");
        return;
      }
      valuation = scaled(rounds.size, 1.0 / numbers_.finance.equity->sold.value());
    }
    const double stake = book.stake + record.amount.major() / valuation.major();
    book.stake = stake > 1.0 ? 1.0 : stake;
  }

  void dilute(const Record& round) {
    if (round.amount == Money{}) {
      return;
    }
    for (auto& [key, book] : books_) {
      book.stake *=
          key.first == round.firm.index() ? 1.0 - numbers_.finance.equity->sold.value() : 1.0;
    }
  }

  void sell(const Record& record, Book& book) {
    EXPECT_GE(record.amount, Money{});
    if (!std::isnan(book.stake)) {
      EXPECT_NEAR(record.value, book.stake, 1e-12);
      ++stakes;
    }
    EXPECT_GT(record.value, 0.0);
    EXPECT_LE(record.value, 1.0);
    book.stake = 0.0;
    returned += record.amount;
    forgo(-record.amount.major());
  }

  void forgo(double amount) { forgone += amount / numbers_.frontier_purchase->unit_price.major(); }

  // --- The end

  void close() {
    for (CapBook& caps : caps_) {
      caps.expect_none_late(last_);
      caps.expect_caps_used();
    }
    for (const auto& [key, book] : books_) {
      EXPECT_GE(book.held, Money{});
      expect_bond(key, book);
      for (const auto& [day, amount] : book.due) {
        EXPECT_TRUE(amount == Money{} || day.first >= last_) << "due for a lot and not paid";
      }
    }
  }

  const Case& numbers_;
  const Recorder& recorder_;
  SimulationClock clock_;
  FiscalCalendar fiscal_;
  Instant last_;
  std::vector<FundBook> funds_;
  std::vector<CapBook> caps_;
  std::map<Key, Book> books_;
  std::map<Key, Money> awaiting_;
  std::map<Key, std::set<Instant>> met_;
  std::map<Key, std::set<Instant>> expired_;
  std::map<std::uint32_t, Events> events_;
  std::map<std::uint32_t, Money> committed_to_;
  std::multiset<std::uint32_t> contracts_;
  std::map<int, Money> by_year_;
  std::set<Key> signed_;
};

}  // namespace firstcustomer::testing
