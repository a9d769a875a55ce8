#include "firstcustomer/core/event_queue.hpp"

#include <algorithm>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {
namespace {

constexpr std::uint32_t arity = 4;
constexpr std::uint8_t last_round = 15;
constexpr std::uint32_t rank_limit = 1U << 24U;

}  // namespace

EventQueue::EventQueue(std::span<const std::uint32_t> slots_per_kind) {
  expect(slots_per_kind.size() <= 256, "kinds of events fit in 8 bits");
  std::uint32_t handles = 0;
  for (const std::uint32_t slots : slots_per_kind) {
    first_.push_back(handles);
    handles += slots;
  }
  position_.assign(handles, absent);
  heap_.reserve(handles);
}

void EventQueue::clear() {
  for (const Key& key : heap_) {
    position_[handle(key)] = absent;
  }
  heap_.clear();
  now_ = Instant{};
  round_ = 0;
  phase_ = 0;
}

void EventQueue::schedule(std::uint8_t kind, std::uint32_t slot, Instant time, std::uint8_t phase,
                          Rank rank) {
  expect(time >= now_, "an event is not scheduled in the past");
  expect(time <= Instant::never(), "an instant fits the key's 52 bits");
  expect(rank.value < rank_limit, "a rank has 24 bits");
  std::uint64_t round = 0;
  if (time == now_) {
    round = phase < phase_ ? round_ + 1U : round_;
    if (round > last_round) {
      throw ReplicationError("more than 16 rounds of events at one instant");
    }
  }
  const Key key{static_cast<std::uint64_t>(time.microseconds()) << 12U | round << 8U | phase,
                static_cast<std::uint64_t>(rank.value) << 40U |
                    static_cast<std::uint64_t>(kind) << 32U | slot};
  const std::uint32_t position = position_[handle(kind, slot)];
  if (position == absent) {
    heap_.push_back(key);
    sift_up(static_cast<std::uint32_t>(heap_.size() - 1), key);
  } else if (key < heap_[position]) {
    sift_up(position, key);
  } else {
    sift_down(position, key);
  }
}

void EventQueue::cancel(std::uint8_t kind, std::uint32_t slot) {
  const std::uint32_t position = position_[handle(kind, slot)];
  if (position != absent) {
    position_[handle(kind, slot)] = absent;
    remove_at(position);
  }
}

Event EventQueue::pop() {
  expect(!heap_.empty(), "an empty queue has no next event");
  const Key first = heap_.front();
  position_[handle(first)] = absent;
  remove_at(0);
  now_ = Instant::microseconds(static_cast<std::int64_t>(first.high >> 12U));
  round_ = static_cast<std::uint8_t>(first.high >> 8U & 15U);
  phase_ = static_cast<std::uint8_t>(first.high);
  return {now_, phase_, static_cast<std::uint8_t>(first.low >> 32U),
          static_cast<std::uint32_t>(first.low)};
}

void EventQueue::remove_at(std::uint32_t position) {
  const Key last = heap_.back();
  heap_.pop_back();
  if (position == heap_.size()) {
    return;
  }
  if (position > 0 && last < heap_[(position - 1) / arity]) {
    sift_up(position, last);
  } else {
    sift_down(position, last);
  }
}

void EventQueue::sift_up(std::uint32_t position, const Key& key) {
  while (position > 0) {
    const std::uint32_t parent = (position - 1) / arity;
    if (!(key < heap_[parent])) {
      break;
    }
    place(position, heap_[parent]);
    position = parent;
  }
  place(position, key);
}

void EventQueue::sift_down(std::uint32_t position, const Key& key) {
  const auto size = static_cast<std::uint32_t>(heap_.size());
  for (;;) {
    const std::uint32_t first_child = position * arity + 1;
    if (first_child >= size) {
      break;
    }
    const std::uint32_t past = std::min(first_child + arity, size);
    std::uint32_t best = first_child;
    for (std::uint32_t child = first_child + 1; child < past; ++child) {
      if (heap_[child] < heap_[best]) {
        best = child;
      }
    }
    if (!(heap_[best] < key)) {
      break;
    }
    place(position, heap_[best]);
    position = best;
  }
  place(position, key);
}

}  // namespace firstcustomer
