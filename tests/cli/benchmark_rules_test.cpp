#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "cli/program.hpp"

namespace firstcustomer {
namespace {

using ::testing::HasSubstr;
using testing::Ran;
using testing::read_file;

constexpr const char* suite = "scenarios/suites/suite-1.yaml";
constexpr const char* baseline = FIRSTCUSTOMER_SOURCE_DIRECTORY "/scenarios/suites/suite-1.json";

class BenchmarkRules : public testing::ProgramTest {
 protected:
  Ran benchmark(const std::string& arguments) const {
    return run("benchmark-rules " + arguments + " --quiet");
  }

  nlohmann::json json_of(const std::string& arguments) const {
    const Ran ran = benchmark(arguments + " --json");
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    return nlohmann::json::parse(ran.out);
  }

  /// A suite of the page-long scenario, quick to run.
  std::string small() const {
    return write(
               "small.yaml",
               "suite: 9\ntitle: Small\nscenarios: [" FIRSTCUSTOMER_SOURCE_DIRECTORY
               "/scenarios/minimal.yaml]\nrules: [no-programme, first-customer-order]\noutcomes:\n"
               "  - {name: qualified_suppliers, better: more}\n"
               "  - {name: exchequer-cost, better: less, at_most: £1m}\n"
               "frontier: {effect: qualified_suppliers, cost: exchequer-cost, tail: "
               "exchequer-cost, quantile: p95}\nseed: 4\nreplications: 200\nlucks: 10\n")
        .string();
  }

  testing::fs::path my_rule() const {
    return write("my-rule.yaml",
                 "extends: first-customer-order\ncontract:\n  - {on: acceptance, pay: £30k per "
                 "unit, up_to: 100 units}\n");
  }
};

TEST_F(BenchmarkRules, GivesTheSameBytesForAnyNumberOfThreads) {
  const std::string file = small();
  const Ran one = benchmark(file + " --json --threads 1");
  EXPECT_EQ(one.exit_code, 0) << one.err;
  EXPECT_EQ(benchmark(file + " --json --threads 3").out, one.out);
  EXPECT_EQ(benchmark(file + " --json --threads 7").out, one.out);
}

TEST_F(BenchmarkRules, LendsTheLibraryToRulesThatAskForIt) {
  const std::string rule =
      write("chosen.yaml",
            "extends: first-customer-order\nallocation: {signing: call, first_call: 2026-01-01, "
            "suppliers: 9 suppliers, calls: 1 call, selection: plugin}\n")
          .string();
  const std::string library = " --plugin " PLUGIN_FAULTY;
  const Ran without = benchmark(small() + " --add " + rule);
  EXPECT_EQ(without.exit_code, 2);
  EXPECT_THAT(without.err, HasSubstr("name the library with --plugin"));
  const Ran unused = benchmark(small() + library);
  EXPECT_EQ(unused.exit_code, 2);
  EXPECT_THAT(unused.err, HasSubstr("--plugin does nothing"));
  const Ran ran = benchmark(small() + " --add " + rule + library);
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("chosen"));
}

TEST_F(BenchmarkRules, PairsARuleThatIsAddedAndWritesFiles) {
  const std::string out = (folder_ / "out").string();
  const Ran ran = benchmark(small() + " --add " + my_rule().string() + " --out " + out);
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("3 my rule"));
  const auto json = nlohmann::json::parse(read_file(out + "/suite.json"));
  EXPECT_EQ(json["paired_differences"].size(), 6U);
  EXPECT_THAT(ran.out, HasSubstr(read_file(out + "/suite.txt")));
  EXPECT_EQ(benchmark(small() + " --out " + out).exit_code, 73);
}

TEST_F(BenchmarkRules, LaysARuleBesideTheBaseline) {
  const std::string file = small();
  write("small.json", benchmark(file + " --json").out);
  const auto json = json_of(file + " --rules " + my_rule().string());
  const auto& rules = json["scenarios"][0]["rules"];
  ASSERT_EQ(rules.size(), 3U);
  EXPECT_EQ(rules[0]["rule"], "my-rule");
  EXPECT_EQ(rules[2]["rule"], "first-customer-order");
  const auto alone = json_of(file);
  EXPECT_EQ(json["rows"][2]["mean"], alone["rows"][0]["mean"]);
  EXPECT_TRUE(json["paired_differences"].empty());
  const Ran shorter = benchmark(file + " --rules " + my_rule().string() + " -n 100");
  EXPECT_EQ(shorter.exit_code, 2);
  EXPECT_THAT(shorter.err, HasSubstr("met 200 replications, these 100: other luck"));
}

TEST_F(BenchmarkRules, RefusesABaselineOfAnotherSuite) {
  const Ran ran = benchmark(small() + " --baseline " + baseline);
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.err, HasSubstr("its suite is 1, here 9"));
}

TEST_F(BenchmarkRules, SaysWhatIsWrong) {
  EXPECT_EQ(benchmark("nowhere.yaml").exit_code, 66);
  const Ran broken = benchmark(write("broken.yaml", "suite: 1\nsead: 1\n").string());
  EXPECT_EQ(broken.exit_code, 65);
  EXPECT_THAT(broken.err, HasSubstr("broken.yaml:2:1: unknown key 'sead' in the suite"));
  const Ran rule = benchmark(small() + " --rules milestone");
  EXPECT_EQ(rule.exit_code, 65);
  EXPECT_THAT(rule.err, HasSubstr("Did you mean 'milestones'?"));
  EXPECT_EQ(benchmark(small() + " --replications 15").exit_code, 2);
  EXPECT_THAT(benchmark(small() + " --add first-customer-order").err,
              HasSubstr("two rules are called 'first-customer-order'"));
}

/// The committed results are of the scenarios and rules as they stand.
TEST_F(BenchmarkRules, HasABaselineOfTheseScenariosAndRules) {
  const auto here = json_of(std::string(suite) + " --replications 10");
  const auto committed = nlohmann::json::parse(read_file(baseline));
  EXPECT_EQ(committed["suite"], here["suite"]);
  EXPECT_EQ(committed["seed"], here["seed"]);
  EXPECT_EQ(committed["rows"].size(), here["rows"].size());
  ASSERT_EQ(committed["scenarios"].size(), here["scenarios"].size());
  const std::string renew = std::string("Renew it: build/release/firstcustomer benchmark-rules ") +
                            suite + " --json > scenarios/suites/suite-1.json";
  for (std::size_t i = 0; i < here["scenarios"].size(); ++i) {
    const auto& there = committed["scenarios"][i];
    EXPECT_EQ(there["digest"], here["scenarios"][i]["digest"]) << renew;
    EXPECT_EQ(there["failed"], 0);
    ASSERT_EQ(there["rules"].size(), here["scenarios"][i]["rules"].size()) << renew;
    for (std::size_t k = 0; k < there["rules"].size(); ++k) {
      EXPECT_EQ(there["rules"][k]["rule"], here["scenarios"][i]["rules"][k]["rule"]) << renew;
      EXPECT_EQ(there["rules"][k]["digest"], here["scenarios"][i]["rules"][k]["digest"]) << renew;
      EXPECT_EQ(there["rules"][k]["replications"], committed["replications"]);
    }
  }
}

}  // namespace
}  // namespace firstcustomer
