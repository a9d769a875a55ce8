#include "firstcustomer/model/contract.hpp"

#include <algorithm>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {

Money value_of_units(std::span<const UnitPrice> prices, std::int64_t units) {
  Money value;
  for (const UnitPrice& price : prices) {
    const std::int64_t covered = std::min(units, price.up_to);
    value += times(price.pay, covered);
    units -= covered;
  }
  return value;
}

std::int64_t affordable_units(std::span<const UnitPrice> prices, Money limit) {
  std::int64_t units = 0;
  for (const UnitPrice& price : prices) {
    const std::int64_t covered = std::min(whole_units(limit, price.pay), price.up_to);
    limit -= times(price.pay, covered);
    units += covered;
    if (covered < price.up_to) {
      break;
    }
  }
  return units;
}

Money value_of_lot(std::span<const UnitPrice> prices, std::int64_t accepted, std::int64_t lot) {
  return value_of_units(prices, accepted + lot) - value_of_units(prices, accepted);
}

Money credited(Money advance, Money accepted, Money ordered) {
  expect(Money{} <= advance && Money{} <= accepted && accepted <= ordered,
         "no more is accepted than was ordered");
  if (ordered == Money{}) {
    return Money{};
  }
  __extension__ using Wide = __int128;
  const Wide product = static_cast<Wide>(advance.minor()) * accepted.minor();
  const Wide whole = product / ordered.minor();
  const Wide rest = product % ordered.minor();
  return Money::minor(static_cast<std::int64_t>(2 * rest >= ordered.minor() ? whole + 1 : whole));
}

Money bargained_price(Money cost, Money value, Money frontier, Share supplier_share) {
  const Money most = std::min(value, frontier);
  return most < cost ? Money{} : cost + scaled(most - cost, supplier_share);
}

}  // namespace firstcustomer
