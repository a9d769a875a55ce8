#include "diary_entries.hpp"

#include <algorithm>
#include <iterator>

namespace firstcustomer {
namespace {

using Kind = RecordKind;

constexpr DiaryEntry entries[] = {
    // The programme.
    {.kind = Kind::programme_opens,
     .sentence = "The programme {programme}{announced} opens with {amount}; the standard is "
                 "{standard}.",
     .has_amount = true},
    {.kind = Kind::programme_closes,
     .sentence = "The programme closes at its deadline; {amount} lapses.",
     .has_amount = true},
    {.kind = Kind::programme_cancelled,
     .sentence = "The government cancels the programme; {amount} lapses.",
     .has_amount = true},
    {.kind = Kind::call_held,
     .sentence = "A call is held for {places}; {applicants} may apply.",
     .count = "places",
     .other = "applicants"},
    // Firms and their development.
    {.kind = Kind::firm_present,
     .sentence = "{firm}{nature} stands in {stage}{cash}.",
     .has_amount = true},
    {.kind = Kind::firm_enters,
     .sentence = "{firm}{nature} enters in {stage}{cash}; its technology is {technology}.",
     .has_amount = true},
    {.kind = Kind::out_of_scope,
     .sentence = "{firm} develops a product that the standard does not test."},
    {.kind = Kind::stage_begins,
     .sentence = "{firm} begins {stage}{again}{cost}.",
     .has_amount = true,
     .count = "attempt"},
    {.kind = Kind::waits_for_cash,
     .sentence = "{firm} waits for cash: {stage}{again} costs {amount}.",
     .has_amount = true,
     .count = "attempt"},
    {.kind = Kind::served,
     .sentence = "{firm} is served{facility} after {months} in line: {stage}{again} starts.",
     .count = "attempt",
     .value = "months_in_line"},
    {.kind = Kind::stage_completed,
     .sentence = "{firm} completes {stage}{again}.",
     .count = "attempt"},
    {.kind = Kind::stage_to_repeat,
     .sentence = "{firm} fails at {stage} (attempt {count}) and {goes_back}.",
     .count = "attempt"},
    {.kind = Kind::stage_failed, .sentence = "{firm} fails at {stage} for good."},
    {.kind = Kind::prototype,
     .sentence = "{firm} has its first prototype: {performance} × frontier.",
     .value = "performance_over_frontier"},
    {.kind = Kind::technology_fails,
     .sentence = "{firm} learns from its first prototype that its technology does not work, "
                 "{hurdle}.",
     .count = "hurdle"},
    {.kind = Kind::not_demonstrable,
     .sentence = "{firm} has a prototype that cannot be tested (attempt {count}).",
     .count = "attempt"},
    {.kind = Kind::test_passed,
     .sentence = "{firm} passes test {count}: {measurement}{first}.",
     .count = "test",
     .value = "measured",
     .other = "required",
     .truth = "true_level"},
    {.kind = Kind::test_failed,
     .sentence = "{firm} fails test {count}: {measurement}.",
     .count = "test",
     .value = "measured",
     .other = "required",
     .truth = "true_level"},
    {.kind = Kind::generation_begins,
     .sentence = "{firm} begins generation {count} of its product.",
     .count = "generation"},
    // Private money, and how firms end.
    {.kind = Kind::raise_starts,
     .sentence = "{firm} starts to raise {round}{again} with {amount} of cash left.",
     .has_amount = true,
     .count = "attempt"},
    {.kind = Kind::raise_closes,
     .sentence = "{firm} closes {round}{again}: {amount} (probability {odds}).",
     .has_amount = true,
     .count = "attempt",
     .value = "closing_probability"},
    {.kind = Kind::raise_known,
     .sentence = "{firm} takes in {amount}, as history has it, and spends {burn} from now on.",
     .has_amount = true,
     .value = "burn_per_year"},
    {.kind = Kind::raise_fails,
     .sentence = "{firm} fails to close {round}{again} (probability of closing {odds}).",
     .count = "attempt",
     .value = "closing_probability"},
    {.kind = Kind::bridged,
     .sentence = "{firm} is out of cash with a raise open; insiders lend it {amount}.",
     .has_amount = true},
    {.kind = Kind::bridge_repaid,
     .sentence = "{firm} repays its bridge loan of {amount}.",
     .has_amount = true},
    {.kind = Kind::insolvent, .sentence = "{firm} runs out of cash. Insolvent."},
    {.kind = Kind::missed_standard,
     .sentence = "{firm} has missed the standard in all its tests and ends development."},
    {.kind = Kind::pivots, .sentence = "{firm} leaves for another market."},
    {.kind = Kind::acquired,
     .sentence = "{firm} is acquired by a {owner} owner, who {keeps} the product.",
     .value = "foreign_owner",
     .other = "product_ended"},
    {.kind = Kind::acquisition_blocked,
     .sentence = "The government stops the sale of {firm} to a foreign owner."},
    // Contracts and what they pay.
    {.kind = Kind::awaits_approval,
     .sentence = "{firm} is chosen for a contract worth {amount}{for_units}, which awaits "
                 "approval.",
     .has_amount = true,
     .count = "units"},
    {.kind = Kind::approval_lapses,
     .sentence = "{firm} is not given the contract that it was chosen for; {amount} is released.",
     .has_amount = true},
    {.kind = Kind::contract_signed,
     .sentence = "{firm} signs a contract worth {amount}{for_units}{chosen}.",
     .has_amount = true,
     .count = "units",
     .value = "log_assessment"},
    {.kind = Kind::contract_declined,
     .sentence = "{firm} declines a contract worth {amount}.",
     .has_amount = true},
    {.kind = Kind::not_chosen,
     .sentence = "{firm} applies and is not chosen (assessed at {assessed} × frontier).",
     .value = "log_assessment"},
    {.kind = Kind::waits_for_fund,
     .sentence = "{firm} could be given a contract, but the fund cannot pay for it now; {firm} "
                 "waits."},
    {.kind = Kind::paid, .sentence = "{firm} is paid {amount}{clause}.", .has_amount = true},
    {.kind = Kind::payment_deferred,
     .sentence = "{firm} has to wait for {amount} until the next fiscal year{clause}.",
     .has_amount = true},
    {.kind = Kind::payment_forfeited,
     .sentence = "{firm} loses {amount} that this fiscal year has no money for{clause}.",
     .has_amount = true},
    {.kind = Kind::lot_delivered,
     .sentence = "{firm} delivers {units}, {accepted} so far; {amount} falls due{credit}.",
     .has_amount = true,
     .count = "units",
     .other = "accepted_so_far",
     .truth = "advance_credited"},
    {.kind = Kind::contract_fulfilled,
     .sentence = "{firm} has fulfilled its contract{left}.",
     .has_amount = true},
    {.kind = Kind::contract_expires, .sentence = "The contract of {firm} expires."},
    {.kind = Kind::contract_ends,
     .sentence = "{firm} loses its contract unfulfilled; {amount} is released.",
     .has_amount = true},
    {.kind = Kind::recovered,
     .sentence = "{firm} pays back {amount}{advance}{clause}.",
     .has_amount = true,
     .other = "open_advance"},
    {.kind = Kind::advance_lost,
     .sentence = "The buyer loses {amount} of what it paid {firm} in advance.",
     .has_amount = true},
    {.kind = Kind::standard_met,
     .sentence = "{firm} meets the standard of the programme {programme}."},
    {.kind = Kind::market_opens,
     .sentence = "{firm} gains private customers, worth {amount} in present value.",
     .has_amount = true},
    {.kind = Kind::ends, .sentence = "The replication ends."},
};
static_assert(std::size(entries) == record_kinds);

constexpr bool stand_in_the_order_of_kinds() {
  std::size_t place = 0;
  return std::all_of(std::begin(entries), std::end(entries), [&](const DiaryEntry& entry) {
    return static_cast<std::size_t>(entry.kind) == place++;
  });
}
static_assert(stand_in_the_order_of_kinds());

}  // namespace

const DiaryEntry& diary_entry(RecordKind kind) {
  return entries[static_cast<std::size_t>(kind)];
}

}  // namespace firstcustomer
