#pragma once
/// \file
/// Problems in the user's input: where, what, why, and what to write instead.
///
/// A reader collects all problems of its sources and goes on. The grammar of every message is
/// `source:line:column: problem (why it is one). Suggestion?`

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace firstcustomer {

/// A place in a source. Lines and columns count from 1; columns count characters, not bytes.
struct Place {
  std::size_t source = 0;
  int line = 0;  ///< 0: the source as a whole
  int column = 0;
  int length = 1;
  /// Whether what stands there is read here as part of another item (alike.hpp).
  bool taken_over = false;
};

enum class Severity : std::uint8_t { error, warning };

struct Problem {
  Severity severity = Severity::error;
  Place place;
  std::string problem;
  std::string reason;      ///< without brackets; may be empty
  std::string suggestion;  ///< a sentence; may be empty
};

enum class Excerpts : std::uint8_t { none, with_caret };

/// The sources of one scenario and the problems found in them. What is wrong with a text that
/// several items take over is one problem: that of the item it stands in.
class Diagnostics {
 public:
  /// Registers a source; its index goes into places.
  std::size_t add_source(std::string name, std::string text);
  std::size_t sources() const { return sources_.size(); }
  std::string_view source_name(std::size_t source) const { return sources_[source].name; }

  /// Of each text, control characters are escaped, and the middle is left out of more than 1,200
  /// bytes: what a file says comes back in messages.
  void error(Place place, std::string_view problem, std::string_view reason = "",
             std::string_view suggestion = "");
  void warning(Place place, std::string_view problem, std::string_view reason = "",
               std::string_view suggestion = "");

  /// Notes that some checks were left out, as what they suppose was not read.
  void leave_out_checks() { leaves_out_checks_ = true; }
  bool leaves_out_checks() const { return leaves_out_checks_; }

  std::size_t errors() const;
  std::size_t warnings() const;
  /// In the order of sources, lines and columns.
  std::vector<Problem> sorted() const;

  /// All problems, a line each, with the line of the source and a caret where asked for, if it is
  /// no longer than 1,000 bytes.
  std::string render(Excerpts excerpts) const;

 private:
  struct Source {
    std::string name;
    std::vector<std::string> lines;
  };
  void add(Problem problem);
  /// Without those of a text taken over that has a problem where it stands, or the same elsewhere.
  std::vector<Problem> distinct() const;

  std::vector<Source> sources_;
  std::vector<Problem> problems_;
  std::size_t errors_ = 0;
  bool leaves_out_checks_ = false;
  bool takes_over_ = false;  // whether a problem is of a text taken over
};

/// The nearest of the known words within a third of the word's length; empty if none is near.
/// Distance: Damerau–Levenshtein (optimal string alignment). Ties: the first.
std::string nearest(std::string_view word, const std::vector<std::string>& known);

/// "Did you mean 'budget'?" for the nearest; empty if none is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& known);

}  // namespace firstcustomer
