#include "firstcustomer/scenario/schema.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <set>

#include "golden.hpp"
#include "scenario/schema_document.hpp"
#include "scenario/small_scenario.hpp"
#include "scenario/written_fields.hpp"

namespace firstcustomer {
namespace {

using testing::facility_scenario;
using ::testing::HasSubstr;
using testing::json_of_yaml;
using testing::read_text;
using testing::small_scenario;
using testing::with;
using testing::Written;
using Document = nlohmann::json;

const OutlineField& outline() {
  static const OutlineField root = scenario_outline();
  return root;
}

const std::string& schema_text() {
  static const std::string text = json_schema(outline());
  return text;
}

testing::SchemaChecker& checker() {
  static testing::SchemaChecker made(schema_text());
  return made;
}

bool reader_accepts(const std::string& text) {
  return read_text(text).scenario.has_value();
}

std::map<std::string, std::string> repository_scenarios() {
  std::map<std::string, std::string> scenarios;
  const std::filesystem::path root = FIRSTCUSTOMER_SOURCE_DIRECTORY;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root / "scenarios")) {
    const std::string folder = entry.path().parent_path().filename();
    const bool is_scenario = folder != "rules" && folder != "suites";
    if (entry.path().extension() == ".yaml" && is_scenario) {
      const std::string path = std::filesystem::relative(entry.path(), root).generic_string();
      scenarios[path] = testing::source_file(path);
    }
  }
  return scenarios;
}

TEST(Schema, IsTheCommittedFile) {
  testing::expect_golden(schema_text(), "scenarios/schema.json",
                         "build/release/firstcustomer schema > scenarios/schema.json");
}

TEST(Schema, AcceptsTheScenariosOfTheRepository) {
  const auto scenarios = repository_scenarios();
  EXPECT_GE(scenarios.size(), 3U);
  for (const auto& [path, text] : scenarios) {
    EXPECT_TRUE(checker().accepts(json_of_yaml(text))) << path << "\n"
                                                       << checker().problems(json_of_yaml(text));
    const bool below = path.find('/') != path.rfind('/');
    EXPECT_TRUE(text.starts_with(std::string("# yaml-language-server: $schema=") +
                                 (below ? "../" : "") + "schema.json\n"))
        << path << ": editors look for the schema in the first line";
  }
}

// ---- One change of a scenario that is right ----

struct Change {
  std::string old;
  std::string replacement;
};

constexpr std::string_view sound_changes[][2] = {
    {"start: 2026-01-01", "start: {value: 2026-01-01, source: A choice, grade: assumed, note: x}"},
    {"title: Small", "title: {value: Small, note: a remark}"},
    {"title: Small", "title: 2030"},
    {"title: Small", "title: Small\nseed: 7\nfiscal_year: january\nsource: all of it is made up"},
    {"better: higher", "better: {value: higher, grade: recalled}"},
    {"annual_growth: 1.5", "annual_growth: '1.5'"},
    {"annual_growth: 1.5", "annual_growth: {value: 1.5, note: x}"},
    {"annual_growth: 1.5", "annual_growth: {weibull: {scale: 1.2, shape: 2}}"},
    {"annual_growth: 1.5",
     "annual_growth: {categorical: {values: [1, 1.5], probabilities: [20 %, 0.8]}, note: x}"},
    {"{at_least: 12 tokens/J}", "{of: level, at_least: 12tokens/J}"},
    {"{at_least: 12 tokens/J}", "{of: {value: frontier}, at_least: 80 %}"},
    {"{at_least: 12 tokens/J}", "{of: frontier, at_least: {uniform: {low: 0.7, high: 90 %}}}"},
    {"{at_least: 12 tokens/J}", "{of: frontier, at_least: 0.8, fixed: date, fixed_on: 2027-01-01}"},
    {"duration: 12 months", "duration: {value: 1 year, grade: published}"},
    {"duration: 12 months", "duration: {gamma: {shape: 3, scale: 4 months}}"},
    {"duration: 12 months",
     "duration: {lognormal: {median: {uniform: {low: 8 months, high: 1 year}}, sigma: {value: 0.3, "
     "note: x}}}"},
    {"duration: 12 months",
     "duration: {pert: {low: {value: 1 week}, mode: 9 months, high: 2 years}}"},
    {"repeat_cost: £1m", "repeat_cost: GBP 1m"},
    {"repeat_cost: £1m", "repeat_cost: £0.9e6"},
    {"success: [50 %, 80 %]", "success: [{value: 0.5}, {beta: {alpha: 2, beta: 3}}]"},
    {"capacity: 2 servers", "capacity: 2"},
    {"capacity: 2 servers", "capacity: {poisson: {mean: 1000}}"},
    {"kind: departures", "kind: {value: departures}"},
    {"unit_cost: £2k per unit", "unit_cost: £2k/unit"},
    {"burn: £0.25m/month", "burn: £3m per year"},
    {"    cash: £4m\n    burn: £0.25m/month\n    next_round: seed\n",
     "    parent_funded: yes\n    burn: £0/month\n"},
    {"    remaining: 6 months\n", "    begun: no\n"},
    {"cancel_hazard: 8 %/year", "cancel_hazard: 0.02 per month"},
    {"cancel_hazard: 8 %/year", "cancel_hazard: 8 percent per annum"},
    {"cancel_hazard: 8 %/year", "cancel_hazard: 8 per cent a year"},
    {"repeat_cost: £1m", "repeat_cost: £1.5 million"},
    {"repeat_cost: £1m", "repeat_cost: £0.02billion"},
    {"unit_cost: £2k per unit", "unit_cost: £2 thousand a unit"},
    {"burn: £0.25m/month", "burn: £3m per annum"},
    {"success: [50 %, 80 %]", "success: {value: [1/3, 2 / 3], source: x, grade: assumed}"},
};

