#include "firstcustomer/scenario/describe.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "scenario/small_scenario.hpp"

namespace firstcustomer {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using testing::facility_scenario;
using testing::FieldKind;
using ::testing::Not;
using testing::read_text;
using testing::ReadScenario;
using testing::recorded;
using testing::RecordedField;
using testing::small_scenario;
using testing::uk_scenario;
using testing::whole_scenario;
using testing::with;

std::vector<std::string> paths(const std::vector<RecordedField>& fields) {
  std::vector<std::string> result;
  for (const RecordedField& field : fields) {
    result.push_back(field.path);
  }
  return result;
}

std::vector<RecordedField> fields_of(const Scenario& scenario) {
  std::vector<RecordedField> fields = recorded(scenario.head);
  const std::vector<RecordedField> numbers = recorded(scenario.numbers);
  fields.insert(fields.end(), numbers.begin(), numbers.end());
  const std::vector<RecordedField> correlations = recorded(scenario.correlations);
  fields.insert(fields.end(), correlations.begin(), correlations.end());
  return fields;
}

bool is_number(const RecordedField& field) {
  return field.kind == FieldKind::number || field.kind == FieldKind::numbers ||
         field.kind == FieldKind::law;
}

/// The value at a path of a document; null if there is none.
const Node* node_at(const Node& root, std::string_view path) {
  const Node* node = &root;
  while (node != nullptr) {
    const auto dot = path.find('.');
    const std::string key(path.substr(0, dot));
    if (node->kind == Node::Kind::list) {
      const std::size_t index = std::stoul(key);
      node = index < node->items.size() ? &node->items[index] : nullptr;
    } else {
      const Node* list = node->find("value");  // a list may be wrapped
      const bool in_list = list != nullptr && list->kind == Node::Kind::list;
      node = in_list && std::stoul(key) < list->items.size() ? &list->items[std::stoul(key)]
                                                             : node->find(key);
    }
    if (dot == std::string_view::npos) {
      return node;
    }
    path.remove_prefix(dot + 1);
  }
  return nullptr;
}

/// The paths of a document down to the fields; provenance is no field.
void add_paths(const Node& node, const std::string& path, const std::set<std::string>& fields,
               std::set<std::string>& found) {
  const auto add = [&](const std::string& key, const Node& value) {
    const std::string inner = path.empty() ? key : path + "." + key;
    if (fields.contains(inner)) {
      found.insert(inner);
    }
    const bool leaf = value.kind == Node::Kind::scalar;
    if (leaf && !fields.contains(inner)) {
      found.insert("not described: " + inner);
    }
    // A wrapped number or a law is one value.
    const bool one_value =
        value.kind == Node::Kind::map && !value.entries.empty() &&
        std::any_of(value.entries.begin(), value.entries.end(), [](const Entry& entry) {
          const auto laws = law_descriptions();
          return entry.key == "value" ||
                 std::any_of(laws.begin(), laws.end(),
                             [&](const LawDescription& law) { return law.name == entry.key; });
        });
    const Node* list = value.find("value");  // wrapped
    if (list != nullptr && list->kind == Node::Kind::list) {
      add_paths(*list, inner, fields, found);
    } else if (!leaf && !one_value) {
      add_paths(value, inner, fields, found);
    }
  };
  for (const Entry& entry : node.entries) {
    if (entry.key != "source" && entry.key != "grade" && entry.key != "note") {
      add(entry.key, entry.value);
    }
  }
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    add(std::to_string(i), node.items[i]);
  }
}

std::set<std::string> paths_of_document(const Node& root,
                                        const std::vector<RecordedField>& fields) {
  const std::vector<std::string> names = paths(fields);
  std::set<std::string> found;
  add_paths(root, "", {names.begin(), names.end()}, found);
  return found;
}

/// Scenarios that together use every branch of the description.
/// The whole language with private demand that clears.
std::string clearing_scenario() {
  return with(
      "  private_demand: {present_value: {lognormal: {median: £40m, sigma: 1.2}}, return: 12 "
      "%/year, lasts: 4 years, deployed_multiple: 1.4}\n"
      "  frontier_purchase: {unit_price: £30k per unit}\n",
      "  frontier_purchase: {unit_price: £30k per unit, growth: 3 %/year}\n"
      "  unit_price: {level: £20k per unit}\n"
      "  incumbents: {price_response: 0.5, foreign_capacity: [{on: 2027-01-01, accelerators: 9}], "
      "lead_time_elasticity: 0.2}\n"
      "  clearing: {segments: {all: {size: £80m}}}\n",
      whole_scenario);
}

