#pragma once
/// \file
/// An accountant who knows nothing but the record of a replication, for tests of the books.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "firstcustomer/model/world.hpp"

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
    for (const Record& record : recorder.records()) {
      EXPECT_GE(record.when, last_) << "time never goes back";
      last_ = record.when;
      enter(record);
      if (record.programme.valid()) {
        const Fund& fund = funds_[record.programme.index()];
        EXPECT_GE(fund.free, Money{});
        EXPECT_LE(fund.paid + fund.held, numbers.programmes[record.programme.index()].fund.budget);
      }
    }
  }

  Money reserved() const { return sum_of_funds(&Fund::held); }
  Money free() const { return sum_of_funds(&Fund::free); }
  /// Of programmes that have opened.
  Money budgets() const { return sum_of_funds(&Fund::budget); }
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
  Money returned;
  Money lost;
  Money peak;
  double forgone = 0.0;
  /// Payments by what made them due.
  std::map<Trigger, int> payments;

 private:
  /// Of one programme.
  struct Fund {
    bool open = false;
    Money budget;
    Money free;
    Money held;
    Money paid;
  };
  /// Of one contract.
  struct Book {
    bool in_force = false;
    Instant signed_at;
    Instant ended_at = Instant::never();
    Money held;
    Money worth;
    Money open;  // advances paid, not credited, recovered or lost
    Money paid;
    Money recovered;
    std::int64_t units = 0;
    std::map<std::size_t, Money> by_clause;
    std::set<Instant> lots;
    std::set<Instant> shipped;
    std::int64_t units_shipped = 0;
  };
  /// What happened to one firm, whatever its contracts.
  struct Events {
    std::set<Instant> rounds;
    std::set<Instant> begun;
    std::set<Instant> relocated;
    std::set<Instant> passed;
    std::map<std::string, std::set<Instant>> stages;
  };
  using Key = std::pair<std::uint32_t, std::uint32_t>;  // firm, programme

  Money sum_of_funds(Money Fund::*what) const {
    Money sum;
    for (const Fund& fund : funds_) {
      sum += fund.*what;
    }
    return sum;
  }

  void enter(const Record& record) {
    const std::uint32_t firm = record.firm.index();
    if (!record.programme.valid()) {
      return note(record, events_[firm]);
    }
    const Programme& programme = numbers_.programmes[record.programme.index()];
    Fund& fund = funds_[record.programme.index()];
    const Key key{firm, record.programme.index()};
    switch (record.kind) {
      case RecordKind::programme_opens:
        EXPECT_EQ(record.amount, programme.fund.budget);
        EXPECT_GE(record.when, clock_.at(programme.opens));
        fund = {true, record.amount, record.amount, {}, {}};
        break;
      case RecordKind::programme_closes:
      case RecordKind::programme_cancelled:
        EXPECT_EQ(record.amount, fund.free);
        lapsed += fund.free;
        fund.free = Money{};
        fund.open = false;
        break;
      case RecordKind::contract_signed:
        sign(record, fund, key);
        break;
      case RecordKind::contract_fulfilled:
      case RecordKind::contract_ends:
      case RecordKind::superseded:
        end(record, fund, books_[key], committed_to_[firm]);
        places_[key.second] -= record.kind == RecordKind::contract_fulfilled ? 0 : 1;
        break;
      case RecordKind::contract_expires:
        EXPECT_EQ(record.when, books_[key].signed_at + programme.contract_lasts);
        expired_[key].insert(record.when);
        break;
      case RecordKind::place_closes:
        closed_.insert(record.when);
        ++places_[key.second];
        break;
      case RecordKind::order_extended:
        extend(record, fund, key);
        break;
      case RecordKind::standard_met:
        met_[key].insert(record.when);
        break;
      case RecordKind::paid:
        pay(record, fund, programme, key);
        break;
      case RecordKind::lot_delivered:
        accept(record, programme, books_[key]);
        break;
      case RecordKind::recovered:
        take_back(record, programme, books_[key]);
        break;
      case RecordKind::returned:
        give(record, programme, books_[key]);
        break;
      case RecordKind::order_placed:
        EXPECT_TRUE(books_[key].in_force);
        orders_[key].insert(record.when);
        break;
      case RecordKind::lot_shipped:
        ship(record, programme, books_[key]);
        break;
      case RecordKind::advance_lost:
        EXPECT_EQ(record.amount, books_[key].open);
        lost += record.amount;
        books_[key].open = Money{};
        break;
      default:
        break;
    }
  }

  void note(const Record& record, Events& events) {
    switch (record.kind) {
      case RecordKind::raise_closes:
      case RecordKind::raise_known:
        events.rounds.insert(record.when);
        break;
      case RecordKind::test_passed:
        events.passed.insert(record.when);
        break;
      case RecordKind::stage_begins:
        events.begun.insert(record.when);
        break;
      case RecordKind::relocates:
        events.relocated.insert(record.when);
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

  void sign(const Record& record, Fund& fund, const Key& key) {
    const Programme& programme = numbers_.programmes[key.second];
    EXPECT_TRUE(fund.open);
    EXPECT_TRUE(signed_.insert(key).second) << "one contract a firm and programme";
    EXPECT_LE(++contracts_[key.second], programme.allocation.awards);
    Book& book = books_[key];
    book.in_force = true;
    book.signed_at = record.when;
    reserve(record, fund, key);
    const std::vector<double>& shares = programme.allocation.shares;
    places_[key.second] += 1;
    EXPECT_TRUE(shares.empty() || places_[key.second] <= static_cast<std::int64_t>(shares.size()));
  }

  void extend(const Record& record, Fund& fund, const Key& key) {
    EXPECT_TRUE(books_[key].in_force);
    EXPECT_GT(record.count, 0);
    EXPECT_EQ(closed_.count(record.when), 1U);
    reserve(record, fund, key);
  }

  void reserve(const Record& record, Fund& fund, const Key& key) {
    const Programme& programme = numbers_.programmes[key.second];
    Book& book = books_[key];
    book.held += record.amount;
    book.worth += record.amount;
    fund.held += record.amount;
    fund.free -= record.amount;
    committed += record.amount;
    Money& to_firm = committed_to_[key.first];
    to_firm += record.amount;
    EXPECT_LE(to_firm, numbers_.cumulation_cap);
    EXPECT_LE(book.worth, scaled(programme.fund.budget, programme.eligibility.max_share_per_firm));
  }

  void end(const Record& record, Fund& fund, Book& book, Money& to_firm) {
    EXPECT_TRUE(book.in_force);
    EXPECT_GE(record.amount, Money{});
    book.in_force = false;
    book.ended_at = record.when;
    book.held -= record.amount;
    fund.held -= record.amount;
    to_firm -= record.amount;
    released += record.amount;
    (fund.open ? fund.free : lapsed) += record.amount;
  }

  void pay(const Record& record, Fund& fund, const Programme& programme, const Key& key) {
    const auto place = static_cast<std::size_t>(record.clause);
    const Clause& clause = programme.contract[place];
    Book& book = books_[key];
    EXPECT_GT(record.amount, Money{});
    EXPECT_LE(record.amount, book.held);
    EXPECT_FALSE(takes_back(clause.on));
    expect_trigger(record, programme, key);
    ++payments[clause.on];
    book.held -= record.amount;
    book.paid += record.amount;
    book.by_clause[place] += record.amount;
    fund.held -= record.amount;
    fund.paid += record.amount;
    paid += record.amount;
    by_year_[fiscal_.year_of(clock_.date(record.when))] += record.amount;
    if (clause.on != Trigger::acceptance && clause.has_limit()) {
      EXPECT_LE(book.by_clause[place], Money::major(clause.at_most.number));
    }
    forgone += record.amount.major() / numbers_.frontier_purchase->unit_price.major();
    if (clause.pay.basis == Basis::value && clause.advance) {
      advanced += record.amount;
      book.open += record.amount;
      peak = std::max(peak, exposed());
    }
  }

  /// The instant from which the payment's terms run is one at which its clause was triggered, while
  /// the contract was in force. What units earned of an advance is paid when the advance was due.
  void expect_trigger(const Record& record, const Programme& programme, const Key& key) {
    const Clause& clause = programme.contract[static_cast<std::size_t>(record.clause)];
    const Book& book = books_[key];
    const Instant owed =
        record.when + (Duration{} - clause.after) + (Duration{} - programme.fund.payment_terms);
    if (clause.on == Trigger::acceptance) {
      EXPECT_FALSE(book.lots.empty());
      EXPECT_LE(*book.lots.begin(), record.when);
      return;
    }
    EXPECT_GE(owed, book.signed_at);
    EXPECT_LE(owed, book.ended_at) << "nothing is owed after the end";
    EXPECT_TRUE(was_triggered(clause, key, owed))
        << trigger_names[static_cast<std::size_t>(clause.on)] << " on "
        << clock_.date(owed).to_string();
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
      case Trigger::announcement:
        return owed == book.signed_at;
      case Trigger::order:
        return orders_[key].count(owed) > 0;
      case Trigger::submission:
        return events.begun.count(owed) > 0;
      case Trigger::delivery:
        return (numbers_.programmes[key.second].inspection > Duration{} ? book.shipped : book.lots)
                   .count(owed) > 0;
      case Trigger::sale:
        return numbers_.private_demand.has_value();
      default:
        return false;
    }
  }

  /// What the lot is worth, unit by unit, less what is due for it, is credit: for promised prices.
  void accept(const Record& record, const Programme& programme, Book& book) {
    EXPECT_TRUE(book.in_force);
    const Money credit = Money::major(record.truth);
    EXPECT_GE(credit, Money{});
    EXPECT_GE(record.amount, Money{});
    std::vector<Money> prices;
    bool promised = true;
    for (const Clause& clause : programme.contract) {
      if (clause.on == Trigger::acceptance) {
        promised = promised && !clause.bargained && !clause.when && !clause.pay.formula;
        prices.insert(prices.end(), static_cast<std::size_t>(clause.up_to.number),
                      Money::major(clause.pay.number));
      }
    }
    Money value;
    for (std::int64_t i = 0; promised && i < record.count; ++i) {
      value += prices.at(static_cast<std::size_t>(book.units + i));
    }
    if (promised && penalties(programme) == 0) {
      EXPECT_EQ(value, record.amount + credit);
    }
    book.units += record.count;
    if (programme.inspection > Duration{}) {
      EXPECT_LE(book.units, book.units_shipped);
      EXPECT_EQ(book.shipped.count(record.when + (Duration{} - programme.inspection)), 1U);
    }
    EXPECT_EQ(static_cast<double>(book.units), record.other);
    book.lots.insert(record.when);
    const Money of_paid = std::min(credit, book.open);  // the rest was earned before it was paid
    credited += of_paid;
    book.open -= of_paid;
  }

  static void ship(const Record& record, const Programme& programme, Book& book) {
    EXPECT_TRUE(book.in_force);
    EXPECT_GT(programme.inspection, Duration{});
    book.units_shipped += record.count;
    EXPECT_EQ(static_cast<double>(book.units_shipped), record.other);
    book.shipped.insert(record.when);
  }

  /// Money of its own, when it has paid back all that it was paid.
  void give(const Record& record, const Programme& programme, Book& book) {
    const Clause& clause = programme.contract[static_cast<std::size_t>(record.clause)];
    EXPECT_TRUE(book.in_force && clause.pay.formula.has_value() && !takes_back(clause.on));
    EXPECT_GT(record.amount, Money{});
    EXPECT_EQ(book.recovered, book.paid);
    returned += record.amount;
    forgone -= record.amount.major() / numbers_.frontier_purchase->unit_price.major();
  }

  static std::int64_t penalties(const Programme& programme) {
    return std::count_if(programme.contract.begin(), programme.contract.end(),
                         [](const Clause& clause) {
                           return clause.pay.formula && clause.pay.formula->evaluate({}, {}) < 0.0;
                         });
  }

  void take_back(const Record& record, const Programme& programme, Book& book) {
    const Clause& clause = programme.contract[static_cast<std::size_t>(record.clause)];
    EXPECT_TRUE(takes_back(clause.on) ? book.ended_at == record.when && !book.in_force
                                      : book.in_force && clause.pay.formula.has_value());
    EXPECT_GE(record.amount, Money{});
    book.recovered += record.amount;
    EXPECT_LE(book.recovered, book.paid);
    EXPECT_EQ(record.other, book.open.major());
    const Money of_advance = std::min(record.amount, book.open);
    recovered += record.amount;
    recovered_of_advances += of_advance;
    book.open -= of_advance;
    forgone -= record.amount.major() / numbers_.frontier_purchase->unit_price.major();
  }

  const Case& numbers_;
  const Recorder& recorder_;
  SimulationClock clock_;
  FiscalCalendar fiscal_;
  Instant last_;
  std::vector<Fund> funds_;
  std::map<Key, Book> books_;
  std::map<Key, std::set<Instant>> met_;
  /// By programme: places that are taken, fulfilled or closed; contracts that did not fail.
  std::map<std::uint32_t, std::int64_t> places_;
  std::set<Instant> closed_;
  std::map<Key, std::set<Instant>> expired_;
  std::map<Key, std::set<Instant>> orders_;
  std::map<std::uint32_t, Events> events_;
  std::map<std::uint32_t, Money> committed_to_;
  std::map<std::uint32_t, std::int64_t> contracts_;
  std::map<int, Money> by_year_;
  std::set<Key> signed_;
};

}  // namespace firstcustomer::testing
