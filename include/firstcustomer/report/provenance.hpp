#pragma once
/// \file
/// Which program, with which inputs: what a result needs to be made again.

#include <string>
#include <string_view>

#include "firstcustomer/experiment/monte_carlo.hpp"

namespace firstcustomer {

/// Fixed when the program is built.
struct BuildInfo {
  std::string_view version;
  /// Commit of the sources, "-dirty" appended if they were changed; "unknown" outside a repository.
  std::string_view commit;
  std::string_view compiler;
  std::string_view flags;
};
const BuildInfo& build_info();

/// SHA-256 in lower-case hexadecimal.
std::string sha256(std::string_view bytes);

/// Digest of everything that decides the results: the resolved scenario and the plan.
std::string run_digest(const Scenario& scenario, const Plan& plan);

/// A word as it can be typed into a shell.
std::string shell_quoted(const std::string& word);

/// What plays a failed replication again, to be typed into a shell.
std::string replay_command_line(const Scenario& scenario, const Plan& plan, const Failure& failure);

}  // namespace firstcustomer
