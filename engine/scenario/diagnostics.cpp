#include "firstcustomer/scenario/diagnostics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace firstcustomer {
namespace {

std::vector<std::string> split_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    if (!lines.back().empty() && lines.back().back() == '\r') {
      lines.back().pop_back();
    }
    if (end == std::string_view::npos) {
      break;
    }
    text.remove_prefix(end + 1);
  }
  return lines;
}

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = i + j;
        continue;
      }
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

}  // namespace

std::size_t Diagnostics::add_source(std::string name, std::string text) {
  sources_.push_back({std::move(name), split_lines(text)});
  return sources_.size() - 1;
}

void Diagnostics::error(Place place, std::string problem, std::string reason,
                        std::string suggestion) {
  problems_.push_back(
      {Severity::error, place, std::move(problem), std::move(reason), std::move(suggestion)});
  ++errors_;
}

void Diagnostics::warning(Place place, std::string problem, std::string reason,
                          std::string suggestion) {
  problems_.push_back(
      {Severity::warning, place, std::move(problem), std::move(reason), std::move(suggestion)});
}

std::vector<Problem> Diagnostics::sorted() const {
  std::vector<Problem> problems = problems_;
  const auto key = [](const Problem& p) {
    return std::tuple(p.place.source, p.place.line, p.place.column);
  };
  std::stable_sort(problems.begin(), problems.end(),
                   [&](const Problem& a, const Problem& b) { return key(a) < key(b); });
  return problems;
}

std::string Diagnostics::render(Excerpts excerpts) const {
  std::string text;
  for (const Problem& problem : sorted()) {
    const Source& source = sources_[problem.place.source];
    const auto [index, line, column, length] = problem.place;
    text += source.name;
    if (line > 0) {
      text += fmt::format(":{}:{}", line, column);
    }
    text += problem.severity == Severity::warning ? ": warning: " : ": ";
    text += problem.problem;
    if (!problem.reason.empty()) {
      text += fmt::format(" ({})", problem.reason);
    }
    text += '.';
    if (!problem.suggestion.empty()) {
      text += ' ' + problem.suggestion;
    }
    text += '\n';
    if (excerpts == Excerpts::with_caret && line > 0 &&
        static_cast<std::size_t>(line) <= source.lines.size()) {
      text += fmt::format("{:5} | {}\n", line, source.lines[static_cast<std::size_t>(line) - 1]);
      text += fmt::format("      | {:{}}^{:~<{}}\n", "", column - 1, "", std::max(length - 1, 0));
    }
  }
  return text;
}

std::string nearest(std::string_view word, const std::vector<std::string>& known) {
  constexpr std::size_t longest = 64;  // nobody misspells a longer word
  if (word.size() > longest) {
    return "";
  }
  std::string best;
  std::size_t least = word.size() / 3 + 1;
  for (const std::string& candidate : known) {
    const std::size_t steps = distance(word, candidate);
    if (steps < least) {
      least = steps;
      best = candidate;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& known) {
  const std::string best = nearest(word, known);
  return best.empty() ? "" : fmt::format("Did you mean '{}'?", best);
}

}  // namespace firstcustomer