std::vector<std::string> all_branches() {
  const std::string lower = with("{unit: tokens/J}", "{unit: tokens/J, better: lower}",
                                 with("at_least: 12 tokens/J", "at_most: 12 tokens/J"));
  return {
      uk_scenario(),
      std::string(whole_scenario),
      clearing_scenario(),
      with("behaviour: {mode: heuristic, signals: yes, entry: yes}", "behaviour: {}",
           with("  announced: 2025-11-21\n", "  promised: no\n", whole_scenario)),
      with(", selection: ranked", ", selection: lottery",
           with("  assessment: {before_prototype: 0.8, with_prototype: 0.4, qualified: 0.2}\n", "",
                whole_scenario)),
      with(", selection: ranked",
           ", selection: ranked, shares: [60 %, 40 %], held_open: 12 months, diverse: yes",
           whole_scenario),
      std::string(small_scenario),
      with("programme:\n", "programme:\n  allocation: {superiority: {protection: 6 months}}\n"),
      facility_scenario(),
      lower,
      with("{at_least: 12 tokens/J}", "{of: frontier, at_least: 0.8, fixed: test}"),
      with("{at_least: 12 tokens/J}",
           "{of: frontier, at_least: 0.8, fixed: date, fixed_on: 2027-01-01}"),
      with("    cash: £4m\n", "    parent_funded: yes\n", with("    next_round: seed\n", "")),
      with("    remaining: 6 months\n", "    begun: no\n"),
      with("  fund:\n", "  fund:\n    prices_follow: price_index\n    indexation: 2 %/year\n"),
      with("cash: £4m", "cash: {uniform: {low: £3m, high: £5m}}") +
          "correlations:\n  - {between: [programme.fund.budget, firms.alpha.cash], rank: 0.5}\n",
      with("size: {lognormal: {median: £5m, sigma: 0.7}}",
           "size: {lognormal: {median: {uniform: {low: £4m, high: £6m}}, sigma: 0.7}}")};
}

/// Without items nothing is described.
constexpr const char* empty_lists[] = {"programme.allocation.shares",
                                       "programme.fund.fiscal_year_caps"};

TEST(Description, ReachesEveryNumberThatIsAssumed) {
  for (const std::string& text : all_branches()) {
    const ReadScenario read = read_text(text);
    std::vector<std::string> described;
    for (const RecordedField& field : fields_of(*read)) {
      if (is_number(field)) {
        described.push_back(field.path);
      }
    }
    // An uncertain parameter follows its law and is no field of its own.
    const auto of_a_law = [&](const std::string& path) {
      return std::any_of(described.begin(), described.end(),
                         [&](const std::string& field) { return path.starts_with(field + "."); });
    };
    std::erase(described, "seed");  // the head assumes nothing
    std::vector<std::string> assumed;
    for (const Assumption& assumption : read->assumptions) {
      if (!of_a_law(assumption.path) && assumption.kind != ValueKind::date) {
        assumed.push_back(assumption.path);
      }
    }
    for (const char* empty_list : empty_lists) {
      std::erase(assumed, empty_list);
    }
    EXPECT_EQ(assumed, described) << "the same fields in the same order";
  }
}

TEST(Description, ReachesEveryFieldOfTheResolvedDocument) {
  for (const std::string& text : all_branches()) {
    const ReadScenario read = read_text(text);
    const std::vector<RecordedField> fields = fields_of(*read);
    const std::vector<std::string> described = paths(fields);
    std::set<std::string> written = paths_of_document(read->resolved, fields);
    for (const char* empty_list : empty_lists) {
      written.erase("not described: " + std::string(empty_list));
    }
    EXPECT_EQ(written, std::set<std::string>(described.begin(), described.end()));
    for (const RecordedField& field : fields) {
      EXPECT_NE(node_at(read->resolved, field.path), nullptr) << field.path;
    }
  }
}

TEST(Description, NamesEveryFieldOnce) {
  for (const std::string& text : all_branches()) {
    const std::vector<std::string> all = paths(fields_of(*read_text(text)));
    EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), all.size());
  }
}

TEST(Description, KnowsTheFieldsOfTheUkScenario) {
  const std::vector<std::string> all = paths(fields_of(*read_text(uk_scenario())));
  EXPECT_GT(all.size(), 300U);
  for (const std::string path : {"title",
                                 "seed",
                                 "currency",
                                 "start",
                                 "horizon",
                                 "appraisal.price_base",
                                 "appraisal.base_date",
                                 "appraisal.deflator.1.from",
                                 "appraisal.deflator.1.growth",
                                 "appraisal.discount.0.rate",
                                 "benchmarks.efficiency.unit",
                                 "benchmarks.efficiency.better",
                                 "frontier.efficiency.on",
                                 "standard.thresholds.efficiency.fixed_on",
                                 "standard.deadline",
                                 "technologies.sram-5nm.stages.bring-up.success.3",
                                 "technologies.sram-5nm.stages.qualification.decided_by",
                                 "technologies.chiplet-12nm.supply.unit_cost",
                                 "finance.rounds.series-a.then",
                                 "finance.market",
                                 "firms.optical-decode.cash",
                                 "firms.former-champion.domestic",
                                 "programme.name",
                                 "programme.eligibility.max_share_per_firm",
                                 "programme.contract.0.pay",
                                 "programme.fund.budget",
                                 "programme.fund.payment_terms",
                                 "programme.strength.cancel_hazard",
                                 "facilities.laboratory.capacity",
                                 "technologies.sram-5nm.stages.qualification.facility"}) {
    EXPECT_THAT(all, Contains(path));
  }
}