/// The richest of the small scenarios, with `better` spelt out.
std::string rich_scenario() {
  return with("{unit: tokens/J}", "{unit: tokens/J, better: higher}", facility_scenario());
}

TEST(Schema, AcceptsWhatTheReaderAccepts) {
  for (const auto& [old, replacement] : sound_changes) {
    const std::string text = with(old, replacement, rich_scenario());
    const auto read = read_text(text);
    const bool only_out_of_range = replacement.find("poisson") != std::string_view::npos;
    EXPECT_EQ(read.scenario.has_value(), !only_out_of_range) << replacement << read.messages();
    EXPECT_TRUE(checker().accepts(json_of_yaml(text))) << replacement << "\n"
                                                       << checker().problems(json_of_yaml(text));
  }
  const std::string lower =
      with("better: higher", "better: lower",
           with("at_least: 12 tokens/J", "at_most: 12 tokens/J", rich_scenario()));
  EXPECT_TRUE(reader_accepts(lower));
  EXPECT_TRUE(checker().accepts(json_of_yaml(lower)));
}

TEST(Schema, AcceptsWhatTheProgramWrites) {
  for (const std::string& text : {rich_scenario(), testing::uk_scenario()}) {
    const auto read = read_text(text, {"finance.closing=7 months", "firms.source=A list"});
    ASSERT_TRUE(read.scenario) << read.messages();
    const nlohmann::json resolved = json_of_yaml(write_document(read->resolved));
    EXPECT_TRUE(checker().accepts(resolved)) << checker().problems(resolved);
  }
}

TEST(Schema, AsksOfAVariantOnlyWhatItSays) {
  const std::string head = "extends: base.yaml\nreason: What if\n";
  for (const std::string sound :
       {"", "title: Another\n", "programme: {fund: {budget: £5m}}\n",
        "standard: {thresholds: {speed: {at_least: 12 tokens/J}}}\n", "remove: [firms.alpha]\n",
        "programme: {contract: [{on: acceptance, pay: £20k per unit, up_to: 5 units}]}\n",
        "firms: {alpha: {cash: {uniform: {low: £1m, high: £2m}}}}\n",
        "programme: {rule: milestones, overlays: [annuality]}\n",
        "correlations: [{between: [a, b], rank: 0.5}]\n"}) {
    EXPECT_TRUE(checker().accepts(json_of_yaml(head + sound))) << sound;
  }
  for (const std::string broken :
       {"tilte: Another\n", "programme: {fund: {budget: 5}}\n", "programme: {rule: [milestones]}\n",
        "programme: {overlays: annuality}\n", "programme: {fund: {bugdet: £5m}}\n",
        "remove: firms.alpha\n", "remove: [[firms]]\n",
        "programme: {contract: [{on: acceptance, pay: £20k per unit}]}\n",
        "correlations: [{between: [a, b]}]\n", "correlations: [{between: [a], rank: 2}]\n"}) {
    EXPECT_FALSE(checker().accepts(json_of_yaml(head + broken))) << broken;
  }
  EXPECT_FALSE(checker().accepts(json_of_yaml("extends: base.yaml\n"))) << "no reason";
  EXPECT_FALSE(checker().accepts(json_of_yaml("reason: What if\n"))) << "nothing extended";
}

