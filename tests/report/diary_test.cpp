#include "firstcustomer/report/diary.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/report/number.hpp"
#include "firstcustomer/report/text.hpp"
#include "report/small_run.hpp"

namespace firstcustomer {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::small;
using Kind = RecordKind;

constexpr FirmId alder(0);
constexpr FirmId birch(1);
constexpr FirmId entrant(2);

Instant day(int days) {
  return Instant{} + Duration::from_days(days);
}

/// The small scenario in 2026, with a hand-made record.
struct Told {
  Scenario scenario = small();
  Plan plan = make_plan(scenario, 1);
  Replay replay = {.arm = 1, .replication = 17};

  Told() {
    replay.numbers = scenario.numbers;
    replay.outcome = Outcome{};
    replay.record.appears(alder, "alder", TechnologyId(0));
    replay.record.appears(birch, "birch", TechnologyId(0));
    replay.record.appears(entrant, "entrant-1", TechnologyId(0));
    std::vector<Clause>& contract = replay.numbers.programmes.front().contract;
    contract.resize(5);
    contract[0].on = Trigger::signing;
    contract[0].pay = Amount::of(Basis::value, 0.23);
    contract[1].on = Trigger::milestone;
    contract[1].pay = Amount::sum(Money::major(2e6));
    contract[1].milestone = "design";
    contract[2].on = Trigger::acceptance;
    contract[2].pay = Amount::per_unit(Money::major(20e3));
    contract[2].up_to = Amount::units(2250);
    contract[3].on = Trigger::failure;
    contract[3].recover = Amount::of(Basis::advance, 0.5);
    contract[4].on = Trigger::change_of_control;
    contract[4].recover = Amount::of(Basis::advance, 1.0);
  }
  Told& add(Record record) {
    record.programme = ProgrammeId(0);
    replay.record.add(record);
    return *this;
  }
  std::string text() const { return diary_text(scenario, plan, replay); }
  nlohmann::ordered_json json() const {
    return nlohmann::ordered_json::parse(diary_json(scenario, plan, replay));
  }
};

/// Of the latest entry, before it is wrapped.
std::string sentence(const Told& told) {
  return told.json()["events"].back()["text"];
}

std::string sentence(Record record) {
  Told told;
  return sentence(told.add(record));
}

Record of(Kind kind, FirmId firm = FirmId::none()) {
  return {.when = day(9), .kind = kind, .firm = firm, .amount = {}};
}

Record with(Record record, double amount, std::int64_t count = 0) {
  record.amount = Money::major(amount);
  record.count = count;
  return record;
}

Record at(Record record, std::size_t stage, std::int64_t attempt = 1) {
  record.stage = StageId(stage);
  record.count = attempt;
  return record;
}

Record measured(Record record, double value, double other, double truth = 0.0) {
  record.value = value;
  record.other = other;
  record.truth = truth;
  return record;
}

Record under(Record record, std::int64_t clause) {
  record.clause = clause;
  return record;
}

Record raising(Record record, std::int64_t attempt) {
  record.round = RoundId(0);
  record.count = attempt;
  return record;
}

TEST(Diary, BeginsWithTheReplicationAndEndsWithWhatCameOfIt) {
  Told told;
  Outcome& outcome = *told.replay.outcome;
  outcome.qualified_suppliers = outcome.qualified_suppliers_ever = 1;
  outcome.suppliers_active = 3;
  outcome.suppliers_insolvent = 6;
  outcome.suppliers_sold_abroad = 2;
  outcome.suppliers_pivoted = 1;
  outcome.public_money_paid = 33e6;
  outcome.public_money_stranded = 4.1e6;
  EXPECT_EQ(
      told.text(),
      "Replication 17, arm small-order (seed 7)\n"
      "Ends 2030-12-31: 1 qualified, 3 active, 6 insolvent, 2 sold abroad, 1 left for another "
      "market. Paid\n     £33.0m, lost £4.1m.\n");
  outcome.public_money_recovered = 2e6;
  EXPECT_THAT(told.text(), EndsWith("£33.0m, recovered £2.0m, lost £4.1m.\n"));
}

TEST(Diary, OfAnArmWithoutAProgrammeSaysNothingOfPublicMoney) {
  Told told;
  told.replay.arm = 0;
  told.replay.numbers.programmes.clear();
  EXPECT_EQ(told.text(),
            "Replication 17, arm no-programme (seed 7)\n"
            "Ends 2030-12-31: 0 qualified, 0 active, 0 insolvent.\n");
}

TEST(Diary, NamesTheDesignWhereItIsNotTheDefault) {
  Told told;
  told.plan.design = Design::latin_hypercube;
  EXPECT_THAT(told.text(), HasSubstr("(seed 7, latin-hypercube)\n"));
}

TEST(Diary, OfAFailedReplicationHasNoEnd) {
  Told told;
  told.replay.outcome.reset();
  told.replay.failure = "too much";
  told.add(of(Kind::insolvent, birch));
  EXPECT_THAT(told.text(), EndsWith("\n2026-01-10  birch runs out of cash. Insolvent.\n"));
  const auto json = told.json();
  EXPECT_EQ(json["failure"], "too much");
  EXPECT_FALSE(json.contains("outcome"));
}

TEST(Diary, ALastDayIsStillThatDay) {
  Told told;
  Record closes = with(of(Kind::programme_closes), 1e6);
  Record ruin = of(Kind::insolvent, birch);
  closes.when = ruin.when = day(365);
  told.add(closes).add(ruin);
  EXPECT_THAT(told.text(), HasSubstr("\n2026-12-31  The programme closes at its deadline; £1.0m "));
  EXPECT_THAT(told.text(), HasSubstr("\n2027-01-01  birch runs out of cash. Insolvent.\n"));
}

TEST(Diary, LinesAreWrappedWithAHangingIndent) {
  Told told;
  told.replay.record.appears(alder, std::string(60, 'a'), TechnologyId(0));
  told.add(of(Kind::waits_for_fund, alder)).add(of(Kind::pivots, birch));
  const std::string name(60, 'a');
  EXPECT_THAT(told.text(), HasSubstr("\n2026-01-10  " + name +
                                     " could be given a contract,\n"
                                     "            but the fund cannot pay for it now;\n"
                                     "            " +
                                     name +
                                     " waits.\n"
                                     "2026-01-10  birch leaves for another market.\n"));
  std::stringstream lines(told.text());
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(display_width(line), 100U) << line;
  }
}