TEST(Description, HelpsWithEveryField) {
  for (const std::string& text : all_branches()) {
    for (const RecordedField& field : fields_of(*read_text(text))) {
      EXPECT_FALSE(field.help.empty()) << field.path;
      EXPECT_TRUE(field.help.ends_with('.')) << field.path << ": " << field.help;
    }
  }
}

TEST(Description, GivesDefaultsThatItsFieldsCanRead) {
  const Currency& pounds = *find_currency("GBP");
  int defaults = 0;
  for (const std::string& text : all_branches()) {
    for (const RecordedField& field : fields_of(*read_text(text))) {
      if (field.fallback.empty()) {
        continue;
      }
      ++defaults;
      if (field.kind == FieldKind::word) {
        EXPECT_THAT(field.words, Contains(field.fallback)) << field.path;
      } else if (is_number(field)) {
        std::string written = field.fallback;
        if (written == "none" && field.number.may_be_none) {
          continue;
        }
        if (field.kind == FieldKind::numbers) {
          ASSERT_TRUE(written.starts_with('[') && written.ends_with(']')) << field.path;
          written = written.substr(1, written.size() - 2);
        }
        if (written == "0" && field.number.unit.dimension == Dimension::money) {
          written = "£0";  // in the scenario's own currency
        }
        if (!field.number.same_as.empty()) {
          EXPECT_EQ(written, same_as_text(field.number.same_as)) << field.path;
          continue;
        }
        const auto value = parse_quantity(written, field.number.unit, pounds);
        ASSERT_TRUE(std::holds_alternative<double>(value)) << field.path << ": " << written;
        const Range& range = field.number.range;
        const double number = std::get<double>(value);
        EXPECT_TRUE(range.low_included ? number >= range.low : number > range.low) << field.path;
        EXPECT_LE(number, range.high) << field.path;
      }
    }
  }
  EXPECT_GT(defaults, 50);
}

TEST(Description, UsesNoKeyThatSpeaksOfAValue) {
  std::set<std::string> reserved = {"value", "source", "grade", "note"};
  for (const LawDescription& law : law_descriptions()) {
    reserved.insert(std::string(law.name));
  }
  for (const std::string& text : all_branches()) {
    for (const std::string& path : paths(fields_of(*read_text(text)))) {
      EXPECT_FALSE(reserved.contains(path.substr(path.rfind('.') + 1))) << path;
    }
  }
}

TEST(Description, BoundsEveryNumber) {
  for (const std::string& text : all_branches()) {
    for (const RecordedField& field : fields_of(*read_text(text))) {
      const bool correlation = field.path.starts_with("correlations.");
      const bool wanders = field.path.starts_with("market.unit_price.") ||
                           field.path.starts_with("market.clearing.segments.") ||
                           field.path == "market.frontier_purchase.growth";
      if (is_number(field)) {
        const bool deflation = field.path.ends_with(".growth");  // prices may fall
        EXPECT_GE(field.number.range.low, correlation ? -1.0
                                          : wanders   ? -10.0  // continuously
                                          : deflation ? -0.5
                                                      : 0.0)
            << field.path << ": nothing else is negative";
      }
      const bool ratio = field.path.find(".thresholds.") != std::string::npos ||
                         field.path.ends_with(".match") || field.path.ends_with(".margin") ||
                         wanders;  // may exceed 1
      if (is_number(field) && field.number.unit.dimension == Dimension::share && !ratio) {
        EXPECT_EQ(field.number.range.high, 1.0) << field.path;
      }
    }
  }
}

constexpr double none = std::numeric_limits<double>::infinity();

struct Limits {
  std::string_view path;
  Dimension dimension;
  double low;
  bool low_included;
  double high;
};

void expect_limits(std::span<const Limits> table, const std::vector<RecordedField>& fields) {
  for (const Limits& row : table) {
    const auto field = std::find_if(fields.begin(), fields.end(), [&](const RecordedField& each) {
      return each.path == row.path;
    });
    ASSERT_NE(field, fields.end()) << row.path;
    EXPECT_EQ(field->number.unit.dimension, row.dimension) << row.path;
    EXPECT_EQ(field->number.range.low, row.low) << row.path;
    EXPECT_EQ(field->number.range.low_included, row.low_included) << row.path;
    // A count may be limited to what a count can hold.
    if (row.high != none || row.dimension != Dimension::count) {
      EXPECT_EQ(field->number.range.high, row.high) << row.path;
    }
  }
}

