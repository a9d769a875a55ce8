#pragma once
/// \file
/// Programmes: public promises to buy, as data.
///
/// A programme is eligibility + standard + allocation + contract + fund + strength. A contract is a
/// list of clauses that the world reads; no rule is a special case in code.

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "firstcustomer/core/calendar.hpp"
#include "firstcustomer/core/law.hpp"
#include "firstcustomer/core/money.hpp"
#include "firstcustomer/model/amount.hpp"
#include "firstcustomer/model/mechanism.hpp"
#include "firstcustomer/model/standard.hpp"

namespace firstcustomer {

/// More than any programme has.
inline constexpr Money no_cap = Money::minor(std::numeric_limits<std::int64_t>::max());

/// Who may be given a contract.
struct Eligibility {
  bool domestic_only = true;
  /// Of the budget.
  Share max_share_per_firm{1.0};
  /// Names the stage of development that a firm must have reached, where its technology has one of
  /// that name; empty: none.
  std::string stage_at_least = {};
  /// Since it was founded; the longest span: any. A firm of unknown age is young enough.
  Duration age_at_most = Duration::longest();
  /// Of its own when it is offered a contract; a parent-funded firm has as much as it needs.
  Money cash_at_least = {};
  /// Most that all programmes together may have committed to the firm as this one gives it a
  /// contract, its own included.
  Money cumulation_cap = no_cap;
};

/// When contracts are signed: with every firm as it qualifies, first come, first served; with firms
/// chosen at calls, before they qualify; with every firm that is eligible, from the opening on.
enum class Signing : std::uint8_t { qualification, call, opening };

/// A phase of a tournament. All phases of a programme follow one another from its one call on.
struct TournamentPhase {
  /// What clauses call it.
  std::string name;
  Duration lasts;
  /// Name of the stage of development that a firm must have completed by the end of the phase to be
  /// paid for it and to go on; empty, or unknown to its technology: being there is enough.
  std::string deliverable = {};
  /// Standard deviation of the error in a firm's score at the end of the phase, ln R + e, where R
  /// is relative performance; an error of its own in every phase.
  double score_noise = 0.0;
  /// Lowest score that goes on, as relative performance (the buyer's veto); 0: any.
  double least = 0.0;
  /// Firms that go on, at most: the best by score.
  std::int64_t go_on = std::numeric_limits<std::int64_t>::max();
};
/// What clauses call what comes after the last phase, without an end of its own.
inline constexpr std::string_view phase_of_purchase = "purchase";

/// When a better product takes the place of one that was ordered.
struct Superiority {
  /// Measured performance of the newcomer over that of the incumbent, less 1, at least.
  Share margin{0.2};
  /// From signing; an order that is younger is safe.
  Duration protection = {};
};

/// When contracts are signed, and with whom.
struct Allocation {
  Signing signing = Signing::qualification;
  /// Of calls: the first, and months of the calendar from one to the next. Later calls fill the
  /// places and spend the money that have become free.
  Date first_call;
  std::int64_t months_between = 12;
  /// Contracts in force at a time; without calls: as many as the money pays for.
  std::int64_t suppliers = 1;
  /// Among applicants.
  Selection selection = Selection::ranked;
  /// Calls, and contracts that are ever signed, at most.
  std::int64_t calls = std::numeric_limits<std::int64_t>::max();
  std::int64_t awards = std::numeric_limits<std::int64_t>::max();
  /// Of bids over the unit cost, where no equilibrium is known.
  double markup = 0.2;
  /// Highest bid for a unit that is considered, in pounds.
  double reserve = std::numeric_limits<double>::infinity();
  /// In which all believe each other's unit costs to lie, evenly; infinite: nobody knows.
  double lowest_cost = std::numeric_limits<double>::infinity();
  double highest_cost = std::numeric_limits<double>::infinity();
  /// Of the contract's value, deposited at signing.
  Share bond = {};
  /// Of a scoring rule (mechanism.hpp).
  double worth = 0.0;
  bool relative = false;
  /// Of a portfolio (portfolio.hpp), and the probability, as the buyer sees it, that a firm at the
  /// level of the frontier qualifies if its group's common cause spares it.
  PortfolioAim aim = PortfolioAim::coverage;
  Share group_success{0.8};
  Share firm_success{0.5};
  double target_capacity = 1000.0;
  /// Of a tournament; empty: contracts have no phases. With phases there is one call.
  std::vector<TournamentPhase> phases = {};
  /// Places that suppliers take, by their parts of the budget: a firm takes the first that is free,
  /// and its contract is worth that part at most. Empty: no places.
  std::vector<double> shares = {};
  /// How long a place that is free stays open while another supplier has a contract; then its part
  /// goes to the supplier with the first place. The longest span: for good.
  Duration held_open = Duration::longest();
  /// Whether the technologies of firms that hold places must be of different classes.
  bool diverse = false;
  std::optional<Superiority> superiority = {};
};

/// How well the buyer can tell how good a product will be: the assessment is z = ln R + e, where R
/// is relative performance and e is normal with one of these standard deviations.
struct Assessment {
  double before_prototype = 0.9;
  double with_prototype = 0.3;
  double qualified = 0.1;
};

/// What makes a clause apply.
enum class Trigger : std::uint8_t {
  signing,
  milestone,          ///< a stage of development is completed
  acceptance,         ///< a unit is delivered and accepted
  failure,            ///< a contract ends unfulfilled, for whatever reason
  change_of_control,  ///< the firm is sold abroad
  qualification,      ///< the product meets the contract's standard
  date,               ///< a fixed date, while the contract is in force
  quarter_end,        ///< of the calendar, while the contract is in force
  year_end,           ///< of public accounts, while the contract is in force
  raise,              ///< a private round of the firm closes
  insolvency,         ///< a failure by insolvency, on top of clauses on failure
  shortfall,          ///< the contract expires before all its units are accepted
  expiry,             ///< the contract expires
  announcement,       ///< the programme opens: of contracts whose firm is chosen on that day
  order,              ///< production is ordered: the product has qualified and is ready
  submission,         ///< the product is submitted to a test
  delivery,           ///< a lot is delivered, and goes into inspection
  sale,               ///< private customers pay, while the contract is in force
  relocation,         ///< the firm moves abroad, which ends a contract with such a clause
  supersession,       ///< a better product takes the place of the firm's
  phase_begins,       ///< a phase of a tournament in which the firm takes part
  phase_ends,         ///< the same, with its deliverable
};
inline constexpr std::size_t trigger_count = 22;
/// As scenarios and files write them, in the order of the enumeration.
inline constexpr std::string_view trigger_names[] = {
    "signing",       "milestone", "acceptance",  "failure",      "change_of_control",
    "qualification", "date",      "quarter_end", "year_end",     "raise",
    "insolvency",    "shortfall", "expiry",      "announcement", "order",
    "submission",    "delivery",  "sale",        "relocation",   "supersession",
    "phase_begins",  "phase_ends"};
static_assert(std::size(trigger_names) == trigger_count);

/// Whether clauses on the trigger take back rather than pay.
constexpr bool takes_back(Trigger trigger) {
  return trigger == Trigger::failure || trigger == Trigger::change_of_control ||
         trigger == Trigger::insolvency || trigger == Trigger::shortfall ||
         trigger == Trigger::relocation || trigger == Trigger::supersession;
}

/// Whether clauses on the trigger may apply more than once.
constexpr bool comes_again(Trigger trigger) {
  return trigger == Trigger::quarter_end || trigger == Trigger::year_end ||
         trigger == Trigger::raise || trigger == Trigger::submission ||
         trigger == Trigger::delivery || trigger == Trigger::sale;
}

/// One clause: when it is triggered, so much is due, or is to be paid back.
struct Clause {
  Trigger on = Trigger::acceptance;
  /// On acceptance, delivery and sale: per unit. Otherwise in all, each time that the clause
  /// applies. What comes to less than nothing is paid by the firm to the buyer, as far as its cash
  /// goes: first out of what it was paid under the contract, then beyond it. A price on acceptance
  /// is never below nothing.
  Amount pay = {};
  /// On acceptance and sale: units per firm that the clause pays for.
  Amount up_to = {};
  /// Whether what is paid is an advance: credited against what is due on acceptance, in proportion
  /// to the value accepted. Of shares of the value only.
  bool advance = true;
  /// Name of the stage of development whose completion is the milestone.
  std::string milestone = {};
  /// Name of the phase of a tournament from whose beginning on the clause is part of the contract,
  /// and money is reserved for it, or `phase_of_purchase`; empty: from signing on.
  std::string phase = {};
  /// From signing to the date of the milestone, and what may be added before the contract ends.
  Duration due = Duration::longest();
  Duration grace = {};
  /// When that is over: that the buyer moves the date by so much rather than end the contract, each
  /// time, and how often at most.
  Share renegotiated = {};
  Duration moved_by = {};
  std::int64_t renegotiations = 100;
  /// Private money that the firm must have raised since signing, over `pay`.
  Share match = {};
  /// What the firm pays back; never more than it was paid under the contract, nor than its cash.
  Amount recover = {};
  /// That the failure counts as excused (best efforts) and nothing is recovered.
  Share excused = {};
  /// On acceptance: the price is not promised but bargained when the order is placed,
  /// c + share × max(0, min(pay, frontier) − c), where c is the unit cost and `frontier` what
  /// frontier accelerators of the same compute cost; no trade where that is below c. Source: Nash
  /// bargaining with an outside option; Kremer, Levin and Snyder 2022.
  bool bargained = false;
  Share supplier_share = {};
  /// On acceptance: that the firm may keep the units. Where `when` does not hold it delivers none,
  /// and looks again a month later; what it has not sold as the contract expires, it does not owe.
  bool option = false;
  /// Of the trigger `date`.
  Date date = {};
  /// From the trigger to the day from which payment terms run.
  Duration after = {};
  /// A condition on top of the trigger.
  std::optional<Formula> when = {};
  /// Paid in all under the clause, or for one unit; without it, what the clause is worth at
  /// signing.
  Amount at_most = {Basis::sum, std::numeric_limits<double>::infinity(), {}};
  /// On a raise or at signing: what is paid buys a share of the firm, payment ÷ valuation. The
  /// valuation (post-money) is the round's on a raise, size ÷ `Equity::sold`; else this.
  bool for_equity = false;
  Money valuation = {};

