#include <algorithm>

#include "firstcustomer/scenario/describe.hpp"

namespace firstcustomer {
namespace {

/// HM Treasury, The Green Book: the social time preference rate, 3.5 % up to year 30, and its
/// long-term schedule.
constexpr std::string_view green_book =
    "[{rate: 3.5 %/year}, {after: 30 years, rate: 3 %/year}, {after: 75 years, rate: 2.5 %/year}, "
    "{after: 125 years, rate: 2 %/year}, {after: 200 years, rate: 1.5 %/year}, "
    "{after: 300 years, rate: 1 %/year}]";

void describe_deflator_step(FieldVisitor& visitor, DeflatorStep& step) {
  visitor.date("from", step.from, {.help = "Date from which the price level grows so."});
  visitor.number("growth", &step.growth,
                 {.unit = {Dimension::rate},
                  .range = between(-0.5, 10),
                  .help = "Growth of the price level, compounding yearly."});
}

void describe_discount_step(FieldVisitor& visitor, DiscountStep& step, std::size_t place) {
  visitor.when({place > 0, {}, "after the first step"}, [&](FieldVisitor& v) {
    v.number("after", &step.after,
             {.unit = {Dimension::count, "year"},
              .range = between(1, 1000),
              .help = "Years after the base date beyond which the rate holds; the first rate holds "
                      "from the base date on."});
  });
  visitor.number("rate", &step.rate,
                 {.unit = {Dimension::rate},
                  .range = between(0, 1),
                  .help = "Real discount rate, compounding yearly."});
}

}  // namespace

void describe(FieldVisitor& visitor, Appraisal& appraisal, Date start) {
  const std::string first_day = start.to_string();
  visitor.date("price_base", appraisal.price_base,
               {.help = "Present values are in the prices of this date.",
                .fallback = first_day,
                .fallback_says = "the start"});
  visitor.date("base_date", appraisal.base_date,
               {.help = "Date to which money is discounted.",
                .fallback = first_day,
                .fallback_says = "the start"});
  const std::string constant_prices =
      "[{from: " + std::min(start, appraisal.price_base).to_string() + ", growth: 0 %/year}]";
  visitor.list(
      "deflator",
      listed_items(appraisal.deflator,
                   [](FieldVisitor& v, DeflatorStep& item) { describe_deflator_step(v, item); }),
      {.help = "Growth of the GDP deflator, step by step in the order of dates.",
       .fallback = constant_prices,
       .fallback_says = "constant prices"});
  Container discount = listed_items(appraisal.discount, [](FieldVisitor&, DiscountStep&) {});
  discount.describe_item = [&appraisal](FieldVisitor& v, std::size_t i) {
    describe_discount_step(v, appraisal.discount[i], i);
  };
  visitor.list(
      "discount", discount,
      {.help = "Real discount rates, step by step in the order of years after the base date. By "
               "default the schedule of HM Treasury's Green Book: 3.5 %, and 3 % after 30 years, "
               "2.5 % after 75, 2 % after 125, 1.5 % after 200, 1 % after 300.",
       .fallback = green_book,
       .fallback_says = "the Green Book's"});
}

}  // namespace firstcustomer