TEST(Description, LimitsEachNumber) {
  const Limits table[] = {
      {"appraisal.deflator.0.growth", Dimension::rate, -0.5, true, 10},
      {"appraisal.discount.0.rate", Dimension::rate, 0, true, 1},
      {"appraisal.discount.1.after", Dimension::count, 1, true, 1000},
      {"benchmarks.speed.noise", Dimension::number, 0, true, 5},
      {"frontier.speed.level", Dimension::benchmark, 0, false, none},
      {"frontier.speed.annual_growth", Dimension::number, 0, false, none},
      {"standard.thresholds.speed.at_least", Dimension::benchmark, 0, false, none},
      {"standard.attempts", Dimension::count, 1, true, 100},
      {"standard.retest_after", Dimension::time, 0, true, none},
      {"technologies.chip.slip", Dimension::number, 0, false, none},
      {"technologies.chip.relative_performance", Dimension::number, 0, false, none},
      {"technologies.chip.stages.design.duration", Dimension::time, 0, true, none},
      {"technologies.chip.stages.design.cost", Dimension::money, 0, true, none},
      {"technologies.chip.stages.design.keeps_runway", Dimension::time, 0, true, none},
      {"technologies.chip.stages.design.success.0", Dimension::share, 0, true, 1},
      {"technologies.chip.stages.design.repeat_duration", Dimension::time, 0, true, none},
      {"technologies.chip.stages.design.repeat_cost", Dimension::money, 0, true, none},
      {"technologies.chip.supply.lead_time", Dimension::time, 0, true, none},
      {"technologies.chip.supply.units_per_month", Dimension::count, 1, true, none},
      {"technologies.chip.supply.unit_cost", Dimension::money_per_unit, 0, true, none},
      {"finance.market", Dimension::number, 0, true, none},
      {"finance.closing", Dimension::time, 0, true, none},
      {"finance.attempts", Dimension::count, 1, true, 100},
      {"finance.round_lasts", Dimension::time, 0, false, none},
      {"finance.rounds.seed.graduation", Dimension::share, 0, true, 1},
      {"finance.rounds.seed.size", Dimension::money, 0, false, none},
      {"finance.rounds.seed.starts_at_runway", Dimension::time, 0, true, none},
      {"firms.alpha.remaining", Dimension::time, 0, true, none},
      {"firms.alpha.burn", Dimension::money_per_time, 0, true, none},
      {"firms.alpha.cash", Dimension::money, 0, true, none},
      {"programme.eligibility.max_share_per_firm", Dimension::share, 0, true, 1},
      {"programme.contract.0.pay", Dimension::money_per_unit, 0, false, none},
      {"programme.contract.0.up_to", Dimension::count, 1, true, none},
      {"programme.fund.budget", Dimension::money, 0, true, none},
      {"programme.fund.payment_terms", Dimension::time, 0, true, none},
      {"programme.strength.cancel_hazard", Dimension::rate, 0, true, none},
      {"facilities.laboratory.capacity", Dimension::count, 1, true, 1e6},
      {"facilities.shuttle.capacity", Dimension::count, 1, true, 1e6},
      {"correlations.0.rank", Dimension::number, -1, true, 1},
      {"facilities.shuttle.months_between", Dimension::count, 1, true, 1200},
  };
  expect_limits(
      table, fields_of(*read_text(
                 with("cash: £4m", "cash: {uniform: {low: £3m, high: £5m}}", facility_scenario()) +
                 "correlations:\n"
                 "  - {between: [programme.fund.budget, firms.alpha.cash], rank: 0.5}\n")));
}

