#include "firstcustomer/core/facility.hpp"

#include <algorithm>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {

WaitingLine::WaitingLine(std::uint32_t claimants, std::uint32_t classes)
    : claims_(claimants), ends_(classes) {
  expect(classes >= 1, "a line has at least one class");
}

void WaitingLine::clear() {
  for (Ends& ends : ends_) {
    for (std::uint32_t claimant = ends.front; claimant != none;) {
      const std::uint32_t after = claims_[claimant].after;
      claims_[claimant] = Claim{};
      claimant = after;
    }
    ends = Ends{};
  }
  size_ = 0;
  last_ = Instant{};
}

void WaitingLine::join(std::uint32_t claimant, Instant now, std::uint32_t priority, Rank lottery) {
  expect(!claims_[claimant].waits, "a claimant waits once");
  expect(priority < ends_.size(), "a claim has one of the line's classes");
  Ends& ends = ends_[priority];
  std::uint32_t before = ends.back;
  expect(last_ <= now, "claims come in order of time");
  last_ = now;
  while (before != none && claims_[before].since == now &&
         (claims_[before].lottery.value > lottery.value ||
          (claims_[before].lottery.value == lottery.value && before > claimant))) {
    before = claims_[before].before;
  }
  const std::uint32_t after = before == none ? ends.front : claims_[before].after;
  (before == none ? ends.front : claims_[before].after) = claimant;
  (after == none ? ends.back : claims_[after].before) = claimant;
  claims_[claimant] = {now, lottery, priority, before, after, true};
  ++size_;
}

bool WaitingLine::leave(std::uint32_t claimant) {
  Claim& claim = claims_[claimant];
  if (!claim.waits) {
    return false;
  }
  Ends& ends = ends_[claim.priority];
  (claim.before == none ? ends.front : claims_[claim.before].after) = claim.after;
  (claim.after == none ? ends.back : claims_[claim.after].before) = claim.before;
  claim.waits = false;
  --size_;
  return true;
}

std::uint32_t WaitingLine::first() const {
  expect(size_ > 0, "an empty line has no first claim");
  return std::find_if(ends_.begin(), ends_.end(),
                      [](const Ends& ends) { return ends.front != none; })
      ->front;
}

std::uint32_t WaitingLine::last() const {
  expect(size_ > 0, "an empty line has no last claim");
  return std::find_if(ends_.rbegin(), ends_.rend(),
                      [](const Ends& ends) { return ends.back != none; })
      ->back;
}

namespace {

void start(FacilityRecord& record) {
  record = FacilityRecord{};
  record.waiting.start(Instant{}, 0.0);
  record.busy.start(Instant{}, 0.0);
}

void join(FacilityRecord& record, WaitingLine& line, std::uint32_t claimant, Instant now,
          std::uint32_t priority, Rank lottery) {
  line.join(claimant, now, priority, lottery);
  record.waiting.set(now, line.size());
}

/// The first of the line leaves it to be served.
std::uint32_t serve_first(FacilityRecord& record, WaitingLine& line, Instant now) {
  const std::uint32_t claimant = line.first();
  record.wait.add((now - line.since(claimant)).days());
  line.leave(claimant);
  record.waiting.set(now, line.size());
  return claimant;
}

bool withdraw_from(FacilityRecord& record, WaitingLine& line, std::uint32_t claimant, Instant now) {
  const bool waited = line.leave(claimant);
  record.waiting.set(now, line.size());
  return waited;
}

void finish(FacilityRecord& record, Instant now) {
  record.waiting.finish(now);
  record.busy.finish(now);
}

}  // namespace

Servers::Servers(std::uint32_t servers, std::uint32_t claimants, std::uint32_t classes,
                 std::uint32_t places)
    : servers_(servers), places_(places), line_(claimants, classes) {
  clear(servers);
}

void Servers::clear(std::uint32_t servers) {
  expect(servers >= 1, "somebody serves");
  servers_ = servers;
  line_.clear();
  busy_ = 0;
  start(record_);
}

void Servers::claim(std::uint32_t claimant, Instant now, std::uint32_t priority, Rank lottery) {
  join(record_, line_, claimant, now, priority, lottery);
}

std::optional<std::uint32_t> Servers::admit(Instant now) {
  if (busy_ >= servers_ || line_.empty()) {
    return std::nullopt;
  }
  record_.busy.set(now, ++busy_);
  return serve_first(record_, line_, now);
}

std::optional<std::uint32_t> Servers::turn_away(Instant now) {
  if (line_.size() <= places_) {
    return std::nullopt;
  }
  const std::uint32_t claimant = line_.last();
  withdraw_from(record_, line_, claimant, now);
  ++record_.turned_away;
  return claimant;
}

void Servers::occupy(Instant now) {
  record_.busy.set(now, ++busy_);
}

void Servers::release(Instant now) {
  expect(busy_ > 0, "who is released was served");
  record_.busy.set(now, --busy_);
}

bool Servers::withdraw(std::uint32_t claimant, Instant now) {
  return withdraw_from(record_, line_, claimant, now);
}

const FacilityRecord& Servers::close(Instant now) {
  finish(record_, now);
  return record_;
}

Shuttle::Shuttle(std::vector<Instant> departures, std::uint32_t seats, std::uint32_t claimants,
                 std::uint32_t classes)
    : departures_(std::move(departures)), seats_(seats), line_(claimants, classes) {
  clear();
}

void Shuttle::clear(std::span<const Instant> departures, std::uint32_t seats) {
  departures_.assign(departures.begin(), departures.end());
  seats_ = seats;
  clear();
}

void Shuttle::clear() {
  expect(seats_ >= 1, "somebody can leave");
  expect(std::is_sorted(departures_.begin(), departures_.end(), std::less_equal<>()) &&
             (departures_.empty() || departures_.front() >= Instant{}),
         "departures are different instants in order, none before the start");
  line_.clear();
  boarded_ = 0;
  departing_ = Instant::never();
  start(record_);
}

void Shuttle::claim(std::uint32_t claimant, Instant now, std::uint32_t priority, Rank lottery) {
  join(record_, line_, claimant, now, priority, lottery);
}

Instant Shuttle::next_departure(Instant now) const {
  const auto found = std::lower_bound(departures_.begin(), departures_.end(), now);
  return found == departures_.end() ? Instant::never() : *found;
}

std::optional<std::uint32_t> Shuttle::board(Instant now) {
  expect(now < Instant::never() && next_departure(now) == now, "one leaves on a date of departure");
  if (departing_ != now) {
    departing_ = now;
    boarded_ = 0;
  }
  if (boarded_ == seats_ || line_.empty()) {
    return std::nullopt;
  }
  ++boarded_;
  return serve_first(record_, line_, now);
}

bool Shuttle::withdraw(std::uint32_t claimant, Instant now) {
  return withdraw_from(record_, line_, claimant, now);
}

const FacilityRecord& Shuttle::close(Instant now) {
  finish(record_, now);
  return record_;
}

}  // namespace firstcustomer