TEST(Diary, ALineHasAHundredColumnsAtMost) {
  const auto lines_with_name_of = [](std::size_t letters) {
    Told told;
    told.replay.record.appears(alder, std::string(letters, 'a'), TechnologyId(0));
    const std::string text = told.add(of(Kind::insolvent, alder)).text();
    return std::count(text.begin(), text.end(), '\n');
  };
  const std::string rest = " runs out of cash. Insolvent.";
  EXPECT_EQ(lines_with_name_of(100 - 12 - rest.size()), 3);
  EXPECT_EQ(lines_with_name_of(101 - 12 - rest.size()), 4);
}

TEST(Diary, TheHorizonIsToldInTheLastLineIfThereIsOne) {
  Told told;
  told.add(of(Kind::ends));
  EXPECT_THAT(told.text(), Not(HasSubstr("The replication ends.")));
  told.replay.outcome.reset();
  EXPECT_THAT(told.text(), EndsWith("\n2026-01-09  The replication ends.\n"));
}

struct Expected {
  Record record;
  const char* sentence;
};

void expect_sentences(const std::vector<Expected>& table) {
  for (const Expected& expected : table) {
    EXPECT_EQ(sentence(expected.record), expected.sentence)
        << record_kind_name(expected.record.kind);
  }
}

TEST(Diary, TellsOfTheProgramme) {
  expect_sentences({
      {with(of(Kind::programme_opens), 100e6),
       "The programme small-order opens with £100m; the standard is speed 1.00 × frontier of the "
       "day of the test by 2029-12-31."},
      {with(of(Kind::programme_cancelled), 60e6),
       "The government cancels the programme; £60.0m lapses."},
      {measured(with(of(Kind::call_held), 0, 2), 0, 7),
       "A call is held for 2 contracts; 7 firms may apply."},
      {measured(with(of(Kind::call_held), 0, 0), 0, 1),
       "A call is held for 0 contracts; 1 firm may apply."},
  });
}

