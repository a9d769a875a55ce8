#include "firstcustomer/model/portfolio.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/random.hpp"
#include "thorough.hpp"

namespace firstcustomer {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// Relative, for the exact answers of the literature.
void expect_exact(double found, double exact) {
  EXPECT_LE(std::abs(found - exact), 1e-9 * std::abs(exact)) << found << " instead of " << exact;
}

std::vector<std::uint32_t> chosen(const std::vector<Award>& awards) {
  std::vector<std::uint32_t> result;
  for (const Award& award : awards) {
    result.push_back(award.applicant);
  }
  std::sort(result.begin(), result.end());
  return result;
}

std::vector<Award> everyone(std::size_t count) {
  std::vector<Award> awards(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    awards[i].applicant = i;
  }
  return awards;
}

std::vector<Award> greedily(const std::vector<Applicant>& applicants, const CallTerms& terms) {
  std::vector<Award> awards(3);
  choose_greedily(applicants, terms, awards);
  return awards;
}

std::vector<Award> exactly(const std::vector<Applicant>& applicants, const CallTerms& terms) {
  std::vector<Award> awards(3);
  choose_exactly(applicants, terms, awards);
  return awards;
}

/// Applicants drawn at random, in at most three groups.
std::vector<Applicant> random_applicants(const Luck& luck, std::size_t count, double group) {
  std::vector<Applicant> applicants(count);
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto u = luck.uniforms({1}, {i}, {0});
    const auto v = luck.uniforms({1}, {i}, {1});
    applicants[i] = {.bid = 1.0 + 9.0 * u[0],
                     .capacity = 10.0 * u[1],
                     .units = std::floor(1.0 + 4.0 * u[2]),
                     .success = group * u[3],
                     .group = static_cast<std::uint32_t>(7.0 + 3.0 * v[0]),
                     .lot = v[1]};
  }
  return applicants;
}

/// The naive twin: every subset.
double best_of_all(const std::vector<Applicant>& applicants, const CallTerms& terms) {
  double best = 0.0;
  for (std::uint32_t subset = 0; subset < 1U << applicants.size(); ++subset) {
    std::vector<Award> awards;
    for (std::uint32_t i = 0; i < applicants.size(); ++i) {
      if ((subset >> i & 1U) != 0) {
        awards.push_back({i, applicants[i].bid, 1.0});
      }
    }
    if (static_cast<std::int64_t>(awards.size()) <= terms.places &&
        portfolio_cost(applicants, awards) <= terms.money) {
      best = std::max(best, portfolio_value(applicants, awards, terms));
    }
  }
  return best;
}

/// The naive twin of the closed forms: every way in which groups and applicants may turn out.
double enumerated(const std::vector<Applicant>& applicants, const CallTerms& terms) {
  const std::size_t count = applicants.size();
  double mean = 0.0;
  for (std::uint32_t spared = 0; spared < 8; ++spared) {
    for (std::uint32_t succeeds = 0; succeeds < 1U << count; ++succeeds) {
      double probability = 1.0;
      double capacity = 0.0;
      bool any = false;
      for (std::uint32_t group = 0; group < 3; ++group) {
        probability *=
            (spared >> group & 1U) != 0 ? terms.group_success : 1.0 - terms.group_success;
      }
      for (std::uint32_t i = 0; i < count; ++i) {
        const double given = applicants[i].success / terms.group_success;
        const bool lucky = (succeeds >> i & 1U) != 0;
        probability *= lucky ? given : 1.0 - given;
        if (lucky && (spared >> (applicants[i].group - 7) & 1U) != 0) {
          capacity += applicants[i].capacity;
          any = true;
        }
      }
      const double covered = terms.aim == PortfolioAim::coverage
                                 ? 1.0 - std::exp(-capacity / terms.target_capacity)
                                 : (any ? 1.0 : 0.0);
      mean += probability * (terms.aim == PortfolioAim::capacity ? capacity : covered);
    }
  }
  return mean;
}

constexpr PortfolioAim aims[] = {PortfolioAim::capacity, PortfolioAim::coverage,
                                 PortfolioAim::at_least_one};

