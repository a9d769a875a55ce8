#include "firstcustomer/report/number.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace firstcustomer {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

/// A mean with its interval; a half-width that is not a number stands for a single replication.
Estimate of(double mean, double half_width) {
  Estimate estimate;
  estimate.mean = mean;
  estimate.standard_error = half_width / 2.0;
  estimate.low = mean - half_width;
  estimate.high = mean + half_width;
  estimate.count = std::isnan(half_width) ? 1 : 1'000;
  return estimate;
}

std::string level(double mean, double half_width, OutcomeKind kind) {
  return on_one_line(estimate_text(of(mean, half_width), kind, Shown::as_level, "£"));
}

std::string difference(double mean, double half_width, OutcomeKind kind) {
  return on_one_line(estimate_text(of(mean, half_width), kind, Shown::as_difference, "£"));
}

TEST(Shortest, IsTheShortestThatReadsBack) {
  EXPECT_EQ(shortest(0.1), "0.1");
  EXPECT_EQ(shortest(0.1 + 0.2), "0.30000000000000004");
  EXPECT_EQ(shortest(1e22), "1e+22");
  EXPECT_EQ(shortest(4.5e7), "4.5e+07");
  EXPECT_EQ(shortest(45'000'001), "45000001");
  EXPECT_EQ(shortest(-2.5), "-2.5");
  EXPECT_EQ(shortest(5e-324), "5e-324");
  EXPECT_EQ(shortest(0.0), "0");
  EXPECT_EQ(shortest(3.0), "3");
}

TEST(Shortest, IsEmptyWhereThereIsNoNumber) {
  EXPECT_EQ(shortest(nan), "");
  EXPECT_EQ(shortest(infinity), "");
  EXPECT_EQ(shortest(-infinity), "");
}

TEST(Shortest, ReadsBackToTheSameBits) {
  std::mt19937_64 bits(1);
  for (int i = 0; i < 10'000; ++i) {
    const auto value = std::bit_cast<double>(bits());
    if (!std::isfinite(value)) {
      continue;
    }
    const std::string text = shortest(value);
    double back = 0.0;
    std::from_chars(text.data(), text.data() + text.size(), back);
    ASSERT_EQ(std::bit_cast<std::uint64_t>(back), std::bit_cast<std::uint64_t>(value)) << text;
  }
}

