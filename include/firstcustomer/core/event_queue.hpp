#pragma once
/// \file
/// The indexed event queue: at most one pending event per (kind, slot), rescheduled in place.
///
/// Events leave in the order of one 128-bit key: time | round | phase ‖ rank | kind | slot. The
/// order in which events were scheduled never decides; what does is, at one instant, the phase (a
/// table of the model), then the rank (an entity's hash, or a lottery), then kind and slot. An
/// event scheduled for the present instant in a phase that has passed goes to the next round of
/// that instant.
///
/// There are no stale events: cancelling removes, rescheduling moves. Costs: a flat 4-ary heap,
/// logarithmic, no allocation after construction; what is scheduled right after a pop takes the
/// place of what was popped, in one pass. Not for threads.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "firstcustomer/core/time.hpp"

namespace firstcustomer {

/// A pending event as it leaves the queue.
struct Event {
  Instant time;
  std::uint8_t phase = 0;
  std::uint8_t kind = 0;
  std::uint32_t slot = 0;
};

/// Order among events of one instant and phase: 24 bits, smaller first.
struct Rank {
  std::uint32_t value = 0;
};

class EventQueue {
 public:
  /// slots_per_kind[k] is how many entities can have an event of kind k pending. At most 256 kinds.
  explicit EventQueue(std::span<const std::uint32_t> slots_per_kind);

  /// Empties the queue and sets the clock back to 0; keeps all storage.
  void clear();

  /// Schedules the event, or moves it if it is pending.
  /// Needs: time not before the present. Throws: ReplicationError after 16 rounds of one instant.
  void schedule(std::uint8_t kind, std::uint32_t slot, Instant time, std::uint8_t phase, Rank rank);

  /// Removes the event if it is pending.
  void cancel(std::uint8_t kind, std::uint32_t slot);

  bool pending(std::uint8_t kind, std::uint32_t slot) const {
    return position_[handle(kind, slot)] != absent;
  }
  bool empty() const { return size() == 0; }
  std::size_t size() const { return size_ - (vacant_ ? 1U : 0U); }
  /// Time of the next event. Needs: not empty.
  Instant next_time() {
    fill_vacancy();
    return time_of(key(0));
  }
  /// Removes and returns the first event; its time becomes the present. Needs: not empty.
  Event pop();
  /// Time of the last event popped.
  Instant now() const { return now_; }

 private:
  /// high: time 52 | round 4 | phase 8; low: rank 24 | kind 8 | slot 32.
  struct Key {
    std::uint64_t high;
    std::uint64_t low;
    friend bool operator<(const Key& a, const Key& b) {
      return a.high != b.high ? a.high < b.high : a.low < b.low;
    }
  };
  /// Halves of the keys of four children side by side. The high halves nearly always decide, and
  /// apart from the low ones they are compared without a branch.
  struct alignas(32) Four {
    std::array<std::uint64_t, 4> halves;
  };
  static constexpr std::uint32_t absent = UINT32_MAX;
  static constexpr Key largest{UINT64_MAX, UINT64_MAX};

  static Instant time_of(Key key) {
    return Instant::microseconds(static_cast<std::int64_t>(key.high >> 12U));
  }
  std::uint32_t handle(std::uint8_t kind, std::uint32_t slot) const { return first_[kind] + slot; }
  std::uint32_t handle(Key key) const {
    return handle(static_cast<std::uint8_t>(key.low >> 32U), static_cast<std::uint32_t>(key.low));
  }
  /// Place 0 is the root, the last of a four of its own; the children of place i are four i + 1.
  Key key(std::uint32_t place) const {
    return {high_[(place + 3) / 4].halves[(place + 3) % 4],
            low_[(place + 3) / 4].halves[(place + 3) % 4]};
  }
  void set(std::uint32_t place, Key it) {
    high_[(place + 3) / 4].halves[(place + 3) % 4] = it.high;
    low_[(place + 3) / 4].halves[(place + 3) % 4] = it.low;
  }
  void put(std::uint32_t place, Key it) {
    set(place, it);
    position_[handle(it)] = place;
  }
  void sift_up(std::uint32_t place, Key it);
  void sift_down(std::uint32_t place, Key it);
  void remove_at(std::uint32_t place);
  void fill_vacancy() {
    if (vacant_) {
      vacant_ = false;
      remove_at(0);
    }
  }

  std::vector<std::uint32_t> first_;     // per kind: handle of its slot 0
  std::vector<std::uint32_t> position_;  // per handle: place in the heap, or absent
  std::vector<Four> high_;               // places past the last hold the largest key
  std::vector<Four> low_;
  std::uint32_t size_ = 0;
  bool vacant_ = false;  // the root has been popped and nothing has taken its place yet
  Instant now_;
  std::uint8_t round_ = 0;
  std::uint8_t phase_ = 0;
};

}  // namespace firstcustomer
