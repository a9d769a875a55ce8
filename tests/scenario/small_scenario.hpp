#pragma once
/// \file
/// A small scenario for tests of the scenario layer, and helpers to read and record it.

#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "firstcustomer/scenario/scenario.hpp"

namespace firstcustomer::testing {

/// One firm, one technology of two stages, one round, a programme with an uncertain budget.
inline constexpr std::string_view small_scenario = R"(title: Small
description: One firm, one promise.
start: 2026-01-01
horizon: 2030-12-31
benchmarks:
  speed: {unit: tokens/J}
frontier:
  speed: {level: 10 tokens/J, on: 2026-01-01, annual_growth: 1.5}
standard:
  thresholds:
    speed: {at_least: 12 tokens/J}
  deadline: 2030-06-30
technologies:
  chip:
    relative_performance: {lognormal: {median: 1.2, sigma: 0.5}}
    stages:
      design:
        duration: 12 months
        success: [50 %, 80 %]
        on_failure: repeat
        repeat_duration: 6 months
        repeat_cost: £1m
      test:
        duration: {triangular: {low: 1 month, mode: 2 months, high: 6 months}}
        decided_by: standard
        repeat_duration: 1 month
        repeat_cost: £250k
    supply: {lead_time: 3 months, units_per_month: 250 units, unit_cost: £2k per unit}
finance:
  closing: 5 months
  round_lasts: 24 months
  rounds:
    seed:
      graduation: 40 %
      size: {lognormal: {median: £5m, sigma: 0.7}}
      starts_at_runway: 9 months
firms:
  alpha:
    description: The only firm.
    technology: chip
    stage: design
    remaining: 6 months
    cash: £4m
    burn: £0.25m/month
    next_round: seed
programme:
  contract:
    - {on: acceptance, pay: £20k per unit, up_to: 500 units}
  fund:
    budget: {lognormal: {median: £10m, sigma: 0.2}, grade: assumed, source: A guess}
)";

/// Every group that may be left out, and every branch of a contract: the whole language.
inline constexpr std::string_view whole_scenario = R"(title: Whole
description: Two firms, founders, investors, a call and a contract of all clauses.
start: 2026-01-01
horizon: 2032-12-31
benchmarks:
  speed: {unit: tokens/J, noise: 0.1, gaming_bias: 0.05}
frontier:
  speed:
    level: 10 tokens/J
    on: 2025-10-01
    annual_growth: 1.5
    launches: {gap: {lognormal: {median: 20 months, sigma: 0.2}}, jump: {lognormal: {median: 1.9, sigma: 0.25}}, noise: 0.08}
standard:
  thresholds:
    speed: {at_least: 12 tokens/J}
  deadline: 2030-06-30
  attempts: 2 tests
  tightness: 25 %
technologies:
  chip:
    class: digital
    slip: {lognormal: {median: 1.3, sigma: 0.3}}
    relative_performance: {lognormal: {median: 1.2, sigma: 0.5}}
    viability: {common: 90 %, class: 80 %, technology: 85 %}
    maturity: {at_most: 1.5, half_time: 20 months}
    generations: {at_most: 2 generations, experience: 1.5}
    stages:
      design: {duration: 18 months, reuse: 65 %, success: [90 %]}
      tape-out:
        duration: {lognormal: {median: 5 months, sigma: 0.2}}
        cost: £3m
        success: [95 %]
        repeat_duration: 4 months
        repeat_cost: £2m
      bring-up:
        duration: {pert: {low: 2 months, mode: 4 months, high: 8 months}}
        burn_multiple: 1.2
        success: [20 %, 60 %, 100 %]
        on_failure: return
        return_to: tape-out
        prototype: yes
        demonstrable: 60 %
      test: {duration: 3 months, cost: £250k, decided_by: standard}
    supply: {lead_time: 6 months, units_per_month: 100 units, unit_cost: £2k per unit, unit_size: 0.5}
finance:
  history_until: 2027-06-30
  closing: 5 months
  round_lasts: 24 months
  rounds:
    seed:
      graduation: 60 %
      size: £8m
      starts_at_runway: 9 months
      acquisition_hazard: 1 %/year
  signals: {award: 1.15, prototype_part: 70 %, announcement: 1.08, miss: 0.65, not_chosen: 0.9, half_life: 10 months, announcement_half_life: 5 months, reference_budget: £90m}
  bridge: {probability: 60 %, lasts: 6 months}
  exits: {pivot_hazard: 6 %/year, acquisition_hazard: 10 %/year, foreign: 90 %, blocked: 3 %, acquihires: 45 %}
firms:
  alpha:
    description: A firm.
    technology: chip
    stage: design
    remaining: 6 months
    cash: £4m
    burn: £0.25m/month
    next_round: seed
    age: 40 months
    in_scope: 80 %
    enters: 2026-06-01
    raises:
      - {on: 2026-09-30, size: £2.5m, burn: £0.3m/month, next_round: seed}
      - {on: 2027-03-31, size: £0, burn: {value: £0.2m/month, source: Its accounts}, next_round: none}
    respins: {mean: 1.1}
