#pragma once
/// \file
/// The two workloads of bench/peers/README.md as models of the engine: typed events in its queue,
/// its facilities, keyed luck and statistics. The same outputs as the peers', in the same units.

#include <cstdint>

#include "firstcustomer/core/event_queue.hpp"
#include "firstcustomer/core/facility.hpp"
#include "firstcustomer/core/random.hpp"

namespace firstcustomer::bench {

struct Mm1Outputs {
  double mean_time_in_system = 0.0;
  double mean_number_in_system = 0.0;
  std::int64_t events = 0;
};

/// M/M/1 with services of mean 1, from empty until the last customer has left.
Mm1Outputs simulate_mm1(std::int64_t customers, double utilisation, std::uint64_t seed);

struct ToyOutputs {
  int paid = 0;
  int dead = 0;
  double last_payment = 0.0;
  std::int64_t events = 0;
};

/// Whether a startup's cash is looked at every month, or the date of its ruin is computed.
enum class Ruin : std::uint8_t { monthly_ticks, computed_date };

/// The procurement toy. An object is the storage of one thread.
class ProcurementToy {
 public:
  explicit ProcurementToy(Ruin ruin);
  ToyOutputs run(const Luck& luck);

 private:
  void handle(const Event& event);
  void schedule(std::uint8_t kind, std::uint32_t startup, double from_now);
  void watch_cash(std::uint32_t startup);
  void look_at_cash(std::uint32_t startup);
  void start_tape_out(std::uint32_t startup);
  void end_tape_out(std::uint32_t startup);
  void admit();
  void close_round(std::uint32_t startup);
  void end_test(std::uint32_t startup);
  void leave(std::uint32_t startup);

  static constexpr std::uint32_t startups = 12;
  struct State {
    double second_gap = 0.0;
    double test = 0.0;
    std::int64_t month = 0;  // in which cash is looked at next
    std::int32_t cash = 0;   // before burn
    std::int32_t tape_outs = 0;
    std::int32_t rounds = 0;
    bool active = false;
    bool tape_out_succeeds = false;
  };

  Ruin ruin_;
  EventQueue queue_;
  Servers laboratory_;
  State startups_[startups];
  const Luck* luck_ = nullptr;
  std::int32_t budget_ = 0;
  ToyOutputs outputs_;
};

}  // namespace firstcustomer::bench
