#pragma once
/// \file
/// What happens in the world of one replication, inside the model layer: the handlers of its events
/// by subject (world.cpp begins, dispatches and concludes; the other world_*.cpp hold the
/// handlers).

#include <algorithm>
#include <optional>
#include <vector>

#include "firstcustomer/core/hazard.hpp"
#include "firstcustomer/model/chance.hpp"
#include "firstcustomer/model/decision.hpp"
#include "firstcustomer/model/pilot.hpp"
#include "world_state.hpp"

namespace firstcustomer {

/// More firms enter than there are slots for.
struct OutOfSlots {};

/// Plays one replication on a workspace's state.
class Simulation {
 public:
  Simulation(const Model& model, const Case& numbers, const Luck& luck, Workspace::State& state,
             Recorder* recorder)
      : model_(model),
        case_(numbers),
        luck_(luck),
        state_(state),
        recorder_(recorder),
        clock_(numbers.start),
        fiscal_(numbers.fiscal_month + 1U),
        quarters_(numbers.start, numbers.horizon),
        history_end_(numbers.finance.history_until > numbers.start
                         ? clock_.end_of(numbers.finance.history_until)
                         : Instant{}),
        end_(clock_.end_of(numbers.horizon)),
        deadline_(last_instant(numbers.standard.deadline)) {}

  /// Throws: OutOfSlots, ReplicationError, InvariantError.
  Outcome run();

 private:
  // --- Shorthands
  Instant now() const { return state_.queue.now(); }
  FirmState& state(FirmId firm) { return state_.firms[firm]; }
  IdRange<FirmId> firms() const { return IdRange<FirmId>(state_.present); }
  const Facility& numbers(FacilityId facility) const { return case_.facilities[facility.index()]; }
  const Round& numbers(RoundId round) const { return case_.finance.rounds[round.index()]; }
  const Technology& technology(FirmId firm) const {
    return case_.technologies[state_.firms[firm].technology.index()];
  }
  Money cash(FirmId firm) const { return state_.ledger.balance(firm_account(firm)); }
  IdRange<ProgrammeId> programmes() const { return IdRange<ProgrammeId>(case_.programmes.size()); }
  const Programme& numbers(ProgrammeId programme) const {
    return case_.programmes[programme.index()];
  }
  ProgrammeState& state(ProgrammeId programme) { return state_.programmes[programme]; }
  const ProgrammeState& state(ProgrammeId programme) const { return state_.programmes[programme]; }
  /// A programme without money promises nothing: it is not there.
  bool is_there(ProgrammeId programme) const { return numbers(programme).fund.budget > Money{}; }
  ContractId contract_of(FirmId firm, ProgrammeId programme) const {
    return ContractId(firm.index() * case_.programmes.size() + programme.index());
  }
  FirmId firm_of(ContractId contract) const {
    return FirmId(contract.index() / case_.programmes.size());
  }
  ProgrammeId programme_of(ContractId contract) const {
    return ProgrammeId(contract.index() % case_.programmes.size());
  }
  Commitment& state(ContractId contract) { return state_.contracts[contract]; }
  const Commitment& state(ContractId contract) const { return state_.contracts[contract]; }
  const Programme& numbers(ContractId contract) const { return numbers(programme_of(contract)); }
  /// Of the luck that differs between programmes.
  EntityHash luck_of(ProgrammeId programme) const { return model_.programmes[programme].luck; }
  /// The last instant of the programme's standard.
  Instant deadline(ProgrammeId programme) const {
    return numbers(programme).standard ? last_instant(numbers(programme).standard->deadline)
                                       : deadline_;
  }
  /// Of a date's day; within the horizon, so that what it brings about still happens.
  Instant last_instant(Date date) const {
    const Instant end = clock_.end_of(date);
    return end == end_ ? Instant::microseconds(end_.microseconds() - 1) : end;
  }
  AccountId firm_account(FirmId firm) const {
    return AccountId(common_holders + 2 * case_.programmes.size() + firm.index());
  }

  double uniform(Chance chance, EntityHash entity, Ordinal of) {
    ++state_.effort.draws;
    return luck_.uniform(purpose(chance), entity, of);
  }
  double uniform(Chance chance, FirmId firm, Ordinal of) {
    return uniform(chance, state(firm).hash, of);
  }
  double draw(const Law& law, Chance chance, FirmId firm, Ordinal of) {
    return law.family == LawFamily::constant ? law.parameters[0]
                                             : model_.laws.quantile(law, uniform(chance, firm, of));
  }
  /// For what is better when larger: u near 1 is bad luck here too.
  double draw_good(const Law& law, Chance chance, FirmId firm, Ordinal of) {
    return law.family == LawFamily::constant
               ? law.parameters[0]
               : model_.laws.quantile(law, 1.0 - uniform(chance, firm, of));
  }
  /// The ordinal of the firm's present generation.
  Ordinal generation_ordinal(FirmId firm) {
    return ordinal(EntityHash{}, 0, state(firm).generation);
  }

