#pragma once
/// \file
/// An accountant who knows nothing but the record of a replication, for tests of the books.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <map>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "firstcustomer/model/world.hpp"
#include "model/cap_book.hpp"
#include "model/capacity_book.hpp"
#include "model/firm_book.hpp"
#include "model/lender_book.hpp"
#include "model/phase_book.hpp"
#include "model/place_book.hpp"
#include "model/production_book.hpp"

namespace firstcustomer::testing {

/// Keeps the books of all programmes from nothing but the record, and holds every payment to what
/// made it due: the trigger of its clause, in time, while the contract was in force.
class Accountant {
 public:
  Accountant(const Case& numbers, const Recorder& recorder)
      : lenders(numbers),
        numbers_(numbers),
        recorder_(recorder),
        clock_(numbers.start),
        fiscal_(numbers.fiscal_month + 1U),
        funds_(numbers.programmes.size()) {
    for (const Programme& programme : numbers.programmes) {
      caps_.emplace_back(programme.fund, fiscal_.year_of(std::max(programme.opens, numbers.start)));
      places_.emplace_back(programme.allocation, [this](std::uint32_t firm) {
        const Technology& technology = *firm_of(FirmId(firm)).technology;
        return technology.class_name.empty() ? technology.name : technology.class_name;
      });
      phases_.emplace_back(programme.allocation);
    }
    for (const Record& record : recorder.records()) {
      EXPECT_GE(record.when, last_) << "time never goes back";
      last_ = record.when;
      expect_in_time(record);
      lenders.expect_next(record);
      displacement_.note(numbers_, record);
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

  LenderBook lenders;
  int softenings = 0;
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
  int contracts = 0;
  int failed = 0;
  /// Less what firms kept of what they need not deliver.
  std::int64_t ordered = 0;
  /// Of contracts that expired, and ended for another reason.
  std::int64_t perhaps_kept = 0;
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
    Instant opened_at;
    Money budget;
    Money free;
    Money held;
    Money paid;
    Instant cancelled_at = Instant::never();
    std::int64_t softenings = 0;
    Duration deadline_moved;
    /// When a product gave way to a better one without a contract yet, and how good it was;
    /// `never`: none.
    Instant displaced_at = Instant::never();
    double displaced = 0.0;
  };
  /// A lot in inspection.
  struct Shipped {
    Instant accepted_at;
    std::int64_t units = 0;
  };
  /// Of one contract.
  struct Book {
    bool in_force = false;
    RecordKind how = RecordKind::contract_signed;  // it ended
    Instant chosen_at;
    Instant signed_at;
    Instant ended_at = Instant::never();
    Money held;
    Money worth;   // all that was ever held for it
    Money open;    // advances paid, not credited, recovered or lost
    Money earned;  // by units of advances not yet paid
    Money paid;
    Money recovered;
    std::int64_t ordered = 0;
    std::int64_t shipped = 0;
    std::int64_t units = 0;  // accepted
    ProductionBook production;
    std::deque<Shipped> in_inspection;
    std::set<Instant> delivered_at;
    std::set<Instant> produced_at;
    /// How often the date of a milestone was moved, by clause.
    std::map<std::size_t, std::int64_t> moved;
    std::map<std::size_t, Money> by_clause;
    /// What lots come to, by the day on which it is due.
    std::map<std::pair<Instant, std::size_t>, Money> due;
    /// What clauses took back while it was in force, by day.
    std::map<std::pair<Instant, std::size_t>, Money> charged;
    Money bond_asked;
    Money bond;
    BondFate bond_fate = BondFate::held;
    Instant bond_ended;
    double stake = 0.0;  // of the firm; not a number: not known

    bool is_fulfilled() const { return how == RecordKind::contract_fulfilled; }
  };
  const Programme& programme_of(const Record& record) const {
    return numbers_.programmes[record.programme.index()];
  }
  FundBook& fund_of(const Record& record) { return funds_[record.programme.index()]; }
  CapBook& caps_of(const Record& record) { return caps_[record.programme.index()]; }
  PlaceBook& places_of(const Record& record) { return places_[record.programme.index()]; }
  PhaseBook& phases_of(const Record& record) { return phases_[record.programme.index()]; }
  FirmBook& firm_of(FirmId firm) {
    FirmBook& book = firms_[firm.index()];
    book.technology = &numbers_.technologies[recorder_.technology(firm).index()];
    return book;
  }
  const Supply& supply_of(const Record& record) { return firm_of(record.firm).technology->supply; }
  Book& book_of(const Record& record) { return books_[key_of(record)]; }
  CapacityBook& capacity_of(const Record& record) {
    CapacityBook& book = capacities_[key_of(record)];
    book.supply = &firm_of(record.firm).technology->supply;
    return book;
  }
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
      return record.firm.valid() ? note(record) : void();
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
        book_of(record).worth = Money{};
        places_of(record).leave(record.firm.index(), record.when);
        return set_free(record, record.amount);
      case RecordKind::contract_signed:
        return sign(record);
      case RecordKind::contract_fulfilled:
      case RecordKind::contract_ends:
      case RecordKind::superseded:
      case RecordKind::not_continued:
        return end(record, book_of(record));
      case RecordKind::phase_begins:
        return phases_of(record).begin(record.count, record.other, record.when);
      case RecordKind::goes_on:
        return go_on(record, book_of(record));
      case RecordKind::place_closes:
        EXPECT_TRUE(fund_of(record).open);
        return places_of(record).close(record.count, record.when);
      case RecordKind::order_extended:
        return extend(record, book_of(record));
      case RecordKind::contract_expires:
        EXPECT_EQ(record.when, book_of(record).signed_at + programme_of(record).contract_lasts);
        expired_[key_of(record)].insert(record.when);
        return;
      case RecordKind::terms_softened:
        return soften(record);
      case RecordKind::standard_met:
        met_[key_of(record)].insert(record.when);
        return;
      default:
        return record.firm.valid() ? enter_money(record) : void();
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
      case RecordKind::order_placed:
        EXPECT_TRUE(book.in_force);
        EXPECT_EQ(record.count, book.ordered);
        book.produced_at.insert(record.when);
        return;
      case RecordKind::production_ordered:
        EXPECT_TRUE(book.in_force);
        return book.production.order(record, supply_of(record), book.ordered);
      case RecordKind::waits_to_order:
        EXPECT_TRUE(book.in_force);
        return book.production.wait(record);
      case RecordKind::prepayment_lost:
        return book.production.lose(record);
      case RecordKind::capacity_waits:
      case RecordKind::capacity_ordered:
      case RecordKind::capacity_stands:
        EXPECT_TRUE(book.in_force);
        return capacity_of(record).note(record);
      case RecordKind::lot_shipped:
        return ship(record, book);
      case RecordKind::lot_delivered:
        return accept(record, book);
      case RecordKind::milestone_moved:
        return move(record, book);
      case RecordKind::recovered:
        return take_back(record, book);
      case RecordKind::returned:
        return give(record, book);
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
      case RecordKind::debt_drawn:
        EXPECT_TRUE(book.in_force && programme_of(record).strength.legally_binding);
        EXPECT_TRUE(numbers_.finance.contract_debt->lends_from == LendsFrom::signing ||
                    was_completed("test", key_of(record), record.when));
        return lenders.lend(record, book.held);
      case RecordKind::debt_repaid:
        return lenders.take(record);
      case RecordKind::debt_lost:
        EXPECT_FALSE(book.in_force);
        return lenders.lose(record);
      default:
        return;
    }
  }

