#include "firstcustomer/experiment/suite_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <limits>

#include "firstcustomer/experiment/compare.hpp"
#include "firstcustomer/experiment/estimates.hpp"
#include "firstcustomer/scenario/document.hpp"
#include "firstcustomer/scenario/quantity.hpp"
#include "firstcustomer/scenario/text_file.hpp"

namespace firstcustomer {
namespace {

using Texts = std::vector<std::string>;

constexpr std::int64_t most_replications = 1'000'000'000;

/// Reads the keys of one map, and says what is wrong with them.
class SuiteReader {
 public:
  SuiteReader(std::string file, Diagnostics& diagnostics)
      : file_(std::move(file)), diagnostics_(diagnostics) {}

  Suite read(const Node& root);

 private:
  void refuse_unknown(const Node& map, const Texts& known, std::string_view where);
  const Node* need(const Node& map, std::string_view key);
  std::string text(const Node& map, std::string_view key);
  std::string text_of(const Node& node, std::string_view what);
  std::int64_t whole(const Node& map, std::string_view key, std::int64_t least, std::int64_t most);
  /// A list of at least one text, none of them twice.
  Texts texts(const Node& map, std::string_view key);
  std::string currency(const Node& root);
  std::vector<SuiteOutcome> outcomes(const Node& root, const Currency& currency);
  SuiteOutcome outcome(const Node& node, const Currency& currency);
  std::optional<double> threshold(const Node& node, const SuiteOutcome& outcome,
                                  const Currency& currency);
  void frontier(const Node& root, Suite& suite);
  std::size_t measure(const Node& map, std::string_view key, const Suite& suite);
  void quantile(const Node& map, Suite& suite);
  void check_lucks(const Node& root, const Suite& suite);