TEST(Diary, TellsWhatTheStandardIsAndWhenItWasAnnounced) {
  Told told;
  told.replay.numbers.programmes.front().announced = Date(2025, 11, 21);
  Threshold& threshold = told.replay.numbers.standard.thresholds.front();
  threshold.fixed = FrontierOn::date;
  threshold.fixed_on = Date(2026, 12, 31);
  told.replay.numbers.standard.thresholds.push_back({"speed", ThresholdOf::level, 6.4, {}, {}});
  told.add(with(of(Kind::programme_opens), 100e6));
  EXPECT_THAT(told.text(),
              HasSubstr("The programme small-order, announced on 2025-11-21, opens with £100m; the "
                        "standard is\n            speed 1.00 × frontier of 2026-12-31 and speed "
                        "6.40 ops by 2029-12-31.\n"));
}

TEST(Diary, TellsOfDevelopment) {
  expect_sentences({
      {at(with(of(Kind::firm_present, alder), 4e6), 0),
       "alder stands in design with £4.0m of cash."},
      {at(with(of(Kind::firm_enters, entrant), 3e6), 0),
       "entrant-1 enters in design with £3.0m of cash; its technology is plain."},
      {of(Kind::out_of_scope, alder), "alder develops a product that the standard does not test."},
      {at(with(of(Kind::stage_begins, alder), 1e6), 0), "alder begins design at a cost of £1.0m."},
      {at(of(Kind::stage_begins, alder), 1, 2), "alder begins test (attempt 2)."},
      {at(with(of(Kind::waits_for_cash, alder), 1e6), 0),
       "alder waits for cash: design costs £1.0m."},
      {at(measured(of(Kind::served, alder), 2.04, 0), 1, 3),
       "alder is served after 2.0 months in line: test (attempt 3) starts."},
      {at(of(Kind::stage_completed, alder), 0), "alder completes design."},
      {at(of(Kind::stage_to_repeat, alder), 0),
       "alder fails at design (attempt 1) and has to repeat it."},
      {at(of(Kind::stage_failed, alder), 0), "alder fails at design for good."},
      {measured(of(Kind::prototype, alder), 0.7142, 0),
       "alder has its first prototype: 0.71 × frontier."},
      {with(of(Kind::technology_fails, alder), 0, 1),
       "alder learns from its first prototype that its technology does not work, for a reason that "
       "all firms share."},
      {with(of(Kind::not_demonstrable, alder), 0, 2),
       "alder has a prototype that cannot be tested (attempt 2)."},
      {with(of(Kind::generation_begins, alder), 0, 2), "alder begins generation 2 of its product."},
  });
}

TEST(Diary, TellsWhereAFirmStandsInLineAndGoesBackTo) {
  Told told;
  Stage& stage = told.replay.numbers.technologies.front().stages.at(1);
  stage.facility = "laboratory";
  stage.on_failure = OnFailure::return_to;
  stage.return_to = "design";
  told.add(at(measured(of(Kind::served, alder), 0.5, 0), 1))
      .add(at(of(Kind::stage_to_repeat, alder), 1));
  EXPECT_THAT(
      told.text(),
      HasSubstr("alder is served at the laboratory after 0.5 months in line: test starts.\n"));
  EXPECT_THAT(told.text(), HasSubstr("alder fails at test (attempt 1) and goes back to design.\n"));
}

TEST(Diary, TellsWhoShareAFailureOfTheirTechnology) {
  const auto reason = [](std::int64_t hurdle, const char* class_name) {
    Told told;
    told.replay.numbers.technologies.front().class_name = class_name;
    const std::string text = sentence(told.add(with(of(Kind::technology_fails, alder), 0, hurdle)));
    return text.substr(text.find("reason"));
  };
  EXPECT_EQ(reason(1, "photonic"), "reason that all firms share.");
  EXPECT_EQ(reason(2, "photonic"), "reason that all firms of its class, photonic, share.");
  EXPECT_EQ(reason(2, ""), "reason that all firms of its class share.");
  EXPECT_EQ(reason(3, "photonic"), "reason that all firms with plain share.");
  EXPECT_THROW(reason(0, ""), InvariantError);
}

TEST(Diary, TellsOfForeignFirmsAndParents) {
  const auto text = [](bool domestic, bool parent_funded) {
    Told told;
    Firm& firm = told.replay.numbers.firms.front();
    firm.name = "alder";
    firm.domestic = domestic;
    firm.parent_funded = parent_funded;
    return sentence(told.add(at(with(of(Kind::firm_present, alder), 4e6), 0)));
  };
  EXPECT_EQ(text(false, false), "alder (foreign) stands in design with £4.0m of cash.");
  EXPECT_EQ(text(false, true), "alder (foreign, funded by its parent) stands in design.");
  EXPECT_EQ(text(true, true), "alder (funded by its parent) stands in design.");
}

