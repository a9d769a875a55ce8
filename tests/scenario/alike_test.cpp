#include "firstcustomer/scenario/alike.hpp"

#include <gmock/gmock.h>

#include <map>
#include <string>

#include "scenario/small_scenario.hpp"

namespace firstcustomer {
namespace {

using testing::assumption;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::ReadScenario;
using testing::small_scenario;
using testing::values_of;
using testing::with;

/// The small scenario with further technologies, in lines of their own.
std::string with_technologies(const std::string& lines) {
  return with("finance:\n", lines + "finance:\n");
}

/// And with a firm that needs it not to be idle.
ReadScenario read_technologies(const std::string& lines,
                               const std::vector<std::string>& overrides = {}) {
  return testing::read_text(with_technologies(lines), overrides);
}

const Technology& technology(const ReadScenario& read, std::string_view name) {
  const auto& all = read->numbers.technologies;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.name == name; });
  if (found == all.end()) {
    throw std::invalid_argument("no such technology: " + std::string(name));
  }
  return *found;
}

std::vector<std::string> stages_of(const Technology& technology) {
  std::vector<std::string> names;
  for (const Stage& stage : technology.stages) {
    names.push_back(stage.name);
  }
  return names;
}

double cost_of(const ReadScenario& read, std::string_view name, std::size_t stage) {
  return static_cast<double>(technology(read, name).stages[stage].repeat_cost.minor()) / 100;
}

constexpr std::string_view chip_again =
    R"(    relative_performance: {lognormal: {median: 1.2, sigma: 0.5}}
    stages:
      design:
        duration: 9 months
        success: [90 %]
        on_failure: repeat
        repeat_duration: 6 months
        repeat_cost: £1m
      test:
        duration: {triangular: {low: 1 month, mode: 2 months, high: 6 months}}
        decided_by: standard
        repeat_duration: 1 month
        repeat_cost: £250k
    supply: {lead_time: 3 months, units_per_month: 250 units, unit_cost: £3k per unit}
)";

TEST(Alike, TakesOverAllButWhatItSaysItself) {
  const auto brief = read_technologies(
      "  late:\n"
      "    like: chip\n"
      "    stages: {design: {duration: 9 months, success: [90 %]}}\n"
      "    supply: {unit_cost: £3k per unit}\n");
  const auto whole = read_technologies("  late:\n" + std::string(chip_again));
  ASSERT_EQ(brief.messages(), "");
  EXPECT_EQ(values_of(brief->numbers), values_of(whole->numbers));
  EXPECT_EQ(brief->assumptions.size(), whole->assumptions.size());
  EXPECT_EQ(write_document(without_provenance(brief->resolved)),
            write_document(without_provenance(whole->resolved)));
}

TEST(Alike, TheOrderOfItemsDoesNotMatterAndChainsAreFollowed) {
  const std::string third = "  third: {like: second, supply: {unit_cost: £4k per unit}}\n";
  const std::string second = "  second: {like: chip, supply: {unit_size: 2}}\n";
  const auto read = testing::read_text(
      with("technologies:\n", "technologies:\n" + third, with_technologies(second)));
  ASSERT_EQ(read.messages(), "");
  EXPECT_EQ(read->numbers.technologies[0].name, "third");
  EXPECT_EQ(technology(read, "third").supply.unit_size, 2.0);
  EXPECT_EQ(technology(read, "third").supply.unit_cost, Money::major(4000));
  EXPECT_EQ(technology(read, "second").supply.unit_cost, Money::major(2000));
  EXPECT_EQ(assumption(*read, "technologies.third.supply.unit_size")->like, "technologies.second");
  EXPECT_EQ(assumption(*read, "technologies.third.supply.lead_time")->like, "technologies.chip");
  EXPECT_EQ(assumption(*read, "technologies.third.supply.unit_cost")->like, "");
}

