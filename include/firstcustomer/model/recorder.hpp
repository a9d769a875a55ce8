#pragma once
/// \file
/// A record of one replication: what happened, to whom, for how much, and what caused it.
///
/// Bulk runs have no recorder. An entry's cause is the entry in whose handling its event was
/// scheduled, so every history is a forest: what a firm's end goes back to can be followed. The
/// roots are the programme's opening, the firms' beginnings, turns of the venture market and the
/// horizon.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "firstcustomer/core/money.hpp"
#include "firstcustomer/core/time.hpp"
#include "firstcustomer/model/ids.hpp"

namespace firstcustomer {

enum class RecordKind : std::uint8_t {
  programme_opens,      ///< amount: budget
  programme_closes,     ///< at its deadline; amount: what lapses
  programme_cancelled,  ///< amount: what lapses
  call_held,            ///< count: free places; other: applicants
  firm_present,         ///< at the start; amount: cash; stage
  firm_enters,          ///< amount: cash; stage
  out_of_scope,         ///< its product is none that the standard tests
  stage_begins,         ///< stage, count: attempt; amount: cost
  waits_for_cash,       ///< stage, count: attempt; amount: cost
  served,               ///< after a wait for a facility, or a return to it; stage, count: attempt;
                        ///< value: months in line
  stage_completed,      ///< stage, count: attempt
  stage_to_repeat,      ///< stage, count: the attempt that failed
  stage_failed,         ///< for good; stage
  prototype,            ///< the first; value: true performance over the frontier of the day
  technology_fails,     ///< at the first prototype; count: 1 common, 2 class, 3 technology
  not_demonstrable,     ///< a prototype that cannot be tested; count: attempt
  test_passed,          ///< value: measured, other: required, truth: true level, count: test
  test_failed,          ///< as test_passed
  generation_begins,    ///< count: generation
  raise_starts,         ///< round, count: attempt; amount: cash
  raise_closes,         ///< round, count: attempt; amount: size; value: probability that it had
  raise_known,          ///< by history; amount: size; value: burn afterwards, pounds a year
  raise_fails,          ///< round, count: attempt; value: probability that it had
  bridged,              ///< amount: loan
  bridge_repaid,        ///< amount
  insolvent,            ///< nothing beside
  missed_standard,      ///< all tests of all generations
  pivots,               ///< nothing beside
  acquired,             ///< value: 1 if the acquirer is foreign; other: 1 if the product ends
  acquisition_blocked,  ///< nothing beside
  awaits_approval,      ///< chosen; amount: value, reserved; count: units
  approval_lapses,      ///< chosen and not signed; amount: released
  contract_signed,      ///< amount: value; count: units; value: assessment at a call, or none
  contract_declined,    ///< amount: value
  not_chosen,           ///< at a call, but for firms that declined; value: assessment
  waits_for_fund,       ///< the fund could not serve it; count: 1 if no place was free
  paid,                 ///< amount; clause
  payment_deferred,     ///< to the next fiscal year; amount; clause
  payment_forfeited,    ///< beyond a fiscal year's cap; amount; clause
  lot_delivered,  ///< count: units; amount: due; other: units accepted so far; truth: credited,
                  ///< pounds
  contract_fulfilled,  ///< all that it promised is done; amount: what was left, released
  milestone_moved,     ///< instead of the contract's end; clause; count: how often so far
  contract_expires,    ///< nothing beside
  contract_ends,       ///< unfulfilled; amount: released
  recovered,           ///< amount; clause; other: open advance, in pounds
  advance_lost,        ///< amount
  bond_deposited,      ///< amount
  bond_returned,       ///< amount
  bond_kept,           ///< amount
  stake_sold,          ///< amount; value: share of the firm
  standard_met,        ///< a programme's own
  phase_begins,        ///< of a tournament; count: its number, from 1; other: firms in it
  goes_on,             ///< to the next phase; amount; value: score; count: units
  not_continued,       ///< its contract ends with a phase; amount: released; value: score
  place_closes,        ///< nobody took it; count: its number, from 1
  order_extended,      ///< by the part of a place that closed; count: units; amount: reserved
  order_placed,        ///< production is ordered; count: units
  lot_shipped,         ///< into inspection; count: units; other: units delivered so far
  superseded,          ///< by a better product; amount: released
  relocates,           ///< nothing beside
  returned,            ///< to the buyer, beyond what it had paid; amount; clause
  market_opens,        ///< amount: value of private demand
  turned_away,         ///< no place in line for a facility; stage, count: attempt
  ends,                ///< the horizon
  effort_chosen,       ///< stage; value: the effort
  ambition_chosen,     ///< of a generation; value: ambition; other: factor on its durations
  gives_up,            ///< value: what going on would bring it less what that costs, pounds
  venture_market,      ///< at the start, if it has turns, and as it turns; value: its factor;
                       ///< count: 1 hot, 0 cold
  debt_drawn,          ///< against a contract; amount; value: pounds owed then
  debt_repaid,         ///< amount; value: pounds still owed; count: 1 if by an acquirer
  debt_lost,           ///< amount, with interest
  round_displaced,     ///< by public money, of the round that closes now; amount
  terms_softened,      ///< of a programme; count: time; value: thresholds over those promised;
                       ///< other: days by which its deadline has moved in all
  production_ordered,  ///< and paid for in part; amount; count: units
  waits_to_order,      ///< for cash; amount: to be paid in part; count: units
  prepayment_lost,     ///< for units that are not delivered; amount
  goes_on_sale,        ///< to private customers
  sold,                ///< a quarter; amount; value: units; other: share of what customers spend
  capacity_changes,    ///< of foreign data centres; count: accelerators
  capacity_waits,      ///< for cash; amount: cost
  capacity_ordered,    ///< amount: cost; value: units a year; other: months until it is there
  capacity_stands,     ///< value: units a year
};
inline constexpr std::size_t record_kinds = 82;

/// As in JSON: snake_case, in the order of the enumeration.
std::string_view record_kind_name(RecordKind kind);

struct Record {
  Instant when = {};
  RecordKind kind = RecordKind::ends;
  FirmId firm = FirmId::none();
  ProgrammeId programme = ProgrammeId::none();
  Money amount = {};
  double value = 0.0;
  double other = 0.0;
  double truth = 0.0;
  std::int64_t count = 0;
  StageId stage = StageId::none();
  RoundId round = RoundId::none();
  /// Of the contract, from 0; −1: none.
  std::int64_t clause = -1;
  /// The entry that led to this one; −1: none.
  std::int64_t cause = -1;
};

/// Collects entries. One recorder serves one replication at a time.
class Recorder {
 public:
  /// Effect: forgets everything.
  void clear();

