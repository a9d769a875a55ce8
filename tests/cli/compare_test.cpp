#include <gmock/gmock.h>

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "cli/program.hpp"

namespace firstcustomer {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::Ran;
using testing::read_file;
using testing::fs::path;

constexpr const char* minimal = "scenarios/minimal.yaml";
constexpr const char* uk = "scenarios/uk-first-customer.yaml";

class Compare : public testing::ProgramTest {
 protected:
  Ran compare(const std::string& arguments) const {
    return run("compare " + arguments + " --quiet");
  }

  nlohmann::json summary(const std::string& arguments) const {
    const Ran ran = compare(arguments + " --json");
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    return nlohmann::json::parse(ran.out);
  }

  void expect_refused(const std::string& arguments, const std::string& why) const {
    const Ran ran = compare(arguments);
    EXPECT_EQ(ran.exit_code, 2) << arguments;
    EXPECT_THAT(ran.err, HasSubstr(why));
    EXPECT_THAT(ran.out, IsEmpty());
  }
};

TEST_F(Compare, PrintsTheTableOfTheReadme) {
  const Ran ran =
      run("compare scenarios/uk-first-customer.yaml scenarios/spot-purchase.yaml "
          "scenarios/milestones.yaml -n 2000 --quiet");
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.err, IsEmpty());
  EXPECT_THAT(read_file(FIRSTCUSTOMER_SOURCE_DIRECTORY "/README.md"),
              HasSubstr("```\n" + ran.out + "```\n"));
}

TEST_F(Compare, GivesTheSameBytesForAnyNumberOfThreads) {
  const std::string options =
      std::string(uk) + " --arm half programme.fund.budget=£50m -n 700 " + "--channels --threads ";
  std::map<std::string, std::string> one;
  for (const std::string threads : {"1", "2", "7"}) {
    const path out = folder_ / ("out" + threads);
    EXPECT_EQ(compare(options + threads + " --out " + out.string()).exit_code, 0);
    std::map<std::string, std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(out)) {
      files[entry.path().filename()] = read_file(entry.path());
    }
    auto manifest = nlohmann::json::parse(files.at("manifest.json"));
    manifest.erase("host");
    files["manifest.json"] = manifest.dump();
    EXPECT_EQ(files.size(), 6U);
    if (one.empty()) {
      one = files;
    }
    EXPECT_EQ(files, one) << threads << " threads";
  }
}

TEST_F(Compare, WithOneLuckACaseHasTheNumbersOfARun) {
  const auto compared = summary(std::string(uk) + " -n 300 --lucks 1");
  const Ran ran = run(std::string("run ") + uk + " -n 300 --json --quiet");
  const auto alone = nlohmann::json::parse(ran.out);
  for (const char* outcome : {"qualified_suppliers", "public_money_net_present_value"}) {
    const auto& arm = compared["arms"]["first-customer"][outcome];
    EXPECT_EQ(arm["difference"]["mean"], alone["differences"]["first-customer"][outcome]["mean"]);
    EXPECT_EQ(arm["difference"]["hi"], alone["differences"]["first-customer"][outcome]["hi"]);
    EXPECT_EQ(arm["level"]["mean"], alone["arms"]["first-customer"][outcome]["mean"]);
    EXPECT_EQ(arm["variance_reduction"],
              alone["differences"]["first-customer"][outcome]["variance_reduction"]);
  }
}

TEST_F(Compare, ArmsAreProgrammesOfFilesAndOverrides) {
  const auto found = summary(std::string(uk) + " scenarios/milestones.yaml --arm half " +
                             "programme.fund.budget=£50m --arm none programme.fund.budget=£0 " +
                             "-n 100 --base first-customer --outcome public-money-paid");
  EXPECT_EQ(found["base"], "first-customer");
  for (const char* arm : {"no-programme", "first-customer", "milestones", "half", "none"}) {
    EXPECT_TRUE(found["arms"].contains(arm)) << arm;
  }
  EXPECT_EQ(found["arms"]["none"]["public_money_paid"]["level"]["mean"], 0);
  EXPECT_EQ(found["ranking"]["best"], "lowest");
  const auto rules = summary(std::string(uk) + " --rules no-programme,first-customer -n 100");
  EXPECT_EQ(rules["arms"].size(), 2U);
}

