#include "firstcustomer/model/recorder.hpp"

#include <iterator>

namespace firstcustomer {
namespace {

constexpr std::string_view names[] = {"programme_opens",
                                      "programme_closes",
                                      "programme_cancelled",
                                      "call_held",
                                      "firm_present",
                                      "firm_enters",
                                      "out_of_scope",
                                      "stage_begins",
                                      "waits_for_cash",
                                      "served",
                                      "stage_completed",
                                      "stage_to_repeat",
                                      "stage_failed",
                                      "prototype",
                                      "technology_fails",
                                      "not_demonstrable",
                                      "test_passed",
                                      "test_failed",
                                      "generation_begins",
                                      "raise_starts",
                                      "raise_closes",
                                      "raise_known",
                                      "raise_fails",
                                      "bridged",
                                      "bridge_repaid",
                                      "insolvent",
                                      "missed_standard",
                                      "pivots",
                                      "acquired",
                                      "acquisition_blocked",
                                      "awaits_approval",
                                      "approval_lapses",
                                      "contract_signed",
                                      "contract_declined",
                                      "not_chosen",
                                      "waits_for_fund",
                                      "paid",
                                      "payment_deferred",
                                      "payment_forfeited",
                                      "lot_delivered",
                                      "contract_fulfilled",
                                      "milestone_moved",
                                      "contract_expires",
                                      "contract_ends",
                                      "recovered",
                                      "advance_lost",
                                      "bond_deposited",
                                      "bond_returned",
                                      "bond_kept",
                                      "stake_sold",
                                      "standard_met",
                                      "phase_begins",
                                      "goes_on",
                                      "not_continued",
                                      "place_closes",
                                      "order_extended",
                                      "order_placed",
                                      "lot_shipped",
                                      "superseded",
                                      "relocates",
                                      "returned",
                                      "market_opens",
                                      "turned_away",
                                      "ends",
                                      "effort_chosen",
                                      "ambition_chosen",
                                      "gives_up",
                                      "venture_market",
                                      "debt_drawn",
                                      "debt_repaid",
                                      "debt_lost",
                                      "round_displaced",
                                      "terms_softened",
                                      "production_ordered",
                                      "waits_to_order",
                                      "prepayment_lost",
                                      "goes_on_sale",
                                      "sold",
                                      "capacity_changes",
                                      "capacity_waits",
                                      "capacity_ordered",
                                      "capacity_stands"};
static_assert(std::size(names) == record_kinds);

}  // namespace

std::string_view record_kind_name(RecordKind kind) {
  return names[static_cast<std::size_t>(kind)];
}

void Recorder::clear() {
  *this = Recorder{};
}

void Recorder::add(Record record) {
  record.cause = cause_;
  cause_ = static_cast<std::int64_t>(records_.size());
  records_.push_back(record);
}

void Recorder::scheduled(std::uint8_t kind, std::uint32_t slot) {
  if (causes_.size() <= kind) {
    causes_.resize(kind + std::size_t{1});
  }
  std::vector<std::int64_t>& of_kind = causes_[kind];
  if (of_kind.size() <= slot) {
    of_kind.resize(slot + std::size_t{1}, -1);
  }
  of_kind[slot] = cause_;
}

void Recorder::handled(std::uint8_t kind, std::uint32_t slot) {
  cause_ = causes_.at(kind).at(slot);
}

void Recorder::appears(FirmId firm, std::string name, TechnologyId technology) {
  if (names_.size() <= firm.index()) {
    names_.resize(firm.index() + std::size_t{1});
    technologies_.resize(firm.index() + std::size_t{1});
  }
  names_[firm.index()] = std::move(name);
  technologies_[firm.index()] = technology;
}

}  // namespace firstcustomer
