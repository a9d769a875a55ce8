#pragma once
/// \file
/// Finance: how firms raise private money, what public news does to that, and how firms end.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "firstcustomer/core/calendar.hpp"
#include "firstcustomer/core/law.hpp"
#include "firstcustomer/core/money.hpp"

namespace firstcustomer {

/// One kind of round. A firm that closes it looks for the round named `then`.
struct Round {
  std::string name;
  /// Share of firms that ever close this round, over all their attempts, in a neutral market.
  Share graduation;
  /// In pounds (the currency's major unit).
  Law size;
  /// A firm starts to raise when its runway falls to this.
  Duration starts_at_runway;
  /// Empty: no further round.
  std::string then;
  /// Rate at which firms that would raise this round next are acquired, before a prototype.
  PerYear acquisition_hazard = {};
};

/// What public news does to a firm's chance of closing a round: hazard ratios, which fade.
///
/// With p the probability that the attempt closes without news, it closes with 1 − (1 − p)^H, where
/// H is the product of ratio^(weight × 2^(−age / half-life)). Cash is modelled by itself, so the
/// ratios are what news does beside its cash. Sources: Howell 2017; Islam, Fremeth and Marcus 2018;
/// Howell, Rathje, Van Reenen and Wong 2021.
struct Signals {
  /// Of signing a contract. This part works only once the firm has a prototype:
  double award = 1.0;
  Share prototype_part{0.0};
  /// Of a programme's announcement, for every firm that may apply: at the reference budget; it
  /// scales as ratio^log2(1 + budget / reference).
  double announcement = 1.0;
  /// Of missing the standard in public.
  double miss = 1.0;
  /// Of applying and not being chosen.
  double not_chosen = 1.0;
  /// Of awards, misses and refusals.
  Duration half_life = Duration::from_days(365.25);
  Duration announcement_half_life = Duration::from_days(182.625);
  Money reference_budget = Money::major(100e6);
};

/// What insiders do when cash runs out while a raise is open.
struct Bridge {
  /// That they lend until the raise closes,
  Share probability;
  /// but at most this long. Repaid first out of the raise.
  Duration lasts;
};

/// Ends of development that are not failures, as rates.
struct Exits {
  /// The firm turns to another market.
  PerYear pivot_hazard;
  /// Of a firm with a prototype; before, that of the round it would raise next.
  PerYear acquisition_hazard;
  /// Of acquirers.
  Share foreign{1.0};
  /// Foreign acquisitions that the government stops.
  Share blocked{0.0};
  /// Acquisitions that end the product.
  Share acquihires{0.0};
  /// A domestic firm moves abroad, and goes on there.
  PerYear relocation_hazard = {};
};

/// What shares of firms are worth.
struct Equity {
  /// Share of the firm that a round sells: those who held it before hold so much less.
  Share sold{0.2};
  /// What an acquirer pays for a firm, over its last valuation (post-money).
  Law exit_multiple = Law::constant(1.0);
  /// Private money that public money beside it (`stands_beside_private`) takes the place of: the
  /// firm's next round is smaller by this share of what it was paid since the last, and never less
  /// than nothing. Source: Cumming and MacIntosh 2006 (crowding out by public venture funds).
  Share displacement = {};
};

/// Turns of the venture market: a Markov process of two states in continuous time, common to all
/// firms of a replication. A factor stands where `Finance::market` does without turns.
struct VentureRegime {
  /// At least `cold`.
  double hot = 1.0;
  double cold = 1.0;
  /// That the market is hot at the start.
  Share starts_hot{1.0};
  /// Rates at which a hot market cools and a cold one warms.
  PerYear cools;
  PerYear warms;
};

/// From when on lenders lend against a contract.
enum class LendsFrom : std::uint8_t { signing, qualification };

/// Debt that a firm may draw against what a signed contract is still to pay it.
struct ContractDebt {
  /// Of what the contract is still to pay, advances that are owed left out: the most that is owed,
  /// interest included, as the firm draws.
  Share share;
  /// On what is owed, from day to day; compounds yearly.
  PerYear interest;
  LendsFrom lends_from = LendsFrom::signing;
  /// A firm whose cash runs out draws what it burns in this time; what it draws for a stage or a
  /// lot is what it lacks.
  Duration draws_for = Duration::from_days(91.3125);
};

struct Finance {
  /// Factor of the venture market on every round's graduation share, where it has no turns.
  double market = 1.0;
  std::optional<VentureRegime> regime = {};
  /// No round closes more often than this, however good the market.
  Share graduation_at_most{0.95};
  /// From the start of a raise to its closing, in days.
  Law closing;
  /// Raises a firm may try for one round.
  std::int64_t attempts = 2;
  /// A round is sized to last this long: the burn rises to size over this span if that is more.
  Duration round_lasts;
  std::vector<Round> rounds;
  std::optional<Signals> signals = {};
  std::optional<Bridge> bridge = {};
  std::optional<Exits> exits = {};
  std::optional<Equity> equity = {};
  std::optional<ContractDebt> contract_debt = {};
  /// Through this day what firms raise is known (`Firm::raises`): none starts a raise, leaves for
  /// another market or is acquired by chance. The start's own day, or one before: there is no
  /// history.
  Date history_until = {};
};

/// Probability that one attempt closes: 1 − (1 − min(graduation × market, graduation_at_most))^
/// (1/attempts), so that `attempts` independent tries give the ever-graduation share.
double closing_probability(const Round& round, const Finance& finance, double market);

/// What a debt has grown to after a time, at a rate that compounds yearly:
/// debt × (1 + interest)^years, to the penny.
Money debt_after(Money debt, PerYear interest, Duration age);

/// 1 − (1 − p)^ratio: a probability under a hazard that is `ratio` times as high.
double under_hazard_ratio(double p, double ratio);

/// ratio^(weight × 2^(−age / half_life)). Needs: age ≥ 0.
double faded_ratio(double ratio, double weight, Duration age, Duration half_life);

}  // namespace firstcustomer
