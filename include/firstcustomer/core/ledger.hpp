#pragma once
/// \file
/// Double-entry book-keeping: money moves only here, from one account to another.
///
/// Accounts are plain indices; who holds them and what for is the model's chart of accounts. A
/// transfer takes from one account what it gives to another, so all balances always sum to zero; an
/// account that may not be overdrawn never is. Money spent continuously is a `Burn`: posted in
/// whole minor units when somebody looks, with an exact run-out date.

#include <cstdint>
#include <vector>

#include "firstcustomer/core/id.hpp"
#include "firstcustomer/core/money.hpp"
#include "firstcustomer/core/time.hpp"

namespace firstcustomer {

using AccountId = Id<struct AccountTag>;

/// Whether a balance may fall below zero: yes for the sources of money, no for anybody's cash.
enum class Overdraft : std::uint8_t { refused, allowed };

class Ledger {
 public:
  /// One account per entry of the chart, all at zero.
  explicit Ledger(std::vector<Overdraft> chart);

  /// Sets all balances to zero; keeps the storage.
  void clear();

  Money balance(AccountId account) const { return balances_[account.index()]; }
  /// Whether what the account can pay is limited by what it holds.
  bool limited(AccountId account) const { return chart_[account.index()] == Overdraft::refused; }
  std::size_t size() const { return balances_.size(); }

  /// Needs: amount ≥ 0. Throws: InvariantError if an account that refuses it would be overdrawn.
  void transfer(AccountId from, AccountId to, Money amount);

  /// Throws: InvariantError unless all balances sum to zero. Costs: one pass over the accounts.
  void verify() const;

 private:
  std::vector<Overdraft> chart_;
  std::vector<Money> balances_;
};

/// Money set apart on one pot for named claims (orders, awards): free → reserved → paid or
/// released.
///
/// What is reserved for a claim can be paid or released for that claim only; paid never exceeds
/// what was ever reserved, and the reserved account always holds the sum of all claims.
class Reservations {
 public:
  /// Claims are 0 … claims − 1.
  Reservations(AccountId free, AccountId reserved, std::size_t claims)
      : free_(free), reserved_(reserved), held_(claims) {}

  /// Forgets everything; the ledger is cleared by its owner.
  void clear();

  /// Needs: amount ≥ 0. Throws: InvariantError if less is free.
  void reserve(Ledger& ledger, std::size_t claim, Money amount);
  /// Throws: InvariantError if less is reserved for the claim.
  void pay(Ledger& ledger, std::size_t claim, AccountId to, Money amount);
  /// Back to what is free, or out of the pot. Throws: as `pay`.
  void release(Ledger& ledger, std::size_t claim, AccountId to, Money amount);

  Money held(std::size_t claim) const { return held_[claim]; }
  Money ever_reserved() const { return ever_reserved_; }
  Money paid() const { return paid_; }
  Money released() const { return released_; }

  /// Throws: InvariantError unless the claims' sum is the reserved account's balance and ever
  /// reserved = paid + released + still reserved. Costs: one pass over the claims.
  void verify(const Ledger& ledger) const;

 private:
  void take(Ledger& ledger, std::size_t claim, AccountId to, Money amount);

  AccountId free_;
  AccountId reserved_;
  std::vector<Money> held_;
  Money ever_reserved_;
  Money paid_;
  Money released_;
};

/// Continuous spending out of one account. Posting is floor(rate × time since the anchor) less what
/// was posted, so looking at a burn at more dates changes no balance at any later date.
class Burn {
 public:
  Burn() = default;
  Burn(AccountId from, AccountId to, BurnRate rate, Instant anchor)
      : from_(from), to_(to), rate_(rate), anchor_(anchor) {}

  BurnRate rate() const { return rate_; }
  /// Posted at the present rate so far.
  Money posted() const { return posted_; }
  /// From when on it burns at the present rate.
  Instant anchor() const { return anchor_; }
  /// Accrued at the present rate and not yet posted, whatever the account holds.
  Money owed(Instant now) const { return rate_.accrued(now - anchor_) - posted_; }
  /// Posts what has accrued by `now`, at most what the account holds, and returns it.
  Money settle(Ledger& ledger, Instant now);
  /// Settles, then burns at `rate` from `now` on.
  void change_rate(Ledger& ledger, Instant now, BurnRate rate);
  /// First instant at which settling empties the account; `never` if it does not come, as
  /// for an account that may be overdrawn.
  Instant run_out(const Ledger& ledger) const;

 private:
  AccountId from_;
  AccountId to_;
  BurnRate rate_;
  Instant anchor_;
  Money posted_;  // since the anchor
};

}  // namespace firstcustomer
