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
  return fmt::format("{} {} × frontier of {}", threshold.benchmark, calm(threshold.required),
                     threshold.fixed == FrontierOn::date      ? threshold.fixed_on.to_string()
                     : threshold.fixed == FrontierOn::signing ? "the day of signing"
                                                              : "the day of the test");
}

}  // namespace

std::string percent_text(double share) {
  return fmt::format("{} %", grouped(100.0 * share, share < 0.1 ? 1 : 0));
}

std::string standard_text(const Case& numbers, const Programme& programme) {
  const Standard& terms = standard_of(programme, numbers.standard);
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

namespace {

/// "£5m", "25 % of the value".
std::string text_of(const Amount& amount, const Currency& currency) {
  if (amount.formula) {
    return "by its formula";
  }
  const std::string share = percent_text(amount.number);
  switch (amount.basis) {
    case Basis::sum:
      return amount_text(amount.number, currency.symbol);
    case Basis::per_unit:
      return write_quantity(amount.number, {Dimension::money_per_unit, "unit"}, currency);
    case Basis::value:
      return share + " of the value";
    case Basis::advance:
      return share + " of the open advance";
    case Basis::paid:
      return share + " of what was paid";
    case Basis::spending:
      return share + " of what it spent";
    case Basis::round:
      return share + " of the round";
    case Basis::units:
      break;
  }
  return grouped(amount.number, 0);
}

std::string moment_of(const Clause& clause) {
  switch (clause.on) {
    case Trigger::signing:
      return "at signing";
    case Trigger::milestone:
      return "at milestone " + clause.milestone;
    case Trigger::acceptance:
      return "on acceptance";
    case Trigger::failure:
      return "on failure";
    case Trigger::change_of_control:
      return "on change of control";
    case Trigger::qualification:
      return "on qualification";
    case Trigger::date:
      return "on " + clause.date.to_string();
    case Trigger::quarter_end:
      return "at the end of a quarter";
    case Trigger::year_end:
      return "at the end of a fiscal year";
    case Trigger::raise:
      return "when a round closes";
    case Trigger::insolvency:
      return "on insolvency";
    case Trigger::shortfall:
      return "on a shortfall";
    case Trigger::expiry:
      return "on expiry";
    case Trigger::announcement:
      return "on announcement";
    case Trigger::order:
      return "on order";
    case Trigger::submission:
      return "on submission to a test";
    case Trigger::delivery:
      return "on delivery";
    case Trigger::sale:
      return "on sales to others";
    case Trigger::relocation:
      return "on relocation";
    case Trigger::supersession:
      return "on supersession";
    case Trigger::phase_begins:
      return "as phase " + clause.phase + " begins";
    case Trigger::phase_ends:
      break;
  }
  return "as phase " + clause.phase + " ends";
}

}  // namespace

std::string clause_text(const Clause& clause, const Currency& currency) {
  const Amount& amount = takes_back(clause.on) ? clause.recover : clause.pay;
  return fmt::format("{}, {}{}", moment_of(clause), clause.bargained ? "a bargain up to " : "",
                     text_of(amount, currency));
}

}  // namespace firstcustomer