TEST(Portfolio, ValueIsTheMeanOverAllThatMayHappen) {
  const std::vector<Applicant> applicants = random_applicants(Luck(1, Phase::main, 0), 6, 0.7);
  for (const PortfolioAim aim : aims) {
    const CallTerms terms{.group_success = 0.7, .target_capacity = 12.0, .aim = aim};
    EXPECT_NEAR(portfolio_value(applicants, everyone(6), terms), enumerated(applicants, terms),
                1e-12)
        << portfolio_aim_names[static_cast<std::size_t>(aim)];
  }
  EXPECT_EQ(at_least_one(applicants, everyone(6), 0.7),
            portfolio_value(applicants, everyone(6),
                            {.group_success = 0.7, .aim = PortfolioAim::at_least_one}));
}

TEST(Portfolio, CoverageGoesFromAtLeastOneToCapacityAsTheNeedGrows) {
  const std::vector<Applicant> applicants = random_applicants(Luck(1, Phase::main, 0), 6, 0.7);
  CallTerms terms{.group_success = 0.7, .target_capacity = 1e-6, .aim = PortfolioAim::coverage};
  EXPECT_NEAR(portfolio_value(applicants, everyone(6), terms),
              at_least_one(applicants, everyone(6), 0.7), 1e-12);
  terms.target_capacity = 1e9;
  EXPECT_NEAR(1e9 * portfolio_value(applicants, everyone(6), terms),
              expected_capacity(applicants, everyone(6)), 1e-5);
}

TEST(Portfolio, ExactIsTheBestOfAllSubsetsAndGreedyNoBetter) {
  std::int64_t missed = 0;
  const auto cases = static_cast<std::uint64_t>(thorough(150));
  for (std::uint64_t index = 0; index < cases; ++index) {
    const Luck luck(2, Phase::main, index);
    const auto u = luck.uniforms({2}, {0}, {0});
    const auto applicants =
        random_applicants(luck, 4 + static_cast<std::size_t>(7.0 * u[0]), 0.4 + 0.6 * u[3]);
    for (const PortfolioAim aim : aims) {
      const CallTerms terms{.places = 2 + static_cast<std::int64_t>(6.0 * u[1]),
                            .money = 10.0 + 60.0 * u[2],
                            .group_success = 0.4 + 0.6 * u[3],
                            .target_capacity = 8.0,
                            .aim = aim};
      const auto exact = exactly(applicants, terms);
      const auto greedy = greedily(applicants, terms);
      for (const auto& awards : {exact, greedy}) {
        EXPECT_LE(portfolio_cost(applicants, awards), terms.money);
        EXPECT_LE(static_cast<std::int64_t>(awards.size()), terms.places);
      }
      const double value = portfolio_value(applicants, exact, terms);
      EXPECT_NEAR(value, best_of_all(applicants, terms), 1e-10) << index;
      EXPECT_LE(portfolio_value(applicants, greedy, terms), value + 1e-10) << index;
      missed += portfolio_value(applicants, greedy, terms) < value - 1e-10 ? 1 : 0;
    }
  }
  EXPECT_GT(missed, 0) << "greedy was never worse: too easy";
}

TEST(Portfolio, CorrelationSpreadsItOverGroupsWhereOneIsEnough) {
  // Two of group 1 are the likeliest, but they fail together.
  std::vector<Applicant> applicants(3);
  applicants[0] = {.bid = 1.0, .capacity = 1.0, .units = 1.0, .success = 0.45, .group = 1};
  applicants[1] = applicants[0];
  applicants[2] = {.bid = 1.0, .capacity = 1.0, .units = 1.0, .success = 0.4, .group = 2};
  CallTerms terms{.places = 2, .money = 2.0, .group_success = 0.5};
  for (const auto choose : {greedily, exactly}) {
    terms.aim = PortfolioAim::capacity;
    EXPECT_THAT(chosen(choose(applicants, terms)), ElementsAre(0, 1));
    terms.aim = PortfolioAim::at_least_one;
    EXPECT_THAT(chosen(choose(applicants, terms)), ElementsAre(0, 2));
  }
}

