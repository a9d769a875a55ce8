#include "diary_terms.hpp"

#include <fmt/format.h>

#include "diary_names.hpp"
#include "firstcustomer/report/number.hpp"

namespace firstcustomer {
namespace {

std::string threshold_text(const Case& numbers, const Threshold& threshold) {
  if (threshold.of == ThresholdOf::level) {
    return fmt::format("{} {} {}", threshold.benchmark, calm(threshold.required),
                       benchmark_named(numbers, threshold.benchmark).unit);
  }
  return fmt::format(
      "{} {} × frontier of {}", threshold.benchmark, calm(threshold.required),
      threshold.fixed == FrontierOn::date ? threshold.fixed_on.to_string() : "the day of the test");
}

}  // namespace

std::string percent_text(double share) {
  return fmt::format("{} %", grouped(100.0 * share, share < 0.1 ? 1 : 0));
}

std::string standard_text(const Case& numbers) {
  const Standard& terms = numbers.standard;
  std::string text;
  for (const Threshold& threshold : terms.thresholds) {
    text += (text.empty() ? "" : " and ") + threshold_text(numbers, threshold);
  }
  return fmt::format("{} by {}", text, terms.deadline.to_string());
}

std::string measurement_text(const Case& numbers, const Record& test) {
  std::string measured = calm(test.value);
  std::string required = calm(test.other);
  std::string truth = calm(test.truth);
  constexpr int most_decimals = 9;
  for (int decimals = 3;
       measured == required && test.value != test.other && decimals <= most_decimals; ++decimals) {
    measured = grouped(test.value, decimals);
    required = grouped(test.other, decimals);
    truth = grouped(test.truth, decimals);
  }
  return fmt::format("{} {} against {} (true {})", measured, tested_benchmark(numbers).unit,
                     required, truth);
}

std::string clause_text(const Clause& clause, const Currency& currency) {
  switch (clause.on) {
    case Trigger::signing:
      return fmt::format("at signing, {} of the value", percent_text(clause.of_value.value()));
    case Trigger::milestone:
      return fmt::format("at milestone {}, {}", clause.milestone,
                         amount_text(clause.pay.major(), currency.symbol));
    case Trigger::acceptance:
      return fmt::format(
          "on acceptance, {}{}", clause.bargained ? "a bargain up to " : "",
          write_quantity(clause.pay.major(), {Dimension::money_per_unit, "unit"}, currency));
    case Trigger::failure:
      return fmt::format("on failure, {} of the open advance",
                         percent_text(clause.recover.value()));
    case Trigger::change_of_control:
      return fmt::format("on change of control, {} of the open advance",
                         percent_text(clause.recover.value()));
  }
  return "";
}

}  // namespace firstcustomer
