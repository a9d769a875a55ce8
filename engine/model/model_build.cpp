#include <algorithm>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/model/world.hpp"

namespace firstcustomer {
namespace {

template <class IdType, class Named>
IdType id_of(const std::vector<Named>& items, const std::string& name) {
  const auto found = std::find_if(items.begin(), items.end(),
                                  [&](const Named& item) { return item.name == name; });
  ensure(found != items.end(), "every name resolves");
  return IdType(static_cast<std::size_t>(found - items.begin()));
}

template <class IdType, class Named>
IdVector<IdType, EntityHash> hashes_of(const std::vector<Named>& items) {
  IdVector<IdType, EntityHash> hashes;
  for (const Named& item : items) {
    hashes.push_back(hash_name(item.name));
  }
  return hashes;
}

/// Draws are told apart by the upper half of these hashes (chance.hpp).
template <class IdType>
void expect_distinct(IdVector<IdType, EntityHash> hashes) {
  std::sort(hashes.begin(), hashes.end());
  const auto twin = std::adjacent_find(
      hashes.begin(), hashes.end(),
      [](EntityHash a, EntityHash b) { return a.value >> 32U == b.value >> 32U; });
  ensure(twin == hashes.end(), "no two names of one list share a hash");
}

StageId prototype_stage(const std::vector<Stage>& stages) {
  for (std::size_t i = 0; i + 1 < stages.size(); ++i) {
    if (stages[i].prototype) {
      return StageId(i);
    }
  }
  return stages.size() > 1 ? StageId(stages.size() - 2) : StageId::none();
}

/// Of that name, or none.
StageId find_stage(const Technology& technology, const std::string& name) {
  const auto found = std::find_if(technology.stages.begin(), technology.stages.end(),
                                  [&](const Stage& stage) { return stage.name == name; });
  return found == technology.stages.end()
             ? StageId::none()
             : StageId(static_cast<std::size_t>(found - technology.stages.begin()));
}

std::vector<StageId> milestone_stages(const Technology& technology, const Programme& programme) {
  std::vector<StageId> at;
  for (const Clause& clause : programme.contract) {
    at.push_back(clause.on == Trigger::milestone ? find_stage(technology, clause.milestone)
                                                 : StageId::none());
  }
  return at;
}

/// By phase; none where the technology has no such stage.
std::vector<StageId> deliverable_stages(const Technology& technology, const Programme& programme) {
  std::vector<StageId> at;
  for (const TournamentPhase& phase : programme.allocation.phases) {
    at.push_back(find_stage(technology, phase.deliverable));
  }
  return at;
}

ProgrammeStructure structure_of(const Programme& programme, const Case& example) {
  ProgrammeStructure structure;
  structure.luck = programme.luck.empty() ? EntityHash{} : hash_name(programme.luck);
  if (programme.standard) {
    for (const Threshold& threshold : programme.standard->thresholds) {
      structure.threshold_benchmark.push_back(
          id_of<BenchmarkId>(example.benchmarks, threshold.benchmark));
    }
  }
  for (const Clause& clause : programme.contract) {
    structure.triggers |= 1U << static_cast<unsigned>(clause.on);
  }
  if (!programme.priority_at.empty()) {
    structure.priority_at = id_of<FacilityId>(example.facilities, programme.priority_at);
  }
  return structure;
}

TechnologyStructure structure_of(const Technology& technology, const Case& example) {
  TechnologyStructure structure;
  structure.hash = hash_name(technology.name);
  structure.class_hash =
      technology.class_name.empty() ? structure.hash : hash_name(technology.class_name);
  structure.stages = hashes_of<StageId>(technology.stages);
  expect_distinct(structure.stages);
  for (const Stage& stage : technology.stages) {
    structure.facility.push_back(stage.facility.empty()
                                     ? FacilityId::none()
                                     : id_of<FacilityId>(example.facilities, stage.facility));
    structure.return_to.push_back(stage.on_failure == OnFailure::return_to
                                      ? id_of<StageId>(technology.stages, stage.return_to)
                                      : StageId::none());
  }
  structure.prototype = prototype_stage(technology.stages);
  for (const Programme& programme : example.programmes) {
    structure.milestones.push_back(milestone_stages(technology, programme));
    structure.deliverables.push_back(deliverable_stages(technology, programme));
    structure.eligible_from.push_back(find_stage(technology, programme.eligibility.stage_at_least));
  }
  return structure;
}

/// Slots for nearly all replications; the rest find more (world.cpp).
std::size_t slots_for_entrants(const Case& example) {
  if (!example.entry) {
    return 0;
  }
  const double years =
      static_cast<double>(example.horizon.day_number() - example.start.day_number()) /
      days_per_year;
  const double most = example.entry->rate.value() * example.entry->ceiling * std::max(years, 0.0);
  return 8 + static_cast<std::size_t>(std::min(most, 1000.0));
}

}  // namespace

ProgrammeId Model::programme_of_date(std::uint32_t slot) const {
  ProgrammeId found(0);
  for (const ProgrammeId programme : programmes.ids()) {
    found = programmes[programme].first_date <= slot ? programme : found;
  }
  return found;
}

Model Model::build(const Case& example, LawTables known) {
  Model model;
  model.laws = std::move(known);
  for_each_law(example, [&](const Law& law) { model.laws.add(law); });
  for (const Technology& technology : example.technologies) {
    model.technologies.push_back(structure_of(technology, example));
  }
  for (const Programme& programme : example.programmes) {
    ProgrammeStructure structure = structure_of(programme, example);
    structure.first_date = static_cast<std::uint32_t>(model.dates);
    model.dates += programme.contract.size();
    model.programmes.push_back(std::move(structure));
  }
  model.facilities = hashes_of<FacilityId>(example.facilities);
  expect_distinct(model.facilities);
  model.benchmarks = hashes_of<BenchmarkId>(example.benchmarks);
  expect_distinct(model.benchmarks);
  model.rounds = hashes_of<RoundId>(example.finance.rounds);
  expect_distinct(model.rounds);
  const auto round_id = [&](const std::string& name) {
    return name.empty() ? RoundId::none() : id_of<RoundId>(example.finance.rounds, name);
  };
  for (const Round& round : example.finance.rounds) {
    model.then.push_back(round_id(round.then));
  }
  for (const Threshold& threshold : example.standard.thresholds) {
    model.threshold_benchmark.push_back(
        id_of<BenchmarkId>(example.benchmarks, threshold.benchmark));
  }
  for (const CaseFirmId id : IdRange<CaseFirmId>(example.firms.size())) {
    const Firm& firm = example.firms[id.index()];
    const auto technology = id_of<TechnologyId>(example.technologies, firm.technology);
    const std::vector<Stage>& stages = example.technologies[technology.index()].stages;
    std::vector<RoundId> after;
    for (const KnownRaise& raise : firm.raises) {
      after.push_back(round_id(raise.next_round));
    }
    model.firms.push_back({id, technology, id_of<StageId>(stages, firm.stage),
                           round_id(firm.next_round), hash_name(firm.name), std::move(after)});
  }
  std::sort(model.firms.begin(), model.firms.end(),
            [](const FirmStructure& a, const FirmStructure& b) { return a.hash < b.hash; });
  expect_distinct(hashes_of<CaseFirmId>(example.firms));
  if (example.entry) {
    for (const EntryChoice& choice : example.entry->technologies) {
      model.entrant_technologies.push_back(
          id_of<TechnologyId>(example.technologies, choice.technology));
    }
    model.entrant_round = round_id(example.entry->next_round);
    model.entrant_slots = slots_for_entrants(example);
  }
  return model;
}

}  // namespace firstcustomer
