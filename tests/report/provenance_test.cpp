#include "firstcustomer/report/provenance.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/small_run.hpp"

namespace firstcustomer {
namespace {

using testing::read;
using testing::small;
using testing::small_scenario;
using testing::small_without_programme;

std::string digest(const Scenario& scenario, std::int64_t replications = 100) {
  return run_digest(scenario, make_plan(scenario, replications));
}

TEST(Sha256, GivesThePublishedVectors) {  // FIPS 180-4 examples, and the empty message
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, ReadsAllBytes) {
  EXPECT_EQ(sha256(std::string_view("\0", 1)),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  EXPECT_EQ(sha256(std::string_view{}), sha256(""));
}

TEST(BuildInfo, SaysWhatWasBuiltFromWhat) {
  const BuildInfo& info = build_info();
  EXPECT_THAT(std::string(info.version), ::testing::MatchesRegex("[0-9]+\\.[0-9]+\\.[0-9]+"));
  EXPECT_FALSE(info.commit.empty());
  EXPECT_FALSE(info.compiler.empty());
  EXPECT_FALSE(info.flags.empty());
  EXPECT_THAT(std::string(info.flags), ::testing::HasSubstr("-ffp-contract=off"));
}

TEST(ShellQuoted, LeavesHarmlessWordsAloneAndQuotesTheOthers) {
  EXPECT_EQ(shell_quoted("a/b-c_d.yaml"), "a/b-c_d.yaml");
  EXPECT_EQ(shell_quoted("programme.fund.budget=£50m"), "programme.fund.budget=£50m");
  EXPECT_EQ(shell_quoted("a b"), "'a b'");
  EXPECT_EQ(shell_quoted("It's"), "'It'\\''s'");
  EXPECT_EQ(shell_quoted(""), "''");
}

TEST(ReplayCommandLine, HasAllThatDecidesTheReplication) {
  const Scenario scenario = small({"seed=8", "firms.alder.cash=£4.01m", "title=It's so"});
  const Failure failure{12, "no-programme", "why"};
  EXPECT_EQ(replay_command_line(scenario, make_plan(scenario, 100), failure),
            "firstcustomer replay small.yaml 12 --arm no-programme --seed 8 --set "
            "firms.alder.cash=£4.01m --set 'title=It'\\''s so'");
  EXPECT_EQ(
      replay_command_line(small(), make_plan(small(), 100, Design::latin_hypercube), failure),
      "firstcustomer replay small.yaml 12 --arm no-programme --seed 7 --design latin-hypercube");
}

TEST(ReplayCommandLine, NamesTheRuleThatTookThePlaceOfTheProgrammes) {
  Scenario scenario = small({"seed=8"});
  scenario.rule = "./my rule.yaml";
  EXPECT_EQ(replay_command_line(scenario, make_plan(scenario, 100), {3, "mine", "why"}),
            "firstcustomer replay small.yaml 3 --arm mine --seed 8 --rule './my rule.yaml'");
}

TEST(RunDigest, IsTheSameForTheSameRun) {
  EXPECT_EQ(digest(small()), digest(small()));
  EXPECT_THAT(digest(small()), ::testing::MatchesRegex("[0-9a-f]{64}"));
}

TEST(RunDigest, ChangesWithWhateverDecidesTheResults) {
  const std::string base = digest(small());
  EXPECT_NE(digest(small(), 101), base);
  for (const char* change : {"seed=8", "programme.fund.budget=£3m", "firms.alder.cash=£4.01m",
                             "standard.attempts=2", "programme.name=other"}) {
    EXPECT_NE(digest(small({change})), base) << change;
  }
  EXPECT_NE(digest(small_without_programme()), base);
}

TEST(RunDigest, ChangesWithThePlanAlone) {
  const Scenario scenario = small();
  const Plan plan = make_plan(scenario, 100);
  Plan other_seed = plan;
  ++other_seed.seed;
  EXPECT_NE(run_digest(scenario, other_seed), run_digest(scenario, plan));
  Plan hypercube = plan;
  hypercube.design = Design::latin_hypercube;
  EXPECT_NE(run_digest(scenario, hypercube), run_digest(scenario, plan));
  Plan one_arm = plan;
  one_arm.arms.pop_back();
  EXPECT_NE(run_digest(scenario, one_arm), run_digest(scenario, plan));
}

TEST(RunDigest, IsThatOfTheResolvedScenarioReadAgain) {
  for (const Scenario& scenario :
       {small(), small_without_programme(),
        small({"standard.attempts=3", "firms.alder.cash={lognormal: {median: £3m, sigma: 1}}",
               "technologies.plain.supply.lead_time={value: 2 weeks, grade: published}"})}) {
    EXPECT_EQ(digest(read(write_document(scenario.resolved))), digest(scenario));
  }
}

TEST(RunDigest, DoesNotDependOnHowTheFileIsLaidOut) {
  std::string text = std::string("# A comment.\n") + small_scenario;
  text.replace(text.find("seed: 7"), 7, "seed:   7   # luck");
  text += "\n\n";
  EXPECT_EQ(digest(read(text)), digest(small()));
}

TEST(RunDigest, DoesNotDependOnWhetherADefaultIsWritten) {
  EXPECT_EQ(digest(small({"standard.attempts=1", "programme.fund.payment_terms=30 days"})),
            digest(small()));
}

TEST(RunDigest, DoesNotDependOnWhyAValueIsWhatItIs) {
  const std::string plain = digest(small({"firms.alder.cash=£4m"}));
  EXPECT_EQ(digest(small({"firms.alder.cash={value: £4m, source: Its books, grade: primary}"})),
            plain);
  EXPECT_EQ(digest(small({"firms.alder.cash=£4m", "firms.alder.note=A remark"})), plain);
  EXPECT_NE(digest(small({"firms.alder.cash={value: £5m, source: Its books}"})), plain);
  EXPECT_NE(digest(small({"firms.alder.cash={uniform: {low: £4m, high: £4m}}"})), plain);
}

TEST(Resolved, ReadsBackWithQuestionMarksAndNulls) {
  for (const char* change : {"finance.closing={value: 3 months, source: \"Who knows?\"}",
                             "title=\"Null\"", "title=\"NULL\""}) {
    const Scenario scenario = small({change});
    EXPECT_NO_THROW(
        EXPECT_EQ(read(write_document(scenario.resolved)).head.title, scenario.head.title))
        << change;
  }
}

}  // namespace
}  // namespace firstcustomer
