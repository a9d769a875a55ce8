#include "firstcustomer/core/copula.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <functional>
#include <numeric>
#include <vector>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/law.hpp"
#include "firstcustomer/core/random.hpp"
#include "thorough.hpp"

namespace firstcustomer {
namespace {

CorrelationMatrix equal_correlations(std::size_t size, double value) {
  CorrelationMatrix matrix(size);
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      matrix.set(i, j, value);
    }
  }
  return matrix;
}

/// Of three numbers: 0 and 1, 0 and 2, 1 and 2.
CorrelationMatrix of_three(double first, double second, double third) {
  CorrelationMatrix matrix(3);
  matrix.set(0, 1, first);
  matrix.set(0, 2, second);
  matrix.set(1, 2, third);
  return matrix;
}

using Column = std::vector<double>;

/// Places drawn through a copula, by number.
std::vector<Column> drawn(const CorrelationMatrix& pearson, std::int64_t draws) {
  GaussianCopula copula(pearson);
  std::vector<Column> columns(pearson.size());
  Column u(pearson.size());
  for (std::int64_t i = 0; i < draws; ++i) {
    const Luck luck(1, Phase::main, static_cast<std::uint64_t>(i));
    for (std::size_t k = 0; k < u.size(); ++k) {
      u[k] = luck.uniform({1}, {k}, {});
    }
    copula.apply(u);
    for (std::size_t k = 0; k < u.size(); ++k) {
      columns[k].push_back(u[k]);
    }
  }
  return columns;
}

Column ranks(const Column& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t i, std::size_t j) { return values[i] < values[j]; });
  Column result(values.size());
  for (std::size_t k = 0; k < order.size(); ++k) {
    result[order[k]] = static_cast<double>(k);
  }
  return result;
}

/// Spearman's ρ of two columns without ties.
double spearman(const Column& one, const Column& other) {
  const Column a = ranks(one);
  const Column b = ranks(other);
  double squares = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    squares += (a[i] - b[i]) * (a[i] - b[i]);
  }
  const auto n = static_cast<double>(a.size());
  return 1.0 - 6.0 * squares / (n * (n * n - 1.0));
}

TEST(RankToPearson, IsExactAtTheEndsAndInTheMiddle) {
  EXPECT_EQ(rank_to_pearson(1.0), 1.0);
  EXPECT_EQ(rank_to_pearson(-1.0), -1.0);
  EXPECT_EQ(rank_to_pearson(0.0), 0.0);
  EXPECT_EQ(pearson_to_rank(1.0), 1.0);
  EXPECT_EQ(pearson_to_rank(-1.0), -1.0);
  EXPECT_EQ(pearson_to_rank(0.0), 0.0);
  EXPECT_THROW(rank_to_pearson(1.1), InvariantError);
  EXPECT_THROW(pearson_to_rank(-1.1), InvariantError);
}

TEST(RankToPearson, MeetsPearsonsFormulaAndItsInverse) {
  EXPECT_NEAR(rank_to_pearson(0.5), (std::sqrt(6.0) - std::sqrt(2.0)) / 2.0, 1e-15);  // 2 sin 15°
  EXPECT_NEAR(pearson_to_rank(0.3), 0.2876, 5e-5);
  for (double rank = -1.0; rank <= 1.0; rank += 1.0 / 64.0) {
    EXPECT_NEAR(rank_to_pearson(rank), 2.0 * std::sin(std::acos(-1.0) * rank / 6.0), 1e-15);
    EXPECT_NEAR(pearson_to_rank(rank_to_pearson(rank)), rank, 1e-15);
  }
}

TEST(CorrelationMatrix, IsSymmetricWithAUnitDiagonal) {
  CorrelationMatrix matrix(3);
  matrix.set(2, 0, -0.25);
  EXPECT_EQ(matrix.at(0, 2), -0.25);
  EXPECT_EQ(matrix.at(2, 0), -0.25);
  EXPECT_EQ(matrix.at(1, 0), 0.0);
  EXPECT_EQ(matrix.at(1, 1), 1.0);
  EXPECT_THROW(matrix.set(1, 1, 1.0), InvariantError);
  EXPECT_THROW(matrix.set(0, 3, 0.5), InvariantError);
  EXPECT_THROW(matrix.set(0, 1, 1.5), InvariantError);
}

