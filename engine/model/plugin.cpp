#include "firstcustomer/model/plugin.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <cmath>
#include <string>
#include <utility>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/plugin.h"

namespace firstcustomer {
namespace {

struct CloseLibrary {
  void operator()(void* handle) const { dlclose(handle); }
};
using Library = std::unique_ptr<void, CloseLibrary>;

Library open_library(const std::filesystem::path& library) {
  // A name without a slash would be looked for in the system's folders.
  Library handle(dlopen(std::filesystem::absolute(library).c_str(), RTLD_NOW | RTLD_LOCAL));
  if (handle == nullptr) {
    throw PluginError(fmt::format("{} cannot be loaded ({})", library.string(), dlerror()));
  }
  return handle;
}

template <class Function>
Function* entry_point(void* handle, const std::filesystem::path& library, const char* name) {
  void* const symbol = dlsym(handle, name);
  if (symbol == nullptr) {
    throw PluginError(fmt::format("{} is no plugin (it does not export {}: firstcustomer/plugin.h)",
                                  library.string(), name));
  }
  return reinterpret_cast<Function*>(symbol);
}

firstcustomer_call call_of(const CallTerms& terms) {
  return {terms.places,      terms.money,         terms.reserve,        terms.worth,
          terms.least_score, terms.group_success, terms.target_capacity};
}

firstcustomer_applicant seen(const Applicant& applicant) {
  return {applicant.assessment, applicant.bid, applicant.capacity, applicant.units,
          applicant.success,    applicant.lot, applicant.group,    0};
}

}  // namespace

class Plugin::Loaded final : public Mechanism {
 public:
  explicit Loaded(const std::filesystem::path& library) : handle_(open_library(library)) {
    const auto abi = entry_point<decltype(firstcustomer_plugin_abi)>(handle_.get(), library,
                                                                     "firstcustomer_plugin_abi")();
    if (abi != FIRSTCUSTOMER_PLUGIN_ABI) {
      throw PluginError(fmt::format(
          "{} has ABI {} (this program has {}). Built against another firstcustomer/plugin.h?",
          library.string(), abi, FIRSTCUSTOMER_PLUGIN_ABI));
    }
    allocate_ = entry_point<decltype(firstcustomer_plugin_allocate)>(
        handle_.get(), library, "firstcustomer_plugin_allocate");
    const char* const name = entry_point<decltype(firstcustomer_plugin_name)>(
        handle_.get(), library, "firstcustomer_plugin_name")();
    if (name == nullptr || *name == '\0') {
      throw PluginError(fmt::format("{} has no name", library.string()));
    }
    name_ = name;
  }

  std::string_view name() const override { return name_; }
  Listing listing() const override { return Listing::winners; }

  void allocate(std::span<const Applicant> applicants, const CallTerms& terms,
                std::vector<Award>& awards) const override {
    std::vector<firstcustomer_applicant> considered;
    std::vector<std::uint32_t> who;  // of those considered
    for (std::uint32_t i = 0; i < applicants.size(); ++i) {
      if (is_considered(applicants[i], terms)) {
        considered.push_back(seen(applicants[i]));
        who.push_back(i);
      }
    }
    awards.clear();
    for (const firstcustomer_award& award : ask(call_of(terms), considered)) {
      awards.push_back({who[award.applicant], award.price, award.share});
    }
  }

 private:
  /// Sound awards, by the index of those considered.
  std::vector<firstcustomer_award> ask(
      const firstcustomer_call& call,
      const std::vector<firstcustomer_applicant>& considered) const {
    std::vector<firstcustomer_award> awards(considered.size());
    std::size_t awarded = 0;
    int code = 0;
    try {
      code = allocate_(&call, considered.data(), considered.size(), awards.data(), awards.size(),
                       &awarded);
    } catch (...) {
      fail("it threw an exception");
    }
    if (code != 0) {
      fail(fmt::format("it reports error {}", code));
    }
    if (awarded > awards.size()) {
      fail(fmt::format("{} awards to {} applicants", awarded, awards.size()));
    }
    awards.resize(awarded);
    check(awards, considered.size());
    return awards;
  }

  void check(const std::vector<firstcustomer_award>& awards, std::size_t applicants) const {
    std::vector<bool> has_one(applicants, false);
    for (const firstcustomer_award& award : awards) {
      if (award.applicant >= applicants) {
        fail(fmt::format("an award to applicant {} of {}, counted from 0", award.applicant,
                         applicants));
      }
      if (has_one[award.applicant]) {
        fail(fmt::format("two awards to applicant {}, counted from 0", award.applicant));
      }
      has_one[award.applicant] = true;
      if (!std::isfinite(award.price) || award.price < 0.0) {
        fail(fmt::format("a price of {}", award.price));
      }
      if (!(award.share >= 0.0 && award.share <= 1.0)) {
        fail(fmt::format("a share of {}", award.share));
      }
    }
  }

  [[noreturn]] void fail(const std::string& why) const {
    throw ReplicationError(fmt::format("the plugin {} cannot be followed: {}", name_, why));
  }

  Library handle_;
  decltype(firstcustomer_plugin_allocate)* allocate_ = nullptr;
  std::string name_;
};

Plugin::Plugin(const std::filesystem::path& library)
    : loaded_(std::make_unique<const Loaded>(library)) {}
Plugin::Plugin(Plugin&&) noexcept = default;
Plugin& Plugin::operator=(Plugin&&) noexcept = default;
Plugin::~Plugin() = default;

const Mechanism& Plugin::mechanism() const {
  return *loaded_;
}

}  // namespace firstcustomer