TEST(Portfolio, GreedyMayMissWhatExactFinds) {
  std::vector<Applicant> applicants(2);
  applicants[0] = {.bid = 1.0, .capacity = 2.0, .units = 1.0, .success = 1.0};
  applicants[1] = {.bid = 10.0, .capacity = 10.0, .units = 1.0, .success = 1.0};
  const CallTerms terms{.places = 2, .money = 10.0};
  EXPECT_THAT(greedily(applicants, terms), ElementsAre(Award{0, 1.0, 1.0}));
  EXPECT_THAT(exactly(applicants, terms), ElementsAre(Award{1, 10.0, 1.0}));
}

TEST(Portfolio, EqualsAreTakenByLot) {
  std::vector<Applicant> applicants(
      40, {.bid = 2.0, .capacity = 3.0, .units = 1.0, .success = 0.5, .group = 4});
  for (std::uint32_t i = 0; i < 40; ++i) {
    applicants[i].lot = (i * 7 % 40 + 0.5) / 40.0;
  }
  for (const PortfolioAim aim : aims) {
    const CallTerms terms{
        .places = 40, .money = 7.5, .group_success = 0.9, .target_capacity = 5.0, .aim = aim};
    EXPECT_THAT(exactly(applicants, terms), SizeIs(3));
    // Lots 0.5/40, 1.5/40, 2.5/40.
    EXPECT_THAT(chosen(exactly(applicants, terms)), ElementsAre(0, 6, 23));
    EXPECT_THAT(chosen(greedily(applicants, terms)), ElementsAre(0, 6, 23));
  }
}

TEST(Portfolio, EqualsAreNotToldApartOneByOne) {
  // Two sizes, twenty of each, and money that no sum of them uses up: C(20, 10)² ways, most of
  // which a bound by fractions lets through.
  std::vector<Applicant> applicants(40, {.bid = 2.0, .capacity = 2.0, .units = 1.0});
  for (std::size_t i = 20; i < 40; ++i) {
    applicants[i].bid = 2.6;
    applicants[i].capacity = 2.6;
  }
  EXPECT_NEAR(expected_capacity(applicants, exactly(applicants, {.places = 40, .money = 47.3})),
              47.2, 1e-12);
}

TEST(Portfolio, CertainSuccessAndFreeContractsAreNoTrouble) {
  std::vector<Applicant> applicants(3);
  applicants[0] = {.bid = 0.0, .capacity = 1.0, .units = 1.0, .success = 1.0};
  applicants[1] = {.bid = 1.0, .capacity = 1.0, .units = 1.0, .success = 1.0};
  applicants[2] = {.bid = 1.0, .capacity = 1.0, .units = 1.0, .success = 0.0};
  for (const PortfolioAim aim : aims) {
    const CallTerms terms{.places = 3, .money = 5.0, .target_capacity = 1.0, .aim = aim};
    // With one that is certain nobody adds to the chance of at least one.
    const std::size_t size = aim == PortfolioAim::at_least_one ? 1 : 2;
    EXPECT_THAT(exactly(applicants, terms), SizeIs(size));
    EXPECT_THAT(greedily(applicants, terms), SizeIs(size));
    EXPECT_EQ(greedily(applicants, terms)[0].applicant, 0U);
  }
  EXPECT_THAT(exactly(applicants, {.places = 0, .money = 5.0}), IsEmpty());
}

TEST(Portfolio, SaysWhereItCannotChoose) {
  std::vector<Applicant> applicants(1, {.bid = 1.0, .capacity = 1.0, .success = 0.7});
  try {
    greedily(applicants, {.money = 5.0, .group_success = 0.5, .aim = PortfolioAim::at_least_one});
    FAIL();
  } catch (const ReplicationError& error) {
    EXPECT_STREQ(error.what(),
                 "an applicant's probability of success (0.7) exceeds its group's (0.5)");
  }
  EXPECT_THROW(greedily(applicants, {.money = 5.0, .aim = PortfolioAim::coverage}), InvariantError);
}

