#include "firstcustomer/model/plugin.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// The example of scenarios/rules, built by its own build file as its reader would.
class PluginExample : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(::testing::TempDir()) / ("plugin-example-" + std::to_string(getpid()));
    const std::string source =
        std::string(FIRSTCUSTOMER_SOURCE_DIRECTORY) + "/scenarios/rules/plugin-example";
    run("-S '" + source + "' -B '" + folder_.string() + "'");
    run("--build '" + folder_.string() + "'");
  }
  void TearDown() override { fs::remove_all(folder_); }

  Plugin load() const { return Plugin(folder_ / "lottery_above_median.so"); }

 private:
  static void run(const std::string& arguments) {
    const std::string command = "'" FIRSTCUSTOMER_CMAKE "' " + arguments + " > /dev/null";
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
  }

  fs::path folder_;
};

/// Assessed from 0.1 to 0.5, the first worst; their lots are out of order.
std::vector<Applicant> five() {
  std::vector<Applicant> applicants(5);
  const double lots[] = {0.05, 0.15, 0.9, 0.4, 0.6};
  for (std::size_t i = 0; i < 5; ++i) {
    const auto number = static_cast<double>(i + 1);
    applicants[i] = {.assessment = 0.1 * number, .bid = 10.0 * number, .lot = lots[i]};
  }
  return applicants;
}

std::vector<Award> allocate(const Plugin& plugin, const std::vector<Applicant>& applicants,
                            const CallTerms& terms) {
  std::vector<Award> awards(7);
  plugin.mechanism().allocate(applicants, terms, awards);
  return awards;
}

TEST_F(PluginExample, DrawsLotsAmongTheBetterHalf) {
  const Plugin plugin = load();
  EXPECT_EQ(plugin.mechanism().name(), "lottery-above-median");
  EXPECT_EQ(plugin.mechanism().listing(), Listing::winners);
  EXPECT_THAT(allocate(plugin, five(), {.places = 2}),
              ElementsAre(Award{3, 40.0, 1.0}, Award{4, 50.0, 1.0}));
  EXPECT_THAT(allocate(plugin, five(), {.places = 9}),
              ElementsAre(Award{3, 40.0, 1.0}, Award{4, 50.0, 1.0}, Award{2, 30.0, 1.0}));
  EXPECT_THAT(allocate(plugin, {}, {.places = 9}), IsEmpty());
  // Above the reserve nobody is seen: of the first three two are in the better half.
  EXPECT_THAT(allocate(plugin, five(), {.places = 9, .reserve = 30.0}),
              ElementsAre(Award{1, 20.0, 1.0}, Award{2, 30.0, 1.0}));
}

TEST_F(PluginExample, StaysLoadedWhereverItIsMoved) {
  Plugin first = load();
  const Mechanism& mechanism = first.mechanism();
  Plugin second = std::move(first);
  EXPECT_EQ(&second.mechanism(), &mechanism);
  std::vector<Award> awards;
  mechanism.allocate(five(), {.places = 1}, awards);
  EXPECT_THAT(awards, ElementsAre(Award{3, 40.0, 1.0}));
}

std::string refusal(const fs::path& library) {
  try {
    const Plugin plugin(library);
  } catch (const PluginError& error) {
    return error.what();
  }
  return "not refused";
}

TEST(Plugin, IsRefusedWithTheReason) {
  EXPECT_THAT(refusal("no-such-library.so"),
              AllOf(HasSubstr("no-such-library.so cannot be loaded ("), HasSubstr("No such file")));
  EXPECT_THAT(refusal(__FILE__), HasSubstr("cannot be loaded ("));
  EXPECT_THAT(refusal(PLUGIN_OTHER_ABI), HasSubstr("has ABI 7 (this program has 1)"));
  EXPECT_THAT(refusal(PLUGIN_NO_ENTRY),
              HasSubstr("is no plugin (it does not export firstcustomer_plugin_allocate"));
  EXPECT_THAT(refusal(PLUGIN_NO_NAME), HasSubstr("has no name"));
}

TEST(Plugin, StopsTheReplicationWhereItsAwardsMakeNoSense) {
  const Plugin plugin(PLUGIN_FAULTY);
  const auto complaint = [&](std::int64_t fault) -> std::string {
    try {
      allocate(plugin, five(), {.places = fault});
    } catch (const ReplicationError& error) {
      return error.what();
    }
    return "none";
  };
  const std::string start = "the plugin faulty cannot be followed: ";
  EXPECT_EQ(complaint(0), "none");
  EXPECT_EQ(complaint(1), start + "it reports error -3");
  EXPECT_EQ(complaint(2), start + "a price of inf");
  EXPECT_EQ(complaint(3), start + "a price of -1");
  EXPECT_EQ(complaint(4), start + "an award to applicant 5 of 5, counted from 0");
  EXPECT_EQ(complaint(5), start + "two awards to applicant 0, counted from 0");
  EXPECT_EQ(complaint(6), start + "6 awards to 5 applicants");
  EXPECT_EQ(complaint(7), start + "a share of nan");
  EXPECT_EQ(complaint(8), start + "it threw an exception");
  EXPECT_THROW(allocate(plugin, {}, {}), ReplicationError);
}

TEST(Plugin, CountsOnlyThoseWhomItSees) {
  const Plugin plugin(PLUGIN_FAULTY);
  std::vector<Applicant> applicants = five();
  applicants[0].bid = 45.0;
  applicants[2].bid = 45.0;
  EXPECT_THAT(allocate(plugin, applicants, {.places = 0, .reserve = 40.0}),
              ElementsAre(Award{1, 20.0, 0.5}, Award{3, 40.0, 0.5}));
  EXPECT_THROW(allocate(plugin, applicants, {.places = 4, .reserve = 40.0}), ReplicationError);
}

TEST(Plugin, IsHandedWhatABuiltInMechanismSees) {
  const Plugin plugin(PLUGIN_FAULTY);
  std::vector<Applicant> applicants = five();
  applicants[0] = {.assessment = 1.5,
                   .bid = 2.5,
                   .capacity = 3.5,
                   .units = 4.5,
                   .success = 0.55,
                   .group = 7,
                   .lot = 0.65};
  CallTerms terms{.money = 8.5,
                  .reserve = 99.5,
                  .worth = 10.5,
                  .least_score = 11.5,
                  .group_success = 0.125,
                  .target_capacity = 13.5};
  const double expected[] = {1.5, 2.5,  3.5,  4.5,  0.55,  0.65, 7.0,
                             8.5, 99.5, 10.5, 11.5, 0.125, 13.5};
  for (std::size_t i = 0; i < std::size(expected); ++i) {
    terms.places = 10 + static_cast<std::int64_t>(i);
    EXPECT_THAT(allocate(plugin, applicants, terms),
                ElementsAre(Award{0, expected[i], 0.5}, Award{1, 20.0, 0.5}))
        << i;
  }
}

}  // namespace
}  // namespace firstcustomer
