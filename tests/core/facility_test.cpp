#include "firstcustomer/core/facility.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <compare>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <numeric>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "core/exact_answer.hpp"
#include "core/queueing_program.hpp"
#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/event_queue.hpp"
#include "firstcustomer/core/id.hpp"
#include "firstcustomer/core/law.hpp"
#include "firstcustomer/core/random.hpp"
#include "firstcustomer/core/statistics.hpp"
#include "firstcustomer/core/time.hpp"
#include "thorough.hpp"

namespace {

std::int64_t allocations = 0;

}  // namespace

// Of this program: counts what is allocated. Inlined, g++ would take the pairs for mismatched.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) {
    return memory;
  }
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t /*size*/) noexcept {
  std::free(memory);
}

namespace firstcustomer {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::ThrowsMessage;

Instant at(std::int64_t time) {
  return Instant::microseconds(time);
}

// Naive twins: what the header says, in the plainest way.

/// Fields in the order of service.
struct NaiveClaim {
  std::uint32_t priority;
  std::int64_t since;
  std::uint32_t lottery;
  std::uint32_t claimant;
  friend auto operator<=>(const NaiveClaim&, const NaiveClaim&) = default;
};

class NaiveLine {
 public:
  void clear() { claims_.clear(); }
  void join(const NaiveClaim& claim) {
    claims_.push_back(claim);
    std::sort(claims_.begin(), claims_.end());
  }
  bool leave(std::uint32_t claimant) {
    return std::erase_if(claims_, [&](const NaiveClaim& c) { return c.claimant == claimant; }) > 0;
  }
  bool waits(std::uint32_t claimant) const {
    return std::any_of(claims_.begin(), claims_.end(),
                       [&](const NaiveClaim& c) { return c.claimant == claimant; });
  }
  const std::vector<NaiveClaim>& claims() const { return claims_; }

 private:
  std::vector<NaiveClaim> claims_;
};

std::vector<std::uint32_t> order_of(const NaiveLine& line) {
  std::vector<std::uint32_t> order;
  for (const NaiveClaim& claim : line.claims()) {
    order.push_back(claim.claimant);
  }
  return order;
}

std::vector<std::uint32_t> order_of(WaitingLine line) {
  std::vector<std::uint32_t> order;
  while (!line.empty()) {
    order.push_back(line.first());
    line.leave(order.back());
  }
  return order;
}

std::vector<std::uint32_t> reverse_order_of(WaitingLine line) {
  std::vector<std::uint32_t> order;
  while (!line.empty()) {
    order.push_back(line.last());
    line.leave(order.back());
  }
  return order;
}

void expect_same(const WaitingLine& line, const NaiveLine& twin, std::uint32_t claimants) {
  ASSERT_EQ(line.size(), twin.claims().size());
  ASSERT_EQ(line.empty(), twin.claims().empty());
  if (!line.empty()) {
    ASSERT_EQ(line.first(), twin.claims().front().claimant);
    ASSERT_EQ(line.last(), twin.claims().back().claimant);
  }
  for (std::uint32_t i = 0; i < claimants; ++i) {
    ASSERT_EQ(line.waits(i), twin.waits(i));
  }
  for (const NaiveClaim& claim : twin.claims()) {
    ASSERT_EQ(line.since(claim.claimant), at(claim.since));
  }
}

/// Integrals in whole numbers, waits one by one.
class NaiveRecord {
 public:
  /// Before anything changes at `now`.
  void advance(std::int64_t now, std::size_t waiting, std::uint32_t busy) {
    const std::int64_t span = now - now_;
    if (span > 0) {
      waiting_ += static_cast<std::int64_t>(waiting) * span;
      busy_ += std::int64_t{busy} * span;
      most_waiting_ = std::max(most_waiting_, static_cast<std::int64_t>(waiting));
      most_busy_ = std::max(most_busy_, std::int64_t{busy});
    }
    now_ = now;
  }
  void wait(std::int64_t span) { waits_.push_back(static_cast<double>(span)); }
  void turn_away() { ++turned_away_; }

  void expect_same(const FacilityRecord& record) const {
    constexpr auto day = static_cast<double>(microseconds_per_day);
    const auto count = static_cast<std::int64_t>(waits_.size());
    ASSERT_EQ(record.turned_away, turned_away_);
    ASSERT_EQ(record.wait.count(), count);
    if (count > 0) {
      const double mean =
          std::accumulate(waits_.begin(), waits_.end(), 0.0) / day / static_cast<double>(count);
      ASSERT_NEAR(record.wait.mean(), mean, 1e-12 * (1.0 + mean));
    }
    if (count > 1) {
      double squares = 0.0;
      for (const double wait : waits_) {
        const double gap = wait / day - record.wait.mean();
        squares += gap * gap;
      }
      const double variance = squares / static_cast<double>(count - 1);
      ASSERT_NEAR(record.wait.variance(), variance, 1e-10 * (1.0 + variance));
    }
    ASSERT_EQ(record.waiting.duration(), Duration::microseconds(now_));
    ASSERT_EQ(record.busy.duration(), Duration::microseconds(now_));
    if (now_ > 0) {
      const auto time = static_cast<double>(now_);
      ASSERT_DOUBLE_EQ(record.waiting.mean(), static_cast<double>(waiting_) / time);
      ASSERT_DOUBLE_EQ(record.busy.mean(), static_cast<double>(busy_) / time);
      ASSERT_EQ(record.waiting.highest(), static_cast<double>(most_waiting_));
      ASSERT_EQ(record.busy.highest(), static_cast<double>(most_busy_));
    }
  }

