#pragma once
/// \file
/// One line that rewrites itself on a terminal, a plain line now and then elsewhere.

#include <chrono>

#include "firstcustomer/experiment/monte_carlo.hpp"

namespace firstcustomer::tools {

class Progress {
 public:
  enum class Style : unsigned char { silent, rewriting, lines };

  Progress(const Plan& plan, Style style);

  void show(const Results& results);
  /// Takes the rewriting line away.
  void clear();
  double seconds() const;

 private:
  const Plan& plan_;
  Style style_;
  std::chrono::steady_clock::time_point begun_;
  std::chrono::steady_clock::time_point shown_;
};

/// What standard error can take; nothing where it is to be quiet.
Progress::Style progress_style(bool quiet);

}  // namespace firstcustomer::tools
