#pragma once
/// \file
/// The places of suppliers under one programme, kept from the record alone.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "firstcustomer/core/time.hpp"
#include "firstcustomer/model/programme.hpp"

namespace firstcustomer::testing {

class PlaceBook {
 public:
  /// `class_of` names the class of a firm's technology.
  PlaceBook(const Allocation& allocation, std::function<std::string(std::uint32_t)> class_of)
      : allocation_(allocation), class_of_(std::move(class_of)) {
    for (const double share : allocation.shares) {
      places_.push_back({share});
    }
  }

  /// The firm is chosen: it has the first place that is free.
  void take(std::uint32_t firm, Instant now) {
    if (places_.empty()) {
      return;
    }
    const auto free = std::find_if(places_.begin(), places_.end(), [](const Place& place) {
      return !place.closed && !place.is_held;
    });
    if (free == places_.end()) {
      ADD_FAILURE() << "no place is free";
      return;
    }
    if (allocation_.diverse) {
      EXPECT_TRUE(std::none_of(places_.begin(), places_.end(), [&](const Place& place) {
        return place.is_held && class_of_(place.firm) == class_of_(firm);
      })) << "two of a class";
    }
    free->is_held = true;
    free->in_force = false;
    free->firm = firm;
    watch(now);
  }

  void sign(std::uint32_t firm, Instant now) { set_in_force(firm, true, now); }
  /// The place stays the firm's.
  void fulfil(std::uint32_t firm, Instant now) { set_in_force(firm, false, now); }
  void leave(std::uint32_t firm, Instant now) {
    for (Place& place : places_) {
      place.is_held = place.is_held && place.firm != firm;
      place.in_force = place.in_force && place.is_held;
    }
    watch(now);
  }

  /// Nobody took the place of that number: its part is the first supplier's.
  void close(std::int64_t number, Instant now) {
    if (number < 1 || number > static_cast<std::int64_t>(places_.size())) {
      ADD_FAILURE() << "there is no place " << number;
      return;
    }
    Place& place = places_[static_cast<std::size_t>(number) - 1];
    EXPECT_FALSE(place.closed || place.is_held);
    EXPECT_EQ(now, place.free_since + allocation_.held_open);
    const auto first = first_supplier();
    ASSERT_TRUE(first != places_.end()) << "for nobody";
    place.closed = true;
    place.free_since = Instant::never();
    first->share += place.share;
    in_favour_of_ = {first->firm, now};
  }

  /// Whether a place closed now in the firm's favour.
  bool has_grown(std::uint32_t firm, Instant now) const {
    return in_favour_of_ == std::pair{firm, now};
  }

  /// Of the budget that the firm's contract may come to.
  double share_of(std::uint32_t firm) const {
    for (const Place& place : places_) {
      if (place.is_held && place.firm == firm) {
        return place.share;
      }
    }
    return 1.0;
  }

  /// No place has stayed open for longer than it is held.
  void expect_none_late(Instant now) const {
    for (const Place& place : places_) {
      EXPECT_GE(place.free_since + allocation_.held_open, now) << "a place is open for too long";
    }
  }

 private:
  struct Place {
    double share = 1.0;
    bool closed = false;
    bool is_held = false;
    bool in_force = false;
    std::uint32_t firm = 0;
    Instant free_since = Instant::never();  // while another's contract is in force
  };

  std::vector<Place>::iterator first_supplier() {
    return std::find_if(places_.begin(), places_.end(),
                        [](const Place& place) { return place.in_force; });
  }

  void set_in_force(std::uint32_t firm, bool in_force, Instant now) {
    for (Place& place : places_) {
      place.in_force = place.is_held && place.firm == firm ? in_force : place.in_force;
    }
    watch(now);
  }

  void watch(Instant now) {
    const bool serves = first_supplier() != places_.end();
    for (Place& place : places_) {
      const bool waits = serves && !place.closed && !place.is_held;
      place.free_since = waits ? std::min(place.free_since, now) : Instant::never();
    }
  }

  const Allocation& allocation_;
  std::function<std::string(std::uint32_t)> class_of_;
  std::vector<Place> places_;
  std::pair<std::uint32_t, Instant> in_favour_of_{0, Instant::never()};
};

}  // namespace firstcustomer::testing
