#include <gmock/gmock.h>

#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/program.hpp"
#include "golden.hpp"

namespace firstcustomer {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::Ran;
using testing::read_file;
using testing::fs::path;

constexpr const char* uk = "scenarios/uk-first-customer.yaml";

class Run : public testing::ProgramTest {
 protected:
  /// Files of a run by name, the manifest without its part on host and time.
  std::map<std::string, std::string> run_files(const std::string& options,
                                               const std::string& environment = "") const {
    static int count = 0;
    const path out = folder_ / ("out" + std::to_string(count++));
    const Ran ran = run("run " + options + " --out " + out.string(), environment);
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    std::map<std::string, std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(out)) {
      files[entry.path().filename()] = read_file(entry.path());
    }
    auto manifest = nlohmann::json::parse(files.at("manifest.json"));
    manifest.erase("host");
    files["manifest.json"] = manifest.dump();
    return files;
  }
};

TEST_F(Run, PrintsTheTableAndWritesNothingWithoutOut) {
  const Ran ran = run(std::string("run ") + uk + " --replications 200");
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.out, HasSubstr("Behaviour: heuristic"));
  EXPECT_THAT(ran.out, HasSubstr("Qualified suppliers by 2030-12-31, with entrants"));
  EXPECT_THAT(ran.out, HasSubstr("no programme   first customer"));
  EXPECT_THAT(ran.out, HasSubstr("The model assumes, rather than finds"));
  EXPECT_THAT(ran.err, IsEmpty());
}

TEST_F(Run, GivesTheSameBytesForAnyNumberOfThreads) {
  const std::string options = std::string(uk) + " --replications 2345 --seed 1 --threads ";
  const auto one = run_files(options + "1");
  EXPECT_EQ(one.size(), 6U);
  EXPECT_EQ(run_files(options + "1"), one);
  EXPECT_EQ(run_files(options + "2"), one);
  EXPECT_EQ(run_files(options + "7"), one);
  EXPECT_EQ(run_files(options + "8"), one);
}

TEST_F(Run, ChannelsGiveTheSameBytesForAnyNumberOfThreads) {
  const std::string options = std::string(uk) + " -n 450 --seed 1 --channels --threads ";
  const auto one = run_files(options + "1");
  EXPECT_EQ(run_files(options + "3"), one);
  const auto summary = nlohmann::json::parse(one.at("summary.json"));
  EXPECT_TRUE(summary["channels"].contains("qualified_suppliers"));
  const auto without =
      nlohmann::json::parse(run_files(std::string(uk) + " -n 450 --seed 1").at("summary.json"));
  EXPECT_FALSE(without.contains("channels"));
  for (const auto& [name, arm] : without["arms"].items()) {
    EXPECT_EQ(summary["arms"][name], arm) << "arms of channels change no other";
  }
}

TEST_F(Run, ChannelsStandInOneSentence) {
  const Ran ran = run(std::string("run ") + uk + " -n 200 --quiet --channels");
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.out, HasSubstr("\nEffect on qualified suppliers by channel: "));
  EXPECT_THAT(ran.err, IsEmpty());
  EXPECT_THAT(run(std::string("run ") + uk + " -n 200 --quiet").out, Not(HasSubstr("by channel")));
}

TEST_F(Run, WithoutAProgrammeThereIsNothingToTakeApart) {
  std::string text = read_file(FIRSTCUSTOMER_SOURCE_DIRECTORY "/scenarios/minimal.yaml");
  const path file = write("alone.yaml", text.substr(0, text.find("programme:")));
  const Ran ran = run("run " + file.string() + " -n 100 --quiet --channels");
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_EQ(ran.err,
            "firstcustomer: warning: --channels takes nothing apart (the scenario has no "
            "programme). Leave it out?\n");
  EXPECT_THAT(ran.out, HasSubstr("there is no programme"));
}

