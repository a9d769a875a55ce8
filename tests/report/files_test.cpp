#include "firstcustomer/report/files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <vector>

#include "firstcustomer/report/number.hpp"
#include "firstcustomer/report/provenance.hpp"
#include "firstcustomer/report/summary.hpp"
#include "report/small_run.hpp"

namespace firstcustomer {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::read;
using testing::small;
using testing::small_without_programme;
using testing::SmallRun;

using Table = std::vector<std::vector<std::string>>;

constexpr const char* file_names[] = {"codebook.csv",           "manifest.json", "runs.csv",
                                      "scenario.resolved.yaml", "series.csv",    "summary.json"};

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

void put(const fs::path& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
}

/// Rows and cells of a CSV text as RFC 4180 reads them.
Table parse_csv(const std::string& text) {
  Table rows(1, std::vector<std::string>(1));
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' && quoted && i + 1 < text.size() && text[i + 1] == '"') {
      rows.back().back() += '"';
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      rows.back().emplace_back();
    } else if (c == '\n' && !quoted) {
      rows.emplace_back(1);
    } else {
      rows.back().back() += c;
    }
  }
  EXPECT_EQ(rows.back(), Table::value_type(1)) << "the last line has no end";
  rows.pop_back();
  return rows;
}

/// The number in a cell; not a number where the cell is empty.
double number(const std::string& cell) {
  return cell.empty() ? std::numeric_limits<double>::quiet_NaN() : std::stod(cell);
}

std::set<std::string> names_in(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    names.insert(entry.path().filename());
  }
  return names;
}

std::vector<std::string> keys(const nlohmann::ordered_json& object) {
  std::vector<std::string> result;
  for (const auto& [key, value] : object.items()) {
    result.push_back(key);
  }
  return result;
}

/// What the folder says when it cannot be written; empty if it can.
std::string refusal(const fs::path& folder, Existing existing = Existing::refuse) {
  try {
    RunFolder(folder, existing);
  } catch (const CannotWrite& error) {
    return error.what();
  }
  return "";
}

class RunFolderTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = fs::temp_directory_path() / "firstcustomer-files-XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    home_ = name;
    folder_ = home_ / "run";
  }
  void TearDown() override { fs::remove_all(home_); }

  /// Returns what the folder says its summary is.
  std::string write(const SmallRun& run, Existing existing = Existing::refuse,
                    const HostInfo& host = {"firstcustomer run small.yaml", 2, 1.23456}) const {
    RunFolder folder(folder_, existing);
    for (const BlockResult& block : run.blocks) {
      folder.add(run.plan, block);
    }
    return folder.finish(run.scenario, run.plan, run.results, host);
  }

  Table csv(const std::string& name) const { return parse_csv(content(folder_ / name)); }
  json parsed(const std::string& name) const { return json::parse(content(folder_ / name)); }

  fs::path home_;
  fs::path folder_;
};

TEST_F(RunFolderTest, HoldsTheFilesOfARunAndNothingElse) {
  write(SmallRun(small(), 250));
  EXPECT_EQ(names_in(folder_), std::set<std::string>(std::begin(file_names), std::end(file_names)));
}

TEST_F(RunFolderTest, HasNoFileUnderItsNameBeforeTheEnd) {
  const SmallRun run(small(), 250);
  RunFolder folder(folder_, Existing::refuse);
  folder.add(run.plan, run.blocks[0]);
  EXPECT_EQ(names_in(folder_), std::set<std::string>{"runs.csv.partial"});
}

TEST_F(RunFolderTest, RowsAreTheOutcomesOfAllArmsInOrder) {
  const SmallRun run(small(), 250);
  write(run);
  const Table rows = csv("runs.csv");
  ASSERT_EQ(rows.size(), 1U + 2 * 250);
  const auto declarations = outcome_declarations();
  for (std::size_t i = 0; i < 250; ++i) {
    for (std::size_t arm = 0; arm < 2; ++arm) {
      const auto& row = rows[1 + 2 * i + arm];
      ASSERT_EQ(row.size(), 2 + declarations.size());
      ASSERT_EQ(row[0], std::to_string(i));
      ASSERT_EQ(row[1], arm == 0 ? "no-programme" : "small-order");
      const Outcome& outcome = run.blocks[i / 100].rows[arm][i % 100];
      for (std::size_t k = 0; k < declarations.size(); ++k) {
        const double value = outcome.*declarations[k].value;
        ASSERT_EQ(row[2 + k].empty(), std::isnan(value));
        ASSERT_TRUE(std::isnan(value) || number(row[2 + k]) == value) << row[2 + k];
      }
    }
  }
}

