#include "firstcustomer/scenario/describe.hpp"

namespace firstcustomer {
namespace {

constexpr std::string_view signing_words[] = {"qualification", "call"};
constexpr std::string_view selection_words[] = {"lottery", "ranked"};

void describe_calls(FieldVisitor& visitor, Allocation& allocation) {
  visitor.date("first_call", allocation.first_call,
               {.help = "Date on which the first firms are chosen and sign."});
  visitor.number("months_between", &allocation.months_between,
                 {.unit = {Dimension::count, "month"},
                  .range = between(1, 1200),
                  .help = "Months of the calendar from one call to the next; later calls fill the "
                          "places and spend the money that have become free.",
                  .fallback = "12 months"});
  visitor.number("suppliers", &allocation.suppliers,
                 {.unit = {Dimension::count, "supplier"},
                  .range = between(1, 1e6),
                  .help = "Contracts that may be in force at a time."});
  visitor.choice("selection", allocation.selection, selection_words,
                 {.help = "Who is chosen among the applicants: by lottery, or the best by the "
                          "buyer's assessment.",
                  .fallback = "ranked"});
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

void describe_allocation(FieldVisitor& visitor, Programme& programme) {
  Allocation& allocation = programme.allocation;
  visitor.object("allocation", {.help = "When contracts are signed, and with whom."},
                 [&](FieldVisitor& v) {
                   v.choice("signing", allocation.signing, signing_words,
                            {.help = "qualification: with every firm as it qualifies, first come, "
                                     "first served. call: with firms chosen at calls, before they "
                                     "qualify. A firm is given one contract at most.",
                             .fallback = "qualification"});
                   v.when({allocation.signing == Signing::call, {{"signing", "call"}}},
                          [&](FieldVisitor& calls) { describe_calls(calls, allocation); });
                 });
  visitor.when(
      {allocation.signing == Signing::call && allocation.selection == Selection::ranked,
       {},
       "with signing: call and selection: ranked in the allocation"},
      [&](FieldVisitor& v) {
        v.object("assessment",
                 {.help = "How far the buyer errs about how good a firm's product will be: the "
                          "standard deviation of the error in the log of its performance over the "
                          "frontier's."},
                 [&](FieldVisitor& inner) { describe_assessment(inner, programme.assessment); });
      });
}

}  // namespace

void describe(FieldVisitor& visitor, Programme& programme, Date start) {
  const std::string first_day = start.to_string();
  visitor.text("name", programme.name,
               {.help = "Name of the arm in tables and files.", .fallback = "programme"});
  describe_promise(visitor, programme, first_day);
  visitor.object("eligibility", {.help = "Who may be given a contract."}, [&](FieldVisitor& v) {
    v.flag("domestic_only", programme.eligibility.domestic_only,
           {.help = "Whether only domestic firms may be given a contract.", .fallback = "yes"});
    v.number("max_share_per_firm", &programme.eligibility.max_share_per_firm,
             {.unit = {Dimension::share},
              .range = between(0, 1),
              .help = "Largest share of the whole budget that one firm's contract may be worth.",
              .fallback = "100 %"});
  });
  describe_allocation(visitor, programme);
  visitor.list(
      "contract",
      listed_items(programme.contract, [](FieldVisitor& v, Clause& item) { describe(v, item); }),
      {.help = "Clauses of a contract. Those on acceptance follow one after another: each pays for "
               "the units after those of the one before."});
  visitor.object("fund", {.help = "The public money."}, [&](FieldVisitor& v) {
    v.number("budget", &programme.fund.budget,
             {.unit = {Dimension::money},
              .range = at_least(0),
              .help = "All that may be committed and paid; £0 is no programme."});
    v.number("payment_terms", &programme.fund.payment_terms,
             {.unit = {Dimension::time},
              .range = at_least(0),
              .help = "From what makes a payment due, such as acceptance, to the payment.",
              .fallback = "30 days"});
  });
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
  });
}

}  // namespace firstcustomer