  static Rank by_hash(EntityHash hash) {
    return Rank{static_cast<std::uint32_t>(hash.value >> 40U)};
  }
  // At one midnight the periods of programmes end first, then their dates come, then what caps put
  // off is paid: wherever a programme stands among others.
  Rank rank_of_date(std::uint32_t slot) const {
    return Rank{static_cast<std::uint32_t>(case_.programmes.size()) + slot};
  }
  Rank rank_of_turn(std::uint32_t turn) const {
    return rank_of_date(static_cast<std::uint32_t>(model_.dates) + turn);
  }
  static Rank by_lottery(double u) { return Rank{static_cast<std::uint32_t>(u * 0x1p24)}; }
  void schedule(EventKind kind, FirmId firm, Instant time, EventPhase phase) {
    schedule(kind, firm, time, phase, by_hash(state(firm).hash));
  }
  void schedule(EventKind kind, FirmId firm, Instant time, EventPhase phase, Rank rank) {
    schedule_slot(kind, firm.index(), time, phase, rank);
  }
  void schedule(EventKind kind, FirmId firm, Track track, Instant time, EventPhase phase) {
    schedule_slot(kind, track_slot(firm, track), time, phase, by_hash(state(firm).hash));
  }
  void schedule(EventKind kind, FacilityId facility, Instant time, EventPhase phase) {
    schedule_slot(kind, facility.index(), time, phase, by_hash(model_.facilities[facility]));
  }
  void schedule_slot(EventKind kind, std::uint32_t slot, Instant time, EventPhase phase,
                     Rank rank) {
    if (time < end_) {
      state_.queue.schedule(static_cast<std::uint8_t>(kind), slot, time,
                            static_cast<std::uint8_t>(phase), rank);
      if (recorder_ != nullptr) {
        recorder_->scheduled(static_cast<std::uint8_t>(kind), slot);
      }
    } else {
      cancel_slot(kind, slot);
    }
  }
  void schedule(EventKind kind, ContractId contract, Instant time, EventPhase phase) {
    schedule_slot(kind, contract.index(), time, phase, by_hash(state(firm_of(contract)).hash));
  }
  void schedule(EventKind kind, ProgrammeId programme, Instant time, EventPhase phase, Rank rank) {
    schedule_slot(kind, programme.index(), time, phase, rank);
  }
  void cancel(EventKind kind, FirmId firm) { cancel_slot(kind, firm.index()); }
  void cancel(EventKind kind, ContractId contract) { cancel_slot(kind, contract.index()); }
  void cancel(EventKind kind, ProgrammeId programme) { cancel_slot(kind, programme.index()); }
  void cancel(EventKind kind, FirmId firm, Track track) {
    cancel_slot(kind, track_slot(firm, track));
  }
  void cancel_slot(EventKind kind, std::uint32_t slot) {
    state_.queue.cancel(static_cast<std::uint8_t>(kind), slot);
  }
  void record(const Record& what) {
    if (recorder_ != nullptr) {
      Record dated = what;
      dated.when = now();
      recorder_->add(dated);
    }
  }
  /// The entry that what happens now goes back to.
  std::int64_t cause() const { return recorder_ != nullptr ? recorder_->cause() : -1; }
  void because(std::int64_t cause) {
    if (recorder_ != nullptr) {
      recorder_->because(cause);
    }
  }
  void change(Series series, double by) { state_.series.add(series, quarter(), by); }
  /// The quarter of now; time never goes back.
  std::size_t quarter() {
    while (now() >= quarter_end_) {
      ++quarter_;
      quarter_end_ = clock_.end_of(quarters_.end(quarter_));
    }
    return quarter_;
  }

  // --- Beginning and end (world.cpp)
  void begin();
  /// Handles the next event. Throws: ReplicationError.
  void play_next();
  /// Handles all events before an instant. Throws: ReplicationError.
  void play_until(Instant end);
  void handle(EventKind kind, std::uint32_t slot);
  /// Suppliers by standing, at the deadline in every arm. Effect: outcomes, and nothing else.
  void count_standings();
  Outcome conclude();
  void conclude_firms(Outcome& outcome);
  void conclude_money(Outcome& outcome) const;
  /// What each programme had its part in.
  void conclude_programmes();
  /// Money balances to the penny. Throws: InvariantError.
  void verify() const;

