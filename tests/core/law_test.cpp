#include "firstcustomer/core/law.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <boost/math/distributions/exponential.hpp>
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

TEST(Quantile, OfALawWithoutWidthIsItsOnlyValue) {
  for (const double u : {0x1p-53, 0.25, 0.5, 1.0 - 0x1p-53}) {
    EXPECT_EQ(quantile({LawFamily::uniform, {2.0, 2.0}}, u), 2.0);
    EXPECT_EQ(quantile({LawFamily::normal, {2.0, 0.0}}, u), 2.0);
    EXPECT_EQ(quantile(Law::lognormal(2.0, 0.0), u), 2.0);
    EXPECT_EQ(quantile({LawFamily::triangular, {2.0, 2.0, 2.0}}, u), 2.0);
  }
}

TEST(Quantile, NeverFallsBetweenAdjacentDraws) {
  expect_monotone({LawFamily::uniform, {-1.0, 3.0}}, 200);
  expect_monotone(Law::exponential(3.0), 200);
  expect_monotone({LawFamily::normal, {10.0, 3.0}}, 200);
  expect_monotone(Law::lognormal(5.0, 0.4), 200);
  expect_monotone({LawFamily::weibull, {2.0, 1.7}}, 200);
  expect_monotone({LawFamily::triangular, {1.0, 3.0, 9.0}}, 200);
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
}

TEST(Support, HoldsTheExtremeDraws) {
  for (const Law& law :
       {Law::constant(0.1), Law{LawFamily::uniform, {0.1, 0.3}}, Law::exponential(2.0),
        Law{LawFamily::normal, {-1.0, 3.0}}, Law::lognormal(2.0, 3.0),
        Law{LawFamily::weibull, {2.0, 0.5}}, Law{LawFamily::triangular, {1.0, 2.0, 4.0}},
        Law{LawFamily::triangular, {1.0, 3.0, 3.0}}, Law{LawFamily::triangular, {1.0, 1.0, 3.0}}}) {
    for (const double u : {0x1p-53, 3 * 0x1p-53, 0.5, 1.0 - 3 * 0x1p-53, 1.0 - 0x1p-53}) {
      const double x = quantile(law, u);
      EXPECT_TRUE(std::isfinite(x)) << description(law.family).name << " at " << u;
      EXPECT_GE(x, support(law).low) << description(law.family).name << " at " << u;
      EXPECT_LE(x, support(law).high) << description(law.family).name << " at " << u;
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
  ASSERT_EQ(descriptions.size(), 13U);
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
                  "poisson mean*", "bernoulli probability*", "categorical values probabilities*"));
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
        Law law{described.family, {0.5, 0.5, 0.5, 0.5}};
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
  for (const Law& law :
       {Law::constant(-1.0), Law{LawFamily::uniform, {1.0, 1.0}},
        Law{LawFamily::uniform, {-2.0, 1.0}}, Law::exponential(0x1p-1074),
        Law{LawFamily::normal, {-1.0, 0.0}}, Law::lognormal(0.5, 0.0),
        Law{LawFamily::weibull, {0.1, 0.1}}, Law{LawFamily::triangular, {1.0, 1.0, 1.0}},
        Law{LawFamily::triangular, {-1.0, 0.0, 5.0}}}) {
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
}

TEST(Problem, NamesTheParameterThatIsNotFinite) {
  for (const LawDescription& description : law_descriptions()) {
    for (std::size_t i = 0; i < description.parameters.size(); ++i) {
      for (const double bad :
           {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(),
            -std::numeric_limits<double>::infinity()}) {
        Law law{description.family, {1.0, 1.0, 1.0}};
        law.parameters[i] = bad;
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

}  // namespace
}  // namespace firstcustomer