TEST(Portfolio, ExactRefusesMoreThanItsLimits) {
  const Luck luck(3, Phase::main, 0);
  auto applicants = random_applicants(luck, most_in_exact_portfolio + 1, 1.0);
  const CallTerms terms{.places = 6, .money = 60.0};
  try {
    exactly(applicants, terms);
    FAIL();
  } catch (const ReplicationError& error) {
    EXPECT_THAT(error.what(), HasSubstr("40 applicants at most"));
  }
  // Those above the reserve do not count.
  applicants[3].bid = 1e6;
  CallTerms reserve = terms;
  reserve.reserve = 100.0;
  EXPECT_NO_THROW(exactly(applicants, reserve));
  EXPECT_NO_THROW(greedily(applicants, terms));
  // All worth the same per pound and no sum that fits: the known hard case.
  applicants.pop_back();
  for (std::uint32_t i = 0; i < applicants.size(); ++i) {
    const double size = 1000.0 + 2.0 * i;
    applicants[i] = {.bid = size, .capacity = size, .units = 1.0, .success = 1.0};
  }
  try {
    exactly(applicants, {.places = 40, .money = 20'001.0});
    FAIL();
  } catch (const ReplicationError& error) {
    EXPECT_THAT(error.what(), HasSubstr("steps"));
  }
}

TEST(Portfolio, SizeForAProbability) {
  expect_exact(projects_for(0.9, 0.2), 10.3188511585);
  expect_exact(projects_for(0.9, 0.15), 14.1681039871);
  EXPECT_EQ(std::ceil(projects_for(0.9, 0.2)), 11.0);
  EXPECT_EQ(std::ceil(projects_for(0.9, 0.15)), 15.0);
  EXPECT_THROW(projects_for(1.0, 0.2), InvariantError);
}

/// Overall 0.9; platform A 0.8 with sub 0.8 of two candidates; platform B 0.6 with sub 0.8 of one.
std::vector<Hurdle> nested() {
  return {{0.9, Hurdle::none}, {0.8, 0}, {0.8, 1}, {0.5, 2},
          {0.32, 2},           {0.6, 0}, {0.8, 5}, {0.5, 6}};
}

TEST(Portfolio, NestedSuccess) {
  std::vector<double> scratch;
  expect_exact(any_succeeds(nested(), scratch), 0.5049216);
  expect_exact(succeeds(nested(), 3), 0.288);
  expect_exact(both_succeed(nested(), 3, 4), 0.09216);
  expect_exact(both_succeed(nested(), 4, 3), 0.09216);
  expect_exact(success_correlation(nested(), 3, 4), 0.2225491522);
  // Of different platforms only the first hurdle is shared.
  expect_exact(both_succeed(nested(), 3, 7), 0.9 * 0.8 * 0.8 * 0.5 * 0.6 * 0.8 * 0.5);
  EXPECT_THROW(any_succeeds(std::vector<Hurdle>{{0.5, 0}}, scratch), InvariantError);
}

TEST(Portfolio, GroupsAreATreeOfTwoLevels) {
  const std::vector<Applicant> applicants = random_applicants(Luck(1, Phase::main, 5), 6, 0.7);
  std::vector<Hurdle> tree(3, {0.7, Hurdle::none});
  for (const Applicant& applicant : applicants) {
    tree.push_back({applicant.success / 0.7, static_cast<std::int32_t>(applicant.group) - 7});
  }
  // A group without applicants would stand as a project of its own.
  for (std::int32_t group = 0; group < 3; ++group) {
    if (std::none_of(tree.begin(), tree.end(),
                     [&](const Hurdle& hurdle) { return hurdle.above == group; })) {
      tree[static_cast<std::size_t>(group)].success = 0.0;
    }
  }
  std::vector<double> scratch;
  EXPECT_NEAR(any_succeeds(tree, scratch), at_least_one(applicants, everyone(6), 0.7), 1e-14);
}

}  // namespace
}  // namespace firstcustomer
