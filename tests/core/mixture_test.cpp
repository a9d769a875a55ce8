#include "firstcustomer/core/mixture.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <ostream>
#include <random>
#include <string>
#include <vector>

#include "firstcustomer/core/elementary.hpp"
#include "firstcustomer/core/law.hpp"

namespace firstcustomer {

void PrintTo(const LognormalMixture& m, std::ostream* out) {
  *out << m.median << " ± " << m.sigma << ", " << m.other_share << " of " << m.other_median << " ± "
       << m.other_sigma;
}

namespace {

using Long = long double;

constexpr std::uint64_t draws = std::uint64_t{1} << 52U;

/// The k-th of the numbers that luck can give: midpoints of 2⁵² cells.
double draw(std::uint64_t k) {
  return static_cast<double>(2 * k + 1) * 0x1p-53;
}

/// Rounds that are mostly small; parts upon each other; modes far apart with nothing between; a
/// narrow part in a wide one and on its flanks; rare parts on either side; next to no spread.
const std::vector<LognormalMixture> mixtures = {
    {28e6, 0.5, 160e6, 0.35, 0.4},  {160e6, 0.35, 28e6, 0.5, 0.6}, {1.0, 1.0, 1.0, 1.0, 0.5},
    {1.0, 0.02, 6.0, 0.02, 0.4},    {3.0, 0.01, 1.0, 0.3, 0.5},    {1.0, 0.01, 1.2, 2.0, 0.9},
    {1e-3, 3.0, 1e3, 0.05, 0.01},   {5.0, 0.4, 5e-4, 0.4, 1e-9},   {5.0, 0.4, 5e4, 0.4, 1e-9},
    {2.0, 1e-9, 2.0001, 1e-3, 0.3}, {1.0, 0.3, 6.0, 0.2, 1e-18},   {1.0, 0.1, 6.0, 0.1, 0.5}};

/// Powers of two from both ends, an even grid, and what the parts leave to each other.
std::vector<double> probabilities(const LognormalMixture& mixture) {
  std::vector<std::uint64_t> cells = {0, draws / 2};
  for (double exponent = 0.0; exponent < 52.0; exponent += 0.1) {
    cells.push_back(static_cast<std::uint64_t>(std::exp2(exponent)));
  }
  for (std::uint64_t i = 1; i < 300; ++i) {
    cells.push_back(draws / 300 * i);
    const double near = mixture.other_share + (static_cast<double>(i) - 150.0) * 0x1p-50;
    cells.push_back(static_cast<std::uint64_t>(std::clamp(near, 0.0, 0.99) * 0x1p52));
  }
  std::vector<double> result;
  for (const std::uint64_t k : cells) {
    result.push_back(draw(k));
    result.push_back(draw(draws - 1 - k));
  }
  return result;
}

/// Shares on either side of a value, and their density in the log value, to 64 bits.
struct Exact {
  Long below = 0;
  Long above = 0;
  Long density = 0;
};

Exact exact_at(const LognormalMixture& mixture, double x) {
  Exact result;
  const auto add = [&](Long weight, double median, double sigma) {
    const boost::math::normal_distribution<Long> part(std::log(Long{median}), Long{sigma});
    const Long y = std::log(Long{x});
    result.below += weight * cdf(part, y);
    result.above += weight * cdf(complement(part, y));
    result.density += weight * pdf(part, y);
  };
  add(1 - Long{mixture.other_share}, mixture.median, mixture.sigma);
  add(mixture.other_share, mixture.other_median, mixture.other_sigma);
  return result;
}

TEST(MixtureQuantile, MeetsTheReferenceFromTailToTail) {
  Long worst = 0;
  for (const LognormalMixture& mixture : mixtures) {
    for (const double u : probabilities(mixture)) {
      const Exact reached = exact_at(mixture, mixture_quantile(mixture, u));
      const Long tail = u < 0.5 ? Long{u} : 1 - Long{u};
      const Long miss = std::abs((u < 0.5 ? reached.below : reached.above) - tail);
      // In the nearer tail, or by the density there in the value.
      const Long error = std::min(miss / tail, miss / reached.density);
      EXPECT_LE(error, 1e-10L) << ::testing::PrintToString(mixture) << " at " << u;
      worst = std::max(worst, error);
    }
  }
  RecordProperty("worst", std::to_string(static_cast<double>(worst) * 1e12) + "e-12");
}

TEST(MixtureQuantile, OfTwoModesIsWithinTheToleranceInTheTailsThemselves) {
  for (const LognormalMixture& mixture : {mixtures[0], mixtures[1], mixtures[2]}) {
    for (const double u : probabilities(mixture)) {
      const Exact reached = exact_at(mixture, mixture_quantile(mixture, u));
      const Long tail = u < 0.5 ? Long{u} : 1 - Long{u};
      EXPECT_LE(std::abs((u < 0.5 ? reached.below : reached.above) - tail) / tail, 2e-10L) << u;
    }
  }
}

/// The definition, followed to the letter: a bisection of the grid that asks at every point.
class Twin {
 public:
  explicit Twin(const LognormalMixture& m) {
    const bool narrower = m.sigma <= m.other_sigma;
    const double apart = elementary::log(m.other_median) - elementary::log(m.median);
    parts_[0] = {1.0 - m.other_share, narrower ? 0.0 : -apart, m.sigma};
    parts_[1] = {m.other_share, narrower ? apart : 0.0, m.other_sigma};
    if (!narrower) {
      std::swap(parts_[0], parts_[1]);
    }
    median_ = narrower ? m.median : m.other_median;
  }