/// A programme with a rule need not say what that says; what it says is checked.
TEST(Schema, AsksOfAProgrammeWithARuleOnlyWhatItSays) {
  const std::string text(small_scenario);
  const std::string head = text.substr(0, text.find("programme:"));
  EXPECT_TRUE(checker().accepts(json_of_yaml(head + "programme: {rule: milestones}\n")));
  EXPECT_TRUE(checker().accepts(json_of_yaml(head + "programme: {rule: a.yaml, name: b}\n")));
  EXPECT_FALSE(checker().accepts(json_of_yaml(head + "programme: {overlays: [a]}\n")));
  EXPECT_FALSE(checker().accepts(json_of_yaml(head + "programme: {rule: a, fund: {budget: 5}}\n")));
}

/// An item that is like another need not say what that says; what it says is checked.
TEST(Schema, AsksOfAnItemLikeAnotherOnlyWhatItSays) {
  const std::string base = rich_scenario();
  for (const std::string sound :
       {"  beta: {like: alpha}\n", "  beta: {cash: £5m, like: alpha, source: A list}\n"}) {
    const std::string text = with("programme:\n", sound + "programme:\n", base);
    EXPECT_TRUE(checker().accepts(json_of_yaml(text)))
        << sound << checker().problems(json_of_yaml(text));
    EXPECT_TRUE(reader_accepts(text)) << sound;
  }
  for (const std::string broken :
       {"  beta: {}\n", "  beta: {like: [alpha]}\n", "  beta: {like: alpha, cash: 5}\n",
        "  beta: {like: alpha, csah: £5m}\n", "  beta: {lik: alpha}\n", "  like: alpha\n"}) {
    const std::string text = with("programme:\n", broken + "programme:\n", base);
    EXPECT_FALSE(checker().accepts(json_of_yaml(text))) << broken;
    EXPECT_FALSE(reader_accepts(text)) << broken;
  }
  const std::string path = with("annual_growth: 1.5", "annual_growth: 1.5, like: speed", base);
  EXPECT_FALSE(checker().accepts(json_of_yaml(path))) << "it has the names of the benchmarks";
  EXPECT_FALSE(reader_accepts(path));
}

