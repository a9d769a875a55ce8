/// Two small workloads in C++ as an engineer first writes them: what the engine's speed is
/// compared with.
///
/// Promises: the outputs bench/peers/README.md defines; the same seed gives the same outputs. One
/// generator per call, seeded in it. Costs: a std::function per event, a std::priority_queue of
/// structs.
/// Does not: tune anything, share a line with the engine, or treat bad luck (a draw belongs to no
/// purpose, so two calls cannot be paired).
/// Source: bench/peers/README.md.

#pragma once

#include <cstdint>

namespace firstcustomer::peers {

/// Shape: the queue is empty at the start; time ends with the last departure.
struct Mm1Outputs {
  /// Units: mean services.
  double mean_time_in_system = 0;
  /// Over time, by the area under the number in system. Units: customers.
  double mean_number_in_system = 0;
  /// Arrivals and departures.
  std::uint64_t events = 0;
};

/// One server with exponential services of mean 1 and Poisson arrivals at rate `utilisation`.
Mm1Outputs simulate_mm1(std::uint64_t customers, double utilisation, std::uint64_t seed);

struct ProcurementToyOutputs {
  int paid = 0;
  int dead = 0;
  /// Date of the last payment; the horizon when there was none. Units: months.
  double last_payment = 0;
  std::uint64_t events = 0;
};

/// One replication of the procurement toy.
ProcurementToyOutputs simulate_procurement_toy(std::uint64_t seed);

}  // namespace firstcustomer::peers