 private:
  std::int64_t now_ = 0;
  std::int64_t waiting_ = 0;
  std::int64_t busy_ = 0;
  std::int64_t most_waiting_ = 0;
  std::int64_t most_busy_ = 0;
  std::int64_t turned_away_ = 0;
  std::vector<double> waits_;
};

class NaiveServers {
 public:
  NaiveServers(std::uint32_t servers, std::uint32_t places) : servers_(servers), places_(places) {}

  void clear() { *this = NaiveServers(servers_, places_); }
  void claim(const NaiveClaim& claim) {
    record_.advance(claim.since, line_.claims().size(), busy_);
    line_.join(claim);
  }
  std::optional<std::uint32_t> admit(std::int64_t now) {
    record_.advance(now, line_.claims().size(), busy_);
    if (busy_ >= servers_ || line_.claims().empty()) {
      return std::nullopt;
    }
    const NaiveClaim first = line_.claims().front();
    record_.wait(now - first.since);
    line_.leave(first.claimant);
    ++busy_;
    return first.claimant;
  }
  std::optional<std::uint32_t> turn_away(std::int64_t now) {
    record_.advance(now, line_.claims().size(), busy_);
    if (line_.claims().size() <= places_) {
      return std::nullopt;
    }
    const std::uint32_t last = line_.claims().back().claimant;
    line_.leave(last);
    record_.turn_away();
    return last;
  }
  void release(std::int64_t now) {
    record_.advance(now, line_.claims().size(), busy_);
    --busy_;
  }
  bool withdraw(std::uint32_t claimant, std::int64_t now) {
    record_.advance(now, line_.claims().size(), busy_);
    return line_.leave(claimant);
  }
  NaiveRecord close(std::int64_t now) const {
    NaiveRecord record = record_;
    record.advance(now, line_.claims().size(), busy_);
    return record;
  }
  std::uint32_t busy() const { return busy_; }
  const NaiveLine& line() const { return line_; }

 private:
  std::uint32_t servers_;
  std::uint32_t places_;
  std::uint32_t busy_ = 0;
  NaiveLine line_;
  NaiveRecord record_;
};

class NaiveShuttle {
 public:
  NaiveShuttle(std::vector<std::int64_t> departures, std::uint32_t seats)
      : departures_(std::move(departures)), seats_(seats) {}

  void clear() { *this = NaiveShuttle(departures_, seats_); }
  void claim(const NaiveClaim& claim) {
    record_.advance(claim.since, line_.claims().size(), 0);
    line_.join(claim);
  }
  std::int64_t next_departure(std::int64_t now) const {
    for (const std::int64_t departure : departures_) {
      if (departure >= now) {
        return departure;
      }
    }
    return Instant::never().microseconds();
  }
  std::optional<std::uint32_t> board(std::int64_t now) {
    record_.advance(now, line_.claims().size(), 0);
    const auto gone = std::count(boardings_.begin(), boardings_.end(), now);
    if (gone >= std::int64_t{seats_} || line_.claims().empty()) {
      return std::nullopt;
    }
    const NaiveClaim first = line_.claims().front();
    record_.wait(now - first.since);
    line_.leave(first.claimant);
    boardings_.push_back(now);
    return first.claimant;
  }
  bool withdraw(std::uint32_t claimant, std::int64_t now) {
    record_.advance(now, line_.claims().size(), 0);
    return line_.leave(claimant);
  }
  NaiveRecord close(std::int64_t now) const {
    NaiveRecord record = record_;
    record.advance(now, line_.claims().size(), 0);
    return record;
  }
  const NaiveLine& line() const { return line_; }