TEST(Description, LimitsEachNumberOfTheWholeLanguage) {
  const Limits table[] = {
      {"benchmarks.speed.gaming_bias", Dimension::number, 0, true, 5},
      {"frontier.speed.launches.gap", Dimension::time, 0, false, none},
      {"frontier.speed.launches.jump", Dimension::number, 0, false, none},
      {"frontier.speed.launches.noise", Dimension::number, 0, true, 5},
      {"standard.tightness", Dimension::share, 0, true, 1},
      {"technologies.chip.viability.class", Dimension::share, 0, true, 1},
      {"technologies.chip.maturity.at_most", Dimension::number, 1, true, none},
      {"technologies.chip.maturity.half_time", Dimension::time, 0, false, none},
      {"technologies.chip.generations.at_most", Dimension::count, 1, true, 10},
      {"technologies.chip.generations.experience", Dimension::number, 0, false, none},
      {"technologies.chip.supply.unit_size", Dimension::number, 0, false, none},
      {"technologies.chip.stages.bring-up.burn_multiple", Dimension::number, 0, true, none},
      {"technologies.chip.stages.bring-up.demonstrable", Dimension::share, 0, true, 1},
      {"technologies.chip.stages.design.reuse", Dimension::share, 0, true, 1},
      {"finance.rounds.seed.acquisition_hazard", Dimension::rate, 0, true, none},
      {"finance.signals.award", Dimension::number, 0, false, none},
      {"finance.signals.miss", Dimension::number, 0, false, none},
      {"finance.signals.half_life", Dimension::time, 0, false, none},
      {"finance.signals.reference_budget", Dimension::money, 0, false, none},
      {"finance.bridge.probability", Dimension::share, 0, true, 1},
      {"finance.bridge.lasts", Dimension::time, 0, false, none},
      {"finance.exits.pivot_hazard", Dimension::rate, 0, true, none},
      {"finance.exits.acquihires", Dimension::share, 0, true, 1},
      {"firms.alpha.age", Dimension::time, 0, true, none},
      {"firms.alpha.in_scope", Dimension::share, 0, true, 1},
      {"firms.alpha.raises.0.size", Dimension::money, 0, true, none},
      {"firms.alpha.raises.1.burn", Dimension::money_per_time, 0, true, none},
      {"firms.alpha.respins.mean", Dimension::number, 0, true, none},
      {"entry.age", Dimension::time, 0, true, none},
      {"entry.rate", Dimension::rate, 0, true, none},
      {"entry.ceiling", Dimension::number, 1, true, none},
      {"entry.elasticity", Dimension::number, 0, true, none},
      {"entry.technologies.chip.weight", Dimension::number, 0, false, none},
      {"entry.remaining", Dimension::time, 0, true, none},
      {"entry.cash", Dimension::money, 0, true, none},
      {"entry.burn", Dimension::money_per_time, 0, true, none},
      {"market.private_demand.present_value", Dimension::money, 0, false, none},
      {"market.private_demand.return", Dimension::rate, 0, true, none},
      {"market.private_demand.lasts", Dimension::time, 0, false, none},
      {"market.private_demand.deployed_multiple", Dimension::number, 0, true, none},
      {"market.frontier_purchase.unit_price", Dimension::money_per_unit, 0, false, none},
      {"programme.allocation.months_between", Dimension::count, 1, true, 1200},
      {"programme.allocation.suppliers", Dimension::count, 1, true, 1e6},
      {"programme.assessment.before_prototype", Dimension::number, 0, true, none},
      {"programme.contract.0.pay", Dimension::share, 0, true, 1},
      {"programme.contract.1.pay", Dimension::money, 0, true, none},
      {"programme.contract.1.due", Dimension::time, 0, false, none},
      {"programme.contract.1.grace", Dimension::time, 0, true, none},
      {"programme.contract.1.match", Dimension::share, 0, true, none},
      {"programme.contract.2.supplier_share", Dimension::share, 0, true, 1},
      {"programme.contract.3.recover", Dimension::share, 0, true, 1},
      {"programme.contract.3.excused", Dimension::share, 0, true, 1},
  };
  expect_limits(table, fields_of(*read_text(std::string(whole_scenario))));
}

TEST(Description, LimitsEachNumberOfClearingAndIncumbents) {
  const std::string segment = "market.clearing.segments.all.";
  const std::string size = segment + "size", growth = segment + "growth";
  const std::string volatility = segment + "volatility", sensitivity = segment + "sensitivity";
  const std::string switching = segment + "switching_advantage";
  const std::string software = segment + "software_advantage";
  const Limits table[] = {
      {size, Dimension::money, 0, true, none},
      {growth, Dimension::rate, -10, true, none},
      {volatility, Dimension::share, 0, true, 5},
      {sensitivity, Dimension::number, 0, true, 100},
      {switching, Dimension::number, 0, false, none},
      {software, Dimension::number, 1, true, none},
      {"market.clearing.deployed_multiple", Dimension::number, 0, false, none},
      {"market.clearing.reference_half_life", Dimension::time, 0, false, none},
      {"market.clearing.certified_multiple", Dimension::number, 0, true, none},
      {"market.frontier_purchase.growth", Dimension::rate, -10, true, none},
      {"market.incumbents.price_response", Dimension::number, 0, true, 10},
      {"market.incumbents.foreign_capacity.0.accelerators", Dimension::count, 0, true, none},
      {"market.incumbents.reference_capacity", Dimension::count, 1, true, none},
      {"market.incumbents.lead_time_elasticity", Dimension::number, 0, true, 10},
      {"market.incumbents.talent_cost", Dimension::share, 0, true, 1},
  };
  const auto read = read_text(clearing_scenario());
  expect_limits(table, fields_of(*read));
}

TEST(Description, ChangesNothingByItself) {
  ReadScenario read = read_text(uk_scenario());
  const auto before = testing::values_of(read->numbers);
  Case numbers = read->numbers;
  std::vector<RecordedField> fields;
  testing::Recorder recorder(fields);
  describe(recorder, numbers);
  describe(recorder, numbers);
  EXPECT_EQ(testing::values_of(numbers), before);
}

