#include "firstcustomer/model/outcome.hpp"

#include <algorithm>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {
namespace {

constexpr std::string_view always = "always defined";

constexpr OutcomeDeclaration declarations[] = {
    {"qualified_suppliers", &Outcome::qualified_suppliers, OutcomeKind::count, "firms",
     "Qualified suppliers by the deadline",
     "Firms in domestic hands on that day that passed the standard on or before its deadline.",
     always},
    {"any_qualified_supplier", &Outcome::any_qualified_supplier, OutcomeKind::probability, "0 or 1",
     "  probability of at least one",
     "1 if qualified_suppliers is at least 1; its mean is a probability.", always},
    {"months_to_first_qualification", &Outcome::months_to_first_qualification, OutcomeKind::months,
     "months of 30.4375 days", "  months to the first, at most to the horizon",
     "From the start to the first domestic qualification, or to the horizon when there is none: "
     "its "
     "mean is a restricted mean.",
     always},
    {"months_to_second_qualification", &Outcome::months_to_second_qualification,
     OutcomeKind::months, "months of 30.4375 days", "  months to the second, likewise",
     "From the start to the second domestic qualification, or to the horizon when there is none.",
     always},
    {"performance_at_first_qualification", &Outcome::performance_at_first_qualification,
     OutcomeKind::ratio, "ratio to the frontier",
     "  its true performance (where any), frontier = 1",
     "True performance of the first domestic product to qualify over the frontier of that day, on "
     "the standard's first benchmark; its difference is over replications in which both arms have "
     "one.",
     "empty where no domestic firm qualified"},
    {"age_at_first_qualification", &Outcome::age_at_first_qualification, OutcomeKind::months,
     "months of 30.4375 days", "  months since that firm was founded (where known)",
     "From the founding of the first domestic firm to qualify to its qualification; its difference "
     "is over replications in which both arms have one.",
     "empty where no domestic firm qualified, or where the age of that firm is not known"},
    {"false_qualifications", &Outcome::false_qualifications, OutcomeKind::count, "firms",
     "  passed though below the threshold",
     "Domestic firms that qualified although their true performance missed a threshold.", always},
    {"qualified_suppliers_ever", &Outcome::qualified_suppliers_ever, OutcomeKind::count, "firms",
     "Qualified suppliers by the horizon",
     "Firms in domestic hands on that day that passed the standard before the horizon.", always},
    {"qualified_suppliers_retained", &Outcome::qualified_suppliers_retained, OutcomeKind::count,
     "firms", "  alive and in domestic hands at the horizon",
     "Of those, the firms that neither ended nor were sold abroad by the horizon.", always},
    {"suppliers_entered", &Outcome::suppliers_entered, OutcomeKind::count, "firms",
     "Suppliers that entered",
     "Domestic firms that came after the start, on a known day or by chance.", always},
    {"suppliers_failed", &Outcome::suppliers_failed, OutcomeKind::count, "firms",
     "Suppliers whose technology failed",
     "Domestic firms whose technology did not work, or for which a stage failed for good.", always},
    {"suppliers_missed", &Outcome::suppliers_missed, OutcomeKind::count, "firms",
     "Suppliers that missed the standard",
     "Domestic firms that ended development with every test of every generation missed.", always},
    {"suppliers_insolvent", &Outcome::suppliers_insolvent, OutcomeKind::count, "firms",
     "Suppliers insolvent by the horizon",
     "Domestic firms whose cash ran out, before or after qualifying.", always},
    {"suppliers_pivoted", &Outcome::suppliers_pivoted, OutcomeKind::count, "firms",
     "Suppliers that left for another market", "Domestic firms that left the product for it.",
     always},
    {"suppliers_gave_up", &Outcome::suppliers_gave_up, OutcomeKind::count, "firms",
     "Suppliers that gave up",
     "Domestic firms that ended development because it was not worth its cost to them.", always},
    {"suppliers_absorbed", &Outcome::suppliers_absorbed, OutcomeKind::count, "firms",
     "Suppliers bought for their people",
     "Domestic firms that were acquired and whose product the acquirer ended.", always},
    {"suppliers_active", &Outcome::suppliers_active, OutcomeKind::count, "firms",
     "Suppliers still active at the horizon",
     "Domestic firms, whoever owns them now, whose product is still developed or sold.", always},
    {"suppliers_sold_abroad", &Outcome::suppliers_sold_abroad, OutcomeKind::count, "firms",
     "Suppliers sold abroad",
     "Domestic firms that foreign owners acquired, whatever became of them.", always},
    {"at_deadline_suppliers", &Outcome::at_deadline_suppliers, OutcomeKind::count, "firms",
     "Suppliers there by the deadline",
     "Domestic firms that were there at the start or entered since, by the deadline or by the "
     "horizon, whichever is earlier: at_deadline_with_prototype and the outcomes at_deadline_… "
     "that precede it.",
     always},
    {"at_deadline_out_of_scope", &Outcome::at_deadline_out_of_scope, OutcomeKind::count, "firms",
     "  whose product the standard does not test",
     "Of those, the firms whose product is not of the kind that the standard tests, whatever "
     "became of them.",
     always},
    {"at_deadline_sold_without_prototype", &Outcome::at_deadline_sold_without_prototype,
     OutcomeKind::count, "firms", "  without a prototype: sold abroad",
     "Of those that are in scope and had no prototype then, the firms that foreign owners had "
     "acquired and carried on, or that had moved abroad.",
     always},
    {"at_deadline_insolvent_without_prototype", &Outcome::at_deadline_insolvent_without_prototype,
     OutcomeKind::count, "firms", "  without a prototype: insolvent",
     "Of those that are in scope and had no prototype then, the domestic firms whose cash had run "
     "out.",
     always},
    {"at_deadline_left_without_prototype", &Outcome::at_deadline_left_without_prototype,
     OutcomeKind::count, "firms", "  without a prototype: left or bought for its people",
     "Of those that are in scope and had no prototype then, the domestic firms that had given the "
     "product up or had been bought for their people.",
     always},
    {"at_deadline_failed_without_prototype", &Outcome::at_deadline_failed_without_prototype,
     OutcomeKind::count, "firms", "  without a prototype: a stage failed for good",
     "Of those that are in scope and had no prototype then, the domestic firms for which a stage "
     "had failed for good.",
     always},
    {"at_deadline_developing", &Outcome::at_deadline_developing, OutcomeKind::count, "firms",
     "  without a prototype: still developing",
     "Of those that are in scope and had no prototype then, the domestic firms that were still "
     "developing one.",
     always},
    {"at_deadline_with_prototype", &Outcome::at_deadline_with_prototype, OutcomeKind::count,
     "firms", "  with a prototype",
     "Of those that are in scope, the firms that had shown a prototype by then, of any generation: "
     "at_deadline_technology_failed and the outcomes at_deadline_… after it, and "
     "qualified_suppliers.",
     always},
    {"at_deadline_technology_failed", &Outcome::at_deadline_technology_failed, OutcomeKind::count,
     "firms", "  with a prototype: the technology did not work",
     "Of those with a prototype, the firms whose prototype had shown that the technology does not "
     "work.",
     always},
    {"at_deadline_sold_with_prototype", &Outcome::at_deadline_sold_with_prototype,
     OutcomeKind::count, "firms", "  with a prototype: sold abroad before qualifying",
     "Of those with a prototype whose technology worked, the firms that foreign owners had "
     "acquired before they qualified and carried on, or that had moved abroad before, qualified by "
     "then or not.",
     always},
    {"at_deadline_insolvent_with_prototype", &Outcome::at_deadline_insolvent_with_prototype,
     OutcomeKind::count, "firms", "  with a prototype: insolvent",
     "Of those with a prototype that had not qualified, the domestic firms whose cash had run out.",
     always},
    {"at_deadline_left_with_prototype", &Outcome::at_deadline_left_with_prototype,
     OutcomeKind::count, "firms", "  with a prototype: left or bought for its people",
     "Of those with a prototype that had not qualified, the domestic firms that had given the "
     "product up or had been bought for their people.",
     always},
    {"at_deadline_failed_with_prototype", &Outcome::at_deadline_failed_with_prototype,
     OutcomeKind::count, "firms", "  with a prototype: a stage failed for good",
     "Of those with a prototype whose technology worked, the domestic firms for which a stage had "
     "failed for good.",
     always},
    {"at_deadline_missed", &Outcome::at_deadline_missed, OutcomeKind::count, "firms",
     "  with a prototype: missed the standard",
     "Of those with a prototype, the domestic firms that had ended development with every test of "
     "every generation missed.",
     always},
    {"at_deadline_on_the_way", &Outcome::at_deadline_on_the_way, OutcomeKind::count, "firms",
     "  with a prototype: still on the way",
     "Of those with a prototype, the domestic firms that were still developing or testing it, or "
     "its successor.",
     always},
    {"prototypes", &Outcome::prototypes, OutcomeKind::count, "firms", "Suppliers with a prototype",
     "Domestic firms that reached a first prototype.", always},
    {"prototypes_repeated", &Outcome::prototypes_repeated, OutcomeKind::count, "attempts",
     "  further attempts at one",
     "Attempts after the first at stages that end with a prototype, of domestic firms.", always},
    {"products_finished", &Outcome::products_finished, OutcomeKind::count, "firms",
     "Suppliers that finished a first product",
     "Domestic firms that finished the development of their first product, qualified or not.",
     always},
    {"products_late", &Outcome::products_late, OutcomeKind::count, "firms",
     "  more than 10 % later than planned",
     "Of those, the firms for which it took more than 1.1 times the plan of their beginning: the "
     "median durations of what was left of development, with one repetition of the stage that ends "
     "with a prototype.",
     always},
    {"products_prototypes", &Outcome::products_prototypes, OutcomeKind::count, "attempts",
     "  prototypes that these took",
     "Of those, the attempts at the stage that ends with a prototype until one succeeded: for "
     "chips, tape-outs.",
     always},
    {"products_over_two_prototypes", &Outcome::products_over_two_prototypes, OutcomeKind::count,
     "firms", "  that took more than two", "Of those, the firms that needed more than two.",
     always},
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
     "Programmes that were cancelled before their deadline: with one programme 1 if it was, with "
     "several how many of them; 0 without any.",
     always},
    {"contracts_signed", &Outcome::contracts_signed, OutcomeKind::count, "contracts",
     "Contracts signed", "Commitments signed with firms, domestic or foreign.", always},
    {"contracts_failed", &Outcome::contracts_failed, OutcomeKind::count, "contracts",
     "  that ended unfulfilled", "Commitments that ended before all that they promised was done.",
     always},
    {"contract_concentration", &Outcome::contract_concentration, OutcomeKind::ratio,
     "ratio, 1 for one firm", "  their concentration (Herfindahl index)",
     "Sum over contracts of the squared share of each in the value of all contracts when signed; "
     "a firm has one at most.",
     "empty without contracts"},
    {"selection_shortfall", &Outcome::selection_shortfall, OutcomeKind::ratio, "log ratio",
     "  shortfall of the selection, log",
     "At the first call that chose somebody: the mean log relative performance of as many of the "
     "best applicants as were chosen, less that of those chosen; 0 is a choice as good as with "
     "foresight.",
     "empty without a call that chose somebody"},
    {"units_ordered", &Outcome::units_ordered, OutcomeKind::count, "units", "Units ordered",
     "Units of all contracts, with what orders grew by and without what firms were free to keep.",
     always},
    {"units_accepted", &Outcome::units_accepted, OutcomeKind::count, "units",
     "Units delivered and accepted", "Units delivered by the horizon.", always},
    {"no_delivery", &Outcome::no_delivery, OutcomeKind::probability, "0 or 1",
     "  probability of none, where some were ordered",
     "1 if units were ordered and none was accepted by the horizon, 0 if some were.",
     "empty where no units were ordered"},
    {"performance_at_delivery", &Outcome::performance_at_delivery, OutcomeKind::ratio,
     "ratio to the frontier", "  their true performance (where any), frontier = 1",
     "Mean over units accepted of their true performance over the frontier on the day of "
     "acceptance, on the standard's first benchmark.",
     "empty where no unit was accepted"},
    {"compute_received", &Outcome::compute_received, OutcomeKind::count, "frontier accelerators",
     "  compute, in frontier accelerators of the day",
     "Units accepted × their size × true performance over the frontier on the day of acceptance, "
     "on "
     "the standard's first benchmark.",
     always},
    {"frontier_compute_forgone", &Outcome::frontier_compute_forgone, OutcomeKind::count,
     "frontier accelerators", "  frontier accelerators for the same cash",
     "Public money paid less recovered and returned, at each date over the price of a frontier "
     "accelerator: "
     "what "
     "the counterfactual `frontier-purchase` would have bought.",
     "empty without market.frontier_purchase"},
    {"compute_net", &Outcome::compute_net, OutcomeKind::count, "frontier accelerators",
     "  compute received less these", "compute_received less frontier_compute_forgone.",
     "empty without market.frontier_purchase"},
    {"public_money_committed", &Outcome::public_money_committed, OutcomeKind::money, "currency",
     "Public money committed",
     "Value of all contracts when signed, nominal = paid + released + reserved. Money released "
     "while "
     "the programme is open may be committed again, so the sum can exceed the budget.",
     always},
    {"public_money_released", &Outcome::public_money_released, OutcomeKind::money, "currency",
     "  released by contracts that failed",
     "What ended contracts would still have paid, and payments that were forfeited, nominal.",
     always},
    {"public_money_paid", &Outcome::public_money_paid, OutcomeKind::money, "currency",
     "Public money paid", "Paid to firms by the horizon, nominal.", always},
    {"public_money_peak_year", &Outcome::public_money_peak_year, OutcomeKind::money, "currency",
     "  in the fiscal year with the largest sum",
     "The largest sum paid to firms in one fiscal year of the replication, nominal.", always},
    {"public_money_advanced", &Outcome::public_money_advanced, OutcomeKind::money, "currency",
     "  in advance",
     "Paid to firms against later deliveries, at signing, at milestones or whenever else a clause "
     "pays an advance, nominal.",
     always},
    {"public_money_recovered", &Outcome::public_money_recovered, OutcomeKind::money, "currency",
     "Public money recovered",
     "Advances and other payments under contracts that firms paid back, nominal.", always},
    {"public_money_returned", &Outcome::public_money_returned, OutcomeKind::money, "currency",
     "Returns on public money (stakes, interest)",
     "What acquirers paid programmes for their shares of firms by the horizon, and what firms paid "
     "under contracts beyond what they had been paid, nominal. Shares still held count as nothing.",
     always},
    {"public_money_stranded", &Outcome::public_money_stranded, OutcomeKind::money, "currency",
     "Advances lost",
     "Advances of ended contracts that were neither credited against deliveries nor recovered, "
     "nominal.",
     always},
    {"public_money_bonds_kept", &Outcome::public_money_bonds_kept, OutcomeKind::money, "currency",
     "Bonds of suppliers kept",
     "Deposited at signing by firms whose contracts then failed, nominal.", always},
    {"public_money_exposed_peak", &Outcome::public_money_exposed_peak, OutcomeKind::money,
     "currency", "Largest sum of advances not yet delivered",
     "Largest sum at any date of advances paid, less credited, recovered and lost, nominal.",
     always},
    {"public_money_exposed", &Outcome::public_money_exposed, OutcomeKind::money, "currency",
     "  still open at the horizon", "That sum at the horizon, nominal.", always},
    {"public_money_paid_present_value", &Outcome::public_money_paid_present_value,
     OutcomeKind::money, "currency", "Public money paid, present value",
     "Paid to firms by the horizon, each payment deflated to the price base and discounted from "
     "its "
     "date to the base date.",
     always},
    {"public_money_returned_present_value", &Outcome::public_money_returned_present_value,
     OutcomeKind::money, "currency", "  returns on it (stakes, interest)",
     "What acquirers paid programmes for their shares of firms, and firms under contracts beyond "
     "what they had been paid, deflated and discounted from its date.",
     always},
    {"public_money_net_present_value", &Outcome::public_money_net_present_value, OutcomeKind::money,
     "currency", "Cost to the exchequer, present value",
     "Paid less recovered and returned, each deflated and discounted from its date.", always},
    {"public_money_reserved", &Outcome::public_money_reserved, OutcomeKind::money, "currency",
     "Public money still reserved",
     "What contracts may still pay at the horizon, nominal. Budget = paid + reserved + "
     "lapsed, and what is still free if the deadline is after the horizon.",
     always},
    {"public_money_lapsed", &Outcome::public_money_lapsed, OutcomeKind::money, "currency",
     "Public money lapsed",
     "Budget that returned to the treasury: free at the deadline or at the programme's "
     "cancellation, or released after it, nominal.",
     always},
    {"public_money_lapsed_by_cancellation", &Outcome::public_money_lapsed_by_cancellation,
     OutcomeKind::money, "currency", "  in replications with a cancellation",
     "Of that, what lapsed in replications in which the programme was cancelled.", always},
    {"private_money_raised", &Outcome::private_money_raised, OutcomeKind::money, "currency",
     "Private money raised", "Rounds closed by domestic firms after the start, nominal.", always},
    {"private_money_raised_present_value", &Outcome::private_money_raised_present_value,
     OutcomeKind::money, "currency", "Private money raised, present value",
     "Rounds closed by domestic firms after the start, each deflated to the price base and "
     "discounted from its closing to the base date.",
     always},
    {"private_receipts", &Outcome::private_receipts, OutcomeKind::money, "currency",
     "Suppliers' receipts from private customers",
     "What domestic firms received from private customers by the horizon, nominal: net of the "
     "costs of serving them under market.private_demand, all that their units sold for under "
     "market.clearing.",
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
    {"private_money_displaced", &Outcome::private_money_displaced, OutcomeKind::money, "currency",
     "Private money displaced by public money",
     "What rounds that domestic firms closed were smaller by, as public money beside private money "
     "had taken the place of a share of it, nominal.",
     always},
    {"contract_debt_lent", &Outcome::contract_debt_lent, OutcomeKind::money, "currency",
     "Lent against contracts", "What firms drew against their contracts, nominal.", always},
    {"contract_debt_repaid", &Outcome::contract_debt_repaid, OutcomeKind::money, "currency",
     "  repaid, with interest",
     "What lenders were paid back by the horizon, interest included, nominal.", always},
    {"contract_debt_lost", &Outcome::contract_debt_lost, OutcomeKind::money, "currency",
     "  lost, with interest",
     "What firms owed lenders, interest included, when their contract was over, nothing was to be "
     "paid under it any more and they had no cash left, nominal.",
     always},
    {"programme_softenings", &Outcome::programme_softenings, OutcomeKind::count, "times",
     "Times that buyers softened their terms",
     "How often programmes cut their thresholds or moved their deadlines because nobody had met "
     "their standard.",
     always},
    {"suppliers_prepayments_lost", &Outcome::suppliers_prepayments_lost, OutcomeKind::money,
     "currency", "Suppliers' prepayments lost",
     "Paid by domestic firms as production was ordered, for units that were not delivered because "
     "the contract ended; part of their spending, nominal.",
     always},
    {"facility_services", &Outcome::facility_services, OutcomeKind::count, "services",
     "Suppliers' services at facilities",
     "Claims of domestic firms on facilities that were served.", always},
    {"facility_services_delayed", &Outcome::facility_services_delayed, OutcomeKind::count,
     "services", "  after a wait in line",
     "Of those, the claims that were not served in the instant they were made.", always},
    {"facility_claims_turned_away", &Outcome::facility_claims_turned_away, OutcomeKind::count,
     "claims", "  claims that found no place in line",
     "Claims of domestic firms on facilities that were turned away, as every place in line was "
     "taken: a firm that returns may be turned away several times.",
     always},
    {"sales_concentration", &Outcome::sales_concentration, OutcomeKind::ratio, "ratio",
     "Concentration of private sales (Herfindahl)",
     "Sum of squares of the shares that firms, domestic or not, have in what they received from "
     "private customers by the horizon; 1 if one firm sold all.",
     "empty where no firm sold to private customers"},
    {"challengers_share", &Outcome::challengers_share, OutcomeKind::ratio, "ratio",
     "Share of firms in what private customers spend",
     "What firms, domestic or not, sold to private customers over what the customers of all "
     "segments spent in all full quarters since the start; the rest went to incumbents.",
     "empty without market.clearing, or where the run has no full quarter"},
    {"incumbents_sales_displaced", &Outcome::incumbents_sales_displaced, OutcomeKind::money,
     "currency", "Sales that incumbents lost to firms",
     "What firms, domestic or not, sold to private customers by the horizon, nominal: segments "
     "spend what they spend, so that incumbents sell as much less.",
     "empty without market.clearing"},
    {"accelerators_displaced", &Outcome::accelerators_displaced, OutcomeKind::count,
     "frontier accelerators", "  in accelerators of the frontier",
     "The same, each sale over the price of an accelerator of its day; what public money would "
     "have bought is frontier_compute_forgone.",
     "empty without market.clearing"},
    {"leakage", &Outcome::leakage, OutcomeKind::ratio, "ratio",
     "Share of firms' income that went abroad",
     "Of what programmes and private customers paid firms by the horizon: all that firms received "
     "while they were foreign, sold abroad or moved there, and what units of the others cost at "
     "foundries, which are abroad. Above 1 where units cost more than they brought.",
     "empty where no firm was paid by programmes or private customers"},
    {"capacity_built", &Outcome::capacity_built, OutcomeKind::count, "units a year",
     "Capacity that suppliers built, units a year",
     "Capacity that domestic firms paid for and that was there by the horizon; 0 where capacity is "
     "given.",
     always},
    {"capacity_spending", &Outcome::capacity_spending, OutcomeKind::money, "currency",
     "Suppliers' spending on capacity",
     "What domestic firms paid for capacity as they ordered it, nominal; a part of "
     "suppliers_spending.",
     always},
};

}  // namespace

std::span<const OutcomeDeclaration> outcome_declarations() {
  return declarations;
}

const OutcomeDeclaration& declaration_of(double Outcome::*outcome) {
  const auto all = outcome_declarations();
  const auto found = std::find_if(
      all.begin(), all.end(), [&](const OutcomeDeclaration& one) { return one.value == outcome; });
  expect(found != all.end(), "an outcome that is declared");
  return *found;
}

}  // namespace firstcustomer
