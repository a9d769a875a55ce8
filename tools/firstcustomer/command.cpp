#include "command.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <iostream>
#include <thread>

#include "firstcustomer/report/provenance.hpp"
#include "firstcustomer/report/sentences.hpp"
#include "firstcustomer/scenario/rule_file.hpp"

namespace firstcustomer::tools {

std::optional<options::variables_map> parse(const std::vector<std::string>& arguments,
                                            const std::string& usage,
                                            options::options_description visible,
                                            const Operands& operands) {
  visible.add_options()("help", "print this text");
  options::options_description all;
  all.add(visible).add_options()(operands.name, options::value<std::vector<std::string>>());
  options::positional_options_description positional;
  positional.add(operands.name, -1);
  const int style =
      options::command_line_style::unix_style & ~options::command_line_style::allow_guessing;
  options::variables_map values;
  try {
    options::store(options::command_line_parser(arguments)
                       .options(all)
                       .positional(positional)
                       .style(style)
                       .run(),
                   values);
    options::notify(values);
  } catch (const options::error& error) {
    throw UsageError(error.what());
  }
  if (values.count("help") > 0) {
    std::cout << usage << '\n' << visible;
    return std::nullopt;
  }
  const std::size_t given = values.count(operands.name) == 0
                                ? 0
                                : values[operands.name].as<std::vector<std::string>>().size();
  if (given < operands.least || given > operands.most) {
    throw UsageError(operands.otherwise);
  }
  return values;
}

std::int64_t whole_number(std::string_view name, std::string_view text, std::int64_t low,
                          std::int64_t high) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < low || number > high) {
    throw UsageError(
        fmt::format("{} takes a whole number from {} to {}, not '{}'", name, low, high, text));
  }
  return number;
}

std::int64_t whole_number(const options::variables_map& values, const std::string& option,
                          std::int64_t low, std::int64_t high) {
  return whole_number("--" + option, values[option].as<std::string>(), low, high);
}

Design design_of(const options::variables_map& values) {
  const std::string& text = values["design"].as<std::string>();
  const auto design = find_design(text);
  if (!design) {
    throw UsageError(
        fmt::format("--design takes {}, not '{}'", fmt::join(design_names, " or "), text));
  }
  return *design;
}

std::int64_t lucks_of(const options::variables_map& values) {
  const std::int64_t lucks = whole_number(values, "lucks", 1, block_size);
  if (block_size % lucks != 0) {
    throw UsageError(fmt::format("--lucks takes a divisor of {}, not {}", block_size, lucks));
  }
  return lucks;
}

