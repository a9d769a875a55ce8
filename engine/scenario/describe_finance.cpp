#include "firstcustomer/scenario/describe.hpp"

namespace firstcustomer {
namespace {

void describe_round(FieldVisitor& visitor, Round& round) {
  visitor.number("graduation", &round.graduation,
                 {.unit = {Dimension::share},
                  .range = between(0, 1),
                  .help = "Probability that the round closes within its attempts, for a firm whose "
                          "cash lasts so long. "
                          "Each of n attempts closes with probability 1 − (1 − min(graduation × "
                          "market, graduation_at_most))^(1/n)."});
  visitor.law(
      "size", round.size,
      {.unit = {Dimension::money}, .range = above(0), .help = "Money that the round brings."});
  visitor.number("starts_at_runway", &round.starts_at_runway,
                 {.unit = {Dimension::time},
                  .range = at_least(0),
                  .help = "A firm starts to raise when its runway falls to this."});
  visitor.text("then", round.then,
               {.help = "The round after this one; 'none' for the last.", .fallback = "none"});
  visitor.number("acquisition_hazard", &round.acquisition_hazard,
                 {.unit = {Dimension::rate},
                  .range = at_least(0),
                  .help = "Rate at which firms that would raise this round next are acquired, as "
                          "long as they have no prototype.",
                  .fallback = "0 %/year"});
}

void describe_signals(FieldVisitor& visitor, Signals& signals) {
  const auto ratio = [&](std::string_view key, double& target, std::string_view help) {
    visitor.number(key, &target,
                   {.unit = {Dimension::number}, .range = above(0), .help = help, .fallback = "1"});
  };
  ratio("award", signals.award,
        "Of signing a contract: 1.15 makes a raise 15 % more likely to close, in terms of hazard.");
  visitor.number("prototype_part", &signals.prototype_part,
                 {.unit = {Dimension::share},
                  .range = between(0, 1),
                  .help = "Share of an award's effect (of its log ratio) that waits until the firm "
                          "has a prototype.",
                  .fallback = "0 %"});
  ratio("announcement", signals.announcement,
        "Of a programme's announcement, for every firm that may apply, at the reference budget. "
        "For a budget B it is this to the power log2(1 + B ÷ reference_budget).");
  ratio("miss", signals.miss, "Of missing the standard in public; below 1 it deters investors.");
  ratio("not_chosen", signals.not_chosen, "Of applying at a call and not being chosen.");
  visitor.number("half_life", &signals.half_life,
                 {.unit = {Dimension::time},
                  .range = above(0),
                  .help = "Time in which the news of awards, misses and refusals fades by half.",
                  .fallback = "12 months"});
  visitor.number("announcement_half_life", &signals.announcement_half_life,
                 {.unit = {Dimension::time},
                  .range = above(0),
                  .help = "Time in which the news of an announcement fades by half.",
                  .fallback = "6 months"});
  visitor.number("reference_budget", &signals.reference_budget,
                 {.unit = {Dimension::money},
                  .range = above(0),
                  .help = "Budget at which an announcement has the ratio that is given.",
                  .fallback = "£100m"});
}

void describe_bridge(FieldVisitor& visitor, Bridge& bridge) {
  visitor.number("probability", &bridge.probability,
                 {.unit = {Dimension::share},
                  .range = between(0, 1),
                  .help = "Probability that insiders lend to a firm whose cash runs out while a "
                          "raise is open."});
  visitor.number("lasts", &bridge.lasts,
                 {.unit = {Dimension::time},
                  .range = above(0),
                  .help = "How long they lend at most. The loan is repaid first, out of the raise "
                          "that closes."});
}

void describe_exits(FieldVisitor& visitor, Exits& exits) {
  visitor.number("pivot_hazard", &exits.pivot_hazard,
                 {.unit = {Dimension::rate},
                  .range = at_least(0),
                  .help = "Rate at which firms turn to another market, until they qualify or are "
                          "acquired.",
                  .fallback = "0 %/year"});
  visitor.number("acquisition_hazard", &exits.acquisition_hazard,
                 {.unit = {Dimension::rate},
                  .range = at_least(0),
                  .help = "Rate at which firms with a prototype are acquired; without one, that of "
                          "the round they would raise next holds.",
                  .fallback = "0 %/year"});
  visitor.number(
      "relocation_hazard", &exits.relocation_hazard,
      {.unit = {Dimension::rate},
       .range = at_least(0),
       .help = "Rate at which domestic firms move abroad, where they go on with their own "
               "money: they are domestic no longer. Those that an owner pays for stay.",
       .fallback = "0 %/year"});
  const auto share = [&](std::string_view key, Share& target, std::string_view help,
                         std::string_view fallback) {
    visitor.number(
        key, &target,
        {.unit = {Dimension::share}, .range = between(0, 1), .help = help, .fallback = fallback});
  };
  share("foreign", exits.foreign, "Share of acquirers that are foreign.", "100 %");
  share("blocked", exits.blocked,
        "Share of foreign acquisitions that the government stops; the firm is not bought later.",
        "0 %");
  share("acquihires", exits.acquihires,
        "Share of acquisitions that end the product: the buyer wanted the people.", "0 %");
}

void describe_equity(FieldVisitor& visitor, Equity& equity) {
  visitor.number("sold", &equity.sold,
                 {.unit = {Dimension::share},
                  .range = between(0.001, 1),
                  .help = "Share of the firm that a round sells: the round's size over this is "
                          "what the firm is worth then (post-money), and who held shares before "
                          "holds so much less.",
                  .fallback = "20 %"});
  visitor.law("exit_multiple", equity.exit_multiple,
              {.unit = {Dimension::number},
               .range = at_least(0),
               .help = "What an acquirer pays for the firm, over its last valuation.",
               .fallback = "1"});
  visitor.number("displacement", &equity.displacement,
                 {.unit = {Dimension::share},
                  .range = between(0, 1),
                  .help = "Private money that public money takes the place of: a firm's next round "
                          "is smaller by this share of what programmes paid it since the last one "
                          "for shares, as a round closed, or against private money that matches "
                          "it; at most by the whole round.",
                  .fallback = "0 %"});
}

/// What goes beyond raising: news, loans, and ends that are no failures.
void describe_groups(FieldVisitor& visitor, Finance& finance) {
  visitor.optional_object(
      "signals",
      optional_group(finance.signals, [](FieldVisitor& v, Signals& s) { describe_signals(v, s); }),
      {.help = "What public news does to a firm's chance of closing a round, beside its cash, with "
               "behaviour.mode: heuristic. Each is a hazard ratio H, which fades: an attempt that "
               "closes with probability p without news closes with 1 − (1 − p)^H."});
  visitor.optional_object(
      "bridge",
      optional_group(finance.bridge, [](FieldVisitor& v, Bridge& b) { describe_bridge(v, b); }),
      {.help = "Loans of insiders. Left out, a firm without cash is insolvent at once."});
  visitor.optional_object(
      "exits",
      optional_group(finance.exits, [](FieldVisitor& v, Exits& e) { describe_exits(v, e); }),
      {.help = "Ends of development that are no failures. Left out, no firm turns away or is "
               "acquired."});
  visitor.optional_object(
      "equity",
      optional_group(finance.equity, [](FieldVisitor& v, Equity& e) { describe_equity(v, e); }),
      {.help = "What shares of firms are worth, for clauses with for_equity: yes. A programme's "
               "share returns money when the firm is acquired, and nothing when it fails."});
  visitor.optional_object(
      "contract_debt",
      optional_group(finance.contract_debt,
                     [](FieldVisitor& v, ContractDebt& d) { describe(v, d); }),
      {.help = "Debt that firms draw against legally binding contracts when they lack cash: for "
               "a stage, for a lot, or because it has run out. What a contract pays repays its "
               "debt first. When the contract is over, the lender takes what the firm has, before "
               "the buyer; what is owed beyond that and beyond what is still to be paid is "
               "lost."});
}

}  // namespace

void describe(FieldVisitor& visitor, Finance& finance, Date start) {
  const std::string first_day = start.to_string();
  visitor.date("history_until", finance.history_until,
               {.help = "Through this day the finance of firms is history: they raise what their "
                        "'raises' say, and nobody starts a raise, leaves for another market or is "
                        "acquired by chance.",
                .fallback = first_day,
                .fallback_says = "the start: there is no history"});
  visitor.optional_object(
      "regime",
      optional_group(finance.regime, [](FieldVisitor& v, VentureRegime& r) { describe(v, r); }),
      {.help = "Turns of the venture market between hot and cold, the same for all firms, in the "
               "place of 'market'."});
  visitor.when(
      {!finance.regime, {}, "without a regime, which says what the market is", true},
      [&](FieldVisitor& v) {
        v.number("market", &finance.market,
                 {.unit = {Dimension::number},
                  .range = at_least(0),
                  .help = "State of the venture market: a factor on every graduation share; 1 is "
                          "neutral.",
                  .fallback = "1"});
      });
  visitor.number("graduation_at_most", &finance.graduation_at_most,
                 {.unit = {Dimension::share},
                  .range = between(0, 1),
                  .help = "No round closes with a higher probability within its attempts, however "
                          "good the market.",
                  .fallback = "95 %"});
  visitor.law("closing", finance.closing,
              {.unit = {Dimension::time},
               .range = at_least(0),
               .help = "From the start of a raise to its closing."});
  visitor.number("attempts", &finance.attempts,
                 {.unit = {Dimension::count, "attempt"},
                  .range = between(1, 100),
                  .help = "Attempts a firm may make at one round, the first included.",
                  .fallback = "2"});
  visitor.number("round_lasts", &finance.round_lasts,
                 {.unit = {Dimension::time},
                  .range = above(0),
                  .help = "How long a round is meant to last: at its closing burn rises to size ÷ "
                          "round_lasts, if that is more than before."});
  visitor.name_map(
      "rounds",
      named_items(finance.rounds, [](FieldVisitor& v, Round& item) { describe_round(v, item); }),
      {.help = "Rounds of private money, by name.", .item = "round"});
  describe_groups(visitor, finance);
}

}  // namespace firstcustomer
