#include <algorithm>

#include "firstcustomer/scenario/describe.hpp"

namespace firstcustomer {
namespace {

constexpr AmountForm a_sum{Basis::sum, {Dimension::money}, at_least(0)};
constexpr AmountForm of_the_value{Basis::value, {Dimension::share, "value"}, between(0, 1)};
constexpr AmountForm per_unit[] = {
    {Basis::per_unit, {Dimension::money_per_unit, "unit"}, above(0)}};
constexpr AmountForm sum[] = {a_sum};
/// What is less than nothing is paid by the firm.
constexpr AmountForm sum_either_way[] = {{Basis::sum, {Dimension::money}, {}}};
constexpr AmountForm per_unit_either_way[] = {
    {Basis::per_unit, {Dimension::money_per_unit, "unit"}, {}}};
constexpr AmountForm value_or_sum[] = {of_the_value, a_sum};
constexpr AmountForm sum_or_value[] = {a_sum, of_the_value};
constexpr AmountForm spending_or_sum[] = {
    {Basis::spending, {Dimension::share, "spending"}, at_least(0)}, a_sum};
constexpr AmountForm round_or_sum[] = {{Basis::round, {Dimension::share, "round"}, at_least(0)},
                                       a_sum};
constexpr AmountForm taken_back[] = {{Basis::advance, {Dimension::share, "advance"}, between(0, 1)},
                                     {Basis::paid, {Dimension::share, "paid"}, between(0, 1)},
                                     a_sum};
constexpr AmountForm count_of_units[] = {
    {Basis::units, {Dimension::count, "unit"}, between(1, 1e12)}};

/// Triggers that come once, or for one unit.
constexpr std::initializer_list<Trigger> once = {
    Trigger::signing, Trigger::milestone, Trigger::acceptance,   Trigger::qualification,
    Trigger::date,    Trigger::expiry,    Trigger::announcement, Trigger::order};
/// Triggers that may come again and again.
constexpr std::initializer_list<Trigger> again = {Trigger::quarter_end, Trigger::year_end,
                                                  Trigger::raise,       Trigger::submission,
                                                  Trigger::delivery,    Trigger::sale};

/// Triggers of payments after signing, whose clauses may be part of a phase.
constexpr std::initializer_list<Trigger> later = {
    Trigger::milestone,   Trigger::acceptance, Trigger::qualification, Trigger::date,
    Trigger::quarter_end, Trigger::year_end,   Trigger::raise,         Trigger::expiry,
    Trigger::order,       Trigger::submission, Trigger::delivery,      Trigger::sale};
constexpr std::initializer_list<Trigger> of_one_phase = {Trigger::phase_begins,
                                                         Trigger::phase_ends};

bool is_one_of(Trigger trigger, std::initializer_list<Trigger> triggers) {
  return std::find(triggers.begin(), triggers.end(), trigger) != triggers.end();
}

/// That the clause is on one of these triggers, or of those besides.
Condition on(const Clause& clause, std::initializer_list<Trigger> triggers,
             std::initializer_list<Trigger> besides = {}) {
  Condition condition{is_one_of(clause.on, triggers) || is_one_of(clause.on, besides), {}};
  for (const auto& each : {triggers, besides}) {
    for (const Trigger trigger : each) {
      condition.any_of.push_back({"on", trigger_names[static_cast<std::size_t>(trigger)]});
    }
  }
  return condition;
}

void describe_advance(FieldVisitor& visitor, Clause& clause) {
  visitor.when({clause.pay.basis == Basis::value, {}, "where a share of the value is paid"},
               [&](FieldVisitor& v) {
                 v.flag("advance", clause.advance,
                        {.help = "Whether the share of the value is paid in advance: credited "
                                 "against what is due on acceptance. Otherwise it comes on top.",
                         .fallback = "yes"});
               });
}

void describe_signing(FieldVisitor& visitor, Clause& clause) {
  visitor.amount(
      "pay", clause.pay,
      {.forms = value_or_sum,
       .help = "Share of the value of the contract's units, which is paid in advance and "
               "credited against what is due on acceptance; or a fixed sum."});
  describe_advance(visitor, clause);
}

void describe_milestone(FieldVisitor& visitor, Clause& clause) {
  visitor.text("milestone", clause.milestone,
               {.help = "Name of the stage of development whose completion is the milestone."});
  visitor.amount("pay", clause.pay,
                 {.forms = sum_or_value,
                  .help = "What is paid when the milestone is reached: a fixed sum, or a share of "
                          "the value of the contract's units."});
  describe_advance(visitor, clause);
  visitor.number("due", &clause.due,
                 {.unit = {Dimension::time},
                  .range = above(0),
                  .help = "From signing to the date of the milestone; 'none' if it has none. A "
                          "contract whose milestone is missed ends.",
                  .fallback = "none",
                  .may_be_none = true});
  visitor.when({clause.due < Duration::longest(), {}, "where 'due' is given"},
               [&](FieldVisitor& v) {
                 v.number("grace", &clause.grace,
                          {.unit = {Dimension::time},
                           .range = at_least(0),
                           .help = "What may be added to the date before the contract ends.",
                           .fallback = "0 months"});
                 v.number("renegotiated", &clause.renegotiated,
                          {.unit = {Dimension::share},
                           .range = between(0, 1),
                           .help = "Probability that the buyer then moves the date rather than end "
                                   "the contract, each time that it is missed.",
                           .fallback = "0 %"});
                 v.number("moved_by", &clause.moved_by,
                          {.unit = {Dimension::time},
                           .range = at_least(1),
                           .help = "How far a renegotiated date is moved each time.",
                           .fallback = "6 months"});
                 v.number("renegotiations", &clause.renegotiations,
                          {.unit = {Dimension::count, "time"},
                           .range = between(1, 1000),
                           .help = "How often it is moved at most.",
                           .fallback = "100 times"});
               });
  visitor.number("match", &clause.match,
                 {.unit = {Dimension::share},
                  .range = at_least(0),
                  .help = "Private money that the firm must have raised since signing, over what "
                          "the milestone pays: 100 % matches it pound for pound.",
                  .fallback = "0 %"});
}

void describe_acceptance(FieldVisitor& visitor, Clause& clause) {
  visitor.amount(
      "pay", clause.pay,
      {.forms = per_unit,
       .help =
           "Price paid for each accepted unit; of a bargained one, the highest. A formula is "
           "looked at when the unit is accepted, and pays at most what it came to at signing."});
  visitor.amount("up_to", clause.up_to,
                 {.forms = count_of_units,
                  .help = "Largest number of units bought from each firm under this clause; the "
                          "budget and max_share_per_firm limit it, too."});
  visitor.flag("bargained", clause.bargained,
               {.help = "no: the price is promised. yes: it is bargained when the order is placed, "
                        "unit cost + supplier_share × (the lower of 'pay' and what accelerators of "
                        "the frontier with the same compute cost − unit cost).",
                .fallback = "no"});
  visitor.flag("option", clause.option,
               {.help = "yes: the firm may keep the units. It delivers those of this clause, and "
                        "of later ones, in months in which 'when' holds, until the contract "
                        "expires; what it has not sold by then it does not owe. no: it delivers "
                        "all, whether or not they are paid for.",
                .fallback = "no"});
  visitor.when({clause.bargained, {{"bargained", "yes"}}}, [&](FieldVisitor& v) {
    v.number("supplier_share", &clause.supplier_share,
             {.unit = {Dimension::share},
              .range = between(0, 1),
              .help = "Share of the gain from trade that goes to the supplier."});
  });
}

void describe_order(FieldVisitor& visitor, Clause& clause) {
  visitor.amount("pay", clause.pay,
                 {.forms = sum_or_value,
                  .help = "What is paid when production is ordered, before the lead time begins: a "
                          "fixed sum, or a share of the value of the contract's units."});
  describe_advance(visitor, clause);
}

void describe_sale(FieldVisitor& visitor, Clause& clause) {
  visitor.amount(
      "pay", clause.pay,
      {.forms = per_unit_either_way,
       .help = "Paid for each unit that private customers buy, which is as many as their "
               "receipts buy at market.unit_price. What comes to less than "
               "nothing, such as \"strike - market_price\" in a dear market, is paid by "
               "the firm."});
  visitor.amount("up_to", clause.up_to,
                 {.forms = count_of_units,
                  .help = "Largest number of units sold to private customers that count."});
}

void describe_phase(FieldVisitor& visitor, Clause& clause) {
  visitor.text("phase", clause.phase,
               {.help = "Name of the phase; of its beginning, 'purchase', too, which is what comes "
                        "after the last phase."});
  visitor.amount("pay", clause.pay,
                 {.forms = sum_or_value,
                  .help = "What is paid as the phase begins, or as it ends and the firm has its "
                          "deliverable: a fixed sum, or a share of the value of the contract's "
                          "units."});
  describe_advance(visitor, clause);
}

void describe_recovery(FieldVisitor& visitor, Clause& clause) {
  visitor.amount("recover", clause.recover,
                 {.forms = taken_back,
                  .help = "What the firm pays back, as far as its cash goes: a share of what was "
                          "paid in advance and is not yet credited, a share of all that was paid, "
                          "or a sum, at most what was paid."});
  visitor.number("excused", &clause.excused,
                 {.unit = {Dimension::share},
                  .range = between(0, 1),
                  .help = "Probability that the end is excused, by best efforts, and nothing is "
                          "paid back.",
                  .fallback = "0 %"});
}

void describe_condition(FieldVisitor& visitor, Clause& clause) {
  visitor.formula("when", clause.when,
                  {.help = "A condition beside the trigger, such as \"measurement >= 1.2 * "
                           "threshold\". Where it does not hold the clause does nothing."});
}

}  // namespace

void describe(FieldVisitor& visitor, Clause& clause) {
  visitor.choice(
      "on", clause.on, trigger_names,
      {.help =
           "What makes the clause apply: the signing of the contract; a milestone, which is "
           "the completion of a stage; acceptance of a unit; failure, which is the end of a "
           "contract that has not been fulfilled; a change of control of the firm; its "
           "qualification; a date, the end of a quarter or of a fiscal year, while the contract "
           "is in force; a private round that closes; insolvency, on top of failure; a "
           "shortfall, if the contract expires with units outstanding; its expiry; announcement: "
           "the "
           "signing, of firms chosen on the day on which the programme opens; order: the product "
           "has "
           "qualified and is ready for production; submission: the work of a test begins; "
           "delivery: a "
           "lot is delivered, and goes into inspection; sale: private customers pay; relocation: "
           "the "
           "firm moves abroad; supersession: a better product takes the place of the firm's; the "
           "beginning and the end of a phase of a tournament."});
  visitor.when(on(clause, {Trigger::signing}),
               [&](FieldVisitor& v) { describe_signing(v, clause); });
  visitor.when(on(clause, {Trigger::milestone}),
               [&](FieldVisitor& v) { describe_milestone(v, clause); });
  visitor.when(on(clause, {Trigger::acceptance}),
               [&](FieldVisitor& v) { describe_acceptance(v, clause); });
  visitor.when(on(clause, {Trigger::order}), [&](FieldVisitor& v) { describe_order(v, clause); });
  visitor.when(on(clause, {Trigger::sale}), [&](FieldVisitor& v) { describe_sale(v, clause); });
  visitor.when(on(clause, {Trigger::delivery}), [&](FieldVisitor& v) {
    v.amount("pay", clause.pay,
             {.forms = per_unit,
              .help = "Paid for each unit of a lot that is delivered, on top of what acceptance "
                      "pays."});
  });
  visitor.when(on(clause, {Trigger::failure, Trigger::change_of_control, Trigger::insolvency,
                           Trigger::shortfall, Trigger::relocation, Trigger::supersession}),
               [&](FieldVisitor& v) { describe_recovery(v, clause); });
  visitor.when(on(clause, {Trigger::date}), [&](FieldVisitor& v) {
    v.date("date", clause.date, {.help = "The day on which the clause applies."});
  });
  visitor.when(on(clause, {Trigger::qualification, Trigger::announcement, Trigger::submission}),
               [&](FieldVisitor& v) {
                 v.amount("pay", clause.pay, {.forms = sum, .help = "Fixed sum that is paid."});
               });
  visitor.when(on(clause, {Trigger::date, Trigger::expiry}), [&](FieldVisitor& v) {
    v.amount("pay", clause.pay,
             {.forms = sum_either_way,
              .help = "Fixed sum that is paid; what is less than nothing, such as the -£5m of a "
                      "loan, is paid by the firm as far as its cash goes."});
  });
  visitor.when(on(clause, {Trigger::quarter_end, Trigger::year_end}), [&](FieldVisitor& v) {
    v.amount("pay", clause.pay,
             {.forms = spending_or_sum,
              .help = "Share of what the firm has spent since the clause last paid, or since "
                      "signing; or a sum, each time."});
  });
  visitor.when(on(clause, {Trigger::raise}), [&](FieldVisitor& v) {
    v.amount("pay", clause.pay,
             {.forms = round_or_sum, .help = "Share of the round that closes, or a sum."});
  });
  visitor.when(on(clause, again), [&](FieldVisitor& v) {
    v.amount("at_most", clause.at_most,
             {.forms = sum, .help = "Paid in all under the clause to one firm."});
  });
  visitor.when(on(clause, {Trigger::signing, Trigger::raise}), [&](FieldVisitor& v) {
    v.flag("for_equity", clause.for_equity,
           {.help = "Whether what is paid buys a share of the firm, payment ÷ valuation: of the "
                    "round that closes (see finance.equity), or the one that is given at signing.",
            .fallback = "no"});
  });
  visitor.when({clause.for_equity && clause.on == Trigger::signing,
                {},
                "with on: signing and for_equity: yes"},
               [&](FieldVisitor& v) {
                 v.number("valuation", &clause.valuation,
                          {.unit = {Dimension::money},
                           .range = above(0),
                           .help = "What the firm is worth with the payment (post-money)."});
               });
  visitor.when(on(clause, of_one_phase), [&](FieldVisitor& v) { describe_phase(v, clause); });
  visitor.when(
      {clause.pay.formula && (is_one_of(clause.on, once) || is_one_of(clause.on, of_one_phase)),
       {},
       "where 'pay' is a formula"},
      [&](FieldVisitor& v) {
        v.amount("at_most", clause.at_most,
                 {.forms = clause.on == Trigger::acceptance ? per_unit : sum,
                  .help = "Most that the formula may come to, for which money is "
                          "reserved; 'none': what it comes to at signing, or as "
                          "its phase begins.",
                  .fallback = "none"});
      });
  visitor.when(on(clause, later), [&](FieldVisitor& v) {
    v.text("phase", clause.phase,
           {.help = "Name of the phase of a tournament from whose beginning on the clause is part "
                    "of the contract, and money is set aside for it; 'purchase': from the end of "
                    "the last phase on; 'none': from signing on.",
            .fallback = "none"});
  });
  describe_condition(visitor, clause);
  visitor.when(on(clause, later, of_one_phase), [&](FieldVisitor& v) {
    v.number("after", &clause.after,
             {.unit = {Dimension::time},
              .range = at_least(0),
              .help = "From what makes the clause apply to the day from which payment "
                      "terms run.",
              .fallback = "0 days"});
  });
}

}  // namespace firstcustomer