int threads_of(const options::variables_map& values) {
  constexpr std::int64_t most_threads = 1024;
  return values.count("threads") > 0
             ? static_cast<int>(whole_number(values, "threads", 1, most_threads))
             : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

std::string command_line(const Invocation& invocation, const std::string& name) {
  std::string text = shell_quoted(invocation.program) + ' ' + name;
  for (const std::string& argument : invocation.arguments) {
    text += ' ' + shell_quoted(argument);
  }
  return text;
}

std::vector<std::string> overrides_of(const options::variables_map& values) {
  std::vector<std::string> overrides;
  if (values.count("set") > 0) {
    overrides = values["set"].as<std::vector<std::string>>();
  }
  if (values.count("seed") > 0) {
    overrides.push_back(
        fmt::format("seed={}", whole_number(values, "seed", 0, (std::int64_t{1} << 53) - 1)));
  }
  return overrides;
}

std::vector<std::string> split(const std::string& list) {
  std::vector<std::string> parts;
  for (std::size_t from = 0; from <= list.size();) {
    const std::size_t end = std::min(list.find(',', from), list.size());
    parts.push_back(list.substr(from, end - from));
    from = end + 1;
  }
  return parts;
}

std::optional<Plugin> plugin_of(const options::variables_map& values) {
  if (values.count("plugin") == 0) {
    return std::nullopt;
  }
  try {
    return Plugin(values["plugin"].as<std::string>());
  } catch (const PluginError& error) {
    throw UsageError(fmt::format("--plugin: {}", error.what()));
  }
}

std::string plugin_option_of(const options::variables_map& values) {
  return values.count("plugin") > 0
             ? " --plugin " + shell_quoted(values["plugin"].as<std::string>())
             : std::string();
}

bool uses_plugin(const Scenario& scenario) {
  const auto& programmes = scenario.numbers.programmes;
  return std::any_of(programmes.begin(), programmes.end(), [](const Programme& one) {
    return one.allocation.signing == Signing::call && one.allocation.selection == Selection::plugin;
  });
}

void lend_plugin(Scenario& scenario, const std::optional<Plugin>& plugin) {
  if (!uses_plugin(scenario)) {
    return;
  }
  if (!plugin) {
    throw UsageError("the scenario says selection: plugin; name the library with --plugin");
  }
  scenario.numbers.plugin = &plugin->mechanism();
}

void expect_use(const std::optional<Plugin>& plugin, bool is_used) {
  if (plugin && !is_used) {
    throw UsageError("no allocation says selection: plugin; --plugin does nothing");
  }
}

void report_failures(const Results& results,
                     const std::function<std::string(const Failure&)>& replay_line) {
  constexpr std::size_t shown = 3;
  for (std::size_t i = 0; i < std::min(results.failures.size(), shown); ++i) {
    const Failure& failure = results.failures[i];
    fmt::print(stderr, "replication {}, arm {}: {}\n  {}\n", failure.replication, failure.arm,
               failure.message, replay_line(failure));
  }
  fmt::print(stderr, "{} of {} replications failed and were left out of all arms.\n{}",
             results.failed, results.failed + results.succeeded, failure_warning(results));
}

std::string shown_problems(const Diagnostics& diagnostics) {
  return diagnostics.render(is_terminal(STDERR_FILENO) ? Excerpts::with_caret : Excerpts::none);
}

std::string rule_of(const options::variables_map& values) {
  return values.count("rule") > 0 ? values["rule"].as<std::string>() : std::string();
}

ReadScenario read_scenario_file(const std::string& path, const std::vector<std::string>& overrides,
                                const std::string& rule, Warnings warnings) {
  ReadScenario result;
  const TextFile file = read_text_file(path);
  if (!file.text) {
    fmt::print(stderr, "{}: cannot be read ({})\n", path, file.problem);
    result.exit_code = missing_input;
    return result;
  }
  Diagnostics diagnostics;
  result.scenario = rule.empty() ? read_scenario(path, *file.text, overrides, diagnostics)
                                 : read_with_rule(path, *file.text, rule, overrides, diagnostics);
  result.errors = diagnostics.errors();
  result.warnings = diagnostics.warnings();
  if (!result.scenario || warnings == Warnings::printed) {
    fmt::print(stderr, "{}", shown_problems(diagnostics));
  }
  if (!result.scenario) {
    fmt::print(stderr, "{} error{}, {} warning{}. Nothing was run.\n", result.errors,
               result.errors == 1 ? "" : "s", result.warnings, result.warnings == 1 ? "" : "s");
    if (diagnostics.leaves_out_checks()) {
      fmt::print(stderr, "Further checks follow once {} mended.\n",
                 result.errors == 1 ? "this is" : "these are");
    }
    result.exit_code = bad_input;
  }
  return result;
}

std::string design_warnings(const Plan& plan) {
  std::string text;
  if (plan.design == Design::independent) {
    return text;
  }
  if (plan.uncertainties.empty()) {
    text +=
        "firstcustomer: warning: --design latin-hypercube spreads nothing (the scenario has no "
        "uncertain number). "
        "Leave it out?\n";
  }
  const std::int64_t rest = plan.replications % block_size;
  if (plan.full_blocks() < 2) {
    text += fmt::format(
        "firstcustomer: warning: {} replications give no intervals (a Latin hypercube has them "
        "from the means of "
        "full blocks of {}). Take {} or more.\n",
        plan.replications, block_size, 2 * block_size);
  } else if (rest > 0) {
    text += fmt::format(
        "firstcustomer: warning: the last {} of {} replications count in the means, not in their "
        "intervals (a part "
        "of a block of {} is not balanced). Take a multiple of {}.\n",
        rest, plan.replications, block_size, block_size);
  }
  return text;
}

bool is_terminal(int descriptor) {
  return isatty(descriptor) == 1;
}

}  // namespace firstcustomer::tools
