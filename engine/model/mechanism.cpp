#include "firstcustomer/model/mechanism.hpp"

#include <algorithm>
#include <cmath>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/model/portfolio.hpp"

namespace firstcustomer {
namespace {

using Applicants = std::span<const Applicant>;
using Awards = std::vector<Award>;

/// Everyone whose bid is considered, at that price.
void list_considered(Applicants applicants, const CallTerms& terms, Awards& awards) {
  awards.clear();
  for (std::uint32_t i = 0; i < applicants.size(); ++i) {
    expect(std::isfinite(applicants[i].assessment), "a finite assessment");
    if (is_considered(applicants[i], terms)) {
      awards.push_back({i, applicants[i].bid, 1.0});
    }
  }
}

/// Ascending in the key of an applicant; ties by lot.
template <class Key>
void sort_by(Applicants applicants, Awards& awards, const Key& key) {
  std::sort(awards.begin(), awards.end(), [&](const Award& a, const Award& b) {
    const double first = key(applicants[a.applicant]);
    const double second = key(applicants[b.applicant]);
    if (first != second) {
      return first < second;
    }
    const double first_lot = applicants[a.applicant].lot;
    const double second_lot = applicants[b.applicant].lot;
    return first_lot != second_lot ? first_lot < second_lot : a.applicant < b.applicant;
  });
}

/// How many of those in line win.
std::size_t winners(const CallTerms& terms, const Awards& awards) {
  return static_cast<std::size_t>(
      std::clamp<std::int64_t>(terms.places, 0, static_cast<std::int64_t>(awards.size())));
}

class Lottery final : public Mechanism {
 public:
  std::string_view name() const override { return firstcustomer::name(Selection::lottery); }
  Listing listing() const override { return Listing::offers; }
  void allocate(Applicants applicants, const CallTerms& terms, Awards& awards) const override {
    list_considered(applicants, terms, awards);
    sort_by(applicants, awards, [](const Applicant& applicant) { return applicant.lot; });
  }
};

class Ranked final : public Mechanism {
 public:
  std::string_view name() const override { return firstcustomer::name(Selection::ranked); }
  Listing listing() const override { return Listing::offers; }
  void allocate(Applicants applicants, const CallTerms& terms, Awards& awards) const override {
    list_considered(applicants, terms, awards);
    sort_by(applicants, awards, [](const Applicant& applicant) { return -applicant.assessment; });
  }
};

class All final : public Mechanism {
 public:
  std::string_view name() const override { return firstcustomer::name(Selection::all); }
  Listing listing() const override { return Listing::winners; }
  void allocate(Applicants applicants, const CallTerms& terms, Awards& awards) const override {
    list_considered(applicants, terms, awards);
    sort_by(applicants, awards, [](const Applicant& applicant) { return applicant.lot; });
  }
};

/// Source: the capacity-tied tenders of the pneumococcal advance market commitment (WHO and Gavi
/// 2009): a supplier's share of the money is its share of the capacity aimed at.
class ProRata final : public Mechanism {
 public:
  std::string_view name() const override { return firstcustomer::name(Selection::pro_rata); }
  Listing listing() const override { return Listing::winners; }
  void allocate(Applicants applicants, const CallTerms& terms, Awards& awards) const override {
    list_considered(applicants, terms, awards);
    std::erase_if(awards, [&](const Award& a) { return !(applicants[a.applicant].capacity > 0); });
    sort_by(applicants, awards, [](const Applicant& applicant) { return -applicant.capacity; });
    awards.resize(winners(terms, awards));
    double total = 0.0;
    for (const Award& award : awards) {
      total += applicants[award.applicant].capacity;
    }
    for (Award& award : awards) {
      award.share = applicants[award.applicant].capacity / std::max(total, terms.target_capacity);
    }
  }
};

class FirstPrice final : public Mechanism {
 public:
  std::string_view name() const override { return firstcustomer::name(Selection::first_price); }
  Listing listing() const override { return Listing::winners; }
  void allocate(Applicants applicants, const CallTerms& terms, Awards& awards) const override {
    list_considered(applicants, terms, awards);
    sort_by(applicants, awards, [](const Applicant& applicant) { return applicant.bid; });
    awards.resize(winners(terms, awards));
  }
};

/// All winners are paid the lowest bid that loses. Where each bidder has one unit to sell, what a
/// winner takes from the others (Vickrey's payment) is that same bid for every winner, so the
/// second-price and the uniform-price auction are one rule under two names.
///
/// Where nobody loses there is no such bid: the price is the reserve, or the highest bid without.
class ClearingPrice final : public Mechanism {
 public:
  constexpr explicit ClearingPrice(Selection selection) : selection_(selection) {}
  std::string_view name() const override { return firstcustomer::name(selection_); }
  Listing listing() const override { return Listing::winners; }
  void allocate(Applicants applicants, const CallTerms& terms, Awards& awards) const override {
    list_considered(applicants, terms, awards);
    sort_by(applicants, awards, [](const Applicant& applicant) { return applicant.bid; });
    const std::size_t count = winners(terms, awards);
    if (count == 0) {
      awards.clear();
      return;
    }
    const double highest = awards[count - 1].price;
    const double without_loser = std::isfinite(terms.reserve) ? terms.reserve : highest;
    const double price = awards.size() > count ? awards[count].price : without_loser;
    awards.resize(count);
    for (Award& award : awards) {
      award.price = price;
    }
  }