  double quantile(double u) const {
    std::int64_t before = -(std::int64_t{1500} << 37U);
    std::int64_t found = -before;
    while (found - before > 1) {
      const std::int64_t middle = before + (found - before) / 2;
      (is_short(static_cast<double>(middle) * 0x1p-37, u) ? before : found) = middle;
    }
    const double half = elementary::exp(static_cast<double>(found) * 0x1p-38);
    return median_ * half * half;
  }

 private:
  struct Part {
    double weight, at, sigma;
  };

  bool is_short(double y, double u) const {
    double below = 0.0;
    double above = 0.0;
    for (const Part& part : parts_) {
      const double z = (y - part.at) / part.sigma;
      const double tail = normal_cdf(-std::abs(z));
      below += part.weight * (z < 0.0 ? tail : 1.0 - tail);
      above += part.weight * (z < 0.0 ? 1.0 - tail : tail);
    }
    return below <= 0.5 ? below < u : above > 1.0 - u;
  }

  Part parts_[2];
  double median_;
};

TEST(MixtureQuantile, IsWhatABisectionOfTheWholeGridFinds) {
  for (const LognormalMixture& mixture : mixtures) {
    const Twin twin(mixture);
    for (const double u : probabilities(mixture)) {
      ASSERT_EQ(mixture_quantile(mixture, u), twin.quantile(u))
          << ::testing::PrintToString(mixture) << " at " << std::hexfloat << u;
    }
  }
}

TEST(MixtureQuantile, NeverFallsBetweenAdjacentDraws) {
  std::mt19937_64 bits(7);
  for (const LognormalMixture& mixture : mixtures) {
    // Both ends, the middle, where one part takes over from the other, and anywhere.
    std::vector<std::uint64_t> places = {0, draws / 2 - 500, draws - 1000};
    for (const double share : {mixture.other_share, 1.0 - mixture.other_share}) {
      const double cell = share * 0x1p52 - 500.0;
      places.push_back(static_cast<std::uint64_t>(std::clamp(cell, 0.0, 0x1p52 - 1000.0)));
    }
    for (int i = 0; i < 20; ++i) {
      places.push_back((bits() >> 12U) % (draws - 1000));
    }
    for (const std::uint64_t place : places) {
      double before = 0.0;
      for (std::uint64_t step = 0; step < 1000; ++step) {
        const double x = mixture_quantile(mixture, draw(place + step));
        ASSERT_GE(x, before) << ::testing::PrintToString(mixture) << " at " << place + step;
        before = x;
      }
    }
  }
}

TEST(MixtureQuantile, NeverFallsAcrossTheValleyBetweenTwoModes) {
  const LognormalMixture mixture{1.0, 0.1, 6.0, 0.1, 0.5};
  EXPECT_LT(mixture_quantile(mixture, 0.4999), 1.5);
  EXPECT_GT(mixture_quantile(mixture, 0.5001), 4.0);
  // Half of all values lie on either side of the valley, where shares hardly differ from 1/2: a
  // walk over 2¹⁵ adjacent draws crosses most of it.
  double before = 0.0;
  double first = 0.0;
  for (std::uint64_t k = draws / 2 - (1U << 14U); k < draws / 2 + (1U << 14U); ++k) {
    const double x = mixture_quantile(mixture, draw(k));
    ASSERT_GE(x, before) << k;
    before = x;
    first = first == 0.0 ? x : first;
  }
  EXPECT_LT(first, 2.2);
  EXPECT_GT(before, 3.0);
}

TEST(MixtureQuantile, OfEqualPartsIsThatOfThePart) {
  for (const double u : probabilities(mixtures[0])) {
    const double exact = quantile(Law::lognormal(7.0, 0.8), u);
    EXPECT_NEAR(mixture_quantile({7.0, 0.8, 7.0, 0.8, 0.3}, u), exact, 1e-11 * exact) << u;
  }
}

TEST(MixtureQuantile, DoesNotCareWhichPartIsCalledOther) {
  for (const LognormalMixture& mixture : mixtures) {
    const LognormalMixture turned{mixture.other_median, mixture.other_sigma, mixture.median,
                                  mixture.sigma, 1.0 - mixture.other_share};
    if (1.0 - turned.other_share != mixture.other_share) {
      continue;
    }
    for (const double u : probabilities(mixture)) {
      const double x = mixture_quantile(mixture, u);
      ASSERT_NEAR(mixture_quantile(turned, u), x, 2e-11 * x) << ::testing::PrintToString(mixture);
    }
  }
}

TEST(MixtureQuantile, OfTwoPartsWithoutSpreadIsOneMedianOrTheOther) {
  for (const double u : probabilities(mixtures[0])) {
    EXPECT_EQ(mixture_quantile({28e6, 0.0, 160e6, 0.0, 0.375}, u), u <= 0.625 ? 28e6 : 160e6) << u;
    EXPECT_EQ(mixture_quantile({160e6, 0.0, 28e6, 0.0, 0.375}, u), u <= 0.375 ? 28e6 : 160e6) << u;
    EXPECT_EQ(mixture_quantile({3.0, 0.0, 3.0, 0.0, 0.375}, u), 3.0);
  }
}

/// Half of the values are exactly 28 million, the others lognormal.
void expect_a_value_among_others(const LognormalMixture& mixture) {
  const double lower_end = 0.5 * normal_cdf(std::log(28.0 / 40.0) / 0.6);
  for (const double u : probabilities(mixture)) {
    const double x = mixture_quantile(mixture, u);
    if (u > lower_end + 1e-12 && u < lower_end + 0.5 - 1e-12) {
      ASSERT_EQ(x, 28e6) << u;
    } else if (u < lower_end - 1e-12) {
      const double exact = 40e6 * std::exp(0.6 * normal_quantile(u / 0.5));
      ASSERT_NEAR(x, exact, 1e-10 * exact) << u;
    } else if (u > lower_end + 0.5 + 1e-12) {
      const double exact = 40e6 * std::exp(-0.6 * normal_quantile((1.0 - u) / 0.5));
      ASSERT_NEAR(x, exact, 1e-10 * exact) << u;
    }
  }
}

TEST(MixtureQuantile, OfOnePartWithoutSpreadIsItsMedianAsOftenAsItsShare) {
  expect_a_value_among_others({28e6, 0.0, 40e6, 0.6, 0.5});
  expect_a_value_among_others({40e6, 0.6, 28e6, 0.0, 0.5});
}

TEST(MixtureQuantile, OfAPartWithoutSpreadNeverFalls) {
  const LognormalMixture mixture{28e6, 0.0, 40e6, 0.6, 0.5};
  const double lower_end = 0.5 * normal_cdf(std::log(28.0 / 40.0) / 0.6);
  for (const double end : {lower_end, lower_end + 0.5}) {
    const auto place = static_cast<std::uint64_t>(end * 0x1p52);
    double before = 0.0;
    for (std::uint64_t k = place - 50'000; k < place + 50'000; ++k) {
      const double x = mixture_quantile(mixture, draw(k));
      ASSERT_GE(x, before) << k;
      before = x;
    }
  }
}

TEST(MixtureQuantile, IsANumberForAnyParameters) {
  constexpr double sizes[] = {1e-300, 1e-3, 1.0, 1e100};
  constexpr double sigmas[] = {0.0, 1e-300, 1e-12, 0.5, 3.0};
  for (const double median : sizes) {
    for (const double other : sizes) {
      for (const double sigma : sigmas) {
        for (const double share : {1e-300, 1e-17, 0.5, 1.0 - 0x1p-53}) {
          double before = 0.0;
          for (const double u : {0x1p-53, 0.3, 0.5, 0.7, 1.0 - 0x1p-53}) {
            const double x = mixture_quantile({median, 0.4, other, sigma, share}, u);
            ASSERT_TRUE(std::isfinite(x) && x > 0.0) << median << " " << other << " " << sigma;
            ASSERT_GE(x, before);
            before = x;
          }
        }
      }
    }
  }
  EXPECT_EQ(mixture_quantile({1.0, 1e300, 2.0, 1e300, 0.5}, 0.25), 0.0);
  EXPECT_EQ(mixture_quantile({1.0, 1e300, 2.0, 1e300, 0.5}, 0.75),
            std::numeric_limits<double>::infinity());
}

}  // namespace
}  // namespace firstcustomer