TEST_F(RunFolderTest, TheCodebookDefinesEveryColumnOnce) {
  write(SmallRun(small(), 10));
  const Table book = csv("codebook.csv");
  EXPECT_THAT(book[0], ElementsAre("file", "column", "unit", "definition", "when_empty"));
  std::vector<std::string> columns;
  for (std::size_t i = 1; i < book.size(); ++i) {
    ASSERT_EQ(book[i].size(), 5U) << i;
    EXPECT_FALSE(book[i][3].empty() || book[i][4].empty()) << book[i][1];
    if (book[i][1].rfind("series = ", 0) != 0) {
      columns.push_back(book[i][0] + ' ' + book[i][1]);
    }
  }
  std::vector<std::string> expected;
  for (const std::string file : {"runs.csv", "series.csv"}) {
    const Table table = csv(file);
    for (const std::string& column : table[0]) {
      expected.push_back(file + ' ' + column);
    }
  }
  EXPECT_EQ(columns, expected);
  const auto declarations = outcome_declarations();
  for (std::size_t i = 0; i < declarations.size(); ++i) {
    EXPECT_EQ(book[3 + i][3], declarations[i].definition);
  }
}

TEST_F(RunFolderTest, HasSeriesWhereThePlanKeepsThem) {
  write(SmallRun(small(), 150));
  const Table rows = csv("series.csv");
  const std::size_t quarters = Quarters(Date(2026, 1, 1), Date(2030, 12, 31)).size();
  EXPECT_EQ(rows.size(), 1 + 2 * series_count * quarters);
  for (std::size_t i = 1; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i][3], "150");
  }
  EXPECT_EQ(rows[1][2], "2026-03-31");
  fs::remove_all(folder_);
  write(SmallRun(small(), make_plan(small(), 150)));
  EXPECT_EQ(names_in(folder_).count("series.csv"), 0U);
  EXPECT_THAT(content(folder_ / "codebook.csv"), Not(HasSubstr("series.csv")));
}

TEST_F(RunFolderTest, RowsOfChannelsStandBesideTheOthers) {
  write(testing::small_run_with_channels(30));
  const Table rows = csv("runs.csv");
  ASSERT_EQ(rows.size(), 1U + 5 * 30);
  std::vector<std::string> arms;
  for (std::size_t i = 1; i <= 5; ++i) {
    arms.push_back(rows[i][1]);
  }
  EXPECT_THAT(arms,
              ElementsAre("no-programme", "small-order", "cash-only", "signal-only", "entry-only"));
  EXPECT_THAT(parsed("manifest.json")["arms"], json(arms));
}

TEST_F(RunFolderTest, TheSummaryIsTheOneThatIsPrinted) {
  const SmallRun run(small(), 250);
  const std::string summary = write(run);
  EXPECT_EQ(content(folder_ / "summary.json"), summary);
}

TEST_F(RunFolderTest, TheSummaryIsThatWithoutRowsAndExactQuantiles) {
  const SmallRun run(small(), 250);
  write(run);
  json summary = parsed("summary.json");
  EXPECT_EQ(summary.erase("exact_quantiles"), 1U);
  EXPECT_EQ(summary, json::parse(summary_json(run.scenario, run.plan, run.results)));
}

