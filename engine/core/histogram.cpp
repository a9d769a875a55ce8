#include "firstcustomer/core/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/quantiles.hpp"

namespace firstcustomer {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
constexpr double largest = std::numeric_limits<double>::max();
constexpr double smallest_normal = std::numeric_limits<double>::min();

/// The exponent and the leading 10 bits of the mantissa: numbers the bins of a magnitude.
constexpr unsigned dropped_bits = 42;
/// Bins below the smallest normal number: the 52 powers of two down to the smallest of all.
constexpr std::uint32_t subnormal_bins = 52 * 1024;

/// The bin of a magnitude > 0. A subnormal one is moved up by 52 powers, which is exact.
std::uint32_t bin_of(double magnitude) {
  if (magnitude >= smallest_normal) [[likely]] {
    return static_cast<std::uint32_t>(std::bit_cast<std::uint64_t>(magnitude) >> dropped_bits) +
           subnormal_bins;
  }
  return static_cast<std::uint32_t>(std::bit_cast<std::uint64_t>(magnitude * 0x1p52) >>
                                    dropped_bits);
}

}  // namespace

const Histogram::Page* Histogram::Side::find(std::uint32_t number) const {
  const std::uint32_t power = number / pages_per_power - first;  // wraps round below the first
  if (power >= powers.size()) {
    return nullptr;
  }
  const std::uint32_t place = powers[power][number % pages_per_power];
  return place == absent ? nullptr : &pages[place];
}

Histogram::Page& Histogram::Side::open(std::uint32_t number) {
  const std::uint32_t power = number / pages_per_power - first;  // as in `find`
  if (power < powers.size()) [[likely]] {
    const std::uint32_t place = powers[power][number % pages_per_power];
    if (place != absent) [[likely]] {
      return pages[place];
    }
  }
  return append(number);
}

Histogram::Page& Histogram::Side::append(std::uint32_t number) {
  const std::uint32_t power = number / pages_per_power;
  Power none;
  none.fill(absent);
  if (powers.empty()) {
    first = power;
  }
  if (power < first) {
    powers.insert(powers.begin(), first - power, none);
    first = power;
  } else if (power - first >= powers.size()) {
    powers.resize(power - first + 1, none);
  }
  powers[power - first][number % pages_per_power] = static_cast<std::uint32_t>(pages.size());
  return pages.emplace_back();
}

void Histogram::Side::merge(const Side& later) {
  count += later.count;
  for (std::uint32_t power = 0; power < later.powers.size(); ++power) {
    for (std::uint32_t i = 0; i < pages_per_power; ++i) {
      const std::uint32_t number = (later.first + power) * pages_per_power + i;
      if (const Page* page = later.find(number)) {
        Page& sum = open(number);
        for (std::uint32_t bin = 0; bin < bins_per_page; ++bin) {
          sum[bin].count += (*page)[bin].count;
          sum[bin].smallest = std::min(sum[bin].smallest, (*page)[bin].smallest);
        }
      }
    }
  }
}

double Histogram::Side::magnitude_at(std::int64_t rank) const {
  for (std::uint32_t power = 0; power < powers.size(); ++power) {
    for (std::uint32_t i = 0; i < pages_per_power; ++i) {
      const std::uint32_t number = (first + power) * pages_per_power + i;
      const Page* page = find(number);
      for (std::uint32_t bin = 0; page != nullptr && bin < bins_per_page; ++bin) {
        rank -= (*page)[bin].count;
        if (rank <= 0) {
          return (*page)[bin].smallest;
        }
      }
    }
  }
  ensure(false, "the bins of a histogram hold its count");
  return undefined;
}

/// A page exists when it holds a value, a power when it lies between two that do: equal counts make
/// equal directories, but for the places of the pages.
bool Histogram::Side::same_counts(const Side& other) const {
  if (count != other.count || first != other.first || powers.size() != other.powers.size()) {
    return false;
  }
  const std::uint32_t begin = first * pages_per_power;
  const std::uint32_t end = begin + static_cast<std::uint32_t>(powers.size()) * pages_per_power;
  for (std::uint32_t number = begin; number < end; ++number) {
    const Page* page = find(number);
    const Page* twin = other.find(number);
    if ((page == nullptr) != (twin == nullptr) || (page != nullptr && *page != *twin)) {
      return false;
    }
  }
  return true;
}

void Histogram::add(double value) {
  const double magnitude = std::abs(value);
  if (!(magnitude <= largest)) [[unlikely]] {
    expect(std::isnan(value), "a histogram counts finite values");
    return;
  }
  if (magnitude == 0.0) {
    // Zero has no sign here: which of the two came first must not show.
    ++zeros_;
    minimum_ = std::min(minimum_, 0.0);
    maximum_ = std::max(maximum_, 0.0);
    return;
  }
  minimum_ = std::min(minimum_, value);
  maximum_ = std::max(maximum_, value);
  Side& side = value < 0.0 ? negative_ : positive_;
  const std::uint32_t bin = bin_of(magnitude);
  Bin& at = side.open(bin / bins_per_page)[bin % bins_per_page];
  ++at.count;
  at.smallest = std::min(at.smallest, magnitude);
  ++side.count;
}

void Histogram::merge(const Histogram& later) {
  zeros_ += later.zeros_;
  minimum_ = std::min(minimum_, later.minimum_);
  maximum_ = std::max(maximum_, later.maximum_);
  negative_.merge(later.negative_);
  positive_.merge(later.positive_);
}

double Histogram::value_at(std::int64_t rank) const {
  expect(1 <= rank && rank <= count(), "a rank is one of the values counted");
  const std::int64_t not_positive = negative_.count + zeros_;
  double value = 0.0;
  if (rank <= negative_.count) {
    value = -negative_.magnitude_at(negative_.count - rank + 1);
  } else if (rank > not_positive) {
    value = positive_.magnitude_at(rank - not_positive);
  }
  return value;
}

double Histogram::quantile(double p) const {
  expect(p > 0.0 && p < 1.0, "a quantile lies between 0 and 1");
  return count() > 0 ? value_at(quantile_rank(count(), p)) : undefined;
}

bool Histogram::operator==(const Histogram& other) const {
  return zeros_ == other.zeros_ && minimum_ == other.minimum_ && maximum_ == other.maximum_ &&
         negative_.same_counts(other.negative_) && positive_.same_counts(other.positive_);
}

}  // namespace firstcustomer