entry:
  rate: 2.5 firms/year
  ceiling: 4
  elasticity: 0.3
  reference_budget: £80m
  technologies: {chip: {weight: 2}}
  age: 3 months
  remaining: {lognormal: {median: 30 months, sigma: 0.2}}
  cash: {lognormal: {median: £3m, sigma: 0.6}}
  burn: £0.15m/month
  next_round: seed
  respins: {mean: 1.4}
market:
  private_demand: {present_value: {lognormal: {median: £40m, sigma: 1.2}}, return: 12 %/year, lasts: 4 years, deployed_multiple: 1.4}
  frontier_purchase: {unit_price: £30k per unit}
behaviour: {mode: heuristic, signals: yes, entry: yes}
programme:
  announced: 2025-11-21
  allocation: {signing: call, first_call: 2026-12-31, months_between: 6 months, suppliers: 3 suppliers, selection: ranked}
  assessment: {before_prototype: 0.8, with_prototype: 0.4, qualified: 0.2}
  contract:
    - {on: signing, pay: 23 % of value}
    - {on: milestone, milestone: tape-out, pay: £1m, due: 24 months, grace: 6 months, match: 100 %}
    - {on: acceptance, pay: £20k per unit, up_to: 500 units, bargained: yes, supplier_share: 50 %}
    - {on: failure, recover: 40 % of advance, excused: 20 %}
    - {on: change_of_control, recover: 100 %}
  fund: {budget: £100m}
)";

/// The text with its one occurrence of `old` replaced.
inline std::string with(std::string_view old, std::string_view replacement,
                        std::string_view text = small_scenario) {
  const auto found = text.find(old);
  if (found == std::string_view::npos || text.find(old, found + 1) != std::string_view::npos) {
    throw std::invalid_argument("not exactly once in the text: " + std::string(old));
  }
  return std::string(text.substr(0, found)) + std::string(replacement) +
         std::string(text.substr(found + old.size()));
}

/// The small scenario with a shuttle before design, a laboratory for tests and a weak promise.
inline std::string facility_scenario() {
  std::string text = with("technologies:\n",
                          "facilities:\n"
                          "  laboratory: {kind: servers, capacity: 2 servers, serves: "
                          "domestic-first}\n"
                          "  shuttle: {kind: departures, capacity: 4 seats, first: 2026-03-15, "
                          "months_between: 3 months}\n"
                          "technologies:\n");
  text = with("        duration: 12 months\n",
              "        duration: 12 months\n        facility: shuttle\n", text);
  text = with("        decided_by: standard\n",
              "        facility: laboratory\n        decided_by: standard\n", text);
  return text + "  strength: {cancel_hazard: 8 %/year}\n";
}

/// "line:column" of the first occurrence of `what`, from 1, columns in characters.
inline std::string place_of(std::string_view what, std::string_view text = small_scenario) {
  const auto found = text.find(what);
  if (found == std::string_view::npos) {
    throw std::invalid_argument("not in the text: " + std::string(what));
  }
  int line = 1;
  int column = 1;
  for (const char c : text.substr(0, found)) {
    if (c == '\n') {
      ++line;
      column = 1;
    } else if ((static_cast<unsigned char>(c) & 0xc0U) != 0x80U) {
      ++column;
    }
  }
  return std::to_string(line) + ":" + std::to_string(column);
}

/// What came of reading a scenario.
struct ReadScenario {
  std::optional<Scenario> scenario;
  Diagnostics diagnostics;

  std::string messages() const { return diagnostics.render(Excerpts::none); }
  /// Throws: std::runtime_error with the messages if the scenario was refused.
  const Scenario& operator*() const {
    if (!scenario) {
      throw std::runtime_error(messages());
    }
    return *scenario;
  }
  const Scenario* operator->() const { return &**this; }
};

inline ReadScenario read_text(std::string text, const std::vector<std::string>& overrides = {}) {
  ReadScenario read;
  read.scenario = read_scenario("small.yaml", std::move(text), overrides, read.diagnostics);
  return read;
}

inline ReadScenario read_small(const std::vector<std::string>& overrides = {}) {
  return read_text(std::string(small_scenario), overrides);
}

/// The text of the scenario that comes with the program.
inline std::string uk_scenario() {
  std::ifstream file(FIRSTCUSTOMER_SOURCE_DIRECTORY "/scenarios/uk-first-customer.yaml");
  std::stringstream text;
  text << file.rdbuf();
  if (text.str().empty()) {
    throw std::runtime_error("the scenario cannot be read");
  }
  return text.str();
}

/// The assumption about a path; null if there is none.
inline const Assumption* assumption(const Scenario& scenario, std::string_view path) {
  for (const Assumption& candidate : scenario.assumptions) {
    if (candidate.path == path) {
      return &candidate;
    }
  }
  return nullptr;
}

inline const Uncertainty* uncertainty(const Scenario& scenario, std::string_view path) {
  for (const Uncertainty& candidate : scenario.uncertainties) {
    if (candidate.path == path) {
      return &candidate;
    }
  }
  return nullptr;
}

