#pragma once
/// \file
/// Plans: which variants of a scenario are run against which, on what luck, how often.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "firstcustomer/experiment/design.hpp"
#include "firstcustomer/model/world.hpp"
#include "firstcustomer/scenario/scenario.hpp"

namespace firstcustomer {

inline constexpr std::string_view no_programme = "no-programme";

/// One variant of the scenario. The first arm of a plan is the counterfactual of all others.
struct Arm {
  std::string name;
  Case numbers;
  Model model;
};

/// A way in which a programme acts: by the cash of its contracts, by what their news tells
/// investors, by whom its promise draws to found firms.
enum class Channel : std::uint8_t { cash, signal, entry };
inline constexpr std::string_view channel_names[] = {"cash", "signal", "entry"};
/// Of the arms in which one channel acts alone.
inline constexpr std::string_view channel_arm_names[] = {"cash-only", "signal-only", "entry-only"};

/// A channel, and the arm whose difference from the first one is its effect.
struct ChannelArm {
  Channel channel = Channel::cash;
  std::size_t arm = 0;
};

/// Everything that decides the results.
struct Plan {
  std::vector<Arm> arms;
  std::vector<Uncertainty> uncertainties;
  std::vector<Correlation> correlations;
  LawTables parameter_laws;
  std::uint64_t seed = 1;
  std::int64_t replications = 0;
  Design design = Design::independent;
  /// The channels of the second arm that can act. Empty unless its effect is taken apart
  /// (channels.hpp); more than one have arms of their own, which are the last.
  std::vector<ChannelArm> channels = {};
  /// Whether statistics of the quarterly series of the compared arms are kept, too. They decide
  /// nothing else.
  bool keeps_series = false;

  std::int64_t blocks() const { return (replications + block_size - 1) / block_size; }
  std::int64_t full_blocks() const { return replications / block_size; }
  bool has_channel_arms() const { return channels.size() > 1; }
  /// The arms that stand beside each other in reports: the first so many.
  std::size_t compared_arms() const {
    return arms.size() - (has_channel_arms() ? channels.size() : 0U);
  }
};

/// Of the arm with a case's programmes: the name of the one, or `programmes`.
std::string name_of_programmes(const Case& numbers);

/// The arms `no-programme` and, where the scenario has one, its programme.
Plan make_plan(const Scenario& scenario, std::int64_t replications,
               Design design = Design::independent);

}  // namespace firstcustomer