  bool has_limit() const {
    return at_most.formula || at_most.number < std::numeric_limits<double>::infinity();
  }
};

/// Whether what the clause pays stands beside private money, of which it may take the place
/// (`Equity::displacement`): it buys shares, is paid into a round, or is matched by private money.
inline bool stands_beside_private(const Clause& clause) {
  return clause.for_equity || clause.on == Trigger::raise || clause.match > Share{};
}

/// What becomes of the part of a payment that a fiscal year's cap leaves no room for: paid from the
/// first day of the next year on, in the order in which it was due (ties by firm), or never.
enum class OverCap : std::uint8_t { deferred, forfeited };

/// What prices of units follow from signing on, as a factor that is 1 then: nothing, the fund's
/// indexation, or what foreign money costs.
enum class PriceLink : std::uint8_t { nothing, price_index, exchange_rate };

struct Fund {
  Money budget;
  /// From what makes a payment due to the payment.
  Duration payment_terms;
  /// Most that is paid in a fiscal year, in pounds, from the year of the opening on; the last holds
  /// for all later ones. Empty: no cap.
  std::vector<double> fiscal_year_caps = {};
  /// Of what a year's cap left unpaid, added to the next year's.
  Share carry_over{0.0};
  OverCap over_cap = OverCap::deferred;
  /// Of the term `price_index` of formulas, from signing on; compounds yearly.
  PerYear indexation = {};
  /// Of every price of a unit that is not bargained.
  PriceLink prices_follow = PriceLink::nothing;
  /// Most that this adds to a price, for which money is reserved.
  Share rise_at_most{0.2};
};

/// A buyer that softens its terms while nobody meets them (a soft budget constraint): at a rate, as
/// long as the programme is open and no firm that it could sign with, or has signed with, has met
/// its standard. Source: Kornai, Maskin and Roland 2003.
struct SoftBudget {
  PerYear hazard;
  /// What the thresholds of the programme's standard fall by each time, in terms of performance.
  Share threshold_cut = {};
  /// What the programme's deadline moves by each time.
  Duration deadline_extended_by = {};
  /// Times.
  std::int64_t at_most = 1;
};

/// How far the promise can be trusted.
struct Strength {
  /// Rate at which the programme is cancelled while it is open: no contract is signed afterwards.
  PerYear cancel_hazard;
  /// Whether contracts that are signed are honoured after a cancellation. Otherwise they end with
  /// it: what is due is paid, and nothing is recovered.
  bool legally_binding = true;
  /// From being chosen to the signature, in days. The money is reserved meanwhile; a firm that ends
  /// or is no longer eligible by then, and any once the programme is closed, gets no contract.
  Law approval_delay = {};
  std::optional<SoftBudget> soft_budget = {};
  /// What firms, founders and investors take `cancel_hazard` to be, where behaviour is optimising;
  /// below nothing: what it is.
  PerYear believed_cancel_hazard{-1.0};
};

struct Programme {
  std::string name;
  /// What names its luck, so that the draws of several programmes differ: their name in the
  /// scenario; empty for the one programme of a scenario, whatever its rule.
  std::string luck = {};
  Eligibility eligibility;
  std::vector<Clause> contract;
  Fund fund;
  Strength strength;
  /// When the promise was made, at the start or before; its signal has faded since.
  Date announced = {};
  /// A purchase without a promise (a counterfactual) sends no signal and draws no entrants.
  bool promised = true;
  Allocation allocation = {};
  Assessment assessment = {};
  /// Its own, beside the scenario's.
  std::optional<Standard> standard = {};
  /// Opens then, or at the start; its money is there from then on.
  Date opens = {};
  /// From signing to expiry; the longest span: until all is done.
  Duration contract_lasts = Duration::longest();
  /// From the delivery of a lot to its acceptance. A lot that is still in inspection when the
  /// contract ends is not accepted.
  Duration inspection = {};
  /// Name of the facility in whose line firms come first that have a contract in force as they
  /// join it; empty: none.
  std::string priority_at = {};
  /// Factor on private receipts of a firm that met its standard while it was open, on top of the
  /// market's; of several such programmes the highest.
  double certified_multiple = 1.0;
  /// Named numbers that the contract's formulas refer to.
  std::vector<Parameter> parameters = {};
};

/// The standard that a programme's contracts ask for.
inline const Standard& standard_of(const Programme& programme, const Standard& of_scenario) {
  return programme.standard ? *programme.standard : of_scenario;
}

}  // namespace firstcustomer