  // --- Firms appear (world_entry.cpp)
  /// What is known of a firm when it appears.
  struct Beginning {
    EntityHash hash;
    TechnologyId technology;
    StageId stage;
    bool begun = true;
    Duration remaining;
    Money cash;
    BurnRate burn;
    bool domestic = true;
    bool parent_funded = false;
    RoundId next_round = RoundId::none();
    const std::optional<Respins>* respins = nullptr;
    Duration age;
    Share in_scope{1.0};
  };
  void begin_cohort();
  /// A firm of the cohort is there, at the start or on the day that it enters.
  void appear(FirmId firm);
  void count_entrant();
  void begin_firm(FirmId firm, const Beginning& known, RecordKind how);
  /// Stands where its first stage is: what comes before is behind it.
  void place_firm(FirmId firm, const Beginning& known);
  void open_entry();
  /// Of all programmes of the run, or of those announced and not closed.
  enum class Promises : std::uint8_t { all, of_now };
  PerYear rate_of_entry(Promises promises) const;
  void schedule_candidate();
  void meet_candidate();
  void enter(EntityHash candidate, std::int64_t number);
  TechnologyId choose_technology(EntityHash candidate);
  /// Factor on the odds of success at prototypes.
  double respin_odds(FirmId firm, const std::optional<Respins>& respins);

  // --- Decisions under beliefs (world_decision.cpp)
  /// How much is left of what the programme promises, for a firm without a contract: the share of
  /// its money or of its awards, whichever is less.
  double left_of(ProgrammeId programme) const;
  /// As enumerated in belief.hpp; none: of a firm that is founded now.
  std::size_t opportunity(FirmId firm) const;
  /// Beliefs of this arm, or, for who does not respond to its programmes, those without any.
  const Beliefs* believed(bool responds) const;
  std::size_t opportunity_seen(FirmId firm, bool responds) const;
  const DecisionTable& table_of(FirmId firm, const Beliefs& beliefs) const;
  /// By its beliefs, whatever its cash.
  double wanted_effort(FirmId firm) const;
  /// Factor on the time that development takes.
  double pace(double effort) const;
  /// More effort than 1 is made as far as cash pays for it: `cost_per_effort` × effort^exponent.
  double effort_within_means(FirmId firm, double wanted, double cost_per_effort,
                             double exponent) const;
  void set_effort(FirmId firm, double effort);
  /// Before a stage is paid for, where effort multiplies its cost.
  void choose_lump(FirmId firm, Money cost);
  /// In the middle of a stage, where effort multiplies burn: what is left of it takes longer or
  /// less long from now on.
  void reconsider_effort(FirmId firm);
  /// Ends development where what is left to gain is less than what is left to pay.
  bool gives_up(FirmId firm);
  /// Changes when anything changes that opportunities hang on.
  std::int64_t standing_of_promises() const;
  /// Firms whose opportunity has changed decide again.
  void respond_to_promises();
  /// Probability that the raise closes, of a round of this size.
  double closing_chance(FirmId firm, Money size);
  /// Of a firm that has qualified: what the tables say of one that qualifies now.
  double value_of(FirmId firm, const Beliefs& beliefs, std::size_t seen) const;
  PerYear believed_rate_of_entry() const;

  // --- Pilots (world_pilot.cpp)
 public:
  void run_pilot(FirmId held, const BeliefGrid& grid, bool values, Workspace::State& copy,
                 PilotView& view);

 private:
  /// The held firm stays where it is when it appears, with cash without end.
  void hold_back(FirmId firm, const Beginning& known);
  double believed_discount(Instant when) const;
  /// What has come into the held firm's account since anybody looked, or has gone out of it.
  void note_receipts();
  /// Its product is ready, and passes.
  void qualify_held();
  /// As good as it takes to pass, if it is not.
  void raise_to_standard(FirmId firm, ProgrammeId programme);
  bool held_may_receive() const;
  /// What private customers will pay the held firm after the horizon, discounted to the start.
  double receipts_beyond();
  void play_while_held_receives();
  /// What the held firm receives from a step on if it qualifies then, discounted to it.
  double probe(std::size_t step);
  /// The same in a copy of the world, which is as before afterwards.
  double value_of_qualifying(std::size_t step, Workspace::State& copy);

  // --- Cash (world_finance.cpp)
  /// Whose account pays what the firm spends.
  AccountId payer(FirmId firm) const;
  void settle(FirmId firm, Instant when);
  void spend(FirmId firm, Money amount);
  /// Burns at the firm's rate in its present stage from now on.
  void set_burn(FirmId firm);
  /// What money of now is worth in present value, in minor units.
  double present_value(Money amount) {
    return static_cast<double>(amount.minor()) * discount(now()).factor;
  }
  /// The discount curve at an instant; found once for all money of the instant.
  const DiscountPoint& discount(Instant when) {
    if (when != discount_at_) {
      discount_at_ = when;
      discount_ = state_.discount.at(when);
    }
    return discount_;
  }
  /// Adds what was burnt at the rate that ends now to the present value of suppliers' spending: as
  /// a whole, so that it does not matter how often somebody looked. Settled by the caller.
  void end_burn(FirmId firm, Instant when);
  /// Sets the dates that hang on the cash of a living firm: ruin, and the next raise before it.
  void watch_cash(FirmId firm);
  bool can_raise(FirmId firm);
  Ordinal raise_ordinal(const FirmState& s) const;
  void start_raise(FirmId firm);
  void close_raise(FirmId firm);
  void take_round(FirmId firm, Money size, BurnRate burn, RoundId next);
  /// The next raise of its history, if any.
  void watch_known_raise(FirmId firm);
  void raise_as_known(FirmId firm);
  /// Tries again what waits for cash: the test first.
  void spend_on_waiting_work(FirmId firm);
  /// Product of the hazard ratios of public news on the firm's raise.
  double news(FirmId firm);
  void run_out(FirmId firm);
  /// Whether insiders lend until the raise closes.
  bool bridge(FirmId firm);

