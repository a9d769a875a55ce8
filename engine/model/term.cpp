#include "firstcustomer/model/term.hpp"

namespace firstcustomer {
namespace {

constexpr Measure units{.units = 1};
constexpr Measure units_per_year{.units = 1, .years = -1};
constexpr Measure years{.years = 1};
constexpr Measure performance{.performance = 1};

constexpr TermDeclaration declarations[] = {
    {"bid", Term::bid, in_money_per_unit,
     "What the firm asked for a unit at the call; its unit cost where there were no bids."},
    {"price", Term::price, in_money_per_unit,
     "What the allocation set as the price of a unit; the bid where it set none."},
    {"measurement", Term::measurement, performance,
     "Measured on the standard's first benchmark in the last test of the firm's product; the "
     "threshold before any test."},
    {"threshold", Term::threshold, performance,
     "What the contract's standard asks on its first benchmark."},
    {"units", Term::units, units, "Units ordered."},
    {"accepted", Term::accepted, units, "Units accepted so far."},
    {"share_delivered", Term::share_delivered, dimensionless, "Units accepted over units ordered."},
    {"capacity", Term::capacity, units_per_year, "Units that the firm can make a year."},
    {"value", Term::value, in_money, "Value of the units ordered, as the contract was signed."},
    {"budget", Term::budget, in_money, "The whole budget of the programme."},
    {"remaining_fund", Term::remaining_fund, in_money,
     "What the programme may still commit; at signing, before this contract."},
    {"spending", Term::spending, in_money,
     "What the firm has spent since the clause last paid, or since signing."},
    {"raised", Term::raised, in_money, "Private money raised by the firm since signing."},
    {"round", Term::round, in_money, "Of the private round that closes now; otherwise nothing."},
    {"unit_cost", Term::unit_cost, in_money_per_unit,
     "What a unit costs the firm; where it learns, the next one not accepted yet."},
    {"frontier_price", Term::frontier_price, in_money_per_unit,
     "What accelerators of the frontier with the compute of one unit cost."},
    {"market_price", Term::market_price, in_money_per_unit,
     "What private customers pay for a unit now."},
    {"assessment", Term::assessment, dimensionless,
     "Performance over the frontier's, as the buyer assessed it at the call."},
    {"rank", Term::rank, dimensionless,
     "Place by measurement over the threshold among the firms whose contract is in force and that "
     "have met its standard, from 1; 1 as long as none has."},
    {"suppliers", Term::suppliers, dimensionless,
     "Firms whose contract with the programme is in force."},
    {"excess_share", Term::excess_share, dimensionless,
     "What the firm's measurement has above the threshold, over the sum of that of all firms "
     "whose contract is in force."},
    {"capacity_share", Term::capacity_share, dimensionless,
     "The firm's capacity over that of all firms whose contract is in force."},
    {"years_since(start)", Term::years_since_start, years, "Since the start of the scenario."},
    {"years_since(announcement)", Term::years_since_announcement, years,
     "Since the promise was announced."},
    {"years_since(signing)", Term::years_since_signing, years, "Since the contract was signed."},
    {"years_since(qualification)", Term::years_since_qualification, years,
     "Since the firm met the contract's standard; 0 before."},
    {"years_since(delivery)", Term::years_since_delivery, years,
     "Since the first unit was accepted; 0 before."},
    {"price_index", Term::price_index, dimensionless,
     "Growth at fund.indexation since the contract was signed; 1 at signing and before."},
    {"exchange_rate", Term::exchange_rate, dimensionless,
     "What foreign money costs, over what it cost at the start."},
    {"place", Term::place, dimensionless,
     "Number of the contract's place among the suppliers, from 1; 0 where the allocation has no "
     "places."},
    {"place_share", Term::place_share, dimensionless,
     "Part of the budget that the contract's place has; 1 where the allocation has no places."},
    {"receipts", Term::receipts, in_money,
     "What the firm has received from private customers since the clause last paid, or since "
     "signing."},
};
static_assert(std::size(declarations) == term_count);

}  // namespace

std::span<const TermDeclaration> term_declarations() {
  return declarations;
}

}  // namespace firstcustomer