  void note(const Record& record) {
    firm_of(record.firm).note(record);
    if (record.kind == RecordKind::raise_closes || record.kind == RecordKind::raise_known) {
      dilute(record);
    }
  }

  /// What was to happen before has happened.
  void expect_in_time(const Record& record) {
    for (std::size_t i = 0; i < funds_.size(); ++i) {
      if (funds_[i].open) {
        places_[i].expect_none_late(record.when);
      }
      if (funds_[i].displaced_at < record.when) {
        ADD_FAILURE() << "a better product has no contract";
        funds_[i].displaced_at = Instant::never();
      }
    }
  }

  // --- The fund

  void open(const Record& record) {
    EXPECT_EQ(record.amount, programme_of(record).fund.budget);
    EXPECT_GE(record.when, clock_.at(programme_of(record).opens));
    FundBook fund;
    fund.open = true;
    fund.opened_at = record.when;
    fund.budget = fund.free = record.amount;
    fund_of(record) = fund;
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
    book_of(record).chosen_at = record.when;
    places_of(record).take(record.firm.index(), record.when);
    if (fund_of(record).displaced_at == record.when) {
      const double margin = programme_of(record).allocation.superiority->margin.value();
      EXPECT_GE(firm_of(record.firm).measured / fund_of(record).displaced, 1.0 + margin - 1e-12);
    }
    fund_of(record).displaced_at = Instant::never();
    reserve(record);
    EXPECT_LE(awards_of(record), programme_of(record).allocation.awards);
  }

