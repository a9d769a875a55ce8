/// Checks of what may turn: the venture market, lenders, and the terms of a soft buyer.

#include <fmt/format.h>

#include <algorithm>

#include "reader.hpp"

namespace firstcustomer {
namespace {

void check_regime(Reading& reading, const VentureRegime& regime) {
  if (regime.hot < regime.cold) {
    reading.diagnostics.error(
        place_of(reading, "finance.regime.cold"), "a cold market is better than a hot one",
        fmt::format("cold is {:.4g}, hot is {:.4g}", regime.cold, regime.hot), "Exchange the two.");
  }
  const double starts_hot = regime.starts_hot.value();
  const auto turns = [&](std::string_view key, PerYear rate) {
    return largest_value(reading, fmt::format("finance.regime.{}", key), rate.value()) > 0.0;
  };
  const bool may_cool = turns("cools", regime.cools) && starts_hot > 0.0;
  const bool may_warm = turns("warms", regime.warms) && starts_hot < 1.0;
  if (!may_cool && !may_warm) {
    reading.diagnostics.warning(place_of(reading, "finance.regime"),
                                "the venture market never turns",
                                "the state in which it starts has no rate of turning",
                                "Give 'cools' a rate, such as 25 %/year.");
  }
}

void check_debt(Reading& reading) {
  const std::vector<Programme>& programmes = reading.scenario.numbers.programmes;
  const bool lends =
      std::any_of(programmes.begin(), programmes.end(),
                  [](const Programme& programme) { return programme.strength.legally_binding; });
  if (!programmes.empty() && !lends) {
    reading.diagnostics.warning(place_of(reading, "finance.contract_debt"),
                                "nobody can borrow against a contract",
                                "no programme signs any that is legally binding",
                                "Write legally_binding: yes in 'strength', or leave this out.");
  }
}

}  // namespace

void check_finance(Reading& reading) {
  const Finance& finance = reading.scenario.numbers.finance;
  if (finance.regime) {
    check_regime(reading, *finance.regime);
  }
  if (finance.contract_debt) {
    check_debt(reading);
  }
}

void check_soft_budget(Reading& reading, const Programme& programme, const std::string& path) {
  const std::optional<SoftBudget>& soft = programme.strength.soft_budget;
  if (!soft) {
    return;
  }
  const std::string at = path + ".strength.soft_budget";
  const double cut = largest_value(reading, at + ".threshold_cut", soft->threshold_cut.value());
  const double extension =
      largest_value(reading, at + ".deadline_extended_by", soft->deadline_extended_by.days());
  if (cut == 0.0 && extension == 0.0) {
    reading.diagnostics.error(place_of(reading, at), "a soft buyer that softens nothing",
                              "neither thresholds nor the deadline move",
                              "Write threshold_cut: 20 %, deadline_extended_by: 12 months, or "
                              "both.");
  }
}

}  // namespace firstcustomer