  // --- Exits (world_exit.cpp)
  void open_exits(FirmId firm);
  /// The firm's hazard of being acquired follows its round and its prototype.
  void watch_acquirers(FirmId firm);
  void pivot(FirmId firm);
  void acquire(FirmId firm);
  void change_owner(FirmId firm, bool foreign);
  /// It goes on with its own money, and is no longer domestic.
  void relocate(FirmId firm);
  /// A round dilutes what programmes hold of the firm, and values it.
  void value_firm(FirmId firm, Money round);
  /// The acquirer pays for what programmes hold of the firm.
  void sell_stakes(FirmId firm);
  /// The firm's development is over; what it has delivered is still paid.
  void leave(FirmId firm, Fate fate);

  // --- Development (world_development.cpp)
  const Stage& stage(FirmId firm, Track track) {
    return technology(firm).stages[state(firm).work(track).stage.index()];
  }
  StageId test_stage(FirmId firm) const { return StageId(technology(firm).stages.size() - 1); }
  Ordinal stage_ordinal(FirmId firm, Track track);
  /// Duration or cost in the present generation.
  double reuse(FirmId firm, const Stage& step) {
    return state(firm).generation > 1 ? step.reuse.value() : 1.0;
  }
  void begin_stage(FirmId firm, Track track);
  /// Pays for the present attempt and starts it; a firm that cannot pay waits.
  void try_stage(FirmId firm, Track track);
  /// Draws the duration of a stage that has been paid for and, where it needs one, has its
  /// facility.
  void start_work(FirmId firm, Track track);
  void end_work_after(FirmId firm, Track track, Duration span);
  void end_stage(FirmId firm);
  /// Probability of success at an attempt, and that its prototype can be tested.
  double success_probability(FirmId firm, const Stage& step, std::int64_t attempt);
  /// The first prototype of a generation shows whether the technology works; false if it does not.
  bool show_prototype(FirmId firm);
  bool ends_with_prototype(FirmId firm, StageId at) const;
  void complete_stage(FirmId firm);
  void finish_product(FirmId firm);
  /// Median time of what is left until the end of a stage, from the present one on.
  Duration planned_time(FirmId firm, StageId until, Duration remaining_of_first, bool begun);
  Duration planned_repetition(FirmId firm);
  void begin_generation(FirmId firm);

  // --- Tests (world_testing.cpp)
  struct TestResult {
    bool passed = true;
    bool truly_good = true;
    double first_measured = 0.0;
    double first_ratio = 1.0;  // true performance over the frontier, on the first threshold
    double measured = 0.0;     // on the first threshold that was missed, or the first of all
    double required = 0.0;
    double truth = 0.0;
  };
  double frontier(BenchmarkId benchmark, Instant when);
  /// True level of the firm's product.
  double performance(FirmId firm, BenchmarkId benchmark, Instant when);
  /// True performance over the frontier of the day, on the standard's first benchmark.
  double frontier_ratio(FirmId firm);
  /// Takes the firm to a test if it has something to show and a test left.
  void consider_testing(FirmId firm);
  /// Of a programme with a standard of its own; otherwise the scenario's.
  const Standard& standard(ProgrammeId programme) const {
    return programme.valid() ? standard_of(numbers(programme), case_.standard) : case_.standard;
  }
  const std::vector<BenchmarkId>& benchmarks(ProgrammeId programme) const {
    return programme.valid() && numbers(programme).standard
               ? model_.programmes[programme].threshold_benchmark
               : model_.threshold_benchmark;
  }
  /// What a threshold of the standard asks of the firm in a test now.
  double required(FirmId firm, ProgrammeId programme, std::size_t threshold);
  /// Whether a test more could still meet the standard.
  bool may_meet(FirmId firm, ProgrammeId programme);
  /// Against the scenario's standard (no programme) or a programme's own.
  TestResult test(FirmId firm, ProgrammeId programme);
  /// The work of a test begins: clauses on submissions apply.
  void submit(FirmId firm);
  void end_test(FirmId firm);
  /// Takes another test, begins another generation or gives up, where no standard is met.
  void go_on_after_test(FirmId firm);
  /// Whether a test of the present generation has met some standard.
  bool has_met_some(FirmId firm);
  void qualify(FirmId firm, const TestResult& result);
  /// Under the standard of the firm's contract with a programme.
  void qualify_for(ContractId contract);