enum class FieldKind : std::uint8_t { text, date, number, numbers, law, word, container };

/// A described field as a visitor met it.
struct RecordedField {
  std::string path;
  FieldKind kind;
  /// Exact: numbers in hexadecimal. Of a container: its size.
  std::string value;
  std::string help;
  std::string fallback;
  /// Of numbers.
  NumberField number{};
  /// Of words.
  std::vector<std::string> words;
};

/// Records every field of a description, in its order, and changes nothing.
class Recorder : public FieldVisitor {
 public:
  explicit Recorder(std::vector<RecordedField>& fields, std::string path = "")
      : fields_(fields), path_(std::move(path)) {}

  static std::string exact(double value) {
    char text[64];
    std::snprintf(text, sizeof text, "%a", value);
    return text;
  }

  void text(std::string_view key, std::string& target, const FieldText& field) override {
    add(key, FieldKind::text, target, field);
  }
  void texts(std::string_view key, std::vector<std::string>& target,
             const FieldText& field) override {
    for (std::size_t i = 0; i < target.size(); ++i) {
      add(std::string(key) + "." + std::to_string(i), FieldKind::text, target[i], field);
    }
  }
  void date(std::string_view key, Date& target, const FieldText& field) override {
    add(key, FieldKind::date, target.to_string(), field);
  }
  void number(std::string_view key, NumberTarget target, const NumberField& field) override {
    struct Text {
      std::string operator()(const double* value) const { return exact(*value); }
      std::string operator()(const Share* value) const { return exact(value->value()); }
      std::string operator()(const PerYear* value) const { return exact(value->value()); }
      std::string operator()(const Money* value) const { return std::to_string(value->minor()); }
      std::string operator()(const BurnRate* value) const {
        return std::to_string(value->minor_per_year());
      }
      std::string operator()(const Duration* value) const {
        return std::to_string(value->microseconds());
      }
      std::string operator()(const std::int64_t* value) const { return std::to_string(*value); }
      std::string operator()(const Amount* value) const { return operator()(&value->number); }
      std::string operator()(InYears target) const { return exact(*target.value); }
    };
    add_number(key, FieldKind::number, std::visit(Text{}, target), field);
  }
  void numbers(std::string_view key, std::vector<double>& target,
               const NumberField& field) override {
    for (std::size_t i = 0; i < target.size(); ++i) {
      add_number(std::string(key) + "." + std::to_string(i), FieldKind::numbers, exact(target[i]),
                 field);
    }
  }
  void law(std::string_view key, Law& target, const NumberField& field) override {
    std::string value(description(target.family).name);
    for (const double parameter : target.parameters) {
      value += " " + exact(parameter);
    }
    add_number(key, FieldKind::law, value, field);
  }
  void word(std::string_view key, std::uint8_t& target, std::span<const std::string_view> words,
            const FieldText& field) override {
    add(key, FieldKind::word, std::to_string(target), field);
    fields_.back().words.assign(words.begin(), words.end());
  }
  void object(std::string_view key, const FieldText& field,
              const std::function<void(FieldVisitor&)>& describe_fields) override {
    add(key, FieldKind::container, "", field);
    Recorder inner(fields_, path_of(key));
    describe_fields(inner);
  }
  void list(std::string_view key, const Container& items, const FieldText& field) override {
    add(key, FieldKind::container, std::to_string(items.size()), field);
    for (std::size_t i = 0; i < items.size(); ++i) {
      Recorder inner(fields_, path_of(key) + "." + std::to_string(i));
      items.describe_item(inner, i);
    }
  }
  void name_map(std::string_view key, const Container& items, const FieldText& field) override {
    add(key, FieldKind::container, std::to_string(items.size()), field);
    for (std::size_t i = 0; i < items.size(); ++i) {
      Recorder inner(fields_, path_of(key) + "." + items.name(i));
      items.describe_item(inner, i);
    }
  }

 private:
  std::string path_of(std::string_view key) const {
    return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
  }
  void add(std::string_view key, FieldKind kind, std::string value, const FieldText& field) {
    fields_.push_back({path_of(key),
                       kind,
                       std::move(value),
                       std::string(field.help),
                       std::string(field.fallback),
                       {},
                       {}});
  }
  void add_number(std::string_view key, FieldKind kind, std::string value,
                  const NumberField& field) {
    add(key, kind, std::move(value), {.help = field.help, .fallback = field.fallback});
    fields_.back().number = field;
  }

  std::vector<RecordedField>& fields_;
  std::string path_;
};

/// All fields of anything that is described (taken by value: descriptions want to write).
template <class Described, class... More>
std::vector<RecordedField> recorded(Described described, const More&... more) {
  std::vector<RecordedField> fields;
  Recorder recorder(fields);
  describe(recorder, described, more...);
  return fields;
}

/// Path to exact value: equal maps are equal cases.
template <class Described>
std::map<std::string, std::string> values_of(const Described& described) {
  std::map<std::string, std::string> values;
  for (const RecordedField& field : recorded(described)) {
    values.emplace(field.path, field.value);
  }
  return values;
}

}  // namespace firstcustomer::testing
