#include "firstcustomer/experiment/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <optional>
#include <sstream>
#include <utility>

#include "../command.hpp"
#include "../progress.hpp"
#include "firstcustomer/experiment/beliefs.hpp"
#include "firstcustomer/experiment/channels.hpp"
#include "firstcustomer/report/comparison.hpp"
#include "firstcustomer/report/files.hpp"
#include "firstcustomer/report/number.hpp"
#include "firstcustomer/report/sentences.hpp"
#include "firstcustomer/scenario/rule_file.hpp"
#include "firstcustomer/scenario/sampling.hpp"

namespace firstcustomer::tools {
namespace {

constexpr Operands scenarios{"scenarios", 1, 100, "name one scenario file or more"};
constexpr std::string_view budget_path = "programme.fund.budget";

/// How an arm comes about: the file it is read from, and what is set in it beside what --set says.
struct ArmSource {
  std::string name;
  std::string file;
  std::vector<std::string> overrides = {};
  bool has_programme = true;
  /// Of the catalogue or a file, in place of the scenario's.
  std::string rule = {};
};

struct CompareRequest {
  std::vector<std::string> files;
  std::vector<std::string> overrides;
  /// Of --arm, without files.
  std::vector<ArmSource> arms;
  std::optional<std::vector<std::string>> rules;
  std::string base;
  std::vector<std::size_t> outcomes;
  std::optional<std::size_t> match;
  std::string match_to;
  std::string match_value;
  std::vector<std::string> vary;
  std::int64_t match_replications = 0;
  std::int64_t replications = 0;
  std::int64_t lucks = 1;
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
  std::string command;
};

using Texts = std::vector<std::string>;

options::options_description compare_options() {
  options::options_description visible("options");
  visible.add_options()("rules", options::value<std::string>()->value_name("A,B,…"),
                        "the arms: no-programme, the scenario's programme, rules of the "
                        "catalogue by name, files by path (./mine.yaml)")(
      "arm", options::value<Texts>()->composing()->multitoken()->value_name("NAME path=value …"),
      "an arm of this name: the scenario with these fields overridden; may be repeated")(
      "base", options::value<std::string>()->default_value(std::string(no_programme)),
      "the arm that all others are compared with")(
      "outcome", options::value<Texts>()->composing()->value_name("NAME"),
      "what is compared; may be repeated. The first decides who is best (default: "
      "qualified-suppliers, then exchequer-cost). 'firstcustomer schema outcomes' lists all")(
      "match", options::value<std::string>()->value_name("OUTCOME"),
      "move one number of each programme until this outcome agrees, such as exchequer-cost")(
      "match-to", options::value<std::string>()->value_name("ARM"),
      "the arm whose outcome is the target (default: the first with a programme)")(
      "match-value", options::value<std::string>()->value_name("AMOUNT"),
      "the target itself, such as £30m")(
      "vary", options::value<Texts>()->composing()->value_name("[ARM:]path"),
      "the number that --match moves, in all arms or one (default: programme.fund.budget)")(
      "match-replications", options::value<std::string>()->default_value("2000")->value_name("N"),
      "replications that each trial of --match meets, apart from all others")(
      "plugin", options::value<std::string>()->value_name("LIBRARY"), plugin_help)(
      "channels", "run each channel of each programme alone, too: cash, signal, entry, effort")(
      "replications,n", options::value<std::string>()->default_value("1000")->value_name("N"),
      "paired replications: cases × lucks")(
      "lucks", options::value<std::string>()->value_name("N"),
      "lucks per case (default: 10, and 1 with latin-hypercube)")(
      "seed", options::value<std::string>()->value_name("N"),
      "seed of all luck (default: the first scenario's)")(
      "set", options::value<Texts>()->composing()->value_name("path=value"),
      "override a field in every arm; may be repeated")(
      "design", options::value<std::string>()->default_value("independent")->value_name("NAME"),
      "how uncertain numbers are drawn: independent, or latin-hypercube")(
      "threads", options::value<std::string>()->value_name("N"),
      "threads (default: all processors); results do not depend on it")(
      "out", options::value<std::string>()->value_name("DIR"),
      "write the files of the comparison here")("force",
                                                "replace the files of an earlier one in DIR")(
      "json", "print one JSON object instead of the tables")("quiet", "print no progress")(
      "dry-run", "say what would be compared, and stop");
  return visible;
}

Texts texts_of(const options::variables_map& values, const std::string& option) {
  return values.count(option) > 0 ? values[option].as<Texts>() : Texts{};
}

std::string text_of(const options::variables_map& values, const std::string& option) {
  return values.count(option) > 0 ? values[option].as<std::string>() : std::string();
}

std::size_t outcome_of(const std::string& name) {
  const auto found = find_outcome(name);
  if (!found) {
    throw UsageError(fmt::format("there is no outcome '{}'. {}", name, outcome_suggestion(name)));
  }
  return *found;
}

bool is_name(const std::string& word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

/// Words with '=' set a field of the arm named before them.
std::vector<ArmSource> arms_of(const Texts& words) {
  std::vector<ArmSource> arms;
  for (const std::string& word : words) {
    if (word.find('=') == std::string::npos) {
      if (!is_name(word)) {
        throw UsageError(fmt::format(
            "--arm takes a name of small letters, digits and hyphens, then path=value, not '{}' "
            "(files stand before options)",
            word));
      }
      arms.push_back({word, "", {}});
    } else if (arms.empty()) {
      throw UsageError(fmt::format("--arm takes a name before '{}'", word));
    } else {
      arms.back().overrides.push_back(word);
    }
  }
  return arms;
}

void check(const CompareRequest& request) {
  if (request.design == Design::latin_hypercube && request.lucks > 1) {
    throw UsageError(
        "--design latin-hypercube takes --lucks 1 (strata are spread over replications)");
  }
  if (request.replications % request.lucks != 0) {
    throw UsageError(fmt::format("--replications takes a multiple of the {} lucks per case, not {}",
                                 request.lucks, request.replications));
  }
  if (request.channels && request.base != no_programme) {
    throw UsageError("--channels takes effects apart that are differences from no-programme");
  }
  const bool is_matched = request.match.has_value();
  if (!is_matched &&
      !(request.match_to.empty() && request.match_value.empty() && request.vary.empty())) {
    throw UsageError("--match-to, --match-value and --vary say how to --match an outcome");
  }
  if (!request.match_to.empty() && !request.match_value.empty()) {
    throw UsageError("--match-to and --match-value are two targets; leave one of them out");
  }
}

std::optional<CompareRequest> parse_request(const Invocation& invocation) {
  const auto values =
      parse(invocation.arguments,
            "usage: firstcustomer compare SCENARIO [SCENARIO …] [options]\n\nThe arms are "
            "no-programme, the programme of each scenario, and what --rules and --arm name.",
            compare_options(), scenarios);
  if (!values) {
    return std::nullopt;
  }
  CompareRequest request;
  request.files = (*values)[scenarios.name].as<Texts>();
  request.overrides = overrides_of(*values);
  request.arms = arms_of(texts_of(*values, "arm"));
  if (values->count("rules") > 0) {
    request.rules = split(text_of(*values, "rules"));
  }
  request.base = text_of(*values, "base");
  const Texts outcomes = texts_of(*values, "outcome");
  for (const std::string& name :
       outcomes.empty() ? Texts{"qualified-suppliers", "exchequer-cost"} : outcomes) {
    request.outcomes.push_back(outcome_of(name));
  }
  if (values->count("match") > 0) {
    request.match = outcome_of(text_of(*values, "match"));
  }
  request.match_to = text_of(*values, "match-to");
  request.match_value = text_of(*values, "match-value");
  request.vary = texts_of(*values, "vary");
  request.replications = whole_number(*values, "replications", 1, most_replications);
  request.design = design_of(*values);
  request.lucks = values->count("lucks") > 0                  ? lucks_of(*values)
                  : request.design == Design::latin_hypercube ? 1
                                                              : 10;
  request.match_replications =
      whole_number(*values, "match-replications", block_size, most_replications) / block_size *
      block_size;
  request.threads = threads_of(*values);
  if (values->count("out") > 0) {
    request.out = text_of(*values, "out");
  }
  request.force = values->count("force") > 0;
  request.json = values->count("json") > 0;
  request.quiet = values->count("quiet") > 0;
  request.dry_run = values->count("dry-run") > 0;
  request.channels = values->count("channels") > 0;
  request.plugin = plugin_of(*values);
  request.plugin_option = plugin_option_of(*values);
  request.command = command_line(invocation, "compare");
  check(request);
  return request;
}

/// Without a word, as trials of a search are read: problems are left in the diagnostics.
std::optional<Scenario> read_quietly(const ArmSource& source, const Texts& overrides,
                                     Diagnostics& diagnostics) {
  const TextFile text = read_text_file(source.file);
  if (!text.text) {
    return std::nullopt;
  }
  return source.rule.empty()
             ? read_scenario(source.file, *text.text, overrides, diagnostics)
             : read_with_rule(source.file, *text.text, source.rule, overrides, diagnostics);
}

Texts joined(Texts one, const Texts& other) {
  one.insert(one.end(), other.begin(), other.end());
  return one;
}

/// Warnings about arms, each once, with the arms that it is about.
class ArmWarnings {
  struct Warning {
    std::string text;
    Texts arms;
  };

 public:
  void add(const std::string& arm, const Diagnostics& diagnostics) {
    ++arms_;
    std::istringstream lines(diagnostics.render(Excerpts::none));
    for (std::string line; std::getline(lines, line);) {
      const auto known = std::find_if(warnings_.begin(), warnings_.end(),
                                      [&](const Warning& warning) { return warning.text == line; });
      if (known == warnings_.end()) {
        warnings_.push_back({line, {arm}});
      } else if (known->arms.back() != arm) {
        known->arms.push_back(arm);
      }
    }
  }

  /// To standard error, below the names of their arms.
  void print() const {
    const Texts* last = nullptr;
    for (const auto& [text, arms] : warnings_) {
      if (last == nullptr || *last != arms) {
        fmt::print(stderr, "{}:\n",
                   arms.size() == 1       ? fmt::format("The arm '{}'", arms.front())
                   : arms.size() == arms_ ? "All arms"
                                          : fmt::format("The arms '{}'", fmt::join(arms, "', '")));
      }
      fmt::print(stderr, "{}\n", text);
      last = &arms;
    }
  }

 private:
  std::vector<Warning> warnings_;
  std::size_t arms_ = 0;
};

/// Reads arms, and remembers why one could not be read.
class ArmReader {
 public:
  explicit ArmReader(const CompareRequest& request) : request_(request) {}

  /// The scenario of a file as --set leaves it. What is wrong with it goes to standard error;
  /// warnings are left to its arms.
  void file(const std::string& name) {
    ReadScenario read = read_scenario_file(name, request_.overrides, "", Warnings::left);
    if (read.scenario) {
      files_.emplace_back(name, std::move(*read.scenario));
    } else {
      exit_code_ = read.exit_code;
    }
  }

  /// What an arm plays. What is wrong with it goes to standard error; warnings are kept, but for
  /// those about a programme that the arm goes without.
  std::optional<Scenario> arm(const ArmSource& source) {
    Diagnostics diagnostics;
    std::optional<Scenario> scenario = read(source, {}, diagnostics);
    if (!scenario) {
      fmt::print(stderr, "The arm '{}':\n{}", source.name, shown_problems(diagnostics));
      exit_code_ = bad_input;
    } else if (source.has_programme || has_no_programme(source.file)) {
      warnings_.add(source.name, diagnostics);
    }
    return scenario;
  }

  /// The same with more overridden; empty if that is not allowed.
  std::optional<Scenario> quietly(const ArmSource& source, const Texts& more) const {
    Diagnostics diagnostics;
    return read(source, more, diagnostics);
  }

  const std::vector<std::pair<std::string, Scenario>>& files() const { return files_; }
  const ArmWarnings& warnings() const { return warnings_; }
  ExitCode exit_code() const { return exit_code_; }

 private:
  std::optional<Scenario> read(const ArmSource& source, const Texts& more,
                               Diagnostics& diagnostics) const {
    auto scenario = read_quietly(source, joined(joined(request_.overrides, source.overrides), more),
                                 diagnostics);
    if (scenario && !source.has_programme) {
      scenario = without_programme(std::move(*scenario));
    }
    if (scenario) {
      lend_plugin(*scenario, request_.plugin);
    }
    return scenario;
  }

  bool has_no_programme(const std::string& file) const {
    return std::any_of(files_.begin(), files_.end(), [&](const auto& read) {
      return read.first == file && read.second.numbers.programmes.empty();
    });
  }

  const CompareRequest& request_;
  std::vector<std::pair<std::string, Scenario>> files_;
  ArmWarnings warnings_;
  ExitCode exit_code_ = success;
};

std::string programme_of(const Scenario& scenario) {
  return scenario.numbers.programmes.empty() ? "" : name_of_programmes(scenario.numbers);
}

/// An arm for each file, called as its programme, or as the file where several are called alike.
std::vector<ArmSource> arms_of_files(const ArmReader& reader) {
  std::vector<ArmSource> arms;
  const auto& files = reader.files();
  for (const auto& [file, scenario] : files) {
    const std::string name = programme_of(scenario);
    if (name.empty() && files.size() > 1) {
      throw UsageError(fmt::format("{} has no programme to compare", file));
    }
    if (name.empty()) {
      continue;
    }
    const auto alike = std::count_if(files.begin(), files.end(), [&](const auto& other) {
      return programme_of(other.second) == name;
    });
    arms.push_back({alike > 1 ? std::filesystem::path(file).stem().string() : name, file});
  }
  return arms;
}

/// Throws: UsageError for a name that neither the catalogue nor a programme has.
void expect_rule(const std::string& rule, const std::vector<ArmSource>& programmes) {
  const auto catalogue = rule_catalogue();
  const bool is_file = rule.find('/') != std::string::npos || rule.ends_with(".yaml");
  if (is_file || std::any_of(catalogue.begin(), catalogue.end(),
                             [&](const CatalogueFile& file) { return file.name == rule; })) {
    return;
  }
  Texts names;
  for (const ArmSource& arm : programmes) {
    names.push_back(arm.name);
  }
  throw UsageError(fmt::format("there is no rule '{}' ('firstcustomer rules' lists them). {}", rule,
                               rule_suggestion(rule, names)));
}

/// The arms that --rules names, of the first file.
std::vector<ArmSource> arms_of_rules(const CompareRequest& request, const ArmReader& reader) {
  const std::vector<ArmSource> known = arms_of_files(reader);
  std::vector<ArmSource> arms;
  for (const std::string& rule : *request.rules) {
    const auto found = std::find_if(known.begin(), known.end(),
                                    [&](const ArmSource& arm) { return arm.name == rule; });
    if (found != known.end()) {
      arms.push_back(*found);
    } else if (rule != no_programme) {
      expect_rule(rule, known);
      arms.push_back(
          {std::filesystem::path(rule).stem().string(), request.files.front(), {}, true, rule});
    }
  }
  return arms;
}

/// All arms, the base first, then no-programme.
std::vector<ArmSource> sources_of(const CompareRequest& request, const ArmReader& reader) {
  std::vector<ArmSource> arms = {{std::string(no_programme), request.files.front(), {}, false}};
  const auto named = request.rules ? arms_of_rules(request, reader) : arms_of_files(reader);
  arms.insert(arms.end(), named.begin(), named.end());
  for (ArmSource arm : request.arms) {
    arm.file = request.files.front();
    arms.push_back(std::move(arm));
  }
  Texts names;
  for (const ArmSource& arm : arms) {
    if (std::find(names.begin(), names.end(), arm.name) != names.end()) {
      throw UsageError(fmt::format("two arms are called '{}'", arm.name));
    }
    names.push_back(arm.name);
  }
  const auto base = std::find(names.begin(), names.end(), request.base);
  if (base == names.end()) {
    throw UsageError(fmt::format("--base takes one of the arms ({}), not '{}'",
                                 fmt::join(names, ", "), request.base));
  }
  const auto place = arms.begin() + (base - names.begin());
  std::rotate(arms.begin(), place, place + 1);
  return arms;
}

/// Where two resolved scenarios differ, as deep as both have maps.
void add_differences(const Node& one, const Node& other, const std::string& path, Texts& paths) {
  if (one.kind != Node::Kind::map || other.kind != Node::Kind::map) {
    if (write_document(one) != write_document(other)) {
      paths.push_back(path);
    }
    return;
  }
  const auto below = [&](const std::string& key) { return path.empty() ? key : path + '.' + key; };
  for (const auto& [key, place, value] : one.entries) {
    const Node* there = other.find(key);
    if (there == nullptr) {
      paths.push_back(below(key));
    } else {
      add_differences(value, *there, below(key), paths);
    }
  }
  for (const auto& [key, place, value] : other.entries) {
    if (one.find(key) == nullptr) {
      paths.push_back(below(key));
    }
  }
}

/// What is meant to differ between files that are compared, and what says nothing.
Node without_what_is_compared(const Scenario& scenario) {
  Node node = without_provenance(scenario.resolved);
  std::erase_if(node.entries, [](const auto& entry) {
    return entry.key == "title" || entry.key == "description" || entry.key == "programme" ||
           entry.key == "standard" || entry.key == "seed";
  });
  return node;
}

void warn_of_other_differences(const ArmReader& reader) {
  const auto& [first, scenario] = reader.files().front();
  for (std::size_t i = 1; i < reader.files().size(); ++i) {
    const auto& [file, other] = reader.files()[i];
    Texts paths;
    add_differences(without_what_is_compared(scenario), without_what_is_compared(other), "", paths);
    if (paths.empty()) {
      continue;
    }
    constexpr std::size_t shown = 3;
    const std::size_t more = paths.size() > shown ? paths.size() - shown : 0;
    paths.resize(std::min(paths.size(), shown));
    fmt::print(stderr,
               "firstcustomer: warning: {} differs from {} in more than programme and standard "
               "({}{}). What is said of its arm is due to that, too?\n",
               file, first, fmt::join(paths, ", "),
               more > 0 ? fmt::format(" and {} more", more) : "");
  }
}

/// A value that a scenario can hold and a reader can remember: five digits, whole for counts.
double rounded(double value, const Unit& unit) {
  return unit.dimension == Dimension::count ? std::round(value)
                                            : std::stod(fmt::format("{:.4e}", value));
}

/// The path that --vary names for an arm: one of its own before one for all.
std::string path_of(const CompareRequest& request, const std::string& arm) {
  std::string path(budget_path);
  std::string own;
  for (const std::string& text : request.vary) {
    const auto colon = text.find(':');
    if (colon == std::string::npos) {
      path = text;
    } else if (text.substr(0, colon) == arm) {
      own = text.substr(colon + 1);
    }
  }
  return own.empty() ? path : own;
}

/// Throws: UsageError for --vary of an arm that there is not.
void check_vary(const CompareRequest& request, const std::vector<ArmRequest>& arms) {
  for (const std::string& text : request.vary) {
    const auto colon = text.find(':');
    if (colon != std::string::npos &&
        std::none_of(arms.begin(), arms.end(),
                     [&](const ArmRequest& arm) { return arm.name == text.substr(0, colon); })) {
      throw UsageError(fmt::format("--vary: there is no arm '{}'", text.substr(0, colon)));
    }
  }
}

/// Moves one number of an arm until its outcome meets the target. Effect: the arm is as matched.
MatchedArm match_arm(const CompareRequest& request, const ArmReader& reader,
                     const ArmSource& source, const std::string& path, std::uint64_t seed,
                     const Matching& matching, ArmRequest& arm) {
  const Currency& currency = *find_currency(arm.scenario.head.currency);
  Case numbers = arm.scenario.numbers;
  const auto lever = number_at(numbers, path);
  if (!lever) {
    throw UsageError(fmt::format(
        "{} has no number at {} that --match could move (--vary names one)", arm.name, path));
  }
  const auto text = [&](double value) {
    return write_quantity(rounded(value, lever->unit), lever->unit, currency);
  };
  const auto moved = [&](double value) {
    return reader.quietly(source, {path + '=' + text(value)});
  };
  const CostOf measure = [&](double value) -> std::optional<double> {
    auto scenario = moved(value);
    if (!scenario) {
      return std::nullopt;
    }
    return mean_for_matching({arm.name, std::move(*scenario)}, seed, matching.outcome,
                             matching.replications, request.lucks, request.threads);
  };
  MatchedArm result{arm.name, path, text(lever->value), "", "", "", {}};
  result.search = match_value(measure, lever->value > 0.0 ? lever->value : 1.0, matching.target);
  result.after = text(result.search.value);
  result.lowest = text(result.search.lowest);
  result.highest = text(result.search.highest);
  arm.scenario = *moved(result.search.value);
  return result;
}

double amount_of(const CompareRequest& request, const Scenario& scenario) {
  const bool is_money = outcome_declarations()[*request.match].kind == OutcomeKind::money;
  const auto read =
      parse_quantity(request.match_value, {is_money ? Dimension::money : Dimension::number},
                     *find_currency(scenario.head.currency));
  if (const auto* error = std::get_if<QuantityError>(&read)) {
    throw UsageError(fmt::format("--match-value: {}", error->problem));
  }
  return std::get<double>(read);
}

/// Effect: arms with a programme, but for the one that is the target, are as matched.
Matching match_arms(const CompareRequest& request, const ArmReader& reader,
                    const std::vector<ArmSource>& sources, std::uint64_t seed,
                    std::vector<ArmRequest>& arms) {
  check_vary(request, arms);
  Matching matching;
  matching.outcome = *request.match;
  matching.replications = request.match_replications;
  if (request.match_value.empty()) {
    const auto target = std::find_if(arms.begin(), arms.end(), [&](const ArmRequest& arm) {
      return request.match_to.empty() ? can_act(Channel::cash, arm.scenario.numbers)
                                      : arm.name == request.match_to;
    });
    if (target == arms.end()) {
      throw UsageError(request.match_to.empty()
                           ? "--match needs an arm with a programme"
                           : fmt::format("--match-to: there is no arm '{}'", request.match_to));
    }
    matching.target_arm = target->name;
    matching.target = mean_for_matching(*target, seed, matching.outcome, matching.replications,
                                        request.lucks, request.threads);
  } else {
    matching.target = amount_of(request, arms.front().scenario);
  }
  for (std::size_t i = 0; i < arms.size(); ++i) {
    if (arms[i].name != matching.target_arm && can_act(Channel::cash, arms[i].scenario.numbers)) {
      matching.arms.push_back(match_arm(request, reader, sources[i], path_of(request, arms[i].name),
                                        seed, matching, arms[i]));
    }
  }
  return matching;
}

/// Reads all arms, and moves what is to be matched. Empty where one cannot be read.
std::optional<Comparison> comparison_of(const CompareRequest& request, ArmReader& reader) {
  for (const std::string& file : request.files) {
    reader.file(file);
  }
  if (reader.exit_code() != success) {
    return std::nullopt;
  }
  warn_of_other_differences(reader);
  const std::vector<ArmSource> sources = sources_of(request, reader);
  Comparison comparison;
  for (const ArmSource& source : sources) {
    if (auto scenario = reader.arm(source)) {
      comparison.arms.push_back({source.name, std::move(*scenario)});
    }
  }
  if (reader.exit_code() != success) {
    return std::nullopt;
  }
  reader.warnings().print();
  expect_use(request.plugin,
             std::any_of(comparison.arms.begin(), comparison.arms.end(),
                         [](const ArmRequest& arm) { return uses_plugin(arm.scenario); }));
  const Scenario& first = reader.files().front().second;
  const auto seed = static_cast<std::uint64_t>(first.head.seed);
  for (const ArmRequest& arm : comparison.arms) {
    if (arm.scenario.head.currency != first.head.currency) {
      throw UsageError(fmt::format("{} counts in {}, the first scenario in {}", arm.name,
                                   arm.scenario.head.currency, first.head.currency));
    }
  }
  if (request.match && !request.dry_run) {
    comparison.matching = match_arms(request, reader, sources, seed, comparison.arms);
  }
  comparison.outcomes = request.outcomes;
  comparison.plan =
      comparison_plan(comparison.arms, request.replications, request.lucks, request.design);
  comparison.plan.seed = seed;
  comparison.plan.contest = Contest{
      request.outcomes.front(), less_is_better(outcome_declarations()[request.outcomes.front()])};
  const bool any_programme =
      std::any_of(comparison.plan.arms.begin(), comparison.plan.arms.end(),
                  [](const Arm& arm) { return can_act(Channel::cash, arm.numbers); });
  if (request.channels && any_programme) {
    add_channels(comparison.plan);
  } else if (request.channels) {
    fmt::print(stderr, "{}", nothing_to_take_apart);
  }
  fmt::print(stderr, "{}", design_warnings(comparison.plan));
  return comparison;
}

void print_plan(const CompareRequest& request, const Comparison& comparison) {
  Texts names;
  for (const ArmRequest& arm : comparison.arms) {
    names.push_back(arm.name);
  }
  fmt::print(
      "{}\n{}\n{} replications ({} cases, {} luck{} each) of {} arms in {} blocks on {} threads, "
      "seed {}, design {}. Nothing was run.\n",
      comparison.arms.front().scenario.head.title, fmt::join(names, ", "),
      grouped(static_cast<double>(comparison.plan.replications), 0), comparison.plan.cases(),
      request.lucks, request.lucks == 1 ? "" : "s", comparison.plan.arms.size(),
      comparison.plan.blocks(), request.threads, comparison.plan.seed,
      design_name(comparison.plan.design));
}

/// The command that replays a replication, with the library where its arm asks for one.
std::string replay_line(const CompareRequest& request, const Comparison& comparison,
                        const Failure& failure) {
  // Arms of channels are called after their arm and a colon, if it is not the only one.
  const std::string name = failure.arm.substr(0, failure.arm.find(':'));
  const auto found = std::find_if(comparison.arms.begin(), comparison.arms.end(),
                                  [&](const ArmRequest& arm) { return arm.name == name; });
  const ArmRequest& arm = found == comparison.arms.end() ? comparison.arms.back() : *found;
  return comparison_replay_line(comparison, failure) +
         (uses_plugin(arm.scenario) ? request.plugin_option : "");
}

}  // namespace

int compare_command(const Invocation& invocation) {
  const auto request = parse_request(invocation);
  if (!request) {
    return success;
  }
  ArmReader reader(*request);
  auto comparison = comparison_of(*request, reader);
  if (!comparison) {
    return reader.exit_code();
  }
  if (request->dry_run) {
    print_plan(*request, *comparison);
    return success;
  }
  if (request->out) {
    prepare_folder(*request->out, request->force ? Existing::replace : Existing::refuse);
  }
  add_beliefs(comparison->plan, request->threads);
  Progress progress(comparison->plan, progress_style(request->quiet));
  const Results results =
      run_plan(comparison->plan, request->threads,
               [&](const BlockResult&, const Results& so_far) { progress.show(so_far); });
  progress.clear();
  if (request->out) {
    write_comparison(*request->out, *comparison, results,
                     {request->command, request->threads, progress.seconds()});
  }
  fmt::print("{}", request->json ? comparison_json(*comparison, results)
                                 : comparison_table(*comparison, results));
  if (request->out && !request->json) {
    fmt::print(
        "\nFiles: {}/ (compare.csv, summary.json, manifest.json, a resolved scenario per "
        "arm)\n",
        *request->out);
  }
  if (results.failed > 0) {
    report_failures(results, [&](const Failure& failure) {
      return replay_line(*request, *comparison, failure);
    });
    return failed_replications;
  }
  return success;
}

}  // namespace firstcustomer::tools
