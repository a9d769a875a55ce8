#include "first_write.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <deque>
#include <functional>
#include <limits>
#include <queue>
#include <random>
#include <utility>
#include <vector>

namespace firstcustomer::peers {
namespace {

struct Event {
  double time;
  std::uint64_t sequence;
  std::function<void()> handler;
};

struct Later {
  bool operator()(const Event& a, const Event& b) const {
    return a.time > b.time || (a.time == b.time && a.sequence > b.sequence);
  }
};

/// The clock and what is to come.
class Simulator {
 public:
  double now() const { return now_; }

  void schedule(double delay, std::function<void()> handler) {
    queue_.push({now_ + delay, next_sequence_++, std::move(handler)});
  }

  /// Runs every event up to and including `horizon`.
  void run(double horizon) {
    while (!queue_.empty() && queue_.top().time <= horizon) {
      const Event event = queue_.top();
      queue_.pop();
      now_ = event.time;
      event.handler();
    }
  }

 private:
  double now_ = 0;
  std::uint64_t next_sequence_ = 0;
  std::priority_queue<Event, std::vector<Event>, Later> queue_;
};

class Mm1 {
 public:
  Mm1(std::uint64_t customers, double utilisation, std::uint64_t seed)
      : customers_(customers), rng_(seed), interarrival_(utilisation), service_(1.0) {}

  Mm1Outputs run() {
    simulator_.schedule(interarrival_(rng_), [this] { arrive(); });
    simulator_.run(std::numeric_limits<double>::infinity());
    const auto served = static_cast<double>(customers_);
    return {total_time_ / served, area_ / simulator_.now(), events_};
  }

 private:
  void arrive() {
    count();
    in_system_.push_back(simulator_.now());
    if (in_system_.size() == 1) start_service();
    if (++arrived_ < customers_) {
      simulator_.schedule(interarrival_(rng_), [this] { arrive(); });
    }
  }

  void start_service() {
    simulator_.schedule(service_(rng_), [this] { depart(); });
  }

  void depart() {
    count();
    total_time_ += simulator_.now() - in_system_.front();
    in_system_.pop_front();
    if (!in_system_.empty()) start_service();
  }

  /// Called before the number in system changes.
  void count() {
    ++events_;
    area_ += static_cast<double>(in_system_.size()) * (simulator_.now() - last_change_);
    last_change_ = simulator_.now();
  }

  std::uint64_t customers_;
  std::mt19937_64 rng_;
  std::exponential_distribution<double> interarrival_;
  std::exponential_distribution<double> service_;
  Simulator simulator_;
  /// Dates of arrival, the customer in service first.
  std::deque<double> in_system_;
  std::uint64_t arrived_ = 0;
  std::uint64_t events_ = 0;
  double total_time_ = 0;
  double area_ = 0;
  double last_change_ = 0;
};

constexpr double horizon = 120;
constexpr std::size_t startups = 12;
constexpr int most_tape_outs = 4;
constexpr int most_rounds = 2;
constexpr double price = 100;

struct Startup {
  double cash = 18;
  int tape_outs = 0;
  int rounds = 0;
  bool dead = false;
  bool paid = false;

  bool active() const { return !dead && !paid; }
};

class ProcurementToy {
 public:
  explicit ProcurementToy(std::uint64_t seed) : rng_(seed) {}

  ProcurementToyOutputs run() {
    for (std::size_t i = 0; i < startups; ++i) {
      simulator_.schedule(1, [this, i] { tick(i); });
      simulator_.schedule(development_(rng_), [this, i] { finish_development(i); });
      simulator_.schedule(funding_(rng_), [this, i] { close_round(i); });
    }
    simulator_.run(horizon);
    return outputs_;
  }

 private:
  void tick(std::size_t i) {
    Startup& startup = startups_[i];
    if (!startup.active()) return;
    ++outputs_.events;
    startup.cash -= 1;
    if (startup.cash < 0) {
      startup.dead = true;
      ++outputs_.dead;
    } else {
      simulator_.schedule(1, [this, i] { tick(i); });
    }
  }

  void finish_development(std::size_t i) {
    if (!startups_[i].active()) return;
    ++outputs_.events;
    start_tape_out(i);
  }

  void start_tape_out(std::size_t i) {
    startups_[i].cash -= 2;
    ++startups_[i].tape_outs;
    simulator_.schedule(std::exp(log_duration_(rng_)), [this, i] { finish_tape_out(i); });
  }

  void finish_tape_out(std::size_t i) {
    if (!startups_[i].active()) return;
    ++outputs_.events;
    if (success_(rng_)) {
      waiting_.push_back(i);
      if (!testing_) start_test();
    } else if (startups_[i].tape_outs < most_tape_outs) {
      start_tape_out(i);
    }
  }

  void close_round(std::size_t i) {
    Startup& startup = startups_[i];
    if (!startup.active()) return;
    ++outputs_.events;
    startup.cash += 10;
    if (++startup.rounds < most_rounds) {
      simulator_.schedule(funding_(rng_), [this, i] { close_round(i); });
    }
  }

  /// The laboratory takes the first of those waiting who still lives.
  void start_test() {
    while (!waiting_.empty()) {
      const std::size_t i = waiting_.front();
      waiting_.pop_front();
      if (startups_[i].dead) continue;
      testing_ = true;
      simulator_.schedule(test_(rng_), [this, i] { finish_test(i); });
      return;
    }
  }

  void finish_test(std::size_t i) {
    testing_ = false;
    Startup& startup = startups_[i];
    if (!startup.dead) {
      ++outputs_.events;
      if (budget_ >= price) {
        budget_ -= price;
        startup.paid = true;
        ++outputs_.paid;
        outputs_.last_payment = simulator_.now();
      }
    }
    start_test();
  }

  std::mt19937_64 rng_;
  std::exponential_distribution<double> development_{1.0 / 12};
  std::exponential_distribution<double> funding_{1.0 / 24};
  std::exponential_distribution<double> test_{1.0 / 3};
  std::normal_distribution<double> log_duration_{std::log(5.0), 0.4};
  std::bernoulli_distribution success_{0.4};
  Simulator simulator_;
  std::array<Startup, startups> startups_;
  std::deque<std::size_t> waiting_;
  bool testing_ = false;
  double budget_ = 300;
  ProcurementToyOutputs outputs_{.last_payment = horizon};
};

}  // namespace

Mm1Outputs simulate_mm1(std::uint64_t customers, double utilisation, std::uint64_t seed) {
  return Mm1(customers, utilisation, seed).run();
}

ProcurementToyOutputs simulate_procurement_toy(std::uint64_t seed) {
  return ProcurementToy(seed).run();
}

}  // namespace firstcustomer::peers
