/// Outputs of the first-write peer with their standard errors, and its speed:
/// `first_write mm1 [replications]`, `first_write procurement_toy [replications]`. Seeds 1, 2, ...

#include <fmt/core.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <string>

#include "first_write.hpp"

namespace {

using namespace firstcustomer::peers;

class Sample {
 public:
  void add(double x) {
    ++count_;
    sum_ += x;
    squares_ += x * x;
  }
  void print(const std::string& name) const {
    const double mean = sum_ / count_;
    const double variance = squares_ / count_ - mean * mean;
    fmt::print("{:<22} {:.4f} ({:.4f})\n", name, mean, std::sqrt(std::fmax(variance, 0) / count_));
  }
  double sum() const { return sum_; }

 private:
  double count_ = 0;
  double sum_ = 0;
  double squares_ = 0;
};

/// Returns the events.
double mm1(std::uint64_t replications) {
  Sample time;
  Sample number;
  Sample events;
  for (std::uint64_t seed = 1; seed <= replications; ++seed) {
    const Mm1Outputs outputs = simulate_mm1(1'000'000, 0.9, seed);
    time.add(outputs.mean_time_in_system);
    number.add(outputs.mean_number_in_system);
    events.add(static_cast<double>(outputs.events));
  }
  time.print("mean time in system");
  number.print("mean number in system");
  events.print("events");
  return events.sum();
}

/// Returns the events.
double procurement_toy(std::uint64_t replications) {
  Sample paid;
  Sample dead;
  Sample last_payment;
  Sample events;
  for (std::uint64_t seed = 1; seed <= replications; ++seed) {
    const ProcurementToyOutputs outputs = simulate_procurement_toy(seed);
    paid.add(outputs.paid);
    dead.add(outputs.dead);
    last_payment.add(outputs.last_payment);
    events.add(static_cast<double>(outputs.events));
  }
  paid.print("paid");
  dead.print("dead");
  last_payment.print("last payment");
  events.print("events");
  return events.sum();
}

}  // namespace

int main(int argc, char** argv) {
  const std::string workload = argc > 1 ? argv[1] : "";
  if (workload != "mm1" && workload != "procurement_toy") {
    fmt::print(stderr, "usage: first_write mm1|procurement_toy [replications]\n");
    return 2;
  }
  const std::uint64_t otherwise = workload == "mm1" ? 5 : 200'000;
  const std::uint64_t replications = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : otherwise;
  const auto start = std::chrono::steady_clock::now();
  const double events = workload == "mm1" ? mm1(replications) : procurement_toy(replications);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  fmt::print("seconds={:.3f} replications/s={:.1f} events/s={:.0f}\n", seconds.count(),
             static_cast<double>(replications) / seconds.count(), events / seconds.count());
  return 0;
}