  // --- Facilities (world_facility.cpp)
  FacilityId facility_of(FirmId firm, Track track) {
    const FirmState& s = state(firm);
    return model_.technologies[s.technology].facility[s.work(track).stage];
  }
  void open_facilities();
  /// A stage that was under way at the start has its server.
  void take_place(FirmId firm, Track track);
  void join_line(FirmId firm, Track track);
  /// Class in the line: contracts with priority there come first, then, where it serves so,
  /// domestic firms.
  std::uint32_t class_in_line(FirmId firm, FacilityId facility);
  /// Serves all who can be served now, and looks again when somebody can.
  void serve(FacilityId facility);
  void leave_facility(FirmId firm, Track track);
  /// Serves at the next occasion from `from` on.
  void watch_facility(FacilityId facility, Instant from);
  /// Mean share of all servers, over the horizon; 0 without any. Ends their records.
  double servers_in_use();
  /// The firm is no longer in line.
  void count_wait(FirmId firm, Track track, Instant until);
  void record_served(FirmId firm, Track track);

  // --- Programmes (world_programme.cpp)
  void begin_programme(ProgrammeId programme);
  void open_programme(ProgrammeId programme);
  /// Whether its promise has been made and still stands.
  bool is_announced(ProgrammeId programme) const {
    const ProgrammeState& buyer = state(programme);
    return buyer.open || (!buyer.closed && is_there(programme) &&
                          clock_.at(numbers(programme).announced) <= now());
  }
  /// Whether the firm may be given a contract now.
  bool eligible(FirmId firm, ProgrammeId programme);
  void schedule_call(ProgrammeId programme, Date date);
  /// The next date of calls after now. Effect: counts the dates.
  Date next_call(ProgrammeId programme);
  void hold_call(ProgrammeId programme);
  // --- Phases of a tournament (world_tournament.cpp)
  /// From whose beginning on a clause is part of the contract, from 0; what comes after the last
  /// phase counts as one more.
  std::size_t phase_of(ContractId contract, std::size_t clause) const;
  /// Whether the contract's present phase brings the clause.
  bool is_of_phase(ContractId contract, std::size_t clause) const;
  /// Whether the contract is in a phase, at whose end it may be discontinued.
  bool competes(ContractId contract) const;
  /// Whether there is such a phase; of what comes after the last one: whether clauses are for it.
  bool has_phase(ProgrammeId programme, std::size_t phase) const;
  void begin_phase(ProgrammeId programme, std::size_t firms_in_it);
  /// Pays for what was delivered, scores, and takes the best further.
  void end_phase(ProgrammeId programme);
  /// Whether the firm has completed what the present phase asks for.
  bool has_delivered(ContractId contract);
  void drop_who_did_not_deliver(ProgrammeId programme);
  /// At the end of the present phase, ln R + e.
  double score(ContractId contract);
  /// Lists who is still in the tournament among the applicants, the best first.
  void rank_by_score(ProgrammeId programme);
  /// Those listed, as many as the phase that has ended says; the others' contracts end. Returns how
  /// many go on.
  std::size_t take_best_further(ProgrammeId programme, const TournamentPhase& ended);
  /// Into the next phase, where there is one.
  Offer take_further(ContractId contract);
  /// Draws up what the next phase brings, and sets its money aside.
  Offer reserve_for_phase(ContractId contract);
  /// Whether the firm takes an order of this value beside what is fixed, and can pay its bond.
  bool accepts_order(ContractId contract, Money ordered, Money fixed, std::int64_t units);
  /// What a phase brings begins to apply.
  void join_phase(ContractId contract);
  /// Ends the contract of a firm that does not go on, which is no failure.
  void discontinue(ContractId contract);

