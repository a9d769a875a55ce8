#pragma once
/// \file
/// What a report says in words: who responds, what is missing, through what a programme acts, what
/// an additional supplier costs, what is assumed, and how much failed.

#include <cstdint>
#include <string>
#include <string_view>

#include "firstcustomer/core/ratio.hpp"
#include "firstcustomer/experiment/monte_carlo.hpp"

namespace firstcustomer {

/// "Behaviour: fixed — nobody responds to the promise but by its cash." The first thing a reader
/// must know: without responses a promise cannot act but by cash.
std::string behaviour_sentence(const Scenario& scenario, const Plan& plan);

/// What the model could hold and this scenario does not, in one sentence; empty if nothing.
std::string absent_sentence(const Case& numbers);

/// "Effect on qualified suppliers by channel: cash +0.05 ± 0.01, …, interaction 0.00 ± 0.01."
/// Empty unless the plan takes the effect apart.
std::string channels_sentence(const Plan& plan, const Results& results);
/// The same of another measure, which is called `what` here; `symbol`: the currency's.
std::string channels_sentence(const Plan& plan, const Results& results, double Outcome::*measure,
                              std::string_view what, std::string_view symbol);

/// Of any arm whose effect the plan takes apart, and any declared outcome, without the words around
/// them: "cash +0.05 ± 0.01, …, interaction 0.00 ± 0.01".
std::string channel_effects(const Plan& plan, const Results& results, std::size_t arm,
                            std::size_t outcome, std::string_view symbol);

/// Whether the cost of an additional supplier stands beside present values.
enum class SupplierCost : std::uint8_t { absent, shown };
/// "Present values: prices of …, discounted at …." What they and, where it is shown, the cost of an
/// additional supplier are in.
std::string appraisal_sentence(const Scenario& scenario, SupplierCost cost);

/// "£390m (£330m to £470m)", or why there is no such number. `effect`: mean difference in qualified
/// suppliers; `symbol`: the currency's.
std::string cost_text(const RatioEstimate& cost, double effect, std::string_view symbol);

/// The parameters that decide how large a response is, as far as they are in force, with how many
/// values rest on no better source than an assumption. Uncertain ones at their medians.
std::string assumed_sentence(const Scenario& scenario);

/// One line where more than one replication in ten failed: what is left is then a selection. Names
/// the commonest message among the failures that are kept. Empty otherwise.
std::string failure_warning(const Results& results);

}  // namespace firstcustomer
