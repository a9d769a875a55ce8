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
/// logarithmic, no allocation after construction. Not for threads.

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
  bool empty() const { return heap_.empty(); }
  std::size_t size() const { return heap_.size(); }
  /// Time of the next event. Needs: not empty.
  Instant next_time() const {
    return Instant::microseconds(static_cast<std::int64_t>(heap_.front().high >> 12U));
  }
  /// Removes and returns the first event; its time becomes the present. Needs: not empty.
  Event pop();
  /// Time of the last event popped.
  Instant now() const { return now_; }

 private:
  struct Key {
    std::uint64_t high;  // time 52 | round 4 | phase 8
    std::uint64_t low;   // rank 24 | kind 8 | slot 32
    friend bool operator<(const Key& a, const Key& b) {
      return a.high != b.high ? a.high < b.high : a.low < b.low;
    }
  };
  static constexpr std::uint32_t absent = UINT32_MAX;

  std::uint32_t handle(std::uint8_t kind, std::uint32_t slot) const { return first_[kind] + slot; }
  std::uint32_t handle(const Key& key) const {
    return handle(static_cast<std::uint8_t>(key.low >> 32U), static_cast<std::uint32_t>(key.low));
  }
  void place(std::uint32_t position, const Key& key) {
    heap_[position] = key;
    position_[handle(key)] = position;
  }
  void sift_up(std::uint32_t position, const Key& key);
  void sift_down(std::uint32_t position, const Key& key);
  void remove_at(std::uint32_t position);

  std::vector<std::uint32_t> first_;     // per kind: handle of its slot 0
  std::vector<std::uint32_t> position_;  // per handle: place in the heap, or absent
  std::vector<Key> heap_;
  Instant now_;
  std::uint8_t round_ = 0;
  std::uint8_t phase_ = 0;
};

}  // namespace firstcustomer
