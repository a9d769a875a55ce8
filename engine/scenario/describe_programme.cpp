#include <algorithm>
#include <cmath>

#include "firstcustomer/scenario/describe.hpp"

namespace firstcustomer {
namespace {

constexpr std::string_view signing_words[] = {"qualification", "call", "opening"};
constexpr std::string_view over_cap_words[] = {"deferred", "forfeited"};
constexpr std::string_view price_link_words[] = {"nothing", "price_index", "exchange_rate"};

void describe_bids(FieldVisitor& visitor, Allocation& allocation) {
  visitor.number("markup", &allocation.markup,
                 {.unit = {Dimension::share},
                  .range = at_least(0),
                  .help = "Of bids over the unit cost, where no equilibrium is known.",
                  .fallback = "20 %"});
  visitor.number("reserve", &allocation.reserve,
                 {.unit = {Dimension::money_per_unit, "unit"},
                  .range = above(0),
                  .help = "Highest bid that is considered; 'none' without one.",
                  .fallback = "none",
                  .may_be_none = true});
  visitor.number("lowest_cost", &allocation.lowest_cost,
                 {.unit = {Dimension::money_per_unit, "unit"},
                  .range = at_least(0),
                  .help = "Of the range in which all firms believe each other's unit costs to lie, "
                          "evenly: then bids are those of the equilibrium, where one is known in "
                          "closed form. 'none': they are cost plus markup.",
                  .fallback = "none",
                  .may_be_none = true});
  visitor.when({std::isfinite(allocation.lowest_cost), {}, "where 'lowest_cost' is given"},
               [&](FieldVisitor& v) {
                 v.number("highest_cost", &allocation.highest_cost,
                          {.unit = {Dimension::money_per_unit, "unit"},
                           .range = above(0),
                           .help = "The other end of that range."});
               });
  visitor.number("bond", &allocation.bond,
                 {.unit = {Dimension::share, "value"},
                  .range = between(0, 1),
                  .help = "Share of the contract's value that a firm deposits as it signs, gets "
                          "back when it has fulfilled the contract, and loses if it fails. A firm "
                          "that cannot pay it is not given the contract.",
                  .fallback = "0 % of value"});
}

void describe_calls(FieldVisitor& visitor, Allocation& allocation) {
  visitor.date("first_call", allocation.first_call,
               {.help = "Date on which the first firms are chosen and sign."});
  visitor.list(
      "phases",
      listed_items(allocation.phases,
                   [](FieldVisitor& v, TournamentPhase& phase) { describe(v, phase); }),
      {.help = "Of a tournament: phases that follow one another from its one call on. At "
               "the end of each the firms that have delivered are paid and scored, and the "
               "best go on.",
       .fallback = "[]"});
  const Condition calls_again{allocation.phases.empty(), {}, "without 'phases'"};
  visitor.when(calls_again, [&](FieldVisitor& v) {
    v.number("months_between", &allocation.months_between,
             {.unit = {Dimension::count, "month"},
              .range = between(1, 1200),
              .help = "Months of the calendar from one call to the next; later calls fill the "
                      "places and spend the money that have become free.",
              .fallback = "12 months"});
  });
  visitor.number("suppliers", &allocation.suppliers,
                 {.unit = {Dimension::count, "supplier"},
                  .range = between(1, 1e6),
                  .help = "Contracts that may be in force at a time."});
  visitor.when(calls_again, [&](FieldVisitor& v) {
    v.number("calls", &allocation.calls,
             {.unit = {Dimension::count, "call"},
              .range = between(1, 1e6),
              .help = "Calls that are held at most; 'none' without a limit.",
              .fallback = "none",
              .may_be_none = true});
  });
  visitor.choice(
      "selection", allocation.selection, selection_names,
      {.help =
           "Who is chosen among the applicants. lottery; ranked: the best by the buyer's "
           "assessment; all; pro-rata: shares of the money by capacity; first-price: the lowest "
           "bids, at their price; second-price, uniform-price: the lowest bids at the lowest "
           "that loses; first-score, second-score: the best by performance and price; "
           "portfolio, portfolio-exact: those who together promise most capacity for the "
           "money; plugin: as the library of --plugin says.",
       .fallback = "ranked"});
  const Selection by = allocation.selection;
  const auto one_of = [by](std::initializer_list<Selection> of) {
    Condition condition{std::find(of.begin(), of.end(), by) != of.end(), {}};
    for (const Selection each : of) {
      condition.any_of.push_back({"selection", name(each)});
    }
    return condition;
  };
  visitor.when(one_of({Selection::first_price, Selection::second_price, Selection::uniform_price,
                       Selection::first_score, Selection::second_score, Selection::portfolio,
                       Selection::portfolio_exact, Selection::plugin}),
               [&](FieldVisitor& v) { describe_bids(v, allocation); });
  visitor.when(one_of({Selection::first_score, Selection::second_score}), [&](FieldVisitor& v) {
    v.number("worth", &allocation.worth,
             {.unit = {Dimension::money_per_unit, "unit"},
              .range = above(0),
              .help = "What a product that is e times as good is worth more, for each unit: the "
                      "score is worth × log of the assessed performance over the frontier's, less "
                      "the price."});
    v.flag("relative", allocation.relative,
           {.help = "Whether prices count relative to the lowest bid, which is then the unit of "
                    "worth.",
            .fallback = "no"});
  });
  visitor.when(one_of({Selection::portfolio, Selection::portfolio_exact}), [&](FieldVisitor& v) {
    v.choice("aim", allocation.aim, portfolio_aim_names,
             {.help = "What is maximised: expected qualified capacity, the expected share of "
                      "target_capacity that is covered, or the probability of at least one.",
              .fallback = "coverage"});
    v.number("group_success", &allocation.group_success,
             {.unit = {Dimension::share},
              .range = between(0.01, 1),
              .help = "Probability, as the buyer sees it, that no common cause stops all firms of "
                      "one class of technology.",
              .fallback = "80 %"});
    v.number("firm_success", &allocation.firm_success,
             {.unit = {Dimension::share},
              .range = between(0, 1),
              .help = "Probability, as the buyer sees it, that a firm at the level of the frontier "
                      "qualifies, given that; in proportion to the assessment below.",
              .fallback = "50 %"});
  });
  visitor.when(one_of({Selection::pro_rata, Selection::portfolio, Selection::portfolio_exact}),
               [&](FieldVisitor& v) {
                 v.number("target_capacity", &allocation.target_capacity,
                          {.unit = {Dimension::number},
                           .range = above(0),
                           .help = "Units a year that all of the money is for; firms with less "
                                   "share in it by their capacity.",
                           .fallback = "1000"});
               });
}

void describe_assessment(FieldVisitor& visitor, Assessment& assessment) {
  const auto error = [&](std::string_view key, double& target, std::string_view help,
                         std::string_view fallback) {
    visitor.number(
        key, &target,
        {.unit = {Dimension::number}, .range = at_least(0), .help = help, .fallback = fallback});
  };
  error("before_prototype", assessment.before_prototype, "Of a firm without a prototype.", "0.9");
  error("with_prototype", assessment.with_prototype, "Of a firm with a prototype.", "0.3");
  error("qualified", assessment.qualified, "Of a firm that has qualified.", "0.1");
}

void describe_fund(FieldVisitor& visitor, Fund& fund) {
  visitor.number("budget", &fund.budget,
                 {.unit = {Dimension::money},
                  .range = at_least(0),
                  .help = "All that may be committed and paid; £0 is no programme."});
  visitor.number("payment_terms", &fund.payment_terms,
                 {.unit = {Dimension::time},
                  .range = at_least(0),
                  .help = "From what makes a payment due, such as acceptance, to the payment.",
                  .fallback = "30 days"});
  visitor.number("indexation", &fund.indexation,
                 {.unit = {Dimension::rate},
                  .range = at_least(0),
                  .help = "Rate at which what formulas call price_index grows from signing on, "
                          "compounding yearly. It moves no price by itself: write '£20k/unit * "
                          "price_index', and at_most, for which money is reserved; or "
                          "prices_follow: price_index.",
                  .fallback = "none",
                  .may_be_none = true});
  visitor.choice(
      "prices_follow", fund.prices_follow, price_link_words,
      {.help = "What prices paid on acceptance are multiplied by, unless they are bargained. "
               "price_index: growth of 'indexation' since signing, on top of one that a formula "
               "asks for. exchange_rate: what foreign money costs (market.exchange), over what it "
               "cost at signing.",
       .fallback = "nothing"});
  const bool follows = fund.prices_follow != PriceLink::nothing;
  visitor.when(
      {follows, {{"prices_follow", "price_index"}, {"prices_follow", "exchange_rate"}}},
      [&](FieldVisitor& v) {
        v.number("rise_at_most", &fund.rise_at_most,
                 {.unit = {Dimension::share},
                  .range = between(0, 1),
                  .help = "Most that this may add to a price. Money is reserved for it at signing, "
                          "and it counts in the value of the contract.",
                  .fallback = "20 %"});
      });
  visitor.numbers("fiscal_year_caps", fund.fiscal_year_caps,
                  {.unit = {Dimension::money},
                   .range = at_least(0),
                   .help = "Most that is paid in a fiscal year, by year from that of the opening "
                           "on; the last holds for all later ones. 'none' without caps.",
                   .fallback = "none",
                   .may_be_none = true});
  visitor.when(
      {!fund.fiscal_year_caps.empty(), {}, "where 'fiscal_year_caps' are given"},
      [&](FieldVisitor& v) {
        v.number(
            "carry_over", &fund.carry_over,
            {.unit = {Dimension::share},
             .range = between(0, 1),
             .help = "Share of what a year's cap left unpaid that is added to the next year's; "
                     "0 %: use it or lose it.",
             .fallback = "0 %"});
        v.choice("over_cap", fund.over_cap, over_cap_words,
                 {.help = "What becomes of the part of a payment that the year's cap has no room "
                          "for. deferred: it is paid from the first day of the next year on, in "
                          "the order in which it was due. forfeited: the firm loses it, and its "
                          "money returns to the treasury; of an advance it is due on acceptance "
                          "instead.",
                  .fallback = "deferred"});
      });
}

void describe_promise(FieldVisitor& visitor, Programme& programme, std::string_view start) {
  visitor.flag("promised", programme.promised,
               {.help = "Whether there is a promise beforehand. A purchase without one, as a "
                        "counterfactual, sends no signal and draws no entrants.",
                .fallback = "yes"});
  visitor.when({programme.promised, {{"promised", "yes"}}}, [&](FieldVisitor& v) {
    v.date("announced", programme.announced,
           {.help = "When the promise was made, at the start or before; its news has faded since.",
            .fallback = start,
            .fallback_says = "the start"});
  });
}

void describe_places(FieldVisitor& visitor, Allocation& allocation) {
  visitor.numbers(
      "shares", allocation.shares,
      {.unit = {Dimension::share},
       .range = {.low = 0, .high = 1, .low_included = false},
       .help =
           "Places that suppliers take, by their parts of the budget, such as [60 %, 40 %]: a "
           "firm takes the first that is free, and its contract is worth that part at most. A "
           "place is free again if its contract fails, and taken for good once it is fulfilled. "
           "Formulas call the part place_share. 'none' without places.",
       .fallback = "none",
       .may_be_none = true});
  visitor.when({!allocation.shares.empty(), {}, "where 'shares' are given"}, [&](FieldVisitor& v) {
    v.number("held_open", &allocation.held_open,
             {.unit = {Dimension::time},
              .range = above(0),
              .help = "How long a place that is free stays open while another supplier's contract "
                      "is in force. Then it closes, and the supplier with the first place has its "
                      "part too: the order grows to what the clauses on acceptance come to with "
                      "it. 'none': for good.",
              .fallback = "none",
              .may_be_none = true});
    v.flag("diverse", allocation.diverse,
           {.help = "Whether firms that hold places must be of different classes of technology.",
            .fallback = "no"});
  });
}

void describe_superiority(FieldVisitor& visitor, Superiority& superiority) {
  visitor.number("margin", &superiority.margin,
                 {.unit = {Dimension::share},
                  .range = at_least(0),
                  .help = "By how much the newcomer's measurement must beat the supplier's, on the "
                          "standard's first benchmark.",
                  .fallback = "20 %"});
  visitor.number("protection", &superiority.protection,
                 {.unit = {Dimension::time},
                  .range = at_least(0),
                  .help = "From the signing of a contract; before that is over nobody takes its "
                          "place.",
                  .fallback = "0 months"});
}

void describe_newcomers(FieldVisitor& visitor, Allocation& allocation) {
  visitor.optional_object(
      "superiority",
      optional_group(allocation.superiority,
                     [](FieldVisitor& v, Superiority& item) { describe_superiority(v, item); }),
      {.help = "Lets a better product take the place of one that was ordered: where a firm "
               "qualifies and money or places do not serve it in full, the supplier with the "
               "weakest measurement of those that it beats loses the units that are not yet "
               "accepted, if that serves the newcomer better. See clauses on supersession."});
}

void describe_allocation(FieldVisitor& visitor, Programme& programme) {
  Allocation& allocation = programme.allocation;
  visitor.object(
      "allocation", {.help = "When contracts are signed, and with whom."}, [&](FieldVisitor& v) {
        v.choice("signing", allocation.signing, signing_words,
                 {.help = "qualification: with every firm as it qualifies, first come, "
                          "first served. call: with firms chosen at calls, before they "
                          "qualify. opening: with every firm that is eligible, from the "
                          "opening on. A firm is given one contract at most.",
                  .fallback = "qualification"});
        v.number("awards", &allocation.awards,
                 {.unit = {Dimension::count, "contract"},
                  .range = between(1, 1e6),
                  .help = "Contracts that are ever signed, at most: a prize for the "
                          "first has one. 'none' without a limit.",
                  .fallback = "none",
                  .may_be_none = true});
        describe_places(v, allocation);
        v.when({allocation.signing == Signing::qualification, {{"signing", "qualification"}}},
               [&](FieldVisitor& inner) { describe_newcomers(inner, allocation); });
        v.when({allocation.signing == Signing::call, {{"signing", "call"}}},
               [&](FieldVisitor& calls) { describe_calls(calls, allocation); });
      });
  visitor.when(
      {allocation.signing == Signing::call && allocation.selection != Selection::lottery,
       {},
       "with signing: call, and not by lottery, in the allocation"},
      [&](FieldVisitor& v) {
        v.object("assessment",
                 {.help = "How far the buyer errs about how good a firm's product will be: the "
                          "standard deviation of the error in the log of its performance over the "
                          "frontier's."},
                 [&](FieldVisitor& inner) { describe_assessment(inner, programme.assessment); });
      });
}

}  // namespace

void describe(FieldVisitor& visitor, Programme& programme, Date start,
              const std::vector<Benchmark>& benchmarks) {
  const std::string first_day = start.to_string();
  visitor.text(
      "name", programme.name,
      {.help = "Name of the arm in tables and files.",
       .fallback = programme.luck.empty() ? "programme" : std::string_view(programme.luck)});
  describe_promise(visitor, programme, first_day);
  visitor.parameters("parameters", programme.parameters,
                     {.help = "Named numbers of any unit that formulas of the contract refer to, "
                              "each of which may be uncertain.",
                      .fallback = "{}",
                      .item = "parameter"});
  visitor.date("opens", programme.opens,
               {.help = "Day on which the programme opens: its money is there from then on.",
                .fallback = first_day,
                .fallback_says = "the start"});
  visitor.object("eligibility", {.help = "Who may be given a contract."}, [&](FieldVisitor& v) {
    v.flag("domestic_only", programme.eligibility.domestic_only,
           {.help = "Whether only domestic firms may be given a contract.", .fallback = "yes"});
    v.number("max_share_per_firm", &programme.eligibility.max_share_per_firm,
             {.unit = {Dimension::share},
              .range = between(0, 1),
              .help = "Largest share of the whole budget that one firm's contract may be worth.",
              .fallback = "100 %"});
    v.text("stage_at_least", programme.eligibility.stage_at_least,
           {.help = "Name of the stage of development that a firm must have reached; a technology "
                    "without one of that name is not held back.",
            .fallback = "none"});
    v.number("age_at_most", &programme.eligibility.age_at_most,
             {.unit = {Dimension::time},
              .range = above(0),
              .help = "Of the firm since it was founded; 'none' without a limit. A firm of unknown "
                      "age is young enough.",
              .fallback = "none",
              .may_be_none = true});
    v.number("cash_at_least", &programme.eligibility.cash_at_least,
             {.unit = {Dimension::money},
              .range = at_least(0),
              .help = "Of its own on the day on which it would be given the contract. A firm that "
                      "an owner pays for always has enough.",
              .fallback = "£0"});
    v.number("cumulation_cap", &programme.eligibility.cumulation_cap,
             {.unit = {Dimension::money},
              .range = above(0),
              .help = "Most that this and all other programmes together may have committed to a "
                      "firm as this one gives it a contract, which is smaller or none beyond that; "
                      "'none' without a limit.",
              .fallback = "none",
              .may_be_none = true});
  });
  visitor.optional_object(
      "standard",
      optional_group(programme.standard,
                     [&](FieldVisitor& v, Standard& own) { describe(v, own, benchmarks); }),
      {.help = "What a product must reach under this programme, where that is not the scenario's "
               "standard, which remains what outcomes are counted by."});
  describe_allocation(visitor, programme);
  visitor.number("contract_lasts", &programme.contract_lasts,
                 {.unit = {Dimension::time},
                  .range = above(0),
                  .help = "From signing to the contract's expiry; 'none': until all is done.",
                  .fallback = "none",
                  .may_be_none = true});
  visitor.number("certified_multiple", &programme.certified_multiple,
                 {.unit = {Dimension::number},
                  .range = at_least(0),
                  .help = "Factor on private receipts of a firm that met the standard of this "
                          "programme while it was open and promised: customers abroad or at home "
                          "whom its certificate brings. It multiplies that of "
                          "market.private_demand; of several programmes the highest counts.",
                  .fallback = "1"});
  visitor.number(
      "inspection", &programme.inspection,
      {.unit = {Dimension::time},
       .range = at_least(0),
       .help = "From the delivery of a lot to its acceptance. A lot that is in inspection "
               "when the contract ends is not accepted.",
       .fallback = "0 days"});
  visitor.text("priority_at", programme.priority_at,
               {.help = "Name of the facility in whose line firms come first that have a contract "
                        "in force as they join it.",
                .fallback = "none"});
  visitor.list(
      "contract",
      listed_items(programme.contract, [](FieldVisitor& v, Clause& item) { describe(v, item); }),
      {.help = "Clauses of a contract. Those on acceptance follow one after another: each pays for "
               "the units after those of the one before."});
  visitor.object("fund", {.help = "The public money."},
                 [&](FieldVisitor& v) { describe_fund(v, programme.fund); });
  visitor.object("strength", {.help = "How far the promise can be trusted."}, [&](FieldVisitor& v) {
    v.number("cancel_hazard", &programme.strength.cancel_hazard,
             {.unit = {Dimension::rate},
              .range = at_least(0),
              .help = "Rate at which the open programme is cancelled. It then signs no new "
                      "contracts but honours existing ones; money that is free, or comes back "
                      "later, lapses. "
                      "A rate of 8 %/year cancels within a year with probability 1 − e^−0.08 = 7.7 "
                      "%, within five years with 33 %.",
              .fallback = "0 %/year"});
    v.number("believed_cancel_hazard", &programme.strength.believed_cancel_hazard,
             {.unit = {Dimension::rate},
              .range = at_least(0),
              .help = "What firms, founders and investors take cancel_hazard to be, with "
                      "behaviour.mode: optimising; 'none': what it is.",
              .fallback = "none",
              .may_be_none = true});
    v.flag("legally_binding", programme.strength.legally_binding,
           {.help = "Whether contracts that are signed are honoured after a cancellation. If not, "
                    "they end with it: what is due is paid, and nothing is recovered.",
            .fallback = "yes"});
    v.law("approval_delay", programme.strength.approval_delay,
          {.unit = {Dimension::time},
           .range = at_least(0),
           .help = "From being chosen to the signature of the contract, by firm: departments, "
                   "lawyers and the treasury must agree. The money is reserved meanwhile. There is "
                   "no contract if the firm has ended or is no longer eligible by then, or if the "
                   "programme closes before.",
           .fallback = "0 days"});
  });
}

}  // namespace firstcustomer