// ---- Fields that others decide on ----

TEST(Description, OfAThresholdFollowsTheBenchmark) {
  const std::vector<Benchmark> benchmarks = {{"speed", "tokens/J", Better::higher, 0.0},
                                             {"delay", "ms", Better::lower, 0.0}};
  Standard standard;
  standard.thresholds = {{"speed", ThresholdOf::level, 1.0, FrontierOn::test, {}},
                         {"delay", ThresholdOf::level, 1.0, FrontierOn::test, {}},
                         {"delay", ThresholdOf::frontier, 1.0, FrontierOn::test, {}},
                         {"speed", ThresholdOf::frontier, 1.0, FrontierOn::date, {}}};
  const std::vector<RecordedField> fields = recorded(standard, benchmarks);
  const std::vector<std::string> all = paths(fields);
  EXPECT_THAT(
      std::vector<std::string>(all.begin(), all.end() - 4),
      ElementsAre("thresholds", "thresholds.speed.of", "thresholds.speed.at_least",
                  "thresholds.speed.rises", "thresholds.delay.of", "thresholds.delay.at_most",
                  "thresholds.delay.rises", "thresholds.delay.of", "thresholds.delay.at_least",
                  "thresholds.delay.fixed", "thresholds.delay.lag", "thresholds.speed.of",
                  "thresholds.speed.at_least", "thresholds.speed.fixed",
                  "thresholds.speed.fixed_on", "thresholds.speed.lag"));
  EXPECT_EQ(fields[2].number.unit.dimension, Dimension::benchmark);
  EXPECT_EQ(fields[2].number.unit.noun, "tokens/J");
  EXPECT_EQ(fields[5].number.unit.noun, "ms");
  EXPECT_EQ(fields[8].number.unit.dimension, Dimension::share) << "0.8 or 80 % of the frontier";
}

TEST(Description, OfAStageFollowsWhatDecidesIt) {
  const auto keys = [](DecidedBy decided_by, OnFailure on_failure) {
    Technology technology;
    Stage stage;
    stage.name = "s";
    stage.decided_by = decided_by;
    stage.on_failure = on_failure;
    stage.success = {0.5, 1.0};
    technology.stages = {stage};
    std::vector<std::string> result;
    for (const std::string& path : paths(recorded(technology))) {
      if (path.starts_with("stages.s.")) {
        result.push_back(path.substr(9));
      }
    }
    return result;
  };
  EXPECT_THAT(keys(DecidedBy::chance, OnFailure::end),
              ElementsAre("duration", "cost", "keeps_runway", "facility", "burn_multiple", "reuse",
                          "decided_by", "success.0", "success.1", "on_failure", "prototype"));
  EXPECT_THAT(keys(DecidedBy::chance, OnFailure::repeat),
              ElementsAre("duration", "cost", "keeps_runway", "facility", "burn_multiple", "reuse",
                          "decided_by", "success.0", "success.1", "on_failure", "prototype",
                          "repeat_duration", "repeat_cost", "planned_repeat"));
  EXPECT_THAT(keys(DecidedBy::chance, OnFailure::return_to), Contains("return_to"));
  EXPECT_THAT(keys(DecidedBy::standard, OnFailure::end),
              ElementsAre("duration", "cost", "keeps_runway", "facility", "burn_multiple", "reuse",
                          "decided_by", "repeat_duration", "repeat_cost"));
}

/// Whether a stage can be attempted again may depend on those after it.
TEST(Description, OfAStageIsRepeatedWhereALaterOneReturnsToItOrPastIt) {
  Technology technology;
  for (const char* name : {"study", "design", "tape-out", "bring-up", "test"}) {
    technology.stages.emplace_back().name = name;
  }
  technology.stages[3].on_failure = OnFailure::return_to;
  technology.stages[3].return_to = "design";
  technology.stages[4].decided_by = DecidedBy::standard;
  const std::vector<std::string> all = paths(recorded(technology));
  EXPECT_THAT(all, Not(Contains("stages.study.repeat_duration")));
  EXPECT_THAT(all, Contains("stages.design.repeat_duration"));
  EXPECT_THAT(all, Contains("stages.tape-out.repeat_cost")) << "between the two";
  EXPECT_THAT(all, Contains("stages.bring-up.repeat_duration"));
  technology.stages[3].return_to = "tape-out";
  EXPECT_THAT(paths(recorded(technology)), Not(Contains("stages.design.repeat_duration")));
  technology.stages[3].decided_by = DecidedBy::standard;  // its on_failure has no meaning then
  EXPECT_THAT(paths(recorded(technology)), Not(Contains("stages.tape-out.repeat_duration")));
}