TEST_F(Run, ShowsAllOutcomesWhereAsked) {
  const std::string command = std::string("run ") + uk + " -n 100 --quiet";
  EXPECT_THAT(run(command).out, Not(HasSubstr("\nUnits ordered")));
  const Ran all = run(command + " --all-outcomes");
  EXPECT_THAT(all.out, HasSubstr("\nUnits ordered"));
  EXPECT_THAT(all.out, HasSubstr("\nCost per additional qualified supplier"));
}

TEST_F(Run, ShowsWhereTheSuppliersStoodWhereAsked) {
  const std::string command = std::string("run ") + uk + " -n 200 --quiet";
  const std::string plain = run(command).out;
  const Ran ran = run(command + " --filters");
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  const auto begin = ran.out.find("Where the suppliers stood at the deadline, ");
  const auto end = ran.out.find("\nNext:");
  ASSERT_LT(begin, end);
  EXPECT_EQ(ran.out.substr(0, begin - 1) + ran.out.substr(end), plain) << "else nothing changes";
  const std::string readme = read_file(FIRSTCUSTOMER_SOURCE_DIRECTORY "/README.md");
  std::istringstream rows(ran.out.substr(begin, end - begin));
  std::string row;
  for (int i = 0; i < 4; ++i) {  // its heading
    std::getline(rows, row);
  }
  int count = 0;
  for (; std::getline(rows, row); ++count) {
    const std::string label = row.substr(0, row.find("  ", 2));
    EXPECT_THAT(readme, HasSubstr('\n' + label + '\n')) << "the README lists every line";
  }
  EXPECT_GT(count, 6);
}

TEST_F(Run, JsonHasWhereTheSuppliersStoodUnasked) {
  const std::string command = std::string("run ") + uk + " -n 200 --quiet --json";
  const Ran ran = run(command);
  EXPECT_EQ(run(command + " --filters").out, ran.out);
  const auto summary = nlohmann::json::parse(ran.out);
  for (const char* part : {"arms", "differences"}) {
    EXPECT_TRUE(summary[part]["first-customer"].contains("at_deadline_developing")) << part;
  }
}

TEST_F(Run, SeriesAreWrittenWithTheRows) {
  const auto files = run_files(std::string(uk) + " -n 120 --seed 1");
  EXPECT_THAT(files.at("series.csv"), ::testing::StartsWith("arm,series,date,n,mean,se,p5,"));
  EXPECT_THAT(files.at("series.csv"),
              HasSubstr("\nfirst-customer,public_money_paid,2035-03-31,120,"));
  EXPECT_THAT(files.at("codebook.csv"), HasSubstr("\nseries.csv,difference_se,"));
}

TEST_F(Run, ALatinHypercubeGivesTheSameBytesForAnyNumberOfThreads) {
  const std::string options =
      std::string(uk) + " -n 1050 --seed 1 --design latin-hypercube --threads ";
  const auto one = run_files(options + "1");
  EXPECT_EQ(run_files(options + "2"), one);
  EXPECT_EQ(run_files(options + "7"), one);
  const auto independent = run_files(std::string(uk) + " -n 1050 --seed 1 --design independent");
  EXPECT_NE(independent.at("runs.csv"), one.at("runs.csv"));
  EXPECT_EQ(independent, run_files(std::string(uk) + " -n 1050 --seed 1"));
  EXPECT_EQ(nlohmann::json::parse(one.at("manifest.json"))["design"], "latin-hypercube");
}

TEST_F(Run, SaysWhatALatinHypercubeLacks) {
  const std::string command = std::string("run ") + uk + " --quiet --design latin-hypercube -n ";
  const Ran whole = run(command + "300");
  EXPECT_EQ(whole.exit_code, 0);
  EXPECT_THAT(whole.err, IsEmpty());
  EXPECT_THAT(whole.out, HasSubstr("Latin hypercube in blocks of 100"));
  EXPECT_THAT(run(command + "350").err, HasSubstr("the last 50 of 350 replications"));
  const Ran few = run(command + "150");
  EXPECT_EQ(few.exit_code, 0);
  EXPECT_THAT(few.err, HasSubstr("150 replications give no intervals"));
  EXPECT_THAT(few.out, HasSubstr("± —"));
  EXPECT_THAT(run(command + "350 --dry-run").out, HasSubstr("seed 1, design latin-hypercube"));
}

