#pragma once
/// A small program that drives servers as a model would: customers come, wait, are served and go.
///
/// Three phases to an instant: services end, customers claim, then who is free to be served is
/// admitted and who finds no place is turned away. Every draw is keyed by the customer's class and
/// number.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <numeric>
#include <utility>
#include <vector>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/event_queue.hpp"
#include "firstcustomer/core/facility.hpp"
#include "firstcustomer/core/law.hpp"
#include "firstcustomer/core/random.hpp"
#include "firstcustomer/core/statistics.hpp"
#include "firstcustomer/core/time.hpp"

namespace firstcustomer {

/// What comes, and how it is served.
struct Station {
  /// Class 0 goes first. Rate: customers per unit of time; service: units of time.
  struct Class {
    double rate;
    Law service;
  };
  std::vector<Class> classes;
  std::uint32_t servers = 1;
  std::uint32_t places = Servers::no_limit;
  double days_per_unit = days_per_year;
  /// Waits beyond this many units are late.
  double late = 0.0;
  /// Of customers present at a time.
  std::uint32_t most = 1000;
};

/// Means over customers and over time. Units: those of the station.
struct Figures {
  std::vector<Moments> wait;  // per class
  Moments delayed;            // 1 if the customer waits at all
  Moments late;
  Moments stay;
  Moments turned_away;
  double line = 0.0;   // customers who wait, over time
  double busy = 0.0;   // servers that are occupied, over time
  double empty = 0.0;  // share of time with nobody
};

class QueueingProgram {
 public:
  explicit QueueingProgram(Station station)
      : station_(std::move(station)),
        queue_(std::vector<std::uint32_t>{static_cast<std::uint32_t>(station_.classes.size()),
                                          station_.most, 1}),
        servers_(station_.servers, station_.most,
                 static_cast<std::uint32_t>(station_.classes.size()), station_.places),
        customers_(station_.most) {
    for (const Station::Class& one : station_.classes) {
      tables_.add(one.service);
    }
  }

  /// Nobody is there at instant 0.
  void begin(const Luck& luck) {
    queue_.clear();
    servers_.clear();
    absent_.resize(customers_.size());
    std::iota(absent_.rbegin(), absent_.rend(), 0U);
    numbers_.assign(station_.classes.size(), 0);
    empty_ = TimeWeighted();
    empty_.start(Instant{}, 1.0);
    count_from_now({}, {});
    for (std::uint32_t i = 0; i < numbers_.size(); ++i) {
      schedule_arrival(i, Instant{}, luck);
    }
  }

  /// Runs up to and with `until`; tells what was seen since it last told.
  Figures run(Instant until, const Luck& luck) {
    while (queue_.next_time() <= until) {
      const Event event = queue_.pop();
      if (event.kind == arrival) {
        arrive(event.slot, event.time, luck);
      } else if (event.kind == completion) {
        complete(event.slot, event.time);
      } else {
        admit(event.time, luck);
      }
    }
    return tell(until);
  }

  Instant at(double units) const { return Instant{} + span(units); }
  Servers& servers() { return servers_; }

 private:
  enum Kind : std::uint8_t { arrival, completion, admission };
  enum PhaseOfInstant : std::uint8_t { services_end, customers_claim, customers_are_admitted };
  static constexpr Purpose gap_luck{1};
  static constexpr Purpose service_luck{2};
  static constexpr Purpose lottery_luck{3};
  struct Customer {
    std::uint32_t priority = 0;
    std::uint64_t number = 0;
    Instant since;
  };
  struct Integrals {
    double line = 0.0;
    double busy = 0.0;
    double empty = 0.0;
  };

  Duration span(double units) const { return Duration::from_days(units * station_.days_per_unit); }
  double units(Duration span) const { return span.days() / station_.days_per_unit; }

  void schedule_arrival(std::uint32_t priority, Instant now, const Luck& luck) {
    const double u = luck.uniform(gap_luck, {priority}, {numbers_[priority]});
    const double gap = quantile(Law::exponential(1.0 / station_.classes[priority].rate), u);
    queue_.schedule(arrival, priority, now + span(gap), customers_claim, {0});
  }

  void arrive(std::uint32_t priority, Instant now, const Luck& luck) {
    expect(!absent_.empty(), "there is room for all who come");
    const std::uint32_t who = absent_.back();
    absent_.pop_back();
    const std::uint64_t number = numbers_[priority]++;
    customers_[who] = {priority, number, now};
    const double u = luck.uniform(lottery_luck, {priority}, {number});
    servers_.claim(who, now, priority, {static_cast<std::uint32_t>(u * 0x1p24)});
    empty_.set(now, 0.0);
    queue_.schedule(admission, 0, now, customers_are_admitted, {0});
    schedule_arrival(priority, now, luck);
  }

