#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>

#include "cli/program.hpp"
#include "golden.hpp"

namespace firstcustomer {
namespace {

using testing::expect_golden;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Ran;
using ::testing::StartsWith;

constexpr const char* uk = "scenarios/uk-first-customer.yaml";

/// Under which about half of the replications fail: rounds beyond 64 bits of pence.
constexpr const char* failing =
    " --set 'finance.rounds.series-b.size={lognormal: {median: £1bn, sigma: 9}}'";

class Replay : public testing::ProgramTest {
 protected:
  Ran replay(const std::string& arguments) const { return run("replay " + arguments); }
  nlohmann::json json(const std::string& arguments) const {
    const Ran ran = replay(arguments + " --json");
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    return nlohmann::json::parse(ran.out);
  }
};

TEST_F(Replay, GoldenDiaryOfTheUkScenario) {
  const Ran ran = replay(std::string(uk) + " 17");
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.err, IsEmpty());
  expect_golden(ran.out, "tests/golden/uk-replay-17.txt",
                "build/release/firstcustomer replay scenarios/uk-first-customer.yaml 17 > "
                "tests/golden/uk-replay-17.txt");
}

TEST_F(Replay, EveryLineIsDatedOrGoesOn) {
  std::stringstream lines(replay(std::string(uk) + " 17").out);
  const std::regex shape(
      "Replication 17, arm [a-z-]+ \\(seed 1\\)|[0-9]{4}-[0-9]{2}-[0-9]{2}  [^ ].*| +[^ ].*|"
      "Ends 2035-03-31: .*");
  std::string last;
  for (std::string line; std::getline(lines, line);) {
    EXPECT_TRUE(std::regex_match(line, shape)) << line;
    last = line.front() == ' ' ? last : line;
  }
  EXPECT_THAT(last, StartsWith("Ends 2035-03-31: "));
}

TEST_F(Replay, TheArmIsTheProgrammeUnlessAnotherIsNamed) {
  EXPECT_THAT(replay(std::string(uk) + " 3").out,
              StartsWith("Replication 3, arm first-customer (seed 1)\n"));
  EXPECT_THAT(replay(std::string(uk) + " 3 --arm no-programme --seed 5").out,
              StartsWith("Replication 3, arm no-programme (seed 5)\n"));
}

/// The row of runs.csv of a replication's arm.
std::string row(const std::string& csv, const std::string& begin) {
  const std::size_t at = csv.find("\n" + begin);
  return at == std::string::npos ? "" : csv.substr(at + 1, csv.find('\n', at + 1) - at - 1);
}

TEST_F(Replay, HasTheOutcomeOfTheRun) {
  for (const std::string design : {"independent", "latin-hypercube"}) {
    const std::string options =
        " --seed 9 --set programme.fund.budget='{uniform: {low: £50m, "
        "high: £150m}}' --design " +
        design;
    const auto out = folder_ / design;
    ASSERT_EQ(
        run(std::string("run ") + uk + " -n 150" + options + " --out " + out.string()).exit_code,
        0);
    const std::string csv = testing::read_file(out / "runs.csv");
    std::stringstream names(csv.substr(0, csv.find('\n')));
    std::stringstream cells(row(csv, "123,first-customer,"));
    const auto played = json(std::string(uk) + " 123" + options);
    EXPECT_NE(played["case"]["programme.fund.budget"], 100e6);
    std::string name;
    std::string cell;
    std::size_t compared = 0;
    while (std::getline(names, name, ',') && std::getline(cells, cell, ',')) {
      if (name != "replication" && name != "arm") {
        const auto& value = played["outcome"].at(name);
        EXPECT_TRUE(cell.empty() ? value.is_null() : value == std::stod(cell)) << name;
        ++compared;
      }
    }
    EXPECT_GE(compared, played["outcome"].size() - 1) << "the last cell may be empty";
  }
}

TEST_F(Replay, JsonSaysWhatWasDrawn) {
  const auto played = json(std::string(uk) + " 17");
  EXPECT_EQ(played["replication"], 17);
  EXPECT_EQ(played["arm"], "first-customer");
  EXPECT_GT(played["case"].at("programme.strength.cancel_hazard"), 0.0);
  EXPECT_TRUE(played["events"].is_array());
  const auto without = json(std::string(uk) + " 17 --arm no-programme");
  EXPECT_FALSE(without["case"].contains("programme.strength.cancel_hazard"));
}

struct WrongUse {
  const char* arguments;
  const char* message;
};

TEST_F(Replay, WrongUseIsRefusedWithTheReason) {
  for (const WrongUse& wrong : {
           WrongUse{"", "name one scenario file and the index of a replication, from 0"},
           {"scenarios/uk-first-customer.yaml", "the index of a replication"},
           {"scenarios/uk-first-customer.yaml 1 2", "the index of a replication"},
           {"scenarios/uk-first-customer.yaml 1.5",
            "INDEX takes a whole number from 0 to 999999999, not '1.5'"},
           {"scenarios/uk-first-customer.yaml x", "not 'x'"},
           {"scenarios/uk-first-customer.yaml 1000000000", "not '1000000000'"},
           {"scenarios/uk-first-customer.yaml -- -1", "not '-1'"},
           {"scenarios/uk-first-customer.yaml 1 --design sobol", "--design takes"},
           {"scenarios/uk-first-customer.yaml 1 --seed x", "--seed takes"},
           {"scenarios/uk-first-customer.yaml 1 --arm no-program",
            "there is no arm 'no-program' (the scenario has no-programme, "
            "first-customer). Did you mean 'no-programme'?\n"},
           {"scenarios/uk-first-customer.yaml 1 --arm zzz",
            "there is no arm 'zzz' (the scenario has no-programme, first-customer).\n"},
       }) {
    const Ran ran = replay(wrong.arguments);
    EXPECT_EQ(ran.exit_code, 2) << wrong.arguments;
    EXPECT_THAT(ran.err, HasSubstr(wrong.message)) << wrong.arguments;
    EXPECT_THAT(ran.out, IsEmpty()) << wrong.arguments;
  }
}

TEST_F(Replay, AScenarioThatCannotBeReadIsRefusedAsByRun) {
  EXPECT_EQ(replay("nowhere.yaml 1").exit_code, 66);
  const Ran bad = replay(std::string(uk) + " 1 --set programme.fund.bugdet=£1m");
  EXPECT_EQ(bad.exit_code, 65);
  EXPECT_THAT(bad.err, HasSubstr("Did you mean 'budget'?"));
  EXPECT_THAT(bad.out, IsEmpty());
}

TEST_F(Replay, AFailureOfARunIsPlayedAgainByTheCommandThatTheRunPrints) {
  for (const std::string design : {"independent", "latin-hypercube"}) {
    const Ran all = run(std::string("run ") + uk + " -n 200 --quiet --seed 3" + failing +
                        " --design " + design);
    ASSERT_EQ(all.exit_code, 3);
    const std::size_t begin = all.err.find("replication ");
    const std::string failure = all.err.substr(begin, all.err.find('\n', begin) - begin);
    const std::size_t at = all.err.find("firstcustomer replay ", begin);
    ASSERT_NE(at, std::string::npos) << all.err;
    const std::string command = all.err.substr(at + 14, all.err.find('\n', at) - at - 14);
    const Ran again = run(command);
    EXPECT_EQ(again.exit_code, 3) << command;
    EXPECT_EQ(again.err, failure + "\n");
    EXPECT_THAT(again.out, StartsWith("Replication "));
    EXPECT_THAT(again.out, ::testing::Not(HasSubstr("\nEnds ")));
  }
}

TEST_F(Replay, PlaysTheArmsInWhichAChannelActsAlone) {
  for (const std::string arm : {"cash-only", "signal-only", "entry-only"}) {
    const auto played = json(std::string(uk) + " 17 --arm " + arm);
    EXPECT_EQ(played["arm"], arm);
    EXPECT_EQ(played["outcome"]["public_money_paid"] > 0.0, arm == "cash-only") << arm;
  }
  const Ran ran = replay(std::string(uk) + " 17 --set behaviour.entry=no --arm entry-only");
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.err, HasSubstr("there is no arm 'entry-only' (the scenario has no-programme, "
                                 "first-customer, cash-only, signal-only)"));
}

