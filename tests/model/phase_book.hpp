#pragma once
/// \file
/// The phases of one programme's tournament, kept from the record alone.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "firstcustomer/core/time.hpp"
#include "firstcustomer/model/programme.hpp"

namespace firstcustomer::testing {

class PhaseBook {
 public:
  explicit PhaseBook(const Allocation& allocation) : phases_(allocation.phases) {}

  /// Of that number, from 1; so many firms are in it.
  void begin(std::int64_t number, double firms, Instant now) {
    EXPECT_EQ(number, static_cast<std::int64_t>(begun_.size()) + 1) << "one after the other";
    EXPECT_TRUE(begun_.empty() || now == end_of(begun_.size() - 1));
    EXPECT_TRUE(begun_.empty() || static_cast<std::int64_t>(firms) == going_on_);
    begun_.push_back(now);
    going_on_ = 0;
    last_score_ = std::numeric_limits<double>::infinity();
  }

  /// A contract is signed: only before the first phase has ended.
  void sign(std::uint32_t firm, Instant now) {
    if (!phases_.empty()) {
      EXPECT_TRUE(begun_.empty() || (begun_.size() == 1 && now < end_of(0)));
    }
    joined_[firm] = {now};
  }

  void go_on(std::uint32_t firm, double score, Instant now) {
    expect_end(now);
    expect_order(score);
    const TournamentPhase& ended = phases_[begun_.size() - 1];
    EXPECT_LE(++going_on_, ended.go_on);
    EXPECT_GE(std::exp(score), ended.least * (1.0 - 1e-12));
    std::vector<Instant>& joined = joined_.at(firm);
    EXPECT_EQ(joined.size(), begun_.size()) << "it was in the phase that ends";
    joined.push_back(now);
  }

  void drop(double score, Instant now) {
    expect_end(now);
    expect_order(score);
  }

  /// When the phase of a clause began for the firm; none: it was never in it.
  std::optional<Instant> joined(const Clause& clause, std::uint32_t firm) const {
    const std::size_t phase = number_of(clause);
    const auto joined = joined_.find(firm);
    return joined != joined_.end() && phase < joined->second.size()
               ? std::optional(joined->second[phase])
               : std::nullopt;
  }
  bool is_beginning(std::uint32_t firm, Instant now) const {
    const auto found = joined_.find(firm);
    return found != joined_.end() &&
           std::count(found->second.begin(), found->second.end(), now) > 0;
  }
  /// When the phase of a clause ends.
  Instant end_of(const Clause& clause) const { return end_of(number_of(clause)); }
  bool ends_at(Instant now) const {
    return !begun_.empty() && begun_.size() <= phases_.size() && end_of(begun_.size() - 1) == now;
  }
  const std::string& deliverable(const Clause& clause) const {
    return phases_[number_of(clause)].deliverable;
  }
  bool is_of_later_phase(const Clause& clause) const { return number_of(clause) > 0; }

 private:
  std::size_t number_of(const Clause& clause) const {
    const auto found = std::find_if(phases_.begin(), phases_.end(),
                                    [&](const auto& each) { return each.name == clause.phase; });
    return clause.phase.empty() ? 0 : static_cast<std::size_t>(found - phases_.begin());
  }
  Instant end_of(std::size_t phase) const { return begun_.at(phase) + phases_.at(phase).lasts; }

  void expect_end(Instant now) const {
    ASSERT_FALSE(begun_.empty());
    ASSERT_LE(begun_.size(), phases_.size());
    EXPECT_EQ(now, end_of(begun_.size() - 1));
  }
  /// The best come first.
  void expect_order(double score) {
    EXPECT_LE(score, last_score_);
    last_score_ = score;
  }

  const std::vector<TournamentPhase>& phases_;
  std::vector<Instant> begun_;
  std::map<std::uint32_t, std::vector<Instant>> joined_;
  std::int64_t going_on_ = 0;
  double last_score_ = std::numeric_limits<double>::infinity();
};

}  // namespace firstcustomer::testing