TEST(Diary, TellsOfFirmsThatEnterWhatItTellsOfThoseAtTheStart) {
  Told told;
  Firm& firm = told.replay.numbers.firms.front();
  firm.name = "alder";
  firm.domestic = false;
  firm.parent_funded = true;
  EXPECT_EQ(sentence(told.add(at(of(Kind::firm_enters, alder), 1))),
            "alder (foreign, funded by its parent) enters in test; its technology is plain.");
}

TEST(Diary, GivesTheAmountOfAKnownRaiseAndNoProbability) {
  Told told;
  told.add(with(of(Kind::raise_known, alder), 3.2e6)).add(of(Kind::out_of_scope, birch));
  const auto json = told.json();
  const auto& raise = json["events"][0];
  EXPECT_EQ(raise["kind"], "raise_known");
  EXPECT_EQ(raise["firm"], "alder");
  EXPECT_EQ(raise["amount"], 3.2e6);
  EXPECT_FALSE(raise.contains("closing_probability"));
  EXPECT_FALSE(raise.contains("round"));
  const auto& scope = json["events"][1];
  EXPECT_EQ(scope["kind"], "out_of_scope");
  EXPECT_EQ(scope["firm"], "birch");
  EXPECT_FALSE(scope.contains("amount"));
}

TEST(Diary, TellsOfTests) {
  const Record passes = with(measured(of(Kind::test_passed, alder), 6.9, 6.4, 6.7), 0, 2);
  expect_sentences({
      {passes,
       "alder passes test 2: 6.90 ops against 6.40 (true 6.70); it is the first domestic supplier "
       "to qualify."},
      {with(measured(of(Kind::test_failed, alder), 5.1, 6.4, 5.3), 0, 1),
       "alder fails test 1: 5.10 ops against 6.40 (true 5.30)."},
      {with(measured(of(Kind::test_failed, alder), 6.39991, 6.4, 5.3), 0, 1),
       "alder fails test 1: 6.3999 ops against 6.4000 (true 5.3000)."},
  });
}

TEST(Diary, OneDomesticSupplierIsTheFirstToQualify) {
  Told told;
  told.replay.numbers.firms.front().domestic = false;
  const std::string foreign = told.replay.numbers.firms.front().name;
  const Record test = with(measured(of(Kind::test_passed, birch), 6.9, 6.4, 6.7), 0, 1);
  Record abroad = test;
  abroad.firm = foreign == "alder" ? alder : birch;
  Record at_home = test;
  at_home.firm = foreign == "alder" ? birch : alder;
  Record later = test;
  later.firm = entrant;
  const auto json = told.add(abroad).add(at_home).add(later).json();
  const auto& events = json["events"];
  const auto is_first = HasSubstr("first domestic supplier");
  EXPECT_THAT(events[0]["text"].get<std::string>(), Not(is_first));
  EXPECT_THAT(events[1]["text"].get<std::string>(), is_first);
  EXPECT_THAT(events[2]["text"].get<std::string>(), Not(is_first));
}