  void reserve(const Record& record) {
    const Programme& programme = programme_of(record);
    const Eligibility& asks = programme.eligibility;
    FundBook& fund = fund_of(record);
    Book& book = book_of(record);
    EXPECT_TRUE(fund.open);
    fund.held += record.amount;
    fund.free -= record.amount;
    book.held += record.amount;
    book.worth += record.amount;
    committed += record.amount;
    Money& to_firm = committed_to_[record.firm.index()];
    to_firm += record.amount;
    EXPECT_LE(to_firm, std::min(numbers_.cumulation_cap, asks.cumulation_cap));
    const double of_place = places_of(record).share_of(record.firm.index());
    EXPECT_LE(book.worth,
              scaled(programme.fund.budget, std::min(of_place, asks.max_share_per_firm.value())));
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

  void soften(const Record& record) {
    const SoftBudget& soft = *programme_of(record).strength.soft_budget;
    FundBook& fund = fund_of(record);
    EXPECT_TRUE(fund.open);
    EXPECT_EQ(record.count, ++fund.softenings);
    EXPECT_LE(record.count, soft.at_most);
    EXPECT_NEAR(record.value,
                std::pow(1.0 - soft.threshold_cut.value(), static_cast<double>(record.count)),
                1e-12);
    fund.deadline_moved = fund.deadline_moved + soft.deadline_extended_by;
    EXPECT_EQ(record.other, fund.deadline_moved.days());
    ++softenings;
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
    places_of(record).sign(record.firm.index(), record.when);
    phases_of(record).sign(record.firm.index(), record.when);
    ++contracts;
    order(record, book);
    if (!waits) {
      ask_for_bond(record, book);
    }
  }

  void order(const Record& record, Book& book) {
    book.ordered += record.count;
    ordered += record.count;
  }

  void ask_for_bond(const Record& record, Book& book) {
    const Programme& programme = programme_of(record);
    if (is_promised(programme) && numbers_.pays && record.count > 0) {
      book.bond_asked =
          scaled(value_of(programme, 0, record.count), programme.allocation.bond.value());
    }
  }

  /// Money is set aside for the next phase.
  void go_on(const Record& record, Book& book) {
    EXPECT_TRUE(book.in_force);
    EXPECT_TRUE(record.count == 0 || book.ordered == 0) << "units are ordered once";
    phases_of(record).go_on(record.firm.index(), record.value, record.when);
    order(record, book);
    reserve(record);
    ask_for_bond(record, book);
  }

  /// A place has closed in the firm's favour.
  void extend(const Record& record, Book& book) {
    const Programme& programme = programme_of(record);
    EXPECT_TRUE(book.in_force);
    EXPECT_TRUE(places_of(record).has_grown(record.firm.index(), record.when));
    EXPECT_GT(record.count, 0);
    const Money units =
        is_promised(programme) ? value_of(programme, book.ordered, record.count) : Money{};
    EXPECT_GE(record.amount, units);
    if (is_promised(programme) && !pays_on_top(programme)) {
      EXPECT_EQ(record.amount, units);
    }
    order(record, book);
    reserve(record);
  }

  static bool pays_on_top(const Programme& programme) {
    return std::any_of(programme.contract.begin(), programme.contract.end(),
                       [](const Clause& c) { return c.pay.basis == Basis::value && !c.advance; });
  }

  void end(const Record& record, Book& book) {
    EXPECT_TRUE(book.in_force);
    book.in_force = false;
    book.how = record.kind;
    book.ended_at = record.when;
    book.in_inspection.clear();
    set_free(record, record.amount);
    caps_of(record).cancel_advances(key_of(record));
    if (book.is_fulfilled()) {
      places_of(record).fulfil(record.firm.index(), record.when);
      return fulfil(record, book);
    }
    places_of(record).leave(record.firm.index(), record.when);
    if (record.kind == RecordKind::superseded) {
      displace(record, book);
    } else if (record.kind == RecordKind::not_continued) {
      phases_of(record).drop(record.value, record.when);
    } else {
      ++failed;
      perhaps_kept += may_keep(record) ? book.ordered - book.units : 0;
      EXPECT_TRUE(had_to_end(record, book));
      EXPECT_FALSE(owed_nothing(record));
    }
  }

  /// All is delivered but for what the firm may keep.
  void fulfil(const Record& record, const Book& book) {
    EXPECT_EQ(book.open, Money{}) << "no advance stays open";
    if (numbers_.pays) {  // else units are not recorded
      EXPECT_TRUE(book.units == book.ordered || may_keep(record));
      ordered -= book.ordered - book.units;
    }
  }

  /// What a contract that expires asks for may be less than what was ordered.
  bool may_keep(const Record& record) const {
    const std::vector<Clause>& contract = programme_of(record).contract;
    const auto expired = expired_.find(key_of(record));
    return expired != expired_.end() && expired->second.count(record.when) > 0 &&
           std::any_of(contract.begin(), contract.end(),
                       [](const Clause& clause) { return clause.option; });
  }

  /// Whether it expired, and asked for no more than for what the firm may keep.
  bool owed_nothing(const Record& record) {
    const std::vector<Clause>& contract = programme_of(record).contract;
    const bool asks = std::any_of(contract.begin(), contract.end(), [](const Clause& clause) {
      return (clause.on == Trigger::acceptance && !clause.option) ||
             clause.on == Trigger::milestone || clause.on == Trigger::qualification;
    });
    return !asks && may_keep(record) && was_completed("test", key_of(record), record.when) &&
           firm_of(record.firm).turns.count(record.when) == 0;
  }

  /// The order was old enough, and not yet delivered.
  void displace(const Record& record, const Book& book) {
    const std::optional<Superiority>& superiority = programme_of(record).allocation.superiority;
    ASSERT_TRUE(superiority.has_value());
    EXPECT_GE(record.when, book.signed_at + superiority->protection);
    EXPECT_TRUE(!numbers_.pays || book.units < book.ordered);
    fund_of(record).displaced_at = record.when;
    fund_of(record).displaced = firm_of(record.firm).measured;
  }

  /// Something happened then that ends contracts.
  bool had_to_end(const Record& record, const Book& book) {
    const Programme& programme = programme_of(record);
    const Instant deadline = clock_.end_of(standard_of(programme, numbers_.standard).deadline) +
                             fund_of(record).deadline_moved;
    if (fund_of(record).cancelled_at == record.when || phases_of(record).ends_at(record.when) ||
        expired_[key_of(record)].count(record.when) > 0 ||
        firm_of(record.firm).turns.count(record.when) > 0 ||
        record.when + Duration::microseconds(1) >= deadline) {
      return true;
    }
    for (std::size_t i = 0; i < programme.contract.size(); ++i) {
      if (programme.contract[i].on == Trigger::milestone &&
          phases_of(record).joined(programme.contract[i], record.firm.index()) &&
          last_day(programme.contract[i], i, key_of(record), book) <= record.when) {
        return true;
      }
    }
    return false;
  }

  // --- Milestones

  /// From signing, or from the beginning of the phase that it belongs to.
  Instant last_day(const Clause& clause, std::size_t place, const Key& key, const Book& book) {
    const std::optional<Instant> joined = phases_[key.second].joined(clause, key.first);
    const Instant since = std::max(book.signed_at, joined.value_or(book.signed_at));
    Instant day = since + clause.due + clause.grace;
    const auto moved = book.moved.find(place);
    for (std::int64_t i = moved == book.moved.end() ? 0 : moved->second; i > 0; --i) {
      day = day + clause.moved_by;
    }
    return day;
  }

  /// Its day has come, and the buyer waits.
  void move(const Record& record, Book& book) {
    const Clause& clause = clause_of(record);
    const auto place = static_cast<std::size_t>(record.clause);
    EXPECT_TRUE(book.in_force);
    EXPECT_GE(record.when, last_day(clause, place, key_of(record), book));
    EXPECT_GT(clause.renegotiated, Share{});
    EXPECT_EQ(record.count, ++book.moved[place]);
    EXPECT_LE(record.count, clause.renegotiations);
  }

  /// No contract outlives a milestone that the firm never reached.
  void expect_milestones(const Key& key, const Book& book) {
    const Programme& programme = numbers_.programmes[key.second];
    const Instant until = std::min(book.ended_at, last_);
    for (std::size_t i = 0; i < programme.contract.size(); ++i) {
      const Clause& clause = programme.contract[i];
      if (clause.on != Trigger::milestone || !is_missing(clause, key, until)) {
        continue;
      }
      const std::optional<Instant> joined = phases_[key.second].joined(clause, key.first);
      if (joined) {
        EXPECT_LE(until, last_day(clause, i, key, book));
      }
    }
  }

  bool is_missing(const Clause& clause, const Key& key, Instant until) {
    const FirmBook& firm = firm_of(FirmId(key.first));
    if (!firm.has_stage(clause.milestone) || firm.began_after(clause.milestone)) {
      return false;
    }
    const std::set<Instant>& reached = reached_by(clause.milestone, key);
    return reached.empty() || *reached.begin() > until;
  }

  /// When the firm completed a stage; met the contract's standard, where the test is meant.
  const std::set<Instant>& reached_by(const std::string& stage, const Key& key) {
    FirmBook& firm = firm_of(FirmId(key.first));
    if (stage != "test") {
      return firm.stages[stage];
    }
    if (numbers_.programmes[key.second].standard) {
      return met_[key];
    }
    std::set<Instant>& passed = passed_[key];  // the scenario's, or what the buyer made of it
    passed = firm.passed;
    passed.insert(met_[key].begin(), met_[key].end());
    return passed;
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
    expect_phase(record, owed);
    return owed;
  }

  /// Only those are paid under a clause of a phase that are in it.
  void expect_phase(const Record& record, Instant owed) {
    const std::optional<Instant> joined =
        phases_of(record).joined(clause_of(record), record.firm.index());
    ASSERT_TRUE(joined.has_value()) << "paid for a phase that it was not in";
    EXPECT_TRUE(clause_of(record).on == Trigger::acceptance || owed >= *joined);
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
    lenders.expect_share_of(record);
    displacement_.pay(record, clause);
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
      committed_to_[record.firm.index()] -= record.amount;
      released += record.amount;
      lapsed += record.amount;
    }
  }