TEST_F(Run, GivesTheSameBytesOnProcessorsWithoutFusedMultiplyAdd) {
  const std::string mask = "GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-AVX2,-AVX2_Usable,-FMA4";
  const auto probe = [&](const std::string& environment) {
    const path out = folder_ / "probe";
    EXPECT_EQ(
        std::system((environment + " " + FIRSTCUSTOMER_LIBM_PROBE + " >" + out.string()).c_str()),
        0);
    return read_file(out);
  };
  const bool has_fma = read_file("/proc/cpuinfo").find(" fma ") != std::string::npos;
  if (has_fma) {
    ASSERT_NE(probe(mask), probe("")) << "the mask changes nothing, so this test shows nothing";
  }
  const std::string options = std::string(uk) + " --replications 1000 --seed 3";
  EXPECT_EQ(run_files(options, mask), run_files(options));
}

TEST_F(Run, CorrelatedNumbersGiveTheSameBytesEverywhere) {
  // Correlations that contradict one another, so that the nearest are sought, too.
  const std::string options =
      std::string(uk) +
      " -n 450 --seed 1 --set 'correlations=[{between: [frontier.efficiency.annual_growth, "
      "finance.market, programme.strength.cancel_hazard], rank: -0.8}]' --design ";
  const auto plain = run_files(std::string(uk) + " -n 450 --seed 1");
  for (const std::string design : {"independent", "latin-hypercube"}) {
    const auto one = run_files(options + design + " --threads 1");
    EXPECT_NE(one.at("runs.csv"), plain.at("runs.csv"));
    EXPECT_EQ(run_files(options + design + " --threads 2"), one);
    EXPECT_EQ(run_files(options + design + " --threads 7"), one);
    EXPECT_EQ(run_files(options + design, "GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-AVX2,-FMA4"), one);
    const path resolved = write("correlated.yaml", one.at("scenario.resolved.yaml"));
    EXPECT_EQ(run_files(resolved.string() + " -n 450 --design " + design), one);
  }
  EXPECT_THAT(run("run " + options + "independent --quiet").err,
              HasSubstr("instead of -0.80 (the nearest that can are taken"));
}

TEST_F(Run, TheResolvedScenarioGivesTheSameBytes) {
  const auto first =
      run_files(std::string(uk) + " --replications 500 --seed 7 --set programme.fund.budget=£250m");
  const path resolved = write("again.yaml", first.at("scenario.resolved.yaml"));
  const auto second = run_files(resolved.string() + " --replications 500");
  EXPECT_EQ(second, first);
}

TEST_F(Run, TheResolvedScenarioWithAHistoryGivesTheSameBytes) {
  const std::string history =
      " --set finance.history_until=2027-06-30 --set firms.chiplet-card.enters=2026-03-01"
      " --set 'firms.chiplet-card.age={uniform: {low: 1 year, high: 3 years}}'"
      " --set firms.chiplet-card.in_scope=70%"
      " --set 'firms.chiplet-card.raises=[{on: 2026-09-01, size: {uniform: {low: £5m, high: £9m}},"
      " burn: £0.6m/month, next_round: series-b}, {on: 2027-06-30, size: £0, burn: £0.4m/month,"
      " next_round: none}]'";
  const auto first = run_files(std::string(uk) + " -n 300 --threads 2" + history);
  const path resolved = write("again.yaml", first.at("scenario.resolved.yaml"));
  EXPECT_EQ(run_files(resolved.string() + " -n 300 --threads 1"), first);
  EXPECT_NE(run_files(std::string(uk) + " -n 300").at("runs.csv"), first.at("runs.csv"));
  for (const std::string outcome :
       {"age_at_first_qualification", "products_prototypes", "products_over_two_prototypes"}) {
    EXPECT_THAT(first.at("codebook.csv"), HasSubstr(outcome));
    EXPECT_THAT(first.at("summary.json"), HasSubstr('"' + outcome + '"'));
  }
}

