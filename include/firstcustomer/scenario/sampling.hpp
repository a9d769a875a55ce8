#pragma once
/// \file
/// Draws cases: sets the uncertain numbers of an arm's case from luck keyed by their paths.

#include <cstdint>
#include <span>
#include <vector>

#include "firstcustomer/core/random.hpp"
#include "firstcustomer/scenario/scenario.hpp"

namespace firstcustomer {

/// Tables of the laws of uncertain numbers.
LawTables tables_of(const std::vector<Uncertainty>& uncertainties);

/// The u of an uncertain number by its path: the luck that an independent design takes as it is.
double parameter_uniform(const Luck& luck, EntityHash path);

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
  /// As `set` with the luck of every path.
  void draw(const Luck& luck);

  std::size_t size() const { return bound_.size(); }

 private:
  struct Bound {
    const Uncertainty* uncertainty;
    NumberTarget target;
    bool positive;
    EntityHash hash;
    std::size_t place;  // among the uncertainties
  };
  void store_at(const Bound& bound, double u);

  std::vector<Bound> bound_;
  std::size_t uncertainties_;
  LawTables laws_;
};

}  // namespace firstcustomer
