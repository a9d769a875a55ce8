#include "firstcustomer/core/ledger.hpp"

#include <algorithm>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {

Ledger::Ledger(std::vector<Overdraft> chart) : chart_(std::move(chart)), balances_(chart_.size()) {}

void Ledger::clear() {
  std::fill(balances_.begin(), balances_.end(), Money{});
}

void Ledger::transfer(AccountId from, AccountId to, Money amount) {
  expect(amount >= Money{}, "a transfer is not negative");
  Money& source = balances_[from.index()];
  ensure(!limited(from) || amount <= source,
         "an account that may not be overdrawn holds what it pays");
  if (from == to) {
    return;
  }
  const Money received = balances_[to.index()] + amount;  // may throw, before anything has moved
  source -= amount;
  balances_[to.index()] = received;
}

void Ledger::verify() const {
  // In 128 bits, where the sum cannot overflow.
  __extension__ __int128 sum = 0;
  for (const Money balance : balances_) {
    sum += balance.minor();
  }
  ensure(sum == 0, "the ledger sums to zero");
}

void Reservations::clear() {
  std::fill(held_.begin(), held_.end(), Money{});
  ever_reserved_ = paid_ = released_ = Money{};
}

void Reservations::reserve(Ledger& ledger, std::size_t claim, Money amount) {
  ledger.transfer(free_, reserved_, amount);
  held_[claim] += amount;
  ever_reserved_ += amount;
}

void Reservations::pay(Ledger& ledger, std::size_t claim, AccountId to, Money amount) {
  take(ledger, claim, to, amount);
  paid_ += amount;
}

void Reservations::release(Ledger& ledger, std::size_t claim, AccountId to, Money amount) {
  take(ledger, claim, to, amount);
  released_ += amount;
}

void Reservations::take(Ledger& ledger, std::size_t claim, AccountId to, Money amount) {
  expect(amount <= held_[claim], "what is paid or released was reserved for that claim");
  ledger.transfer(reserved_, to, amount);
  held_[claim] -= amount;
}

void Reservations::verify(const Ledger& ledger) const {
  Money held;
  for (const Money amount : held_) {
    held += amount;
  }
  ensure(held == ledger.balance(reserved_), "the reserved account holds what claims hold");
  ensure(ever_reserved_ == paid_ + released_ + held, "what was reserved is paid, released or held");
}

Money Burn::settle(Ledger& ledger, Instant now) {
  const Instant ruin = run_out(ledger);
  const bool ruined = ruin < Instant::never() && now >= ruin;
  const Money amount = ruined ? ledger.balance(from_) : rate_.accrued(now - anchor_) - posted_;
  ledger.transfer(from_, to_, amount);
  posted_ += amount;
  return amount;
}

void Burn::change_rate(Ledger& ledger, Instant now, BurnRate rate) {
  settle(ledger, now);
  rate_ = rate;
  anchor_ = now;
  posted_ = Money{};
}

Instant Burn::run_out(const Ledger& ledger) const {
  if (!ledger.limited(from_)) {
    return Instant::never();
  }
  const Duration span = rate_.time_to_accrue(posted_ + ledger.balance(from_));
  return span < Duration::longest() ? anchor_ + span : Instant::never();
}

}  // namespace firstcustomer
