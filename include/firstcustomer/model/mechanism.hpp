#pragma once
/// \file
/// Allocation mechanisms: who is chosen at a call, at what price, for which share of the money.
///
/// A mechanism is a pure function of the applicants as the buyer sees them, the terms of the call,
/// and luck that the applicants carry with them: it draws nothing, keeps nothing, and may be asked
/// by many threads. Ties go to the lower `lot`, so neither a file's order nor time decides. The
/// explicit table in mechanism.cpp holds all that are built in; a shared library may bring one more
/// (plugin.hpp). Costs: a sort of the applicants; portfolios more (portfolio.hpp).
///
/// What takes time is the world's business, not a mechanism's: first come, stages of a tournament,
/// a second slot held open for a dual source, bonds of bidders.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

namespace firstcustomer {

/// An applicant as the buyer sees it.
struct Applicant {
  /// The buyer's assessment: performance over the frontier's, in logs. Finite.
  double assessment = 0.0;
  /// Asked for a unit, in pounds.
  double bid = 0.0;
  /// Units a year that it can make.
  double capacity = 0.0;
  /// Units that one contract would order of it at most.
  double units = 0.0;
  /// Probability that it qualifies, as the buyer sees it.
  double success = 1.0;
  /// Applicants of one group (a class of technology) share a common cause of failure.
  std::uint32_t group = 0;
  /// Uniform on (0, 1), its own: breaks ties and draws lots, the lowest first.
  double lot = 0.5;
};

/// What a portfolio is chosen for (portfolio.hpp).
enum class PortfolioAim : std::uint8_t { capacity, coverage, at_least_one };
inline constexpr std::string_view portfolio_aim_names[] = {"capacity", "coverage", "at-least-one"};

/// The terms of a call.
struct CallTerms {
  /// Contracts that may be signed.
  std::int64_t places = 1;
  /// Money that may be committed, in pounds. Portfolios keep within it; what others choose is
  /// signed in their order while the money lasts.
  double money = 0.0;
  /// Highest bid for a unit that is considered, in pounds; infinite without one.
  double reserve = std::numeric_limits<double>::infinity();
  /// Of a scoring rule: what a unit of log performance is worth, in pounds per unit; in lowest bids
  /// where prices count relative to the lowest.
  double worth = 0.0;
  /// Whether prices count relative to the lowest bid.
  bool relative = false;
  /// Of a scoring rule: lowest score that is considered; minus infinity without one.
  double least_score = -std::numeric_limits<double>::infinity();
  /// Of a portfolio: probability that a group's common cause leaves it standing.
  double group_success = 1.0;
  /// Of a capacity-tied share: units a year for the whole of the money. Of a portfolio that covers
  /// a need: the need, in units a year.
  double target_capacity = 0.0;
  PortfolioAim aim = PortfolioAim::capacity;
};

/// Whether the applicant's bid is a number, and not above the reserve.
inline bool is_considered(const Applicant& applicant, const CallTerms& terms) {
  return std::isfinite(applicant.bid) && applicant.bid <= terms.reserve;
}

/// Awarded to one applicant.
struct Award {
  std::uint32_t applicant = 0;
  /// In pounds per unit; the bid where the mechanism sets no price.
  double price = 0.0;
  /// Of the money of the call, at most.
  double share = 1.0;

  friend bool operator==(const Award&, const Award&) = default;
};

/// What the awards of a mechanism are, in their order: offers, which go on down the list while
/// places and money last, or winners, all of whom are meant.
enum class Listing : std::uint8_t { offers, winners };

class Mechanism {
 public:
  virtual ~Mechanism() = default;
  virtual std::string_view name() const = 0;
  virtual Listing listing() const = 0;
  /// Nobody who asks for more than the reserve is listed.
  /// Effect: replaces `awards`. Throws: ReplicationError where no choice can be made of these
  /// numbers; the message says why.
  virtual void allocate(std::span<const Applicant> applicants, const CallTerms& terms,
                        std::vector<Award>& awards) const = 0;
};

/// How suppliers are chosen.
enum class Selection : std::uint8_t {
  lottery,          ///< offers by lot
  ranked,           ///< offers by assessment, the best first
  all,              ///< everyone wins, however many places there are; in order of lots
  pro_rata,         ///< as many as there are places, largest capacity first; shares by capacity
  first_price,      ///< the lowest bids win, each at its own price
  second_price,     ///< the lowest bids win at the lowest bid that loses (Vickrey 1961)
  uniform_price,    ///< the same for several units at one clearing price
  first_score,      ///< the best scores win, each at its own price (Che 1993)
  second_score,     ///< the best scores win, at prices that bring them down to the best that loses
  portfolio,        ///< greedy, by value per pound (portfolio.hpp)
  portfolio_exact,  ///< the best portfolio there is
  plugin,           ///< a shared library's (plugin.hpp)
};
inline constexpr std::string_view selection_names[] = {
    "lottery",       "ranked",      "all",          "pro-rata",  "first-price",     "second-price",
    "uniform-price", "first-score", "second-score", "portfolio", "portfolio-exact", "plugin"};

/// The word of a scenario for it.
constexpr std::string_view name(Selection selection) {
  return selection_names[static_cast<std::size_t>(selection)];
}

/// All that are built in, in the order of `Selection`.
std::span<const Mechanism* const> mechanisms();
/// The one of that name; none: nullptr.
const Mechanism* find_mechanism(std::string_view name);
/// Needs: a selection that is built in, so not `plugin`.
const Mechanism& mechanism(Selection selection);

}  // namespace firstcustomer