TEST(Alike, HoldsInEveryMapOfNames) {
  std::string text = with("      starts_at_runway: 9 months\n",
                          "      starts_at_runway: 9 months\n      then: a\n"
                          "    a: {like: seed, graduation: 30 %, then: none}\n");
  text = with("programme:\n", "  beta: {like: alpha, cash: £9m}\nprogramme:\n", text);
  text = with("      test:\n", "      layout: {like: design, cost: £2m}\n      test:\n", text);
  text = with("speed: {unit: tokens/J}", "speed: {unit: tokens/J}\n  latency: {like: speed}", text);
  text = with("speed: {level: 10 tokens/J, on: 2026-01-01, annual_growth: 1.5}",
              "speed: {level: 10 tokens/J, on: 2026-01-01, annual_growth: 1.5}\n"
              "  latency: {level: 10 tokens/J, on: 2026-01-01, annual_growth: 1.5}",
              text);
  text = with("speed: {at_least: 12 tokens/J}",
              "speed: {at_least: 12 tokens/J}\n    latency: {like: speed}", text);
  const auto read = testing::read_text(text);
  ASSERT_EQ(read.messages(), "");
  EXPECT_EQ(read->numbers.finance.rounds[1].starts_at_runway,
            read->numbers.finance.rounds[0].starts_at_runway);
  EXPECT_EQ(read->numbers.firms[1].burn, read->numbers.firms[0].burn);
  EXPECT_EQ(read->numbers.firms[1].cash, Money::major(9e6));
  EXPECT_THAT(stages_of(technology(read, "chip")), ElementsAre("design", "layout", "test"));
  EXPECT_EQ(technology(read, "chip").stages[1].repeat_cost, Money::major(1e6));
  ASSERT_EQ(read->numbers.standard.thresholds.size(), 2U);
}

/// An item is taken over complete: what its own parts are like they are like there.
TEST(Alike, TakesOverCompleteItems) {
  const std::string layout = "      layout: {like: design, cost: £2m}\n      test:\n";
  const auto read = testing::read_text(
      with("      test:\n", layout,
           with_technologies(
               "  late: {like: chip, stages: {design: {repeat_cost: £5m, burn_multiple: 3}}}\n")));
  ASSERT_EQ(read.messages(), "");
  EXPECT_EQ(cost_of(read, "late", 0), 5e6);
  EXPECT_EQ(cost_of(read, "late", 1), 1e6);
  EXPECT_EQ(technology(read, "late").stages[1].burn_multiple, 1.0);
  const auto both = testing::read_text(
      with_technologies("  late: {like: chip, stages: {layout: {like: design, cost: £2m}, "
                        "design: {repeat_cost: £5m}, test: {}}}\n"));
  ASSERT_EQ(both.messages(), "");
  EXPECT_EQ(cost_of(both, "late", 0), 5e6);
}

TEST(Alike, StagesKeepTheOrderOfTheOther) {
  const auto read = read_technologies(
      "  late:\n    like: chip\n    stages:\n"
      "      study: {duration: 1 month}\n"
      "      design: {}\n"
      "      layout: {duration: 2 months}\n"
      "      test: {}\n");
  ASSERT_EQ(read.messages(), "");
  EXPECT_THAT(stages_of(technology(read, "late")),
              ElementsAre("study", "design", "layout", "test"));
  const auto reversed = read_technologies("  late: {like: chip, stages: {test: {}, design: {}}}\n");
  ASSERT_EQ(reversed.messages(), "");
  EXPECT_THAT(stages_of(technology(reversed, "late")), ElementsAre("design", "test"));
}

TEST(Alike, TheResolvedScenarioSpellsItOut) {
  const auto read = read_technologies(
      "  late: {like: chip, source: Own, supply: {unit_size: 2}}\n  last: {like: late}\n",
      {"technologies.last.stages.design.success.1=95 %"});
  ASSERT_EQ(read.messages(), "");
  const std::string resolved = write_document(read->resolved);
  EXPECT_THAT(resolved, Not(HasSubstr("like")));
  const auto again = testing::read_text(resolved);
  ASSERT_EQ(again.messages(), "");
  EXPECT_EQ(values_of(again->numbers), values_of(read->numbers));
  EXPECT_EQ(write_document(again->resolved), resolved);
  ASSERT_EQ(again->assumptions.size(), read->assumptions.size());
  for (std::size_t i = 0; i < read->assumptions.size(); ++i) {
    EXPECT_EQ(again->assumptions[i].path, read->assumptions[i].path);
    EXPECT_EQ(again->assumptions[i].grade, read->assumptions[i].grade) << read->assumptions[i].path;
    EXPECT_EQ(again->assumptions[i].source, read->assumptions[i].source)
        << read->assumptions[i].path;
  }
}

