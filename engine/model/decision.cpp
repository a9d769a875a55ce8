#include "firstcustomer/model/decision.hpp"

#include <algorithm>
#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/elementary.hpp"
#include "firstcustomer/core/law.hpp"
#include "firstcustomer/model/case.hpp"

namespace firstcustomer {
namespace {

constexpr auto closed = static_cast<std::size_t>(Opportunity::closed);

double power(double x, double exponent) {
  return x == 1.0 ? 1.0 : elementary::exp(exponent * elementary::log(x));
}

template <class Of>
double mean_of(const std::vector<double>& years, double factor, const Of& of) {
  double sum = 0.0;
  for (const double span : years) {
    sum += of(span * factor);
  }
  return years.empty() ? 0.0 : sum / static_cast<double>(years.size());
}

double mean_annuity(const Prospect& prospect, const DevelopmentTime& time, double factor) {
  const auto annuity = [&](double years) { return prospect.annuity(years); };
  return time.success * mean_of(time.qualified, factor, annuity) +
         (1.0 - time.success) * mean_of(time.ended, factor, annuity);
}

/// Central difference of log effort.
template <class Of>
double slope_at_one(const Of& of) {
  constexpr double step = 0.05;
  return (of(elementary::exp(step)) - of(elementary::exp(-step))) / (2.0 * step);
}

/// Mean cost of the repetitions of a stage, with the stages that a failure leads back to.
double repetition_cost(const Technology& technology, std::size_t place) {
  const Stage& stage = technology.stages[place];
  if (stage.on_failure == OnFailure::end || stage.success.empty() || stage.success.back() < 1.0) {
    return 0.0;
  }
  double loop = stage.repeat_cost.major();
  for (std::size_t i = place; i-- > 0 && stage.on_failure == OnFailure::return_to;) {
    loop += technology.stages[i].repeat_cost.major();
    if (technology.stages[i].name == stage.return_to) {
      break;
    }
  }
  return mean_repetitions(stage.success, 1.0) * loop;
}

/// Of the firms of a technology, or of entrants where it has none.
double mean_burn(const Case& numbers, const Technology& technology) {
  double burn = 0.0;
  double firms = 0.0;
  for (const Firm& firm : numbers.firms) {
    if (firm.technology == technology.name) {
      burn += static_cast<double>(firm.burn.minor_per_year()) / 100.0;
      firms += 1.0;
    }
  }
  if (firms > 0.0) {
    return burn / firms;
  }
  return numbers.entry ? static_cast<double>(numbers.entry->burn.minor_per_year()) / 100.0 : 0.0;
}

/// Decisions at the beginnings of one technology's stages.
class StageDecisions {
 public:
  StageDecisions(const Behaviour& behaviour, const IdVector<StageId, DevelopmentTime>& times,
                 const IdVector<StageId, DevelopmentCost>& costs)
      : behaviour_(behaviour),
        terms_{behaviour.effort_cost, behaviour.effort_elasticity, behaviour.least_effort,
               behaviour.most_effort},
        times_(times),
        costs_(costs),
        weights_(times.size(), 1.0) {}

  /// Effect: costs are what the prospect without a programme reveals.
  void reveal(const Prospect& usual) {
    for (const StageId stage : times_.ids()) {
      weights_[stage.index()] = revealed_weight(usual, times_[stage], cost(stage), terms_);
    }
  }

  void choose(const Prospect& prospect, StageId stage, DecisionTable& table, std::size_t date,
              std::size_t opportunity) const {
    const double weight = weights_[stage.index()];
    EffortTerms bounds = terms_;
    if (!behaviour_.effort || weight == 0.0) {
      bounds.least = bounds.most = 1.0;
    }
    const EffortChoice choice = choose_effort(prospect, times_[stage], cost(stage), weight, bounds);
    table.effort[date][opportunity] = choice.effort;
    table.worth[date][opportunity] = choice.worth;
    table.net[date][opportunity] = choice.worth - weight * choice.outlay;
  }

 private:
  /// With revealed preferences only the shape of costs matters.
  DevelopmentCost cost(StageId stage) const {
    if (behaviour_.preferences == Preferences::stated) {
      return costs_[stage];
    }
    return terms_.cost == EffortCost::lump ? DevelopmentCost{1.0, 0.0} : DevelopmentCost{0.0, 1.0};
  }

