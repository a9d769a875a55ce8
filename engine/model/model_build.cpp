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

}  // namespace

Model Model::build(const Case& example, LawTables known) {
  Model model;
  model.laws = std::move(known);
  for_each_law(example, [&](const Law& law) { model.laws.add(law); });
  for (const Technology& technology : example.technologies) {
    const auto stages = hashes_of<StageId>(technology.stages);
    expect_distinct(stages);
    model.stages.push_back(stages);
  }
  model.facilities = hashes_of<FacilityId>(example.facilities);
  expect_distinct(model.facilities);
  for (const Technology& technology : example.technologies) {
    IdVector<StageId, FacilityId> needs;
    for (const Stage& stage : technology.stages) {
      needs.push_back(stage.facility.empty()
                          ? FacilityId::none()
                          : id_of<FacilityId>(example.facilities, stage.facility));
    }
    model.stage_facility.push_back(std::move(needs));
  }
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
    model.firms.push_back(
        {id, technology, id_of<StageId>(stages, firm.stage), hash_name(firm.name)});
  }
  std::sort(model.firms.begin(), model.firms.end(),
            [](const FirmStructure& a, const FirmStructure& b) { return a.hash < b.hash; });
  for (const FirmStructure& firm : model.firms) {
    model.next_round.push_back(round_id(example.firms[firm.firm.index()].next_round));
  }
  expect_distinct(hashes_of<CaseFirmId>(example.firms));
  return model;
}

}  // namespace firstcustomer
