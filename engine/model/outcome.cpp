#include "firstcustomer/model/outcome.hpp"

namespace firstcustomer {
namespace {

constexpr std::string_view always = "always defined";

constexpr OutcomeDeclaration declarations[] = {
    {"qualified_suppliers", &Outcome::qualified_suppliers, OutcomeKind::count, "firms",
     "Qualified suppliers by the deadline",
     "Domestic firms that passed the standard on or before its deadline.", always},
    {"any_qualified_supplier", &Outcome::any_qualified_supplier, OutcomeKind::probability, "0 or 1",
     "  probability of at least one",
     "1 if qualified_suppliers is at least 1; its mean is a probability.", always},
    {"months_to_first_qualification", &Outcome::months_to_first_qualification, OutcomeKind::months,
     "months of 30.4375 days", "  months to the first, at most to the deadline",
     "From the start to the first domestic qualification, or to the end of the deadline's day (the "
     "horizon's, if earlier) when there is none: its mean is a restricted mean.",
     always},
    {"performance_at_first_qualification", &Outcome::performance_at_first_qualification,
     OutcomeKind::ratio, "ratio to the frontier",
     "  its true performance (where any), frontier = 1",
     "True performance of the first domestic product to qualify over the frontier of that day, on "
     "the standard's first benchmark; its difference is over replications in which both arms have "
     "one.",
     "empty where no domestic firm qualified"},
    {"false_qualifications", &Outcome::false_qualifications, OutcomeKind::count, "firms",
     "  passed though below the threshold",
     "Domestic firms that qualified although their true performance missed a threshold.", always},
    {"suppliers_failed", &Outcome::suppliers_failed, OutcomeKind::count, "firms",
     "Suppliers whose technology failed",
     "Domestic firms that ended development because a stage failed for good.", always},
    {"suppliers_missed", &Outcome::suppliers_missed, OutcomeKind::count, "firms",
     "Suppliers that missed the standard",
     "Domestic firms that ended development with every test missed, or a test after the deadline.",
     always},
    {"suppliers_insolvent", &Outcome::suppliers_insolvent, OutcomeKind::count, "firms",
     "Suppliers insolvent by the horizon",
     "Domestic firms whose cash ran out, before or after qualifying.", always},
    {"suppliers_active", &Outcome::suppliers_active, OutcomeKind::count, "firms",
     "Suppliers still active at the horizon",
     "Domestic firms that neither failed nor missed the standard nor ran out of cash.", always},
    {"months_waited_at_facilities", &Outcome::months_waited_at_facilities, OutcomeKind::months,
     "months of 30.4375 days", "Suppliers' months in line for facilities",
     "Time that domestic firms spent between their claims on facilities and being served, summed.",
     always},
    {"servers_in_use", &Outcome::servers_in_use, OutcomeKind::ratio, "ratio of time",
     "  share of the facilities' time in use",
     "Time for which servers of facilities were occupied over the time for which they were there "
     "(0 without any); "
     "above 1 where more stages had begun at the start than there are servers.",
     always},
    {"programme_cancelled", &Outcome::programme_cancelled, OutcomeKind::count, "programmes",
     "Programmes cancelled before the deadline",
     "1 if the programme was cancelled before its deadline, 0 if not or if there is none.", always},
    {"firms_with_orders", &Outcome::firms_with_orders, OutcomeKind::count, "firms",
     "Firms with an order, domestic or foreign", "Firms, domestic or foreign, that took an order.",
     always},
    {"units_ordered", &Outcome::units_ordered, OutcomeKind::count, "units", "Units ordered",
     "Units of all orders when placed.", always},
    {"units_accepted", &Outcome::units_accepted, OutcomeKind::count, "units",
     "Units delivered and accepted", "Units delivered by the horizon.", always},
    {"public_money_committed", &Outcome::public_money_committed, OutcomeKind::money, "currency",
     "Public money committed in orders",
     "Value of all orders when placed, nominal = paid + released + reserved. Money released while "
     "the programme is open may be committed again, so the sum can exceed the budget.",
     always},
    {"public_money_released", &Outcome::public_money_released, OutcomeKind::money, "currency",
     "  released by insolvent firms",
     "Value of ordered units that insolvent firms will not deliver, nominal.", always},
    {"public_money_paid", &Outcome::public_money_paid, OutcomeKind::money, "currency",
     "Public money paid", "Paid to firms by the horizon, nominal.", always},
    {"public_money_peak_year", &Outcome::public_money_peak_year, OutcomeKind::money, "currency",
     "  in the fiscal year with the largest sum",
     "The largest sum paid to firms in one fiscal year of the replication, nominal.", always},
    {"public_money_paid_present_value", &Outcome::public_money_paid_present_value,
     OutcomeKind::money, "currency", "Public money paid, present value",
     "Paid to firms by the horizon, each payment deflated to the price base and discounted from "
     "its "
     "date to the base date.",
     always},
    {"public_money_reserved", &Outcome::public_money_reserved, OutcomeKind::money, "currency",
     "Public money still reserved",
     "Value of ordered units not yet paid at the horizon, nominal. Budget = paid + reserved + "
     "lapsed, and what is still free if the deadline is after the horizon.",
     always},
    {"public_money_lapsed", &Outcome::public_money_lapsed, OutcomeKind::money, "currency",
     "Public money lapsed",
     "Budget that returned to the treasury: free at the deadline or at the programme's "
     "cancellation, or released after it, nominal.",
     always},
    {"private_money_raised", &Outcome::private_money_raised, OutcomeKind::money, "currency",
     "Private money raised", "Rounds closed by domestic firms after the start, nominal.", always},
    {"private_money_raised_present_value", &Outcome::private_money_raised_present_value,
     OutcomeKind::money, "currency", "Private money raised, present value",
     "Rounds closed by domestic firms after the start, each deflated to the price base and "
     "discounted from its closing to the base date.",
     always},
    {"suppliers_spending", &Outcome::suppliers_spending, OutcomeKind::money, "currency",
     "Suppliers' spending, from all sources",
     "All that domestic firms spent: burn, stages and the making of units, nominal.", always},
    {"suppliers_spending_present_value", &Outcome::suppliers_spending_present_value,
     OutcomeKind::money, "currency", "Suppliers' spending, present value",
     "All that domestic firms spent, deflated to the price base and discounted to the base date: "
     "stages and the making of units from their dates, burn by the mean factor of each interval at "
     "one rate.",
     always},
};

}  // namespace

std::span<const OutcomeDeclaration> outcome_declarations() {
  return declarations;
}

}  // namespace firstcustomer
