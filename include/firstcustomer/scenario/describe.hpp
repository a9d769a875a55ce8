#pragma once
/// \file
/// The fields of a scenario, each described once.

#include "firstcustomer/model/case.hpp"
#include "firstcustomer/scenario/correlation.hpp"
#include "firstcustomer/scenario/field.hpp"

namespace firstcustomer {

/// The head of a scenario file: what is not a number of the model.
struct ScenarioHead {
  std::string title;
  std::string description;
  std::int64_t seed = 1;
  std::string currency = "GBP";
};

/// What a scenario file says of the one it extends.
struct Extension {
  std::string extends = "none";
  std::string reason;
  /// Paths of the extended scenario that the variant does without.
  std::vector<std::string> remove;

  bool extends_another() const { return extends != "none"; }
};

void describe(FieldVisitor& visitor, Extension& extension);
/// Described first: the currency decides how money is written.
void describe(FieldVisitor& visitor, ScenarioHead& head);
/// In this order: later fields depend on earlier ones (a threshold on its benchmark's unit).
void describe(FieldVisitor& visitor, Case& numbers);

/// Described last: correlations are between numbers described before.
void describe(FieldVisitor& visitor, std::vector<Correlation>& correlations);

/// Left out, its dates are the start's.
void describe(FieldVisitor& visitor, Appraisal& appraisal, Date start);
void describe(FieldVisitor& visitor, Benchmark& benchmark);
void describe(FieldVisitor& visitor, FrontierPath& path, const Benchmark& benchmark);
void describe(FieldVisitor& visitor, Standard& standard, const std::vector<Benchmark>& benchmarks);
void describe(FieldVisitor& visitor, Technology& technology);
void describe(FieldVisitor& visitor, Supply& supply);
void describe(FieldVisitor& visitor, CapacityTerms& terms);
/// As a map of names: whether a stage can be repeated depends on those after it.
void describe(FieldVisitor& visitor, std::vector<Stage>& stages);
void describe(FieldVisitor& visitor, Facility& facility);
/// Left out, there is no history.
void describe(FieldVisitor& visitor, Finance& finance, Date start);
void describe(FieldVisitor& visitor, VentureRegime& regime);
void describe(FieldVisitor& visitor, ContractDebt& debt);
/// Left out, the firm is there from the start.
void describe(FieldVisitor& visitor, Firm& firm, Date start);
void describe(FieldVisitor& visitor, std::optional<Respins>& respins);
void describe(FieldVisitor& visitor, FirmEntry& entry);
void describe(FieldVisitor& visitor, PrivateDemand& demand);
void describe(FieldVisitor& visitor, FrontierPurchase& purchase);
void describe(FieldVisitor& visitor, MarketClearing& clearing);
void describe(FieldVisitor& visitor, Incumbents& incumbents);
void describe_market(FieldVisitor& visitor, Case& numbers);
/// What entering costs founders is among what decides behaviour, and stands in `entry`.
void describe(FieldVisitor& visitor, Behaviour& behaviour, std::optional<FirmEntry>& entry);
/// Left out, the promise was made at the start.
void describe(FieldVisitor& visitor, Programme& programme, Date start,
              const std::vector<Benchmark>& benchmarks);
void describe(FieldVisitor& visitor, Clause& clause);
void describe(FieldVisitor& visitor, TournamentPhase& phase);
void describe(FieldVisitor& visitor, SoftBudget& soft);

}  // namespace firstcustomer