  bool was_triggered(const Clause& clause, const Key& key, Instant owed) {
    const Book& book = books_[key];
    const FirmBook& firm = firm_of(FirmId(key.first));
    const Date day = clock_.date(owed);
    const bool midnight = owed == clock_.at(day);
    switch (clause.on) {
      case Trigger::signing:
        return owed == book.signed_at;
      case Trigger::announcement:
        return owed == book.signed_at && book.chosen_at == funds_[key.second].opened_at;
      case Trigger::date:
        return owed == clock_.at(clause.date);
      case Trigger::quarter_end:
        return midnight && day.day() == 1 && (day.month() - 1) % 3 == 0;
      case Trigger::year_end:
        return midnight && day == fiscal_.first_day(fiscal_.year_of(day));
      case Trigger::raise:
        return firm.rounds.count(owed) > 0;
      case Trigger::expiry:
        return expired_[key].count(owed) > 0;
      case Trigger::order:
        return book.produced_at.count(owed) > 0;
      case Trigger::submission:
        return firm.submitted.count(owed) > 0;
      case Trigger::delivery:
        return book.delivered_at.count(owed) > 0;
      case Trigger::sale:
        return is_receipt(firm, owed) || firm.sold.count(owed) > 0;
      default:
        return was_reached(clause, key, owed);
    }
  }

