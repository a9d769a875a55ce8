#include "firstcustomer/core/law.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/exponential.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/triangular.hpp>
#include <boost/math/distributions/uniform.hpp>
#include <boost/math/distributions/weibull.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace firstcustomer {
namespace {

using Long = long double;

constexpr std::uint64_t half_cells = std::uint64_t{1} << 53U;

/// k · 2⁻⁵³: a number whose complement is exact.
double on_grid(std::uint64_t k) {
  return static_cast<double>(k) * 0x1p-53;
}

/// All powers of ten and of two from both ends, an even grid, and the borders of the regions.
std::vector<double> probabilities() {
  std::vector<std::uint64_t> cells = {1, half_cells / 2};
  for (double exponent = 0.0; exponent < 53.0; exponent += 0.01) {
    cells.push_back(static_cast<std::uint64_t>(std::exp2(exponent)));
  }
  for (std::uint64_t i = 1; i < 2000; ++i) {
    cells.push_back(half_cells / 2000 * i);
  }
  std::vector<double> result;
  for (const std::uint64_t k : cells) {
    result.push_back(on_grid(k));
    result.push_back(on_grid(half_cells - k));
  }
  return result;
}

template <class Reference>
Long reference_quantile(const Reference& law, double u) {
  return u <= 0.5 ? quantile(law, Long{u}) : quantile(complement(law, Long{1} - Long{u}));
}

/// Relative error in x, or in the nearer tail's probability, whichever is smaller.
template <class Reference>
double error_of(const Reference& law, double x, double u) {
  const Long exact = reference_quantile(law, u);
  if (Long{x} == exact) {
    return 0.0;
  }
  const Long in_x = std::abs((Long{x} - exact) / exact);
  if (in_x <= 1e-14L) {
    return static_cast<double>(in_x);
  }
  const Long tail = u <= 0.5 ? Long{u} : Long{1} - Long{u};
  const Long reached = u <= 0.5 ? cdf(law, Long{x}) : cdf(complement(law, Long{x}));
  return static_cast<double>(std::min(in_x, std::abs(reached - tail) / tail));
}

template <class Reference>
void expect_quantiles(const Law& law, const Reference& reference) {
  ASSERT_EQ(problem(law), "");
  for (const double u : probabilities()) {
    EXPECT_LE(error_of(reference, quantile(law, u), u), 1e-13)
        << description(law.family).name << " at " << u;
  }
}

TEST(NormalQuantile, MeetsTheReferenceFromTailToTail) {
  const boost::math::normal_distribution<Long> normal;
  double worst = 0.0;
  for (const double u : probabilities()) {
    const Long exact = reference_quantile(normal, u);
    // Relative in the tails, absolute around the centre, where the quantile passes through zero.
    const auto error =
        static_cast<double>(std::abs(normal_quantile(u) - exact) / std::max(std::abs(exact), 0.1L));
    EXPECT_LE(error, 1e-10) << u;
    worst = std::max(worst, error);
  }
  EXPECT_LE(worst, 2e-15);  // "about 1e-16"
  RecordProperty("worst", std::to_string(worst * 1e16) + "e-16");
}

TEST(NormalQuantile, MeetsPublishedValues) {
  EXPECT_EQ(normal_quantile(0.5), 0.0);
  // Wichura (1988), the values given to check an implementation.
  EXPECT_NEAR(normal_quantile(0.25), -0.6744897501960817, 1e-15);
  EXPECT_NEAR(normal_quantile(0.001), -3.090232306167814, 4e-15);
  EXPECT_NEAR(normal_quantile(1e-20), -9.262340089798408, 1e-14);
}

TEST(NormalQuantile, IsOddAboutOneHalf) {
  for (const double u : probabilities()) {
    ASSERT_EQ(normal_quantile(1.0 - u), -normal_quantile(u)) << u;
  }
}

TEST(NormalCdf, MeetsTheReferenceFromTailToTail) {
  const boost::math::normal_distribution<Long> normal;
  for (double x = -8.5; x <= 8.5; x += 1.0 / 128.0) {
    const Long exact = cdf(normal, Long{x});
    EXPECT_LE(static_cast<double>(std::abs(normal_cdf(x) / exact - 1)), (1.0 + x * x) * 0x1p-52)
        << x;
  }
  EXPECT_EQ(normal_cdf(0.0), 0.5);
}

TEST(NormalCdf, UndoesTheQuantile) {
  for (const double u : probabilities()) {
    EXPECT_NEAR(normal_cdf(normal_quantile(u)), u, 1e-13 * std::min(u, 0.01)) << u;
  }
}

/// Numbers of cells at which runs of adjacent probabilities begin: both ends, the borders of the
/// regions, and many places between.
std::vector<std::uint64_t> places(std::size_t random) {
  std::vector<std::uint64_t> result = {0, half_cells / 2 - 1000, half_cells - 2001};
  const double border = std::exp(-25.0);  // r = 5
  for (const double u : {0.075, 0.925, border, 1.0 - border}) {
    result.push_back(static_cast<std::uint64_t>(u * 0x1p53) - 1000);
  }
  std::mt19937_64 bits(1);
  for (std::size_t i = 0; i < random; ++i) {
    result.push_back((bits() >> 11U) % (half_cells - 2001));
  }
  return result;
}

/// Walks 1000 adjacent values of Luck from every place; the quantile must never fall.
void expect_monotone(const Law& law, std::size_t random) {
  for (const std::uint64_t place : places(random)) {
    double before = -std::numeric_limits<double>::infinity();
    for (std::uint64_t step = 0; step < 1000; ++step) {
      const double u = on_grid((place | 1U) + 2 * step);
      const double x = quantile(law, u);
      ASSERT_GE(x, before) << description(law.family).name << " at " << std::hexfloat << u;
      before = x;
    }
  }
}

TEST(NormalQuantile, NeverFallsBetweenAdjacentDraws) {
  expect_monotone({LawFamily::normal, {0.0, 1.0}}, 3000);
}

TEST(NormalQuantile, HardlyFallsBetweenAdjacentNumbers) {
  // Half the spacing of draws: there the last bits of the approximation may show.
  for (const std::uint64_t place : places(1000)) {
    double before = -std::numeric_limits<double>::infinity();
    for (std::uint64_t step = 1; step <= 2000; ++step) {
      const double x = normal_quantile(on_grid(place + step));
      ASSERT_GE(x, before - 1e-15 * std::abs(x)) << place + step;
      before = x;
    }
  }
}

TEST(Quantile, OfAConstantIsTheConstant) {
  for (const double u : probabilities()) {
    ASSERT_EQ(quantile(Law::constant(-3.25), u), -3.25);
  }
  EXPECT_EQ(quantile(Law(), 0.3), 0.0);
}

TEST(Quantile, OfTheUniformLaw) {
  using Reference = boost::math::uniform_distribution<Long>;
  expect_quantiles({LawFamily::uniform, {0.0, 1.0}}, Reference(0, 1));
  expect_quantiles({LawFamily::uniform, {-2.0, 3.5}}, Reference(-2, 3.5L));
  expect_quantiles({LawFamily::uniform, {1e6, 3e6}}, Reference(1e6L, 3e6L));
}

TEST(Quantile, OfTheExponentialLaw) {
  using Reference = boost::math::exponential_distribution<Long>;
  expect_quantiles(Law::exponential(1.0), Reference(1));
  expect_quantiles(Law::exponential(0.125), Reference(8));
  expect_quantiles(Law::exponential(4096.0), Reference(1 / 4096.0L));
}

TEST(Quantile, OfTheNormalLaw) {
  using Reference = boost::math::normal_distribution<Long>;
  expect_quantiles({LawFamily::normal, {0.0, 1.0}}, Reference(0, 1));
  expect_quantiles({LawFamily::normal, {5.0, 2.0}}, Reference(5, 2));
  expect_quantiles({LawFamily::normal, {-1000.0, 0.5}}, Reference(-1000, 0.5L));
}

TEST(Quantile, OfTheLognormalLaw) {
  using Reference = boost::math::lognormal_distribution<Long>;
  expect_quantiles(Law::lognormal(1.0, 1.0), Reference(0, 1));
  expect_quantiles(Law::lognormal(8.0, 0.25), Reference(std::log(8.0L), 0.25L));
  expect_quantiles(Law::lognormal(1e6, 3.0), Reference(std::log(1e6L), 3));
}

TEST(Quantile, OfTheWeibullLaw) {
  using Reference = boost::math::weibull_distribution<Long>;
  expect_quantiles({LawFamily::weibull, {1.0, 1.0}}, Reference(1, 1));
  expect_quantiles({LawFamily::weibull, {30.0, 2.5}}, Reference(2.5L, 30));
  expect_quantiles({LawFamily::weibull, {0.5, 0.5}}, Reference(0.5L, 0.5L));
  expect_quantiles({LawFamily::weibull, {7.0, 12.0}}, Reference(12, 7));
}

TEST(Quantile, OfTheTriangularLaw) {
  using Reference = boost::math::triangular_distribution<Long>;
  expect_quantiles({LawFamily::triangular, {0.0, 0.5, 1.0}}, Reference(0, 0.5L, 1));
  expect_quantiles({LawFamily::triangular, {-3.0, 1.0, 2.0}}, Reference(-3, 1, 2));
  expect_quantiles({LawFamily::triangular, {10.0, 40.0, 90.0}}, Reference(10, 40, 90));
  expect_quantiles({LawFamily::triangular, {1.0, 4.0, 4.0}}, Reference(1, 4, 4));
  expect_quantiles({LawFamily::triangular, {1.0, 1.0, 4.0}}, Reference(1, 1, 4));
}

TEST(Quantile, OfATriangularLawThatFallsFromZero) {
  // Absolute: next to the mode the spacing of numbers next to `high` is what is left.
  for (const double u : probabilities()) {
    const Long exact = Long{u} / (1 + std::sqrt(1 - Long{u}));
    ASSERT_NEAR(quantile({LawFamily::triangular, {0.0, 0.0, 1.0}}, u), static_cast<double>(exact),
                2.3e-16);
  }
}

/// Laws whose points of a grid are joined by lines: promised to 1e-10. `standard` is the law on [0,
/// 1] or of scale 1; fewer probabilities, for the reference is slow.
template <class Reference>
void expect_placed_quantiles(const Law& law, const Reference& standard, Long low, Long scale) {
  ASSERT_EQ(problem(law), "");
  LawTables tables;
  tables.add(law);
  const std::vector<double> all = probabilities();
  for (std::size_t i = 0; i < all.size(); i += 97) {
    const double u = all[i];
    const Long exact = reference_quantile(standard, u);
    for (const double x : {quantile(law, u), tables.quantile(law, u)}) {
      // The spacing of numbers at x, and the promise.
      const Long rounding = 0x1p-52L * (std::abs(low) + scale * exact);
      if (std::abs(Long{x} - low - scale * exact) > rounding + 1e-10L * scale * exact) {
        EXPECT_LE(error_of(standard, static_cast<double>((x - low) / scale), u), 1e-10)
            << description(law.family).name << " at " << u;
      }
    }
  }
}

TEST(Quantile, OfTheGammaLaw) {
  using Reference = boost::math::gamma_distribution<Long>;
  expect_placed_quantiles({LawFamily::gamma, {1.0, 3.0}}, Reference(1), 0, 3);
  expect_placed_quantiles({LawFamily::gamma, {2.0, 91.3125}}, Reference(2), 0, 91.3125L);
  expect_placed_quantiles({LawFamily::gamma, {0.1, 1e6}}, Reference(0.1), 0, 1e6L);
  expect_placed_quantiles({LawFamily::gamma, {37.5, 1e-3}}, Reference(37.5L), 0, 1e-3);
  expect_placed_quantiles({LawFamily::gamma, {1e4, 0.5}}, Reference(1e4L), 0, 0.5L);
}

TEST(Quantile, OfAGammaLawOfShapeOneIsTheExponentialOne) {
  for (const double u : probabilities()) {
    const double exact = quantile(Law::exponential(8.0), u);
    EXPECT_NEAR(quantile({LawFamily::gamma, {1.0, 8.0}}, u), exact, 1e-10 * exact) << u;
  }
}

TEST(Quantile, OfTheBetaLaw) {
  using Reference = boost::math::beta_distribution<Long>;
  expect_placed_quantiles({LawFamily::beta, {2.0, 6.0, 0.0, 1.0}}, Reference(2, 6), 0, 1);
  expect_placed_quantiles({LawFamily::beta, {0.5, 0.5, 0.0, 1.0}}, Reference(0.5L, 0.5L), 0, 1);
  expect_placed_quantiles({LawFamily::beta, {6.0, 2.0, -3.0, 7.0}}, Reference(6, 2), -3, 10);
  expect_placed_quantiles({LawFamily::beta, {1.5, 40.0, 1e6, 5e6}}, Reference(1.5L, 40), 1e6L, 4e6);
  expect_placed_quantiles({LawFamily::beta, {0.1, 100.0, 0.0, 8.0}}, Reference(0.1, 100), 0, 8);
}

TEST(Quantile, OfABetaLawOfShapesOneIsTheUniformOne) {
  for (const double u : probabilities()) {
    EXPECT_NEAR(quantile({LawFamily::beta, {1.0, 1.0, -2.0, 6.0}}, u), -2.0 + 8.0 * u, 8e-10) << u;
  }
}

TEST(Quantile, OfThePertLaw) {
  using Reference = boost::math::beta_distribution<Long>;
  expect_placed_quantiles({LawFamily::pert, {0.0, 0.5, 1.0}}, Reference(3, 3), 0, 1);
  expect_placed_quantiles({LawFamily::pert, {2.0, 4.0, 10.0}}, Reference(2, 4), 2, 8);
  expect_placed_quantiles({LawFamily::pert, {-4.0, 2.0, 4.0}}, Reference(4, 2), -4, 8);
  expect_placed_quantiles({LawFamily::pert, {1.0, 1.0, 3.0}}, Reference(1, 5), 1, 2);
  expect_placed_quantiles({LawFamily::pert, {1.0, 3.0, 3.0}}, Reference(5, 1), 1, 2);
}

TEST(Quantile, OfAPertLawWithItsModeAtAnEndIsAPower) {
  for (const double u : probabilities()) {
    const Long fifth = std::pow(Long{u}, Long{1} / 5);
    const Long complement = std::pow(1 - Long{u}, Long{1} / 5);
    EXPECT_NEAR(quantile({LawFamily::pert, {2.0, 10.0, 10.0}}, u),
                static_cast<double>(2 + 8 * fifth), 1e-9);
    EXPECT_NEAR(quantile({LawFamily::pert, {2.0, 2.0, 10.0}}, u),
                static_cast<double>(10 - 8 * complement), 1e-9);
  }
}

/// P(N ≤ count) and P(N > count), summed from their small ends.
struct Shares {
  Long below;
  Long above;
};
Shares poisson_shares(Long mean, double count) {
  const auto term = [&](double k) {
    return k < 0.0 ? Long{0} : std::exp(k * std::log(mean) - mean - std::lgamma(Long{k} + 1));
  };
  const double reach = 12.0 * std::sqrt(static_cast<double>(mean)) + 80.0;
  Shares shares{0, 0};
  const double first = std::max(0.0, std::floor(static_cast<double>(mean) - reach));
  for (double k = first; k <= count; k += 1.0) {
    shares.below += term(k);
  }
  for (double k = std::ceil(static_cast<double>(mean) + reach); k > count; k -= 1.0) {
    shares.above += term(k);
  }
  return shares;
}

/// The means on either side of which the quantile is found in another way, and the ends.
constexpr double poisson_means[] = {1e-9, 0.01, 0.5,  1.0,   3.0,    30.0,    63.9,
                                    64.0, 64.1, 65.0, 200.0, 5000.5, 10'000.0};

TEST(Quantile, OfThePoissonLawJumpsWhereItsSumsDo) {
  for (const double mean : poisson_means) {
    const Law law{LawFamily::poisson, {mean}};
    ASSERT_EQ(problem(law), "");
    const double spread = 6.0 * std::sqrt(mean) + 5.0;
    const double first = std::max(0.0, std::floor(mean - spread));
    const double step = std::max(1.0, std::floor(spread / 20.0));
    for (double count = first; count < mean + spread; count += step) {
      // The last draw of at most this count.
      std::uint64_t at_most = 0;
      std::uint64_t above = half_cells / 2;
      while (above - at_most > 1) {
        const std::uint64_t middle = at_most + (above - at_most) / 2;
        (quantile(law, on_grid(2 * middle + 1)) <= count ? at_most : above) = middle;
      }
      const Shares exact = poisson_shares(mean, count);
      if (exact.below < 0x1p-52L || exact.above < 0x1p-52L) {
        continue;
      }
      // Either tail is as near as its own size allows, and sums of 1 as their last bits do.
      const Long jump = Long{on_grid(2 * at_most + 2)};
      const Long allowed = 4e-15L + 1e-11L * std::min(exact.below, exact.above);
      EXPECT_NEAR(static_cast<double>(jump - exact.below), 0.0, static_cast<double>(allowed))
          << "mean " << mean << ", count " << count;
    }
  }
}

TEST(Quantile, OfThePoissonLawIsTheFirstCountThatReachesTheShare) {
  for (const double mean : poisson_means) {
    const std::vector<double> all = probabilities();
    for (std::size_t i = 0; i < all.size(); i += 211) {
      const double u = all[i];
      const double count = quantile({LawFamily::poisson, {mean}}, u);
      ASSERT_EQ(count, std::floor(count));
      const Shares reached = poisson_shares(mean, count);
      const Shares before = poisson_shares(mean, count - 1.0);
      constexpr Long bits = 4e-15L;
      if (u <= 0.5) {
        EXPECT_GE(reached.below * (1 + 1e-11L), u) << mean;
        EXPECT_LT(before.below * (1 - 1e-11L), u) << mean;
      } else {
        EXPECT_LE(reached.above * (1 - 1e-11L), 1 - Long{u} + bits) << mean << " at " << u;
        EXPECT_GT(before.above * (1 + 1e-11L), 1 - Long{u} - bits) << mean << " at " << u;
      }
    }
  }
}

TEST(Quantile, OfThePoissonLawOfMeanZeroIsZero) {
  for (const double u : probabilities()) {
    ASSERT_EQ(quantile({LawFamily::poisson, {0.0}}, u), 0.0);
  }
  EXPECT_EQ(problem({LawFamily::poisson, {0.0}}), "");
}

TEST(Quantile, OfThePoissonLawHasNoGapInItsUpperTail) {
  // The largest draw is no more than a few counts beyond where the exact tail is 2⁻⁵³, though a sum
  // of rounded terms may stay below it for ever.
  std::vector<double> means(std::begin(poisson_means), std::end(poisson_means));
  for (double mean = 0.02; mean < 64.0; mean += mean < 2.0 ? 0.05 : 2.3) {
    means.push_back(mean);
  }
  for (const double mean : means) {
    double exact = std::floor(mean + 6.0 * std::sqrt(mean));
    while (poisson_shares(mean, exact).above > 0x1p-53L) {
      exact += 1.0;
    }
    const double largest = quantile({LawFamily::poisson, {mean}}, 1.0 - 0x1p-53);
    EXPECT_GE(largest, exact - 4.0) << mean;
    EXPECT_LE(largest, exact + 4.0) << mean;
  }
}

TEST(Quantile, OfTheBernoulliLaw) {
  for (const double p : {0x1p-53, 0.3, 0.5, 0.75, 1.0 - 0x1p-53}) {
    const Law law{LawFamily::bernoulli, {p}};
    ASSERT_EQ(problem(law), "");
    for (const double u : probabilities()) {
      ASSERT_EQ(quantile(law, u), u > 1.0 - p ? 1.0 : 0.0) << p << " at " << u;
    }
  }
  for (const double u : probabilities()) {
    ASSERT_EQ(quantile({LawFamily::bernoulli, {0.0}}, u), 0.0);
    ASSERT_EQ(quantile({LawFamily::bernoulli, {1.0}}, u), 1.0);
  }
}

Law categorical(const std::vector<double>& values, const std::vector<double>& weights) {
  Law law{LawFamily::categorical, {}};
  std::copy(values.begin(), values.end(), law.parameters.begin());
  std::copy(weights.begin(), weights.end(), law.parameters.begin() + most_categories);
  return law;
}

TEST(Quantile, OfTheCategoricalLaw) {
  const std::vector<double> values = {-2.0, 0.0, 3.5, 1e6};
  const std::vector<double> weights = {0.125, 0.5, 0.25, 0.125};
  const Law law = categorical(values, weights);
  ASSERT_EQ(problem(law), "");
  for (const double u : probabilities()) {
    const double exact = u <= 0.125 ? -2.0 : u <= 0.625 ? 0.0 : u <= 0.875 ? 3.5 : 1e6;
    ASSERT_EQ(quantile(law, u), exact) << u;
  }
  EXPECT_EQ(quantile(categorical({7.0}, {1.0}), 0x1p-53), 7.0);
  EXPECT_EQ(quantile(categorical({7.0}, {1.0}), 1.0 - 0x1p-53), 7.0);
}

TEST(Quantile, OfACategoricalLawOfEightValuesHasTheSharesWritten) {
  const std::vector<double> values = {1, 2, 3, 4, 5, 6, 7, 8};
  const std::vector<double> weights = {0.05, 0.1, 0.15, 0.2, 0.2, 0.15, 0.1, 0.05};
  const Law law = categorical(values, weights);
  ASSERT_EQ(problem(law), "");
  std::vector<int> met(8, 0);
  constexpr int draws = 1 << 16;
  for (int i = 0; i < draws; ++i) {
    ++met[static_cast<std::size_t>(quantile(law, (i + 0.5) / draws)) - 1];
  }
  for (std::size_t i = 0; i < 8; ++i) {
    EXPECT_NEAR(met[i], weights[i] * draws, 1.0) << i;
  }
}

TEST(Quantile, OfCategoricalProbabilitiesThatFallShortIsTheLastValueAtTheEnd) {
  const Law law = categorical({1.0, 2.0}, {0.5, 0.5 - 5e-10});
  ASSERT_EQ(problem(law), "");
  EXPECT_EQ(quantile(law, 1.0 - 0x1p-53), 2.0);
  const Law more = categorical({1.0, 2.0, 3.0}, {0.5, 0.5, 5e-10});
  ASSERT_EQ(problem(more), "");
  EXPECT_LE(quantile(more, 1.0 - 0x1p-53), support(more).high);
}

/// Sizes of rounds: most near 28 million, two in five near 160 million.
const Law two_modes{LawFamily::lognormal_mixture, {28e6, 0.5, 160e6, 0.35, 0.4}};

TEST(Quantile, OfALognormalMixtureHasItsSharesOnEitherSide) {
  const auto exact_shares = [](double x) {
    const boost::math::lognormal_distribution<Long> own(std::log(28e6L), 0.5L);
    const boost::math::lognormal_distribution<Long> other(std::log(160e6L), 0.35);
    const Long share = 0.4;
    return std::pair(
        (1 - share) * cdf(own, Long{x}) + share * cdf(other, Long{x}),
        (1 - share) * cdf(complement(own, Long{x})) + share * cdf(complement(other, Long{x})));
  };
  ASSERT_EQ(problem(two_modes), "");
  for (const double u : probabilities()) {
    const auto [below, above] = exact_shares(quantile(two_modes, u));
    const Long tail = u <= 0.5 ? Long{u} : 1 - Long{u};
    const Long error = std::abs((u <= 0.5 ? below : above) / tail - 1);
    EXPECT_LE(error, 2e-10L) << u;  // 7e-12 in the value, at most 24 times that in a tail
  }
}

TEST(Quantile, OfAMixtureOfOnePartIsThatOfTheLognormalLaw) {
  for (const double u : probabilities()) {
    EXPECT_EQ(quantile({LawFamily::lognormal_mixture, {28e6, 0.5, 160e6, 0.35, 0.0}}, u),
              quantile(Law::lognormal(28e6, 0.5), u));
    EXPECT_EQ(quantile({LawFamily::lognormal_mixture, {28e6, 0.5, 160e6, 0.35, 1.0}}, u),
              quantile(Law::lognormal(160e6, 0.35), u));
  }
}

TEST(Quantile, OfALawWithoutWidthIsItsOnlyValue) {
  for (const double u : {0x1p-53, 0.25, 0.5, 1.0 - 0x1p-53}) {
    EXPECT_EQ(quantile({LawFamily::uniform, {2.0, 2.0}}, u), 2.0);
    EXPECT_EQ(quantile({LawFamily::normal, {2.0, 0.0}}, u), 2.0);
    EXPECT_EQ(quantile(Law::lognormal(2.0, 0.0), u), 2.0);
    EXPECT_EQ(quantile({LawFamily::triangular, {2.0, 2.0, 2.0}}, u), 2.0);
    EXPECT_EQ(quantile({LawFamily::pert, {2.0, 2.0, 2.0}}, u), 2.0);
    EXPECT_EQ(quantile({LawFamily::beta, {3.0, 0.5, 2.0, 2.0}}, u), 2.0);
    EXPECT_EQ(quantile(categorical({2.0}, {1.0}), u), 2.0);
    EXPECT_EQ(quantile({LawFamily::lognormal_mixture, {2.0, 0.0, 2.0, 0.0, 0.3}}, u), 2.0);
  }
}

TEST(Quantile, NeverFallsBetweenAdjacentDraws) {
  expect_monotone({LawFamily::uniform, {-1.0, 3.0}}, 200);
  expect_monotone(Law::exponential(3.0), 200);
  expect_monotone({LawFamily::normal, {10.0, 3.0}}, 200);
  expect_monotone(Law::lognormal(5.0, 0.4), 200);
  expect_monotone({LawFamily::weibull, {2.0, 1.7}}, 200);
  expect_monotone({LawFamily::triangular, {1.0, 3.0, 9.0}}, 200);
  expect_monotone({LawFamily::pert, {1.0, 3.0, 9.0}}, 3);
  expect_monotone({LawFamily::gamma, {2.5, 3.0}}, 3);
  expect_monotone({LawFamily::beta, {0.5, 3.0, -0.1, 0.3}}, 3);
  expect_monotone({LawFamily::poisson, {3.0}}, 200);
  expect_monotone({LawFamily::poisson, {64.0}}, 20);
  expect_monotone({LawFamily::poisson, {64.1}}, 1);
  expect_monotone({LawFamily::bernoulli, {0.3}}, 200);
  expect_monotone(categorical({-1.0, 2.0, 5.0}, {0.2, 0.5, 0.3}), 200);
  expect_monotone(two_modes, 20);
}

TEST(Quantile, OfADiscreteLawNeverFallsAtItsJumps) {
  for (const Law& law : {Law{LawFamily::poisson, {0.7}}, Law{LawFamily::poisson, {63.9}},
                         Law{LawFamily::poisson, {64.1}}, Law{LawFamily::bernoulli, {0.3}},
                         categorical({1.0, 2.0, 3.0, 4.0}, {0.1, 0.2, 0.3, 0.4})}) {
    // Every jump between neighbours of a coarse grid, to the last draw: then 20 draws around it.
    for (std::uint64_t i = 0; i < 200; ++i) {
      std::uint64_t low = half_cells / 2 / 200 * i;
      std::uint64_t high = std::min(low + half_cells / 2 / 200, half_cells / 2 - 1);
      const double before = quantile(law, on_grid(2 * low + 1));
      const double after = quantile(law, on_grid(2 * high + 1));
      ASSERT_LE(before, after);
      if (before == after) {
        continue;
      }
      while (high - low > 1) {
        const std::uint64_t middle = low + (high - low) / 2;
        (quantile(law, on_grid(2 * middle + 1)) == before ? low : high) = middle;
      }
      double last = 0.0;
      for (std::uint64_t k = low < 10 ? 0 : low - 10; k < low + 10; ++k) {
        const double x = quantile(law, on_grid(2 * k + 1));
        ASSERT_GE(x, last) << description(law.family).name << " at " << std::hexfloat << on_grid(k);
        last = x;
      }
    }
  }
}

// ---- Tables ----

TEST(LawTables, HoldOneTableForEachShape) {
  LawTables tables;
  EXPECT_EQ(tables.size(), 0U);
  for (const Law& law :
       {Law::constant(2.0), Law{LawFamily::uniform, {1.0, 2.0}}, Law::exponential(1.0),
        Law{LawFamily::normal, {0.0, 1.0}}, Law::lognormal(1.0, 1.0),
        Law{LawFamily::weibull, {1.0, 2.0}}, Law{LawFamily::triangular, {1.0, 2.0, 3.0}},
        Law{LawFamily::poisson, {3.0}}, Law{LawFamily::bernoulli, {0.3}}, categorical({1.0}, {1.0}),
        two_modes}) {
    tables.add(law);
    EXPECT_EQ(tables.size(), 0U) << description(law.family).name;
  }
  tables.add({LawFamily::pert, {1.0, 2.0, 3.0}});
  EXPECT_EQ(tables.size(), 1U);
  tables.add({LawFamily::pert, {10.0, 30.0, 50.0}});
  tables.add({LawFamily::beta, {3.0, 3.0, 0.0, 1.0}});
  EXPECT_EQ(tables.size(), 1U) << "the same shape elsewhere";
  tables.add({LawFamily::gamma, {3.0, 3.0}});
  tables.add({LawFamily::gamma, {3.0, 5.0}});
  EXPECT_EQ(tables.size(), 2U);
  tables.add({LawFamily::beta, {3.0, 2.0, 0.0, 1.0}});
  tables.add({LawFamily::beta, {2.0, 3.0, 0.0, 1.0}});
  EXPECT_EQ(tables.size(), 4U);
}

TEST(LawTables, GiveTheQuantileOfEveryLaw) {
  const std::vector<Law> laws = {
      Law::constant(2.0),
      {LawFamily::uniform, {1.0, 2.0}},
      Law::exponential(1.0),
      {LawFamily::normal, {0.0, 1.0}},
      Law::lognormal(1.0, 1.0),
      {LawFamily::weibull, {1.0, 2.0}},
      {LawFamily::triangular, {1.0, 2.0, 3.0}},
      {LawFamily::pert, {1.0, 3.0, 6.0}},
      {LawFamily::gamma, {2.0, 3.0}},
      {LawFamily::beta, {2.0, 6.0, 0.0, 1.0}},
      {LawFamily::poisson, {3.0}},
      {LawFamily::bernoulli, {0.3}},
      categorical({1.0, 2.0}, {0.4, 0.6}),
      two_modes,
  };
  ASSERT_EQ(laws.size(), law_descriptions().size());
  LawTables tables;
  for (const Law& law : laws) {
    tables.add(law);
  }
  EXPECT_EQ(tables.size(), 3U);
  const std::vector<double> all = probabilities();
  for (const Law& law : laws) {
    const bool from_table = law.family == LawFamily::pert || law.family == LawFamily::gamma ||
                            law.family == LawFamily::beta;
    for (std::size_t i = 0; i < all.size(); i += 11) {
      const double exact = quantile(law, all[i]);
      ASSERT_NEAR(tables.quantile(law, all[i]), exact, from_table ? 1e-10 * exact : 0.0)
          << description(law.family).name << " at " << all[i];
    }
  }
}

TEST(LawTables, SolveWhereThereIsNoTable) {
  LawTables tables;
  tables.add({LawFamily::gamma, {2.0, 3.0}});
  for (const Law& law :
       {Law{LawFamily::gamma, {2.5, 3.0}}, Law{LawFamily::beta, {2.0, 3.0, 0.0, 1.0}},
        Law{LawFamily::pert, {1.0, 2.0, 4.0}}}) {
    for (const double u : {0x1p-53, 0.1, 0.5, 0.9, 1.0 - 0x1p-53}) {
      EXPECT_EQ(tables.quantile(law, u), quantile(law, u)) << description(law.family).name;
      EXPECT_EQ(LawTables().quantile(law, u), quantile(law, u)) << description(law.family).name;
    }
  }
}

TEST(LawTables, NeverFallBetweenAdjacentDraws) {
  for (const Law& law : {Law{LawFamily::pert, {1.0, 3.0, 9.0}}, Law{LawFamily::gamma, {2.5, 3.0}},
                         Law{LawFamily::beta, {0.5, 3.0, -0.1, 0.3}}}) {
    LawTables tables;
    tables.add(law);
    for (const std::uint64_t place : places(100)) {
      double before = -std::numeric_limits<double>::infinity();
      for (std::uint64_t step = 0; step < 1000; ++step) {
        const double u = on_grid((place | 1U) + 2 * step);
        const double x = tables.quantile(law, u);
        ASSERT_GE(x, before) << description(law.family).name << " at " << std::hexfloat << u;
        before = x;
      }
    }
  }
}

TEST(Support, IsTheIntervalThatCarriesTheLaw) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const auto ends = [](const Law& law) {
    const Support interval = support(law);
    return std::pair(interval.low, interval.high);
  };
  EXPECT_EQ(ends(Law::constant(-4.0)), std::pair(-4.0, -4.0));
  EXPECT_EQ(ends({LawFamily::uniform, {-4.0, 7.0}}), std::pair(-4.0, 7.0));
  EXPECT_EQ(ends({LawFamily::triangular, {-4.0, 1.0, 7.0}}), std::pair(-4.0, 7.0));
  EXPECT_EQ(ends({LawFamily::normal, {5.0, 1.0}}), std::pair(-infinity, infinity));
  EXPECT_EQ(ends(Law::exponential(3.0)), std::pair(0.0, infinity));
  EXPECT_EQ(ends(Law::lognormal(3.0, 1.0)), std::pair(0.0, infinity));
  EXPECT_EQ(ends({LawFamily::weibull, {3.0, 1.0}}), std::pair(0.0, infinity));
  EXPECT_EQ(ends({LawFamily::pert, {-4.0, 1.0, 7.0}}), std::pair(-4.0, 7.0));
  EXPECT_EQ(ends({LawFamily::gamma, {3.0, 1.0}}), std::pair(0.0, infinity));
  EXPECT_EQ(ends({LawFamily::beta, {3.0, 1.0, -4.0, 7.0}}), std::pair(-4.0, 7.0));
  EXPECT_EQ(ends({LawFamily::poisson, {3.0}}), std::pair(0.0, infinity));
  EXPECT_EQ(ends({LawFamily::bernoulli, {0.3}}), std::pair(0.0, 1.0));
  EXPECT_EQ(ends({LawFamily::bernoulli, {0.0}}), std::pair(0.0, 0.0));
  EXPECT_EQ(ends({LawFamily::bernoulli, {1.0}}), std::pair(1.0, 1.0));
  EXPECT_EQ(ends(categorical({-4.0, 1.0, 7.0}, {0.2, 0.3, 0.5})), std::pair(-4.0, 7.0));
  EXPECT_EQ(ends(categorical({7.0}, {1.0})), std::pair(7.0, 7.0));
}

TEST(Support, OfALognormalMixtureIsThatOfThePartsThereAre) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const auto expect_support = [](const Law& law, const Support& expected) {
    const Support interval = support(law);
    EXPECT_EQ(interval.low, expected.low);
    EXPECT_EQ(interval.high, expected.high);
    EXPECT_EQ(interval.low_has_mass, expected.low_has_mass);
  };
  const auto mixture = [](double sigma, double other_sigma, double share) {
    return Law{LawFamily::lognormal_mixture, {5.0, sigma, 3.0, other_sigma, share}};
  };
  expect_support(mixture(0.5, 0.3, 0.4), {0.0, infinity, false});
  expect_support(mixture(0.0, 0.3, 0.4), {0.0, infinity, false});
  expect_support(mixture(0.5, 0.0, 0.4), {0.0, infinity, false});
  expect_support(mixture(0.0, 0.0, 0.4), {3.0, 5.0, true});
  expect_support(mixture(0.0, 0.3, 0.0), {5.0, 5.0, true});
  expect_support(mixture(0.5, 0.0, 1.0), {3.0, 3.0, true});
}