  // --- Places that suppliers take, and better products (world_places.cpp)
  void open_places(ProgrammeId programme);
  /// The first place that the firm could take if another contract (or none) left its own; 0: none.
  std::int64_t place_for(ContractId contract, ContractId leaving) const;
  /// Whether a place is free for the firm; always where there are none.
  bool may_take_place(ContractId contract) const;
  /// Of the contract; of one that is being drawn up, the first free one; 0 without places.
  std::int64_t place_of(ContractId contract) const;
  /// Part of the budget that this place has; 1 without places.
  double share_of_place(ContractId contract) const;
  void occupy_place(ContractId contract);
  void vacate_place(ContractId contract);
  /// Notes which places are free while a contract is in force, and looks again when the first of
  /// them has been held open long enough.
  void watch_holds(ProgrammeId programme);
  void end_hold(ProgrammeId programme);
  /// The contract in force with the first place, or none.
  ContractId first_supplier(ProgrammeId programme) const;
  /// Orders what the clauses on acceptance come to with the larger place, as far as there is money.
  void extend_order(ContractId contract);
  /// Appends the units that clauses would pay for beyond those ordered.
  void append_units(ContractId contract);
  /// What must be reserved if so many units are ordered in all.
  Money cost_of_extension(ContractId contract, std::int64_t units) const;
  /// Whether the clause is still to pay a share of the value on top of it.
  bool pays_on_top(ContractId contract, std::size_t clause) const;
  /// The most units in all whose cost is within the limit.
  std::int64_t units_after_extension(ContractId contract, Money limit) const;
  void resume_deliveries(ContractId contract);
  /// Where the firm that has just qualified cannot be served in full: ends the order of the weakest
  /// supplier that it beats by the margin, if that serves it better.
  void make_room(ContractId newcomer);
  /// The weakest measurement among those that the newcomer's beats by the margin, or none.
  ContractId weakest_beaten(ContractId newcomer) const;
  bool is_unprotected(ContractId incumbent) const;
  /// What an end of the contract would free.
  Money releasable(ContractId contract) const;
  /// The newcomer's contract, were the incumbent's at an end.
  Draft draft_instead(ContractId newcomer, ContractId incumbent);
  void supersede(ContractId contract);

  /// Contracts that may still be signed.
  std::int64_t free_places(ProgrammeId programme) const;
  void find_applicants(ProgrammeId programme);
  /// How the buyer sees an applicant, and what it bids.
  Applicant seen(const Invited& applicant, ProgrammeId programme, std::int64_t bidders);
  /// Puts the applicants in the order of the mechanism's awards. Returns how many may be chosen.
  std::int64_t choose(ProgrammeId programme, std::int64_t places);
  double assess(ContractId contract);
  void note_selection(std::size_t chosen);
  /// Draws up a contract for as many units as there is room for, with so much money free.
  Draft draft(ContractId contract, Money most, Money free);
  /// What the contract may still be worth, by the limits of firm, place and fund.
  Money room_for(ContractId contract, Money free) const;
  /// Until money or a place comes back; keeps its turn.
  void wait_for_turn(ContractId contract, Offer why);
  /// Offers what the fund can pay, and signs if the firm accepts.
  Offer offer(ContractId contract, Money most = no_cap);
  /// With a firm that has just become eligible, or whose turn has come.
  void award(ContractId contract);
  /// Where firms sign as they qualify: the firm has qualified, or the programme has opened since.
  void claim_award(ContractId contract);
  /// At the opening, and whenever the firm comes further: programmes that sign with all.
  void consider_awards(FirmId firm);
  void close_programme(ProgrammeId programme);
  void end_programme(ProgrammeId programme);
  /// The deadline: contracts that ask for a qualification and have none have failed.
  void pass_deadline(ProgrammeId programme);
  /// At the next end of a quarter of the calendar or of a fiscal year.
  void watch_periods(ProgrammeId programme);
  /// Quarters and years end: clauses that apply then.
  void end_period(ProgrammeId programme);
  void reach_date(std::uint32_t slot);

