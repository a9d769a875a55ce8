#include "firstcustomer/core/event_queue.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <numeric>
#include <random>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

using Name = std::pair<unsigned, unsigned>;  // kind, slot

constexpr std::array<std::uint32_t, 3> slots = {4, 1, 7};

Instant at(std::int64_t time) {
  return Instant::microseconds(time);
}

std::vector<Name> pop_all(EventQueue& queue) {
  std::vector<Name> order;
  while (!queue.empty()) {
    const Event event = queue.pop();
    order.emplace_back(event.kind, event.slot);
  }
  return order;
}

/// The queue as its header describes it, in the plainest way: an ordered map and a table.
class NaiveQueue {
 public:
  /// Whether there was a round left to put the event in.
  bool schedule(unsigned kind, unsigned slot, std::int64_t time, unsigned phase, unsigned rank) {
    unsigned round = 0;
    if (time == now_) {
      round = phase < phase_ ? round_ + 1 : round_;
    }
    if (round >= 16) {
      return false;
    }
    cancel(kind, slot);
    const Order order(time, round, phase, rank, kind, slot);
    pending_[{kind, slot}] = order;
    events_[order] = {kind, slot};
    return true;
  }
  void cancel(unsigned kind, unsigned slot) {
    if (pending(kind, slot)) {
      events_.erase(pending_.at({kind, slot}));
      pending_.erase({kind, slot});
    }
  }
  bool pending(unsigned kind, unsigned slot) const { return pending_.contains({kind, slot}); }
  std::size_t size() const { return events_.size(); }
  std::int64_t next_time() const { return std::get<0>(events_.begin()->first); }
  std::int64_t now() const { return now_; }
  unsigned phase() const { return phase_; }
  Name pop() {
    const auto [order, name] = *events_.begin();
    cancel(name.first, name.second);
    now_ = std::get<0>(order);
    round_ = std::get<1>(order);
    phase_ = std::get<2>(order);
    return name;
  }
  void clear() { *this = NaiveQueue(); }

 private:
  using Order = std::tuple<std::int64_t, unsigned, unsigned, unsigned, unsigned, unsigned>;
  std::map<Order, Name> events_;
  std::map<Name, Order> pending_;
  std::int64_t now_ = 0;
  unsigned round_ = 0;
  unsigned phase_ = 0;
};

/// Runs the queue and its naive twin side by side; returns how often the rounds of an instant ran
/// out.
int run_with_twin(std::span<const std::uint32_t> slots_per_kind, std::uint64_t seed, int operations,
                  const std::vector<std::int64_t>& steps, unsigned phases, unsigned ranks) {
  EventQueue queue(slots_per_kind);
  NaiveQueue twin;
  std::mt19937_64 bits(seed);
  int refused = 0;
  for (int i = 0; i < operations; ++i) {
    const auto kind = static_cast<std::uint8_t>(bits() % slots_per_kind.size());
    const auto slot = static_cast<std::uint32_t>(bits() % slots_per_kind[kind]);
    const auto choice = bits() % 1000;
    if (choice < 550) {
      const std::int64_t time = twin.now() + steps[bits() % steps.size()];
      const auto phase = static_cast<std::uint8_t>(bits() % phases);
      const Rank rank{static_cast<std::uint32_t>(bits() % ranks)};
      if (twin.schedule(kind, slot, time, phase, rank.value)) {
        queue.schedule(kind, slot, at(time), phase, rank);
      } else {
        ++refused;
        EXPECT_THROW(queue.schedule(kind, slot, at(time), phase, rank), ReplicationError);
      }
    } else if (choice < 650) {
      queue.cancel(kind, slot);
      twin.cancel(kind, slot);
    } else if (choice == 999 && bits() % 20 == 0) {
      queue.clear();
      twin.clear();
    } else if (twin.size() > 0) {
      EXPECT_EQ(queue.next_time(), at(twin.next_time()));
      const Event event = queue.pop();
      EXPECT_EQ(Name(event.kind, event.slot), twin.pop());
      EXPECT_EQ(event.time, at(twin.now()));
      EXPECT_EQ(event.phase, twin.phase());
    }
    EXPECT_EQ(queue.now(), at(twin.now()));
    EXPECT_EQ(queue.size(), twin.size());
    EXPECT_EQ(queue.empty(), twin.size() == 0);
    EXPECT_EQ(queue.pending(kind, slot), twin.pending(kind, slot));
    if (testing::Test::HasFailure()) {
      ADD_FAILURE() << "seed " << seed << ", operation " << i;
      break;
    }
  }
  while (twin.size() > 0 && !queue.empty()) {
    const Event event = queue.pop();
    EXPECT_EQ(Name(event.kind, event.slot), twin.pop());
  }
  EXPECT_EQ(queue.empty(), twin.size() == 0);
  return refused;
}