constexpr std::string_view broken_changes[][2] = {
    {"title: Small\n", ""},
    {"title: Small", "title: [Small]"},
    {"title: Small", "titel: Small"},
    {"title: Small", "title: Small\nnonsense: 1"},
    {"start: 2026-01-01", "start: January 2026"},
    {"better: higher", "better: faster"},
    {"better: higher", "better: {value: faster}"},
    {"level: 10 tokens/J", "level: 10"},
    {"annual_growth: 1.5", "annual_growth: 0"},
    {"annual_growth: 1.5", "annual_growth: 1.5 per year"},
    {"annual_growth: 1.5", "annual_growth: {value: 1.5, sauce: x}"},
    {"annual_growth: 1.5", "annual_growth: {lognormal: {median: 1.5}}"},
    {"annual_growth: 1.5", "annual_growth: {lognormal: {median: 1.5, sigma: 0.1, low: 1}}"},
    {"annual_growth: 1.5",
     "annual_growth: {lognormal: {median: 1.5, sigma: 0.1}, uniform: {low: 1, high: 2}}"},
    {"annual_growth: 1.5",
     "annual_growth: {lognormal: {median: {uniform: {low: 1, high: 2}}, "
     "sigma: 0.1}}"},
    {"annual_growth: 1.5", "annual_growth: {source: nowhere}"},
    {"annual_growth: 1.5", "annual_growth: {value: 1.5, grade: guessed}"},
    {"{at_least: 12 tokens/J}", "{of: frontier, at_least: 12 tokens/J}"},
    {"{at_least: 12 tokens/J}", "{of: level, at_least: 80 %, at_most: 0.8}"},
    {"{at_least: 12 tokens/J}", "{of: frontier}"},
    {"{at_least: 12 tokens/J}", "{of: frontier, at_least: 0.8, fixed: date}"},
    {"{at_least: 12 tokens/J}", "{of: frontier, at_least: 0.8, fixed: {value: date}}"},
    {"duration: 12 months", "duration: 12"},
    {"duration: 12 months", "duration: 12 moons"},
    {"duration: 12 months", "duration: -12 months"},
    {"duration: 12 months", "duration: {lognormal: {median: £5, sigma: 0.2}}"},
    {"duration: 12 months", "duration: {bernoulli: {probability: 0.5}}"},
    {"duration: 12 months",
     "duration: {uniform: {low: {uniform: {low: 1 day, high: 2 days}}, "
     "high: 1 year}}"},
    {"duration: 12 months", "duration: {beta: {alpha: 1, beta: 2}}"},
    {"repeat_cost: £1m", "repeat_cost: as duration"},
    {"repeat_cost: £1m", "repeat_cost: 1000000"},
    {"repeat_cost: £1m", "repeat_cost: £1 mio"},
    {"repeat_cost: £1m", "repeat_cost: £1,000,000"},
    {"success: [50 %, 80 %]", "success: 50 %"},
    {"success: [50 %, 80 %]", "success: []"},
    {"success: [50 %, 80 %]", "success: [50 %, 1.2]"},
    {"capacity: 2 servers", "capacity: 2 seats"},
    {"capacity: 2 servers", "capacity: 2.5"},
    {"capacity: 2 servers", "capacity: 0"},
    {"first: 2026-03-15, ", ""},
    {"kind: servers", "kind: departures"},
    {"capacity: 4 seats", "capacity: 4 servers"},
    {"unit_cost: £2k per unit", "unit_cost: £2k"},
    {"supply: {lead_time: 3 months, units_per_month: 250 units, unit_cost: £2k per unit}",
     "supply: {lead_time: 3 months, unit_cost: £2k per unit}"},
    {"burn: £0.25m/month", "burn: £0.25m"},
    {"    cash: £4m\n", ""},
    {"    remaining: 6 months\n", ""},
    {"  alpha:\n", "  alpha one:\n"},
    {"  alpha:\n", "  none:\n"},
    {"cancel_hazard: 8 %/year", "cancel_hazard: 8 %"},
    {"on: acceptance", "on: deliverance"},
    {"pay: £20k per unit, ", ""},
    {"    - {on: acceptance, pay: £20k per unit, up_to: 500 units}\n",
     "    {on: acceptance, pay: £20k per unit, up_to: 500 units}\n"},
};

TEST(Schema, RefusesWhatTheReaderRefuses) {
  for (const auto& [old, replacement] : broken_changes) {
    const std::string text = with(old, replacement, rich_scenario());
    EXPECT_FALSE(reader_accepts(text)) << old << " -> " << replacement;
    EXPECT_FALSE(checker().accepts(json_of_yaml(text))) << old << " -> " << replacement;
  }
  EXPECT_TRUE(checker().accepts(json_of_yaml(rich_scenario()))) << "but for the change";
}

// ---- Every field of every scenario ----

std::vector<Written> written_in(const Document& document) {
  std::vector<Written> found;
  testing::find_written(document, nlohmann::json::json_pointer(), outline(), found);
  return found;
}

/// Documents of every kind: those of the repository and the small ones.
std::vector<Document> documents() {
  std::vector<Document> all;
  for (const auto& [path, text] : repository_scenarios()) {
    all.push_back(json_of_yaml(text));
  }
  all.push_back(json_of_yaml(rich_scenario()));
  return all;
}

