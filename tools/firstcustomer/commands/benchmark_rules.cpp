#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <utility>

#include "../command.hpp"
#include "../progress.hpp"
#include "firstcustomer/experiment/beliefs.hpp"
#include "firstcustomer/experiment/suite.hpp"
#include "firstcustomer/report/files.hpp"
#include "firstcustomer/report/provenance.hpp"
#include "firstcustomer/report/suite.hpp"
#include "firstcustomer/scenario/rule_file.hpp"

namespace firstcustomer::tools {
namespace {

constexpr Operands one_suite{"suite", 1, 1, "name one suite file"};

using Texts = std::vector<std::string>;

struct SuiteRequest {
  std::string file;
  /// In place of the suite's.
  Texts rules;
  /// Rows of rules that are not run.
  std::optional<std::string> baseline;
  std::optional<std::int64_t> replications;
  int threads = 1;
  std::optional<std::string> out;
  bool force = false;
  bool json = false;
  bool quiet = false;
  std::optional<Plugin> plugin;
};

options::options_description suite_options() {
  options::options_description visible("options");
  visible.add_options()("rules", options::value<std::string>()->value_name("A,B,…"),
                        "run these instead of the suite's: names of the catalogue, or files")(
      "add", options::value<std::string>()->value_name("A,B,…"),
      "run these besides the suite's, paired with them")(
      "baseline", options::value<std::string>()->value_name("FILE"),
      "rows of rules that are not run (default with --rules: the .json beside the suite)")(
      "replications,n", options::value<std::string>()->value_name("N"),
      "paired replications in each scenario (default: the suite's)")(
      "threads", options::value<std::string>()->value_name("N"),
      "threads (default: all processors); results do not depend on it")(
      "plugin", options::value<std::string>()->value_name("LIBRARY"), plugin_help)(
      "out", options::value<std::string>()->value_name("DIR"),
      "write suite.json and suite.txt here")("force", "replace the files of an earlier one in DIR")(
      "json", "print one JSON object instead of the tables")("quiet", "print no progress");
  return visible;
}

void add_rules(const Texts& more, Suite& suite) {
  for (const std::string& rule : more) {
    const auto alike = std::find_if(
        suite.rules.begin(), suite.rules.end(),
        [&](const std::string& known) { return rule_title(known) == rule_title(rule); });
    if (alike != suite.rules.end()) {
      throw UsageError(fmt::format("two rules are called '{}'", rule_title(rule)));
    }
    suite.rules.push_back(rule);
  }
}

/// What the command line says over what the file says. Throws: UsageError.
void apply(const options::variables_map& values, Suite& suite) {
  if (values.count("rules") > 0) {
    suite.rules.clear();
    add_rules(split(values["rules"].as<std::string>()), suite);
  }
  if (values.count("add") > 0) {
    add_rules(split(values["add"].as<std::string>()), suite);
  }
  if (values.count("replications") > 0) {
    suite.replications = whole_number(values, "replications", 1, most_replications);
  }
  if (suite.replications % suite.lucks != 0) {
    throw UsageError(fmt::format("--replications takes a multiple of the {} lucks per case, not {}",
                                 suite.lucks, suite.replications));
  }
}

/// The file whose rows stand beside those that are run, if there is one.
std::optional<std::string> baseline_of(const options::variables_map& values,
                                       const std::string& suite) {
  if (values.count("baseline") > 0) {
    return values["baseline"].as<std::string>();
  }
  const std::string beside_it = std::filesystem::path(suite).replace_extension(".json").string();
  return values.count("rules") > 0 && std::filesystem::exists(beside_it) ? std::optional(beside_it)
                                                                         : std::nullopt;
}

SuiteRequest request_of(const options::variables_map& values) {
  SuiteRequest request;
  request.file = values[one_suite.name].as<Texts>().front();
  request.baseline = baseline_of(values, request.file);
  request.threads = threads_of(values);
  if (values.count("out") > 0) {
    request.out = values["out"].as<std::string>();
  }
  request.force = values.count("force") > 0;
  request.json = values.count("json") > 0;
  request.quiet = values.count("quiet") > 0;
  request.plugin = plugin_of(values);
  return request;
}

void print_problems(const Diagnostics& diagnostics) {
  fmt::print(
      stderr, "{}",
      diagnostics.render(is_terminal(STDERR_FILENO) ? Excerpts::with_caret : Excerpts::none));
}

/// The file's text; without it, its problem is printed and nothing returned.
std::optional<std::string> text_of(const std::string& file) {
  TextFile read = read_regular_file(file);
  if (!read.text) {
    fmt::print(stderr, "firstcustomer: cannot read {} ({})\n", file, read.problem);
  }
  return std::move(read.text);
}

/// The arms of a scenario, a rule each. Empty if one cannot be read, which is printed.
std::vector<ArmRequest> arms_in(const Suite& suite, const std::string& file,
                                const std::string& text, const std::optional<Plugin>& plugin) {
  std::vector<ArmRequest> arms;
  for (const std::string& rule : suite.rules) {
    Diagnostics diagnostics;
    auto scenario =
        read_with_rule(file, text, rule, {fmt::format("seed={}", suite.seed)}, diagnostics);
    if (!scenario) {
      fmt::print(stderr, "The rule '{}' in {}:\n", rule_title(rule), file);
      print_problems(diagnostics);
      return {};
    }
    if (scenario->head.currency != suite.currency) {
      throw UsageError(fmt::format("{} counts in {}, the suite in {}", file,
                                   scenario->head.currency, suite.currency));
    }
    lend_plugin(*scenario, plugin);
    arms.push_back({rule_title(rule), std::move(*scenario)});
  }
  return arms;
}

/// A scenario of a suite, ready to run.
struct SuiteRun {
  std::string name;
  std::string digest;
  std::vector<ArmRequest> arms;
};

/// All scenarios under all rules: nothing is run before all can be read.
std::optional<std::vector<SuiteRun>> read_runs(const Suite& suite,
                                               const std::optional<Plugin>& plugin,
                                               ExitCode& exit_code) {
  std::vector<SuiteRun> runs;
  bool is_plugin_used = false;
  for (const std::string& file : suite.scenarios) {
    const auto text = text_of(file);
    if (!text) {
      exit_code = missing_input;
      return std::nullopt;
    }
    Suite bare = suite;
    bare.rules = {std::string(no_programme)};
    const std::vector<ArmRequest> without = arms_in(bare, file, *text, plugin);
    SuiteRun run{scenario_title(file), "",
                 without.empty() ? without : arms_in(suite, file, *text, plugin)};
    if (run.arms.empty()) {
      exit_code = bad_input;
      return std::nullopt;
    }
    run.digest = scenario_digest(without.front().scenario);
    is_plugin_used = is_plugin_used ||
                     std::any_of(run.arms.begin(), run.arms.end(),
                                 [](const ArmRequest& arm) { return uses_plugin(arm.scenario); });
    runs.push_back(std::move(run));
  }
  expect_use(plugin, is_plugin_used);
  return runs;
}

SuiteScenario play(const SuiteRequest& request, const Suite& suite, const SuiteRun& run) {
  Plan plan = comparison_plan(run.arms, suite.replications, suite.lucks);
  add_beliefs(plan, request.threads);
  Progress progress(plan, progress_style(request.quiet));
  SuiteScenario scenario =
      run_suite_scenario(suite, plan, request.threads,
                         [&](const BlockResult&, const Results& so_far) { progress.show(so_far); });
  progress.clear();
  scenario.name = run.name;
  scenario.digest = run.digest;
  for (std::size_t arm = 0; arm < run.arms.size(); ++arm) {
    scenario.rows[arm].digest = scenario_digest(run.arms[arm].scenario);
    scenario.rows[arm].version = build_info().version;
  }
  return scenario;
}

/// Throws: UsageError where the rows cannot stand beside these.
void lay_baseline(const SuiteRequest& request, const Suite& suite, SuiteResults& results) {
  const auto text = text_of(*request.baseline);
  ReadBaseline baseline = read_baseline(suite, text.value_or(""));
  if (baseline.problem.empty()) {
    baseline.problem = add_baseline(results, baseline.results);
  }
  if (!baseline.problem.empty()) {
    throw UsageError(fmt::format("the baseline {} cannot stand beside these rows: {}",
                                 *request.baseline, baseline.problem));
  }
}

int print_results(const SuiteRequest& request, const Suite& suite, const SuiteResults& results) {
  if (request.out) {
    write_suite(*request.out, suite, results);
  }
  fmt::print("{}", request.json ? suite_json(suite, results) : suite_table(suite, results));
  if (request.out && !request.json) {
    fmt::print("\nFiles: {}/ (suite.json, suite.txt)\n", *request.out);
  }
  int exit_code = success;
  for (const SuiteScenario& scenario : results.scenarios) {
    if (scenario.failed > 0) {
      fmt::print(stderr, "{}: {} replications failed and were left out of all rules.\n",
                 scenario.name, scenario.failed);
      exit_code = failed_replications;
    }
  }
  return exit_code;
}

}  // namespace

int benchmark_rules_command(const Invocation& invocation) {
  const auto values = parse(invocation.arguments,
                            "usage: firstcustomer benchmark-rules SUITE [options]\n\nRuns every "
                            "rule of a suite in every of its scenarios, and judges them.",
                            suite_options(), one_suite);
  if (!values) {
    return success;
  }
  const SuiteRequest request = request_of(*values);
  const auto text = text_of(request.file);
  if (!text) {
    return missing_input;
  }
  Diagnostics diagnostics;
  auto suite = read_suite(request.file, *text, diagnostics);
  if (!suite) {
    print_problems(diagnostics);
    return bad_input;
  }
  apply(*values, *suite);
  ExitCode exit_code = success;
  const auto runs = read_runs(*suite, request.plugin, exit_code);
  if (!runs) {
    return exit_code;
  }
  if (request.out) {
    prepare_folder(*request.out, request.force ? Existing::replace : Existing::refuse);
  }
  SuiteResults results;
  for (const SuiteRun& run : *runs) {
    results.scenarios.push_back(play(request, *suite, run));
  }
  if (request.baseline) {
    lay_baseline(request, *suite, results);
  }
  return print_results(request, *suite, results);
}

}  // namespace firstcustomer::tools
