/// The engine's models of the two speed workloads give the outputs that bench/peers/README.md
/// states: only then do their speeds mean anything.

#include "../bench/workloads.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "firstcustomer/core/statistics.hpp"
#include "thorough.hpp"

namespace firstcustomer::bench {
namespace {

/// Four standard errors: a false alarm in 16,000 tests.
void expect_mean(const Moments& simulated, double exact, double error_of_exact = 0.0) {
  const double error = std::hypot(simulated.standard_error(), error_of_exact);
  EXPECT_NEAR(simulated.mean(), exact, 4.0 * error) << "z = " << (simulated.mean() - exact) / error;
}

TEST(ProcurementToy, GivesThePeersOutputs) {
  ProcurementToy toy(Ruin::monthly_ticks);
  Moments paid;
  Moments dead;
  Moments last_payment;
  Moments events;
  for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(thorough(100'000)); ++i) {
    const ToyOutputs outputs = toy.run(Luck(1, Phase::main, i));
    ASSERT_EQ(outputs.paid + outputs.dead, 12);
    paid.add(outputs.paid);
    dead.add(outputs.dead);
    last_payment.add(outputs.last_payment);
    events.add(static_cast<double>(outputs.events));
  }
  // First-write peer, 2,000,000 replications.
  expect_mean(paid, 2.8333, 0.0003);
  expect_mean(dead, 9.1667, 0.0003);
  expect_mean(last_payment, 19.443, 0.006);
  expect_mean(events, 284.41, 0.02);
}

TEST(ProcurementToy, ComputedDatesOfRuinChangeNoOutcome) {
  ProcurementToy ticking(Ruin::monthly_ticks);
  ProcurementToy computing(Ruin::computed_date);
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    const ToyOutputs a = ticking.run(Luck(2, Phase::main, i));
    const ToyOutputs b = computing.run(Luck(2, Phase::main, i));
    ASSERT_EQ(a.paid, b.paid) << i;
    ASSERT_EQ(a.dead, b.dead) << i;
    ASSERT_EQ(a.last_payment, b.last_payment) << i;
    ASSERT_LT(b.events, a.events);
  }
}

TEST(Mm1, MeetsTheExactMeansFromEmpty) {
  Moments time;
  Moments number;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const Mm1Outputs outputs = simulate_mm1(20'000, 0.5, seed);
    ASSERT_EQ(outputs.events, 40'000);
    time.add(outputs.mean_time_in_system);
    number.add(outputs.mean_number_in_system);
  }
  // 1/(1 − ρ) and ρ/(1 − ρ); the empty start costs less than a thousandth at this length.
  expect_mean(time, 2.0, 0.001);
  expect_mean(number, 1.0, 0.001);
}

}  // namespace
}  // namespace firstcustomer::bench