TEST(Diary, TellsOfPrivateMoneyAndOfHowFirmsEnd) {
  expect_sentences({
      {raising(with(of(Kind::raise_starts, alder), 1e6), 2),
       "alder starts to raise seed (attempt 2) with £1.0m of cash left."},
      {raising(measured(with(of(Kind::raise_closes, alder), 3.2e6), 0.423, 0), 1),
       "alder closes seed: £3.2m (probability 42 %)."},
      {measured(with(of(Kind::raise_known, alder), 3.2e6), 6e6, 0),
       "alder takes in £3.2m, as history has it, and spends £500k/month from now on."},
      {raising(measured(of(Kind::raise_fails, alder), 0.042, 0), 2),
       "alder fails to close seed (attempt 2) (probability of closing 4.2 %)."},
      {with(of(Kind::bridged, alder), 250e3),
       "alder is out of cash with a raise open; insiders lend it £250k."},
      {with(of(Kind::bridge_repaid, alder), 250e3), "alder repays its bridge loan of £250k."},
      {of(Kind::insolvent, alder), "alder runs out of cash. Insolvent."},
      {of(Kind::missed_standard, alder),
       "alder has missed the standard in all its tests and ends development."},
      {of(Kind::pivots, alder), "alder leaves for another market."},
      {measured(of(Kind::acquired, alder), 1, 0),
       "alder is acquired by a foreign owner, who keeps the product."},
      {measured(of(Kind::acquired, alder), 0, 1),
       "alder is acquired by a domestic owner, who ends the product."},
      {of(Kind::acquisition_blocked, alder),
       "The government stops the sale of alder to a foreign owner."},
      {with(of(Kind::market_opens, alder), 40e6),
       "alder gains private customers, worth £40.0m in present value."},
      {of(Kind::goes_on_sale, alder), "alder is on sale to private customers."},
      {measured(with(of(Kind::sold, alder), 1.6e6), 80.6, 0.042),
       "alder sells 81 units to private customers for £1.6m."},
      {with(of(Kind::capacity_changes), 0, 120'000),
       "Foreign data centres in the country hold 120,000 accelerators from now on."},
  });
}

TEST(Diary, TellsOfTheVentureMarketAndOfDebt) {
  expect_sentences({
      {with(measured(of(Kind::venture_market), 1.7, 0), 0, 1),
       "The venture market is hot: graduation shares × 1.70."},
      {measured(of(Kind::venture_market), 1.0, 0),
       "The venture market is cold: graduation shares × 1.00."},
      {measured(with(of(Kind::debt_drawn, alder), 250e3), 1.2e6, 0),
       "alder borrows £250k against its contract and owes £1.2m."},
      {measured(with(of(Kind::debt_repaid, alder), 250e3), 0, 0),
       "The lender is repaid £250k of the debt of alder against its contract; £0 is left."},
      {measured(with(of(Kind::debt_repaid, alder), 250e3, 1), 0, 0),
       "The acquirer repays £250k of the debt of alder against its contract; £0 is left."},
      {with(of(Kind::debt_lost, alder), 2e6),
       "The lender loses £2.0m that alder owed against its contract."},
      {with(of(Kind::round_displaced, alder), 2e6),
       "Public money has taken the place of £2.0m in the round of alder."},
      {measured(with(of(Kind::terms_softened), 0, 1), 0.8, 365),
       "Nobody has met the standard, and the buyer softens its terms (time 1): thresholds at 80 % "
       "of those promised, deadline 2030-12-31."},
  });
}

TEST(Diary, TellsOfContracts) {
  expect_sentences({
      {with(of(Kind::contract_signed, alder), 33e6, 2250),
       "alder signs a contract worth £33.0m for 2,250 units."},
      {with(of(Kind::contract_signed, alder), 5e6), "alder signs a contract worth £5.0m."},
      {with(of(Kind::contract_declined, alder), 33e6), "alder declines a contract worth £33.0m."},
      {measured(of(Kind::not_chosen, alder), std::log(0.85), 0),
       "alder applies and is not chosen (assessed at 0.85 × frontier)."},
      {of(Kind::waits_for_fund, alder),
       "alder could be given a contract, but the fund cannot pay for it now; alder waits."},
      {with(of(Kind::waits_for_fund, alder), 0, 1),
       "alder could be given a contract, but no place is free for it now; alder waits."},
      {measured(with(of(Kind::lot_delivered, alder), 5e6, 250), 0, 1500),
       "alder delivers 250 units, 1,500 so far; £5.0m falls due."},
      {measured(with(of(Kind::lot_delivered, alder), 2.4e6, 250), 0, 250, 2.6e6),
       "alder delivers 250 units, 250 so far; £2.4m falls due, and £2.6m of the advance is "
       "credited."},
      {measured(with(of(Kind::lot_delivered, alder), 20e3, 1), 0, 1),
       "alder delivers 1 unit, 1 so far; £20k falls due."},
      {of(Kind::contract_fulfilled, alder), "alder has fulfilled its contract."},
      {with(of(Kind::contract_ends, alder), 12e6),
       "alder loses its contract unfulfilled; £12.0m is released."},
      {with(of(Kind::place_closes), 0, 2), "Place 2 has been held open long enough and closes."},
      {with(of(Kind::order_extended, alder), 40e6, 2000),
       "The order of alder grows by 2,000 units, worth £40.0m."},
      {with(of(Kind::superseded, alder), 12e6),
       "A better product takes the place of that of alder; £12.0m is released."},
      {with(of(Kind::advance_lost, alder), 5.6e6),
       "The buyer loses £5.6m of what it paid alder in advance."},
  });
}

TEST(Diary, TellsOfTournaments) {
  const auto told = [](const Record& record) {
    Told tournament;
    auto& phases = tournament.replay.numbers.programmes.front().allocation.phases;
    phases.resize(2);
    phases[0].name = "design";
    phases[1].name = "prototype";
    return sentence(tournament.add(record));
  };
  const auto begins = [&](std::int64_t phase, double firms) {
    return told(measured(with(of(Kind::phase_begins), 0, phase), 0, firms));
  };
  EXPECT_EQ(begins(1, 8), "Phase design of the tournament begins; 8 firms take part.");
  EXPECT_EQ(begins(2, 1), "Phase prototype of the tournament begins; 1 firm takes part.");
  EXPECT_EQ(begins(3, 2), "Phase purchase of the tournament begins; 2 firms take part.");
  EXPECT_EQ(told(measured(with(of(Kind::goes_on, alder), 1e6), std::log(1.25), 0)),
            "alder goes on (scored 1.25 × frontier); £1.0m is set aside.");
  EXPECT_EQ(told(measured(with(of(Kind::goes_on, alder), 5e6, 250), std::log(0.5), 0)),
            "alder goes on (scored 0.50 × frontier); £5.0m is set aside for 250 units.");
  EXPECT_EQ(told(measured(of(Kind::not_continued, birch), std::log(0.5), 0)),
            "birch does not go on (scored 0.50 × frontier).");
  EXPECT_EQ(told(measured(with(of(Kind::not_continued, birch), 2e6), std::log(0.5), 0)),
            "birch does not go on (scored 0.50 × frontier); £2.0m is released.");
}

TEST(Diary, SaysWhichClausePays) {
  expect_sentences({
      {under(with(of(Kind::paid, alder), 7.6e6), 0),
       "alder is paid £7.6m (clause 1: at signing, 23 % of the value)."},
      {under(with(of(Kind::paid, alder), 2e6), 1),
       "alder is paid £2.0m (clause 2: at milestone design, £2.0m)."},
      {under(with(of(Kind::paid, alder), 5e6), 2),
       "alder is paid £5.0m (clause 3: on acceptance, £20k per unit)."},
      {with(of(Kind::paid, alder), 5e6), "alder is paid £5.0m."},
      {under(measured(with(of(Kind::recovered, alder), 1e6), 0, 3e6), 3),
       "alder pays back £1.0m of an open advance of £3.0m (clause 4: on failure, 50 % of the open "
       "advance)."},
      {under(measured(with(of(Kind::recovered, alder), 1e6), 0, 1e6), 4),
       "alder pays back £1.0m of an open advance of £1.0m (clause 5: on change of control, 100 % "
       "of the open advance)."},
  });
}

TEST(Diary, SaysUnderWhichOfSeveralProgrammes) {
  Told told;
  const auto firm = FirmId(0);
  told.replay.numbers.programmes.push_back(told.replay.numbers.programmes.front());
  told.replay.numbers.programmes.front().name = "push";
  told.add({.kind = RecordKind::paid, .firm = firm, .amount = Money::major(1e6)});
  EXPECT_THAT(told.text(), HasSubstr("is paid £1.0m under push."));
}

TEST(Diary, SaysWhereAPriceIsABargain) {
  Told told;
  told.replay.numbers.programmes.front().contract[2].bargained = true;
  EXPECT_EQ(sentence(told.add(under(with(of(Kind::paid, alder), 5e6), 2))),
            "alder is paid £5.0m (clause 3: on acceptance, a bargain up to £20k per unit).");
}

/// A record of a kind that has everything that any kind has.
Record full(std::size_t kind) {
  return {.when = day(9),
          .kind = static_cast<Kind>(kind),
          .firm = alder,
          .amount = Money::major(1e6),
          .value = 0.5,
          .other = 2.0,
          .truth = 3.0,
          .count = 2,
          .stage = StageId(0),
          .round = RoundId(0),
          .clause = 2};
}

TEST(Diary, EveryKindHasASentenceOfItsOwn) {
  std::set<std::string> sentences;
  Told told;
  for (std::size_t kind = 0; kind < record_kinds; ++kind) {
    told.add(full(kind));
  }
  const auto json = told.json();
  for (const auto& event : json["events"]) {
    const std::string text = event["text"];
    EXPECT_THAT(text, EndsWith("."));
    EXPECT_THAT(text, Not(HasSubstr("{"))) << text;
    sentences.insert(text);
  }
  EXPECT_EQ(sentences.size(), record_kinds);
}

TEST(DiaryJson, HoldsTheReplicationItsCaseAndItsOutcome) {
  Told told;
  told.replay.drawn = {{"firms.alder.cash", 4321000.25}};
  told.replay.outcome->units_accepted = 352;
  const auto json = told.json();
  std::vector<std::string> keys;
  for (const auto& [key, value] : json.items()) {
    keys.push_back(key);
  }
  EXPECT_THAT(keys, ElementsAre("scenario", "currency", "seed", "design", "replication", "arm",
                                "case", "events", "outcome"));
  EXPECT_EQ(json["scenario"], "Small scenario, £2m");
  EXPECT_EQ(json["seed"], 7);
  EXPECT_EQ(json["design"], "independent");
  EXPECT_EQ(json["replication"], 17);
  EXPECT_EQ(json["arm"], "small-order");
  EXPECT_EQ(json["case"]["firms.alder.cash"], 4321000.25);
  EXPECT_EQ(json["outcome"].size(), outcome_declarations().size());
  EXPECT_EQ(json["outcome"]["units_accepted"], 352.0);
  EXPECT_TRUE(json["outcome"]["performance_at_first_qualification"].is_null());
}

TEST(DiaryJson, AnEventHasTheFieldsOfItsKindAndNoOthers) {
  const auto event = [](Record record) {
    Told told;
    return told.add(of(Kind::insolvent, birch)).add(record).json()["events"][1].dump();
  };
  EXPECT_EQ(
      event(with(measured(of(Kind::test_passed, alder), 6.9, 6.4, 6.7), 0, 2)),
      R"({"date":"2026-01-10","time_days":9,"kind":"test_passed","firm":"alder",)"
      R"("test":2,"benchmark":"speed","measured":6.9,"required":6.4,"true_level":6.7,)"
      R"("cause":0,"text":"alder passes test 2: 6.90 ops against 6.40 (true 6.70); it is the )"
      R"(first domestic supplier to qualify."})");
  EXPECT_EQ(event(under(measured(with(of(Kind::recovered, alder), 1e6), 0, 3e6), 3)),
            R"({"date":"2026-01-10","time_days":9,"kind":"recovered","firm":"alder",)"
            R"("amount":1000000.0,"open_advance":3000000.0,"clause":{"number":4,"on":"failure"},)"
            R"("cause":0,"text":"alder pays back £1.0m of an open advance of £3.0m (clause 4: on )"
            R"(failure, 50 % of the open advance)."})");
  EXPECT_EQ(event(with(of(Kind::technology_fails, alder), 0, 3)),
            R"({"date":"2026-01-10","time_days":9,"kind":"technology_fails","firm":"alder",)"
            R"("hurdle":"technology","cause":0,"text":"alder learns from its first prototype that )"
            R"(its technology does not work, for a reason that all firms with plain share."})");
  EXPECT_EQ(event(at(with(of(Kind::firm_present, alder), 4e6), 0)),
            R"({"date":"2026-01-10","time_days":9,"kind":"firm_present","firm":"alder",)"
            R"("technology":"plain","stage":"design","amount":4000000.0,)"
            R"("cause":0,"text":"alder stands in design with £4.0m of cash."})");
  EXPECT_EQ(event(raising(measured(of(Kind::raise_fails, alder), 0.5, 0), 1)),
            R"({"date":"2026-01-10","time_days":9,"kind":"raise_fails","firm":"alder",)"
            R"("round":"seed","attempt":1,"closing_probability":0.5,"cause":0,)"
            R"("text":"alder fails to close seed (probability of closing 50 %)."})");
}

TEST(DiaryJson, WhatNothingLedToHasNoCause) {
  Told told;
  EXPECT_FALSE(told.add(of(Kind::pivots, alder)).json()["events"][0].contains("cause"));
}

TEST(DiaryJson, TriggersAreNamedAsInScenarios) {
  const std::vector<std::string> names = {"signing", "milestone", "acceptance", "failure",
                                          "change_of_control"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    Told told;
    told.add(under(of(Kind::paid, alder), static_cast<std::int64_t>(i)));
    EXPECT_EQ(told.json()["events"][0]["clause"]["on"], names[i]);
  }
}

}  // namespace
}  // namespace firstcustomer
