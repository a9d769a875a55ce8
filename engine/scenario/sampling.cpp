#include "firstcustomer/scenario/sampling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/model/chance.hpp"
#include "firstcustomer/scenario/describe.hpp"

namespace firstcustomer {
namespace {

struct Found {
  NumberTarget target;
  bool positive;  // zero is out of the field's range
};
using Paths = std::map<std::string, Found>;

bool is_positive(const NumberField& field) {
  return field.range.low == 0.0 && !field.range.low_included;
}

/// Finds where the numbers of a case live, by path.
class Binder : public FieldVisitor {
 public:
  Binder(std::string path, Paths& targets) : path_(std::move(path)), targets_(targets) {}

  void text(std::string_view, std::string&, const FieldText&) override {}
  void texts(std::string_view, std::vector<std::string>&, const FieldText&) override {}
  void date(std::string_view, Date&, const FieldText&) override {}
  void word(std::string_view, std::uint8_t&, std::span<const std::string_view>,
            const FieldText&) override {}
  void number(std::string_view key, NumberTarget target, const NumberField& field) override {
    targets_.emplace(path_of(key), Found{target, is_positive(field)});
  }
  void amount(std::string_view key, Amount& target, const AmountField& field) override {
    if (!target.formula) {
      FieldVisitor::amount(key, target, field);
    }
  }
  void numbers(std::string_view key, std::vector<double>& target,
               const NumberField& field) override {
    for (std::size_t i = 0; i < target.size(); ++i) {
      targets_.emplace(fmt::format("{}.{}", path_of(key), i),
                       Found{&target[i], is_positive(field)});
    }
  }
  void law(std::string_view key, Law& target, const NumberField& field) override {
    if (target.family == LawFamily::constant) {
      targets_.emplace(path_of(key), Found{&target.parameters[0], is_positive(field)});
      return;
    }
    const LawDescription& family = description(target.family);
    if (family.parameters.front().form == Form::list) {
      return;  // lists are not uncertain
    }
    for (std::size_t i = 0; i < family.parameters.size(); ++i) {
      targets_.emplace(
          fmt::format("{}.{}.{}", path_of(key), family.name, family.parameters[i].name),
          Found{&target.parameters[i], family.parameters[i].values == Values::positive});
    }
  }
  void object(std::string_view key, const FieldText&,
              const std::function<void(FieldVisitor&)>& describe_fields) override {
    Binder inner(path_of(key), targets_);
    describe_fields(inner);
  }
  void list(std::string_view key, const Container& items, const FieldText&) override {
    for (std::size_t i = 0; i < items.size(); ++i) {
      Binder inner(fmt::format("{}.{}", path_of(key), i), targets_);
      items.describe_item(inner, i);
    }
  }
  void name_map(std::string_view key, const Container& items, const FieldText&) override {
    for (std::size_t i = 0; i < items.size(); ++i) {
      Binder inner(fmt::format("{}.{}", path_of(key), items.name(i)), targets_);
      items.describe_item(inner, i);
    }
  }

 private:
  std::string path_of(std::string_view key) const {
    return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
  }

  std::string path_;
  Paths& targets_;
};

}  // namespace

std::map<std::string, NumberTarget> number_targets(
    const std::function<void(FieldVisitor&)>& describe_fields) {
  Paths found;
  Binder binder("", found);
  describe_fields(binder);
  std::map<std::string, NumberTarget> targets;
  for (const auto& [path, number] : found) {
    targets.emplace(path, number.target);
  }
  return targets;
}

LawTables tables_of(const std::vector<Uncertainty>& uncertainties) {
  LawTables laws;
  for (const Uncertainty& uncertainty : uncertainties) {
    laws.add(uncertainty.law);
  }
  return laws;
}

double parameter_uniform(const Luck& luck, EntityHash path) {
  return luck.uniform(purpose(Chance::parameter), path, Ordinal{});
}

ParameterUniforms::ParameterUniforms(const std::vector<Uncertainty>& uncertainties,
                                     const std::vector<Correlation>& correlations)
    : u_(uncertainties.size()) {
  for (const Uncertainty& uncertainty : uncertainties) {
    paths_.push_back(hash_name(uncertainty.path));
  }
  const CorrelatedNumbers numbers = correlated_numbers(correlations);
  for (const std::string& path : numbers.paths) {
    const auto found =
        std::find_if(uncertainties.begin(), uncertainties.end(),
                     [&](const Uncertainty& uncertainty) { return uncertainty.path == path; });
    expect(found != uncertainties.end(), "correlations are between uncertain numbers");
    correlated_.push_back(static_cast<std::size_t>(found - uncertainties.begin()));
  }
  copula_ = GaussianCopula(nearest_correlation(numbers.pearson));
  of_correlated_.resize(correlated_.size());
}

std::span<const double> ParameterUniforms::draw(const Luck& luck) {
  std::transform(paths_.begin(), paths_.end(), u_.begin(),
                 [&](EntityHash path) { return parameter_uniform(luck, path); });
  if (correlated_.empty()) {
    return u_;
  }
  std::transform(correlated_.begin(), correlated_.end(), of_correlated_.begin(),
                 [&](std::size_t place) { return u_[place]; });
  correlate(of_correlated_);
  for (std::size_t k = 0; k < correlated_.size(); ++k) {
    u_[correlated_[k]] = of_correlated_[k];
  }
  return u_;
}

CaseSampler::CaseSampler(const std::vector<Uncertainty>& uncertainties, Case& target,
                         LawTables laws)
    : uncertainties_(uncertainties.size()), laws_(std::move(laws)) {
  Paths targets;
  Binder binder("", targets);
  describe(binder, target);
  for (std::size_t i = 0; i < uncertainties.size(); ++i) {
    const Uncertainty& uncertainty = uncertainties[i];
    std::vector<std::string> paths = uncertainty.also;
    paths.push_back(uncertainty.path);
    for (const std::string& path : paths) {
      const auto found = targets.find(path);
      if (found != targets.end()) {
        bound_.push_back({&uncertainty, found->second.target, found->second.positive, i});
      }
    }
  }
}

void CaseSampler::store_at(const Bound& bound, double u) {
  store(bound.target, laws_.quantile(bound.uncertainty->law, u));
  if (bound.positive && is_zero(bound.target)) {
    throw ReplicationError(
        fmt::format("the drawn value of {} rounds to nothing", bound.uncertainty->path));
  }
}

void CaseSampler::set(std::span<const double> u) {
  expect(u.size() == uncertainties_, "there is one u for each uncertainty");
  for (const Bound& bound : bound_) {
    store_at(bound, u[bound.place]);
  }
}

std::map<std::string, double> CaseSampler::drawn() const {
  std::map<std::string, double> values;
  for (const Bound& bound : bound_) {
    values.emplace(bound.uncertainty->path, stored(bound.target));
  }
  return values;
}

}  // namespace firstcustomer