TEST_F(Replay, TheSummaryHasTheCommandOfEveryFailure) {
  const Ran all = run(std::string("run ") + uk + " -n 100 --quiet --json" + failing);
  const auto summary = nlohmann::json::parse(all.out);
  ASSERT_FALSE(summary["failures"].empty());
  for (const auto& failure : summary["failures"]) {
    EXPECT_EQ(failure["replay"], "firstcustomer replay scenarios/uk-first-customer.yaml " +
                                     std::to_string(failure["replication"].get<int>()) + " --arm " +
                                     failure["arm"].get<std::string>() + " --seed 1" + failing);
  }
}

TEST_F(Replay, PlaysTheScenarioUnderAnotherRule) {
  const std::string rule = " --rule spot-purchase";
  const Ran ran = replay(std::string(uk) + " 17" + rule);
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("Replication 17, arm spot-purchase (seed 1)"));
  const Ran all = run(std::string("run ") + uk + " -n 100 --quiet --json" + failing + rule);
  const auto summary = nlohmann::json::parse(all.out);
  ASSERT_FALSE(summary["failures"].empty());
  EXPECT_THAT(summary["failures"][0]["replay"].get<std::string>(),
              ::testing::EndsWith(" --seed 1" + rule + failing));
}

TEST_F(Replay, HelpNamesItsOptions) {
  EXPECT_THAT(run("help").out,
              HasSubstr("replay           tell one replication as a dated diary\n"));
  const Ran ran = replay("--help");
  EXPECT_EQ(ran.exit_code, 0);
  for (const char* option : {"replay SCENARIO INDEX", "--arm NAME", "--json", "--design NAME"}) {
    EXPECT_THAT(ran.out, HasSubstr(option));
  }
}

}  // namespace
}  // namespace firstcustomer