  /// Adds an entry with the present cause, and makes it the cause of what follows in the same
  /// handling.
  void add(Record record);

  /// The entry that what is added or scheduled now goes back to; −1: none.
  std::int64_t cause() const { return cause_; }
  /// What follows goes back to this entry, or to none (−1), rather than to the latest: the next of
  /// several things done in one handling owes nothing to the one before.
  void because(std::int64_t cause) { cause_ = cause; }

  /// An event is scheduled, in the handling of the latest entry.
  void scheduled(std::uint8_t kind, std::uint32_t slot);
  /// The event is handled.
  void handled(std::uint8_t kind, std::uint32_t slot);

  const std::vector<Record>& records() const { return records_; }
  /// Names by firm; filled by the simulation as firms appear.
  const std::string& name(FirmId firm) const { return names_[firm.index()]; }
  /// Technology by firm.
  TechnologyId technology(FirmId firm) const { return technologies_[firm.index()]; }
  void appears(FirmId firm, std::string name, TechnologyId technology);

 private:
  std::vector<Record> records_;
  std::vector<std::string> names_;
  std::vector<TechnologyId> technologies_;
  /// By event kind and slot.
  std::vector<std::vector<std::int64_t>> causes_;
  std::int64_t cause_ = -1;
};

}  // namespace firstcustomer
