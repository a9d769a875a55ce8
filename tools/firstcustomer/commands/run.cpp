#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <optional>

#include "../command.hpp"
#include "../progress.hpp"
#include "firstcustomer/experiment/beliefs.hpp"
#include "firstcustomer/experiment/channels.hpp"
#include "firstcustomer/report/files.hpp"
#include "firstcustomer/report/number.hpp"
#include "firstcustomer/report/provenance.hpp"
#include "firstcustomer/report/sentences.hpp"
#include "firstcustomer/report/summary.hpp"
#include "firstcustomer/report/table.hpp"

namespace firstcustomer::tools {
namespace {

struct RunRequest {
  std::string program;
  std::string scenario;
  std::vector<std::string> overrides;
  std::string rule;
  std::int64_t replications = 0;
  Design design = Design::independent;
  int threads = 1;
  std::optional<std::string> out;
  bool force = false;
  bool json = false;
  bool quiet = false;
  bool dry_run = false;
  bool channels = false;
  std::optional<Plugin> plugin;
  std::string plugin_option;
  bool filters = false;
  Rows rows = Rows::chosen;
  std::string command;
};

options::options_description run_options() {
  options::options_description visible("options");
  visible.add_options()(
      "replications,n", options::value<std::string>()->default_value("1000")->value_name("N"),
      "paired replications")("seed", options::value<std::string>()->value_name("N"),
                             "seed of all luck (default: the scenario's)")(
      "set", options::value<std::vector<std::string>>()->composing()->value_name("path=value"),
      "override a field; may be repeated")(
      "rule", options::value<std::string>()->value_name("RULE"), rule_help)(
      "design", options::value<std::string>()->default_value("independent")->value_name("NAME"),
      "how uncertain numbers are drawn: independent, or latin-hypercube (spread evenly over every "
      "100 replications)")("threads", options::value<std::string>()->value_name("N"),
                           "threads (default: all processors); results do not depend on it")(
      "out", options::value<std::string>()->value_name("DIR"), "write the files of the run here")(
      "force", "replace the files of an earlier run in DIR")(
      "plugin", options::value<std::string>()->value_name("LIBRARY"), plugin_help)(
      "channels", "run each channel of the programme alone, too: cash, signal, entry, effort")(
      "filters", "show where the suppliers stood at the deadline, too: what took away how many")(
      "all-outcomes", "show every outcome in the table")(
      "json", "print the summary as one JSON object instead of the table")(
      "quiet", "print no progress")("dry-run", "say what would be run, and stop");
  return visible;
}

std::optional<RunRequest> parse_request(const Invocation& invocation) {
  const auto values =
      parse(invocation.arguments, "usage: firstcustomer run SCENARIO [options]", run_options());
  if (!values) {
    return std::nullopt;
  }
  RunRequest request;
  request.scenario = (*values)["scenario"].as<std::vector<std::string>>().front();
  request.overrides = overrides_of(*values);
  request.rule = rule_of(*values);
  request.replications = whole_number(*values, "replications", 1, most_replications);
  request.design = design_of(*values);
  request.threads = threads_of(*values);
  if (values->count("out") > 0) {
    request.out = (*values)["out"].as<std::string>();
  }
  request.force = values->count("force") > 0;
  request.json = values->count("json") > 0;
  request.quiet = values->count("quiet") > 0;
  request.dry_run = values->count("dry-run") > 0;
  request.channels = values->count("channels") > 0;
  request.plugin = plugin_of(*values);
  request.plugin_option = plugin_option_of(*values);
  request.filters = values->count("filters") > 0;
  request.rows = values->count("all-outcomes") > 0 ? Rows::all : Rows::chosen;
  request.program = invocation.program;
  request.command = command_line(invocation, "run");
  return request;
}

/// As a scenario writes it: 50000000 is 50m.
std::string money_text(double amount) {
  return amount >= 1e6 ? shortest(amount / 1e6) + "m" : shortest(amount);
}

/// What the reader may want next: only commands that exist.
std::string next_steps(const RunRequest& request, const Scenario& scenario) {
  std::string text;
  if (request.out) {
    text += fmt::format(
        "\nFiles: {}/ (runs.csv, series.csv, summary.json, codebook.csv, "
        "scenario.resolved.yaml, manifest.json)\n",
        *request.out);
  }
  const std::string program = shell_quoted(request.program);
  const std::string rule =
      request.rule.empty() ? "" : fmt::format(" --rule {}", shell_quoted(request.rule));
  const std::string file = shell_quoted(request.scenario) + rule;
  const std::string check = fmt::format("{} check {} --assumed\n", program, file);
  if (!request.out) {
    text += '\n';
  }
  if (scenario.numbers.programmes.size() == 1 &&
      scenario.numbers.programmes.front().fund.budget > Money{}) {
    // Half the money: a change that bites.
    const double half = scenario.numbers.programmes.front().fund.budget.major() / 2.0;
    text +=
        fmt::format("Next:  {} run {} --set programme.fund.budget={}{}\n       {}", program, file,
                    find_currency(scenario.head.currency)->symbol, money_text(half), check);
  } else {
    text += "Next:  " + check;
  }
  return text;
}

/// All that decides the results, and what is to be kept of them.
Plan plan_of(const RunRequest& request, const Scenario& scenario) {
  Plan plan = make_plan(scenario, request.replications, request.design);
  plan.keeps_series = request.out.has_value();
  if (request.channels && plan.arms.size() > 1) {
    add_channels(plan);
  } else if (request.channels) {
    fmt::print(stderr, "{}", nothing_to_take_apart);
  }
  return plan;
}

}  // namespace

int run_command(const Invocation& invocation) {
  const auto request = parse_request(invocation);
  if (!request) {
    return success;
  }
  ReadScenario read = read_scenario_file(request->scenario, request->overrides, request->rule);
  if (!read.scenario) {
    return read.exit_code;
  }
  lend_plugin(*read.scenario, request->plugin);
  expect_use(request->plugin, uses_plugin(*read.scenario));
  const Scenario& scenario = *read.scenario;
  Plan plan = plan_of(*request, scenario);
  fmt::print(stderr, "{}", design_warnings(plan));
  if (request->dry_run) {
    fmt::print(
        "{}\n{} replications of {} arm{} in {} blocks on {} threads, seed {}, design {}. Nothing "
        "was "
        "run.\n",
        scenario.head.title, grouped(static_cast<double>(plan.replications), 0), plan.arms.size(),
        plan.arms.size() == 1 ? "" : "s", plan.blocks(), request->threads, plan.seed,
        design_name(plan.design));
    return success;
  }
  std::optional<RunFolder> folder;
  if (request->out) {
    folder.emplace(*request->out, request->force ? Existing::replace : Existing::refuse);
  }
  add_beliefs(plan, request->threads);
  Progress progress(plan, progress_style(request->quiet));
  const Results results =
      run_plan(plan, request->threads, [&](const BlockResult& block, const Results& so_far) {
        if (folder) {
          folder->add(plan, block);
        }
        progress.show(so_far);
      });
  progress.clear();
  std::string summary;
  if (folder) {
    summary = folder->finish(scenario, plan, results,
                             {request->command, request->threads, progress.seconds()});
  }
  if (request->json) {
    fmt::print("{}", folder ? summary : summary_json(scenario, plan, results));
  } else {
    fmt::print("{}{}{}", run_table(scenario, plan, results, request->rows),
               request->filters ? '\n' + filters_table(scenario, plan, results) : "",
               next_steps(*request, scenario));
  }
  if (results.failed > 0) {
    report_failures(results, [&](const Failure& failure) {
      return replay_command_line(scenario, plan, failure) + request->plugin_option;
    });
    return failed_replications;
  }
  return success;
}

}  // namespace firstcustomer::tools
