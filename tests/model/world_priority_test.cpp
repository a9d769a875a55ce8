// Places in the line of a facility that come with a contract.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "model/contract_case.hpp"

namespace firstcustomer {
namespace {

using testing::calling_programme;
using testing::developing_case;
using testing::History;
using testing::plain_stage;
using testing::small_case;

/// Firms that all come to a laboratory for one on day 100; a contract by lot for some of them.
Case lining_up(std::size_t firms, std::int64_t suppliers) {
  Case numbers = developing_case(firms, {plain_stage("design", 100.0)});
  Facility laboratory;
  laboratory.name = "laboratory";
  laboratory.capacity = 1;
  numbers.facilities = {laboratory};
  numbers.technologies[0].stages.back().facility = "laboratory";
  Programme programme = calling_programme(1e6, 1, suppliers);
  programme.allocation.selection = Selection::lottery;
  programme.allocation.calls = 1;
  programme.priority_at = "laboratory";
  Clause grant;
  grant.on = Trigger::qualification;
  grant.pay = Amount::sum(Money::major(1e3));
  programme.contract = {grant};
  numbers.programmes = {programme};
  return numbers;
}

/// Those who were tested first, as many as have contracts, are those who have one.
bool come_first(const Case& numbers, std::uint64_t replication) {
  const History history(numbers, replication);
  std::vector<std::string> chosen = history.names(RecordKind::contract_signed);
  std::vector<std::string> tested = history.names(RecordKind::test_passed);
  tested.resize(chosen.size());
  std::sort(chosen.begin(), chosen.end());
  std::sort(tested.begin(), tested.end());
  return chosen == tested;
}

int times_first(const Case& numbers) {
  int times = 0;
  for (std::uint64_t i = 0; i < 200; ++i) {
    times += come_first(numbers, i) ? 1 : 0;
  }
  return times;
}

TEST(Priority, IsOfFirmsWithAContract) {
  EXPECT_EQ(times_first(lining_up(5, 2)), 200);
  Case shuttle = lining_up(5, 2);
  shuttle.facilities[0].kind = FacilityKind::departures;
  shuttle.facilities[0].first = Date(2026, 1, 1);
  shuttle.facilities[0].months_between = 3;
  EXPECT_EQ(times_first(shuttle), 200);
}

TEST(Priority, IsNoneElsewhereOrWithoutIt) {
  Case numbers = lining_up(5, 2);
  numbers.programmes[0].priority_at.clear();
  EXPECT_LT(times_first(numbers), 60) << "one of ten pairs";
  numbers.programmes[0].priority_at = "elsewhere";
  numbers.facilities.push_back(numbers.facilities[0]);
  numbers.facilities[1].name = "elsewhere";
  EXPECT_LT(times_first(numbers), 60);
}

TEST(Priority, ComesBeforeThatOfDomesticFirms) {
  Case numbers = lining_up(4, 1);
  numbers.facilities[0].serves = Serves::domestic_first;
  numbers.firms[0].domestic = numbers.firms[1].domestic = false;
  numbers.programmes[0].eligibility.domestic_only = false;
  EXPECT_EQ(times_first(numbers), 200);
  for (std::uint64_t i = 0; i < 200; ++i) {
    const History history(numbers, i);
    std::vector<std::string> rest = history.names(RecordKind::test_passed);
    ASSERT_EQ(rest.size(), 4U);
    rest.erase(rest.begin());
    const auto foreign = [](const std::string& name) {
      return name == "firm-0" || name == "firm-1";
    };
    EXPECT_TRUE(std::is_partitioned(rest.begin(), rest.end(),
                                    [&](const std::string& name) { return !foreign(name); }));
  }
}

TEST(Priority, EndsWithTheContract) {
  Case numbers = lining_up(5, 2);
  numbers.programmes[0].contract_lasts = Duration::from_days(50.0);
  EXPECT_LT(times_first(numbers), 60);
}

}  // namespace
}  // namespace firstcustomer
