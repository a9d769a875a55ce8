#pragma once
/// \file
/// What the subcommands share: exit codes, options, reading a scenario.

#include <boost/program_options.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "firstcustomer/experiment/monte_carlo.hpp"
#include "firstcustomer/model/plugin.hpp"
#include "firstcustomer/scenario/scenario.hpp"

namespace firstcustomer::tools {

namespace options = boost::program_options;

enum ExitCode : int {
  success = 0,
  internal_error = 1,
  wrong_usage = 2,
  failed_replications = 3,
  bad_input = 65,
  missing_input = 66,
  cannot_write = 73,
};

/// The command line is wrong; the message says how.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// How the program was called: by what name or path, and the arguments after the subcommand's name.
struct Invocation {
  std::string program;
  std::vector<std::string> arguments;
};

struct Command {
  const char* name;
  const char* summary;
  int (*run)(const Invocation& invocation);
};

int run_command(const Invocation& invocation);
int benchmark_rules_command(const Invocation& invocation);
int compare_command(const Invocation& invocation);
int replay_command(const Invocation& invocation);
int check_command(const Invocation& invocation);
int schema_command(const Invocation& invocation);
int rules_command(const Invocation& invocation);

/// The words of a command line that are no options: under which name they are found, how many there
/// may be, what to say to another number.
struct Operands {
  const char* name;
  std::size_t least;
  std::size_t most;
  const char* otherwise;
};
inline constexpr Operands one_scenario{"scenario", 1, 1, "name one scenario file"};

/// The operands and options of a subcommand, taken apart by Program Options without guessing at
/// abbreviations. Prints the help and returns nothing for --help. Throws: UsageError.
std::optional<options::variables_map> parse(const std::vector<std::string>& arguments,
                                            const std::string& usage,
                                            options::options_description visible,
                                            const Operands& operands = one_scenario);

/// The longest run; a replication's index is below it.
inline constexpr std::int64_t most_replications = 1'000'000'000;

/// A whole number of a range, for the operand or option `name`. Throws: UsageError naming it.
std::int64_t whole_number(std::string_view name, std::string_view text, std::int64_t low,
                          std::int64_t high);
/// A whole number of a range. Throws: UsageError naming the option.
std::int64_t whole_number(const options::variables_map& values, const std::string& option,
                          std::int64_t low, std::int64_t high);

/// The parts of a list with commas: "a,b".
std::vector<std::string> split(const std::string& list);

/// What --design says. Throws: UsageError.
Design design_of(const options::variables_map& values);

/// What --lucks says: a divisor of the replications of a block. Throws: UsageError.
std::int64_t lucks_of(const options::variables_map& values);

/// Threads to use: what --threads says, or all processors. Throws: UsageError.
int threads_of(const options::variables_map& values);

/// The command as it was typed, for a shell.
std::string command_line(const Invocation& invocation, const std::string& name);

/// What a Latin hypercube asks of a plan, where this one does not give it.
std::string design_warnings(const Plan& plan);

/// What is said to --channels without a programme.
inline constexpr std::string_view nothing_to_take_apart =
    "firstcustomer: warning: --channels takes nothing apart (the scenario has no programme). Leave "
    "it out?\n";

/// What --set and --seed override, the seed last. Throws: UsageError.
std::vector<std::string> overrides_of(const options::variables_map& values);

/// As the commands that read one scenario take it.
inline constexpr const char* rule_help =
    "purchase rule in place of the scenario's: a name of the catalogue, or the path of a file";

/// What --rule names; or nothing.
std::string rule_of(const options::variables_map& values);

/// Reads a scenario, under another rule if one is named, and prints its problems to standard error;
/// without it, `exit_code` says why.
struct ReadScenario {
  std::optional<Scenario> scenario;
  ExitCode exit_code = success;
  std::size_t errors = 0;
  std::size_t warnings = 0;
};
/// Whether warnings about a scenario that can be read are printed, or left to who reads it again.
enum class Warnings : std::uint8_t { printed, left };
ReadScenario read_scenario_file(const std::string& path, const std::vector<std::string>& overrides,
                                const std::string& rule = "",
                                Warnings warnings = Warnings::printed);
/// All problems, as standard error shows them: with the lines they are in on a terminal.
std::string shown_problems(const Diagnostics& diagnostics);

/// As all commands that run something take it.
inline constexpr const char* plugin_help =
    "shared library that chooses suppliers, for selection: plugin";

/// The library of --plugin, if it is given; it must outlive what is run. Throws: UsageError.
std::optional<Plugin> plugin_of(const options::variables_map& values);

/// The option as it is repeated in a command that replays a replication, after a space; or nothing.
std::string plugin_option_of(const options::variables_map& values);

/// Whether an allocation of the scenario says selection: plugin.
bool uses_plugin(const Scenario& scenario);

/// Hands the library's mechanism to a scenario that asks for one. Throws: UsageError if there is
/// none.
void lend_plugin(Scenario& scenario, const std::optional<Plugin>& plugin);

/// Throws: UsageError if there is a library and nothing asks for it.
void expect_use(const std::optional<Plugin>& plugin, bool is_used);

/// Prints the first replications that failed to standard error, each with the command that replays
/// it, and how many there were.
void report_failures(const Results& results,
                     const std::function<std::string(const Failure&)>& replay_line);

/// Whether a stream is a terminal that may be written to with care.
bool is_terminal(int descriptor);

}  // namespace firstcustomer::tools