TEST_F(Run, AVariantIsItsResolvedScenario) {
  const std::string variant = "scenarios/uk-first-customer-floating.yaml";
  const auto first = run_files(variant + " -n 300 --seed 7");
  const path resolved = write("again.yaml", first.at("scenario.resolved.yaml"));
  EXPECT_EQ(run_files(resolved.string() + " -n 300"), first);
  EXPECT_NE(run_files(std::string(uk) + " -n 300 --seed 7").at("runs.csv"), first.at("runs.csv"));
  EXPECT_THAT(run("run " + variant + " -n 100 --quiet").out,
              HasSubstr("\nVariant of uk-first-customer.yaml: The standard is unpublished; "));
}

TEST_F(Run, ADifferentSeedIsDifferentLuck) {
  EXPECT_NE(run_files(std::string(uk) + " -n 300 --seed 1").at("runs.csv"),
            run_files(std::string(uk) + " -n 300 --seed 2").at("runs.csv"));
}

TEST_F(Run, ABudgetOfZeroMakesEveryDifferenceExactlyZero) {
  const Ran ran = run(std::string("run ") + uk + " -n 1000 --json --set programme.fund.budget=£0");
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  const auto summary = nlohmann::json::parse(ran.out);
  for (const auto& [name, difference] : summary["differences"]["first-customer"].items()) {
    if (difference["n"] == 0) {
      continue;  // without a budget nobody is chosen
    }
    EXPECT_EQ(difference["mean"], 0.0) << name;
    EXPECT_EQ(difference["se"], 0.0) << name;
  }
}

TEST_F(Run, JsonHasLevelsAndPairedDifferences) {
  const Ran ran = run(std::string("run ") + uk + " -n 500 --json");
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  const auto summary = nlohmann::json::parse(ran.out);
  const auto& paid = summary["differences"]["first-customer"]["public_money_paid"];
  EXPECT_GT(paid["lo"].get<double>(), 0.0);
  EXPECT_LT(paid["lo"], paid["mean"]);
  EXPECT_LT(paid["mean"], paid["hi"]);
  EXPECT_EQ(paid["n"], 500);
  const auto& raised = summary["differences"]["first-customer"]["private_money_raised"];
  EXPECT_GT(raised["correlation"].get<double>(), 0.9);
  EXPECT_GT(raised["variance_reduction"].get<double>(), 10.0);
  EXPECT_NEAR(summary["arms"]["first-customer"]["public_money_paid"]["mean"].get<double>() -
                  summary["arms"]["no-programme"]["public_money_paid"]["mean"].get<double>(),
              paid["mean"].get<double>(), 1e-6);
}

TEST_F(Run, JsonOfARunWithFilesIsItsSummary) {
  const std::string out = (folder_ / "out").string();
  const Ran ran = run(std::string("run ") + uk + " -n 300 --json --out " + out);
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(ran.out, read_file(folder_ / "out/summary.json"));
  const auto summary = nlohmann::json::parse(ran.out);
  EXPECT_TRUE(summary.contains("exact_quantiles"));
  const auto without = nlohmann::json::parse(run(std::string("run ") + uk + " -n 300 --json").out);
  EXPECT_FALSE(without.contains("exact_quantiles"));
  EXPECT_EQ(without["arms"], summary["arms"]);
}

