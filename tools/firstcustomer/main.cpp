/// The command line: `firstcustomer COMMAND …`. Data goes to standard output, talk to standard
/// error.

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <iostream>
#include <string>
#include <system_error>
#include <vector>

#include "command.hpp"
#include "firstcustomer/report/files.hpp"
#include "firstcustomer/report/provenance.hpp"

namespace {

using namespace firstcustomer;
using namespace firstcustomer::tools;

constexpr Command commands[] = {
    {"run", "simulate a scenario with and without its programme", run_command},
    {"compare", "simulate several programmes on the same luck, and rank them", compare_command},
    {"benchmark-rules", "judge purchase rules over the scenarios of a suite",
     benchmark_rules_command},
    {"replay", "tell one replication as a dated diary", replay_command},
    {"check", "read a scenario, report every problem, list what it assumes", check_command},
    {"rules", "list the purchase rules, explain one", rules_command},
    {"schema", "explain the fields of a scenario, to people and to editors", schema_command},
};

void print_help() {
  fmt::print(
      "firstcustomer simulates a public promise to buy, and what it changes.\n\n"
      "usage: firstcustomer COMMAND ...\n\n");
  for (const Command& command : commands) {
    fmt::print("  {:<17}{}\n", command.name, command.summary);
  }
  fmt::print("\n'firstcustomer COMMAND --help' lists a command's options.\n");
}

int dispatch(const std::string& program, const std::vector<std::string>& words) {
  const std::string name = words.empty() ? "" : words.front();
  if (name == "--help" || name == "help" || name == "-h") {
    print_help();
    return success;
  }
  if (name == "--version") {
    fmt::print("firstcustomer {} ({})\n", build_info().version, build_info().commit);
    return success;
  }
  const auto found = std::find_if(std::begin(commands), std::end(commands),
                                  [&](const Command& command) { return name == command.name; });
  if (found != std::end(commands)) {
    return found->run({program, {words.begin() + 1, words.end()}});
  }
  std::vector<std::string> known;
  for (const Command& command : commands) {
    known.emplace_back(command.name);
  }
  throw UsageError(
      name.empty() ? "name a command: run, compare, benchmark-rules, replay, check, rules or schema"
                   : fmt::format("there is no command '{}'. {}", name, did_you_mean(name, known)));
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const int exit_code = dispatch(argv[0], {argv + 1, argv + argc});
    std::cout.flush();
    if (std::fflush(stdout) != 0 || !std::cout) {
      fmt::print(stderr, "firstcustomer: cannot write to standard output\n");
      return firstcustomer::tools::cannot_write;
    }
    return exit_code;
  } catch (const std::system_error& error) {
    fmt::print(stderr, "firstcustomer: cannot write to standard output ({})\n", error.what());
    return firstcustomer::tools::cannot_write;
  } catch (const UsageError& error) {
    fmt::print(stderr, "firstcustomer: {}\nSee 'firstcustomer --help'.\n", error.what());
    return wrong_usage;
  } catch (const CannotWrite& error) {
    fmt::print(stderr, "firstcustomer: {}\n", error.what());
    return firstcustomer::tools::cannot_write;
  } catch (const std::exception& error) {
    fmt::print(stderr, "firstcustomer: {}. This is a defect of the program; please report it.\n",
               error.what());
    return internal_error;
  }
}
