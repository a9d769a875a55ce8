#include "firstcustomer/model/mechanism.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr double infinite = std::numeric_limits<double>::infinity();

/// Four that differ in everything; the third and the fourth ask for the same.
std::vector<Applicant> four() {
  std::vector<Applicant> applicants(4);
  applicants[0] = {.assessment = 0.3, .bid = 50.0, .capacity = 100.0, .lot = 0.9};
  applicants[1] = {.assessment = 0.1, .bid = 20.0, .capacity = 300.0, .lot = 0.2};
  applicants[2] = {.assessment = 0.4, .bid = 40.0, .capacity = 200.0, .lot = 0.6};
  applicants[3] = {.assessment = 0.2, .bid = 40.0, .capacity = 400.0, .lot = 0.4};
  return applicants;
}

/// Begins with rubbish, which has to go.
std::vector<Award> allocate(Selection selection, const std::vector<Applicant>& applicants,
                            const CallTerms& terms) {
  std::vector<Award> awards(7);
  mechanism(selection).allocate(applicants, terms, awards);
  return awards;
}

std::vector<std::uint32_t> order(const std::vector<Award>& awards) {
  std::vector<std::uint32_t> result;
  for (const Award& award : awards) {
    result.push_back(award.applicant);
  }
  return result;
}

TEST(Mechanism, IsFoundByTheWordOfAScenario) {
  for (const Mechanism* one : mechanisms()) {
    EXPECT_EQ(find_mechanism(one->name()), one) << one->name();
  }
  for (std::size_t i = 0; i < mechanisms().size(); ++i) {
    EXPECT_EQ(mechanisms()[i]->name(), selection_names[i]);
    EXPECT_EQ(&mechanism(static_cast<Selection>(i)), mechanisms()[i]);
  }
  EXPECT_EQ(find_mechanism("auction"), nullptr);
  EXPECT_EQ(find_mechanism("plugin"), nullptr);
  EXPECT_THROW(mechanism(Selection::plugin), InvariantError);
}

TEST(Mechanism, LotteryAndAllFollowTheLots) {
  EXPECT_THAT(order(allocate(Selection::lottery, four(), {})), ElementsAre(1, 3, 2, 0));
  EXPECT_THAT(order(allocate(Selection::all, four(), {})), ElementsAre(1, 3, 2, 0));
  EXPECT_EQ(mechanism(Selection::lottery).listing(), Listing::offers);
  EXPECT_EQ(mechanism(Selection::all).listing(), Listing::winners);
}

TEST(Mechanism, RankedListsAllByAssessmentAtTheirBids) {
  EXPECT_THAT(allocate(Selection::ranked, four(), {}),
              ElementsAre(Award{2, 40.0, 1.0}, Award{0, 50.0, 1.0}, Award{3, 40.0, 1.0},
                          Award{1, 20.0, 1.0}));
}

TEST(Mechanism, TiesGoToTheLowerLotWhateverTheOrderOfTheFile) {
  std::vector<Applicant> applicants = four();
  for (Applicant& applicant : applicants) {
    applicant.assessment = 0.0;
  }
  EXPECT_THAT(order(allocate(Selection::ranked, applicants, {})), ElementsAre(1, 3, 2, 0));
  EXPECT_THAT(order(allocate(Selection::first_price, four(), {.places = 2})), ElementsAre(1, 3));
}

TEST(Mechanism, NobodyAboveTheReserveIsListed) {
  std::vector<Applicant> applicants = four();
  applicants[1].bid = infinite;
  for (const Mechanism* one : mechanisms()) {
    std::vector<Award> awards;
    one->allocate(applicants, {.places = 4, .money = 1e9, .reserve = 45.0}, awards);
    for (const Award& award : awards) {
      EXPECT_TRUE(award.applicant == 2 || award.applicant == 3) << one->name();
    }
    one->allocate(applicants, {.places = 4, .money = 1e9}, awards);
    for (const Award& award : awards) {
      EXPECT_NE(award.applicant, 1U) << one->name();
    }
  }
}

TEST(Mechanism, NoPlacesAndNoApplicantsGiveNoWinners) {
  for (const Mechanism* one : mechanisms()) {
    std::vector<Award> awards(3);
    one->allocate({}, {.money = 1e9}, awards);
    EXPECT_THAT(awards, IsEmpty()) << one->name();
    if (one->listing() == Listing::winners && one->name() != name(Selection::all)) {
      one->allocate(four(), {.places = 0, .money = 1e9}, awards);
      EXPECT_THAT(awards, IsEmpty()) << one->name();
    }
  }
}

TEST(Mechanism, ProRataSharesTheMoneyByCapacity) {
  // 1,000 units a year in all; the money is meant for 2,000, then for 500.
  EXPECT_THAT(allocate(Selection::pro_rata, four(), {.places = 9, .target_capacity = 2000.0}),
              ElementsAre(Award{3, 40.0, 0.2}, Award{1, 20.0, 0.15}, Award{2, 40.0, 0.1},
                          Award{0, 50.0, 0.05}));
  EXPECT_THAT(allocate(Selection::pro_rata, four(), {.places = 9, .target_capacity = 500.0}),
              ElementsAre(Award{3, 40.0, 0.4}, Award{1, 20.0, 0.3}, Award{2, 40.0, 0.2},
                          Award{0, 50.0, 0.1}));
}

TEST(Mechanism, ProRataFillsItsPlacesWithTheLargest) {
  std::vector<Applicant> applicants = four();
  applicants[1].capacity = 0.0;
  EXPECT_THAT(allocate(Selection::pro_rata, applicants, {.places = 2}),
              ElementsAre(Award{3, 40.0, 400.0 / 600.0}, Award{2, 40.0, 200.0 / 600.0}));
  EXPECT_THAT(order(allocate(Selection::pro_rata, applicants, {.places = 9})),
              ElementsAre(3, 2, 0));
}