TEST(Description, OfAClauseFollowsItsTrigger) {
  const auto keys = [](Trigger on) {
    Clause clause;
    clause.on = on;
    return paths(recorded(clause));
  };
  EXPECT_THAT(keys(Trigger::signing), ElementsAre("on", "pay", "for_equity", "when"));
  EXPECT_THAT(keys(Trigger::milestone),
              ElementsAre("on", "milestone", "pay", "due", "match", "phase", "when", "after"));
  EXPECT_THAT(keys(Trigger::acceptance),
              ElementsAre("on", "pay", "up_to", "bargained", "option", "phase", "when", "after"));
  for (const Trigger on : {Trigger::phase_begins, Trigger::phase_ends}) {
    EXPECT_THAT(keys(on), ElementsAre("on", "phase", "pay", "when", "after"));
  }
  EXPECT_THAT(keys(Trigger::failure), ElementsAre("on", "recover", "excused", "when"));
  EXPECT_THAT(keys(Trigger::change_of_control), ElementsAre("on", "recover", "excused", "when"));
  Clause clause;
  clause.bargained = true;
  EXPECT_THAT(paths(recorded(clause)), Contains("supplier_share"));
  clause.on = Trigger::milestone;
  clause.due = Duration::from_days(365.25);
  EXPECT_THAT(paths(recorded(clause)), Contains("grace")) << "of a date that there is";
}

TEST(Description, OfAProgrammeFollowsItsAllocation) {
  const auto keys = [](const Programme& programme) {
    return paths(recorded(programme, Date(2026, 1, 1), std::vector<Benchmark>{}));
  };
  Programme programme;
  EXPECT_THAT(keys(programme), Contains("announced"));
  EXPECT_THAT(keys(programme), Not(Contains("allocation.first_call")));
  EXPECT_THAT(keys(programme), Not(Contains("assessment.qualified")));
  programme.allocation.signing = Signing::call;
  EXPECT_THAT(keys(programme), Contains("allocation.first_call"));
  EXPECT_THAT(keys(programme), Contains("assessment.qualified"));
  EXPECT_THAT(keys(programme), Contains("allocation.months_between"));
  programme.allocation.phases.resize(1);
  EXPECT_THAT(keys(programme), Contains("allocation.phases.0.go_on"));
  EXPECT_THAT(keys(programme), Not(Contains("allocation.months_between")));
  EXPECT_THAT(keys(programme), Not(Contains("allocation.calls")));
  programme.allocation.selection = Selection::lottery;
  EXPECT_THAT(keys(programme), Not(Contains("assessment.qualified")));
  programme.promised = false;
  EXPECT_THAT(keys(programme), Not(Contains("announced")));
}

struct BehaviourAndEntry {
  Behaviour behaviour;
  std::optional<FirmEntry> entry;
};

void describe(FieldVisitor& visitor, BehaviourAndEntry& described) {
  describe(visitor, described.behaviour, described.entry);
}

TEST(Description, OfBehaviourSaysWhoRespondsWhereAnybodyDoes) {
  BehaviourAndEntry of;
  EXPECT_THAT(paths(recorded(of)), ElementsAre("mode"));
  of.behaviour.mode = BehaviourMode::heuristic;
  EXPECT_THAT(paths(recorded(of)), ElementsAre("mode", "signals", "entry"));
}

TEST(Description, OfOptimisingBehaviourAsksForPrivateCostsWhereTheyAreStated) {
  BehaviourAndEntry of;
  of.behaviour.mode = BehaviourMode::optimising;
  of.entry.emplace();
  EXPECT_THAT(paths(recorded(of)), Contains("beliefs.pilots"));
  EXPECT_THAT(paths(recorded(of)), Not(Contains("private_cost")));
  of.behaviour.preferences = Preferences::stated;
  EXPECT_THAT(paths(recorded(of)), Contains("private_cost"));
  of.entry.reset();
  EXPECT_THAT(paths(recorded(of)), Not(Contains("private_cost")));
}

TEST(Description, OfADiscountRateHasYearsButForTheFirst) {
  Appraisal appraisal;
  appraisal.deflator = {{Date(2026, 1, 1), PerYear(0.02)}};
  appraisal.discount = {{0, PerYear(0.035)}, {30, PerYear(0.03)}};
  EXPECT_THAT(
      paths(recorded(appraisal, Date(2026, 1, 1))),
      ElementsAre("price_base", "base_date", "deflator", "deflator.0.from", "deflator.0.growth",
                  "discount", "discount.0.rate", "discount.1.after", "discount.1.rate"));
}

