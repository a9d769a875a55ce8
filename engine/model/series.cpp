#include "firstcustomer/model/series.hpp"

#include <algorithm>

namespace firstcustomer {
namespace {

constexpr SeriesDeclaration declarations[] = {
    {"qualified_suppliers_ever", "firms", "Domestic firms that have passed the standard so far."},
    {"suppliers_active", "firms",
     "Domestic firms whose product is developed or sold, whoever owns them now."},
    {"suppliers_entered", "firms", "Domestic firms that have entered since the start."},
    {"suppliers_insolvent", "firms", "Domestic firms whose cash has run out."},
    {"units_accepted", "units", "Units delivered so far."},
    {"public_money_reserved", "currency",
     "What contracts in force may still pay, nominal: the public liability."},
    {"public_money_paid", "currency", "Paid to firms so far, nominal."},
    {"public_money_recovered", "currency", "Paid back by firms so far, nominal."},
    {"public_money_exposed", "currency",
     "Advances paid, less credited, recovered and lost, nominal."},
    {"private_money_raised", "currency", "Rounds closed by domestic firms so far, nominal."},
};
static_assert(std::size(declarations) == series_count);

}  // namespace

std::span<const SeriesDeclaration> series_declarations() {
  return declarations;
}

Quarters::Quarters(Date start, Date horizon)
    : first_(number(start)), last_(std::max(number(start), number(horizon))), horizon_(horizon) {}

Date Quarters::end(std::size_t quarter) const {
  const int which = first_ + static_cast<int>(quarter);
  const Date next = Date(which / 4, static_cast<unsigned>(which % 4) * 3 + 1, 1).plus_months(3);
  return std::min(Date::from_day_number(next.day_number() - 1), horizon_);
}

}  // namespace firstcustomer
