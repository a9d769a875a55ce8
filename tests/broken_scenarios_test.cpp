/// A corpus of broken scenarios: what is said of each is held by a golden file.

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <regex>

#include "firstcustomer/scenario/scenario.hpp"
#include "golden.hpp"

namespace firstcustomer {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
namespace fs = std::filesystem;

const std::string folder = "tests/scenario/broken/";

/// Names of the files, in order; the sound scenarios that they extend are not among them.
std::vector<std::string> broken_files() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(FIRSTCUSTOMER_SOURCE_DIRECTORY "/" + folder)) {
    names.push_back(entry.path().filename().string());
  }
  std::erase(names, "sound.yaml");
  std::erase(names, "whole.yaml");
  std::sort(names.begin(), names.end());
  return names;
}

/// A scenario of the folder, whose files know each other by their names alone.
struct Read {
  explicit Read(const std::string& name) : text(testing::source_file(folder + name)) {
    scenario = read_scenario(name, text, {}, diagnostics, [](const std::string& other) {
      const std::string other_text = testing::source_file(folder + other);
      return other_text.empty() ? TextFile{std::nullopt, "No such file or directory"}
                                : TextFile{other_text, ""};
    });
  }
  /// What is wrong, in the words of its first line.
  std::string mistake() const {
    return text.starts_with("# ") ? text.substr(2, text.find('\n') - 2) : "";
  }
  std::string text;
  Diagnostics diagnostics;
  std::optional<Scenario> scenario;
};

TEST(BrokenScenarios, AreVariantsOfSoundOnes) {
  for (const std::string name : {"sound.yaml", "whole.yaml"}) {
    const Read sound(name);
    EXPECT_TRUE(sound.scenario);
    EXPECT_EQ(sound.diagnostics.render(Excerpts::none), "");
  }
  EXPECT_GE(broken_files().size(), 218U);
}

TEST(BrokenScenarios, HaveGoldenMessages) {
  std::string all =
      "What is said of the broken scenarios in tests/scenario/broken/. This file is made by a "
      "test.\n";
  for (const std::string& name : broken_files()) {
    const Read read(name);
    all += "\n== " + name + ": " + read.mistake() + "\n" +
           read.diagnostics.render(Excerpts::with_caret);
  }
  testing::expect_golden(all, "tests/golden/broken-scenarios.txt",
                         "FIRSTCUSTOMER_RENEW_GOLDEN=1 ctest --preset release -R "
                         "BrokenScenarios.HaveGoldenMessages");
}

TEST(BrokenScenarios, AreRefusedOrWarnedOf) {
  for (const std::string& name : broken_files()) {
    const Read read(name);
    const bool warned = read.mistake().find("warning") != std::string::npos;
    EXPECT_EQ(read.scenario.has_value(), warned) << name;
    EXPECT_EQ(read.diagnostics.errors() == 0, warned) << name;
    EXPECT_GT(read.diagnostics.errors() + read.diagnostics.warnings(), 0U) << name;
  }
}

/// source:line:column: problem (why). Suggestion?
TEST(BrokenScenarios, AreToldInOneGrammar) {
  const std::regex grammar(
      R"([a-z0-9-]+\.yaml(:[0-9]+:[0-9]+)?: (warning: )?[^A-Z(][^(]*(\(.+\))?\.( .*[.?])?)");
  const std::regex quoted(R"('[^']*')");
  for (const std::string& name : broken_files()) {
    std::istringstream lines(Read(name).diagnostics.render(Excerpts::none));
    for (std::string line; std::getline(lines, line);) {
      const std::string bare = std::regex_replace(line, quoted, "'x'");
      EXPECT_TRUE(std::regex_match(bare, grammar)) << line;
    }
  }
}

TEST(BrokenScenarios, HaveNoProblemTwice) {
  for (const std::string& name : broken_files()) {
    const auto problems = Read(name).diagnostics.sorted();
    for (std::size_t i = 1; i < problems.size(); ++i) {
      const Problem& a = problems[i - 1];
      const Problem& b = problems[i];
      EXPECT_FALSE(a.place.source == b.place.source && a.place.line == b.place.line &&
                   a.place.column == b.place.column && a.problem == b.problem)
          << name << ": " << a.problem;
    }
  }
}

/// One mistake is one message: those that are more say so.
TEST(BrokenScenarios, AreNotBuriedUnderWhatFollows) {
  for (const std::string& name : broken_files()) {
    const Read read(name);
    const bool several =
        read.mistake().find("warnings") != std::string::npos ||
        std::string(
            "alias.yaml calls-of-a-tournament.yaml demand-under-value.yaml "
            "extends-what-is-broken.yaml "
            "departure-before-start.yaml "
            "missing-top-keys.yaml no-test-at-the-end.yaml removes-nothing.yaml three-at-once.yaml")
                .find(name) != std::string::npos;
    EXPECT_EQ(read.diagnostics.errors() + read.diagnostics.warnings() > 1, several)
        << name << "\n"
        << read.diagnostics.render(Excerpts::none);
  }
}

}  // namespace
}  // namespace firstcustomer