TEST(PositiveSemidefinite, HasAnExactBorderForEqualCorrelations) {
  // Eigenvalues 1 − r and 1 + (n − 1) r.
  for (const std::size_t size : {2U, 3U, 5U, 11U}) {
    const double border = -1.0 / static_cast<double>(size - 1);
    EXPECT_TRUE(is_positive_semidefinite(equal_correlations(size, border)));
    EXPECT_TRUE(is_positive_semidefinite(equal_correlations(size, 1.0)));
    if (size > 2) {
      EXPECT_FALSE(is_positive_semidefinite(equal_correlations(size, border - 1e-9)));
    }
  }
  EXPECT_TRUE(is_positive_semidefinite(CorrelationMatrix()));
}

TEST(NearestCorrelation, LeavesACorrelationMatrixAsItIs) {
  for (const CorrelationMatrix& matrix :
       {of_three(0.5, -0.3, 0.1), of_three(1.0, 0.3, 0.3), equal_correlations(4, -1.0 / 3.0)}) {
    EXPECT_EQ(nearest_correlation(matrix), matrix);
  }
}

TEST(NearestCorrelation, MeetsHighamsExample) {
  // Higham (2002), section 4: .7607 and .1573. By symmetry (a, 2a² − 1, a) on the border, nearest
  // where 4a³ − a − 1 = 0.
  const CorrelationMatrix nearest = nearest_correlation(of_three(1.0, 0.0, 1.0));
  EXPECT_NEAR(nearest.at(0, 1), nearest.at(1, 2), 1e-12);
  EXPECT_NEAR(4.0 * std::pow(nearest.at(0, 1), 3) - nearest.at(0, 1) - 1.0, 0.0, 1e-9);
  EXPECT_NEAR(nearest.at(0, 2), 2.0 * nearest.at(0, 1) * nearest.at(0, 1) - 1.0, 1e-9);
  EXPECT_NEAR(nearest.at(0, 1), 0.7607, 5e-5);
  EXPECT_NEAR(nearest.at(0, 2), 0.1573, 5e-5);
}

TEST(NearestCorrelation, OfEqualCorrelationsIsTheBorder) {
  for (const std::size_t size : {3U, 5U, 12U}) {
    const CorrelationMatrix nearest = nearest_correlation(equal_correlations(size, -0.9));
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        EXPECT_NEAR(nearest.at(i, j), -1.0 / static_cast<double>(size - 1), 1e-11);
      }
    }
  }
}

double squared_change(const CorrelationMatrix& one, const CorrelationMatrix& other) {
  double sum = 0.0;
  for (std::size_t i = 0; i < one.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      sum += (one.at(i, j) - other.at(i, j)) * (one.at(i, j) - other.at(i, j));
    }
  }
  return sum;
}

TEST(NearestCorrelation, NoOtherMatrixIsNearer) {
  const CorrelationMatrix written = of_three(0.9, -0.8, 0.7);
  const CorrelationMatrix nearest = nearest_correlation(written);
  const double least = squared_change(written, nearest);
  EXPECT_TRUE(is_positive_semidefinite(nearest));
  constexpr double step = 1e-3;
  for (int i = -10; i <= 10; ++i) {
    for (int j = -10; j <= 10; ++j) {
      for (int k = -10; k <= 10; ++k) {
        const CorrelationMatrix other = of_three(
            nearest.at(0, 1) + i * step, nearest.at(0, 2) + j * step, nearest.at(1, 2) + k * step);
        if (is_positive_semidefinite(other)) {
          EXPECT_GE(squared_change(written, other), least - 1e-9);
        }
      }
    }
  }
}

TEST(NearestCorrelation, OfManyNumbersCanBeDrawn) {
  // Correlations at random, which hardly ever belong to anything.
  for (const std::size_t size : {10U, 40U, 80U}) {
    CorrelationMatrix written(size);
    for (std::size_t i = 0; i < size; ++i) {
      const Luck luck(1, Phase::main, i);
      for (std::size_t j = 0; j < i; ++j) {
        written.set(i, j, 2.0 * luck.uniform({1}, {j}, {}) - 1.0);
      }
    }
    ASSERT_FALSE(is_positive_semidefinite(written));
    for (const CorrelationMatrix& matrix : {written, equal_correlations(size, -0.5)}) {
      const CorrelationMatrix nearest = nearest_correlation(matrix);
      EXPECT_TRUE(is_positive_semidefinite(nearest)) << size;
      EXPECT_EQ(nearest_correlation(nearest), nearest);
      EXPECT_NO_THROW(GaussianCopula{nearest});
    }
  }
}

