#include "firstcustomer/core/event_queue.hpp"

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {
namespace {

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
  Four nobody;
  nobody.halves.fill(UINT64_MAX);
  high_.assign((handles + 6) / 4, nobody);
  low_.assign((handles + 6) / 4, nobody);
}

void EventQueue::clear() {
  for (std::uint32_t place = 0; place < size_; ++place) {
    position_[handle(key(place))] = absent;
    set(place, largest);
  }
  size_ = 0;
  vacant_ = false;
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
  const std::uint64_t high =
      static_cast<std::uint64_t>(time.microseconds()) << 12U | round << 8U | phase;
  const std::uint64_t low = static_cast<std::uint64_t>(rank.value) << 40U |
                            static_cast<std::uint64_t>(kind) << 32U | slot;
  const Key it{high, low};
  const std::uint32_t place = position_[handle(kind, slot)];
  if (place == absent) {
    if (vacant_) {
      vacant_ = false;
      sift_down(0, it);
    } else {
      sift_up(size_++, it);
    }
    return;
  }
  if (vacant_) {
    fill_vacancy();
    return schedule(kind, slot, time, phase, rank);
  }
  if (it < key(place)) {
    sift_up(place, it);
  } else {
    sift_down(place, it);
  }
}

void EventQueue::cancel(std::uint8_t kind, std::uint32_t slot) {
  if (pending(kind, slot)) {
    fill_vacancy();
    const std::uint32_t place = position_[handle(kind, slot)];
    position_[handle(kind, slot)] = absent;
    remove_at(place);
  }
}

Event EventQueue::pop() {
  fill_vacancy();
  expect(size_ > 0, "an empty queue has no next event");
  const Key first = key(0);
  position_[handle(first)] = absent;
  vacant_ = true;
  now_ = time_of(first);
  round_ = static_cast<std::uint8_t>(first.high >> 8U & 15U);
  phase_ = static_cast<std::uint8_t>(first.high);
  return {now_, phase_, static_cast<std::uint8_t>(first.low >> 32U),
          static_cast<std::uint32_t>(first.low)};
}

void EventQueue::remove_at(std::uint32_t place) {
  const Key last = key(--size_);
  set(size_, largest);
  if (place == size_) {
    return;
  }
  if (place > 0 && last < key((place - 1) / 4)) {
    sift_up(place, last);
  } else {
    sift_down(place, last);
  }
}

void EventQueue::sift_up(std::uint32_t place, Key it) {
  while (place > 0) {
    const std::uint32_t parent = (place - 1) / 4;
    const Key above = key(parent);
    if (!(it < above)) {
      break;
    }
    put(place, above);
    place = parent;
  }
  put(place, it);
}

void EventQueue::sift_down(std::uint32_t place, Key it) {
  while (4 * place + 1 < size_) {
    // The smallest of four without a branch that depends on the order: places past the last hold
    // the largest key and never win.
    const auto& high = high_[place + 1].halves;
    const auto& low = low_[place + 1].halves;
    std::uint32_t left = high[1] < high[0] ? 1U : 0U;
    std::uint32_t right = high[3] < high[2] ? 3U : 2U;
    const std::uint64_t left_high = high[1] < high[0] ? high[1] : high[0];
    const std::uint64_t right_high = high[3] < high[2] ? high[3] : high[2];
    std::uint32_t best = right_high < left_high ? right : left;
    const int ties = static_cast<int>(high[0] == high[1]) + static_cast<int>(high[2] == high[3]) +
                     static_cast<int>(left_high == right_high);
    if (ties != 0) {
      // One instant and phase: the low halves decide.
      const auto before = [&](std::uint32_t a, std::uint32_t b) {
        return Key{high[a], low[a]} < Key{high[b], low[b]};
      };
      left = before(1, 0) ? 1U : 0U;
      right = before(3, 2) ? 3U : 2U;
      best = before(right, left) ? right : left;
    }
    const Key smallest{high[best], low[best]};
    if (!(smallest < it)) {
      break;
    }
    put(place, smallest);
    place = 4 * place + 1 + best;
  }
  put(place, it);
}

}  // namespace firstcustomer