TEST(Mechanism, FirstPricePaysTheLowestTheirBids) {
  EXPECT_THAT(allocate(Selection::first_price, four(), {.places = 3}),
              ElementsAre(Award{1, 20.0, 1.0}, Award{3, 40.0, 1.0}, Award{2, 40.0, 1.0}));
}

TEST(Mechanism, ClearingPriceIsTheLowestBidThatLoses) {
  for (const Selection selection : {Selection::second_price, Selection::uniform_price}) {
    EXPECT_THAT(allocate(selection, four(), {.places = 1}), ElementsAre(Award{1, 40.0, 1.0}));
    EXPECT_THAT(allocate(selection, four(), {.places = 3}),
                ElementsAre(Award{1, 50.0, 1.0}, Award{3, 50.0, 1.0}, Award{2, 50.0, 1.0}));
  }
}

TEST(Mechanism, ClearingPriceIsTheReserveWhereNobodyLoses) {
  EXPECT_THAT(allocate(Selection::second_price, four(), {.places = 1, .reserve = 30.0}),
              ElementsAre(Award{1, 30.0, 1.0}));
  EXPECT_THAT(allocate(Selection::uniform_price, four(), {.places = 4, .reserve = 45.0}),
              ElementsAre(Award{1, 45.0, 1.0}, Award{3, 45.0, 1.0}, Award{2, 45.0, 1.0}));
  for (const Award& award : allocate(Selection::uniform_price, four(), {.places = 4})) {
    EXPECT_EQ(award.price, 50.0);
  }
}

TEST(Mechanism, FirstScoreWeighsPerformanceAgainstThePrice) {
  // Scores at £100 per unit of log performance: −20, −10, 0, −20; the lot decides the tie.
  const CallTerms terms{.places = 3, .worth = 100.0};
  EXPECT_THAT(allocate(Selection::first_score, four(), terms),
              ElementsAre(Award{2, 40.0, 1.0}, Award{1, 20.0, 1.0}, Award{3, 40.0, 1.0}));
  const CallTerms at_least{.places = 3, .worth = 100.0, .least_score = -10.0};
  EXPECT_THAT(order(allocate(Selection::first_score, four(), at_least)), ElementsAre(2, 1));
}

TEST(Mechanism, RelativeScoresCountPricesInLowestBids) {
  // 5 × assessment − bid / 20: −1, −0.5, 0, −1.
  const CallTerms terms{.places = 2, .worth = 5.0, .relative = true};
  EXPECT_THAT(order(allocate(Selection::first_score, four(), terms)), ElementsAre(2, 1));
  // At twice the worth 0.5, 0, 2, 0: the dear third leads by more, the first is now second.
  const CallTerms dear{.places = 2, .worth = 10.0, .relative = true};
  EXPECT_THAT(order(allocate(Selection::first_score, four(), dear)), ElementsAre(2, 0));
  // An irrelevant bid turns the choice: the known flaw of relative scoring.
  std::vector<Applicant> with_cheap = four();
  with_cheap.push_back({.assessment = -1.0, .bid = 10.0, .lot = 0.1});
  EXPECT_THAT(order(allocate(Selection::first_score, with_cheap, dear)), ElementsAre(2, 1));
  with_cheap.back().bid = 0.0;
  EXPECT_THROW(allocate(Selection::first_score, with_cheap, dear), ReplicationError);
}

TEST(Mechanism, SecondScoreBringsTheWinnerDownToTheBestThatLoses) {
  const CallTerms terms{.places = 1, .worth = 100.0};
  EXPECT_THAT(allocate(Selection::second_score, four(), terms), ElementsAre(Award{2, 50.0, 1.0}));
  // Two places: the best that loses has −20.
  const CallTerms two{.places = 2, .worth = 100.0};
  EXPECT_THAT(allocate(Selection::second_score, four(), two),
              ElementsAre(Award{2, 60.0, 1.0}, Award{1, 30.0, 1.0}));
  const CallTerms reserve{.places = 2, .reserve = 55.0, .worth = 100.0};
  EXPECT_THAT(allocate(Selection::second_score, four(), reserve),
              ElementsAre(Award{2, 55.0, 1.0}, Award{1, 30.0, 1.0}));
  // 5 × 0.4 − p / 20 = −0.5.
  const CallTerms relative{.places = 1, .worth = 5.0, .relative = true};
  EXPECT_THAT(allocate(Selection::second_score, four(), relative),
              ElementsAre(Award{2, 50.0, 1.0}));
}

TEST(Mechanism, SecondScoreWithoutALoserGoesDownToWhatIsConsidered) {
  const std::vector<Applicant> one = {four()[2]};
  EXPECT_THAT(allocate(Selection::second_score, one, {.worth = 100.0}),
              ElementsAre(Award{0, 40.0, 1.0}));
  EXPECT_THAT(allocate(Selection::second_score, one, {.reserve = 90.0, .worth = 100.0}),
              ElementsAre(Award{0, 90.0, 1.0}));
  EXPECT_THAT(allocate(Selection::second_score, one, {.worth = 100.0, .least_score = -15.0}),
              ElementsAre(Award{0, 55.0, 1.0}));
}

TEST(Mechanism, NeedsFiniteAssessments) {
  std::vector<Applicant> applicants = four();
  applicants[2].assessment = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(allocate(Selection::ranked, applicants, {}), InvariantError);
}

}  // namespace
}  // namespace firstcustomer