TEST_F(Compare, FilesWhoseProgrammesAreCalledAlikeAreCalledAsTheFiles) {
  const std::string text = read_file(FIRSTCUSTOMER_SOURCE_DIRECTORY "/scenarios/minimal.yaml");
  const path one = write("one.yaml", text);
  const path two = write("two.yaml", text + "discounting: 1\n");
  EXPECT_EQ(compare(one.string() + " " + two.string()).exit_code, 65);
  std::string later = text;
  later.replace(later.find("closing: 6 months"), 17, "closing: 9 months");
  const Ran ran =
      compare(one.string() + " " + write("two.yaml", later).string() + " -n 100 --json");
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("in more than programme and standard (finance.closing)"));
  const auto found = nlohmann::json::parse(ran.out);
  EXPECT_TRUE(found["arms"].contains("one") && found["arms"].contains("two"));
}

TEST_F(Compare, MatchesAProgrammeToTheCostOfAnother) {
  const std::string arguments = std::string(minimal) +
                                " --set standard.thresholds.efficiency.at_least=0.3 --arm dear "
                                "'programme.contract.0.pay=£40k per unit' --match exchequer-cost "
                                "-n 2000 --match-replications 1000";
  const auto found = summary(arguments);
  EXPECT_EQ(found["matching"]["target_arm"], "programme");
  const auto& dear = found["matching"]["arms"]["dear"];
  EXPECT_EQ(dear["end"], "met") << dear;
  EXPECT_EQ(dear["before"], "£50m");
  const double target = found["matching"]["target"];
  EXPECT_NEAR(dear["achieved"], target, 1e-3 * target);
  const auto& fresh = found["arms"]["dear"]["public_money_net_present_value"]["level"];
  EXPECT_NE(fresh["mean"], dear["achieved"]) << "other luck";
  EXPECT_NEAR(fresh["mean"], target, 6.0 * fresh["se"].get<double>());
  const auto price = summary(std::string(minimal) +
                             " --set standard.thresholds.efficiency.at_least=0.3 --arm few "
                             "programme.fund.budget=£5m --match public-money-paid -n 100 "
                             "--match-to few --vary programme:programme.contract.0.pay "
                             "--match-replications 400");
  EXPECT_EQ(price["matching"]["arms"].size(), 1U);
  EXPECT_EQ(price["matching"]["arms"]["programme"]["path"], "programme.contract.0.pay");
  EXPECT_EQ(price["matching"]["arms"]["programme"]["before"], "£20k per unit");
  const Ran beyond =
      compare(std::string(minimal) + " -n 100 --match exchequer-cost --match-value " +
              "£900m --match-replications 200");
  EXPECT_EQ(beyond.exit_code, 0) << beyond.err;
  EXPECT_THAT(beyond.out, HasSubstr("programme: out of reach. It comes to at most £"));
}

TEST_F(Compare, SaysWhatIsWrongWithArms) {
  const std::string file = minimal;
  expect_refused(file + " --rules prise",
                 "there is no rule 'prise' ('firstcustomer rules' lists "
                 "them). Did you mean 'prize'? A file of your own is "
                 "written ./prise.yaml.");
  expect_refused(file + " --outcome cost", "there is no outcome 'cost'. Near: exchequer-cost");
  expect_refused(file + " --match cost", "'firstcustomer schema outcomes' lists all");
  expect_refused(file + " --arm other.yaml", "files stand before options");
  expect_refused(file + " --arm a=1", "--arm takes a name before 'a=1'");
  expect_refused(file + " --arm programme seed=2", "two arms are called 'programme'");
  expect_refused(file + " --base prise", "--base takes one of the arms (no-programme, programme)");
  expect_refused(file + " --base programme --channels", "differences from no-programme");
  const Ran broken = compare(file + " --arm half programme.fund.bugdet=£1m");
  EXPECT_EQ(broken.exit_code, 65);
  EXPECT_THAT(broken.err, HasSubstr("Did you mean 'budget'?"));
}

TEST_F(Compare, WarnsOfWhatIsOddInAnArm) {
  const std::string file = minimal;
  const std::string late =
      "'programme.allocation={signing: call, first_call: 2031-06-01, suppliers: 1 supplier, calls: "
      "1 call, selection: lottery}'";
  const Ran arm = compare(file + " -n 10 --arm late " + late);
  EXPECT_EQ(arm.exit_code, 0) << arm.err;
  EXPECT_THAT(arm.err, HasSubstr("The arm 'late':\n"));
  EXPECT_THAT(arm.err, HasSubstr("warning: the first call is after the deadline"));
  const Ran all = compare(file + " -n 10 --arm other programme.fund.budget=£1m --set " + late);
  EXPECT_EQ(all.exit_code, 0) << all.err;
  EXPECT_THAT(all.err, HasSubstr("All arms:\n"));
  const std::size_t once = all.err.find("the first call is after");
  ASSERT_NE(once, std::string::npos);
  EXPECT_EQ(all.err.find("the first call is after", once + 1), std::string::npos) << all.err;
  const Ran none = compare(file + " -n 10 --arm other programme.fund.budget=£1m");
  EXPECT_THAT(none.err, IsEmpty());
}