  void complete(std::uint32_t who, Instant now) {
    figures_.stay.add(units(now - customers_[who].since));
    servers_.release(now);
    leave(who, now);
    queue_.schedule(admission, 0, now, customers_are_admitted, {0});
  }

  void admit(Instant now, const Luck& luck) {
    while (const auto who = servers_.admit(now)) {
      const Customer& customer = customers_[*who];
      const double wait = units(now - customer.since);
      figures_.wait[customer.priority].add(wait);
      figures_.delayed.add(wait > 0.0 ? 1.0 : 0.0);
      figures_.late.add(wait > station_.late ? 1.0 : 0.0);
      figures_.turned_away.add(0.0);
      const double u = luck.uniform(service_luck, {customer.priority}, {customer.number});
      const double service = tables_.quantile(station_.classes[customer.priority].service, u);
      queue_.schedule(completion, *who, now + span(service), services_end, {0});
    }
    while (const auto who = servers_.turn_away(now)) {
      figures_.turned_away.add(1.0);
      leave(*who, now);
    }
  }

  void leave(std::uint32_t who, Instant now) {
    absent_.push_back(who);
    empty_.set(now, absent_.size() == customers_.size() ? 1.0 : 0.0);
  }

  /// Levels times units of time since the beginning. What records can be finished only once, so
  /// copies are.
  Integrals integrals(Instant now) const {
    Servers servers = servers_;
    TimeWeighted empty = empty_;
    const FacilityRecord& record = servers.close(now);
    empty.finish(now);
    const double time = units(now - Instant{});
    return {record.waiting.mean() * time, record.busy.mean() * time, empty.mean() * time};
  }

  void count_from_now(Instant now, Integrals sofar) {
    figures_ = Figures();
    figures_.wait.resize(station_.classes.size());
    told_ = now;
    told_integrals_ = sofar;
  }

  Figures tell(Instant now) {
    const Integrals sofar = integrals(now);
    const double time = units(now - told_);
    Figures told = figures_;
    told.line = (sofar.line - told_integrals_.line) / time;
    told.busy = (sofar.busy - told_integrals_.busy) / time;
    told.empty = (sofar.empty - told_integrals_.empty) / time;
    count_from_now(now, sofar);
    return told;
  }

  Station station_;
  EventQueue queue_;
  Servers servers_;
  LawTables tables_;
  std::vector<Customer> customers_;
  std::vector<std::uint32_t> absent_;
  std::vector<std::uint64_t> numbers_;
  TimeWeighted empty_;
  Figures figures_;
  Instant told_;
  Integrals told_integrals_;
};

/// Values whose mean is that over all customers and whose standard error is that of a ratio, for
/// batches with different numbers of customers: their plain mean would be too low, as batches with
/// many customers have the longer waits. Source: Cochran 1977, section 6.3.
inline Moments over_customers(const std::vector<Moments>& batches) {
  Moments all;
  for (const Moments& batch : batches) {
    all.merge(batch);
  }
  const double size = static_cast<double>(all.count()) / static_cast<double>(batches.size());
  Moments result;
  for (const Moments& batch : batches) {
    result.add(all.mean() +
               (batch.mean() - all.mean()) * (static_cast<double>(batch.count()) / size));
  }
  return result;
}

/// Means of the batches of one long run.
struct Batches {
  std::vector<Moments> wait;  // per class
  Moments delayed;
  Moments late;
  Moments stay;
  Moments turned_away;
  Moments line;
  Moments busy;
  Moments empty;
};

/// From empty, with a warm-up that is not counted. Units: those of the station.
/// Needs: a batch much longer than the station remembers, with customers of every class.
inline Batches run_batches(QueueingProgram& program, const Luck& luck, double warm_up,
                           double length) {
  constexpr int count = 100;
  program.begin(luck);
  program.run(program.at(warm_up), luck);
  std::vector<Figures> figures;
  for (int i = 1; i <= count; ++i) {
    figures.push_back(program.run(program.at(warm_up + i * length), luck));
  }
  const auto customers = [&](const auto& column) {
    std::vector<Moments> batches;
    std::transform(figures.begin(), figures.end(), std::back_inserter(batches), column);
    return over_customers(batches);
  };
  const auto time = [&](double Figures::*column) {
    Moments means;
    for (const Figures& batch : figures) {
      means.add(batch.*column);
    }
    return means;
  };
  Batches result;
  for (std::size_t k = 0; k < figures.front().wait.size(); ++k) {
    result.wait.push_back(customers([k](const Figures& f) { return f.wait[k]; }));
  }
  result.delayed = customers([](const Figures& f) { return f.delayed; });
  result.late = customers([](const Figures& f) { return f.late; });
  result.stay = customers([](const Figures& f) { return f.stay; });
  result.turned_away = customers([](const Figures& f) { return f.turned_away; });
  result.line = time(&Figures::line);
  result.busy = time(&Figures::busy);
  result.empty = time(&Figures::empty);
  return result;
}

}  // namespace firstcustomer
