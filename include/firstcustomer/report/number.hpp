#pragma once
/// \file
/// Numbers as text: shortest round-trip for files, calm and comparable for people.

#include <string>
#include <string_view>

#include "firstcustomer/core/statistics.hpp"
#include "firstcustomer/model/outcome.hpp"

namespace firstcustomer {

/// The shortest decimal that reads back to the same double; empty for not-a-number.
std::string shortest(double value);

/// A number with thousands separators and a true minus sign: −12,345.6.
std::string grouped(double value, int decimals);

/// A number that stands alone: 0.0071, 0.71, 6.90, 68.2, 1,234. Two digits or more.
std::string calm(double value);

/// An amount of money that stands alone: £33.0m, £250k, £0. `symbol` is the currency's.
std::string amount_text(double amount, std::string_view symbol);

/// Whether an estimate is a level or a difference of levels, which carries its sign.
enum class Shown : unsigned char { as_level, as_difference };

/// An estimate in the outcome's own manner: "£31.4m" and "0.5", to be set on both sides of a ±, or
/// "0.4 %" and "(0.2 to 0.9)" where ± would mislead: the middle of the interval is off the mean by
/// more than a tenth of the half-width.
struct EstimateText {
  /// "—" where there is no value, "0" where it is exactly zero in every replication.
  std::string mean;
  /// 95 % half-width in the scale of the mean; "—" where several replications give none, empty for
  /// an exact zero and for one replication.
  std::string half_width;
  /// Instead of a half-width, with its brackets.
  std::string range = {};

  /// What follows the mean: " ± 0.5", " (0.2 to 0.9)" or nothing.
  std::string interval() const;
};

/// Shows enough decimals for one digit of the half-width, up to four. `symbol` is the currency's.
EstimateText estimate_text(const Estimate& estimate, OutcomeKind kind, Shown shown,
                           std::string_view symbol);

/// "£31.4m ± 0.5" on one line.
std::string on_one_line(const EstimateText& text);

/// An amount without an interval: "£390m", "£1.2bn", "−£400".
std::string money_text(double amount, std::string_view symbol);

}  // namespace firstcustomer
