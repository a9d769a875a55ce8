#pragma once
/// \file
/// Benchmarks: what is measured, in which unit, which way is better, how noisily.

#include <cstdint>
#include <string>

namespace firstcustomer {

enum class Better : std::uint8_t { higher, lower };

/// One measured quantity. Nothing about it is specific to chips.
struct Benchmark {
  std::string name;
  /// As written in scenarios: "tokens/J".
  std::string unit;
  Better better = Better::higher;
  /// Standard deviation of the log of one measurement around the true value.
  double noise = 0.0;
  /// By how much submissions flatter: the log of measured over true, before noise.
  double gaming_bias = 0.0;
};

/// How many times as good `value` is as `reference`: their ratio, the way that better is larger.
inline double performance_ratio(const Benchmark& benchmark, double value, double reference) {
  return benchmark.better == Better::higher ? value / reference : reference / value;
}

/// The value that is `ratio` times as good as `reference`; the inverse of performance_ratio.
inline double value_at_ratio(const Benchmark& benchmark, double reference, double ratio) {
  return benchmark.better == Better::higher ? reference * ratio : reference / ratio;
}

}  // namespace firstcustomer
