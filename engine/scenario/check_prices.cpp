/// Checks of what prices of units follow, and of rights to sell.

#include <fmt/format.h>

#include "reader.hpp"
#include "world_examples.hpp"

namespace firstcustomer {
namespace {

void check_link(Reading& reading, const Programme& programme, const std::string& path) {
  const Place place = place_of(reading, path + ".fund.prices_follow");
  const double indexation =
      largest_value(reading, path + ".fund.indexation", programme.fund.indexation.value());
  switch (programme.fund.prices_follow) {
    case PriceLink::nothing:
      break;
    case PriceLink::price_index:
      if (indexation == 0.0) {
        reading.diagnostics.error(place, "prices follow an index that does not move",
                                  "the fund has no indexation",
                                  "Give fund.indexation, such as 2 %/year.");
      }
      break;
    case PriceLink::exchange_rate:
      if (!reading.scenario.numbers.exchange) {
        reading.diagnostics.error(place, "what foreign money costs is not known here",
                                  "the scenario has no market.exchange", give_exchange);
      }
      break;
  }
}

void check_option(Reading& reading, const Programme& programme, const std::string& path,
                  std::size_t clause) {
  const Place place = place_of(reading, fmt::format("{}.contract.{}.option", path, clause));
  if (!programme.contract[clause].when) {
    reading.diagnostics.error(place, "a right to sell without an occasion",
                              "nothing says when the firm makes use of it",
                              "Write when, such as 'market_price < £8k per unit'.");
  } else if (programme.contract_lasts == Duration::longest()) {
    reading.diagnostics.error(place, "a right to sell without an end",
                              "money is reserved for it as long as the contract lasts",
                              "Give contract_lasts, such as 6 years.");
  }
}

}  // namespace

void check_prices(Reading& reading, const Programme& programme, const std::string& path) {
  check_link(reading, programme, path);
  for (std::size_t i = 0; i < programme.contract.size(); ++i) {
    if (programme.contract[i].option) {
      check_option(reading, programme, path, i);
    }
  }
}

}  // namespace firstcustomer