TEST_F(Compare, SaysWhatIsWrongWithNumbers) {
  const std::string file = minimal;
  expect_refused(file + " --lucks 3", "--lucks takes a divisor of 100, not 3");
  expect_refused(file + " -n 1005", "--replications takes a multiple of the 10 lucks per case");
  expect_refused(file + " --lucks 2 --design latin-hypercube", "takes --lucks 1");
  expect_refused(file + " --outcome qualified_supplier", "Did you mean 'qualified_suppliers'?");
  expect_refused(file + " --match-value £1m", "say how to --match an outcome");
  expect_refused(file + " --match exchequer-cost --match-to nobody", "there is no arm 'nobody'");
  expect_refused(file + " --match exchequer-cost --match-value 30", "--match-value: '30'");
  expect_refused(file + " --match exchequer-cost --match-value £1m --vary programme.fund",
                 "programme has no number at programme.fund that");
  expect_refused(file + " --match exchequer-cost --match-value £1m --vary nobody:horizon",
                 "--vary: there is no arm 'nobody'");
  const Ran spread = compare(file + " -n 250 --design latin-hypercube");
  EXPECT_EQ(spread.exit_code, 0);
  EXPECT_THAT(spread.err, HasSubstr("the last 50 of 250 replications"));
}

/// An arm whose suppliers a library chooses, at one call with so many places.
std::string chosen_by_library(const std::string& places) {
  return std::string(minimal) +
         " -n 20 --arm chosen 'programme.allocation={signing: call, first_call: 2026-01-01, "
         "suppliers: " +
         places + " suppliers, calls: 1 call, selection: plugin}'";
}

TEST_F(Compare, LendsTheLibraryToArmsThatAskForIt) {
  const std::string arms = chosen_by_library("9");
  expect_refused(arms, "selection: plugin; name the library with --plugin");
  const std::string library = " --plugin " PLUGIN_FAULTY;
  expect_refused(std::string(minimal) + library, "--plugin does nothing");
  const Ran ran = compare(arms + library);
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("\nchosen "));
}

TEST_F(Compare, AFailureOfTheLibraryIsReplayedWithIt) {
  const std::string library = " --plugin " PLUGIN_FAULTY;
  const Ran ran = compare(chosen_by_library("1") + library);
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_THAT(ran.err, HasSubstr("the plugin faulty"));
  EXPECT_THAT(ran.err, HasSubstr(library + "\n"));
}

TEST_F(Compare, WithoutAProgrammeThereIsNothingToTakeApart) {
  const std::string text = read_file(FIRSTCUSTOMER_SOURCE_DIRECTORY "/scenarios/minimal.yaml");
  const path file = write("alone.yaml", text.substr(0, text.find("programme:")));
  const Ran ran = compare(file.string() + " -n 100 --channels");
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.err, HasSubstr("--channels takes nothing apart"));
}

TEST_F(Compare, ADryRunSaysWhatWouldBeCompared) {
  const Ran ran = compare(std::string(minimal) + " -n 200 --threads 2 --dry-run");
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.out, HasSubstr("no-programme, programme\n200 replications (20 cases, 10 lucks "
                                 "each) of 2 arms in 2 blocks"));
}

TEST_F(Compare, AFailedReplicationSaysHowToPlayItAgain) {
  const Ran ran = compare(std::string(minimal) +
                          " -n 100 --set 'firms.early.cash={lognormal: {median: £90000000bn, "
                          "sigma: 1}}'");
  EXPECT_EQ(ran.exit_code, 3);
  const auto begin = ran.err.find("  firstcustomer replay ");
  ASSERT_NE(begin, std::string::npos) << ran.err;
  const auto from = begin + std::string("  firstcustomer ").size();
  const Ran again = run(ran.err.substr(from, ran.err.find('\n', from) - from));
  EXPECT_EQ(again.exit_code, 3) << "it fails again";
  EXPECT_THAT(ran.err, HasSubstr("--lucks 10"));
}

}  // namespace
}  // namespace firstcustomer