TEST_F(RunFolderTest, ExactQuantilesAreThoseOfTheRows) {
  const SmallRun run(small(testing::failing), 450);
  ASSERT_GT(run.results.failed, 50);
  write(run);
  const Table rows = csv("runs.csv");
  const json exact = parsed("summary.json")["exact_quantiles"];
  EXPECT_EQ(exact.size(), 2U);
  for (std::size_t arm = 0; arm < 2; ++arm) {
    const json& of_arm = exact[run.plan.arms[arm].name];
    EXPECT_EQ(of_arm.size(), outcome_declarations().size() - 2) << "all but the probabilities";
    for (std::size_t k = 2; k < rows[0].size(); ++k) {
      if (rows[0][k] == "any_qualified_supplier" || rows[0][k] == "no_delivery") {
        EXPECT_FALSE(of_arm.contains(rows[0][k]));
        continue;
      }
      std::vector<double> values;
      for (std::size_t i = 1 + arm; i < rows.size(); i += 2) {
        if (!rows[i][k].empty()) {
          values.push_back(number(rows[i][k]));
        }
      }
      std::sort(values.begin(), values.end());
      for (const auto& [name, p] :
           std::map<std::string, double>{{"p5", .05}, {"p25", .25}, {"p50", .5}, {"p95", .95}}) {
        const QuantileEstimate expected = sample_quantile(values, p);
        const json& read = of_arm[rows[0][k]][name];
        const auto same = [](const json& bound, double value) {
          return std::isnan(value) ? bound.is_null() : bound == value;
        };
        EXPECT_TRUE(same(read["value"], expected.value)) << rows[0][k] << ' ' << name;
        EXPECT_TRUE(same(read["lo"], expected.low)) << rows[0][k] << ' ' << name;
        EXPECT_TRUE(same(read["hi"], expected.high)) << rows[0][k] << ' ' << name;
      }
    }
  }
}

