#include "progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

#include "command.hpp"
#include "firstcustomer/experiment/estimates.hpp"
#include "firstcustomer/report/number.hpp"

namespace firstcustomer::tools {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds rewrite_every{100};
constexpr std::chrono::seconds line_every{10};

std::string rate_text(double per_second) {
  return per_second >= 10'000 ? fmt::format("{}k/s", grouped(per_second / 1000, 0))
                              : fmt::format("{}/s", grouped(per_second, 0));
}

}  // namespace

Progress::Style progress_style(bool quiet) {
  return quiet                        ? Progress::Style::silent
         : is_terminal(STDERR_FILENO) ? Progress::Style::rewriting
                                      : Progress::Style::lines;
}

Progress::Progress(const Plan& plan, Style style)
    : plan_(plan), style_(style), begun_(Clock::now()), shown_(begun_) {}

double Progress::seconds() const {
  return std::chrono::duration<double>(Clock::now() - begun_).count();
}

void Progress::show(const Results& results) {
  const auto now = Clock::now();
  if (style_ == Style::silent ||
      now - shown_ < (style_ == Style::rewriting ? Clock::duration(rewrite_every)
                                                 : Clock::duration(line_every))) {
    return;
  }
  shown_ = now;
  const auto done = static_cast<double>(results.succeeded + results.failed);
  const double rate = done / seconds();
  const double left = (static_cast<double>(plan_.replications) - done) / rate;
  // The headline is the first outcome that is declared.
  const std::size_t last = plan_.compared_arms() - 1;
  const bool pairs = last > 0;
  const Estimate headline =
      pairs ? difference_estimate(plan_, results, last, 0) : level_estimate(plan_, results, 0, 0);
  const std::string line = fmt::format(
      "{} of {}  ·  {}  ·  {} s left  ·  {} {}", grouped(done, 0),
      grouped(static_cast<double>(plan_.replications), 0), rate_text(rate), grouped(left, 1),
      pairs ? "difference in qualified suppliers" : "qualified suppliers",
      on_one_line(estimate_text(headline, OutcomeKind::count,
                                pairs ? Shown::as_difference : Shown::as_level, "")));
  if (style_ == Style::rewriting) {
    fmt::print(stderr, "\r\x1b[K{}", line);
    std::fflush(stderr);
  } else {
    fmt::print(stderr, "{}\n", line);
  }
}

void Progress::clear() {
  if (style_ == Style::rewriting) {
    fmt::print(stderr, "\r\x1b[K");
  }
}

}  // namespace firstcustomer::tools
