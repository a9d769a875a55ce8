#include <algorithm>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/model/world.hpp"

namespace firstcustomer {
namespace {

template <class Named>
std::uint32_t index_of(const std::vector<Named>& items, const std::string& name) {
  const auto found = std::find_if(items.begin(), items.end(),
                                  [&](const Named& item) { return item.name == name; });
  ensure(found != items.end(), "every name resolves");
  return static_cast<std::uint32_t>(found - items.begin());
}

template <class Named>
std::vector<EntityHash> hashes_of(const std::vector<Named>& items) {
  std::vector<EntityHash> hashes;
  for (const Named& item : items) {
    hashes.push_back(hash_name(item.name));
  }
  return hashes;
}

/// Draws are told apart by the upper half of these hashes (chance.hpp).
void expect_distinct(std::vector<EntityHash> hashes) {
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
    model.stages.push_back(hashes_of(technology.stages));
    expect_distinct(model.stages.back());
  }
  model.facilities = hashes_of(example.facilities);
  expect_distinct(model.facilities);
  for (const Technology& technology : example.technologies) {
    std::vector<std::uint32_t>& needs = model.stage_facility.emplace_back();
    for (const Stage& stage : technology.stages) {
      needs.push_back(stage.facility.empty() ? none : index_of(example.facilities, stage.facility));
    }
  }
  model.benchmarks = hashes_of(example.benchmarks);
  expect_distinct(model.benchmarks);
  model.rounds = hashes_of(example.finance.rounds);
  expect_distinct(model.rounds);
  const auto round_index = [&](const std::string& name) {
    return name.empty() ? none : index_of(example.finance.rounds, name);
  };
  for (const Round& round : example.finance.rounds) {
    model.then.push_back(round_index(round.then));
  }
  for (const Threshold& threshold : example.standard.thresholds) {
    model.threshold_benchmark.push_back(index_of(example.benchmarks, threshold.benchmark));
  }
  for (std::uint32_t i = 0; i < example.firms.size(); ++i) {
    const Firm& firm = example.firms[i];
    const std::uint32_t technology = index_of(example.technologies, firm.technology);
    model.firms.push_back({i, technology,
                           index_of(example.technologies[technology].stages, firm.stage),
                           hash_name(firm.name)});
  }
  std::sort(model.firms.begin(), model.firms.end(),
            [](const FirmStructure& a, const FirmStructure& b) { return a.hash < b.hash; });
  for (const FirmStructure& firm : model.firms) {
    model.next_round.push_back(round_index(example.firms[firm.firm].next_round));
  }
  expect_distinct(hashes_of(example.firms));
  return model;
}

}  // namespace firstcustomer