// ---- What values rest on ----

TEST(Alike, AValueKeepsWhatItRestsOn) {
  std::string text = with("  chip:\n",
                          "  source: All\n  chip:\n    source: A book\n    grade: published\n"
                          "    slip: {value: 1.2, source: A survey}\n",
                          with_technologies("  late:\n    like: chip\n    grade: recalled\n"
                                            "    supply: {source: A call, unit_size: 2}\n"
                                            "    stages: {design: {cost: £1m}}\n"
                                            "  last: {like: late, stages: {design: {source: Last, "
                                            "repeat_cost: £2m}}}\n"
                                            "  same: {like: chip}\n"));
  const auto read = testing::read_text(text);
  ASSERT_EQ(read.messages(), "");
  const struct {
    std::string_view path;
    Grade grade;
    std::string_view source;
  } table[] = {
      {"technologies.same.slip", Grade::published, "A survey"},
      {"technologies.same.relative_performance", Grade::published, "A book"},
      {"technologies.same.stages.design.success.1", Grade::published, "A book"},
      {"technologies.same.maturity.at_most", Grade::ungraded, ""},  // a default
      {"technologies.late.slip", Grade::published, "A survey"},
      {"technologies.late.relative_performance", Grade::published, "A book"},
      {"technologies.late.stages.design.duration", Grade::published, "A book"},
      {"technologies.late.stages.design.success.0", Grade::published, "A book"},
      {"technologies.late.stages.design.cost", Grade::recalled, "All"},
      {"technologies.late.supply.unit_cost", Grade::published, "A book"},
      {"technologies.late.supply.unit_size", Grade::recalled, "A call"},
      {"technologies.last.supply.unit_size", Grade::recalled, "A call"},
      {"technologies.last.stages.design.cost", Grade::recalled, "All"},
      {"technologies.last.stages.design.repeat_cost", Grade::ungraded, "Last"},
      {"technologies.last.stages.design.duration", Grade::published, "A book"},
  };
  const auto again = testing::read_text(write_document(read->resolved));
  ASSERT_EQ(again.messages(), "");
  for (const ReadScenario* one : {&read, &again}) {
    for (const auto& row : table) {
      const Assumption* found = assumption(**one, row.path);
      ASSERT_NE(found, nullptr) << row.path;
      EXPECT_EQ(found->grade, row.grade) << row.path;
      EXPECT_EQ(found->source, row.source) << row.path;
    }
  }
}

using Files = std::map<std::string, std::string>;

ReadScenario read_files(const std::string& text, const Files& files,
                        const std::vector<std::string>& overrides = {}) {
  ReadScenario read;
  read.scenario = read_scenario("variant.yaml", text, overrides, read.diagnostics,
                                [&](const std::string& path) {
                                  return TextFile{files.at(path), ""};
                                });
  return read;
}

const std::string variant_head = "extends: base.yaml\nreason: What if\ntitle: V\n";

Files base_with(const std::string& lines) {
  return {{"base.yaml", with_technologies(lines)}};
}

TEST(Alike, AVariantThatChangesTheOtherChangesThoseLikeIt) {
  const auto read = read_files(
      variant_head + "technologies: {chip: {supply: {unit_size: 3, unit_cost: £1k per unit}}}\n",
      base_with("  late: {like: chip, supply: {unit_cost: £9k per unit}}\n"));
  ASSERT_EQ(read.messages(), "");
  EXPECT_EQ(technology(read, "late").supply.unit_size, 3.0);
  EXPECT_EQ(technology(read, "late").supply.unit_cost, Money::major(9000));
  const Assumption* size = assumption(*read, "technologies.late.supply.unit_size");
  EXPECT_EQ(size->source, "What if");
  EXPECT_TRUE(size->is_changed);
  EXPECT_FALSE(assumption(*read, "technologies.late.supply.unit_cost")->is_changed);
}

