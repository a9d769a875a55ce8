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
     "months of 30.4375 days", "Months to the first qualification",
     "From the start to the first domestic qualification, or to the end of the horizon when there "
     "is "
     "none: its mean is a restricted mean.",
     always},
    {"performance_at_first_qualification", &Outcome::performance_at_first_qualification,
     OutcomeKind::ratio, "ratio to the frontier", "  true performance then, frontier = 1",
     "True performance of the first domestic product to qualify over the frontier of that day, on "
     "the standard's first benchmark.",
     "empty where no domestic firm qualified"},
    {"false_qualifications", &Outcome::false_qualifications, OutcomeKind::count, "firms",
     "  passed below the threshold",
     "Domestic firms that qualified although their true performance missed a threshold.", always},
    {"suppliers_insolvent", &Outcome::suppliers_insolvent, OutcomeKind::count, "firms",
     "Suppliers insolvent by the horizon", "Domestic firms whose cash ran out.", always},
    {"suppliers_stopped", &Outcome::suppliers_stopped, OutcomeKind::count, "firms",
     "Suppliers that gave up",
     "Domestic firms that ended development alive: every test missed, or too late for the "
     "deadline.",
     always},
    {"suppliers_active", &Outcome::suppliers_active, OutcomeKind::count, "firms",
     "Suppliers still active", "Domestic firms neither insolvent nor stopped at the horizon.",
     always},
    {"firms_with_orders", &Outcome::firms_with_orders, OutcomeKind::count, "firms",
     "Firms with an order", "Firms, domestic or foreign, that took an order.", always},
    {"units_ordered", &Outcome::units_ordered, OutcomeKind::count, "units", "Units ordered",
     "Units of all orders when placed.", always},
    {"units_accepted", &Outcome::units_accepted, OutcomeKind::count, "units",
     "Units delivered and accepted", "Units delivered by the horizon.", always},
    {"public_money_committed", &Outcome::public_money_committed, OutcomeKind::money, "currency",
     "Public money committed", "Value of all orders when placed, nominal.", always},
    {"public_money_paid", &Outcome::public_money_paid, OutcomeKind::money, "currency",
     "Public money paid", "Paid to firms by the horizon, nominal.", always},
    {"public_money_lapsed", &Outcome::public_money_lapsed, OutcomeKind::money, "currency",
     "Public money lapsed",
     "Budget that returned to the treasury: free at the deadline, or released after it.", always},
    {"private_money_raised", &Outcome::private_money_raised, OutcomeKind::money, "currency",
     "Private money raised", "Rounds closed by domestic firms after the start, nominal.", always},
    {"development_spending", &Outcome::development_spending, OutcomeKind::money, "currency",
     "Suppliers' own spending",
     "All that domestic firms spent: burn, stages and the making of units, nominal.", always},
};

}  // namespace

std::span<const OutcomeDeclaration> outcome_declarations() {
  return declarations;
}

}  // namespace firstcustomer
