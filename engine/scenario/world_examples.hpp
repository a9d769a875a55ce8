#pragma once
/// \file
/// What the world must say for clauses that refer to it, with an example each. A rule says nothing
/// of the world.

#include <string_view>

namespace firstcustomer {

inline constexpr std::string_view give_exchange =
    "Give market.exchange in the scenario, such as market: {exchange: {volatility: 8 %}}; a rule "
    "cannot.";
inline constexpr std::string_view give_market_price =
    "Give market.unit_price in the scenario, such as market: {unit_price: {level: £20k per unit}}; "
    "a rule cannot.";
inline constexpr std::string_view give_frontier_purchase =
    "Give market.frontier_purchase in the scenario, such as market: {frontier_purchase: "
    "{unit_price: £30k per unit}}; a rule cannot.";
inline constexpr std::string_view give_equity =
    "Give finance.equity in the scenario, such as finance: {equity: {sold: 20 %}}; a rule cannot.";

}  // namespace firstcustomer