 private:
  Selection selection_;
};

/// The score of an applicant is worth × assessment − price, the price in pounds or in lowest bids.
///
/// Under the second score a winner's price brings its score down to the best that loses, or to the
/// least that is considered if that is more, and is never above the reserve; where neither limits
/// it, the price is the reserve, or the bid without.
/// Source: Che 1993 (quality is the bidder's choice there: bidding.hpp).
class Scoring final : public Mechanism {
 public:
  constexpr explicit Scoring(Selection selection) : selection_(selection) {}
  std::string_view name() const override { return firstcustomer::name(selection_); }
  Listing listing() const override { return Listing::winners; }
  void allocate(Applicants applicants, const CallTerms& terms, Awards& awards) const override {
    list_considered(applicants, terms, awards);
    const double unit = terms.relative ? lowest_bid(awards) : 1.0;
    const auto score = [&](const Applicant& applicant) {
      return terms.worth * applicant.assessment - applicant.bid / unit;
    };
    std::erase_if(awards, [&](const Award& award) {
      return !(score(applicants[award.applicant]) >= terms.least_score);
    });
    sort_by(applicants, awards, [&](const Applicant& applicant) { return -score(applicant); });
    const std::size_t count = winners(terms, awards);
    if (selection_ == Selection::second_score) {
      const double to_beat =
          awards.size() > count ? score(applicants[awards[count].applicant]) : terms.least_score;
      for (std::size_t i = 0; i < count; ++i) {
        const Applicant& winner = applicants[awards[i].applicant];
        const double price =
            std::min(terms.reserve, unit * (terms.worth * winner.assessment - to_beat));
        // Not below the bid, which rounding could undercut by its last bit.
        awards[i].price = std::isfinite(price) ? std::max(price, winner.bid) : winner.bid;
      }
    }
    awards.resize(count);
  }

 private:
  static double lowest_bid(const Awards& awards) {
    double lowest = std::numeric_limits<double>::infinity();
    for (const Award& award : awards) {
      lowest = std::min(lowest, award.price);
    }
    if (!(lowest > 0.0)) {
      throw ReplicationError("scores with prices relative to the lowest need bids above £0");
    }
    return lowest;
  }

  Selection selection_;
};

class Portfolio final : public Mechanism {
 public:
  std::string_view name() const override { return firstcustomer::name(Selection::portfolio); }
  Listing listing() const override { return Listing::winners; }
  void allocate(Applicants applicants, const CallTerms& terms, Awards& awards) const override {
    choose_greedily(applicants, terms, awards);
  }
};

class PortfolioExact final : public Mechanism {
 public:
  std::string_view name() const override { return firstcustomer::name(Selection::portfolio_exact); }
  Listing listing() const override { return Listing::winners; }
  void allocate(Applicants applicants, const CallTerms& terms, Awards& awards) const override {
    choose_exactly(applicants, terms, awards);
  }
};

constinit const Lottery lottery{};
constinit const Ranked ranked{};
constinit const All all{};
constinit const ProRata pro_rata{};
constinit const FirstPrice first_price{};
constinit const ClearingPrice second_price(Selection::second_price);
constinit const ClearingPrice uniform_price(Selection::uniform_price);
constinit const Scoring first_score(Selection::first_score);
constinit const Scoring second_score(Selection::second_score);

constinit const Portfolio portfolio{};
constinit const PortfolioExact portfolio_exact{};

/// In the order of `Selection`.
constinit const Mechanism* const table[] = {
    &lottery,       &ranked,      &all,          &pro_rata,  &first_price,    &second_price,
    &uniform_price, &first_score, &second_score, &portfolio, &portfolio_exact};

}  // namespace

std::span<const Mechanism* const> mechanisms() {
  return table;
}

const Mechanism* find_mechanism(std::string_view name) {
  const auto all_of_them = mechanisms();
  const auto found = std::find_if(all_of_them.begin(), all_of_them.end(),
                                  [&](const Mechanism* one) { return one->name() == name; });
  return found != all_of_them.end() ? *found : nullptr;
}

const Mechanism& mechanism(Selection selection) {
  const auto index = static_cast<std::size_t>(selection);
  expect(index < std::size(table), "a mechanism that is built in");
  return *table[index];
}

}  // namespace firstcustomer
