#pragma once
/// \file
/// Facilities: shared capacity and the line in front of it.
///
/// A `WaitingLine` keeps claims in order: class of priority first, then the instant of the claim;
/// claims of one class at one instant are put in order by their lottery, never by who happened to
/// ask first. `Servers` serve so many claims at a time; a `Shuttle` takes those who wait on its
/// dates, as many as it has seats. Neither draws nor schedules anything: the model draws lotteries
/// and durations, and calls `admit` or `board` in a phase after all claims of the instant.
///
/// Claimants are plain indices, each with at most one claim in a line. No allocation after
/// construction; joining, leaving and serving take constant time (joining walks over claims of its
/// class at the same instant). All of it can be copied with the world.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "firstcustomer/core/event_queue.hpp"
#include "firstcustomer/core/statistics.hpp"
#include "firstcustomer/core/time.hpp"

namespace firstcustomer {

/// Claims that wait, in the order in which they will be served.
class WaitingLine {
 public:
  /// Claimants are 0 … claimants − 1, classes 0 … classes − 1; class 0 goes first.
  WaitingLine(std::uint32_t claimants, std::uint32_t classes);

  void clear();

  /// Needs: the claimant does not wait already; `now` is not before the last claim.
  void join(std::uint32_t claimant, Instant now, std::uint32_t priority, Rank lottery);
  /// True if the claimant waited.
  bool leave(std::uint32_t claimant);

  bool empty() const { return size_ == 0; }
  std::uint32_t size() const { return size_; }
  bool waits(std::uint32_t claimant) const { return claims_[claimant].waits; }
  /// When the claimant joined. Needs: it waits.
  Instant since(std::uint32_t claimant) const { return claims_[claimant].since; }
  /// Who is next. Needs: not empty.
  std::uint32_t first() const;
  /// Who would be served last. Needs: not empty.
  std::uint32_t last() const;

 private:
  static constexpr std::uint32_t none = UINT32_MAX;
  struct Claim {
    Instant since;
    Rank lottery;
    std::uint32_t priority = 0;
    std::uint32_t before = none;
    std::uint32_t after = none;
    bool waits = false;
  };
  struct Ends {
    std::uint32_t front = none;
    std::uint32_t back = none;
  };

  std::vector<Claim> claims_;  // per claimant; linked within a class
  std::vector<Ends> ends_;     // per class
  std::uint32_t size_ = 0;
  Instant last_;
};

/// What a facility has seen since it was cleared.
struct FacilityRecord {
  /// From claim to service, of those served. Units: days.
  Moments wait;
  /// Claims that wait, over time.
  TimeWeighted waiting;
  /// Servers that are occupied, over time; of a shuttle: nothing.
  TimeWeighted busy;
  std::int64_t turned_away = 0;
};

/// So many claims are served at a time, the others wait.
class Servers {
 public:
  static constexpr std::uint32_t no_limit = UINT32_MAX;

  /// `places`: claims that may wait; 0 makes a loss system. Needs: servers ≥ 1.
  Servers(std::uint32_t servers, std::uint32_t claimants, std::uint32_t classes = 1,
          std::uint32_t places = no_limit);

  /// Empty at instant 0, with so many servers.
  void clear(std::uint32_t servers);
  void clear() { clear(servers_); }
  /// How many claims may wait, until it is said again.
  void limit(std::uint32_t places) { places_ = places; }

  void claim(std::uint32_t claimant, Instant now, std::uint32_t priority, Rank lottery);
  /// The next claimant to be served, who now occupies a server; nobody if no server is free or
  /// nobody waits. Call until it gives nobody, after all claims and releases of the instant.
  std::optional<std::uint32_t> admit(Instant now);
  /// The last claimant in line, for whom there is no place to wait (a later claim of a class that
  /// goes first can cost an earlier one its place); nobody if there are places. Call until
  /// it gives nobody, after `admit`.
  std::optional<std::uint32_t> turn_away(Instant now);
  /// Occupies a server without a claim, as for what began before the run: beyond the number of
  /// servers too.
  void occupy(Instant now);
  /// A server is free again. Needs: one is occupied.
  void release(Instant now);
  /// Gives up a claim that waits. True if there was one.
  bool withdraw(std::uint32_t claimant, Instant now);

  std::uint32_t busy() const { return busy_; }
  const WaitingLine& line() const { return line_; }
  /// Everything up to `now`. Ends the recording.
  const FacilityRecord& close(Instant now);

 private:
  std::uint32_t servers_;
  std::uint32_t places_;
  std::uint32_t busy_ = 0;
  WaitingLine line_;
  FacilityRecord record_;
};

/// Those who wait leave together on dates fixed beforehand, as many as there are seats. Who claims
/// in the instant of a departure after it was boarded gets a seat that is left.
class Shuttle {
 public:
  /// Needs: departures in strictly ascending order, at instants ≥ 0; seats ≥ 1.
  Shuttle(std::vector<Instant> departures, std::uint32_t seats, std::uint32_t claimants,
          std::uint32_t classes = 1);

  /// Empty at instant 0, with these departures and seats; the storage is kept.
  void clear(std::span<const Instant> departures, std::uint32_t seats);
  void clear();

  void claim(std::uint32_t claimant, Instant now, std::uint32_t priority, Rank lottery);
  /// First departure at or after `now`; `never` after the last.
  Instant next_departure(Instant now) const;
  /// The next claimant to leave with the departure at `now`; nobody if it is full or nobody waits.
  /// Needs: `now` is a departure.
  std::optional<std::uint32_t> board(Instant now);
  bool withdraw(std::uint32_t claimant, Instant now);

  const WaitingLine& line() const { return line_; }
  const FacilityRecord& close(Instant now);

 private:
  std::vector<Instant> departures_;
  std::uint32_t seats_;
  std::uint32_t boarded_ = 0;
  Instant departing_ = Instant::never();
  WaitingLine line_;
  FacilityRecord record_;
};

}  // namespace firstcustomer
