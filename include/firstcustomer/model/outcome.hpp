#pragma once
/// \file
/// Outcomes: all measures of one replication, each declared once.
///
/// The declaration drives the tables, the files and the codebook. A measure that is undefined in a
/// replication (the performance of a product that nobody made) is not a number there and is counted
/// nowhere.

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

namespace firstcustomer {

/// Measures of one arm of one replication, over the whole horizon. "Suppliers" are domestic firms.
/// Money: pounds (the currency's major unit), nominal where a name does not say present value.
struct Outcome {
  double qualified_suppliers = 0;
  double any_qualified_supplier = 0;
  double months_to_first_qualification = 0;
  double months_to_second_qualification = 0;
  double performance_at_first_qualification = std::numeric_limits<double>::quiet_NaN();
  double age_at_first_qualification = std::numeric_limits<double>::quiet_NaN();
  double false_qualifications = 0;
  double qualified_suppliers_ever = 0;
  double qualified_suppliers_retained = 0;
  double suppliers_entered = 0;
  double suppliers_failed = 0;
  double suppliers_missed = 0;
  double suppliers_insolvent = 0;
  double suppliers_pivoted = 0;
  double suppliers_gave_up = 0;
  double suppliers_absorbed = 0;
  double suppliers_active = 0;
  double suppliers_sold_abroad = 0;
  double at_deadline_suppliers = 0;
  double at_deadline_out_of_scope = 0;
  double at_deadline_sold_without_prototype = 0;
  double at_deadline_insolvent_without_prototype = 0;
  double at_deadline_left_without_prototype = 0;
  double at_deadline_failed_without_prototype = 0;
  double at_deadline_developing = 0;
  double at_deadline_with_prototype = 0;
  double at_deadline_technology_failed = 0;
  double at_deadline_sold_with_prototype = 0;
  double at_deadline_insolvent_with_prototype = 0;
  double at_deadline_left_with_prototype = 0;
  double at_deadline_failed_with_prototype = 0;
  double at_deadline_missed = 0;
  double at_deadline_on_the_way = 0;
  double prototypes = 0;
  double prototypes_repeated = 0;
  double products_finished = 0;
  double products_late = 0;
  double products_prototypes = 0;
  double products_over_two_prototypes = 0;
  double months_waited_at_facilities = 0;
  double servers_in_use = 0;
  double programme_cancelled = 0;
  double contracts_signed = 0;
  double contracts_failed = 0;
  double contract_concentration = std::numeric_limits<double>::quiet_NaN();
  double selection_shortfall = std::numeric_limits<double>::quiet_NaN();
  double units_ordered = 0;
  double units_accepted = 0;
  double no_delivery = std::numeric_limits<double>::quiet_NaN();
  double performance_at_delivery = std::numeric_limits<double>::quiet_NaN();
  double compute_received = 0;
  double frontier_compute_forgone = std::numeric_limits<double>::quiet_NaN();
  double compute_net = std::numeric_limits<double>::quiet_NaN();
  double public_money_committed = 0;
  double public_money_released = 0;
  double public_money_paid = 0;
  double public_money_peak_year = 0;
  double public_money_advanced = 0;
  double public_money_recovered = 0;
  double public_money_returned = 0;
  double public_money_stranded = 0;
  double public_money_bonds_kept = 0;
  double public_money_exposed_peak = 0;
  double public_money_exposed = 0;
  double public_money_paid_present_value = 0;
  double public_money_returned_present_value = 0;
  double public_money_net_present_value = 0;
  double public_money_reserved = 0;
  double public_money_lapsed = 0;
  double public_money_lapsed_by_cancellation = 0;
  double private_money_raised = 0;
  double private_money_raised_present_value = 0;
  double private_receipts = 0;
  double suppliers_spending = 0;
  double suppliers_spending_present_value = 0;
  double private_money_displaced = 0;
  double contract_debt_lent = 0;
  double contract_debt_repaid = 0;
  double contract_debt_lost = 0;
  double programme_softenings = 0;
  double suppliers_prepayments_lost = 0;
  double facility_services = 0;
  double facility_services_delayed = 0;
  double facility_claims_turned_away = 0;
  double sales_concentration = std::numeric_limits<double>::quiet_NaN();
  double challengers_share = std::numeric_limits<double>::quiet_NaN();
  double incumbents_sales_displaced = std::numeric_limits<double>::quiet_NaN();
  double accelerators_displaced = std::numeric_limits<double>::quiet_NaN();
  double leakage = std::numeric_limits<double>::quiet_NaN();
  double capacity_built = 0;
  double capacity_spending = 0;
};

/// How a measure is printed.
enum class OutcomeKind : std::uint8_t { count, probability, months, money, ratio };

struct OutcomeDeclaration {
  /// As in runs.csv: snake_case.
  std::string_view name;
  double Outcome::*value;
  OutcomeKind kind;
  /// In codebook.csv; there "currency" becomes the scenario's.
  std::string_view unit;
  /// In the table an economist reads.
  std::string_view label;
  std::string_view definition;
  std::string_view when_undefined;
};

/// All outcomes, in the order of every table and file.
std::span<const OutcomeDeclaration> outcome_declarations();

/// The outcomes that each of several programmes has a part in; the parts sum to the whole.
inline constexpr double Outcome::*outcomes_by_programme[] = {
    &Outcome::contracts_signed,      &Outcome::contracts_failed,
    &Outcome::units_accepted,        &Outcome::public_money_committed,
    &Outcome::public_money_paid,     &Outcome::public_money_recovered,
    &Outcome::public_money_returned, &Outcome::public_money_bonds_kept,
    &Outcome::public_money_lapsed,   &Outcome::public_money_net_present_value,
};

/// Needs: an outcome that is declared.
const OutcomeDeclaration& declaration_of(double Outcome::*outcome);

}  // namespace firstcustomer