TEST(Alike, AVariantMayMakeAndUnmakeIt) {
  const Files files = base_with("  late:\n    like: chip\n" + std::string(chip_again) +
                                "  other: {like: chip, supply: {unit_size: 7}}\n");
  const auto made = read_files(variant_head + "technologies: {other: {like: late}}\n", files);
  ASSERT_EQ(made.messages(), "");
  EXPECT_EQ(technology(made, "other").stages[0].success, std::vector<double>{0.9});
  ASSERT_EQ(made->changed_words.size(), 2U);  // beside the title
  EXPECT_EQ(made->changed_words[1].path, "technologies.other.like");
  EXPECT_EQ(made->changed_words[1].text, "late");
  const auto unmade = read_files(
      variant_head + "remove: [technologies.late.like]\n" + "technologies: {chip: {slip: 2}}\n",
      files);
  ASSERT_EQ(unmade.messages(), "");
  EXPECT_EQ(technology(unmade, "late").slip.parameters[0], 1.0);
  EXPECT_EQ(technology(unmade, "other").slip.parameters[0], 2.0);
}

// ---- What is set on the command line ----

const std::string two_like_it =
    "  late: {like: chip, supply: {unit_size: 2}}\n  last: {like: late}\n";

TEST(Alike, WhatIsSetInTheOtherIsSetInThoseLikeIt) {
  const auto read = read_technologies(
      two_like_it, {"technologies.chip.slip=1.5", "technologies.chip.supply.unit_size=9"});
  ASSERT_EQ(read.messages(), "");
  EXPECT_EQ(technology(read, "last").slip.parameters[0], 1.5);
  EXPECT_EQ(technology(read, "last").supply.unit_size, 2.0);
  EXPECT_EQ(assumption(*read, "technologies.last.slip")->source, "set on the command line");
}

TEST(Alike, WhatIsSetInAnItemWinsAndHoldsForThoseLikeIt) {
  const auto read = read_technologies(
      two_like_it,
      {"technologies.late.stages.design.success.1=95 %",
       "technologies.late.relative_performance.lognormal.sigma=0.1",
       "technologies.late.supply={lead_time: 1 month, units_per_month: 5, unit_cost: £1/unit}",
       "technologies.chip.relative_performance.lognormal.median=3",
       "technologies.last.stages.test.repeat_cost=£1m"});
  ASSERT_EQ(read.messages(), "");
  for (const std::string_view name : {"late", "last"}) {
    EXPECT_EQ(technology(read, name).stages[0].success, (std::vector<double>{0.5, 0.95}));
    EXPECT_EQ(technology(read, name).relative_performance.parameters[0], 3.0);
    EXPECT_EQ(technology(read, name).relative_performance.parameters[1], 0.1);
    EXPECT_EQ(technology(read, name).supply.unit_size, 1.0) << "a group is set whole";
  }
  EXPECT_EQ(technology(read, "chip").stages[0].success, (std::vector<double>{0.5, 0.8}));
  EXPECT_EQ(cost_of(read, "last", 1), 1e6);
  EXPECT_EQ(cost_of(read, "late", 1), 250e3);
  EXPECT_EQ(assumption(*read, "technologies.last.relative_performance")->source,
            "set on the command line");
}

TEST(Alike, ItCanBeSetItself) {
  const auto read = read_technologies(two_like_it, {"technologies.last.like=chip"});
  ASSERT_EQ(read.messages(), "");
  EXPECT_EQ(technology(read, "last").supply.unit_size, 1.0);
  ASSERT_EQ(read->changed_words.size(), 1U);
  EXPECT_EQ(read->changed_words[0].path, "technologies.last.like");
  const auto whole = read_technologies(
      two_like_it, {"technologies.late.slip=3", "technologies.late={like: chip, slip: 2}",
                    "technologies.late.supply.unit_size=4"});
  ASSERT_EQ(whole.messages(), "");
  EXPECT_EQ(technology(whole, "last").slip.parameters[0], 2.0) << "set whole after its part";
  EXPECT_EQ(technology(whole, "last").supply.unit_size, 4.0);
}