TEST(NearestCorrelation, ChangesNothingThatStandsApart) {
  CorrelationMatrix written(5);
  written.set(0, 2, 1.0);
  written.set(2, 4, 1.0);
  written.set(0, 4, 0.0);
  written.set(1, 3, 0.1);
  const CorrelationMatrix nearest = nearest_correlation(written);
  EXPECT_NEAR(nearest.at(0, 2), 0.7607, 5e-5);
  for (const std::size_t apart : {1U, 3U}) {
    for (const std::size_t other : {0U, 2U, 4U}) {
      EXPECT_EQ(nearest.at(apart, other), 0.0);
    }
  }
  EXPECT_NEAR(nearest.at(1, 3), 0.1, 1e-13);
}

TEST(GaussianCopula, RefusesWhatNoNumbersCanHave) {
  EXPECT_THROW(GaussianCopula(of_three(0.9, -0.8, 0.7)), InvariantError);
  GaussianCopula copula(equal_correlations(2, 0.5));
  Column three(3, 0.5);
  EXPECT_THROW(copula.apply(three), InvariantError);
}

TEST(GaussianCopula, IsTheFactorOfThePairByHand) {
  // x₂ = r z₁ + √(1 − r²) z₂.
  const double r = 0.6;
  GaussianCopula copula(equal_correlations(2, r));
  for (const auto& [first, second] : {std::pair{0.1, 0.9}, {0.5, 0.5}, {0.999, 0.2}}) {
    Column u = {first, second};
    copula.apply(u);
    EXPECT_EQ(u[0], first) << "the first owes nothing to the others";
    const double x = r * normal_quantile(first) + 0.8 * normal_quantile(second);
    EXPECT_NEAR(u[1], normal_cdf(x), 1e-15);
  }
}

TEST(GaussianCopula, KeepsNumbersWithoutCorrelationToTheBit) {
  CorrelationMatrix matrix(4);
  matrix.set(0, 2, 0.7);
  GaussianCopula copula(matrix);
  const Luck luck(1, Phase::main, 3);
  Column before(4);
  for (std::size_t k = 0; k < 4; ++k) {
    before[k] = luck.uniform({1}, {k}, {});
  }
  Column u = before;
  copula.apply(u);
  EXPECT_EQ(u[0], before[0]);
  EXPECT_EQ(u[1], before[1]);
  EXPECT_NE(u[2], before[2]);
  EXPECT_EQ(u[3], before[3]);
}