TEST(Description, OfAFacilityFollowsItsKind) {
  Facility facility;
  facility.kind = FacilityKind::servers;
  std::vector<RecordedField> fields = recorded(facility);
  EXPECT_THAT(paths(fields), ElementsAre("kind", "capacity", "serves"));
  EXPECT_THAT(fields[0].words, ElementsAre("servers", "departures"));
  EXPECT_EQ(fields[1].number.unit.noun, "server");
  EXPECT_THAT(fields[2].words, ElementsAre("first-come", "domestic-first"));
  facility.kind = FacilityKind::departures;
  fields = recorded(facility);
  EXPECT_THAT(paths(fields), ElementsAre("kind", "capacity", "serves", "first", "months_between"));
  EXPECT_EQ(fields[1].number.unit.noun, "seat");
  EXPECT_EQ(fields[4].number.unit.noun, "month");
}

TEST(Description, OfAFirmLeavesOutItsMoneyIfAParentPays) {
  Firm firm;
  EXPECT_THAT(paths(recorded(firm, Date(2026, 1, 1))), Contains("cash"));
  EXPECT_THAT(paths(recorded(firm, Date(2026, 1, 1))), Contains("next_round"));
  firm.parent_funded = true;
  EXPECT_THAT(paths(recorded(firm, Date(2026, 1, 1))), Not(Contains("cash")));
  EXPECT_THAT(paths(recorded(firm, Date(2026, 1, 1))), Not(Contains("next_round")));
  EXPECT_THAT(paths(recorded(firm, Date(2026, 1, 1))), Not(Contains("raises")));
  EXPECT_THAT(paths(recorded(firm, Date(2026, 1, 1))), Contains("burn"));
}

TEST(Description, OfAFirmThatHasNotBegunLeavesOutWhatRemains) {
  Firm firm;
  firm.begun = true;
  EXPECT_THAT(paths(recorded(firm, Date(2026, 1, 1))), Contains("remaining"));
  firm.begun = false;
  EXPECT_THAT(paths(recorded(firm, Date(2026, 1, 1))), Not(Contains("remaining")));
}

/// The addresses of the laws of a description.
class LawFinder : public FieldVisitor {
 public:
  explicit LawFinder(std::set<const Law*>& laws) : laws_(laws) {}

  void text(std::string_view, std::string&, const FieldText&) override {}
  void texts(std::string_view, std::vector<std::string>&, const FieldText&) override {}
  void date(std::string_view, Date&, const FieldText&) override {}
  void number(std::string_view, NumberTarget, const NumberField&) override {}
  void numbers(std::string_view, std::vector<double>&, const NumberField&) override {}
  void law(std::string_view, Law& target, const NumberField&) override { laws_.insert(&target); }
  void word(std::string_view, std::uint8_t&, std::span<const std::string_view>,
            const FieldText&) override {}
  void object(std::string_view, const FieldText&,
              const std::function<void(FieldVisitor&)>& describe_fields) override {
    describe_fields(*this);
  }
  void list(std::string_view, const Container& items, const FieldText&) override {
    for (std::size_t i = 0; i < items.size(); ++i) {
      items.describe_item(*this, i);
    }
  }
  void name_map(std::string_view key, const Container& items, const FieldText& field) override {
    list(key, items, field);
  }

 private:
  std::set<const Law*>& laws_;
};

TEST(Description, HoldsTheLawsThatAModelMakesTablesFor) {
  for (const std::string& text : all_branches()) {
    const ReadScenario read = read_text(text);
    Case numbers = read->numbers;
    std::set<const Law*> described;
    LawFinder finder(described);
    describe(finder, numbers);
    std::set<const Law*> visited;
    for_each_law(numbers, [&](const Law& law) {
      EXPECT_TRUE(visited.insert(&law).second) << "met twice";
      // A stage that does not repeat has no duration of its repetitions: the default stands there.
      EXPECT_TRUE(described.contains(&law) || law == Law());
    });
    for (const Law* law : described) {
      EXPECT_TRUE(visited.contains(law));
    }
    EXPECT_GE(described.size(), 7U);
  }
}

TEST(Description, OfACaseGivesEachBenchmarkAFrontier) {
  Case numbers;
  numbers.benchmarks = {{"speed", "tokens/J", Better::higher, 0.0},
                        {"delay", "ms", Better::lower, 0.0}};
  std::vector<RecordedField> fields;
  testing::Recorder recorder(fields);
  describe(recorder, numbers);
  EXPECT_EQ(numbers.frontier.size(), 2U);
  EXPECT_THAT(paths(fields), Contains("frontier.speed.level"));
  EXPECT_THAT(paths(fields), Contains("frontier.delay.annual_growth"));
}

TEST(Description, OfACaseWithoutAProgrammeHasNone) {
  Case numbers;
  EXPECT_THAT(paths(recorded(numbers)), Not(Contains("programme")));
  numbers.programmes.emplace_back();
  EXPECT_THAT(paths(recorded(numbers)), Contains("programme"));
  EXPECT_THAT(paths(recorded(numbers)), Contains("programme.fund.budget"));
}

}  // namespace
}  // namespace firstcustomer