TEST_F(Run, GoldenSummaryOfTheUkScenario) {
  const Ran ran = run(std::string("run ") + uk + " --replications 1000 --seed 1 --json");
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  testing::expect_golden(
      ran.out, "tests/golden/uk-first-customer.json",
      "FIRSTCUSTOMER_RENEW_GOLDEN=1 build/release/tests/cli_run_test, with an entry in "
      "tests/golden/CHANGES.md");
}

TEST_F(Run, AsksForThePluginThatAScenarioNames) {
  const std::string asks =
      std::string("run ") + uk + " -n 10 --set programme.allocation.selection=plugin --quiet";
  const Ran without = run(asks);
  EXPECT_EQ(without.exit_code, 2);
  EXPECT_THAT(without.err, HasSubstr("name the library with --plugin"));
  const Ran unreadable = run(asks + " --plugin no-such-library.so");
  EXPECT_EQ(unreadable.exit_code, 2);
  EXPECT_THAT(unreadable.err, HasSubstr("no-such-library.so"));
}

TEST_F(Run, NeverReplacesFilesWithoutForce) {
  const std::string command =
      std::string("run ") + uk + " -n 100 --out " + (folder_ / "out").string();
  EXPECT_EQ(run(command).exit_code, 0);
  const std::string before = read_file(folder_ / "out/manifest.json");
  const Ran again = run(command);
  EXPECT_EQ(again.exit_code, 73);
  EXPECT_THAT(again.err, HasSubstr("--force"));
  EXPECT_EQ(read_file(folder_ / "out/manifest.json"), before);
  EXPECT_EQ(run(command + " --force").exit_code, 0);
}

TEST_F(Run, SaysWhereItCannotWrite) {
  const Ran ran = run(std::string("run ") + uk + " -n 100 --out /proc/nowhere");
  EXPECT_EQ(ran.exit_code, 73);
  EXPECT_THAT(ran.err, HasSubstr("/proc/nowhere"));
}

TEST_F(Run, DryRunSaysWhatItWouldDo) {
  const path out = folder_ / "out";
  const Ran ran =
      run(std::string("run ") + uk + " -n 250 --threads 2 --dry-run --out " + out.string());
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.out, HasSubstr("250 replications of 2 arms in 3 blocks on 2 threads, seed 1"));
  EXPECT_FALSE(std::filesystem::exists(out));
}

TEST_F(Run, FailedReplicationsAreCountedPrintedAndInTheExitCode) {
  const Ran ran = run(std::string("run ") + uk +
                      " -n 600 --set 'finance.rounds.series-b.size={lognormal: {median: £1bn, "
                      "sigma: 7}}'");
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_THAT(ran.out, HasSubstr("failed and are left out"));
  EXPECT_THAT(ran.err, HasSubstr("of 600 replications failed"));
  EXPECT_THAT(ran.err, HasSubstr("arm no-programme: an amount of money is beyond 64 bits"));
  EXPECT_THAT(ran.err, Not(HasSubstr("% of replications failed")));
  const Ran most = run(std::string("run ") + uk +
                       " -n 200 --json --set 'firms.chiplet-card.cash={lognormal: {median: "
                       "£90000000bn, sigma: 1}}'");
  EXPECT_EQ(most.exit_code, 3);
  EXPECT_THAT(most.err, HasSubstr("% of replications failed, most often with 'an amount of money"));
}

struct WrongUse {
  const char* arguments;
  const char* message;
};

