/// Mechanisms with the bids of equilibrium against exact means and variances; costs, types and
/// errors are drawn by keyed luck.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "core/exact_answer.hpp"
#include "firstcustomer/core/law.hpp"
#include "firstcustomer/core/random.hpp"
#include "firstcustomer/core/statistics.hpp"
#include "firstcustomer/model/bidding.hpp"
#include "firstcustomer/model/mechanism.hpp"
#include "thorough.hpp"

namespace firstcustomer {
namespace {

/// What can be seen of one auction.
struct Seen {
  const std::vector<double>& u;  // of each applicant: what its cost or type was drawn with
  const std::vector<Applicant>& applicants;
  const std::vector<Award>& awards;
};

/// Runs auctions of n applicants and hands each to `see`. `apply` makes an applicant of a
/// uniform, and of a second one if what the buyer sees is noisy.
void run_auctions(std::uint64_t seed, std::size_t n, Selection selection, const CallTerms& terms,
                  const std::function<Applicant(double, double)>& apply,
                  const std::function<void(const Seen&)>& see) {
  std::vector<double> u(n);
  std::vector<Applicant> applicants(n);
  std::vector<Award> awards;
  const auto auctions = static_cast<std::uint64_t>(thorough(100'000));
  for (std::uint64_t index = 0; index < auctions; ++index) {
    const Luck luck(seed, Phase::main, index);
    for (std::uint64_t i = 0; i < n; ++i) {
      const auto drawn = luck.uniforms({1}, {i}, {0});
      u[i] = drawn[0];
      applicants[i] = apply(u[i], drawn[2]);
      applicants[i].lot = drawn[1];
    }
    mechanism(selection).allocate(applicants, terms, awards);
    see({u, applicants, awards});
  }
}

/// Squared distances from the exact mean: their mean is the variance.
void add_square(Moments& squares, double value, double mean) {
  squares.add((value - mean) * (value - mean));
}

Applicant at_bid(double bid) {
  return {.bid = bid};
}

TEST(MechanismAuctions, FirstPriceOfFour) {
  const Competition four{.bidders = 4};
  for (const std::uint64_t seed : seeds) {
    Moments price;
    Moments squares;
    Moments cost;
    run_auctions(
        seed, 4, Selection::first_price, {},
        [&](double u, double) { return at_bid(bid_under(Selection::first_price, four, u, 0.0)); },
        [&](const Seen& seen) {
          ASSERT_EQ(seen.awards.size(), 1U);
          price.add(seen.awards[0].price);
          add_square(squares, seen.awards[0].price, 0.4);
          cost.add(seen.u[seen.awards[0].applicant]);
        });
    expect_mean("price", seed, price, 0.4);
    expect_mean("variance of the price", seed, squares, 0.015);
    expect_mean("the winner's cost", seed, cost, 0.2);
  }
}

TEST(MechanismAuctions, SecondPriceOfFour) {
  for (const std::uint64_t seed : seeds) {
    Moments price;
    Moments squares;
    run_auctions(
        seed, 4, Selection::second_price, {}, [](double u, double) { return at_bid(u); },
        [&](const Seen& seen) {
          price.add(seen.awards.at(0).price);
          add_square(squares, seen.awards[0].price, 0.4);
        });
    expect_mean("price", seed, price, 0.4);
    expect_mean("variance of the price", seed, squares, 0.04);
  }
}

TEST(MechanismAuctions, FiveWithCostsBetween60And140) {
  const Competition five{.costs = {60.0, 140.0}, .bidders = 5};
  for (const Selection selection : {Selection::first_price, Selection::second_price}) {
    for (const std::uint64_t seed : seeds) {
      Moments price;
      run_auctions(
          seed, 5, selection, {},
          [&](double u, double) {
            return at_bid(bid_under(selection, five, 60.0 + 80.0 * u, 0.0));
          },
          [&](const Seen& seen) { price.add(seen.awards.at(0).price); });
      expect_mean(std::string(name(selection)), seed, price, 260.0 / 3.0);
    }
  }
}

TEST(MechanismAuctions, OptimalReserve) {
  // Revenue equivalence holds with a reserve, too: both auctions share the exact answers.
  for (const Selection selection : {Selection::first_price, Selection::second_price}) {
    const Competition four{.bidders = 4, .reserve = optimal_reserve({0.0, 1.0}, 1.0)};
    for (const std::uint64_t seed : seeds) {
      Moments trade;
      Moments payment;
      Moments surplus;
      run_auctions(
          seed, 4, selection, {.reserve = four.reserve},
          [&](double u, double) { return at_bid(bid_under(selection, four, u, 0.0)); },
          [&](const Seen& seen) {
            const bool traded = !seen.awards.empty();
            const double paid = traded ? seen.awards[0].price : 0.0;
            trade.add(traded ? 1.0 : 0.0);
            payment.add(paid);
            surplus.add(traded ? 1.0 - paid : 0.0);
          });
      const std::string auction(name(selection));
      expect_mean(auction + ": trade", seed, trade, 0.9375);
      expect_mean(auction + ": payment", seed, payment, 0.325);
      expect_mean(auction + ": surplus", seed, surplus, 0.6125);
    }
  }
}

TEST(MechanismAuctions, TwoOfSixAtOnePriceOrEachAtItsOwn) {
  const Competition six{.bidders = 6, .places = 2};
  for (const Selection selection :
       {Selection::uniform_price, Selection::second_price, Selection::first_price}) {
    for (const std::uint64_t seed : seeds) {
      Moments total;
      Moments first;
      run_auctions(
          seed, 6, selection, {.places = 2},
          [&](double u, double) { return at_bid(bid_under(selection, six, u, 0.0)); },
          [&](const Seen& seen) {
            ASSERT_EQ(seen.awards.size(), 2U);
            total.add(seen.awards[0].price + seen.awards[1].price);
            first.add(seen.awards[0].price);
          });
      expect_mean(std::string(name(selection)) + ": total", seed, total, 6.0 / 7.0);
      if (selection != Selection::first_price) {
        expect_mean(std::string(name(selection)) + ": price", seed, first, 3.0 / 7.0);
      }
    }
  }
}

/// What a firm offers under the buyer's own scoring rule.
Applicant offer(const QualityCompetition& rule, Selection selection, std::int64_t n, double type) {
  const double quality = best_quality(rule, type);
  const double price = selection == Selection::first_score ? first_score_bid(rule, n, type)
                                                           : quality_cost(rule, type, quality);
  return {.assessment = quality, .bid = price};
}

TEST(MechanismAuctions, FirstAndSecondScoreAreWorthTheSame) {
  const QualityCompetition rule;
  for (const std::int64_t n : {2, 4}) {
    const ScoreResult exact = scoring_result(rule, n);
    for (const Selection selection : {Selection::first_score, Selection::second_score}) {
      for (const std::uint64_t seed : seeds) {
        Moments score;
        Moments price;
        Moments quality;
        Moments profit;
        run_auctions(
            seed, static_cast<std::size_t>(n), selection, {.worth = 1.0},
            [&](double u, double) { return offer(rule, selection, n, u); },
            [&](const Seen& seen) {
              const Award& award = seen.awards.at(0);
              const double bought = seen.applicants[award.applicant].assessment;
              const double cost = quality_cost(rule, seen.u[award.applicant], bought);
              score.add(bought - award.price);
              price.add(award.price);
              quality.add(bought);
              profit.add(award.price - cost);
            });
        const std::string auction =
            std::string(name(selection)) + " of " + std::to_string(n) + ": ";
        expect_mean(auction + "score", seed, score, exact.score);
        expect_mean(auction + "price", seed, price, exact.price);
        expect_mean(auction + "quality", seed, quality, exact.quality);
        expect_mean(auction + "profit", seed, profit, exact.profit);
      }
    }
  }
}

TEST(MechanismAuctions, UnderRewardedQualityIsBetterForTheBuyer) {
  // The optimal mechanism as a second-score auction in which a quality counts less than it is
  // worth.
  const QualityCompetition rule;
  const CallTerms terms{.worth = 1.0, .least_score = least_rewarded_score(rule)};
  for (const std::int64_t n : {2, 4}) {
    for (const std::uint64_t seed : seeds) {
      Moments payoff;
      run_auctions(
          seed, static_cast<std::size_t>(n), Selection::second_score, terms,
          [&](double type, double) {
            const double quality = under_rewarded_quality(rule, type);
            // Types beyond the last make no bid.
            const double price = quality > 0.0 ? quality_cost(rule, type, quality) : no_reserve;
            return Applicant{.assessment = rewarded_worth(rule, quality), .bid = price};
          },
          [&](const Seen& seen) {
            const bool traded = !seen.awards.empty();
            payoff.add(traded ? under_rewarded_quality(rule, seen.u[seen.awards[0].applicant]) -
                                    seen.awards[0].price
                              : 0.0);
          });
      expect_mean("payoff of " + std::to_string(n), seed, payoff,
                  n == 2 ? 0.14583333333333333 : 0.23125);
    }
  }
}

TEST(MechanismAuctions, WinnersCurse) {
  // All costs are 100; each bids an unbiased estimate of it.
  for (const std::size_t n : {2U, 3U, 5U, 8U, 10U}) {
    for (const std::uint64_t seed : seeds) {
      Moments loss;
      run_auctions(
          seed, n, Selection::first_price, {},
          [](double u, double) { return at_bid(100.0 + 10.0 * normal_quantile(u)); },
          [&](const Seen& seen) { loss.add(100.0 - seen.awards.at(0).price); });
      expect_mean("normal, " + std::to_string(n), seed, loss,
                  -10.0 * lowest_normal_error(static_cast<std::int64_t>(n)));
    }
  }
  for (const std::uint64_t seed : seeds) {
    Moments loss;
    run_auctions(
        seed, 5, Selection::first_price, {},
        [](double u, double) { return at_bid(80.0 + 40.0 * u); },
        [&](const Seen& seen) { loss.add(100.0 - seen.awards.at(0).price); });
    expect_mean("uniform", seed, loss, 40.0 / 3.0);
  }
}

TEST(MechanismAuctions, RankingByANoisyScoreMissesTheBest) {
  // True quality varies by 0.15 and is measured with 0.08, so 0.17 in all: correlation 15/17.
  constexpr double pi = 3.14159265358979323846;
  struct Case {
    std::size_t n;
    double best;
  };
  for (const Case& row :
       {Case{2, 0.5 + std::asin(0.15 / 0.17) / pi}, Case{3, 0.7733529}, Case{5, 0.6994571}}) {
    for (const std::uint64_t seed : seeds) {
      Moments truly_best;
      Moments excess;
      const auto quality = [](double u) { return 0.15 * normal_quantile(u); };
      run_auctions(
          seed, row.n, Selection::ranked, {},
          [&](double u, double error) {
            return Applicant{.assessment = quality(u) + 0.08 * normal_quantile(error)};
          },
          [&](const Seen& seen) {
            const double selected = seen.u[seen.awards.at(0).applicant];
            const double best = *std::max_element(seen.u.begin(), seen.u.end());
            truly_best.add(selected == best ? 1.0 : 0.0);
            excess.add(quality(selected));
          });
      const std::string of = " of " + std::to_string(row.n);
      expect_mean("truly the best" + of, seed, truly_best, row.best);
      expect_mean("excess" + of, seed, excess,
                  -0.15 * (0.15 / 0.17) * lowest_normal_error(static_cast<std::int64_t>(row.n)));
    }
  }
}

}  // namespace
}  // namespace firstcustomer
