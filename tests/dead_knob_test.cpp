/// No field of a scenario does nothing: varying any number of the UK scenario moves some outcome.

#include <gtest/gtest.h>

#include <array>
#include <cctype>
#include <cmath>
#include <fstream>
#include <sstream>

#include "firstcustomer/experiment/monte_carlo.hpp"
#include "firstcustomer/report/number.hpp"

namespace firstcustomer {
namespace {

/// Most knobs show in a few replications; those that turn in rare events only, in many.
constexpr std::int64_t replications[] = {150, 10'000, 50'000};

std::string uk_text() {
  std::ifstream file(FIRSTCUSTOMER_SOURCE_DIRECTORY "/scenarios/uk-first-customer.yaml");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

/// A busier base, so that every corner of every technology is visited: the foreign firm counts as
/// domestic (it is counted in no outcome otherwise), two numbers are correlated, and each
/// technology has a rich, a tight and a poor newcomer.
std::vector<std::string> base_overrides() {
  std::vector<std::string> overrides = {
      "firms.former-champion.domestic=yes",
      "correlations=[{between: [frontier.efficiency.annual_growth, finance.market], rank: 0.4}]"};
  for (const char* technology : {"sram-5nm", "inmem-digital-5nm", "photonic-28nm", "photonic-65nm",
                                 "riscv-7nm", "inmem-analogue-16nm", "exotic-28nm", "chiplet-12nm",
                                 "photonic-io-130nm", "neuromorphic-22nm", "hardwired-6nm"}) {
    for (const char* purse : {"cash: £150m, burn: £1m/month", "cash: £30m, burn: £0.9m/month",
                              "cash: £3m, burn: £0.5m/month"}) {
      static int count = 0;
      overrides.push_back("firms.newcomer-" + std::to_string(count++) +
                          "={description: newcomer, technology: " + technology +
                          ", stage: design, begun: no, next_round: series-a, " + purse + "}");
    }
  }
  return overrides;
}

std::optional<Scenario> read(std::vector<std::string> overrides,
                             const std::string& text = uk_text()) {
  static const std::vector<std::string> base = base_overrides();
  overrides.insert(overrides.begin(), base.begin(), base.end());
  Diagnostics diagnostics;
  auto scenario = read_scenario("uk", text, overrides, diagnostics);
  EXPECT_TRUE(scenario.has_value()) << diagnostics.render(Excerpts::none);
  return scenario;
}

/// Means of all outcomes of all arms.
std::vector<double> means(const Scenario& scenario, std::int64_t replications) {
  const Results results = run_plan(make_plan(scenario, replications), 2, {});
  std::vector<double> all;
  for (const ArmStatistics& arm : results.arms) {
    for (const Moments& level : arm.levels) {
      all.push_back(level.mean());
    }
  }
  return all;
}

bool differ(const std::vector<double>& base, const std::vector<double>& other) {
  for (std::size_t i = 0; i < base.size(); ++i) {
    if (std::abs(base[i] - other[i]) > 1e-9 * std::abs(base[i])) {
      return true;
    }
  }
  return false;
}

/// A scenario that others are compared with: do some means differ by more than rounding?
class Base {
 public:
  explicit Base(Scenario scenario) : scenario_(std::move(scenario)) {}

  bool moved_by(const Scenario& other) {
    for (std::size_t i = 0; i < std::size(replications); ++i) {
      if (means_[i].empty()) {
        means_[i] = means(scenario_, replications[i]);
      }
      if (differ(means_[i], means(other, replications[i]))) {
        return true;
      }
    }
    return false;
  }

 private:
  Scenario scenario_;
  std::array<std::vector<double>, std::size(replications)> means_;
};

/// Where numbers begin and end in a text such as "{lognormal: {median: £22m, sigma: 0.7}}".
std::vector<std::pair<std::size_t, std::size_t>> numbers_in(const std::string& text) {
  std::vector<std::pair<std::size_t, std::size_t>> found;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (std::isdigit(static_cast<unsigned char>(text[i])) != 0) {
      const std::size_t end = std::min(text.find_first_not_of("0123456789.", i), text.size());
      found.emplace_back(i, end);
      i = end;
    }
  }
  return found;
}

/// A fifth less; counts one less or more; nothing becomes twelve.
std::string varied(const std::string& text, std::pair<std::size_t, std::size_t> where) {
  const double value = std::stod(text.substr(where.first, where.second - where.first));
  const std::string unit = text.substr(where.second);
  const bool suppliers = unit == " suppliers";
  const bool generations = unit == " generations";
  const bool count = unit == " tests" || unit == " attempts" || unit == " servers";
  const double other = value == 0.0       ? (text.front() == '{' ? 0.1
                                             : unit.empty()      ? 1.0
                                                                 : 12.0)
                       : generations      ? 1.0
                       : suppliers        ? value - 1.0
                       : count            ? value + 1.0
                       : unit == " units" ? std::floor(value / 10.0)
                                          : value * 0.8;
  return text.substr(0, where.first) + shortest(other) + text.substr(where.second);
}

/// Under a standard that follows the frontier, its level and date cancel out; these are varied
/// under an absolute one.
const std::string absolute_standard = "standard.thresholds.efficiency={at_least: 20 tokens/J}";

/// A rule that asks for a market price and for what shares are worth, which the UK's own does not.
const std::vector<std::string> rights_and_shares = {
    "programme.contract=[{on: raise, pay: £6m, at_most: £20m, for_equity: yes}, {on: acceptance, "
    "pay: £8k per unit, up_to: 2250 units, option: yes, when: market_price < £8k per unit}]",
    "programme.contract_lasts=6 years"};

TEST(DeadKnob, EveryNumberOfTheUkScenarioMovesSomeOutcome) {
  const auto scenario = read({});
  ASSERT_TRUE(scenario.has_value());
  Base base(*scenario);
  Base absolute_base(*read({absolute_standard}));
  Base other_rule(*read(rights_and_shares));
  std::size_t varied_values = 0;
  std::size_t varied_ranks = 0;
  for (const Assumption& assumption : scenario->assumptions) {
    const bool absolute = assumption.path == "frontier.efficiency.level";
    const bool of_rules = assumption.path.starts_with("market.unit_price.") ||
                          assumption.path.starts_with("finance.equity.");
    const bool still = assumption.is_default && assumption.path.ends_with("volatility");
    if (assumption.kind == ValueKind::date || assumption.path.ends_with("bring-up.success.3") ||
        !assumption.like.empty() || still) {
      continue;  // the next test varies dates and words; the last attempt must succeed; what is
    }            // taken over is varied where it is written, and paths of chance where there are any
    for (const auto& where : numbers_in(assumption.text)) {
      const bool calendar = assumption.path == "programme.allocation.months_between";
      const bool categorical = assumption.text.find("categorical") != std::string::npos;
      const std::string value =
          calendar ? "6 months"
          : categorical  // whose probabilities must add up to 1
              ? "{categorical: {values: [10 %, 60 %, 90 %], probabilities: [0.1, 0.3, 0.6]}}"
              : varied(assumption.text, where);
      // A list that is nowhere written is set as a whole.
      const bool listed = assumption.is_default && assumption.path.ends_with(".success.0");
      const std::string change =
          listed ? assumption.path.substr(0, assumption.path.size() - 2) + "=[" + value + "]"
                 : assumption.path + "=" + value;
      std::vector<std::string> overrides =
          of_rules ? rights_and_shares : std::vector<std::string>{};
      if (absolute) {
        overrides.push_back(absolute_standard);
      }
      overrides.push_back(change);
      Base& compared = absolute ? absolute_base : of_rules ? other_rule : base;
      const auto other = read(overrides);
      EXPECT_TRUE(other.has_value()) << change;
      EXPECT_TRUE(other && compared.moved_by(*other)) << change << " moves nothing";
      ++varied_values;
      varied_ranks += assumption.path == "correlations.0.rank" ? 1 : 0;
    }
  }
  EXPECT_GT(varied_values, 250U);
  EXPECT_EQ(varied_ranks, 1U);
}

struct Change {
  std::vector<std::string> overrides;
  std::vector<std::string> from = {};
};

void expect_moves(const Change& change) {
  const auto base = read(change.from);
  std::vector<std::string> overrides = change.from;
  overrides.insert(overrides.end(), change.overrides.begin(), change.overrides.end());
  const auto other = read(overrides);
  ASSERT_TRUE(base.has_value() && other.has_value()) << change.overrides[0];
  EXPECT_TRUE(Base(*base).moved_by(*other)) << change.overrides[0] << " moves nothing";
}

TEST(DeadKnob, EveryDateAndWordOfTheUkScenarioMovesSomeOutcome) {
  for (const Change& change : {
           Change{{"start=2025-12-15"}},
           {{"horizon=2034-03-31"}},
           {{"fiscal_year=january"}},
           {{"appraisal.price_base=2026-12-01"}},
           {{"appraisal.base_date=2026-12-01"}},
           {{"appraisal.deflator.1.from=2028-04-01"}},
           {{"appraisal.discount=[{rate: 3.5 %/year}, {after: 4 years, rate: 3 %/year}]"}},
           {{"appraisal.discount=[{rate: 3.5 %/year}, {after: 5 years, rate: 3 %/year}]"},
            {"appraisal.discount=[{rate: 3.5 %/year}, {after: 4 years, rate: 3 %/year}]"}},
           {{"seed=2"}},
           {{"frontier.efficiency.on=2025-06-09"}, {absolute_standard}},
           {{"benchmarks.efficiency.better=lower",
             "standard.thresholds.efficiency={at_most: 20 tokens/J}"},
            {absolute_standard}},
           {{"standard.deadline=2029-12-31"}},
           {{"standard.thresholds.efficiency.fixed_on=2027-12-31"}},
           {{"standard.thresholds.efficiency={of: frontier, at_least: 0.8}"}},
           {{absolute_standard}},
           {{"technologies.exotic-28nm.stages.design={duration: 17 months, success: [18 %]}"}},
           {{"programme.eligibility.domestic_only=no"}, {"firms.former-champion.domestic=no"}},
           {{"firms.former-champion.domestic=no"}},
           {{"firms.former-champion.parent_funded=no", "firms.former-champion.cash=£60m"}},
           {{"firms.optical-decode.technology=riscv-7nm"}},
           {{"firms.optical-decode.stage=tape-out"}},
           {{"firms.optical-decode.next_round=series-a"}},
           {{"firms.reversible-compute.begun=yes", "firms.reversible-compute.remaining=1 month"}},
           {{"finance.rounds.series-a.then=none"}},
           {{"facilities.laboratory={kind: departures, capacity: 1, first: 2026-01-15, "
             "months_between: 3}"}},
           {{"facilities.laboratory={kind: departures, capacity: 1, first: 2026-02-15, "
             "months_between: 3}"},
            {"facilities.laboratory={kind: departures, capacity: 1, first: 2026-01-15, "
             "months_between: 3}"}},
           {{"facilities.laboratory={kind: departures, capacity: 1, first: 2026-01-15, "
             "months_between: 6}"},
            {"facilities.laboratory={kind: departures, capacity: 1, first: 2026-01-15, "
             "months_between: 3}"}},
           {{"facilities.laboratory.serves=domestic-first"},
            {"facilities.laboratory.capacity=1", "firms.former-champion.domestic=no",
             "firms.newcomer-0.domestic=no", "firms.newcomer-3.domestic=no"}},
           {{"technologies.sram-5nm.stages.qualification.facility=none"}},
           {{"correlations.0.between.1=programme.strength.cancel_hazard"}},
       }) {
    expect_moves(change);
  }
}

TEST(DeadKnob, EveryWordOfABehaviourAndAStageMovesSomeOutcome) {
  for (const Change& change : {
           Change{{"behaviour.mode=fixed"}},
           {{"behaviour.signals=no"}},
           {{"behaviour.entry=no"}},
           {{"entry.next_round=none"}},
           {{"technologies.photonic-28nm.class=chiplet-riscv"}},
           {{"technologies.sram-5nm.stages.bring-up.on_failure=end"}},
           {{"technologies.sram-5nm.stages.bring-up.return_to=design"}},
       }) {
    expect_moves(change);
  }
}

TEST(DeadKnob, EveryFieldOfALimitedLineAndAPaceMovesSomeOutcome) {
  const std::string one = "facilities.laboratory.capacity=1";
  const std::string line =
      "facilities.laboratory.waiting={places: 0, turned_away: returns, returns_after: 3 months}";
  const std::string pace = "entry.pace=[{on: 2027-01-01, times: 1}, {on: 2029-01-01, times: 2}]";
  for (const Change& change : {
           Change{{line}, {one}},
           {{"facilities.laboratory.waiting.places=1"}, {one, line}},
           {{"facilities.laboratory.waiting.returns_after=5 months"}, {one, line}},
           {{"facilities.laboratory.waiting={places: 0, turned_away: gives-up}"}, {one, line}},
           {{pace}},
           {{"entry.pace.0.on=2028-01-01"}, {pace}},
           {{"entry.pace.0.times=0.5"}, {pace}},
           {{"entry.pace.1.on=2030-01-01"}, {pace}},
           {{"entry.pace.1.times=1.5"}, {pace}},
       }) {
    expect_moves(change);
  }
}

TEST(DeadKnob, EveryFieldOfCapacityMovesSomeOutcome) {
  const std::string capacity = "technologies.chiplet-12nm.supply.capacity";
  const std::string built = capacity +
                            "={cost: £600 per unit, fixed_cost: £100k, cost_factor: {lognormal: "
                            "{median: 1, sigma: 0.5}}, "
                            "running_cost: £20 per unit, lead_time: 3 months, least: 0.5, most: 2}";
  const std::string chosen = "behaviour.mode=optimising";
  for (const Change& change : {
           Change{{built}},
           {{capacity + ".cost=£400 per unit"}, {built}},
           {{capacity + ".fixed_cost=£200k"}, {built}},
           {{capacity + ".cost_factor=1"}, {built}},
           {{capacity + ".running_cost=£0 per unit"}, {built}},
           {{capacity + ".lead_time=5 months"}, {built}},
           {{capacity + ".least=1.5"}, {built, chosen}},
           {{capacity + ".most=1"}, {built, chosen}},
           {{"behaviour.capacity=no"}, {built, chosen}},
           {{"behaviour.required_return=25 %/year"}, {built, chosen}},
       }) {
    expect_moves(change);
  }
}

TEST(DeadKnob, EveryFieldOfAHistoryMovesSomeOutcome) {
  const std::string until = "finance.history_until=2026-06-01";
  const std::string raise =
      "firms.optical-decode.raises=[{on: 2026-02-01, size: £40m, burn: £2m/month, next_round: "
      "series-c}]";
  const std::string which = "firms.optical-decode.raises.0.";
  for (const Change& change : {
           Change{{until}},
           {{"firms.model-hardwired.enters=2027-03-01"}},
           {{raise}, {until}},
           {{which + "on=2026-04-01"}, {until, raise}},
           {{which + "size=£30m"}, {until, raise}},
           {{which + "burn=£1m/month"}, {until, raise}},
           {{which + "next_round=series-a"}, {until, raise}},
       }) {
    expect_moves(change);
  }
}

TEST(DeadKnob, EveryFieldThatOverlaysSetMovesSomeOutcome) {
  const std::string indexed = "programme.fund.indexation=3 %/year";
  const std::string follow = "programme.fund.prices_follow=price_index";
  const std::string exchange = "market.exchange={volatility: 8 %}";
  for (const Change& change : {
           Change{{"programme.contract.1.option=no"}, rights_and_shares},
           {{follow}, {indexed}},
           {{indexed}, {"programme.fund.indexation=1 %/year", follow}},
           {{"programme.fund.rise_at_most=5 %"}, {indexed, follow}},
           {{"programme.fund.prices_follow=exchange_rate"}, {exchange}},
           {{"programme.eligibility.cumulation_cap=£30m"}},
           {{"programme.certified_multiple=1.2"}},
       }) {
    expect_moves(change);
  }
}

/// The UK scenario without its state of the venture market, in whose place turns of it may stand.
std::string uk_text_without_market() {
  const std::string text = uk_text();
  const std::size_t line = text.find("\n  market: {");
  return text.substr(0, line) + text.substr(text.find('\n', line + 1));
}

TEST(DeadKnob, EveryFieldOfAVentureRegimeMovesSomeOutcome) {
  const std::string text = uk_text_without_market();
  const std::vector<std::string> turning = {
      "correlations.0.between.1=programme.strength.cancel_hazard",
      "finance.regime={hot: 1.7, cold: 1, starts_hot: 70 %, cools: 25 %/year, warms: 15 %/year}"};
  Base base(*read(turning, text));
  for (const char* change :
       {"hot=1.5", "cold=0.8", "starts_hot=40 %", "cools=10 %/year", "warms=40 %/year"}) {
    std::vector<std::string> overrides = turning;
    overrides.push_back("finance.regime." + std::string(change));
    const auto other = read(overrides, text);
    ASSERT_TRUE(other.has_value()) << change;
    EXPECT_TRUE(base.moved_by(*other)) << change << " moves nothing";
  }
}

TEST(DeadKnob, EveryFieldOfLendersAndSoftBuyersMovesSomeOutcome) {
  const std::string debt = "finance.contract_debt={share: 60 %, interest: 12 %/year}";
  const std::string lender = "finance.contract_debt.";
  const std::string soft_budget =
      "programme.strength.soft_budget={hazard: 40 %/year, threshold_cut: 20 %, "
      "deadline_extended_by: 12 months, at_most: 2 times}";
  const std::string soft = "programme.strength.soft_budget.";
  for (const Change& change : {
           Change{{debt}},
           {{lender + "share=40 %"}, {debt}},
           {{lender + "interest=16 %/year"}, {debt}},
           {{lender + "lends_from=qualification"}, {debt}},
           {{lender + "draws_for=12 months"}, {debt}},
           {{"finance.equity.displacement=40 %"}, rights_and_shares},
           {{soft_budget}},
           {{soft + "hazard=10 %/year"}, {soft_budget}},
           {{soft + "threshold_cut=40 %"}, {soft_budget}},
           {{soft + "deadline_extended_by=24 months"}, {soft_budget}},
           {{soft + "at_most=1 time"}, {soft_budget}},
       }) {
    expect_moves(change);
  }
}

TEST(DeadKnob, EveryFieldOfAContractMovesSomeOutcome) {
  const std::string milestone =
      "programme.contract=[{on: milestone, milestone: tape-out, pay: £10m, due: 24 months, grace: "
      "6 months, match: 50 %}]";
  const std::string bargained =
      "programme.contract=[{on: acceptance, pay: £20k per unit, up_to: 2250 units, bargained: yes, "
      "supplier_share: 50 %}]";
  const std::string sold =
      "programme.contract=[{on: signing, pay: 30 %}, {on: acceptance, pay: £20k per unit, up_to: "
      "2250 units}, {on: change_of_control, recover: 50 %, excused: 10 %}]";
  const std::string first = "programme.contract.0.";
  for (const Change& change : {
           Change{{"programme.promised=no"}},
           {{"programme.allocation.signing=qualification"}},
           {{"programme.allocation.selection=lottery"}},
           {{"programme.allocation.first_call=2027-06-30"}},
           {{"programme.announced=2025-06-21"}},
           {{milestone}},
           {{first + "milestone=bring-up"}, {milestone}},
           {{first + "pay=£8m"}, {milestone}},
           {{first + "due=18 months"}, {milestone}},
           {{first + "grace=3 months"}, {milestone}},
           {{first + "match=200 %"}, {milestone}},
           {{first + "bargained=no"}, {bargained}},
           {{first + "supplier_share=20 %"}, {bargained}},
           {{"programme.contract.2.on=failure"}, {sold}},
           {{"programme.contract.2.recover=20 %"}, {sold}},
           {{"programme.contract.2.excused=60 %"}, {sold}},
       }) {
    expect_moves(change);
  }
}

TEST(DeadKnob, EveryFieldOfPlacesAndNewcomersMovesSomeOutcome) {
  const std::string shares = "programme.allocation.shares=[60 %, 40 %]";
  const std::string held = "programme.allocation.held_open=12 months";
  const std::string max_share = "programme.eligibility.max_share_per_firm=100 %";
  const std::string units = "programme.contract.1.up_to=5000 units * place_share";
  const std::string place = "programme.contract.1.up_to=3000 units - 1000 units * place";
  const std::string qualification =
      "programme.allocation={signing: qualification, superiority: {margin: 20 %, protection: 12 "
      "months}}";
  const std::string of_superiority = "programme.allocation.superiority.";
  const std::string recovery =
      "programme.contract=[{on: signing, pay: 30 %}, {on: acceptance, pay: £20k per unit, up_to: "
      "2250 units}, {on: supersession, recover: 100 % of advance}]";
  for (const Change& change : {
           Change{{shares}},
           {{"programme.allocation.shares.0=20 %"}, {max_share, shares}},
           {{"programme.allocation.shares.1=30 %"}, {max_share, shares}},
           {{held}, {max_share, shares}},
           {{"programme.allocation.held_open=24 months"}, {max_share, shares, held}},
           {{"programme.allocation.diverse=yes"}, {shares}},
           {{units}, {max_share, shares}},
           {{place}, {max_share, shares}},
           {{of_superiority + "margin=60 %"}, {qualification}},
           {{of_superiority + "protection=0 months"}, {qualification}},
           {{"programme.contract.2.recover=20 % of advance"}, {qualification, recovery}},
       }) {
    expect_moves(change);
  }
}

TEST(DeadKnob, EveryFieldOfATriggerMovesSomeOutcome) {
  const auto beside = [](const std::string& clause) {
    return "programme.contract=[{on: acceptance, pay: £20k per unit, up_to: 1000 units}, " +
           clause + "]";
  };
  const std::string announcement = beside("{on: announcement, pay: £2m}");
  const std::string order = beside("{on: order, pay: 20 % of value, after: 3 months}");
  const std::string submission = beside("{on: submission, pay: £1m, at_most: £1.5m}");
  const std::string delivery = beside("{on: delivery, pay: £1k per unit, at_most: £300k}");
  const std::string sale =
      beside("{on: sale, pay: £2k per unit, up_to: 900 units, at_most: £1.5m}");
  const std::string market = "market.unit_price={level: £20k per unit}";
  const std::string relocation = beside("{on: relocation, recover: 50 % of paid, excused: 10 %}");
  const std::string moving = "finance.exits.relocation_hazard=10 %/year";
  const std::string full = "facilities.laboratory.capacity=1";
  const std::string which = "programme.contract.1.";
  for (const Change& change : {
           Change{{which + "pay=£1m"}, {announcement, "programme.allocation.signing=opening"}},
           {{which + "pay=10 % of value"}, {order}},
           {{which + "advance=no"}, {order}},
           {{which + "after=9 months"}, {order}},
           {{which + "pay=£500k"}, {submission}},
           {{which + "at_most=£1m"}, {submission}},
           {{which + "pay=£500 per unit"}, {delivery}},
           {{which + "at_most=£200k"}, {delivery}},
           {{which + "pay=£1k per unit"}, {sale, market}},
           {{which + "up_to=500 units"}, {sale, market}},
           {{which + "at_most=£1m"}, {sale, market}},
           {{which + "recover=20 % of paid"}, {relocation, moving}},
           {{which + "excused=60 %"}, {relocation, moving}},
           {{"finance.exits.relocation_hazard=2 %/year"}, {moving}},
           {{"programme.inspection=90 days"}},
           {{"programme.priority_at=laboratory"}, {full}},
       }) {
    expect_moves(change);
  }
}

TEST(DeadKnob, EveryFieldOfTheCostsOfMakingMovesSomeOutcome) {
  const std::string supply = "technologies.hardwired-6nm.supply.";
  const std::vector<std::string> dies = {
      supply + "unit_cost=none",
      supply +
          "die={wafer_price: £12.8k, area_mm2: 600, defects_per_cm2: 0.15, hbm_gb: 80, "
          "hbm_price_per_gb: £13, package: £800, packaging_yield: 85 %, test_and_board: £500, "
          "learning: {halves_every: 5 months, floor_per_cm2: 0.06}}",
      supply + "learning={rate: 20 %, experience: 1000 units}",
      supply + "prepayment={share: 30 %, keeps_runway: 3 months}",
      supply +
          "packaging={lead_time: {exponential: {mean: 12 months}}, hbm_lead_time: "
          "{exponential: {mean: 18 months}}, allocation_penalty: {uniform: {low: 1, high: "
          "2}}}"};
  for (const char* change : {"die.wafer_price=£16k",
                             "die.wafer_diameter_mm=200",
                             "die.area_mm2=500",
                             "die.defects_per_cm2=0.2",
                             "die.clustering=2",
                             "die.harvest=20 %",
                             "die.per_unit=2 dies",
                             "die.hbm_gb=100",
                             "die.hbm_price_per_gb=£17",
                             "die.package=£900",
                             "die.packaging_yield=95 %",
                             "die.test_and_board=£600",
                             "die.learning.halves_every=9 months",
                             "die.learning.floor_per_cm2=0.12",
                             "learning.rate=10 %",
                             "learning.experience=100 units",
                             "prepayment.share=50 %",
                             "prepayment.keeps_runway=12 months",
                             "packaging.lead_time={exponential: {mean: 6 months}}",
                             "packaging.hbm_lead_time={exponential: {mean: 9 months}}",
                             "packaging.allocation_penalty=1"}) {
    expect_moves({{supply + change}, dies});
  }
}

TEST(DeadKnob, EveryFieldOfAPathOfChanceMovesSomeOutcome) {
  const std::string smooth =
      "frontier.efficiency={level: 9.51 tokens/J, on: 2025-09-09, annual_growth: 1.6}";
  const std::string wanders = "frontier.efficiency.volatility=20 %";
  const std::string improves =
      "technologies.sram-5nm.improvement={growth: 10 %/year, volatility: 20 %, correlation: 0.3}";
  const std::string of_improvement = "technologies.sram-5nm.improvement.";
  for (const Change& change : {
           Change{{"firms.optical-decode.cash_volatility=£1m"}},
           {{"entry.cash_volatility=£1m"}},
           {{"finance.graduation_at_most=50 %"}},
           {{"finance.rounds.series-a.then=series-a"}},
           {{"technologies.sram-5nm.submits=ready"}},
           {{wanders}, {smooth}},
           {{improves}, {smooth, wanders}},
           {{of_improvement + "growth=20 %/year"}, {smooth, wanders, improves}},
           {{of_improvement + "volatility=10 %"}, {smooth, wanders, improves}},
           {{of_improvement + "correlation=-0.3"}, {smooth, wanders, improves}},
       }) {
    expect_moves(change);
  }
}

TEST(DeadKnob, EveryFieldOfATournamentMovesSomeOutcome) {
  const std::vector<std::string> tournament = {
      "programme.allocation={signing: call, first_call: 2026-12-31, suppliers: 8 suppliers, "
      "phases: "
      "[{name: design, lasts: 6 months, score_noise: 0.5, least: 0.5, go_on: 4 suppliers}, {name: "
      "prototype, lasts: 24 months, deliverable: tape-out, score_noise: 0.3, least: 0.5, go_on: 2 "
      "suppliers}]}",
      "programme.contract=[{on: phase_begins, phase: design, pay: £1m, after: 1 month}, {on: "
      "phase_ends, phase: prototype, pay: £5m, after: 1 month}, {on: phase_begins, phase: "
      "purchase, "
      "pay: 30 % of value}, {on: acceptance, phase: purchase, pay: £20k per unit, up_to: 500 "
      "units}]"};
  const std::string first = "programme.allocation.phases.0.";
  const std::string second = "programme.allocation.phases.1.";
  const std::string clause = "programme.contract.";
  for (const std::string& change :
       {first + "lasts=12 months", first + "deliverable=design", first + "score_noise=0.1",
        first + "least=0.9", first + "go_on=3 suppliers", second + "lasts=18 months",
        second + "deliverable=bring-up", second + "score_noise=0.1", second + "least=0.9",
        second + "go_on=1 supplier", std::string("programme.allocation.suppliers=5 suppliers"),
        clause + "0.pay=£2m", clause + "0.phase=prototype", clause + "0.on=phase_ends",
        clause + "0.after=2 months", clause + "1.pay=£3m", clause + "1.after=2 months",
        clause + "2.pay=10 % of value", clause + "2.advance=no"}) {
    expect_moves({{change}, tournament});
  }
}

/// The variant in which private demand clears.
std::optional<Scenario> read_clearing(const std::vector<std::string>& changes) {
  const std::string file = FIRSTCUSTOMER_SOURCE_DIRECTORY "/scenarios/uk-market-clearing.yaml";
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  std::vector<std::string> overrides = base_overrides();
  overrides.insert(overrides.end(), changes.begin(), changes.end());
  Diagnostics diagnostics;
  auto scenario = read_scenario(file, text.str(), overrides, diagnostics);
  EXPECT_TRUE(scenario.has_value()) << diagnostics.render(Excerpts::none);
  return scenario;
}

TEST(DeadKnob, EveryFieldOfClearingAndIncumbentsMovesSomeOutcome) {
  const auto scenario = read_clearing({});
  ASSERT_TRUE(scenario.has_value());
  Base base(*scenario);
  const std::string segment = "market.clearing.segments.uk-private.";
  const std::string of_incumbents = "market.incumbents.";
  for (const std::string& change :
       {segment + "size=£1bn", segment + "growth=5 %/year", segment + "volatility=5 %",
        segment + "sensitivity=4", segment + "switching_advantage=3",
        segment + "software_advantage=1.2", std::string("market.clearing.deployed_multiple=1.2"),
        std::string("market.clearing.reference_half_life=6 months"),
        std::string("market.clearing.certified_multiple=1.2"),
        std::string("programme.certified_multiple=1.2"),
        std::string("market.frontier_purchase.growth=5 %/year"),
        std::string("market.unit_price.growth=-10 %/year"), of_incumbents + "price_response=0.2",
        of_incumbents + "foreign_capacity.0.on=2026-09-30",
        of_incumbents + "foreign_capacity.1.accelerators=100000 accelerators",
        of_incumbents + "reference_capacity=100000 accelerators",
        of_incumbents + "lead_time_elasticity=0.2", of_incumbents + "talent_cost=8 %"}) {
    const auto other = read_clearing({change});
    EXPECT_TRUE(other && base.moved_by(*other)) << change << " moves nothing";
  }
}

}  // namespace
}  // namespace firstcustomer
