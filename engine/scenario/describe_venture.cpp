#include "firstcustomer/scenario/describe.hpp"

namespace firstcustomer {
namespace {

constexpr std::string_view lends_from_words[] = {"signing", "qualification"};

}  // namespace

void describe(FieldVisitor& visitor, VentureRegime& regime) {
  const auto factor = [&](std::string_view key, double& target, std::string_view help) {
    visitor.number(key, &target, {.unit = {Dimension::number}, .range = at_least(0), .help = help});
  };
  const auto rate = [&](std::string_view key, PerYear& target, std::string_view help) {
    // At the most once a week on average.
    visitor.number(
        key, &target,
        {.unit = {Dimension::rate}, .range = between(0, 52), .help = help, .fallback = "0 %/year"});
  };
  factor("hot", regime.hot, "Factor on every graduation share while the venture market is hot.");
  factor("cold", regime.cold, "The same while it is cold; no more than 'hot'.");
  visitor.number("starts_hot", &regime.starts_hot,
                 {.unit = {Dimension::share},
                  .range = between(0, 1),
                  .help = "Probability that the market is hot at the start.",
                  .fallback = "100 %"});
  rate("cools", regime.cools,
       "Rate at which a hot market turns cold. A rate of 25 %/year turns it within a year with "
       "probability 1 − e^−0.25 = 22 %.");
  rate("warms", regime.warms, "Rate at which a cold market turns hot.");
}

void describe(FieldVisitor& visitor, ContractDebt& debt) {
  visitor.number("share", &debt.share,
                 {.unit = {Dimension::share},
                  .range = between(0, 1),
                  .help = "Most that a firm may owe as it draws, interest included, of what the "
                          "contract is still to pay; advances that are owed and not yet paid do "
                          "not count."});
  visitor.number("interest", &debt.interest,
                 {.unit = {Dimension::rate},
                  .range = between(0, 10),
                  .help = "On what is owed, from day to day; compounds yearly."});
  visitor.choice("lends_from", debt.lends_from, lends_from_words,
                 {.help = "From when on lenders lend: the signing of the contract, or the "
                          "qualification of the product under it.",
                  .fallback = "signing"});
  visitor.number("draws_for", &debt.draws_for,
                 {.unit = {Dimension::time},
                  .range = at_least(1),
                  .help = "A firm whose cash runs out draws what it burns in this time, as far as "
                          "its contracts bear it. What it draws for a stage or a lot is what it "
                          "lacks.",
                  .fallback = "3 months"});
}

}  // namespace firstcustomer
