#include "firstcustomer/core/hazard.hpp"

#include <algorithm>
#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/elementary.hpp"

namespace firstcustomer {
namespace {

double unit_exponential(double u) {
  return -elementary::log(1.0 - u);
}

}  // namespace

Hazard::Hazard(double u) : left_(unit_exponential(u)) {
  expect(u > 0.0 && u < 1.0, "luck lies between 0 and 1");
}

void Hazard::set_rate(Instant now, PerYear rate) {
  expect(rate.value() >= 0.0, "a rate is not negative");
  expect(std::isfinite(rate.value()), "a rate is a finite number");
  expect(now >= since_, "rates change in order of time");
  if (rate == rate_) {
    return;  // looking again changes no bit
  }
  left_ = std::max(0.0, left_ - rate_.value() * (now - since_).years());
  rate_ = rate;
  since_ = now;
}

Instant Hazard::due() const {
  if (left_ == 0.0) {
    return since_;
  }
  return rate_ > PerYear{} ? since_ + Duration::from_days(left_ / rate_.value() * days_per_year)
                           : Instant::never();
}

Candidates::Candidates(PerYear ceiling) : ceiling_(ceiling) {
  expect(ceiling > PerYear{}, "candidates come at a rate");
}

Instant Candidates::next(double u) {
  ++count_;
  last_ = last_ + Duration::from_days(unit_exponential(u) / ceiling_.value() * days_per_year);
  return last_;
}

bool Candidates::accepts(double mark, PerYear rate) const {
  if (rate > ceiling_) {
    throw ReplicationError("a rate of arrival exceeds its ceiling");
  }
  return mark * ceiling_.value() < rate.value();
}

}  // namespace firstcustomer