TEST(Schema, RefusesAWrongValueOfEveryField) {
  std::set<const OutlineField*> fields;
  for (const Document& document : documents()) {
    for (const Written& written : written_in(document)) {
      if (!fields.insert(written.field).second) {
        continue;  // once for each field of the outline
      }
      for (const Document& value : testing::wrong_values(*written.field)) {
        Document changed = document;
        changed[written.place] = value;
        EXPECT_FALSE(checker().accepts(changed)) << written.place << " = " << value;
        EXPECT_FALSE(reader_accepts(changed.dump())) << written.place << " = " << value;
      }
    }
  }
  EXPECT_GT(fields.size(), 75U);
}

TEST(Schema, RefusesAMisspeltKeyOfEveryField) {
  std::set<const OutlineField*> fields;
  for (const Document& document : documents()) {
    for (const Written& written : written_in(document)) {
      if (!fields.insert(written.field).second) {
        continue;
      }
      Document changed = document;
      Document& group = changed[written.group];
      group[written.field->key + "x"] = group[written.field->key];
      EXPECT_FALSE(checker().accepts(changed)) << written.place << " beside its misspelling";
      group.erase(written.field->key);
      EXPECT_FALSE(checker().accepts(changed)) << written.place << " misspelt";
      EXPECT_FALSE(reader_accepts(changed.dump())) << written.place << " misspelt";
    }
  }
  EXPECT_GT(fields.size(), 75U);
}

TEST(Schema, MissesAKeyIfTheReaderDoes) {
  std::size_t missed = 0;
  std::size_t optional = 0;
  for (const Document& document : documents()) {
    std::set<const OutlineField*> fields;
    for (const Written& written : written_in(document)) {
      if (!fields.insert(written.field).second) {
        continue;
      }
      Document changed = document;
      changed[written.group].erase(written.field->key);
      const auto read = read_text(changed.dump());
      const bool missing =
          read.messages().find("' is missing (it has no default)") != std::string::npos;
      // Which of at_least and at_most is needed hangs on another part of the file.
      const bool elsewhere = conditions_of(*written.field).find("where") != std::string::npos;
      const bool accepted = checker().accepts(changed);
      if (missing && !elsewhere) {
        EXPECT_FALSE(accepted) << written.place << "\n" << read.messages();
      } else if (read.scenario) {
        EXPECT_TRUE(accepted) << written.place << "\n" << checker().problems(changed);
      }
      missed += missing ? 1 : 0;
      optional += read.scenario ? 1 : 0;
    }
  }
  EXPECT_GT(missed, 100U);
  EXPECT_GT(optional, 10U);
}

TEST(Schema, TakesSourcesWhereverTheReaderDoes) {
  for (const Document& document : documents()) {
    std::set<const OutlineField*> fields;
    for (const Written& written : written_in(document)) {
      if (!fields.insert(written.field).second) {
        continue;
      }
      Document changed = document;
      changed[written.group]["grade"] = "recalled";
      changed[written.group]["source"] = "a book";
      changed[written.group]["note"] = 7;
      EXPECT_TRUE(checker().accepts(changed)) << written.group << checker().problems(changed);
      changed[written.group]["grade"] = "guessed";
      EXPECT_FALSE(checker().accepts(changed)) << written.group;
    }
  }
}

// ---- What editors show ----

TEST(Schema, ExplainsAndTitlesEveryField) {
  const Document schema = Document::parse(schema_text());
  EXPECT_EQ(schema["$schema"], "http://json-schema.org/draft-07/schema#");
  EXPECT_FALSE(schema.contains("$id"));
  const Document& budget =
      schema["/properties/programme/properties/fund/properties/payment_terms"_json_pointer];
  EXPECT_EQ(budget["title"], "programme.fund.payment_terms");
  EXPECT_EQ(
      budget["description"],
      "From what makes a payment due, such as acceptance, to the payment. A span of time, such "
      "as '18 months'; not negative. Default: 30 days.");
  EXPECT_EQ(budget["default"], "30 days");
  EXPECT_EQ(schema["/properties/seed/default"_json_pointer], 1);
  EXPECT_EQ(schema["/properties/facilities/default"_json_pointer], Document::object());
  for (const std::string& path : outline_paths(outline())) {
    EXPECT_THAT(schema_text(), HasSubstr("\"title\": \"" + path + "\"")) << path;
  }
}

TEST(Schema, IsTheSameForTheSameOutline) {
  EXPECT_EQ(json_schema(scenario_outline()), schema_text());
}

}  // namespace
}  // namespace firstcustomer