TEST(GaussianCopula, RanksOneAndMinusOneAreEqualAndOppositePlaces) {
  const auto columns = drawn(of_three(1.0, -1.0, -1.0), 10'000);
  for (std::size_t i = 0; i < columns[0].size(); ++i) {
    ASSERT_EQ(columns[1][i], columns[0][i]);
    ASSERT_EQ(columns[2][i], 1.0 - columns[0][i]);
  }
}

TEST(GaussianCopula, TwinsAreEqualWhereverTheyStand) {
  // 0 and 3 are one; 1 has .5 with both, 2 has −.2 with both.
  CorrelationMatrix matrix(4);
  matrix.set(0, 3, 1.0);
  matrix.set(1, 0, 0.5);
  matrix.set(1, 3, 0.5);
  matrix.set(2, 0, -0.2);
  matrix.set(2, 3, -0.2);
  const auto columns = drawn(matrix, 10'000);
  for (std::size_t i = 0; i < columns[0].size(); ++i) {
    ASSERT_NEAR(columns[3][i], columns[0][i], 1e-12);
  }
  // Twins of a number that itself owes something to one before it: equal by the factor alone.
  const auto last = drawn(of_three(0.5, 0.5, 1.0), 10'000);
  for (std::size_t i = 0; i < last[0].size(); ++i) {
    ASSERT_NEAR(last[2][i], last[1][i], 1e-12);
  }
}

TEST(GaussianCopula, ASingularMatrixKeepsItsCorrelations) {
  // Three scores that add up to nothing, and a fourth that owes something to the first.
  CorrelationMatrix matrix(4);
  for (const auto& [i, j] : {std::pair<std::size_t, std::size_t>{0, 1}, {0, 2}, {1, 2}}) {
    matrix.set(i, j, -0.5);
  }
  matrix.set(0, 3, 0.4);
  matrix.set(1, 3, -0.2);
  matrix.set(2, 3, -0.2);
  const auto columns = drawn(matrix, thorough(20'000));
  double product = 0.0;
  for (std::size_t i = 0; i < columns[0].size(); ++i) {
    const double x = normal_quantile(columns[0][i]);
    ASSERT_NEAR(x + normal_quantile(columns[1][i]) + normal_quantile(columns[2][i]), 0.0, 1e-8);
    product += x * normal_quantile(columns[3][i]);
  }
  const auto n = static_cast<double>(columns[0].size());
  EXPECT_NEAR(product / n, 0.4, 4.0 * std::sqrt((1.0 + 0.16) / n));
}

TEST(GaussianCopula, EveryNumberStaysUniform) {
  const auto columns = drawn(of_three(0.9, 0.5, 0.3), thorough(100'000));
  for (const Column& column : columns) {
    std::vector<double> counts(100);
    for (const double u : column) {
      ++counts[static_cast<std::size_t>(u * 100.0)];
    }
    const double each = static_cast<double>(column.size()) / 100.0;
    double chi_square = 0.0;
    for (const double count : counts) {
      chi_square += (count - each) * (count - each) / each;
    }
    // False alarm: 1 in 10,000 a column over all seeds; the seed is fixed.
    const boost::math::chi_squared law(99);
    EXPECT_GT(chi_square, quantile(law, 0.5e-4));
    EXPECT_LT(chi_square, quantile(complement(law, 0.5e-4)));
  }
}

TEST(GaussianCopula, ResultsAreMidpointsOfLuck) {
  GaussianCopula copula(equal_correlations(2, 0.999));
  for (const double end : {0x1p-53, 1.0 - 0x1p-53, 0.3}) {
    Column u = {unit_interval(~std::uint64_t{0}), end};
    copula.apply(u);
    for (const double place : u) {
      EXPECT_EQ(1.0 - (1.0 - place), place);
      const double cell = place * 0x1p52 - 0.5;
      EXPECT_EQ(cell, std::floor(cell));
      EXPECT_GE(place, 0x1p-53);
      EXPECT_LE(place, 1.0 - 0x1p-53);
    }
  }
}

TEST(GaussianCopula, StaysInsideWhereScoresAddUpBeyondTheTails) {
  // √½ (z + z) of the largest place that luck gives lies beyond every double below 1.
  CorrelationMatrix matrix(3);
  matrix.set(0, 2, 0.7);
  matrix.set(1, 2, 0.7);
  GaussianCopula copula(matrix);
  Column high = {1.0 - 0x1p-53, 1.0 - 0x1p-53, 1.0 - 0x1p-53};
  copula.apply(high);
  EXPECT_EQ(high[2], 1.0 - 0x1p-53);
  Column low = {0x1p-53, 0x1p-53, 0x1p-53};
  copula.apply(low);
  EXPECT_EQ(low[2], 0x1p-53);
}

/// The standard error of Spearman's ρ without correlation, 1/√(n − 1), bounds the one with it.
TEST(GaussianCopula, HasTheRankCorrelationsAskedFor) {
  const std::int64_t draws = thorough(100'000);
  const double four_errors = 4.0 / std::sqrt(static_cast<double>(draws - 1));
  for (const double rank : {-0.95, -0.6, -0.3, 0.1, 0.3, 0.5, 0.8, 0.99}) {
    const auto columns = drawn(equal_correlations(2, rank_to_pearson(rank)), draws);
    EXPECT_NEAR(spearman(columns[0], columns[1]), rank, four_errors) << rank;
  }
  const auto columns =
      drawn(of_three(rank_to_pearson(0.5), rank_to_pearson(-0.4), rank_to_pearson(0.2)), draws);
  EXPECT_NEAR(spearman(columns[0], columns[1]), 0.5, four_errors);
  EXPECT_NEAR(spearman(columns[0], columns[2]), -0.4, four_errors);
  EXPECT_NEAR(spearman(columns[1], columns[2]), 0.2, four_errors);
}

TEST(GaussianCopula, BitsNeverChange) {
  GaussianCopula copula(of_three(0.5, -0.25, 0.125));
  Column u = {0.1 + 0x1p-53, 0.7, 0.95};
  copula.apply(u);
  EXPECT_EQ(u[1], 0x1.b432b8be1ece2p-2);
  EXPECT_EQ(u[2], 0x1.f420c043be74bp-1);
  const CorrelationMatrix nearest = nearest_correlation(of_three(0.9, -0.8, 0.7));
  EXPECT_EQ(nearest.at(0, 1), 0x1.2964980f9c6p-1);
}

}  // namespace
}  // namespace firstcustomer