TEST_F(Run, WrongUseIsRefusedWithTheReason) {
  for (const WrongUse& wrong : {
           WrongUse{"run", "name one scenario file"},
           {"run a.yaml b.yaml", "name one scenario file"},
           {"run scenarios/uk-first-customer.yaml --replications -1", "from 1 to"},
           {"run scenarios/uk-first-customer.yaml --replications 1e3", "not '1e3'"},
           {"run scenarios/uk-first-customer.yaml --threads 0", "--threads takes"},
           {"run scenarios/uk-first-customer.yaml --seed -1", "--seed takes"},
           {"run scenarios/uk-first-customer.yaml --design sobol",
            "--design takes independent or latin-hypercube, not 'sobol'"},
           {"run scenarios/uk-first-customer.yaml --rep 10", "rep"},
           {"run scenarios/uk-first-customer.yaml --seed 1 --seed 2", "seed"},
           {"rum scenarios/uk-first-customer.yaml", "Did you mean 'run'?"},
           {"", "name a command"},
       }) {
    const Ran ran = run(wrong.arguments);
    EXPECT_EQ(ran.exit_code, 2) << wrong.arguments;
    EXPECT_THAT(ran.err, HasSubstr(wrong.message)) << wrong.arguments;
    EXPECT_THAT(ran.out, IsEmpty()) << wrong.arguments;
  }
}

TEST_F(Run, AMissingFileIsItsOwnExitCode) {
  const Ran ran = run("run nowhere.yaml");
  EXPECT_EQ(ran.exit_code, 66);
  EXPECT_THAT(ran.err, HasSubstr("nowhere.yaml: cannot be read (No such file or directory)"));
  EXPECT_EQ(run("run scenarios").exit_code, 66);
}

TEST_F(Run, HelpAndVersion) {
  EXPECT_THAT(run("--help").out, HasSubstr("check"));
  EXPECT_THAT(run("run --help").out, HasSubstr("--replications"));
  EXPECT_THAT(run("--version").out, HasSubstr("firstcustomer 0."));
}

TEST_F(Run, SaysWhatWasChanged) {
  const Ran ran =
      run(std::string("run ") + uk + " -n 100 --seed 5 --set programme.fund.budget=£50m");
  EXPECT_THAT(ran.out, HasSubstr("\nChanged: programme.fund.budget=£50m\n"));
  EXPECT_THAT(run(std::string("run ") + uk + " -n 100 --seed 5").out, Not(HasSubstr("Changed:")));
}

TEST_F(Run, SaysWhenStandardOutputCannotBeWritten) {
  for (const char* options : {" -n 100 --quiet >/dev/full", " -n 100 --json --quiet >/dev/full"}) {
    const std::string command = "cd " FIRSTCUSTOMER_SOURCE_DIRECTORY " && " FIRSTCUSTOMER_PROGRAM
                                " run " +
                                std::string(uk) + options + " 2>" + (folder_ / "err").string();
    EXPECT_EQ(WEXITSTATUS(std::system(command.c_str())), 73) << options;
    EXPECT_THAT(read_file(folder_ / "err"), HasSubstr("cannot write to standard output"));
  }
}

TEST_F(Run, PrintsCommandsThatCanBePastedBack) {
  const path file = write(
      "a b.yaml", read_file(FIRSTCUSTOMER_SOURCE_DIRECTORY "/scenarios/uk-first-customer.yaml"));
  const Ran ran = run("run '" + file.string() + "' -n 100 --out '" + (folder_ / "o").string() +
                      "' --set \"title=It's so\"");
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("check '" + file.string() + "' --assumed"));
  EXPECT_THAT(read_file(folder_ / "o/manifest.json"), HasSubstr(R"('title=It'\\''s so')"));
}

TEST_F(Run, WhatAnInterruptedRunLeftBehindIsNoRun) {
  std::filesystem::create_directories(folder_ / "out");
  write("out/runs.csv.partial", "replication,arm\n");
  const Ran ran = run(std::string("run ") + uk + " -n 100 --out " + (folder_ / "out").string());
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
}

TEST_F(Run, TheReadmeShowsWhatTheProgramPrints) {
  const Ran ran = run(std::string("run ") + uk + " --replications 10000 --seed 1 --channels");
  const std::string table = ran.out.substr(0, ran.out.find("\nNext:"));
  EXPECT_THAT(read_file(FIRSTCUSTOMER_SOURCE_DIRECTORY "/README.md"), HasSubstr(table));
}

}  // namespace
}  // namespace firstcustomer