  std::string file_;
  Diagnostics& diagnostics_;
};

void SuiteReader::refuse_unknown(const Node& map, const Texts& known, std::string_view where) {
  for (const Entry& entry : map.entries) {
    if (std::find(known.begin(), known.end(), entry.key) == known.end()) {
      diagnostics_.error(entry.key_place, fmt::format("unknown key '{}' in {}", entry.key, where),
                         "it would be ignored", did_you_mean(entry.key, known));
    }
  }
}

const Node* SuiteReader::need(const Node& map, std::string_view key) {
  const Node* found = map.find(key);
  if (found == nullptr) {
    diagnostics_.error(map.place, fmt::format("'{}' is missing", key));
  }
  return found;
}

std::string SuiteReader::text_of(const Node& node, std::string_view what) {
  if (node.kind == Node::Kind::scalar) {
    return node.text;
  }
  diagnostics_.error(node.place, fmt::format("'{}' should be a text, not {}", what, kind_of(node)));
  return "";
}

std::string SuiteReader::text(const Node& map, std::string_view key) {
  const Node* found = need(map, key);
  return found == nullptr ? "" : text_of(*found, key);
}

std::int64_t SuiteReader::whole(const Node& map, std::string_view key, std::int64_t least,
                                std::int64_t most) {
  const Node* found = need(map, key);
  if (found == nullptr) {
    return least;
  }
  std::int64_t value = 0;
  const char* end = found->text.data() + found->text.size();
  const auto read = std::from_chars(found->text.data(), end, value);
  if (found->kind != Node::Kind::scalar || read.ec != std::errc{} || read.ptr != end ||
      value < least || value > most) {
    diagnostics_.error(found->place, fmt::format("'{}' should be a whole number from {} to {}, not "
                                                 "{}",
                                                 key, least, most, kind_of(*found)));
    return least;
  }
  return value;
}

Texts SuiteReader::texts(const Node& map, std::string_view key) {
  const Node* found = need(map, key);
  if (found == nullptr) {
    return {};
  }
  if (found->kind != Node::Kind::list || found->items.empty()) {
    diagnostics_.error(
        found->place,
        fmt::format("'{}' should be a list, not {}", key,
                    found->items.empty() && found->kind == Node::Kind::list ? "an empty one"
                                                                            : kind_of(*found)));
    return {};
  }
  Texts all;
  for (const Node& item : found->items) {
    const std::string one = text_of(item, key);
    if (std::find(all.begin(), all.end(), one) != all.end()) {
      diagnostics_.error(item.place, fmt::format("'{}' stands in '{}' already", one, key));
    }
    all.push_back(one);
  }
  return all;
}

std::string SuiteReader::currency(const Node& root) {
  const Node* found = root.find("currency");
  if (found == nullptr) {
    return "GBP";
  }
  if (find_currency(found->text) == nullptr) {
    diagnostics_.error(found->place, fmt::format("there is no currency {}", kind_of(*found)));
    return "GBP";
  }
  return found->text;
}

std::optional<double> SuiteReader::threshold(const Node& node, const SuiteOutcome& outcome,
                                             const Currency& currency) {
  const bool more = outcome.better == Preference::more;
  const std::string_view key = more ? "at_least" : "at_most";
  const std::string_view other = more ? "at_most" : "at_least";
  if (const Entry* wrong = node.find_entry(other)) {
    diagnostics_.error(wrong->key_place,
                       fmt::format("'{}' does not suit an outcome of which more is {}", other,
                                   more ? "better" : "worse"),
                       "what is enough is a bound on the bad side",
                       fmt::format("Write '{}'?", key));
  }
  const Node* found = node.find(key);
  if (found == nullptr) {
    return std::nullopt;
  }
  const OutcomeKind kind = declaration_of(outcome).kind;
  const Dimension dimension = kind == OutcomeKind::money         ? Dimension::money
                              : kind == OutcomeKind::probability ? Dimension::share
                                                                 : Dimension::number;
  const auto read = parse_quantity(text_of(*found, key), {dimension}, currency);
  if (const auto* error = std::get_if<QuantityError>(&read)) {
    diagnostics_.error(found->place, error->problem, error->reason, error->suggestion);
    return std::nullopt;
  }
  return std::get<double>(read);
}

SuiteOutcome SuiteReader::outcome(const Node& node, const Currency& currency) {
  SuiteOutcome read;
  refuse_unknown(node, {"name", "better", "at_least", "at_most"}, "an outcome");
  const Node* name = need(node, "name");
  if (name != nullptr) {
    const std::string written = text_of(*name, "name");
    const auto found = find_outcome(written);
    if (!found) {
      diagnostics_.error(name->place, fmt::format("there is no outcome '{}'", written), "",
                         outcome_suggestion(written));
    }
    read.outcome = found.value_or(0);
  }
  const Node* better = need(node, "better");
  if (better != nullptr) {
    if (better->text != "more" && better->text != "less") {
      diagnostics_.error(better->place,
                         fmt::format("'better' should be more or less, not {}", kind_of(*better)));
    }
    read.better = better->text == "less" ? Preference::less : Preference::more;
  }
  if (name != nullptr && better != nullptr) {
    read.enough = threshold(node, read, currency);
  }
  return read;
}

std::vector<SuiteOutcome> SuiteReader::outcomes(const Node& root, const Currency& currency) {
  const Node* found = need(root, "outcomes");
  std::vector<SuiteOutcome> all;
  if (found == nullptr) {
    return all;
  }
  if (found->kind != Node::Kind::list || found->items.empty()) {
    diagnostics_.error(found->place, "'outcomes' should be a list of at least one outcome", "",
                       "Write '- {name: qualified_suppliers, better: more}'.");
    return all;
  }
  for (const Node& item : found->items) {
    if (item.kind != Node::Kind::map) {
      diagnostics_.error(item.place,
                         fmt::format("an outcome should be a map, not {}", kind_of(item)), "",
                         "Write '- {name: qualified_suppliers, better: more}'.");
      continue;
    }
    all.push_back(outcome(item, currency));
    if (std::any_of(all.begin(), all.end() - 1, [&](const SuiteOutcome& other) {
          return other.outcome == all.back().outcome;
        })) {
      diagnostics_.error(item.place, "two outcomes are the same");
    }
  }
  return all;
}

std::size_t SuiteReader::measure(const Node& map, std::string_view key, const Suite& suite) {
  const Node* found = need(map, key);
  if (found == nullptr) {
    return 0;
  }
  const std::string written = text_of(*found, key);
  const auto outcome = find_outcome(written);
  Texts known;
  for (std::size_t i = 0; i < suite.outcomes.size(); ++i) {
    if (outcome && suite.outcomes[i].outcome == *outcome) {
      return i;
    }
    known.emplace_back(declaration_of(suite.outcomes[i]).name);
  }
  diagnostics_.error(found->place, fmt::format("'{}' is none of the suite's outcomes", written),
                     fmt::format("there are {}", fmt::join(known, ", ")),
                     did_you_mean(written, known));
  return 0;
}

void SuiteReader::quantile(const Node& map, Suite& suite) {
  const Node* found = need(map, "quantile");
  if (found == nullptr) {
    return;
  }
  Texts known;
  for (const QuantileName& one : quantile_names) {
    known.emplace_back(one.name);
  }
  suite.quantile = text_of(*found, "quantile");
  if (std::find(known.begin(), known.end(), suite.quantile) == known.end()) {
    diagnostics_.error(found->place, fmt::format("there is no quantile '{}'", suite.quantile),
                       fmt::format("there are {}", fmt::join(known, ", ")));
  }
}

void SuiteReader::frontier(const Node& root, Suite& suite) {
  const Node* found = need(root, "frontier");
  if (found == nullptr || suite.outcomes.empty()) {
    return;
  }
  if (found->kind != Node::Kind::map) {
    diagnostics_.error(found->place,
                       fmt::format("'frontier' should be a map, not {}", kind_of(*found)));
    return;
  }
  refuse_unknown(*found, {"effect", "cost", "tail", "quantile"}, "frontier");
  suite.frontier = {measure(*found, "effect", suite), measure(*found, "cost", suite),
                    measure(*found, "tail", suite)};
  quantile(*found, suite);
  const SuiteOutcome& tail = suite.outcomes[suite.frontier.tail];
  if (found->find("tail") != nullptr && !has_quantiles(declaration_of(tail))) {
    diagnostics_.error(found->find("tail")->place,
                       fmt::format("'{}' has no tail", declaration_of(tail).name),
                       "it is a probability, which is 0 or 1 in every replication");
  }
}

void SuiteReader::check_lucks(const Node& root, const Suite& suite) {
  const Node* lucks = root.find("lucks");
  if (lucks != nullptr && root.find("replications") != nullptr &&
      (block_size % suite.lucks != 0 || suite.replications % suite.lucks != 0)) {
    diagnostics_.error(lucks->place,
                       fmt::format("'lucks' should divide {} and the replications", block_size));
  }
}

Suite SuiteReader::read(const Node& root) {
  Suite suite;
  refuse_unknown(root,
                 {"suite", "title", "scenarios", "rules", "outcomes", "frontier", "currency",
                  "seed", "replications", "lucks"},
                 "the suite");
  suite.version = whole(root, "suite", 1, 1'000'000);
  suite.title = text(root, "title");
  for (const std::string& scenario : texts(root, "scenarios")) {
    suite.scenarios.push_back(beside(file_, scenario));
  }
  for (const std::string& rule : texts(root, "rules")) {
    suite.rules.push_back(rule_title(rule) == rule ? rule : beside(file_, rule));
  }
  suite.currency = currency(root);
  suite.outcomes = outcomes(root, *find_currency(suite.currency));
  frontier(root, suite);
  suite.seed = whole(root, "seed", 0, std::numeric_limits<std::int64_t>::max());
  suite.replications = whole(root, "replications", 1, most_replications);
  suite.lucks = whole(root, "lucks", 1, block_size);
  check_lucks(root, suite);
  return suite;
}

}  // namespace

std::string rule_title(const std::string& rule) {
  const bool is_path = rule.find('/') != std::string::npos || rule.ends_with(".yaml");
  return is_path ? std::filesystem::path(rule).stem().string() : rule;
}

std::string scenario_title(const std::string& scenario) {
  return std::filesystem::path(scenario).stem().string();
}

std::optional<Suite> read_suite(const std::string& name, const std::string& text,
                                Diagnostics& diagnostics) {
  const std::size_t source = diagnostics.add_source(name, text);
  const auto root = parse_document(source, text, diagnostics);
  if (!root) {
    return std::nullopt;
  }
  if (root->kind != Node::Kind::map) {
    diagnostics.error({source, 0, 0, 1}, "not a suite", "a suite is a map of keys");
    return std::nullopt;
  }
  Suite suite = SuiteReader(name, diagnostics).read(*root);
  return diagnostics.errors() == 0 ? std::optional(std::move(suite)) : std::nullopt;
}

}  // namespace firstcustomer