TEST(Support, HoldsTheExtremeDraws) {
  for (const Law& law : {Law::constant(0.1),
                         Law{LawFamily::uniform, {0.1, 0.3}},
                         Law::exponential(2.0),
                         Law{LawFamily::normal, {-1.0, 3.0}},
                         Law::lognormal(2.0, 3.0),
                         Law{LawFamily::weibull, {2.0, 0.5}},
                         Law{LawFamily::triangular, {1.0, 2.0, 4.0}},
                         Law{LawFamily::triangular, {1.0, 3.0, 3.0}},
                         Law{LawFamily::triangular, {1.0, 1.0, 3.0}},
                         Law{LawFamily::pert, {1.0, 2.0, 4.0}},
                         Law{LawFamily::pert, {0.1, 0.1, 0.3}},
                         Law{LawFamily::pert, {0.1, 0.3, 0.3}},
                         Law{LawFamily::gamma, {0.1, 3.0}},
                         Law{LawFamily::gamma, {10'000.0, 3.0}},
                         Law{LawFamily::beta, {0.1, 0.1, 0.1, 0.3}},
                         Law{LawFamily::beta, {10'000.0, 0.1, 0.1, 0.3}},
                         Law{LawFamily::poisson, {3.0}},
                         Law{LawFamily::poisson, {1e4}},
                         Law{LawFamily::bernoulli, {0.3}},
                         Law{LawFamily::bernoulli, {0.0}},
                         Law{LawFamily::bernoulli, {1.0}},
                         categorical({0.1, 0.3}, {0.4, 0.6}),
                         Law{LawFamily::lognormal_mixture, {2.0, 3.0, 0.1, 0.0, 0.4}},
                         Law{LawFamily::lognormal_mixture, {0.1, 0.0, 0.3, 0.0, 0.4}}}) {
    LawTables tables;
    tables.add(law);
    for (const double u : {0x1p-53, 3 * 0x1p-53, 0.5, 1.0 - 3 * 0x1p-53, 1.0 - 0x1p-53}) {
      for (const double x : {quantile(law, u), tables.quantile(law, u)}) {
        EXPECT_TRUE(std::isfinite(x)) << description(law.family).name << " at " << u;
        EXPECT_GE(x, support(law).low) << description(law.family).name << " at " << u;
        EXPECT_LE(x, support(law).high) << description(law.family).name << " at " << u;
      }
    }
  }
}

TEST(Support, HoldsTheExtremeDrawsOfAnyPlacedLaw) {
  std::mt19937_64 bits(4);
  LawTables tables;
  for (int i = 0; i < 20'000; ++i) {
    const double low = 20.0 * on_grid(bits() >> 11U) - 10.0;
    const double high = low + 20.0 * on_grid(bits() >> 11U);
    for (const auto& [alpha, beta] : {std::pair(2.0, 6.0), std::pair(5.0, 1.0)}) {
      const Law law{LawFamily::beta, {alpha, beta, low, high}};
      tables.add(law);
      ASSERT_GE(tables.quantile(law, 0x1p-53), low) << std::hexfloat << low << " to " << high;
      ASSERT_LE(tables.quantile(law, 1.0 - 0x1p-53), high) << std::hexfloat << low << " " << high;
    }
  }
}

TEST(Support, HoldsTheExtremeDrawsOfAnyUniformLaw) {
  std::mt19937_64 bits(2);
  for (int i = 0; i < 100'000; ++i) {
    const double low = 20.0 * on_grid(bits() >> 11U) - 10.0;
    const double high = low + 20.0 * on_grid(bits() >> 11U);
    const Law law{LawFamily::uniform, {low, high}};
    ASSERT_GE(quantile(law, 0x1p-53), low) << std::hexfloat << low << " to " << high;
    ASSERT_LE(quantile(law, 1.0 - 0x1p-53), high) << std::hexfloat << low << " to " << high;
  }
}

TEST(LawDescriptions, StandInTheOrderOfTheEnumeration) {
  const auto descriptions = law_descriptions();
  ASSERT_EQ(descriptions.size(), 14U);
  for (std::size_t i = 0; i < descriptions.size(); ++i) {
    const auto family = static_cast<LawFamily>(i);
    EXPECT_EQ(descriptions[i].family, family);
    EXPECT_EQ(&description(family), &descriptions[i]);
  }
}

TEST(LawDescriptions, NameFamiliesAndParameters) {
  std::vector<std::string> written;
  for (const LawDescription& description : law_descriptions()) {
    std::string text(description.name);
    for (const LawParameter& parameter : description.parameters) {
      text += " " + std::string(parameter.name) + (parameter.scale == Scale::bare ? "*" : "");
    }
    written.push_back(text);
  }
  EXPECT_THAT(written,
              ::testing::ElementsAre(
                  "constant value", "uniform low high", "exponential mean", "normal mean sd",
                  "lognormal median sigma*", "weibull scale shape*", "triangular low mode high",
                  "pert low mode high", "gamma shape* scale", "beta alpha* beta* low high",
                  "poisson mean*", "bernoulli probability*", "categorical values probabilities*",
                  "lognormal_mixture median sigma* other_median other_sigma* other_share*"));
}

TEST(LawDescriptions, SayBoundsThatProblemsKeep) {
  for (const LawDescription& described : law_descriptions()) {
    for (std::size_t i = 0; i < described.parameters.size(); ++i) {
      const LawParameter& parameter = described.parameters[i];
      if (parameter.form == Form::list) {
        continue;
      }
      const Bounds allowed = bounds(parameter.values);
      for (const double value : {-1.0, 0.0, 0.05, 0.1, 1.0, 1.5, 10'000.0, 10'001.0}) {
        Law law{described.family, {0.5, 0.5, 0.5, 0.5, 0.5}};
        law.parameters[i] = value;
        const bool inside = (allowed.low_included ? value >= allowed.low : value > allowed.low) &&
                            value <= allowed.high;
        const std::string name(parameter.name);
        const auto complains =
            ::testing::AnyOf(::testing::StartsWith(name + " must be positive"),
                             ::testing::StartsWith(name + " must not be negative"),
                             ::testing::StartsWith(name + " must lie between"));
        EXPECT_EQ(::testing::Matches(complains)(problem(law)), !inside)
            << described.name << " " << value << ": " << problem(law);
      }
    }
  }
}

TEST(Law, ShortFormsNameTheirFamily) {
  EXPECT_EQ(Law::constant(4.0), (Law{LawFamily::constant, {4.0, 0.0, 0.0}}));
  EXPECT_EQ(Law::exponential(4.0), (Law{LawFamily::exponential, {4.0, 0.0, 0.0}}));
  EXPECT_EQ(Law::lognormal(4.0, 0.5), (Law{LawFamily::lognormal, {4.0, 0.5, 0.0}}));
  EXPECT_NE(Law::constant(4.0), Law::exponential(4.0));
  EXPECT_EQ(Law(), Law::constant(0.0));
}

TEST(Problem, IsSilentAboutSoundLaws) {
  for (const Law& law : {Law::constant(-1.0),
                         Law{LawFamily::uniform, {1.0, 1.0}},
                         Law{LawFamily::uniform, {-2.0, 1.0}},
                         Law::exponential(0x1p-1074),
                         Law{LawFamily::normal, {-1.0, 0.0}},
                         Law::lognormal(0.5, 0.0),
                         Law{LawFamily::weibull, {0.1, 0.1}},
                         Law{LawFamily::triangular, {1.0, 1.0, 1.0}},
                         Law{LawFamily::triangular, {-1.0, 0.0, 5.0}},
                         Law{LawFamily::pert, {1.0, 1.0, 1.0}},
                         Law{LawFamily::pert, {-1.0, -1.0, 5.0}},
                         Law{LawFamily::gamma, {least_shape, 1e-300}},
                         Law{LawFamily::gamma, {largest_shape, 1.0}},
                         Law{LawFamily::beta, {least_shape, largest_shape, -1.0, -1.0}},
                         Law{LawFamily::poisson, {0.0}},
                         Law{LawFamily::poisson, {largest_poisson_mean}},
                         Law{LawFamily::bernoulli, {0.0}},
                         Law{LawFamily::bernoulli, {1.0}},
                         categorical({0.0}, {1.0}),
                         categorical({1, 2, 3, 4, 5, 6, 7, 8}, std::vector(8, 0.125)),
                         categorical({1, 2, 3}, {0.3, 0.3, 0.4}),
                         Law{LawFamily::lognormal_mixture, {3.0, 0.0, 1.0, 0.0, 0.0}},
                         Law{LawFamily::lognormal_mixture, {1.0, 2.0, 1.0, 2.0, 1.0}}}) {
    EXPECT_EQ(problem(law), "") << description(law.family).name;
  }
}

TEST(Problem, SaysWhatIsWrong) {
  EXPECT_EQ(problem({LawFamily::uniform, {2.0, 1.0}}), "low must not exceed high");
  EXPECT_EQ(problem(Law::exponential(0.0)), "mean must be positive");
  EXPECT_EQ(problem(Law::exponential(-1.0)), "mean must be positive");
  EXPECT_EQ(problem({LawFamily::normal, {0.0, -1.0}}), "sd must not be negative");
  EXPECT_EQ(problem(Law::lognormal(0.0, 1.0)), "median must be positive");
  EXPECT_EQ(problem(Law::lognormal(-1.0, -1.0)), "median must be positive");
  EXPECT_EQ(problem(Law::lognormal(1.0, -1.0)), "sigma must not be negative");
  EXPECT_EQ(problem({LawFamily::weibull, {0.0, 1.0}}), "scale must be positive");
  EXPECT_EQ(problem({LawFamily::weibull, {1.0, 0.0}}), "shape must be positive");
  const std::string ascending = "low, mode and high must be in ascending order";
  EXPECT_EQ(problem({LawFamily::triangular, {2.0, 1.0, 3.0}}), ascending);
  EXPECT_EQ(problem({LawFamily::triangular, {1.0, 4.0, 3.0}}), ascending);
  EXPECT_EQ(problem({LawFamily::triangular, {3.0, 2.0, 1.0}}), ascending);
  EXPECT_EQ(problem({LawFamily::pert, {2.0, 1.0, 3.0}}), ascending);
  EXPECT_EQ(problem({LawFamily::pert, {1.0, 4.0, 3.0}}), ascending);
  EXPECT_EQ(problem({LawFamily::gamma, {0.05, 1.0}}), "shape must lie between 0.1 and 10000");
  EXPECT_EQ(problem({LawFamily::gamma, {10'001.0, 1.0}}), "shape must lie between 0.1 and 10000");
  EXPECT_EQ(problem({LawFamily::gamma, {1.0, 0.0}}), "scale must be positive");
  EXPECT_EQ(problem({LawFamily::beta, {0.0, 1.0, 0.0, 1.0}}),
            "alpha must lie between 0.1 and 10000");
  EXPECT_EQ(problem({LawFamily::beta, {1.0, -1.0, 0.0, 1.0}}),
            "beta must lie between 0.1 and 10000");
  EXPECT_EQ(problem({LawFamily::beta, {1.0, 1.0, 1.0, 0.0}}), "low must not exceed high");
  EXPECT_EQ(problem({LawFamily::poisson, {-1.0}}), "mean must lie between 0 and 10000");
  EXPECT_EQ(problem({LawFamily::poisson, {10'001.0}}), "mean must lie between 0 and 10000");
  EXPECT_EQ(problem({LawFamily::bernoulli, {1.5}}), "probability must lie between 0 and 1");
  EXPECT_EQ(problem(categorical({1.0, 2.0}, {0.5, 1.5})), "probabilities must lie between 0 and 1");
  EXPECT_EQ(problem(categorical({2.0, 1.0}, {0.5, 0.5})), "values must be in ascending order");
  EXPECT_EQ(problem(categorical({1.0, 1.0}, {0.5, 0.5})), "values must be in ascending order");
  EXPECT_EQ(problem(categorical({1.0, 2.0}, {0.5, 0.4})),
            "probabilities must add up to 1, not 0.9");
  EXPECT_EQ(problem(categorical({}, {})), "probabilities must add up to 1, not 0");
  const std::string above_zero = "every value needs a probability above 0";
  EXPECT_EQ(problem(categorical({1.0, 2.0, 3.0}, {0.5, 0.0, 0.5})), above_zero);
  EXPECT_EQ(problem(categorical({1.0, 2.0}, {0.0, 1.0})), above_zero);
}

TEST(Problem, SaysWhatIsWrongWithALognormalMixture) {
  const auto of = [](std::size_t place, double value) {
    Law law = two_modes;
    law.parameters[place] = value;
    return problem(law);
  };
  EXPECT_EQ(of(0, 0.0), "median must be positive");
  EXPECT_EQ(of(1, -0.1), "sigma must not be negative");
  EXPECT_EQ(of(2, 0.0), "other_median must be positive");
  EXPECT_EQ(of(3, -0.1), "other_sigma must not be negative");
  EXPECT_EQ(of(4, -0.1), "other_share must lie between 0 and 1");
  EXPECT_EQ(of(4, 1.1), "other_share must lie between 0 and 1");
}

TEST(Problem, NamesTheParameterThatIsNotFinite) {
  for (const LawDescription& description : law_descriptions()) {
    for (std::size_t i = 0; i < description.parameters.size(); ++i) {
      for (const double bad :
           {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(),
            -std::numeric_limits<double>::infinity()}) {
        Law law{description.family, {1.0, 1.0, 1.0, 1.0, 1.0}};
        const bool list = description.parameters[i].form == Form::list;
        law.parameters[list ? i * most_categories : i] = bad;
        EXPECT_EQ(problem(law),
                  std::string(description.parameters[i].name) + " must be a finite number");
      }
    }
  }
}

TEST(Problem, IgnoresParametersThatTheFamilyDoesNotHave) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(problem({LawFamily::exponential, {1.0, nan, nan}}), "");
}

/// The integral over u in (0, 1), by the trapezoid rule in log odds.
template <class Integrand>
double integral(const Integrand& integrand) {
  constexpr double step = 0.002;
  double sum = 0.0;
  for (double x = -34.0; x <= 34.0; x += step) {
    const double u = 1.0 / (1.0 + std::exp(-x));
    sum += integrand(u) / (2.0 + std::exp(x) + std::exp(-x)) * step;
  }
  return sum;
}

double integrated_mean(const Law& law) {
  return integral([&](double u) { return quantile(law, u); });
}

TEST(Mean, IsTheIntegralOfTheQuantile) {
  const Law laws[] = {Law::constant(70.0),
                      {LawFamily::uniform, {30.0, 90.0}},
                      Law::exponential(60.0),
                      {LawFamily::normal, {300.0, 20.0}},
                      Law::lognormal(1.9, 0.25),
                      Law::lognormal(60.0, 1.2),
                      {LawFamily::triangular, {30.0, 60.0, 150.0}},
                      {LawFamily::pert, {30.0, 60.0, 150.0}},
                      {LawFamily::pert, {0.0, 0.1, 7.0}},
                      {LawFamily::gamma, {2.5, 30.0}},
                      {LawFamily::gamma, {0.7, 3.0}},
                      {LawFamily::beta, {2.0, 6.0, 30.0, 110.0}},
                      {LawFamily::lognormal_mixture, {28.0, 0.5, 160.0, 0.35, 0.4}},
                      {LawFamily::lognormal_mixture, {160.0, 0.35, 28.0, 1.2, 0.1}},
                      {LawFamily::lognormal_mixture, {28.0, 0.5, 160.0, 0.35, 0.0}},
                      {LawFamily::lognormal_mixture, {28.0, 0.5, 160.0, 0.35, 1.0}}};
  for (const Law& law : laws) {
    EXPECT_NEAR(mean(law) / integrated_mean(law), 1.0, 1e-6) << description(law.family).name;
  }
  for (const double m : {0.3, 40.0, 90.5}) {  // steps: the rule is coarser
    EXPECT_NEAR(mean({LawFamily::poisson, {m}}) / integrated_mean({LawFamily::poisson, {m}}), 1.0,
                2e-3);
  }
}

TEST(Mean, OfAMixtureLeavesOutAPartThatIsNotThere) {
  EXPECT_EQ(mean({LawFamily::lognormal_mixture, {2.0, 0.0, 1.0, 1e3, 0.0}}), 2.0);
  EXPECT_EQ(mean({LawFamily::lognormal_mixture, {1.0, 1e3, 2.0, 0.0, 1.0}}), 2.0);
}

TEST(Quantile, OfALognormalMixtureHasItsSecondMoment) {
  const Law mixture{LawFamily::lognormal_mixture, {28.0, 0.5, 160.0, 0.35, 0.4}};
  // E x² of a lognormal law is median² exp(2 sigma²).
  const double exact =
      0.6 * 28.0 * 28.0 * std::exp(2 * 0.25) + 0.4 * 160.0 * 160.0 * std::exp(2 * 0.1225);
  const double met = integral([&](double u) {
    const double x = quantile(mixture, u);
    return x * x;
  });
  EXPECT_NEAR(met / exact, 1.0, 1e-6);
}

}  // namespace
}  // namespace firstcustomer
