#include "describe_wandering.hpp"
#include "firstcustomer/scenario/describe.hpp"

namespace firstcustomer {

void describe(FieldVisitor& visitor, PrivateDemand& demand) {
  visitor.law("present_value", demand.value,
              {.unit = {Dimension::money},
               .range = above(0),
               .help = "Present value, on the day of qualification, of all that private customers "
                       "will pay net of the costs of serving them. Drawn once for each firm; it "
                       "comes as equal receipts at the end of every quarter."});
  visitor.number("return", &demand.return_rate,
                 {.unit = {Dimension::rate},
                  .range = at_least(0),
                  .help = "Rate at which that is a present value, compounding yearly.",
                  .fallback = "15 %/year"});
  visitor.number("lasts", &demand.lasts,
                 {.unit = {Dimension::time},
                  .range = above(0),
                  .help = "For how long receipts come; they end when the firm does.",
                  .fallback = "5 years"});
  visitor.number("deployed_multiple", &demand.deployed_multiple,
                 {.unit = {Dimension::number},
                  .range = at_least(0),
                  .help = "Factor on receipts once the public buyer has accepted units: what a "
                          "first customer's reference is worth.",
                  .fallback = "1"});
  visitor.number("certified_multiple", &demand.certified_multiple,
                 {.unit = {Dimension::number},
                  .range = at_least(0),
                  .help = "Factor on receipts of a firm that met the standard of a promised "
                          "programme while that was open: what its certificate is worth to other "
                          "customers. It is news: arms without news are without it.",
                  .fallback = "1"});
}

void describe(FieldVisitor& visitor, FrontierPurchase& purchase) {
  visitor.number("unit_price", &purchase.unit_price,
                 {.unit = {Dimension::money_per_unit, "unit"},
                  .range = above(0),
                  .help = "Price of one accelerator of the frontier at the start, in cash; what it "
                          "can do grows with the frontier."});
  visitor.number("growth", &purchase.growth,
                 {.unit = {Dimension::rate},
                  .range = at_least(-10),
                  .help = "Continuous growth of that price: e^(growth × t).",
                  .fallback = "0 %/year"});
}

namespace {

/// What formulas of contracts may refer to.
void describe_prices(FieldVisitor& visitor, Case& numbers) {
  const std::string first_day = numbers.start.to_string();
  visitor.optional_object(
      "unit_price",
      optional_group(numbers.market_price,
                     [&](FieldVisitor& v, MarketPrice& price) {
                       v.number("level", &price.level,
                                {.unit = {Dimension::money_per_unit, "unit"},
                                 .range = above(0),
                                 .help = "What private customers pay for a unit on the day."});
                       v.date("on", price.on,
                              {.help = "The day of the level. What follows the start, and this "
                                       "day, is uncertain.",
                               .fallback = first_day,
                               .fallback_says = "the start"});
                       describe_wandering(v, price.path,
                                          "Continuous growth of the mean price: e^(growth × t).");
                     }),
      {.help = "Market price of a unit, a geometric Brownian motion that is the same for all firms "
               "and arms: what formulas call market_price, and the price at which market.clearing "
               "sells. Receipts of market.private_demand do not follow it."});
  visitor.optional_object(
      "exchange",
      optional_group(numbers.exchange,
                     [](FieldVisitor& v, Wandering& path) {
                       describe_wandering(v, path,
                                          "Continuous growth of its mean: e^(growth × t).");
                     }),
      {.help = "What foreign money costs over what it cost at the start, a geometric Brownian "
               "motion that is the same for all firms and arms: what formulas call exchange_rate. "
               "Costs of firms do not follow it."});
}

}  // namespace

void describe_market(FieldVisitor& visitor, Case& numbers) {
  describe_prices(visitor, numbers);
  visitor.optional_object(
      "private_demand",
      optional_group(numbers.private_demand,
                     [](FieldVisitor& v, PrivateDemand& demand) { describe(v, demand); }),
      {.help = "What private customers pay for a product that has qualified, in reduced form. Left "
               "out, firms sell to nobody but the programme, or as market.clearing says."});
  visitor.optional_object(
      "clearing",
      optional_group(numbers.clearing, [](FieldVisitor& v, MarketClearing& c) { describe(v, c); }),
      {.help = "Private demand that clears at the end of every quarter since the start, instead of "
               "private_demand: each segment's pounds go to the products that were on sale all "
               "quarter, or to incumbents, by logit shares in price-performance (performance on "
               "the standard's first benchmark × unit_size ÷ price, over that of an accelerator of "
               "the frontier). Firms sell at market.unit_price, none below its unit cost, and no "
               "more than they can make beside public orders; what is wanted beyond that goes to "
               "incumbents. Units are paid for when they are sold."});
  visitor.optional_object(
      "incumbents",
      optional_group(numbers.incumbents, [](FieldVisitor& v, Incumbents& i) { describe(v, i); }),
      {.help = "What launches and foreign data centres of incumbents do to firms."});
  visitor.optional_object(
      "frontier_purchase",
      optional_group(numbers.frontier_purchase,
                     [](FieldVisitor& v, FrontierPurchase& purchase) { describe(v, purchase); }),
      {.help = "What the public buyer would buy instead: accelerators of the frontier. The same "
               "cash spent on them is a counterfactual, and their price caps one that is "
               "bargained."});
}

}  // namespace firstcustomer