  /// Of what comes of the product, or of a tournament.
  bool was_reached(const Clause& clause, const Key& key, Instant owed) {
    const PhaseBook& phases = phases_[key.second];
    const std::set<Instant>& passed = reached_by("test", key);
    const std::optional<Instant> joined = phases.joined(clause, key.first);
    switch (clause.on) {
      case Trigger::qualification:
        return passed.count(owed) > 0 ||
               (owed == joined && !passed.empty() && *passed.begin() <= owed);
      case Trigger::milestone:
        return was_completed(clause.milestone, key, owed);
      case Trigger::phase_begins:
        return owed == joined;
      case Trigger::phase_ends: {
        const std::string& asked = phases.deliverable(clause);
        const FirmBook& firm = firm_of(FirmId(key.first));
        return joined && owed == phases.end_of(clause) &&
               (!firm.has_stage(asked) || firm.began_after(asked) ||
                was_completed(asked, key, owed));
      }
      default:
        return false;
    }
  }

  bool was_completed(const std::string& stage, const Key& key, Instant until) {
    const std::set<Instant>& reached = reached_by(stage, key);
    return !reached.empty() && *reached.begin() <= until;
  }

  /// Customers pay quarter by quarter.
  static bool is_receipt(const FirmBook& firm, Instant when) {
    const std::int64_t quarter = Duration::from_days(days_per_year / 4.0).microseconds();
    return firm.market_opened < when && (when - firm.market_opened).microseconds() % quarter == 0;
  }