 private:
  std::vector<std::int64_t> departures_;
  std::uint32_t seats_;
  std::vector<std::int64_t> boardings_;
  NaiveLine line_;
  NaiveRecord record_;
};

/// Both sides of a comparison, and what random operations need to know.
template <class Facility, class Twin>
struct Pair {
  Facility facility;
  Twin twin;
  std::uint32_t claimants;
  std::uint32_t classes;
  std::int64_t now = 0;
};

/// A claim of somebody who does not wait, with few lotteries, so that they tie too.
template <class P>
void claim_at_random(P& pair, std::mt19937_64& bits) {
  const auto claimant = static_cast<std::uint32_t>(bits() % pair.claimants);
  if (pair.twin.line().waits(claimant)) {
    EXPECT_THROW(pair.facility.claim(claimant, at(pair.now), 0, {0}), InvariantError);
    return;
  }
  const auto priority = static_cast<std::uint32_t>(bits() % pair.classes);
  const auto lottery = static_cast<std::uint32_t>(bits() % 4);
  pair.facility.claim(claimant, at(pair.now), priority, {lottery});
  pair.twin.claim({priority, pair.now, lottery, claimant});
}

template <class P>
void withdraw_at_random(P& pair, std::mt19937_64& bits) {
  const auto claimant = static_cast<std::uint32_t>(bits() % pair.claimants);
  EXPECT_EQ(pair.facility.withdraw(claimant, at(pair.now)), pair.twin.withdraw(claimant, pair.now));
}

template <class P>
void clear_both(P& pair) {
  pair.facility.clear();
  pair.twin.clear();
  pair.now = 0;
}

/// A copy is closed, so the recording goes on.
template <class P>
void expect_same_record(const P& pair) {
  auto copy = pair.facility;
  pair.twin.close(pair.now).expect_same(copy.close(at(pair.now)));
  EXPECT_EQ(order_of(pair.facility.line()), order_of(pair.twin.line()));
}

void let_time_pass(std::int64_t& now, std::mt19937_64& bits) {
  constexpr std::array<std::int64_t, 4> steps = {1, 1, 1000, microseconds_per_day};
  now += steps[bits() % steps.size()];
}

using ServersPair = Pair<Servers, NaiveServers>;

void step(ServersPair& pair, std::mt19937_64& bits) {
  Servers& servers = pair.facility;
  NaiveServers& twin = pair.twin;
  const auto choice = bits() % 1000;
  if (choice < 400) {
    claim_at_random(pair, bits);
  } else if (choice < 550) {
    EXPECT_EQ(servers.admit(at(pair.now)), twin.admit(pair.now));
  } else if (choice < 650) {
    EXPECT_EQ(servers.turn_away(at(pair.now)), twin.turn_away(pair.now));
  } else if (choice < 750) {
    withdraw_at_random(pair, bits);
  } else if (choice < 900) {
    if (twin.busy() > 0) {
      servers.release(at(pair.now));
      twin.release(pair.now);
    } else {
      EXPECT_THROW(servers.release(at(pair.now)), InvariantError);
    }
  } else if (choice < 998) {
    let_time_pass(pair.now, bits);
  } else if (choice == 998) {
    expect_same_record(pair);
  } else {
    clear_both(pair);
  }
  EXPECT_EQ(servers.busy(), twin.busy());
  expect_same(servers.line(), twin.line(), pair.claimants);
}

using ShuttlePair = Pair<Shuttle, NaiveShuttle>;

void step(ShuttlePair& pair, std::mt19937_64& bits) {
  Shuttle& shuttle = pair.facility;
  NaiveShuttle& twin = pair.twin;
  const auto choice = bits() % 1000;
  const std::int64_t next = twin.next_departure(pair.now);
  EXPECT_EQ(shuttle.next_departure(at(pair.now)), at(next));
  if (choice < 400) {
    claim_at_random(pair, bits);
  } else if (choice < 700) {
    if (next == pair.now) {
      EXPECT_EQ(shuttle.board(at(pair.now)), twin.board(pair.now));
    } else {
      EXPECT_THROW(shuttle.board(at(pair.now)), InvariantError);
    }
  } else if (choice < 800) {
    withdraw_at_random(pair, bits);
  } else if (choice < 900) {
    pair.now = at(next) == Instant::never() ? pair.now : next;
  } else if (choice < 994) {
    let_time_pass(pair.now, bits);
  } else if (choice < 997) {
    expect_same_record(pair);
  } else if (at(next) == Instant::never() || choice == 999) {
    clear_both(pair);
  }
  expect_same(shuttle.line(), twin.line(), pair.claimants);
}

/// Runs both side by side. Now and then a copy of both goes its own way for a while.
template <class P>
void run_with_twin(P pair, std::uint64_t seed, int operations) {
  std::mt19937_64 bits(seed);
  for (int i = 0; i < operations && !testing::Test::HasFailure(); ++i) {
    SCOPED_TRACE(testing::Message() << "seed " << seed << ", operation " << i);
    if (bits() % 2000 == 0) {
      P branch = pair;
      std::mt19937_64 other_bits(bits());
      for (int k = 0; k < 100 && !testing::Test::HasFailure(); ++k) {
        step(branch, other_bits);
      }
      expect_same_record(branch);
    }
    step(pair, bits);
  }
  expect_same_record(pair);
}

TEST(WaitingLine, AgreesWithANaiveTwin) {
  struct Size {
    std::uint32_t claimants;
    std::uint32_t classes;
    std::uint64_t lotteries;
  };
  std::mt19937_64 bits(1);
  for (const Size size : {Size{7, 1, 2}, {12, 3, 3}, {30, 2, 1U << 24U}, {30, 5, 5}}) {
    WaitingLine line(size.claimants, size.classes);
    NaiveLine twin;
    std::int64_t now = 0;
    for (int i = 0; i < 50'000; ++i) {
      const auto claimant = static_cast<std::uint32_t>(bits() % size.claimants);
      const auto choice = bits() % 1000;
      if (choice < 500) {
        if (twin.waits(claimant)) {
          EXPECT_THROW(line.join(claimant, at(now), 0, {0}), InvariantError);
        } else {
          const auto priority = static_cast<std::uint32_t>(bits() % size.classes);
          const auto lottery = static_cast<std::uint32_t>(bits() % size.lotteries);
          line.join(claimant, at(now), priority, {lottery});
          twin.join({priority, now, lottery, claimant});
        }
      } else if (choice < 800) {
        EXPECT_EQ(line.leave(claimant), twin.leave(claimant));
      } else if (choice < 950) {
        now += static_cast<std::int64_t>(bits() % 2);
      } else if (choice < 998) {
        EXPECT_EQ(order_of(line), order_of(twin));
        std::vector<std::uint32_t> backwards = order_of(twin);
        std::reverse(backwards.begin(), backwards.end());
        EXPECT_EQ(reverse_order_of(line), backwards);
      } else {
        line.clear();
        twin.clear();
        now = 0;
      }
      expect_same(line, twin, size.claimants);
      ASSERT_FALSE(HasFailure()) << "operation " << i;
    }
  }
}

TEST(WaitingLine, TheOrderOfAskingNeverDecides) {
  // Two from before, five of one instant, two of which tie in class and lottery.
  constexpr std::array<NaiveClaim, 5> claims = {
      NaiveClaim{1, 10, 7, 2}, {0, 10, 9, 6}, {1, 10, 7, 0}, {1, 10, 3, 4}, {0, 10, 2, 5}};
  std::array<std::size_t, 5> order{};
  std::iota(order.begin(), order.end(), 0U);
  do {
    WaitingLine line(7, 2);
    line.join(3, at(9), 1, {1000});
    line.join(1, at(9), 0, {1000});
    for (const std::size_t i : order) {
      const NaiveClaim& claim = claims[i];
      line.join(claim.claimant, at(10), claim.priority, {claim.lottery});
    }
    ASSERT_THAT(order_of(line), ElementsAre(1, 5, 6, 3, 4, 0, 2));
    ASSERT_THAT(reverse_order_of(line), ElementsAre(2, 0, 4, 3, 6, 5, 1));
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST(WaitingLine, WhoeverLeavesAndComesBackStandsBehind) {
  WaitingLine line(3, 1);
  line.join(0, at(1), 0, {0});
  line.join(1, at(2), 0, {0});
  EXPECT_TRUE(line.leave(0));
  EXPECT_FALSE(line.leave(0));
  line.join(0, at(3), 0, {0});
  EXPECT_THAT(order_of(line), ElementsAre(1, 0));
  EXPECT_EQ(line.since(0), at(3));
}

TEST(WaitingLine, RefusesWhatItCannotKeep) {
  WaitingLine line(3, 2);
  EXPECT_THROW(WaitingLine(3, 0), InvariantError);
  EXPECT_THROW(line.first(), InvariantError);
  EXPECT_THROW(line.last(), InvariantError);
  EXPECT_THAT([&] { line.join(0, at(5), 2, {0}); },
              ThrowsMessage<InvariantError>(HasSubstr("one of the line's classes")));
  line.join(0, at(5), 1, {0});
  EXPECT_THROW(line.join(0, at(6), 1, {0}), InvariantError);
  EXPECT_THROW(line.join(1, at(4), 1, {0}), InvariantError);
  EXPECT_THAT(order_of(line), ElementsAre(0));
}

TEST(Servers, AgreeWithANaiveTwin) {
  run_with_twin(ServersPair{Servers(2, 6, 1), NaiveServers(2, Servers::no_limit), 6, 1}, 11,
                60'000);
  run_with_twin(ServersPair{Servers(3, 20, 3), NaiveServers(3, Servers::no_limit), 20, 3}, 12,
                60'000);
  run_with_twin(ServersPair{Servers(1, 12, 2, 4), NaiveServers(1, 4), 12, 2}, 13, 60'000);
  run_with_twin(ServersPair{Servers(2, 8, 2, 0), NaiveServers(2, 0), 8, 2}, 14, 60'000);
}

TEST(Shuttle, AgreesWithANaiveTwin) {
  std::vector<std::int64_t> departures = {0};
  std::mt19937_64 bits(2);
  while (departures.size() < 60) {
    departures.push_back(departures.back() + 1);
    let_time_pass(departures.back(), bits);
  }
  std::vector<Instant> dates;
  for (const std::int64_t departure : departures) {
    dates.push_back(at(departure));
  }
  run_with_twin(ShuttlePair{Shuttle(dates, 1, 9, 2), NaiveShuttle(departures, 1), 9, 2}, 21,
                100'000);
  run_with_twin(ShuttlePair{Shuttle(dates, 3, 15, 3), NaiveShuttle(departures, 3), 15, 3}, 22,
                100'000);
}

TEST(Servers, TheOrderOfAskingNeverDecidesWhoIsServedOrTurnedAway) {
  constexpr std::array<NaiveClaim, 6> claims = {NaiveClaim{0, 10, 5, 0}, {1, 10, 1, 1},
                                                {0, 10, 5, 2},           {0, 10, 4, 3},
                                                {1, 10, 9, 4},           {1, 10, 9, 5}};
  std::array<std::size_t, 6> order{};
  std::iota(order.begin(), order.end(), 0U);
  do {
    Servers servers(2, 6, 2, 2);
    for (const std::size_t i : order) {
      const NaiveClaim& claim = claims[i];
      servers.claim(claim.claimant, at(10), claim.priority, {claim.lottery});
    }
    std::vector<std::uint32_t> served;
    while (const auto who = servers.admit(at(10))) {
      served.push_back(*who);
    }
    std::vector<std::uint32_t> turned_away;
    while (const auto who = servers.turn_away(at(10))) {
      turned_away.push_back(*who);
    }
    ASSERT_THAT(served, ElementsAre(3, 0));
    ASSERT_THAT(turned_away, ElementsAre(5, 4));
    ASSERT_THAT(order_of(servers.line()), ElementsAre(2, 1));
    ASSERT_EQ(servers.close(at(10)).turned_away, 2);
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST(Servers, BusyOnesServeNobodyUntilReleased) {
  Servers servers(1, 3);
  servers.claim(0, at(0), 0, {0});
  servers.claim(1, at(0), 0, {1});
  EXPECT_EQ(servers.admit(at(0)), 0U);
  EXPECT_EQ(servers.admit(at(0)), std::nullopt);
  servers.release(at(microseconds_per_day));
  EXPECT_EQ(servers.admit(at(microseconds_per_day)), 1U);
  EXPECT_EQ(servers.turn_away(at(microseconds_per_day)), std::nullopt);
  const FacilityRecord& record = servers.close(at(4 * microseconds_per_day));
  EXPECT_EQ(record.wait.count(), 2);
  EXPECT_EQ(record.wait.mean(), 0.5);  // days
  EXPECT_EQ(record.waiting.mean(), 0.25);
  EXPECT_EQ(record.waiting.highest(), 1.0);
  EXPECT_EQ(record.busy.mean(), 1.0);
}

TEST(Servers, RefuseWhatCannotBe) {
  EXPECT_THROW(Servers(0, 3), InvariantError);
  EXPECT_THROW(Servers(1, 3, 0), InvariantError);
  Servers servers(1, 3);
  EXPECT_THROW(servers.release(at(0)), InvariantError);
  servers.claim(0, at(5), 0, {0});
  EXPECT_THROW(servers.claim(1, at(4), 0, {0}), InvariantError);
  servers.close(at(6));
  EXPECT_THROW(servers.claim(1, at(7), 0, {0}), InvariantError);  // the recording has ended
}

TEST(Shuttle, TakesAsManyAsItHasSeatsOnEveryDate) {
  Shuttle shuttle({at(10), at(20)}, 2, 5, 2);
  shuttle.claim(0, at(1), 1, {0});
  shuttle.claim(1, at(10), 0, {8});  // on the date itself, of the first class
  shuttle.claim(2, at(10), 1, {1});
  shuttle.claim(3, at(10), 1, {0});
  EXPECT_EQ(shuttle.board(at(10)), 1U);
  EXPECT_EQ(shuttle.board(at(10)), 0U);
  EXPECT_EQ(shuttle.board(at(10)), std::nullopt);  // full
  EXPECT_THROW(shuttle.board(at(15)), InvariantError);
  EXPECT_EQ(shuttle.next_departure(at(11)), at(20));
  EXPECT_TRUE(shuttle.withdraw(3, at(16)));
  EXPECT_EQ(shuttle.board(at(20)), 2U);
  EXPECT_EQ(shuttle.board(at(20)), std::nullopt);  // nobody
  EXPECT_EQ(shuttle.next_departure(at(21)), Instant::never());
}

TEST(Shuttle, RefusesWhatCannotBe) {
  EXPECT_THROW(Shuttle({at(2), at(1)}, 1, 3), InvariantError);
  EXPECT_THROW(Shuttle({at(-1)}, 1, 3), InvariantError);
  EXPECT_THROW(Shuttle({at(1)}, 0, 3), InvariantError);
  EXPECT_EQ(Shuttle({}, 1, 3).next_departure(at(0)), Instant::never());
}

TEST(Facilities, AllocateNothingAfterConstruction) {
  std::vector<Instant> dates(10'000);
  for (std::size_t i = 0; i < dates.size(); ++i) {
    dates[i] = at(static_cast<std::int64_t>(3 * i));
  }
  Servers servers(2, 40, 3, 5);
  Shuttle shuttle(dates, 2, 40, 3);
  Servers saved_servers = servers;
  Shuttle saved_shuttle = shuttle;
  std::mt19937_64 bits(3);
  const std::int64_t before = allocations;
  for (std::int64_t now = 0; now < 20'000; ++now) {
    const auto claimant = static_cast<std::uint32_t>(bits() % 40);
    const auto priority = static_cast<std::uint32_t>(bits() % 3);
    if (!servers.line().waits(claimant)) {
      servers.claim(claimant, at(now), priority, {claimant});
    }
    if (!shuttle.line().waits(claimant)) {
      shuttle.claim(claimant, at(now), priority, {claimant});
    }
    if (servers.busy() > 0 && bits() % 3 == 0) {
      servers.release(at(now));
    }
    while (servers.admit(at(now)) || servers.turn_away(at(now))) {
    }
    while (shuttle.next_departure(at(now)) == at(now) && shuttle.board(at(now))) {
    }
    servers.withdraw(static_cast<std::uint32_t>(bits() % 40), at(now));
    shuttle.withdraw(static_cast<std::uint32_t>(bits() % 40), at(now));
    if (now == 10'000) {
      saved_servers = servers;  // as large, so no more room is needed
      saved_shuttle = shuttle;
    }
  }
  servers.close(at(20'000));
  shuttle.close(at(20'000));
  servers.clear();
  shuttle.clear();
  EXPECT_EQ(allocations, before);
  EXPECT_GT(saved_servers.close(at(10'000)).wait.count(), 1000);
  EXPECT_GT(saved_shuttle.close(at(10'000)).wait.count(), 1000);
  EXPECT_THAT(order_of(servers.line()), IsEmpty());
  EXPECT_GT(allocations, before);  // copying did count
}

// Closed forms.

/// Share of claims turned away by so many servers without places to wait. Source: Erlang 1917.
double erlang_b(double load, int servers) {
  double blocked = 1.0;
  for (int k = 1; k <= servers; ++k) {
    blocked = load * blocked / (k + load * blocked);
  }
  return blocked;
}

/// Share of claims that wait. Source: Erlang 1917.
double erlang_c(double load, int servers) {
  const double blocked = erlang_b(load, servers);
  return servers * blocked / (servers - load * (1.0 - blocked));
}

/// M/M/c: arrivals and services per unit of time.
struct ManyServers {
  double arrivals;
  double services;
  int servers;

  double load() const { return arrivals / services; }
  double delayed() const { return erlang_c(load(), servers); }
  double wait() const { return delayed() / (servers * services - arrivals); }
  double late(double limit) const {
    return delayed() * std::exp(-(servers * services - arrivals) * limit);
  }
  double empty() const {
    double term = 1.0;
    double sum = 1.0;
    for (int k = 1; k <= servers; ++k) {
      term *= load() / k;
      sum += k < servers ? term : term * servers / (servers - load());
    }
    return 1.0 / sum;
  }
};

/// Mean wait of M/G/1. Source: Pollaczek 1930; Khinchine 1932.
double pollaczek_khinchine(double rate, double mean, double variance) {
  return rate * (mean * mean + variance) / (2.0 * (1.0 - rate * mean));
}

constexpr ManyServers v32 = {5.0, 2.0, 3};

TEST(ClosedForms, MeetTheTable) {
  EXPECT_NEAR(v32.delayed(), 0.7022471910, 1e-9);
  EXPECT_NEAR(v32.wait(), 0.7022471910, 1e-9);
  EXPECT_NEAR(v32.arrivals * v32.wait(), 3.5112359551, 1e-9);
  EXPECT_NEAR(v32.wait() + 1.0 / v32.services, 1.2022471910, 1e-9);
  EXPECT_NEAR(v32.late(0.5), 0.4259344520, 1e-9);
  EXPECT_NEAR(v32.empty(), 0.0449438202, 1e-9);
  EXPECT_NEAR(erlang_c(8.0, 10), 0.4091801508, 1e-9);
  EXPECT_NEAR(erlang_b(2.5, 3), 0.2821670429, 1e-9);
  EXPECT_NEAR(pollaczek_khinchine(0.8, 1.0, 0.0), 2.0, 1e-9);
  EXPECT_NEAR(pollaczek_khinchine(0.8, 1.0, 1.0 / 3.0), 2.6666666667, 1e-9);
  EXPECT_NEAR(pollaczek_khinchine(0.8, 1.0, 1.0), 4.0, 1e-9);
  EXPECT_NEAR(16.0 * (1.0 - std::exp(-0.75)), 8.4421351561, 1e-9);
}

// Steady states: one run of about half a million customers, as means of 100 batches after a
// warm-up. A batch is 70 or more relaxation times, 1 / (√(cμ) − √λ)², so means of batches are
// nearly independent. The calendar's 142 years would hold too few customers at rates per year; only
// the unit of time differs: a minute.
Batches run(const std::string& name, Station station, std::uint64_t seed, double warm_up,
            double length) {
  station.days_per_unit = 1.0 / 1440.0;
  QueueingProgram program(station);
  return run_batches(program, Luck(seed, Phase::main, hash_name(name).value), warm_up, length);
}

TEST(Servers, V32ManyServersWithOneLine) {
  for (const std::uint64_t seed : seeds) {
    const Station station = {.classes = {{5.0, Law::exponential(0.5)}}, .servers = 3, .late = 0.5};
    const Batches found = run("V32", station, seed, 1000.0, 1600.0);
    expect_mean("V32_delayed", seed, found.delayed, v32.delayed());
    expect_mean("V32_wait", seed, found.wait[0], v32.wait());
    expect_mean("V32_line", seed, found.line, v32.arrivals * v32.wait());
    expect_mean("V32_stay", seed, found.stay, v32.wait() + 0.5);
    expect_mean("V32_late", seed, found.late, v32.late(0.5));
    expect_mean("V32_empty", seed, found.empty, v32.empty());
    expect_mean("V32_busy", seed, found.busy, v32.load());
  }
}

TEST(Servers, V32ManyMoreServers) {
  constexpr ManyServers exact = {8.0, 1.0, 10};
  for (const std::uint64_t seed : seeds) {
    const Station station = {.classes = {{8.0, Law::exponential(1.0)}}, .servers = 10};
    const Batches found = run("V32 of 10", station, seed, 500.0, 800.0);
    expect_mean("V32_delayed_of_10", seed, found.delayed, 0.4091801508);
    expect_mean("V32_wait_of_10", seed, found.wait[0], exact.wait());
    expect_mean("V32_empty_of_10", seed, found.empty, exact.empty());
  }
}

TEST(Servers, V33WithoutPlacesTurnAwayByErlangsLoss) {
  for (const std::uint64_t seed : seeds) {
    const Station station = {.classes = {{2.5, Law::exponential(1.0)}}, .servers = 3, .places = 0};
    const Batches found = run("V33", station, seed, 100.0, 1500.0);
    const double lost = erlang_b(2.5, 3);
    expect_mean("V33_turned_away", seed, found.turned_away, lost);
    expect_mean("V33_busy", seed, found.busy, 2.5 * (1.0 - lost));
    EXPECT_EQ(found.delayed.mean(), 0.0);
    EXPECT_EQ(found.line.mean(), 0.0);
  }
}

TEST(Servers, V33FewPlacesTurnAwayByTheBirthAndDeathChain) {
  // M/M/1 with two places: P(full) = (1 − ρ) ρ³ / (1 − ρ⁴).
  const double load = 0.8;
  const double full = (1.0 - load) * std::pow(load, 3) / (1.0 - std::pow(load, 4));
  for (const std::uint64_t seed : seeds) {
    const Station station = {.classes = {{0.8, Law::exponential(1.0)}}, .places = 2};
    const Batches found = run("V33 of 2 places", station, seed, 100.0, 1500.0);
    expect_mean("V33_turned_away_of_2_places", seed, found.turned_away, full);
    expect_mean("V33_empty_of_2_places", seed, found.empty,
                (1.0 - load) / (1.0 - std::pow(load, 4)));
  }
}

void expect_pollaczek_khinchine(const std::string& name, const Law& service, double exact) {
  for (const std::uint64_t seed : seeds) {
    const Station station = {.classes = {{0.8, service}}};
    const Batches found = run(name, station, seed, 3000.0, 6500.0);
    expect_mean(name + "_wait", seed, found.wait[0], exact);
    expect_mean(name + "_line", seed, found.line, 0.8 * exact);
    expect_mean(name + "_empty", seed, found.empty, 0.2);
  }
}

TEST(Servers, V34OneServerWithConstantService) {
  expect_pollaczek_khinchine("V34_constant", Law::constant(1.0), 2.0);
}

TEST(Servers, V34OneServerWithErlangService) {
  const Law service = {LawFamily::gamma, {3.0, 1.0 / 3.0}};
  expect_pollaczek_khinchine("V34_erlang", service, 8.0 / 3.0);
}

TEST(Servers, V34OneServerWithExponentialService) {
  expect_pollaczek_khinchine("V34_exponential", Law::exponential(1.0), 4.0);
}

TEST(Servers, TwoClassesWaitByCobhamsFormula) {
  // Non-preemptive priorities; residual service W0 = Σ λ E S² / 2. Source: Cobham 1954.
  constexpr std::array<double, 2> rates = {0.3, 1.0};
  constexpr std::array<double, 2> means = {1.0, 0.5};
  const double residual = rates[0] * means[0] * means[0] + rates[1] * means[1] * means[1];
  const double first = residual / (1.0 - 0.3);
  const double second = residual / ((1.0 - 0.3) * (1.0 - 0.8));
  for (const std::uint64_t seed : seeds) {
    const Station station = {.classes = {{rates[0], Law::exponential(means[0])},
                                         {rates[1], Law::exponential(means[1])}}};
    const Batches found = run("Cobham", station, seed, 3000.0, 5000.0);
    expect_mean("first_class_wait", seed, found.wait[0], first);
    expect_mean("second_class_wait", seed, found.wait[1], second);
    expect_mean("line", seed, found.line, rates[0] * first + rates[1] * second);
  }
}

TEST(Servers, V35EnoughOfThemServeAPoissonNumber) {
  const double exact = 16.0 * (1.0 - std::exp(-0.75));
  QueueingProgram program({.classes = {{4.0, Law::exponential(4.0)}}, .servers = 64, .most = 64});
  for (const std::uint64_t seed : seeds) {
    Moments busy;
    Moments square;
    for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(thorough(100'000)); ++i) {
      const Luck luck(seed, Phase::main, i);
      program.begin(luck);
      program.run(program.at(3.0), luck);
      const double active = program.servers().busy();
      busy.add(active);
      square.add((active - exact) * (active - exact));
    }
    expect_mean("V35_mean", seed, busy, exact);
    expect_mean("V35_variance", seed, square, exact);
  }
}

TEST(Servers, KeepLittlesLawFromEmptyToEmpty) {
  std::mt19937_64 bits(4);
  for (int round = 0; round < 200; ++round) {
    Servers servers(1 + static_cast<std::uint32_t>(bits() % 3), 50, 2);
    std::int64_t now = 0;
    for (std::uint32_t i = 0; i < 50; ++i) {
      now += static_cast<std::int64_t>(bits() % 1000);
      servers.claim(i, at(now), static_cast<std::uint32_t>(bits() % 2), {i});
      if (servers.busy() > 0 && bits() % 2 == 0) {
        servers.release(at(now));
      }
      servers.admit(at(now));
    }
    while (!servers.line().empty()) {
      now += static_cast<std::int64_t>(bits() % 1000);
      servers.release(at(now));
      servers.admit(at(now));
    }
    const FacilityRecord& record = servers.close(at(now + 5));
    ASSERT_EQ(record.wait.count(), 50);
    ASSERT_NEAR(record.waiting.mean() * record.waiting.duration().days(), 50.0 * record.wait.mean(),
                1e-12);
  }
}

// Shuttles.

constexpr std::int64_t quarter = microseconds_per_year / 4;

std::vector<Instant> quarterly(int count) {
  std::vector<Instant> dates;
  for (int i = 1; i <= count; ++i) {
    dates.push_back(at(i * quarter));
  }
  return dates;
}

/// Who waits for the shuttle claims at random times, so many a year, and leaves when there is a
/// seat. The claimants' waits in order of leaving.
std::vector<Duration> ride(Shuttle& shuttle, double rate, const Luck& luck,
                           std::vector<Instant>& claims) {
  enum Kind : std::uint8_t { claim, departure };
  EventQueue queue(std::vector<std::uint32_t>{1, 1});
  const auto gap = [&](std::uint64_t number) {
    const double u = luck.uniform({1}, {0}, {number});
    return Duration::from_days(quantile(Law::exponential(days_per_year / rate), u));
  };
  std::vector<Duration> waits;
  shuttle.clear();
  queue.schedule(claim, 0, Instant{} + gap(0), 0, {0});
  queue.schedule(departure, 0, shuttle.next_departure(Instant{}), 1, {0});
  while (queue.next_time() < Instant::never()) {
    const Event event = queue.pop();
    if (event.kind == claim) {
      const auto who = static_cast<std::uint32_t>(claims.size());
      shuttle.claim(who, event.time, 0, {0});
      claims.push_back(event.time);
      queue.schedule(claim, 0, event.time + gap(claims.size()), 0, {0});
      continue;
    }
    while (const auto who = shuttle.board(event.time)) {
      waits.push_back(event.time - claims[*who]);
    }
    const Instant next = shuttle.next_departure(event.time + Duration::microseconds(1));
    queue.schedule(departure, 0, next, 1, {0});
    if (next == Instant::never()) {
      break;
    }
  }
  return waits;
}

TEST(Shuttle, V36ARandomClaimWaitsHalfAnIntervalOnAverage) {
  // Claims of a Poisson process fall uniformly and independently between two departures.
  constexpr int departures = 400;
  Shuttle shuttle(quarterly(departures), 10'000, 10'000);
  for (const std::uint64_t seed : seeds) {
    Moments wait;
    Moments square;
    for (std::uint64_t i = 0; i < 20; ++i) {
      std::vector<Instant> claims;
      for (const Duration span : ride(shuttle, 60.0, Luck(seed, Phase::main, i), claims)) {
        wait.add(span.years());
        square.add(span.years() * span.years());
      }
      EXPECT_TRUE(shuttle.line().empty());
    }
    EXPECT_GT(wait.count(), 100'000);
    expect_mean("V36_wait", seed, wait, 0.125);
    expect_mean("V36_square", seed, square, 1.0 / 48.0);
  }
}

TEST(Shuttle, FullOnesLeaveBehindWhomTheRecursionSays) {
  constexpr int departures = 500;
  int left_behind = 0;
  for (const std::uint32_t seats : {1U, 3U, 5U}) {
    Shuttle shuttle(quarterly(departures), seats, 10'000);
    for (const double load : {0.5, 0.9, 1.1}) {
      std::vector<Instant> claims;
      const std::vector<Duration> waits =
          ride(shuttle, 4.0 * seats * load, Luck(5, Phase::main, seats), claims);
      // Claimant k takes the first departure after the claim that is later than that of claimant
      // k − seats.
      std::vector<std::int64_t> taken;
      for (std::size_t k = 0; k < claims.size(); ++k) {
        std::int64_t departure = (claims[k].microseconds() + quarter - 1) / quarter;
        if (k >= seats && departure <= taken[k - seats]) {
          departure = taken[k - seats] + 1;
          ++left_behind;
        }
        taken.push_back(departure);
      }
      const auto left = static_cast<std::size_t>(std::count_if(
          taken.begin(), taken.end(), [](std::int64_t d) { return d <= departures; }));
      ASSERT_EQ(waits.size(), left);
      Moments wait;
      for (std::size_t k = 0; k < left; ++k) {
        ASSERT_EQ(waits[k], at(taken[k] * quarter) - claims[k]) << k;
        wait.add(waits[k].days());
      }
      const FacilityRecord& record = shuttle.close(at(departures * quarter));
      EXPECT_EQ(record.wait.count(), wait.count());
      EXPECT_EQ(record.wait.mean(), wait.mean());
      EXPECT_EQ(shuttle.line().size(), claims.size() - left);
    }
  }
  EXPECT_GT(left_behind, 1000);
}

}  // namespace
}  // namespace firstcustomer