  // --- Contracts (world_contract.cpp)
  /// Looks up what clauses pay for units, and which other clauses have a part.
  void draw_up(ContractId contract);
  /// What the contract's present phase brings.
  void draw_up_phase(ContractId contract);
  void price_units(ContractId contract, std::size_t clause);
  /// Units that a clause on acceptance pays for, at most.
  std::int64_t units_under(ContractId contract, std::size_t clause);
  /// What the contract's present phase can cost beside its units.
  Money fixed_part(ContractId contract);
  /// The most units that clauses and limit pay for, extra shares of their value included.
  std::int64_t units_within(ContractId contract, Money limit);
  /// Shares of the value that are paid on top of it. Effect: notes them as what clauses may cost.
  Money extra_part(ContractId contract, Money value);
  /// Of so many units at the prices of signing, without the rise that is reserved for linked
  /// prices.
  Money value_as_signed(ContractId contract, std::int64_t units) const;
  bool has_part(ContractId contract, std::size_t clause);
  /// Out of what is free.
  void reserve(ContractId contract, Money amount);
  /// Reserves the money; signs at once, or after the approval.
  void set_aside(ContractId contract, std::int64_t units);
  void end_approval(ContractId contract);
  /// A firm that was chosen does not sign: its money is free again.
  void withdraw(ContractId contract);
  /// What has passed between choice and signature is no part of the contract: its money is
  /// released.
  void drop_what_has_passed(ContractId contract);
  /// What the firm spends and receives counts for the clause from now on.
  void begin_clause(ContractId contract, std::size_t clause);
  void sign(ContractId contract);
  /// Whether the contract asks the firm to qualify.
  bool asks_to_qualify(ContractId contract) const;
  /// Whether clauses with one of these triggers (by bits) have not been done yet.
  bool awaits(ContractId contract, std::uint32_t triggers) const;
  void check_fulfilled(ContractId contract);
  /// All contracts of a programme, once clauses have been applied to each: what one firm is paid
  /// may hang on how it stands among the others. `occasion`: the record that made them apply.
  void check_fulfilled(ProgrammeId programme, std::int64_t occasion);
  /// Of a contract that has not been fulfilled: nothing is delivered or due any more, and what is
  /// not owed is released.
  void stop(ContractId contract, RecordKind how);
  /// What is open of an advance is lost.
  void write_off_advance(ContractId contract);
  /// Ends a contract that has not been fulfilled: clauses with these triggers take back, the rest
  /// of the money is released.
  void end_contract(ContractId contract, Trigger trigger, Trigger besides);
  void end_contract(ContractId contract, Trigger trigger) {
    end_contract(contract, trigger, trigger);
  }
  /// All of the firm's that are in force.
  void end_contracts(FirmId firm, Trigger trigger, Trigger besides);
  void expire(ContractId contract);
  /// Of the firm's contracts that have not failed; `never`: none.
  Instant last_award(FirmId firm) const;
  /// Those of the firm's contracts that have a clause on its sale or its move abroad.
  void end_contracts_on(FirmId firm, Trigger trigger);
  void cancel_advance(ContractId contract);
  void release(ContractId contract, RecordKind how);
  /// Money reserved and no longer needed is free, or lapses once the programme has closed.
  void set_free(ContractId contract, Money amount);

  // --- Private customers and prices of the market (world_market.cpp)
  /// Factor on what the firm receives from them now.
  double receipts_multiple(FirmId firm);
  /// Not a number where the scenario has none.
  double market_price();
  double exchange_rate(Instant when);
  double wandering_factor(const Wandering& what, BrownianPath& path, Chance chance, Duration since,
                          Duration wandered);

  // --- Clauses (world_clause.cpp)
  /// What clauses see beside the contract.
  struct Occasion {
    Money round;  // that closes now
    std::size_t clause = 0;
    double units = 1.0;  // of the lot that is delivered, or that customers buy now
  };
  /// How a contract stands among those of its programme that are in force.
  struct StandingAmong {
    double rank = 1.0;
    double suppliers = 0.0;
    double excess_share = 0.0;
    double capacity_share = 0.0;
  };
  StandingAmong standing_among(ContractId contract);
  /// Measured over required, less 1; 0 for firms that have not met the standard.
  double excess(ContractId contract);
  double term(Term term, ContractId contract, const Occasion& occasion);
  /// As messages call the firm.
  std::string name_of(FirmId firm) const;
  /// Throws: ReplicationError with clause, firm and date if the value is no finite number.
  double evaluate(const Formula& formula, ContractId contract, const Occasion& occasion);
  Money amount_of(const Amount& amount, ContractId contract, const Occasion& occasion);
  Money unit_price(const Clause& clause, ContractId contract, std::size_t place);
  /// Factor on prices of units now, over those of signing.
  double price_link(ContractId contract);
  bool holds(const Clause& clause, ContractId contract, const Occasion& occasion);
  /// Applies all clauses with the trigger that are still ahead.
  void fire(ContractId contract, Trigger trigger, Money round = {}, double units = 1.0);
  bool has_clause_on(ProgrammeId programme, Trigger trigger) const {
    return (model_.programmes[programme].triggers >> static_cast<unsigned>(trigger)) % 2 == 1;
  }
  void apply(ContractId contract, std::size_t clause, const Occasion& occasion);
  /// Of the units that customers buy now, those for which a clause on sales is still there. Effect:
  /// counts them.
  double sell_under(ContractId contract, const Occasion& occasion);
  /// Owes what a clause comes to, within what is reserved for it; charges the firm where that is
  /// less than nothing.
  void owe_under(ContractId contract, std::size_t clause, Money amount);
  void reach_milestone(ContractId contract, StageId completed);
  void reach_milestones(FirmId firm, StageId completed);
  /// Pays milestones that have been reached and whose match has been raised, in their order.
  void pay_milestones(ContractId contract);
  void watch_milestones(ContractId contract);
  /// On which the contract ends unless the milestone has been reached.
  Instant last_day_of(ContractId contract, std::size_t milestone) const;
  /// Whether the buyer moves the dates of all milestones that are missed now.
  bool renegotiate(ContractId contract);
  void miss_milestone(ContractId contract);

