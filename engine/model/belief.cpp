#include "firstcustomer/model/belief.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/model/case.hpp"

namespace firstcustomer {
namespace {

/// Of the nearest entry with a count, the earlier of two; `otherwise` without one.
template <class Mean>
double nearest(const std::vector<std::array<Mean, opportunities>>& means, std::size_t at,
               std::size_t opportunity, double otherwise) {
  for (std::size_t distance = 0; distance < means.size(); ++distance) {
    for (const std::size_t i : {at - std::min(at, distance), at + distance}) {
      const bool there = i < means.size() && (i == at - distance || i == at + distance);
      if (there && means[i][opportunity].count > 0.0) {
        return means[i][opportunity].sum / means[i][opportunity].count;
      }
    }
  }
  return otherwise;
}

void move_towards(double& value, double target, double damping) {
  value += damping * (target - value);
}

}  // namespace

std::size_t BeliefGrid::step_of(Instant when) const {
  const auto k = static_cast<std::size_t>(std::max<std::int64_t>(when.microseconds(), 0) /
                                          step.microseconds());
  return std::min(k, steps() - 1);
}

BeliefGrid belief_grid(const Case& numbers, Duration step, std::size_t every) {
  const SimulationClock clock(numbers.start);
  const Instant end = clock.end_of(numbers.horizon);
  const auto steps = static_cast<std::size_t>(end.microseconds() / step.microseconds());
  Appraisal terms = numbers.appraisal;
  terms.price_base = terms.base_date = numbers.start;
  terms.discount = {{0, numbers.behaviour.required_return}};
  DiscountCurve curve;
  curve.set(terms, numbers.start);
  BeliefGrid grid{step, every, {}};
  grid.discount.resize(std::max<std::size_t>(steps, 1) + 1);
  for (std::size_t k = 0; k < grid.discount.size(); ++k) {
    grid.discount[k] = curve.at(grid.at(k)).factor;
  }
  return grid;
}

double value_at(const BeliefGrid& grid, const BeliefCurve& curve, std::size_t step,
                std::size_t opportunity) {
  const std::size_t before = std::min(step / grid.every, grid.probes() - 1);
  const std::size_t after = std::min(before + 1, grid.probes() - 1);
  const double part =
      static_cast<double>(step - before * grid.every) / static_cast<double>(grid.every);
  const double from = curve.value[before][opportunity];
  return from + std::min(part, 1.0) * (curve.value[after][opportunity] - from);
}

std::vector<double> expected_values(const BeliefGrid& grid, const BeliefCurve& curve,
                                    const ByOpportunity& first) {
  std::vector<double> values;
  ByOpportunity now = first;
  for (std::size_t k = 0; k < grid.steps(); ++k) {
    if (k % grid.every == 0) {
      values.push_back(
          std::inner_product(now.begin(), now.end(), curve.value[k / grid.every].begin(), 0.0));
    }
    ByOpportunity next{};
    for (std::size_t from = 0; from < opportunities; ++from) {
      for (std::size_t to = 0; to < opportunities; ++to) {
        next[to] += now[from] * curve.moves[k][from][to];
      }
    }
    now = next;
  }
  return values;
}

BeliefCurve constant_curve(const BeliefGrid& grid, double value) {
  std::array<ByOpportunity, opportunities> stays{};
  ByOpportunity everywhere;
  everywhere.fill(value);
  for (std::size_t i = 0; i < opportunities; ++i) {
    stays[i][i] = 1.0;
  }
  BeliefCurve curve;
  curve.moves.assign(grid.steps(), stays);
  curve.flow.assign(grid.steps(), ByOpportunity{});
  curve.value.assign(grid.probes(), everywhere);
  return curve;
}

void approach(BeliefCurve& curve, const BeliefCurve& target, double damping) {
  for (std::size_t k = 0; k < curve.moves.size(); ++k) {
    for (std::size_t from = 0; from < opportunities; ++from) {
      move_towards(curve.flow[k][from], target.flow[k][from], damping);
      for (std::size_t to = 0; to < opportunities; ++to) {
        move_towards(curve.moves[k][from][to], target.moves[k][from][to], damping);
      }
    }
  }
  for (std::size_t i = 0; i < curve.value.size(); ++i) {
    for (std::size_t of = 0; of < opportunities; ++of) {
      move_towards(curve.value[i][of], target.value[i][of], damping);
    }
  }
}

CurveEstimate::CurveEstimate(const BeliefGrid& grid)
    : moves_(grid.steps()), flow_(grid.steps()), value_(grid.probes()) {}

void CurveEstimate::add(const BeliefGrid& grid, const PilotView& view) {
  expect(view.opportunity.size() == grid.steps() + 1, "a pilot is seen at every step");
  pilots_ += 1.0;
  for (std::size_t k = 0; k < grid.steps(); ++k) {
    const std::size_t from = view.opportunity[k];
    moves_[k][from][view.opportunity[k + 1]] += 1.0;
    flow_[k][from].count += 1.0;
    flow_[k][from].sum += view.flow[k];
  }
  for (std::size_t i = 0; i < view.value.size(); ++i) {
    Mean& mean = value_[i][view.opportunity[i * grid.every]];
    mean.count += 1.0;
    mean.sum += view.value[i];
  }
}

void CurveEstimate::merge(const CurveEstimate& other) {
  pilots_ += other.pilots_;
  const auto merge_means = [](auto& own, const auto& others) {
    for (std::size_t k = 0; k < own.size(); ++k) {
      for (std::size_t of = 0; of < opportunities; ++of) {
        own[k][of].count += others[k][of].count;
        own[k][of].sum += others[k][of].sum;
      }
    }
  };
  for (std::size_t k = 0; k < moves_.size(); ++k) {
    for (std::size_t from = 0; from < opportunities; ++from) {
      for (std::size_t to = 0; to < opportunities; ++to) {
        moves_[k][from][to] += other.moves_[k][from][to];
      }
    }
  }
  merge_means(flow_, other.flow_);
  merge_means(value_, other.value_);
}

template <class Of>
double CurveEstimate::mean_or(const std::vector<Of>& own, const std::vector<Of>& pooled,
                              std::size_t at, std::size_t opportunity, double otherwise) {
  const auto& mean = own[at][opportunity];
  return mean.count > 0.0
             ? mean.sum / mean.count
             : nearest(pooled, at, opportunity, nearest(own, at, opportunity, otherwise));
}

BeliefCurve CurveEstimate::curve(const CurveEstimate& pooled) const {
  BeliefCurve curve;
  curve.moves.resize(moves_.size());
  curve.flow.resize(moves_.size());
  curve.value.resize(value_.size());
  for (std::size_t k = 0; k < moves_.size(); ++k) {
    for (std::size_t from = 0; from < opportunities; ++from) {
      const bool met = flow_[k][from].count > 0.0;
      const ByOpportunity& counts = met ? moves_[k][from] : pooled.moves_[k][from];
      const double all = std::accumulate(counts.begin(), counts.end(), 0.0);
      curve.moves[k][from][from] = all > 0.0 ? 0.0 : 1.0;
      for (std::size_t to = 0; to < opportunities && all > 0.0; ++to) {
        curve.moves[k][from][to] = counts[to] / all;
      }
      const auto& means = met ? flow_[k][from] : pooled.flow_[k][from];
      curve.flow[k][from] = means.count > 0.0 ? means.sum / means.count : 0.0;
    }
  }
  for (std::size_t i = 0; i < value_.size(); ++i) {
    for (std::size_t of = 0; of < opportunities; ++of) {
      curve.value[i][of] = mean_or(value_, pooled.value_, i, of, 0.0);
    }
  }
  return curve;
}

ByOpportunity CurveEstimate::first() const {
  ByOpportunity first{};
  for (std::size_t from = 0; from < opportunities; ++from) {
    first[from] = pilots_ > 0.0 ? flow_.front()[from].count / pilots_ : 0.0;
  }
  return first;
}

std::vector<double> quantile_means(std::vector<double> years, std::size_t nodes) {
  std::sort(years.begin(), years.end());
  const std::size_t groups = std::min(nodes, years.size());
  std::vector<double> means;
  for (std::size_t group = 0; group < groups; ++group) {
    const auto from = static_cast<std::ptrdiff_t>(group * years.size() / groups);
    const auto to = static_cast<std::ptrdiff_t>((group + 1) * years.size() / groups);
    means.push_back(std::accumulate(years.begin() + from, years.begin() + to, 0.0) /
                    static_cast<double>(to - from));
  }
  return means;
}

}  // namespace firstcustomer
