#include "firstcustomer/scenario/correlation.hpp"

#include <algorithm>

namespace firstcustomer {

CorrelatedNumbers correlated_numbers(const std::vector<Correlation>& correlations) {
  CorrelatedNumbers numbers;
  auto& paths = numbers.paths;
  for (const Correlation& correlation : correlations) {
    paths.insert(paths.end(), correlation.between.begin(), correlation.between.end());
  }
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  const auto place = [&](const std::string& path) {
    return static_cast<std::size_t>(std::lower_bound(paths.begin(), paths.end(), path) -
                                    paths.begin());
  };
  numbers.pearson = CorrelationMatrix(paths.size());
  for (const Correlation& correlation : correlations) {
    const double pearson = rank_to_pearson(correlation.rank);
    for (std::size_t i = 0; i < correlation.between.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        numbers.pearson.set(place(correlation.between[i]), place(correlation.between[j]), pearson);
      }
    }
  }
  return numbers;
}

}  // namespace firstcustomer
