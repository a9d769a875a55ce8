#pragma once
/// \file
/// Plans: which variants of a scenario are run against which, on what luck, how often.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "firstcustomer/experiment/design.hpp"
#include "firstcustomer/model/world.hpp"
#include "firstcustomer/scenario/scenario.hpp"

namespace firstcustomer {

struct BeliefReport;

inline constexpr std::string_view no_programme = "no-programme";

/// The numbers that are drawn once per case, and how they hang together.
struct Parameters {
  std::vector<Uncertainty> uncertainties;
  std::vector<Correlation> correlations;
  LawTables parameter_laws;
};

/// One variant of the scenario. The first arm of a plan is what all others are compared with.
struct Arm {
  std::string name;
  Case numbers;
  Model model;
  /// Where they are not the plan's. A number of one path meets the same luck in every arm: under
  /// another law it has another value at the same place (but for correlations of other numbers).
  std::shared_ptr<const Parameters> own = {};
  /// The scenario as resolved without its programmes: where it is the same text, arms have the same
  /// world without them. Empty: not known.
  std::string world = {};
  /// With optimising behaviour, by set: what is believed in this arm, and without any programme.
  std::vector<std::shared_ptr<const Beliefs>> beliefs = {};
  std::vector<std::shared_ptr<const Beliefs>> beliefs_without = {};
  /// How they were found (beliefs.hpp).
  std::shared_ptr<const BeliefReport> found_beliefs = {};
};

/// A way in which a programme acts: by the cash of its contracts, by what their news tells
/// investors, by whom its promise draws to found firms, by how hard firms then try.
enum class Channel : std::uint8_t { cash, signal, entry, effort };
inline constexpr std::string_view channel_names[] = {"cash", "signal", "entry", "effort"};
/// Of the arms in which one channel acts alone.
inline constexpr std::string_view channel_arm_names[] = {"cash-only", "signal-only", "entry-only",
                                                         "effort-only"};

/// A channel of an arm, and the arm whose difference from the first one is its effect.
struct ChannelArm {
  Channel channel = Channel::cash;
  std::size_t arm = 0;
  /// Whose effect is taken apart. The same arm, where no other channel can act.
  std::size_t of = 1;
};

/// Arms compete, case by case, for the best mean of an outcome over the lucks of the case.
struct Contest {
  /// Among the declared ones.
  std::size_t outcome = 0;
  /// Whether less of it is better.
  bool least = false;
};

/// Everything that decides the results.
struct Plan : Parameters {
  std::vector<Arm> arms;
  std::uint64_t seed = 1;
  std::int64_t replications = 0;
  Design design = Design::independent;
  /// The channels of arms that can act. Empty unless effects are taken apart (channels.hpp); where
  /// an arm has more than one they have arms of their own, which are the last of the plan.
  std::vector<ChannelArm> channels = {};
  /// Whether statistics of the quarterly series of the compared arms are kept, too. They decide
  /// nothing else.
  bool keeps_series = false;
  /// The index of the first replication: plans whose replications do not overlap share no luck.
  /// A multiple of `block_size`.
  std::int64_t first = 0;
  /// How many replications meet one case, each with luck of its own: replication r has case
  /// ⌊r / lucks⌋, whose uncertain numbers are those that replication has where there is one luck.
  /// Divides `block_size`; 1 with a Latin hypercube.
  std::int64_t lucks = 1;
  std::optional<Contest> contest = {};
  /// Sets of beliefs that replications take in turn; 0 without optimising behaviour. Several lucks
  /// of one case have the same set.
  std::int64_t pilots = 0;

  /// The set of a replication in arms with so many.
  std::size_t set_of(std::int64_t replication, std::size_t sets) const {
    return static_cast<std::size_t>(case_of(replication)) % sets;
  }
  /// The set of a replication among all that are taken apart in intervals. Needs: pilots > 0.
  std::size_t belief_set(std::int64_t replication) const {
    return set_of(replication, static_cast<std::size_t>(pilots));
  }
  std::int64_t case_of(std::int64_t replication) const { return replication / lucks; }
  std::int64_t cases() const { return (replications + lucks - 1) / lucks; }
  /// Whether replications are not independent of each other, but groups of them are: full blocks of
  /// a Latin hypercube, or the cases where several lucks meet one.
  bool has_groups() const { return design == Design::latin_hypercube || lucks > 1; }
  std::int64_t blocks() const { return (replications + block_size - 1) / block_size; }
  std::int64_t full_blocks() const { return replications / block_size; }
  std::vector<ChannelArm> channels_of(std::size_t arm) const;
  bool has_channel_arms(std::size_t arm = 1) const { return channels_of(arm).size() > 1; }
  /// The arms that stand beside each other in reports: the first so many.
  std::size_t compared_arms() const;
  /// Where in its laws an arm's numbers fall, and what they are.
  const Parameters& parameters_of(const Arm& arm) const { return arm.own ? *arm.own : *this; }
};

/// Of the arm with a case's programmes: the name of the one, or `programmes`.
std::string name_of_programmes(const Case& numbers);

/// What `Arm::world` says of a scenario.
std::string world_of(const Scenario& scenario);

/// The arms `no-programme` and, where the scenario has one, its programme.
Plan make_plan(const Scenario& scenario, std::int64_t replications,
               Design design = Design::independent);

}  // namespace firstcustomer