TEST_F(RunFolderTest, MeansOfTheRowsAreThoseOfTheSummary) {
  write(SmallRun(small(), 1'234));
  const Table rows = csv("runs.csv");
  const json summary = parsed("summary.json");
  for (std::size_t k = 2; k < rows[0].size(); ++k) {
    std::map<std::string, std::vector<double>> levels;
    std::vector<double> differences;
    for (std::size_t i = 1; i + 1 < rows.size(); i += 2) {
      const double base = number(rows[i][k]);
      const double value = number(rows[i + 1][k]);
      levels[rows[i][1]].push_back(base);
      levels[rows[i + 1][1]].push_back(value);
      differences.push_back(value - base);
    }
    const auto expect_mean = [&](const json& estimate, const std::vector<double>& values) {
      long double sum = 0.0;
      std::int64_t count = 0;
      for (const double value : values) {
        sum += std::isnan(value) ? 0.0 : value;
        count += std::isnan(value) ? 0 : 1;
      }
      ASSERT_EQ(estimate.at("n").get<std::int64_t>(), count) << rows[0][k];
      if (count == 0) {
        EXPECT_TRUE(estimate.at("mean").is_null()) << rows[0][k];
        return;
      }
      const auto mean = static_cast<double>(sum / static_cast<long double>(count));
      EXPECT_NEAR(estimate.at("mean").get<double>(), mean, std::abs(mean) * 1e-12) << rows[0][k];
    };
    for (const auto& [arm, values] : levels) {
      expect_mean(summary.at("arms").at(arm).at(rows[0][k]), values);
    }
    expect_mean(summary.at("differences").at("small-order").at(rows[0][k]), differences);
  }
}

TEST_F(RunFolderTest, TheResolvedScenarioGivesTheSameRun) {
  const SmallRun run(small({"seed=11", "firms.birch.cash=£1.5m"}), 150);
  write(run);
  const SmallRun again(read(content(folder_ / "scenario.resolved.yaml")), 150);
  EXPECT_EQ(run_digest(again.scenario, again.plan), run_digest(run.scenario, run.plan));
  const std::string before = content(folder_ / "summary.json");
  EXPECT_EQ(write(again, Existing::replace), before);
}

TEST_F(RunFolderTest, TheManifestSaysAllThatMakesTheRunAgain) {
  const SmallRun run(small(), 250);
  write(run);
  const auto manifest = nlohmann::ordered_json::parse(content(folder_ / "manifest.json"));
  EXPECT_THAT(keys(manifest), ElementsAre("program", "version", "commit", "compiler", "flags",
                                          "generator", "digest", "title", "seed", "replications",
                                          "design", "succeeded", "failed", "arms", "host"));
  EXPECT_EQ(manifest["program"], "firstcustomer");
  EXPECT_EQ(manifest["version"], build_info().version);
  EXPECT_EQ(manifest["commit"], build_info().commit);
  EXPECT_EQ(manifest["compiler"], build_info().compiler);
  EXPECT_EQ(manifest["flags"], build_info().flags);
  EXPECT_THAT(manifest["generator"].get<std::string>(), HasSubstr("Philox4x64-10"));
  EXPECT_EQ(manifest["digest"], run_digest(run.scenario, run.plan));
  EXPECT_EQ(manifest["title"], "Small scenario, £2m");
  EXPECT_EQ(manifest["seed"], 7);
  EXPECT_EQ(manifest["replications"], 250);
  EXPECT_EQ(manifest["design"], "independent");
  EXPECT_EQ(manifest["succeeded"], 250);
  EXPECT_EQ(manifest["failed"], 0);
  EXPECT_EQ(manifest["arms"], json({"no-programme", "small-order"}));
}

TEST_F(RunFolderTest, TheManifestKeepsApartWhatBelongsToTheHost) {
  write(SmallRun(small(), 10));
  const auto manifest = nlohmann::ordered_json::parse(content(folder_ / "manifest.json"));
  const auto& host = manifest["host"];
  EXPECT_THAT(keys(host), ElementsAre("command", "finished", "name", "seconds", "threads"));
  EXPECT_EQ(host["command"], "firstcustomer run small.yaml");
  EXPECT_EQ(host["threads"], 2);
  EXPECT_EQ(host["seconds"], 1.235);
  EXPECT_THAT(host["finished"].get<std::string>(),
              ::testing::MatchesRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z"));
}

TEST_F(RunFolderTest, BytesDoNotDependOnThreadsTheHostApart) {
  write(SmallRun(small(), 1'050, 1));
  std::map<std::string, std::string> one;
  for (const char* name : file_names) {
    one[name] = content(folder_ / name);
  }
  write(SmallRun(small(), 1'050, 3), Existing::replace, {"another command", 3, 99.0});
  for (const char* name : file_names) {
    std::string other = content(folder_ / name);
    if (name == std::string("manifest.json")) {
      for (std::string* text : {&other, &one[name]}) {
        const auto host = text->find("\"host\"");
        ASSERT_NE(host, std::string::npos);
        text->resize(host);
      }
    }
    EXPECT_EQ(other, one[name]) << name;
  }
}

TEST_F(RunFolderTest, LeavesFailedReplicationsOutOfTheRowsOfAllArms) {
  const SmallRun run(small(testing::failing), 250);
  ASSERT_GT(run.results.failed, 50);
  ASSERT_GT(run.results.succeeded, 50);
  write(run);
  std::set<std::int64_t> failed;
  const json summary = parsed("summary.json");
  EXPECT_EQ(summary["failed"], run.results.failed);
  EXPECT_EQ(summary["failures"].size(), run.results.failures.size());
  for (const json& failure : summary["failures"]) {
    EXPECT_EQ(failure["arm"], "no-programme");
    EXPECT_THAT(failure["message"].get<std::string>(), HasSubstr("beyond 64 bits"));
    failed.insert(failure["replication"].get<std::int64_t>());
  }
  const Table rows = csv("runs.csv");
  EXPECT_EQ(rows.size(), 1U + 2U * static_cast<std::size_t>(run.results.succeeded));
  for (std::size_t i = 1; i < rows.size(); ++i) {
    EXPECT_EQ(failed.count(std::stoll(rows[i][0])), 0U) << rows[i][0];
  }
  const json manifest = parsed("manifest.json");
  EXPECT_EQ(manifest["succeeded"], run.results.succeeded);
  EXPECT_EQ(manifest["failed"], run.results.failed);
}

TEST_F(RunFolderTest, OneArmAloneHasNoDifferences) {
  const SmallRun run(small_without_programme(), 20);
  write(run);
  EXPECT_EQ(csv("runs.csv").size(), 1U + 20);
  const json summary = parsed("summary.json");
  EXPECT_EQ(summary["arms"].size(), 1U);
  EXPECT_TRUE(summary["differences"].is_object() && summary["differences"].empty());
  EXPECT_EQ(parsed("manifest.json")["arms"], json({"no-programme"}));
}

TEST_F(RunFolderTest, IsCreatedWithTheFoldersAboveIt) {
  folder_ = home_ / "a" / "b" / "run";
  write(SmallRun(small(), 1));
  EXPECT_TRUE(fs::exists(folder_ / "manifest.json"));
}

TEST_F(RunFolderTest, MayBeAnEmptyFolderThatIsThere) {
  fs::create_directory(folder_);
  EXPECT_EQ(refusal(folder_), "");
}

TEST_F(RunFolderTest, MayBeNamedWithASlash) {
  EXPECT_EQ(refusal(folder_.string() + "/"), "");
  EXPECT_TRUE(fs::exists(folder_ / "runs.csv.partial"));
}

TEST_F(RunFolderTest, RefusesAFolderThatIsNotEmptyAndLeavesItAsItIs) {
  fs::create_directory(folder_);
  put(folder_ / "runs.csv", "mine");
  EXPECT_THAT(refusal(folder_),
              AllOf(HasSubstr(folder_.string()), HasSubstr("not empty"), HasSubstr("--force")));
  EXPECT_EQ(names_in(folder_), std::set<std::string>{"runs.csv"});
  EXPECT_EQ(content(folder_ / "runs.csv"), "mine");
}

TEST_F(RunFolderTest, ReplacesTheFilesOfARunAndNoOthers) {
  write(SmallRun(small({"seed=1"}), 10));
  put(folder_ / "notes.txt", "mine");
  put(folder_ / "runs.csv.partial", "left over\nfrom a run\n");
  const SmallRun run(small({"seed=2"}), 20);
  write(run, Existing::replace);
  EXPECT_EQ(content(folder_ / "notes.txt"), "mine");
  EXPECT_EQ(names_in(folder_).size(), std::size(file_names) + 1);
  EXPECT_EQ(csv("runs.csv").size(), 1U + 2 * 20);
  EXPECT_EQ(parsed("summary.json")["seed"], 2);
  EXPECT_EQ(parsed("manifest.json")["digest"], run_digest(run.scenario, run.plan));
}

TEST_F(RunFolderTest, KeepsTheEarlierRunUntilTheNewOneIsFinished) {
  write(SmallRun(small({"seed=1"}), 10));
  const std::string before = content(folder_ / "runs.csv");
  const SmallRun run(small({"seed=2"}), 20);
  {
    RunFolder stopped(folder_, Existing::replace);
    stopped.add(run.plan, run.blocks[0]);
  }
  EXPECT_EQ(content(folder_ / "runs.csv"), before);
  EXPECT_EQ(parsed("manifest.json")["seed"], 1);
}

TEST_F(RunFolderTest, CannotBeAFile) {
  put(folder_, "a file");
  for (const Existing existing : {Existing::refuse, Existing::replace}) {
    EXPECT_THAT(refusal(folder_, existing),
                AllOf(HasSubstr(folder_.string()), HasSubstr("it is a file")));
  }
  EXPECT_EQ(content(folder_), "a file");
  EXPECT_THAT(refusal(folder_ / "below"), HasSubstr((folder_ / "below").string()));
}

TEST_F(RunFolderTest, CannotBeWhereNothingCanBeWritten) {
  for (const char* place : {"/proc/firstcustomer/run", "/dev/null/run"}) {
    EXPECT_THAT(refusal(place), AllOf(HasSubstr(std::string("cannot write ") + place),
                                      HasSubstr("directory")));  // "No such …", "Not a …"
  }
  EXPECT_THAT(refusal("/proc", Existing::replace), HasSubstr("/proc/runs.csv"));
}

TEST_F(RunFolderTest, SaysThatTheDiskIsFull) {  // /dev/full is one
  fs::create_directory(folder_);
  fs::create_symlink("/dev/full", folder_ / "runs.csv.partial");
  EXPECT_THAT(refusal(folder_, Existing::replace),
              AllOf(HasSubstr((folder_ / "runs.csv").string()), HasSubstr("No space left")));
}

TEST_F(RunFolderTest, AFileThatCannotBeFinishedIsNotThere) {
  const SmallRun run(small(), 10);
  for (const std::string name : file_names) {
    if (name == "runs.csv") {
      continue;  // written from the beginning on: see above
    }
    fs::remove_all(folder_);
    fs::create_directory(folder_);
    fs::create_symlink("/dev/full", folder_ / (name + ".partial"));
    try {
      write(run, Existing::replace);
      ADD_FAILURE() << "a full disk went unnoticed: " << name;
    } catch (const CannotWrite& error) {
      EXPECT_THAT(error.what(), HasSubstr((folder_ / name).string()));
    }
    EXPECT_FALSE(fs::exists(folder_ / name)) << name;
    EXPECT_FALSE(fs::exists(folder_ / "manifest.json")) << name;
  }
}

TEST_F(RunFolderTest, TheCodebookHasTheCurrencyOfTheScenario) {
  std::string text = testing::small_scenario;
  for (auto at = text.find("£"); at != std::string::npos; at = text.find("£")) {
    text.replace(at, std::string("£").size(), "$");
  }
  write(SmallRun(read("currency: USD\n" + text), 1));
  EXPECT_THAT(content(folder_ / "codebook.csv"), HasSubstr("public_money_paid,USD,"));
  EXPECT_EQ(parsed("summary.json")["currency"], "USD");
}

TEST_F(RunFolderTest, AFullDiskLeavesTheEarlierRunWhole) {
  write(SmallRun(small({"seed=1"}), 5));
  const std::string before = content(folder_ / "runs.csv");
  fs::create_symlink("/dev/full", folder_ / "summary.json.partial");
  EXPECT_THROW(write(SmallRun(small({"seed=2"}), 9), Existing::replace), CannotWrite);
  EXPECT_EQ(content(folder_ / "runs.csv"), before);
}

TEST_F(RunFolderTest, TheManifestIsJsonForAnyCommand) {
  write(SmallRun(small(), 1), Existing::refuse, {"firstcustomer run caf\xe9.yaml", 1, 1.0});
  EXPECT_TRUE(json::accept(content(folder_ / "manifest.json")));
}

TEST_F(RunFolderTest, AComparisonHasATableASummaryAndAScenarioPerArm) {
  Comparison comparison;
  comparison.arms = {{"no-programme", without_programme(small())}, {"small-order", small()}};
  comparison.outcomes = {0};
  comparison.plan = comparison_plan(comparison.arms, 200, 10);
  comparison.plan.contest = Contest{0, false};
  const Results results = run_plan(comparison.plan, 1, {});
  prepare_folder(folder_, Existing::refuse);
  write_comparison(folder_, comparison, results, {"firstcustomer compare small.yaml", 2, 1.5});
  EXPECT_EQ(names_in(folder_),
            (std::set<std::string>{"compare.csv", "summary.json", "manifest.json",
                                   "no-programme.resolved.yaml", "small-order.resolved.yaml"}));
  EXPECT_EQ(content(folder_ / "compare.csv"), comparison_csv(comparison, results));
  EXPECT_EQ(content(folder_ / "summary.json"), comparison_json(comparison, results));
  EXPECT_EQ(parsed("manifest.json")["lucks_per_case"], 10);
  EXPECT_EQ(parsed("manifest.json")["digest"], comparison_digest(comparison));
  EXPECT_EQ(
      testing::read(content(folder_ / "small-order.resolved.yaml")).numbers.programmes.front().name,
      "small-order");
  EXPECT_FALSE(
      testing::read(content(folder_ / "no-programme.resolved.yaml")).numbers.programmes.size() ==
      1);
  EXPECT_THROW(prepare_folder(folder_, Existing::refuse), CannotWrite);
}

}  // namespace
}  // namespace firstcustomer