TEST(Alike, WhatCannotBeSetIsTold) {
  EXPECT_EQ(
      read_technologies(two_like_it, {"technologies.late.slip.lognormal.sigma=1",
                                      "technologies.late.relative_performance.lognormal.sigma.x=1"})
          .messages(),
      "--set:1:1: 'technologies.late.slip.lognormal.median' is missing (it has no default).\n"
      "--set:2:1: there is no 'x' to set (the path leads into a value without such a "
      "part).\n");
}

// ---- Mistakes ----

TEST(Alike, NamesThatCannotBeTakenOverAreRefused) {
  const struct {
    std::string lines;
    std::string message;
  } table[] = {
      {"  late: {like: chop}\n",
       "there is no technology 'chop' that 'late' could be like. Did you mean 'chip'?"},
      {"  late: {like: alpha}\n",
       "there is no technology 'alpha' that 'late' could be like. Known: chip."},
      {"  late: {like: late, slip: 2}\n",
       "'late' is like itself (late → late). One of them must say all that it is."},
      {"  a: {like: b}\n  b: {like: c}\n  c: {like: a}\n  d: {like: b}\n",
       "'a' is like itself (a → b → c → a). One of them must say all that it is."},
      {"  late: {like: [chip]}\n", "'technologies.late.like' should be a text, not a list."},
      {"  source: S\n  late: {like: source}\n",
       "there is no technology 'source' that 'late' could be like. Known: chip."},
      {"  late: {like: \"\"}\n",
       "there is no technology '' that 'late' could be like. Known: chip."},
      {"  late: {lik: chip}\n",
       "unknown key 'lik' in technologies.late (it would be ignored). "
       "Did you mean 'like'?"},
  };
  for (const auto& row : table) {
    const auto read = read_technologies(row.lines);
    EXPECT_FALSE(read.scenario) << row.lines;
    EXPECT_THAT(read.messages(), HasSubstr(row.message)) << row.lines;
    EXPECT_EQ(read.diagnostics.errors(), 1U) << read.messages();
  }
}

/// A small file must not become a large scenario.
TEST(Alike, LimitsAreKept) {
  std::string chain = "  c0: {like: chip}\n";
  std::string crowd;
  for (int i = 1; i < 70; ++i) {
    chain = "  c" + std::to_string(i) + ": {like: c" + std::to_string(i - 1) + "}\n" + chain;
  }
  for (int i = 0; i < 6000; ++i) {
    crowd += "  c" + std::to_string(i) + ": {like: chip}\n";
  }
  const auto lengthy = testing::read_text(with("technologies:\n", "technologies:\n" + chain));
  EXPECT_EQ(lengthy.diagnostics.errors(), 1U);
  EXPECT_THAT(lengthy.messages(), HasSubstr("more than 64 items are like one another"));
  const auto many = read_technologies(crowd);
  EXPECT_EQ(many.diagnostics.errors(), 1U);
  EXPECT_THAT(many.messages(), HasSubstr("more than 100000 values are taken over"));
}

/// Also what is wrong beside it is said at once, but not what would only be missing.
TEST(Alike, TheRestOfAnItemLikeNobodyIsRead) {
  const auto read = testing::read_text(
      with("stage: design\n", "stage: layout\n",
           with("technology: chip\n", "technology: late\n",
                with_technologies("  late: {like: chop, slip: fast, stages: {test: {cost: 3}}}\n"
                                  "  last: {like: late, slip: slow}\n"))));
  EXPECT_EQ(read.diagnostics.errors(), 4U) << read.messages();
}

TEST(Alike, IsAnUnknownKeyWhereThereAreNoNames) {
  for (const auto& [old, changed] :
       std::map<std::string, std::string>{{"finance:\n", "finance:\n  like: x\n"},
                                          {"title: Small\n", "title: Small\nlike: x\n"},
                                          {"annual_growth: 1.5", "annual_growth: 1.5, like: x"},
                                          {"supply: {", "supply: {like: chip, "}}) {
    const auto read = testing::read_text(with(old, changed));
    EXPECT_THAT(read.messages(), HasSubstr("unknown key 'like'")) << changed;
    EXPECT_EQ(read.diagnostics.errors(), 1U) << read.messages();
  }
}