  // --- Payments (world_payment.cpp)
  void owe(ContractId contract, Money amount, std::size_t clause, bool is_advance);
  void watch_invoices(ContractId contract);
  void pay_invoice(ContractId contract);
  /// The firm deposits its bond; its owner does where it has one.
  void deposit(ContractId contract);
  /// Gives the bond back to whoever deposited it, or keeps it.
  void end_bond(ContractId contract, bool is_kept);
  /// Puts an invoice among those not yet paid, by date and turn.
  void enter(ContractId contract, const Invoice& invoice);
  /// Years of public accounts since the one of the programme's opening.
  std::size_t year_of(ProgrammeId programme, Instant when) const;
  /// What the cap of a year allows, with what was carried over to it.
  Money allowance(ProgrammeId programme, std::size_t year) const;
  /// What may still be paid this year. Effect: the years until now are in the books.
  Money room(ProgrammeId programme);
  /// The part of the next invoice that this year has no room for: deferred or forfeited.
  void put_off(ContractId contract, Money beyond);
  void forfeit(ContractId contract, const Invoice& part);
  /// Its money returns to the treasury unpaid.
  void let_lapse(ContractId contract, Money amount);
  void recover(ContractId contract, Trigger trigger);
  /// Takes back what the firm can pay, at most what it was paid. Returns what was taken.
  Money take_back(ContractId contract, Money amount, std::size_t clause);
  /// The firm pays the buyer as far as its cash goes: first what it was paid, as a recovery, then
  /// money of its own.
  void charge(ContractId contract, Money amount, std::size_t clause);
  /// What the firm pays beyond what it was paid.
  void give(ContractId contract, Money amount, std::size_t clause);
  void expose(Money change_of_exposure);
  /// The counterfactual's accelerators of the frontier for so many pounds of today.
  void forgo(double amount);

  // --- Deliveries (world_delivery.cpp)
  /// Deliveries begin when the product has qualified and is ready for production.
  void start_delivery(ContractId contract);
  void start_deliveries(FirmId firm);
  /// As many units as the month's capacity, the order and the firm's cash allow.
  std::int64_t next_lot(ContractId contract);
  /// Units from this one on that are to be delivered now: all, but for those from the first on that
  /// the firm may keep and would not be paid for.
  std::int64_t units_on_offer(ContractId contract, std::int64_t from);
  /// Units that the firm must deliver before the contract expires, from the first on.
  std::int64_t units_owed(ContractId contract) const;
  /// Ends deliveries: what is left of the order stays with the firm.
  void keep_units(ContractId contract);
  void deliver_lot(ContractId contract);
  /// A lot that has been made goes into inspection, or is accepted at once without one.
  void ship_lot(ContractId contract, std::int64_t lot);
  /// The first of the lots in inspection is accepted.
  void end_inspection(ContractId contract);
  void accept_lot(ContractId contract, std::int64_t lot);
  void count_lot(FirmId firm, std::int64_t lot);
  /// Of a unit of the i-th clause on acceptance.
  Money price_now(ContractId contract, std::size_t i);
  /// What a lot is paid now, under each clause at its price of the day.
  Money due_for_lot(ContractId contract, std::int64_t lot);
  /// Units accepted before their advance is paid have earned their part of it, which is an advance
  /// no longer: what is credited over what was paid in advance, of the earliest first. Returns it.
  Money earn_unpaid_advance(ContractId contract, std::size_t clause);
  static std::size_t clause_of_unit(const Commitment& contract, std::int64_t unit);

  // --- Private market (world_market.cpp)
  void open_market(FirmId firm);
  void receive(FirmId firm);
  /// Clauses on sales apply to what customers pay now.
  void sell(FirmId firm, Money receipt);

  const Model& model_;
  const Case& case_;
  const Luck& luck_;
  Workspace::State& state_;
  Recorder* recorder_;
  SimulationClock clock_;
  FiscalCalendar fiscal_;
  Quarters quarters_;
  Instant history_end_;  // from then on finance is left to chance
  Instant end_;
  Instant deadline_;
  Outcome outcome_;
  std::optional<Candidates> candidates_;
  PerYear fastest_entry_;
  double candidate_mark_ = 0.0;  // of the one that comes next
  Instant first_qualification_;
  Instant second_qualification_;
  std::int64_t events_before_ = 0;  // this replication, by this workspace
  std::int64_t at_once_ = 0;        // events so far at the instant of the last one
  std::size_t quarter_ = 0;
  Instant quarter_end_;
  /// By an order that would give way to the one that is being drawn up.
  Money to_be_free_;
  /// As firms saw it last.
  std::int64_t promises_seen_ = 0;
  // Of pilots.
  FirmId held_ = FirmId::none();
  const BeliefGrid* grid_ = nullptr;
  Money held_balance_;
  double held_receipts_ = 0.0;  // discounted to the start
  Instant discount_at_ = Instant::never();
  DiscountPoint discount_;
};

}  // namespace firstcustomer
