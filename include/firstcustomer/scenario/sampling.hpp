#pragma once
/// \file
/// Draws cases: luck keyed by the paths of uncertain numbers, and the numbers of an arm's case.

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "firstcustomer/core/random.hpp"
#include "firstcustomer/scenario/scenario.hpp"

namespace firstcustomer {

/// Where the numbers live of what is described, by path.
std::map<std::string, NumberTarget> number_targets(
    const std::function<void(FieldVisitor&)>& describe_fields);

/// Tables of the laws of uncertain numbers.
LawTables tables_of(const std::vector<Uncertainty>& uncertainties);

/// The u of an uncertain number by its path: its own luck, before any correlation.
double parameter_uniform(const Luck& luck, EntityHash path);

/// The u of all uncertain numbers of a case: each number's own luck, then correlated as the
/// scenario says (core/copula.hpp). A number that is in no correlation keeps its luck to the bit.
class ParameterUniforms {
 public:
  /// Needs: correlations between some of these uncertainties.
  explicit ParameterUniforms(const std::vector<Uncertainty>& uncertainties,
                             const std::vector<Correlation>& correlations = {});

  /// One for each uncertainty, in their order; valid until the next call. A function of the luck
  /// alone. Costs: 16 ns a number, 100 to 180 more for each that is correlated.
  std::span<const double> draw(const Luck& luck);

  std::span<const EntityHash> paths() const { return paths_; }
  /// The places among the uncertainties of the numbers that are correlated.
  std::span<const std::size_t> correlated() const { return correlated_; }
  /// Correlates one independent u for each number of `correlated`, in that order.
  void correlate(std::span<double> u) { copula_.apply(u); }

 private:
  std::vector<EntityHash> paths_;
  std::vector<std::size_t> correlated_;
  GaussianCopula copula_;
  std::vector<double> u_;
  std::vector<double> of_correlated_;
};

/// Writes the uncertain fields of one copy of a case. The copy and the uncertainties must outlive
/// the sampler and keep their addresses; no vector in the copy may be resized.
class CaseSampler {
 public:
  /// Uncertainties that this arm does not have (the programme's, without one) are passed over.
  /// `laws`: tables of the uncertainties' laws, where speed matters.
  CaseSampler(const std::vector<Uncertainty>& uncertainties, Case& target, LawTables laws = {});

  /// Sets every uncertain field to its law's quantile at u: one for each of the uncertainties this
  /// was made from, in their order, those that are passed over included.
  /// Throws: ReplicationError if a drawn value does not fit its field.
  void set(std::span<const double> u);

  /// The uncertain fields as they stand, by path, in their canonical units.
  std::map<std::string, double> drawn() const;

  std::size_t size() const { return bound_.size(); }

 private:
  struct Bound {
    const Uncertainty* uncertainty;
    NumberTarget target;
    bool positive;
    std::size_t place;  // among the uncertainties
  };
  void store_at(const Bound& bound, double u);

  std::vector<Bound> bound_;
  std::size_t uncertainties_;
  LawTables laws_;
};

}  // namespace firstcustomer
