#pragma once
/// \file
/// The smallest case that still fails, for tests of random cases.

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <exception>
#include <functional>
#include <vector>

#include "firstcustomer/model/case.hpp"

namespace firstcustomer::testing {

using Cases = std::vector<Case>;

/// Cases with one element less, of the list that `list` finds in a case.
template <class List>
void add_without_one(const Case& numbers, std::size_t size, const List& list, Cases& smaller) {
  for (std::size_t i = 0; i < size; ++i) {
    Case less = numbers;
    auto& all = list(less);
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(i));
    smaller.push_back(std::move(less));
  }
}

/// Adds the case with one thing undone, if that is another case.
template <class Value, class Find>
void add_plain(const Case& numbers, const Find& find, const Value& plain, Cases& smaller) {
  Case less = numbers;
  if (!(find(less) == plain)) {
    find(less) = plain;
    smaller.push_back(std::move(less));
  }
}

/// Without places, better products or phases.
inline void add_plain_orders(const Case& numbers, std::size_t i, Cases& smaller) {
  const auto allocation = [i](Case& in) -> Allocation& { return in.programmes[i].allocation; };
  add_plain(
      numbers, [&](Case & in) -> auto& { return allocation(in).shares; }, std::vector<double>{},
      smaller);
  add_plain(
      numbers, [&](Case & in) -> auto& { return allocation(in).diverse; }, false, smaller);
  add_plain(
      numbers, [&](Case & in) -> auto& { return allocation(in).held_open; }, Duration::longest(),
      smaller);
  if (numbers.programmes[i].allocation.superiority) {
    smaller.push_back(numbers);
    allocation(smaller.back()).superiority.reset();
  }
  if (!numbers.programmes[i].allocation.phases.empty()) {
    smaller.push_back(numbers);
    allocation(smaller.back()).phases.clear();
    for (Clause& clause : smaller.back().programmes[i].contract) {
      clause.phase.clear();
    }
  }
}

inline void add_plain_programmes(const Case& numbers, std::size_t i, Cases& smaller) {
  const auto it = [i](Case& in) -> Programme& { return in.programmes[i]; };
  add_without_one(
      numbers,
      numbers.programmes[i].contract.size(), [&](Case & in) -> auto& { return it(in).contract; },
      smaller);
  add_plain(
      numbers, [&](Case & in) -> auto& { return it(in).fund.fiscal_year_caps; },
      std::vector<double>{}, smaller);
  add_plain(
      numbers, [&](Case & in) -> auto& { return it(in).strength.approval_delay; }, Law{}, smaller);
  add_plain(
      numbers, [&](Case & in) -> auto& { return it(in).strength.cancel_hazard; }, PerYear{},
      smaller);
  add_plain(
      numbers, [&](Case & in) -> auto& { return it(in).allocation.bond; }, Share{}, smaller);
  add_plain(
      numbers, [&](Case & in) -> auto& { return it(in).priority_at; }, std::string{}, smaller);
  add_plain(
      numbers, [&](Case & in) -> auto& { return it(in).contract_lasts; }, Duration::longest(),
      smaller);
  add_plain(
      numbers, [&](Case & in) -> auto& { return it(in).fund.payment_terms; }, Duration{}, smaller);
  add_plain(
      numbers, [&](Case & in) -> auto& { return it(in).inspection; }, Duration{}, smaller);
  add_plain(
      numbers, [&](Case & in) -> auto& { return it(in).fund.prices_follow; }, PriceLink::nothing,
      smaller);
  add_plain_orders(numbers, i, smaller);
  if (numbers.programmes[i].strength.soft_budget) {
    smaller.push_back(numbers);
    it(smaller.back()).strength.soft_budget.reset();
  }
  if (numbers.programmes[i].standard) {
    smaller.push_back(numbers);
    it(smaller.back()).standard.reset();
  }
  for (std::size_t k = 0; k < numbers.programmes[i].contract.size(); ++k) {
    const auto clause = [&](Case& in) -> Clause& { return it(in).contract[k]; };
    add_plain(
        numbers, [&](Case & in) -> auto& { return clause(in).when; }, std::optional<Formula>{},
        smaller);
    add_plain(
        numbers, [&](Case & in) -> auto& { return clause(in).after; }, Duration{}, smaller);
    add_plain(
        numbers, [&](Case & in) -> auto& { return clause(in).at_most; }, Clause{}.at_most, smaller);
    add_plain(
        numbers, [&](Case & in) -> auto& { return clause(in).for_equity; }, false, smaller);
    add_plain(
        numbers, [&](Case & in) -> auto& { return clause(in).option; }, false, smaller);
    add_plain(
        numbers, [&](Case & in) -> auto& { return clause(in).renegotiated; }, Share{}, smaller);
    add_plain(
        numbers, [&](Case & in) -> auto& { return clause(in).due; }, Duration::longest(), smaller);
  }
}

/// Cases that are a little simpler.
inline Cases simpler(const Case& numbers) {
  Cases smaller;
  add_without_one(
      numbers, numbers.programmes.size(), [](Case & in) -> auto& { return in.programmes; },
      smaller);
  add_without_one(
      numbers, numbers.firms.size(), [](Case & in) -> auto& { return in.firms; }, smaller);
  const auto reset = [&](auto Case::*part) {
    if (numbers.*part) {
      smaller.push_back(numbers);
      (smaller.back().*part).reset();
    }
  };
  reset(&Case::entry);
  reset(&Case::private_demand);
  reset(&Case::clearing);
  reset(&Case::incumbents);
  const auto reset_finance = [&](auto Finance::*part) {
    if (numbers.finance.*part) {
      smaller.push_back(numbers);
      (smaller.back().finance.*part).reset();
    }
  };
  reset_finance(&Finance::signals);
  reset_finance(&Finance::bridge);
  reset_finance(&Finance::exits);
  reset_finance(&Finance::regime);
  reset_finance(&Finance::contract_debt);
  add_plain(
      numbers, [](Case & in) -> auto& { return in.cumulation_cap; }, no_cap, smaller);
  for (std::size_t i = 0; i < numbers.programmes.size(); ++i) {
    add_plain_programmes(numbers, i, smaller);
  }
  return smaller;
}

/// Goes from a case that fails to a simpler one that fails, as long as there is one.
inline Case shrink(Case failing, const std::function<bool(const Case&)>& fails) {
  for (bool found = true; found;) {
    found = false;
    for (Case& less : simpler(failing)) {
      if (fails(less)) {
        failing = std::move(less);
        found = true;
        break;
      }
    }
  }
  return failing;
}

/// Whether the checks fail, or throw, without telling anybody.
template <class Checks>
bool fails_silently(const Checks& checks) {
  ::testing::TestPartResultArray results;
  const ::testing::ScopedFakeTestPartResultReporter reporter(
      ::testing::ScopedFakeTestPartResultReporter::INTERCEPT_ONLY_CURRENT_THREAD, &results);
  try {
    checks();
  } catch (const std::exception&) {
    return true;
  }
  for (int i = 0; i < results.size(); ++i) {
    if (results.GetTestPartResult(i).failed()) {
      return true;
    }
  }
  return false;
}

}  // namespace firstcustomer::testing