  // --- Units

  /// What the lot is worth, unit by unit, less what is due for it, is credit: for promised prices.
  void accept(const Record& record, Book& book) {
    const Programme& programme = programme_of(record);
    EXPECT_TRUE(book.in_force);
    const Money credit = Money::major(record.truth);
    EXPECT_GE(credit, Money{});
    EXPECT_GE(record.amount, Money{});
    if (has_plain_prices(programme) && !has_penalties(programme)) {
      expect_value(record, book, record.amount + credit, programme);
    }
    EXPECT_LE(record.amount + credit, times(highest_price(programme), record.count));
    expect_inspected(record, book);
    if (programme.inspection == Duration{}) {
      capacity_of(record).make(record);
    }
    book.units += record.count;
    EXPECT_LE(book.units, book.ordered);
    book.production.deliver(supply_of(record), book.units);
    EXPECT_EQ(static_cast<double>(book.units), record.other);
    const Instant due = record.when + clause_of(record).after + programme.fund.payment_terms;
    book.due[{due, static_cast<std::size_t>(record.clause)}] += record.amount;
    const Money of_paid = std::min(credit, book.open);  // the rest was earned before it was paid
    book.earned += credit - of_paid;
    credited += of_paid;
    book.open -= of_paid;
  }

  void ship(const Record& record, Book& book) {
    const Duration inspection = programme_of(record).inspection;
    EXPECT_TRUE(book.in_force);
    EXPECT_GT(inspection, Duration{});
    capacity_of(record).make(record);
    book.shipped += record.count;
    EXPECT_LE(book.shipped, book.ordered);
    book.production.deliver(supply_of(record), book.shipped);
    EXPECT_EQ(static_cast<double>(book.shipped), record.other);
    book.in_inspection.push_back({record.when + inspection, record.count});
    book.delivered_at.insert(record.when);
  }

