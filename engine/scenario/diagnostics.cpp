#include "firstcustomer/scenario/diagnostics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "firstcustomer/scenario/document.hpp"

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

/// As a message shows what may come from a file: on one line, moving no cursor.
std::string printable(std::string_view text) {
  std::string shown;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n') {
      shown += "\\n";
    } else if (byte < 0x20 || byte == 0x7f) {
      shown += fmt::format("\\x{:02x}", static_cast<unsigned>(byte));
    } else {
      shown += c;
    }
  }
  return shown;
}

/// The beginning and the end of a text that nobody would read to its end.
std::string shortened(std::string text) {
  constexpr std::size_t longest = 1200;
  constexpr std::size_t kept = 400;
  if (text.size() <= longest) {
    return text;
  }
  const auto is_inside = [&](std::size_t i) {
    return (static_cast<unsigned char>(text[i]) & 0xc0U) == 0x80U;
  };
  std::size_t begin = kept;
  std::size_t end = text.size() - kept;
  while (is_inside(begin)) {
    --begin;
  }
  while (is_inside(end)) {
    ++end;
  }
  return text.substr(0, begin) + " … " + text.substr(end);
}

/// Whether a line may stand above a caret: not if it fills the terminal or moves the cursor.
bool is_shown(std::string_view line) {
  return line.size() <= 1000 && invalid_utf8(line) == std::string_view::npos &&
         std::all_of(line.begin(), line.end(), [](char c) {
           return static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\r';
         });
}

std::string told(std::string_view text) {
  return shortened(printable(text));
}

}  // namespace

std::size_t Diagnostics::add_source(std::string name, std::string text) {
  sources_.push_back({std::move(name), split_lines(text)});
  return sources_.size() - 1;
}

void Diagnostics::error(Place place, std::string_view problem, std::string_view reason,
                        std::string_view suggestion) {
  add({Severity::error, place, told(problem), told(reason), told(suggestion)});
}

void Diagnostics::warning(Place place, std::string_view problem, std::string_view reason,
                          std::string_view suggestion) {
  add({Severity::warning, place, told(problem), told(reason), told(suggestion)});
}

void Diagnostics::add(Problem problem) {
  errors_ += problem.severity == Severity::error ? 1U : 0U;
  takes_over_ = takes_over_ || problem.place.taken_over;
  problems_.push_back(std::move(problem));
}

std::vector<Problem> Diagnostics::distinct() const {
  using Where = std::tuple<std::size_t, int, int>;
  const auto where = [](const Problem& p) {
    return Where(p.place.source, p.place.line, p.place.column);
  };
  std::set<std::pair<Where, Severity>> own;
  for (const Problem& problem : problems_) {
    if (!problem.place.taken_over) {
      own.emplace(where(problem), problem.severity);
    }
  }
  std::set<std::pair<Where, std::string>> told_of_copies;
  std::vector<Problem> problems;
  for (const Problem& problem : problems_) {
    const bool repeated = problem.place.taken_over &&
                          (own.contains({where(problem), Severity::error}) ||
                           own.contains({where(problem), problem.severity}) ||
                           !told_of_copies.emplace(where(problem), problem.problem).second);
    if (!repeated) {
      problems.push_back(problem);
    }
  }
  return problems;
}

std::size_t Diagnostics::errors() const {
  if (!takes_over_) {
    return errors_;
  }
  const std::vector<Problem> problems = distinct();
  return static_cast<std::size_t>(
      std::count_if(problems.begin(), problems.end(),
                    [](const Problem& problem) { return problem.severity == Severity::error; }));
}

std::size_t Diagnostics::warnings() const {
  return distinct().size() - errors();
}

std::vector<Problem> Diagnostics::sorted() const {
  std::vector<Problem> problems = distinct();
  const auto key = [](const Problem& p) {
    return std::tuple(p.place.source, p.place.line, p.place.column);
  };
  std::stable_sort(problems.begin(), problems.end(),
                   [&](const Problem& a, const Problem& b) { return key(a) < key(b); });
  return problems;
}

std::string Diagnostics::render(Excerpts excerpts) const {
  constexpr std::size_t most_shown = 500;
  std::string text;
  std::vector<Problem> shown = sorted();
  const std::size_t left_out = shown.size() - std::min(shown.size(), most_shown);
  shown.resize(shown.size() - left_out);
  for (const Problem& problem : shown) {
    const Source& source = sources_[problem.place.source];
    const auto [index, line, column, length, taken_over] = problem.place;
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
    const auto number = static_cast<std::size_t>(line);
    if (excerpts == Excerpts::with_caret && line > 0 && number <= source.lines.size() &&
        is_shown(source.lines[number - 1])) {
      text += fmt::format("{:5} | {}\n", line, source.lines[number - 1]);
      text += fmt::format("      | {:{}}^{:~<{}}\n", "", column - 1, "", std::max(length - 1, 0));
    }
  }
  return left_out == 0 ? text : text + fmt::format("… and {} more.\n", left_out);
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