TEST(Alike, IsANameAsAnyOther) {
  const auto read = read_technologies("  like: {like: chip, slip: 2}\n  late: {like: like}\n",
                                      {"technologies.like.supply.unit_size=2"});
  ASSERT_EQ(read.messages(), "");
  EXPECT_EQ(technology(read, "late").slip.parameters[0], 2.0);
  EXPECT_EQ(technology(read, "late").supply.unit_size, 2.0);
}

TEST(Alike, WhatIsWrongWithTheOtherIsSaidOnce) {
  const std::string lines = "  late: {like: chip}\n  last: {like: late, slip: 2}\n";
  const std::string text = with_technologies(lines);
  const struct {
    std::string old;
    std::string changed;
    std::string message;
  } table[] = {
      {"duration: 12 months", "duration: 12", "'12' is not a span of time"},
      {"on_failure: repeat", "on_failure: repaet", "technologies.chip.stages.design.on_failure"},
      {"        decided_by: standard\n", "        decided_by: standard\n        facilty: x\n",
       "in technologies.chip.stages.test"},
      {"        duration: 12 months\n", "",
       "'technologies.chip.stages.design.duration' is missing"},
      {"    relative_performance: {lognormal: {median: 1.2, sigma: 0.5}}\n", "",
       "'technologies.chip.relative_performance' is missing"},
      {"    supply: {lead_time: 3 months, units_per_month: 250 units, unit_cost: £2k per unit}\n",
       "", "'technologies.chip.supply' is missing (it needs lead_time"},
      {"        decided_by: standard\n",
       "        facility: none-such\n        decided_by: standard\n",
       "there is no facility 'none-such'"},
      {"        decided_by: standard\n", "", "is not decided by the standard"},
  };
  for (const auto& row : table) {
    const auto read = testing::read_text(with(row.old, row.changed, text));
    EXPECT_FALSE(read.scenario);
    EXPECT_EQ(read.diagnostics.errors(), 1U) << row.changed << "\n" << read.messages();
    EXPECT_THAT(read.messages(), HasSubstr(row.message));
    EXPECT_THAT(read.messages(), Not(HasSubstr("technologies.la"))) << "neither late nor last";
  }
}

TEST(Alike, NamesThatTheOtherMayHaveHeldAreNotMissed) {
  std::string text = with_technologies(
      "  late: {like: chip, stages: {test: {cost: £1m}}}\n  last: {like: late}\n");
  const auto stages = text.find("    stages:\n");
  text.erase(stages, text.find("    supply:") - stages);
  const auto read = testing::read_text(with("technology: chip\n", "technology: last\n", text));
  EXPECT_THAT(read.messages(), HasSubstr("'technologies.chip.stages' is missing"));
  EXPECT_EQ(read.diagnostics.errors(), 1U) << read.messages();
}

/// What is sound where it stands may be wrong in an item that is like it.
TEST(Alike, WhatDoesNotFitIsToldWhereItStands) {
  const std::string text =
      with("speed: {unit: tokens/J}", "speed: {unit: tokens/J}\n  power: {unit: W, better: lower}",
           with("speed: {at_least: 12 tokens/J}",
                "speed: {at_least: 12 tokens/J}\n    power: {like: speed}",
                with("annual_growth: 1.5}",
                     "annual_growth: 1.5}\n  power: {level: 10 W, on: 2026-01-01, "
                     "annual_growth: 0.9}")));
  const auto read = testing::read_text(text);
  EXPECT_FALSE(read.scenario);
  EXPECT_EQ(read.diagnostics.errors(), 1U) << read.messages();
  EXPECT_THAT(read.messages(), HasSubstr("'standard.thresholds.power.at_most' is missing"));
}

TEST(Alike, NobodyIsWarnedOfWhatHeTakesOverAndDoesNotUse) {
  const auto read = testing::read_text(
      with("programme:\n", "  beta: {like: alpha, parent_funded: yes}\nprogramme:\n"));
  EXPECT_EQ(read.messages(), "");
  ASSERT_TRUE(read.scenario);
  EXPECT_TRUE(read->numbers.firms[1].parent_funded);
}

}  // namespace
}  // namespace firstcustomer