  /// Lots are accepted in their order, each after its inspection.
  void expect_inspected(const Record& record, Book& book) {
    if (programme_of(record).inspection == Duration{}) {
      book.delivered_at.insert(record.when);
      return;
    }
    ASSERT_FALSE(book.in_inspection.empty());
    EXPECT_EQ(record.when, book.in_inspection.front().accepted_at);
    EXPECT_EQ(record.count, book.in_inspection.front().units);
    book.in_inspection.pop_front();
  }

  /// Whether the price of every unit is the clauses'.
  static bool is_promised(const Programme& programme) {
    return programme.fund.prices_follow == PriceLink::nothing && has_plain_prices(programme);
  }

  /// But for what they follow.
  static bool has_plain_prices(const Programme& programme) {
    return std::none_of(programme.contract.begin(), programme.contract.end(), [](const Clause& c) {
      return c.on == Trigger::acceptance &&
             (c.bargained || c.when || c.pay.formula || c.up_to.formula);
    });
  }

  /// To a penny a unit where prices follow the index; what foreign money costs is not recorded.
  static void expect_value(const Record& record, const Book& book, Money value,
                           const Programme& programme) {
    const Fund& fund = programme.fund;
    const Money promised = value_of(programme, book.units, record.count);
    const double growth =
        fund.prices_follow == PriceLink::price_index
            ? std::pow(1.0 + fund.indexation.value(), (record.when - book.signed_at).years())
            : 1.0;
    const double factor = std::min(growth, 1.0 + fund.rise_at_most.value());
    if (fund.prices_follow == PriceLink::nothing) {
      EXPECT_EQ(value, promised);
    } else if (fund.prices_follow == PriceLink::price_index) {
      EXPECT_NEAR(value.major(), factor * promised.major(),
                  0.011 * static_cast<double>(record.count));
    }
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
    const Fund& fund = programme.fund;
    return fund.prices_follow == PriceLink::nothing
               ? highest
               : scaled(highest, 1.0 + fund.rise_at_most.value());
  }

  // --- Money that comes back