TEST(Grouped, SeparatesThousands) {
  EXPECT_EQ(grouped(0, 0), "0");
  EXPECT_EQ(grouped(999, 0), "999");
  EXPECT_EQ(grouped(1'000, 0), "1,000");
  EXPECT_EQ(grouped(12'345.6, 1), "12,345.6");
  EXPECT_EQ(grouped(123'456, 0), "123,456");
  EXPECT_EQ(grouped(1'234'567.891, 2), "1,234,567.89");
}

TEST(Grouped, LeavesDecimalsAlone) {
  EXPECT_EQ(grouped(0.12345678, 8), "0.12345678");
  EXPECT_EQ(grouped(1'234.5678, 4), "1,234.5678");
}

TEST(Grouped, HasATrueMinusSign) {
  EXPECT_EQ(grouped(-12'345.6, 1), "\u221212,345.6");
  EXPECT_EQ(grouped(-1, 0), "\u22121");
  EXPECT_EQ(grouped(-999'999, 0), "\u2212999,999");
}

TEST(Grouped, RoundsBeforeItGroups) {
  EXPECT_EQ(grouped(999.96, 1), "1,000.0");
  EXPECT_EQ(grouped(999.94, 1), "999.9");
  EXPECT_EQ(grouped(999'999.5001, 0), "1,000,000");
  EXPECT_EQ(grouped(-999.96, 1), "\u22121,000.0");
}

TEST(Calm, KeepsTwoDigitsOrMore) {
  EXPECT_EQ(calm(0.0), "0.00");
  EXPECT_EQ(calm(0.00123456), "0.0012");
  EXPECT_EQ(calm(0.0912), "0.091");
  EXPECT_EQ(calm(0.7142), "0.71");
  EXPECT_EQ(calm(6.9), "6.90");
  EXPECT_EQ(calm(68.25), "68.2");
  EXPECT_EQ(calm(-1234.4), "\u22121,234");
  EXPECT_EQ(calm(1e-12), "0.000000000");
}

TEST(AmountText, IsInThousandsMillionsOrBillions) {
  EXPECT_EQ(amount_text(0.0, "£"), "£0");
  EXPECT_EQ(amount_text(310.2, "£"), "£310");
  EXPECT_EQ(amount_text(2'500.0, "£"), "£2.5k");
  EXPECT_EQ(amount_text(20'000.0, "£"), "£20k");
  EXPECT_EQ(amount_text(250'000.0, "£"), "£250k");
  EXPECT_EQ(amount_text(7'590'000.0, "£"), "£7.6m");
  EXPECT_EQ(amount_text(33e6, "£"), "£33.0m");
  EXPECT_EQ(amount_text(148.2e6, "$"), "$148m");
  EXPECT_EQ(amount_text(2.25e12, "£"), "£2,250bn");
}

TEST(AmountText, ChangesItsScaleWhereRoundingWould) {
  EXPECT_EQ(amount_text(999.4, "£"), "£999");
  EXPECT_EQ(amount_text(999.6, "£"), "£1.0k");
  EXPECT_EQ(amount_text(9'949.0, "£"), "£9.9k");
  EXPECT_EQ(amount_text(9'951.0, "£"), "£10k");
  EXPECT_EQ(amount_text(999'400.0, "£"), "£999k");
  EXPECT_EQ(amount_text(999'600.0, "£"), "£1.0m");
  EXPECT_EQ(amount_text(99'960'000.0, "£"), "£100m");
}

TEST(AmountText, TheSignStandsBeforeTheSymbol) {
  EXPECT_EQ(amount_text(-4.1e6, "£"), "\u2212£4.1m");
  EXPECT_EQ(amount_text(-0.2, "£"), "£0");
}

TEST(EstimateText, OfACountHasDecimalsForItsSize) {
  EXPECT_EQ(level(0.336, 0.05, OutcomeKind::count), "0.34 ± 0.05");
  EXPECT_EQ(level(5.83, 0.11, OutcomeKind::count), "5.83 ± 0.11");
  EXPECT_EQ(level(56.44, 4.71, OutcomeKind::count), "56.4 ± 4.7");
  EXPECT_EQ(level(756.3, 117.2, OutcomeKind::count), "756 ± 117");
  EXPECT_EQ(level(12'345.6, 1'234.2, OutcomeKind::count), "12,346 ± 1,234");
}

TEST(EstimateText, OfACountDropsADecimalAtTenAndAtAHundred) {
  EXPECT_EQ(level(9.94, 0.2, OutcomeKind::count), "9.94 ± 0.20");
  EXPECT_EQ(level(10.0, 0.2, OutcomeKind::count), "10.0 ± 0.2");
  EXPECT_EQ(level(99.94, 2.0, OutcomeKind::count), "99.9 ± 2.0");
  EXPECT_EQ(level(100.0, 2.0, OutcomeKind::count), "100 ± 2");
}

TEST(EstimateText, OfADifferenceOfCountsCarriesItsSign) {
  EXPECT_EQ(difference(0.336, 0.05, OutcomeKind::count), "+0.34 ± 0.05");
  EXPECT_EQ(difference(-56.44, 4.71, OutcomeKind::count), "\u221256.4 ± 4.7");
}

TEST(EstimateText, OfARatioIsLikeACount) {
  EXPECT_EQ(level(1.438, 0.28, OutcomeKind::ratio), "1.44 ± 0.28");
  EXPECT_EQ(difference(-1.438, 0.28, OutcomeKind::ratio), "\u22121.44 ± 0.28");
}

TEST(EstimateText, OfAProbabilityIsInPercentItsDifferenceInPoints) {
  EXPECT_EQ(level(0.2762, 0.0393, OutcomeKind::probability), "27.6 % ± 3.9");
  EXPECT_EQ(difference(0.2762, 0.0393, OutcomeKind::probability), "+27.6 pp ± 3.9");
  EXPECT_EQ(difference(-0.004, 0.01, OutcomeKind::probability), "\u22120.4 pp ± 1.0");
  EXPECT_EQ(level(1.0, 0.0, OutcomeKind::probability), "100.0 % ± 0.0");
}

TEST(EstimateText, OfMonthsHasOneDecimal) {
  EXPECT_EQ(level(91.79, 2.92, OutcomeKind::months), "91.8 ± 2.9");
  EXPECT_EQ(level(4.2, 0.31, OutcomeKind::months), "4.2 ± 0.3");
  EXPECT_EQ(level(112.0, 14.0, OutcomeKind::months), "112.0 ± 14.0");
  EXPECT_EQ(difference(-3.14, 1.0, OutcomeKind::months), "\u22123.1 ± 1.0");
}

TEST(EstimateText, OfMoneyIsInThousandsMillionsOrBillions) {
  EXPECT_EQ(level(500, 100, OutcomeKind::money), "£500 ± 100");
  EXPECT_EQ(level(31'400, 2'000, OutcomeKind::money), "£31.4k ± 2.0");
  EXPECT_EQ(level(314'000, 50'000, OutcomeKind::money), "£0.3m ± 0.1");
  EXPECT_EQ(level(31.4e6, 0.5e6, OutcomeKind::money), "£31.4m ± 0.5");
  EXPECT_EQ(level(407.3e6, 30.2e6, OutcomeKind::money), "£407m ± 30");
  EXPECT_EQ(level(1.26e9, 0.31e9, OutcomeKind::money), "£1.3bn ± 0.3");
  EXPECT_EQ(level(1.26e13, 0.31e13, OutcomeKind::money), "£12,600bn ± 3,100");
}

TEST(EstimateText, MoneyChangesItsScaleAtTheBorders) {
  EXPECT_EQ(level(99'900, 1'000, OutcomeKind::money), "£99.9k ± 1.0");
  EXPECT_EQ(level(99'999.99, 1'000, OutcomeKind::money), "£100.0k ± 1.0");
  EXPECT_EQ(level(100'000, 100'000, OutcomeKind::money), "£0.1m ± 0.1");
  EXPECT_EQ(level(99.94e6, 1e6, OutcomeKind::money), "£99.9m ± 1.0");
  EXPECT_EQ(level(100e6, 1e6, OutcomeKind::money), "£100m ± 1");
  EXPECT_EQ(level(999.4e6, 1e6, OutcomeKind::money), "£999m ± 1");
  EXPECT_EQ(level(999.96e6, 1e6, OutcomeKind::money), "£1,000m ± 1");
  EXPECT_EQ(level(1e9, 0.1e9, OutcomeKind::money), "£1.0bn ± 0.1");
}

TEST(EstimateText, TheSignOfMoneyStandsBeforeItsSymbol) {
  EXPECT_EQ(level(-31.4e6, 0.5e6, OutcomeKind::money), "\u2212£31.4m ± 0.5");
  EXPECT_EQ(difference(-31.4e6, 0.5e6, OutcomeKind::money), "\u2212£31.4m ± 0.5");
  EXPECT_EQ(difference(31.4e6, 0.5e6, OutcomeKind::money), "+£31.4m ± 0.5");
}

TEST(EstimateText, MoneyHasTheSymbolOfItsCurrency) {
  EXPECT_EQ(estimate_text(of(2e6, 1e5), OutcomeKind::money, Shown::as_level, "€").mean, "€2.0m");
  EXPECT_EQ(estimate_text(of(2e6, 1e5), OutcomeKind::count, Shown::as_level, "€").mean,
            "2,000,000");
}

const std::vector<OutcomeKind> kinds = {OutcomeKind::count, OutcomeKind::probability,
                                        OutcomeKind::months, OutcomeKind::money,
                                        OutcomeKind::ratio};

TEST(EstimateText, ExactZeroIsABareZero) {
  for (const OutcomeKind kind : kinds) {
    EXPECT_EQ(level(0.0, 0.0, kind), "0");
    EXPECT_EQ(difference(0.0, 0.0, kind), "0");
    EXPECT_EQ(difference(0.0, nan, kind), "0");  // one replication, no difference
  }
}

TEST(EstimateText, AZeroMeanOfValuesThatVaryIsNoExactZero) {
  EXPECT_EQ(level(0.0, 0.3, OutcomeKind::count), "0.00 ± 0.30");
  EXPECT_EQ(difference(0.0, 0.3, OutcomeKind::months), "0.0 ± 0.3");  // without a sign
}

TEST(EstimateText, WhereNothingIsDefinedThereIsADash) {
  for (const OutcomeKind kind : kinds) {
    for (const Shown shown : {Shown::as_level, Shown::as_difference}) {
      const EstimateText text = estimate_text(Estimate{}, kind, shown, "£");
      EXPECT_EQ(text.mean, "\u2014");
      EXPECT_EQ(text.half_width, "");
      EXPECT_EQ(on_one_line(text), "\u2014");
    }
  }
}

TEST(EstimateText, OneReplicationHasNoHalfWidth) {
  EXPECT_EQ(level(3.0, nan, OutcomeKind::count), "3.00");
  EXPECT_EQ(level(0.5, nan, OutcomeKind::probability), "50.0 %");
  EXPECT_EQ(difference(-2e6, nan, OutcomeKind::money), "\u2212£2.0m");
}

std::string share(std::int64_t hits, std::int64_t count) {
  return on_one_line(
      estimate_text(proportion(hits, count), OutcomeKind::probability, Shown::as_level, "£"));
}

TEST(EstimateText, AShareOfManyHitsAndMissesHasAHalfWidth) {
  EXPECT_EQ(share(2'868, 10'000), "28.7 % ± 0.9");
  EXPECT_EQ(share(500, 1'000), "50.0 % ± 3.1");
  EXPECT_EQ(share(100, 100'000), "0.10 % ± 0.02");
}

TEST(EstimateText, AShareOfFewHitsOrMissesHasARange) {
  EXPECT_EQ(share(5, 1'000), "0.5 % (0.2 to 1.2)");
  EXPECT_EQ(share(995, 1'000), "99.5 % (98.8 to 99.8)");
  EXPECT_EQ(share(3, 100'000), "0.003 % (0.001 to 0.009)");
  EXPECT_EQ(share(7, 10), "70.0 % (39.7 to 89.2)");
}

TEST(EstimateText, AShareOfNoneOrAllIsNotCertain) {
  EXPECT_EQ(share(0, 1'000), "0.0 % (0.0 to 0.4)");
  EXPECT_EQ(share(1'000, 1'000), "100.0 % (99.6 to 100.0)");
}

TEST(EstimateText, RoundingOfAnIntervalIsNoLean) {
  EXPECT_EQ(level(0.1, 1e-16, OutcomeKind::count), "0.1000 ± 0.0000");
  EXPECT_EQ(level(1e9, 1e-6, OutcomeKind::count), "1,000,000,000.0000 ± 0.0000");
}

TEST(EstimateText, SeveralReplicationsWithoutAnIntervalSaySo) {
  Estimate estimate = of(0.5, nan);
  estimate.count = 100;
  estimate.standard_deviation = 0.5;
  EXPECT_EQ(on_one_line(estimate_text(estimate, OutcomeKind::count, Shown::as_level, "£")),
            "0.50 ± \u2014");
  estimate.mean = 0.0;
  EXPECT_EQ(on_one_line(estimate_text(estimate, OutcomeKind::count, Shown::as_difference, "£")),
            "0.00 ± \u2014")
      << "what varies around zero is no exact zero";
  estimate.standard_deviation = 0.0;
  EXPECT_EQ(on_one_line(estimate_text(estimate, OutcomeKind::count, Shown::as_difference, "£")),
            "0");
}

TEST(EstimateText, AMeanOfBlocksThatHappenToAgreeIsNoExactZero) {
  Estimate estimate = of(0.0, 0.0);
  estimate.standard_deviation = 0.1;
  EXPECT_EQ(on_one_line(estimate_text(estimate, OutcomeKind::count, Shown::as_difference, "£")),
            "0.00 ± 0.00");
}

TEST(EstimateText, ShowsOneDigitOfASmallHalfWidth) {
  EXPECT_EQ(level(0.336, 0.004, OutcomeKind::count), "0.336 ± 0.004");
  EXPECT_EQ(level(756.31, 0.4, OutcomeKind::count), "756.3 ± 0.4");
  EXPECT_EQ(level(0.5, 0.0003, OutcomeKind::probability), "50.00 % ± 0.03");
  EXPECT_EQ(level(91.7912, 0.02, OutcomeKind::months), "91.79 ± 0.02");
  EXPECT_EQ(level(407.312e6, 0.3e6, OutcomeKind::money), "£407.3m ± 0.3");
  EXPECT_EQ(level(31.4126e6, 1e3, OutcomeKind::money), "£31.413m ± 0.001");
}

TEST(EstimateText, ShowsFourDecimalsAtMost) {
  EXPECT_EQ(level(0.123456, 0.0003, OutcomeKind::count), "0.1235 ± 0.0003");
  EXPECT_EQ(level(0.123456, 0.000003, OutcomeKind::count), "0.1235 ± 0.0000");
  EXPECT_EQ(level(407.312e6, 1.0, OutcomeKind::money), "£407.3120m ± 0.0000");
}

TEST(EstimateText, ADifferenceThatRoundsToZeroHasNoSign) {
  EXPECT_EQ(difference(-0.0001, 0.02, OutcomeKind::count), "0.00 ± 0.02");
  EXPECT_EQ(difference(0.0001, 0.02, OutcomeKind::count), "0.00 ± 0.02");
  EXPECT_EQ(difference(-0.4, 100.0, OutcomeKind::money), "£0 ± 100");
}

/// What a reader makes of "−£31.4m": its value, and the value of one unit of its last digit.
struct Understood {
  double value = 0.0;
  double last_digit = 1.0;
};

Understood understood(const std::string& text) {
  Understood result;
  double sign = 1.0;
  bool decimals = false;
  std::string suffix;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (text.compare(i, 3, "\u2212") == 0) {
      sign = -1.0;
    } else if (c >= '0' && c <= '9') {
      result.value = result.value * 10.0 + (c - '0');
      result.last_digit *= decimals ? 0.1 : 1.0;
    } else if (c == '.') {
      decimals = true;
    } else if (c >= 'a' && c <= 'z') {
      suffix += c;
    } else if (c == '%') {
      suffix = "pp";
    }
  }
  const double scale = suffix == "k"    ? 1e3
                       : suffix == "m"  ? 1e6
                       : suffix == "bn" ? 1e9
                       : suffix == "pp" ? 1e-2
                                        : 1.0;
  result.value *= sign * result.last_digit * scale;
  result.last_digit *= scale;
  return result;
}

TEST(EstimateText, IsUnderstoodAsTheMeanWithinHalfItsLastDigit) {
  std::mt19937_64 bits(1);
  std::uniform_real_distribution<double> magnitude(-3.0, 12.0);
  std::uniform_real_distribution<double> precision(-6.0, 1.0);
  for (int i = 0; i < 20'000; ++i) {
    const double mean = std::pow(10.0, magnitude(bits)) * (bits() % 2 == 0 ? 1.0 : -1.0);
    const double half_width = std::abs(mean) * std::pow(10.0, precision(bits));
    const OutcomeKind kind = kinds[bits() % kinds.size()];
    const Shown shown = bits() % 2 == 0 ? Shown::as_level : Shown::as_difference;
    const EstimateText text = estimate_text(of(mean, half_width), kind, shown, "£");
    const Understood read = understood(text.mean);
    ASSERT_NEAR(read.value, mean, read.last_digit * 0.5 + std::abs(mean) * 1e-12)
        << on_one_line(text);
    // Both sides of the ± have the same decimals.
    const auto decimals = [](const std::string& number) {
      const auto point = number.find('.');
      return point == std::string::npos ? 0 : number.find_last_of("0123456789") - point;
    };
    ASSERT_EQ(decimals(text.mean), decimals(text.half_width)) << on_one_line(text);
  }
}

TEST(OnOneLine, JoinsMeanAndHalfWidth) {
  EXPECT_EQ(on_one_line({"£31.4m", "0.5"}), "£31.4m ± 0.5");
  EXPECT_EQ(on_one_line({"0", ""}), "0");
}

TEST(MoneyText, HasThreeDigitsOrSo) {
  EXPECT_EQ(money_text(390.4e6, "£"), "£390m");
  EXPECT_EQ(money_text(31.44e6, "£"), "£31.4m");
  EXPECT_EQ(money_text(0.5e6, "€"), "€0.5m");
  EXPECT_EQ(money_text(1.234e9, "£"), "£1.2bn");
  EXPECT_EQ(money_text(-40e3, "£"), "\u2212£40k");
  EXPECT_EQ(money_text(412, "£"), "£412");
  EXPECT_EQ(money_text(40.04e6, "£"), "£40m");
  EXPECT_EQ(money_text(39.96e6, "£"), "£40m");
  EXPECT_EQ(money_text(0, "£"), "£0");
}

TEST(EstimateText, TheScaleOfMoneyFitsItsInterval) {
  Estimate estimate;
  estimate.mean = 0.0, estimate.standard_error = 0.5e6, estimate.low = -1.1e6,
  estimate.high = 1.1e6;
  estimate.count = 100;
  EXPECT_EQ(on_one_line(estimate_text(estimate, OutcomeKind::money, Shown::as_difference, "£")),
            "£0.0m ± 1.1");
}

TEST(Grouped, AZeroHasNoMinus) {
  EXPECT_EQ(grouped(-0.04, 1), "0.0");
  EXPECT_EQ(grouped(-0.4, 0), "0");
}

}  // namespace
}  // namespace firstcustomer
