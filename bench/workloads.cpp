#include "workloads.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "firstcustomer/core/elementary.hpp"
#include "firstcustomer/core/law.hpp"
#include "firstcustomer/core/statistics.hpp"

namespace firstcustomer::bench {
namespace {

/// One unit of the workloads' time (a mean service, a month).
constexpr double unit = 1e9;  // microseconds

Duration units(double count) {
  return Duration::microseconds(static_cast<std::int64_t>(count * unit));
}

double exponential(double mean, double u) {
  return -elementary::log(1.0 - u) * mean;  // quantile(Law::exponential(mean), u)
}

}  // namespace

Mm1Outputs simulate_mm1(std::int64_t customers, double utilisation, std::uint64_t seed) {
  enum Kind : std::uint8_t { arrival, departure };
  constexpr Purpose customer{1};
  // Names are used again when a customer has left: more never wait at once.
  constexpr std::uint32_t names = 1U << 14U;
  const Luck luck(seed, Phase::main, 0);
  EventQueue queue(std::vector<std::uint32_t>{1, 1});
  Servers server(1, names);
  std::vector<Duration> service(names);
  std::vector<Instant> arrived(names);
  Moments time_in_system;
  TimeWeighted in_system;
  Mm1Outputs outputs;
  std::int64_t came = 0;
  std::uint32_t served = 0;
  std::uint32_t number = 0;

  const auto draw_next = [&] {
    const auto u = luck.uniforms(customer, {static_cast<std::uint64_t>(came)}, {});
    const auto name = static_cast<std::uint32_t>(came) % names;
    service[name] = units(exponential(1.0, u[1]));
    arrived[name] = queue.now() + units(exponential(1.0 / utilisation, u[0]));
    queue.schedule(arrival, 0, arrived[name], 0, Rank{});
  };
  in_system.start(Instant{}, 0.0);
  draw_next();
  while (!queue.empty()) {
    const Event event = queue.pop();
    ++outputs.events;
    if (event.kind == arrival) {
      server.claim(static_cast<std::uint32_t>(came) % names, event.time, 0, Rank{});
      in_system.set(event.time, ++number);
      if (++came < customers) {
        draw_next();
      }
    } else {
      server.release(event.time);
      in_system.set(event.time, --number);
      time_in_system.add(static_cast<double>((event.time - arrived[served]).microseconds()) / unit);
    }
    if (const auto next = server.admit(event.time)) {
      served = *next;
      queue.schedule(departure, 0, event.time + service[served], 0, Rank{});
    }
  }
  in_system.finish(queue.now());
  outputs.mean_time_in_system = time_in_system.mean();
  outputs.mean_number_in_system = in_system.mean();
  return outputs;
}

namespace {

enum Kind : std::uint8_t {
  cash_looked_at,
  development_ends,
  tape_out_ends,
  round_closes,
  test_ends
};
constexpr double horizon = 120.0;
constexpr Duration month = Duration::microseconds(static_cast<std::int64_t>(unit));
constexpr Purpose startup_luck{1};
constexpr Purpose tape_out_luck{2};
const Law tape_out_time = Law::lognormal(5.0, 0.4);

}  // namespace

ProcurementToy::ProcurementToy(Ruin ruin)
    : ruin_(ruin), queue_(std::vector<std::uint32_t>(5, startups)), laboratory_(1, startups) {}

ToyOutputs ProcurementToy::run(const Luck& luck) {
  luck_ = &luck;
  queue_.clear();
  laboratory_.clear();
  budget_ = 300;
  outputs_ = ToyOutputs{};
  outputs_.last_payment = horizon;
  for (std::uint32_t i = 0; i < startups; ++i) {
    const auto u = luck.uniforms(startup_luck, {i}, {});
    startups_[i] = State{};
    startups_[i].cash = 18;
    startups_[i].active = true;
    startups_[i].second_gap = exponential(24.0, u[2]);
    startups_[i].test = exponential(3.0, u[3]);
    schedule(development_ends, i, exponential(12.0, u[0]));
    schedule(round_closes, i, exponential(24.0, u[1]));
    watch_cash(i);
  }
  const Instant end = Instant{} + units(horizon);
  while (!queue_.empty() && queue_.next_time() <= end) {
    handle(queue_.pop());
  }
  return outputs_;
}

void ProcurementToy::schedule(std::uint8_t kind, std::uint32_t startup, double from_now) {
  queue_.schedule(kind, startup, queue_.now() + units(from_now), 0, Rank{startup});
}

void ProcurementToy::watch_cash(std::uint32_t startup) {
  State& s = startups_[startup];
  if (ruin_ == Ruin::monthly_ticks) {
    ++s.month;
  } else {
    // Cash is what is left when nothing is burnt: tick m leaves cash − m.
    const std::int64_t passed = queue_.now().microseconds() / month.microseconds();
    s.month = std::max<std::int64_t>(passed, s.cash) + 1;
  }
  queue_.schedule(cash_looked_at, startup, Instant::microseconds(s.month * month.microseconds()), 0,
                  Rank{startup});
}

void ProcurementToy::handle(const Event& event) {
  const std::uint32_t startup = event.slot;
  outputs_.events += startups_[startup].active ? 1 : 0;
  switch (static_cast<Kind>(event.kind)) {
    case cash_looked_at:
      return look_at_cash(startup);
    case development_ends:
      return start_tape_out(startup);
    case tape_out_ends:
      return end_tape_out(startup);
    case round_closes:
      return close_round(startup);
    case test_ends:
      return end_test(startup);
  }
}

void ProcurementToy::look_at_cash(std::uint32_t startup) {
  if (startups_[startup].cash < startups_[startup].month) {
    ++outputs_.dead;
    leave(startup);
  } else {
    watch_cash(startup);
  }
}

void ProcurementToy::start_tape_out(std::uint32_t startup) {
  State& s = startups_[startup];
  const auto u =
      luck_->uniforms(tape_out_luck, {startup}, {static_cast<std::uint64_t>(s.tape_outs)});
  ++s.tape_outs;
  s.cash -= 2;
  s.tape_out_succeeds = u[1] < 0.4;
  schedule(tape_out_ends, startup, quantile(tape_out_time, u[0]));
  if (ruin_ == Ruin::computed_date) {
    watch_cash(startup);
  }
}

void ProcurementToy::end_tape_out(std::uint32_t startup) {
  State& s = startups_[startup];
  if (s.tape_out_succeeds) {
    laboratory_.claim(startup, queue_.now(), 0, Rank{});
    admit();
  } else if (s.tape_outs < 4) {
    start_tape_out(startup);
  }
}

void ProcurementToy::admit() {
  if (const auto next = laboratory_.admit(queue_.now())) {
    schedule(test_ends, *next, startups_[*next].test);
  }
}

void ProcurementToy::close_round(std::uint32_t startup) {
  State& s = startups_[startup];
  s.cash += 10;
  if (++s.rounds < 2) {
    schedule(round_closes, startup, s.second_gap);
  }
  if (ruin_ == Ruin::computed_date) {
    watch_cash(startup);
  }
}

void ProcurementToy::end_test(std::uint32_t startup) {
  laboratory_.release(queue_.now());
  if (startups_[startup].active && budget_ >= 100) {
    budget_ -= 100;
    ++outputs_.paid;
    outputs_.last_payment = static_cast<double>(queue_.now().microseconds()) / unit;
    leave(startup);
  }
  admit();
}

void ProcurementToy::leave(std::uint32_t startup) {
  startups_[startup].active = false;
  laboratory_.withdraw(startup, queue_.now());
  // A test that has begun goes on.
  for (const Kind kind : {cash_looked_at, development_ends, tape_out_ends, round_closes}) {
    queue_.cancel(kind, startup);
  }
}

}  // namespace firstcustomer::bench