  void take_back(const Record& record, Book& book) {
    const Clause& clause = clause_of(record);
    if (takes_back(clause.on)) {
      EXPECT_TRUE(record.amount == Money{} || lenders.owed(record) == Money{})
          << "the lender comes first";
      EXPECT_TRUE(book.ended_at == record.when && !book.in_force && !book.is_fulfilled());
      EXPECT_EQ(clause.on == Trigger::supersession, book.how == RecordKind::superseded);
      EXPECT_TRUE(was_lost(clause, key_of(record), record.when))
          << trigger_names[static_cast<std::size_t>(clause.on)];
    } else if (clause.on == Trigger::acceptance) {  // an advance on units that it keeps
      EXPECT_TRUE(book.in_force && may_keep(record));
      EXPECT_LE(record.amount, book.open);
    } else {
      ASSERT_TRUE(book.in_force && clause.pay.formula.has_value());
      charge(record, book);
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

  /// Money of its own, once it has paid back all that it was paid.
  void give(const Record& record, Book& book) {
    const Clause& clause = clause_of(record);
    EXPECT_TRUE(book.in_force && clause.pay.formula.has_value() && !takes_back(clause.on));
    EXPECT_GT(record.amount, Money{});
    EXPECT_EQ(book.recovered, book.paid);
    charge(record, book);
    returned += record.amount;
    forgo(-record.amount.major());
  }

  /// No more than the clause says is asked for at once, where it says a sum.
  void charge(const Record& record, Book& book) {
    const Clause& clause = clause_of(record);
    const std::span<const Instruction> formula = clause.pay.formula->program();
    if (clause.pay.basis != Basis::per_unit && clause.on != Trigger::raise && formula.size() == 1 &&
        formula[0].operation == Operation::constant) {
      Money& charged = book.charged[{record.when, static_cast<std::size_t>(record.clause)}];
      charged += record.amount;
      EXPECT_LE(charged, Money::major(-formula[0].number));
    }
  }

  bool was_lost(const Clause& clause, const Key& key, Instant when) {
    const FirmBook& firm = firm_of(FirmId(key.first));
    switch (clause.on) {
      case Trigger::failure:
        return !is_cancelled(key);
      case Trigger::insolvency:
        return firm.insolvent.count(when) > 0;
      case Trigger::change_of_control:
        return firm.sold_abroad.count(when) > 0;
      case Trigger::relocation:
        return firm.relocated.count(when) > 0;
      case Trigger::supersession:
        return books_[key].how == RecordKind::superseded;
      case Trigger::shortfall:
        return expired_[key].count(when) > 0;
      default:
        return false;
    }
  }

  void deposit(const Record& record, Book& book) {
    EXPECT_TRUE(book.in_force);
    EXPECT_TRUE(phases_of(record).is_beginning(record.firm.index(), record.when));
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
    const bool is_broken = book.how == RecordKind::contract_ends && !is_cancelled(key);
    EXPECT_EQ(book.bond_fate, is_broken ? BondFate::kept : BondFate::returned);
    EXPECT_EQ(book.bond_ended, book.ended_at);
  }

  // --- Shares of firms

  /// At the firm's valuation on the day on which the payment was owed.
  void buy(const Record& record, Book& book, Instant since) {
    const Clause& clause = clause_of(record);
    Money valuation = clause.valuation;
    if (clause.on == Trigger::raise) {
      const FirmBook::Rounds& rounds = firm_of(record.firm).rounds[since];
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

  /// At the price of the day.
  void forgo(double amount) {
    const FrontierPurchase& purchase = *numbers_.frontier_purchase;
    const double growth = std::exp(purchase.growth.value() * last_.since_start().years());
    forgone += amount / (purchase.unit_price.major() * growth);
  }

  // --- The end

  void close() {
    for (CapBook& caps : caps_) {
      caps.expect_none_late(last_);
      caps.expect_caps_used();
    }
    for (const auto& [key, book] : books_) {
      EXPECT_GE(book.held, Money{});
      expect_bond(key, book);
      expect_milestones(key, book);
      EXPECT_TRUE(book.in_inspection.empty() || book.in_inspection.front().accepted_at >= last_)
          << "a lot is in inspection for too long";
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
  std::map<Key, CapacityBook> capacities_;
  std::map<Key, Money> awaiting_;
  std::map<Key, std::set<Instant>> met_;
  std::map<Key, std::set<Instant>> passed_;
  DisplacementBook displacement_;
  std::map<Key, std::set<Instant>> expired_;
  std::map<std::uint32_t, FirmBook> firms_;
  std::vector<PlaceBook> places_;
  std::vector<PhaseBook> phases_;
  std::map<std::uint32_t, Money> committed_to_;
  std::multiset<std::uint32_t> contracts_;
  std::map<int, Money> by_year_;
  std::set<Key> signed_;
};

}  // namespace firstcustomer::testing