TEST(EventQueue, AgreesWithANaiveTwinAmongTies) {
  const std::array<std::uint32_t, 4> many = {3, 10, 1, 7};
  const int refused = run_with_twin(many, 11, 150'000, {0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 3, 3);
  EXPECT_GT(refused, 0);  // the rounds of an instant ran out now and then
}

TEST(EventQueue, AgreesWithANaiveTwinOnAFewSlots) {
  const std::array<std::uint32_t, 2> few = {2, 3};
  run_with_twin(few, 12, 50'000, {0, 0, 1, 3}, 256, 2);
}

TEST(EventQueue, AgreesWithANaiveTwinOnAnOpenHorizon) {
  const std::array<std::uint32_t, 3> wide = {500, 1, 900};
  run_with_twin(wide, 13, 100'000, {1, 7, 50, 1000, 50'000, 86'400'000'000}, 9, 1U << 24U);
}

TEST(EventQueue, OrdersByTimeThenPhaseThenRankThenKindThenSlot) {
  EventQueue queue(slots);
  queue.schedule(0, 0, at(5), 0, {0});
  queue.schedule(2, 6, at(4), 9, {9});
  queue.schedule(2, 5, at(4), 8, {9});
  queue.schedule(2, 4, at(4), 8, {8});
  queue.schedule(1, 0, at(4), 8, {8});
  queue.schedule(2, 3, at(4), 8, {8});
  EXPECT_THAT(pop_all(queue),
              ElementsAre(Name(1, 0), Name(2, 3), Name(2, 4), Name(2, 5), Name(2, 6), Name(0, 0)));
}

TEST(EventQueue, EveryFieldReachesItsLargestValue) {
  const std::vector<std::uint32_t> kinds(256, 2);
  EventQueue queue(kinds);
  const Instant last = Instant::never();
  constexpr std::uint32_t top_rank = (1U << 24U) - 1;
  queue.schedule(255, 1, last, 255, {top_rank});
  queue.schedule(255, 0, last, 255, {top_rank});
  queue.schedule(254, 1, last, 255, {top_rank});
  queue.schedule(255, 1, last, 255, {top_rank});
  queue.schedule(253, 1, last, 255, {top_rank - 1});
  queue.schedule(252, 1, last, 254, {top_rank});
  queue.schedule(251, 1, at(last.microseconds() - 1), 255, {top_rank});
  EXPECT_THAT(pop_all(queue), ElementsAre(Name(251, 1), Name(252, 1), Name(253, 1), Name(254, 1),
                                          Name(255, 0), Name(255, 1)));
  EXPECT_EQ(queue.now(), last);
}

TEST(EventQueue, TheOrderOfSchedulingNeverDecides) {
  struct Call {
    std::uint8_t kind;
    std::uint32_t slot;
    std::uint8_t phase;
    std::uint32_t rank;
  };
  // Ties in every field but the last that differs.
  const std::array<Call, 7> calls = {Call{0, 0, 1, 5}, {0, 1, 1, 5}, {2, 0, 1, 5}, {2, 6, 1, 4},
                                     {1, 0, 0, 9},     {0, 3, 2, 0}, {2, 2, 1, 5}};
  std::array<std::size_t, 7> order{};
  std::iota(order.begin(), order.end(), 0U);
  do {
    EventQueue queue(slots);
    for (const std::size_t i : order) {
      queue.schedule(calls[i].kind, calls[i].slot, at(100), calls[i].phase, {calls[i].rank});
    }
    ASSERT_THAT(pop_all(queue), ElementsAre(Name(1, 0), Name(2, 6), Name(0, 0), Name(0, 1),
                                            Name(2, 0), Name(2, 2), Name(0, 3)));
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST(EventQueue, ReschedulingMovesTheEventInPlace) {
  EventQueue queue(slots);
  queue.schedule(0, 0, at(10), 0, {0});
  queue.schedule(0, 1, at(20), 0, {0});
  queue.schedule(0, 2, at(30), 0, {0});
  queue.schedule(0, 0, at(40), 0, {0});  // later
  queue.schedule(0, 2, at(5), 0, {0});   // earlier
  queue.schedule(0, 1, at(20), 0, {0});  // where it was
  EXPECT_EQ(queue.size(), 3U);
  EXPECT_EQ(queue.next_time(), at(5));
  EXPECT_THAT(pop_all(queue), ElementsAre(Name(0, 2), Name(0, 1), Name(0, 0)));
  EXPECT_EQ(queue.now(), at(40));
}

TEST(EventQueue, PendingFollowsSchedulingCancellingAndPopping) {
  EventQueue queue(slots);
  EXPECT_FALSE(queue.pending(2, 6));
  queue.schedule(2, 6, at(1), 0, {0});
  EXPECT_TRUE(queue.pending(2, 6));
  EXPECT_FALSE(queue.pending(2, 5));
  EXPECT_FALSE(queue.pending(0, 3));
  queue.cancel(2, 6);
  EXPECT_FALSE(queue.pending(2, 6));
  EXPECT_TRUE(queue.empty());
  queue.cancel(2, 6);  // nothing to do
  queue.schedule(2, 6, at(2), 0, {0});
  EXPECT_TRUE(queue.pending(2, 6));
  queue.pop();
  EXPECT_FALSE(queue.pending(2, 6));
}

TEST(EventQueue, APassedPhaseComesAgainInTheNextRound) {
  EventQueue queue(slots);
  queue.schedule(0, 0, at(10), 5, {0});
  queue.schedule(0, 1, at(10), 6, {0});
  EXPECT_EQ(queue.pop().slot, 0U);
  queue.schedule(0, 2, at(10), 4, {0});  // passed: after all that is left of this round
  queue.schedule(0, 3, at(10), 5, {0});  // present: still this round
  EXPECT_THAT(pop_all(queue), ElementsAre(Name(0, 3), Name(0, 1), Name(0, 2)));
  EXPECT_EQ(queue.now(), at(10));
}

TEST(EventQueue, RoundsAreCountedAnewAtEveryInstant) {
  EventQueue queue(slots);
  for (std::int64_t time = 1; time <= 3; ++time) {
    queue.schedule(0, 0, at(time), 1, {0});
    queue.pop();
    for (int round = 1; round < 16; ++round) {
      queue.schedule(1, 0, at(time), 0, {0});  // a round on
      EXPECT_EQ(queue.pop().phase, 0);
      queue.schedule(0, 0, at(time), 1, {0});  // same round
      EXPECT_EQ(queue.pop().phase, 1);
    }
  }
}

TEST(EventQueue, TheSeventeenthRoundEndsTheReplication) {
  EventQueue queue(slots);
  queue.schedule(0, 0, at(7), 1, {0});
  queue.pop();
  for (int round = 1; round < 16; ++round) {
    queue.schedule(0, 0, at(7), 0, {0});
    queue.pop();
    queue.schedule(0, 0, at(7), 1, {0});
    queue.pop();
  }
  EXPECT_THAT([&] { queue.schedule(0, 0, at(7), 0, {0}); },
              ThrowsMessage<ReplicationError>(HasSubstr("16 rounds")));
  EXPECT_FALSE(queue.pending(0, 0));
  EXPECT_NO_THROW(queue.schedule(0, 0, at(7), 1, {0}));  // the sixteenth round itself goes on
  EXPECT_NO_THROW(queue.schedule(0, 1, at(8), 0, {0}));  // and so does time
}

TEST(EventQueue, ThePastIsClosed) {
  EventQueue queue(slots);
  EXPECT_THROW(queue.schedule(0, 0, at(-1), 0, {0}), InvariantError);
  queue.schedule(0, 0, at(10), 0, {0});
  queue.pop();
  EXPECT_THROW(queue.schedule(0, 0, at(9), 0, {0}), InvariantError);
  EXPECT_TRUE(queue.empty());
  EXPECT_NO_THROW(queue.schedule(0, 0, at(10), 0, {0}));
}

TEST(EventQueue, RefusesWhatItsKeyCannotHold) {
  EventQueue queue(slots);
  EXPECT_THROW(queue.schedule(0, 0, at(1), 0, {1U << 24U}), InvariantError);
  EXPECT_TRUE(queue.empty());
  EXPECT_THROW(EventQueue(std::vector<std::uint32_t>(257, 1)), InvariantError);
  EXPECT_THROW(queue.pop(), InvariantError);
}

TEST(EventQueue, ClearingBeginsAgain) {
  EventQueue queue(slots);
  for (std::uint32_t slot = 0; slot < 7; ++slot) {
    queue.schedule(2, slot, at(100 + slot), 3, {0});
  }
  queue.pop();
  queue.schedule(0, 0, at(100), 1, {0});
  queue.clear();
  EXPECT_TRUE(queue.empty());
  EXPECT_EQ(queue.now(), Instant());
  for (std::uint32_t slot = 0; slot < 7; ++slot) {
    EXPECT_FALSE(queue.pending(2, slot));
  }
  EXPECT_FALSE(queue.pending(0, 0));
  queue.schedule(2, 1, at(0), 2, {0});  // before the old present; round and phase are new too
  queue.schedule(2, 0, at(0), 1, {0});
  queue.schedule(0, 3, at(50), 0, {0});
  EXPECT_THAT(pop_all(queue), ElementsAre(Name(2, 0), Name(2, 1), Name(0, 3)));
}

TEST(EventQueue, TellsTimePhaseKindAndSlotOfWhatItPops) {
  EventQueue queue(slots);
  queue.schedule(2, 6, at(123'456'789'012'345), 200, {77});
  EXPECT_EQ(queue.next_time(), at(123'456'789'012'345));
  const Event event = queue.pop();
  EXPECT_EQ(event.time, at(123'456'789'012'345));
  EXPECT_EQ(event.phase, 200);
  EXPECT_EQ(event.kind, 2);
  EXPECT_EQ(event.slot, 6U);
}

}  // namespace
}  // namespace firstcustomer
