#pragma once
/// \file
/// Reports of a comparison: a table per outcome with a row per arm, one JSON object, a tidy file.

#include <optional>
#include <string>
#include <vector>

#include "firstcustomer/experiment/compare.hpp"
#include "firstcustomer/experiment/match.hpp"

namespace firstcustomer {

/// What is compared, and how.
struct Comparison {
  /// In the order of the plan's arms, which may have further ones for channels.
  std::vector<ArmRequest> arms;
  /// With a contest, in the first of the outcomes.
  Plan plan;
  /// To be shown, of the declared ones.
  std::vector<std::size_t> outcomes;
  std::optional<Matching> matching = {};
};

/// Levels, paired differences from the first arm, what pairing brings, who is best in how many
/// cases and how sure the ranking is; channels and matching, where the comparison has them. In the
/// end what the words mean, and a warning where pairing brings nothing.
std::string comparison_table(const Comparison& comparison, const Results& results);

/// What `compare --json` prints and summary.json holds, of the outcomes shown.
std::string comparison_json(const Comparison& comparison, const Results& results);

/// arm,outcome,statistic,value,se,lo,hi,n of every declared outcome. Statistics: level, difference,
/// correlation, variance_reduction, best_share, and the effects by channel.
std::string comparison_csv(const Comparison& comparison, const Results& results);

/// Digest of everything that decides the results.
std::string comparison_digest(const Comparison& comparison);

/// What plays a failed replication of one of its arms again, to be typed into a shell.
std::string comparison_replay_line(const Comparison& comparison, const Failure& failure);

}  // namespace firstcustomer