  const Behaviour& behaviour_;
  EffortTerms terms_;
  const IdVector<StageId, DevelopmentTime>& times_;
  const IdVector<StageId, DevelopmentCost>& costs_;
  std::vector<double> weights_;
};

IdVector<StageId, DecisionTable> empty_tables(std::size_t stages, std::size_t dates) {
  DecisionTable table;
  table.effort.assign(dates, ByOpportunity{});
  table.worth = table.net = table.effort;
  IdVector<StageId, DecisionTable> tables;
  tables.assign(stages, table);
  return tables;
}

/// Of a firm that is founded at a date of decision, over the technologies that founders choose.
double newcomer(const IdVector<TechnologyId, IdVector<StageId, DecisionTable>>& tables,
                std::vector<ByOpportunity> DecisionTable::*what, const Case& numbers,
                std::size_t date, std::size_t opportunity) {
  double sum = 0.0;
  double weights = 0.0;
  for (const EntryChoice& choice : numbers.entry->technologies) {
    for (const TechnologyId technology : tables.ids()) {
      if (numbers.technologies[technology.index()].name == choice.technology) {
        sum += choice.weight * (tables[technology][StageId(0)].*what)[date][opportunity];
        weights += choice.weight;
      }
    }
  }
  return weights > 0.0 ? sum / weights : 0.0;
}

/// Of candidates, those that enter.
double entry_share(const Beliefs& beliefs, const Beliefs& without, const Case& numbers,
                   std::size_t date, std::size_t opportunity) {
  const FirmEntry& entry = *numbers.entry;
  const double spread = numbers.behaviour.entry_spread;
  if (numbers.behaviour.preferences == Preferences::stated) {
    const double net = newcomer(beliefs.tables, &DecisionTable::net, numbers, date, opportunity);
    const double cost = entry.private_cost.major();
    return spread > 0.0 ? response(0.5, net, cost, spread) : (net >= cost ? 1.0 : 0.0);
  }
  const double worth = newcomer(beliefs.tables, &DecisionTable::worth, numbers, date, opportunity);
  const double usual = newcomer(without.tables, &DecisionTable::worth, numbers, date, closed);
  return entry.ceiling > 1.0 ? response(1.0 / entry.ceiling, worth, usual, spread) : 1.0;
}

}  // namespace

Prospect::Prospect(const BeliefGrid& grid, const BeliefCurve& curve, std::size_t from,
                   std::size_t opportunity, bool gives_up)
    : steps_per_year_(1.0 / grid.step.years()) {
  const auto continuing = [&](const ByOpportunity& seen, std::size_t k) {
    const bool stops = gives_up && value_at(grid, curve, k, closed) <= 0.0;
    return stops ? 1.0 - seen[closed] : 1.0;
  };
  ByOpportunity now{};
  now[opportunity] = 1.0;
  double flows = 0.0;
  double spent = 0.0;
  const double start = grid.discount[from];
  for (std::size_t k = from; k <= grid.steps(); ++k) {
    const double discount = grid.discount[k] / start;
    double value = 0.0;
    for (std::size_t of = 0; of < opportunities; ++of) {
      value += now[of] * value_at(grid, curve, k, of);
    }
    receipts_.push_back(flows + discount * value);
    annuity_.push_back(spent);
    if (k == grid.steps()) {
      break;
    }
    ByOpportunity next{};
    for (std::size_t of = 0; of < opportunities; ++of) {
      flows += discount * now[of] * curve.flow[k][of];
      for (std::size_t to = 0; to < opportunities; ++to) {
        next[to] += now[of] * curve.moves[k][of][to];
      }
    }
    spent +=
        0.5 / steps_per_year_ *
        (discount * continuing(now, k) + grid.discount[k + 1] / start * continuing(next, k + 1));
    now = next;
  }
  receipts_never_ = flows;
  log_discount_ = elementary::log(grid.discount[grid.steps()] / grid.discount[grid.steps() - 1]) *
                  steps_per_year_;
}

double Prospect::receipts(double years) const {
  const double beyond = years - static_cast<double>(receipts_.size() - 1) / steps_per_year_;
  return beyond < 0.0 ? at(receipts_, years)
                      : receipts_never_ + (receipts_.back() - receipts_never_) *
                                              elementary::exp(log_discount_ * beyond);
}

double Prospect::at(const std::vector<double>& of, double years) const {
  const double place = years * steps_per_year_;
  if (!(place < static_cast<double>(of.size() - 1))) {
    return of.back();
  }
  const auto k = static_cast<std::size_t>(place);
  return of[k] + (place - static_cast<double>(k)) * (of[k + 1] - of[k]);
}

double worth(const Prospect& prospect, const DevelopmentTime& time, double effort,
             const EffortTerms& terms) {
  const double factor = power(effort, -terms.elasticity);
  return time.success * mean_of(time.qualified, factor,
                                [&](double years) { return prospect.receipts(years); }) +
         (1.0 - time.success) * prospect.receipts_never();
}

double outlay(const Prospect& prospect, const DevelopmentTime& time, const DevelopmentCost& cost,
              double effort, const EffortTerms& terms) {
  const double annuity =
      cost.burn > 0.0 ? mean_annuity(prospect, time, power(effort, -terms.elasticity)) : 0.0;
  return terms.cost == EffortCost::flow ? cost.fixed + effort * cost.burn * annuity
                                        : effort * cost.fixed + cost.burn * annuity;
}

EffortChoice choose_effort(const Prospect& prospect, const DevelopmentTime& time,
                           const DevelopmentCost& cost, double weight, const EffortTerms& terms) {
  const auto net = [&](double log_effort) {
    const double effort = elementary::exp(log_effort);
    return worth(prospect, time, effort, terms) -
           weight * outlay(prospect, time, cost, effort, terms);
  };
  const double low = elementary::log(terms.least);
  const double high = elementary::log(terms.most);
  constexpr int points = 16;
  const double step = (high - low) / points;
  // Effort 1 first: it stands where nothing is better.
  double best = std::clamp(0.0, low, high);
  double highest = net(best);
  for (int i = 0; i <= points && step > 0.0; ++i) {
    const double value = net(low + step * i);
    if (value > highest) {
      highest = value;
      best = low + step * i;
    }
  }
  constexpr double golden = 0.6180339887498949;
  double from = std::max(low, best - step);
  double to = std::min(high, best + step);
  for (int i = 0; i < 24 && to - from > 1e-4; ++i) {
    const double left = to - golden * (to - from);
    const double right = from + golden * (to - from);
    if (net(left) >= net(right)) {
      to = right;
    } else {
      from = left;
    }
  }
  const double middle = 0.5 * (from + to);
  if (net(middle) > highest) {
    best = middle;
  }
  const double effort = elementary::exp(best);
  return {effort, worth(prospect, time, effort, terms),
          outlay(prospect, time, cost, effort, terms)};
}

double revealed_weight(const Prospect& prospect, const DevelopmentTime& time,
                       const DevelopmentCost& cost, const EffortTerms& terms) {
  const double gain =
      slope_at_one([&](double effort) { return worth(prospect, time, effort, terms); });
  const double loss =
      slope_at_one([&](double effort) { return outlay(prospect, time, cost, effort, terms); });
  return gain > 0.0 && loss > 0.0 ? gain / loss : 0.0;
}

IdVector<TechnologyId, IdVector<StageId, DevelopmentCost>> development_costs(const Case& numbers) {
  IdVector<TechnologyId, IdVector<StageId, DevelopmentCost>> costs;
  for (const Technology& technology : numbers.technologies) {
    const double burn = mean_burn(numbers, technology);
    IdVector<StageId, DevelopmentCost> by_stage(technology.stages.size());
    double fixed = 0.0;
    for (std::size_t i = technology.stages.size(); i-- > 0;) {
      fixed += technology.stages[i].cost.major() + repetition_cost(technology, i);
      by_stage[StageId(i)] = {fixed, burn};
    }
    costs.push_back(std::move(by_stage));
  }
  return costs;
}

void decide(Beliefs& beliefs, const Beliefs& without, const Development& development,
            const Case& numbers) {
  const BeliefGrid& grid = beliefs.grid;
  const Behaviour& behaviour = numbers.behaviour;
  const bool revealed = behaviour.preferences == Preferences::revealed;
  const bool gives_up = behaviour.giving_up && !revealed;
  const std::size_t dates = beliefs.dates();
  beliefs.tables.assign(beliefs.curves.size(), {});
  for (const TechnologyId technology : beliefs.curves.ids()) {
    const auto& times = development.times[technology];
    StageDecisions decisions(behaviour, times, development.costs[technology]);
    IdVector<StageId, DecisionTable> tables = empty_tables(times.size(), dates);
    for (std::size_t date = 0; date < dates; ++date) {
      const std::size_t step = date * beliefs.decides_every;
      if (revealed) {
        decisions.reveal(Prospect(grid, without.curves[technology], step, closed, false));
      }
      for (std::size_t of = 0; of < opportunities; ++of) {
        const Prospect prospect(grid, beliefs.curves[technology], step, of, gives_up);
        for (const StageId stage : times.ids()) {
          decisions.choose(prospect, stage, tables[stage], date, of);
        }
      }
    }
    beliefs.tables[technology] = std::move(tables);
  }
}

std::vector<ByOpportunity> entry_shares(const Beliefs& beliefs, const Beliefs& without,
                                        const Case& numbers) {
  std::vector<ByOpportunity> shares(numbers.entry ? beliefs.dates() : 0);
  for (std::size_t date = 0; date < shares.size(); ++date) {
    for (std::size_t of = 0; of < opportunities; ++of) {
      shares[date][of] = entry_share(beliefs, without, numbers, date, of);
    }
  }
  return shares;
}

double response(double share, double worth, double usual, double spread) {
  if (!(worth > 0.0)) {
    return usual > 0.0 ? 0.0 : share;
  }
  if (!(usual > 0.0)) {
    return 1.0;
  }
  return normal_cdf(normal_quantile(share) +
                    (elementary::log(worth) - elementary::log(usual)) / spread);
}

}  // namespace firstcustomer
