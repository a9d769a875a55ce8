#include "simulation.hpp"

namespace firstcustomer {

void Simulation::open_facilities() {
  for (const FacilityId id : model_.facilities.ids()) {
    const Facility& facility = numbers(id);
    const auto capacity = static_cast<std::uint32_t>(facility.capacity);
    if (facility.kind == FacilityKind::servers) {
      state_.servers[id].clear(capacity);
      state_.servers[id].limit(facility.waiting
                                   ? static_cast<std::uint32_t>(facility.waiting->places)
                                   : Servers::no_limit);
      continue;
    }
    state_.departures.clear();
    const Date last = case_.horizon;
    const int months = (last.year() - facility.first.year()) * 12 + static_cast<int>(last.month()) -
                       static_cast<int>(facility.first.month());
    for (int month = 0; month <= months; month += static_cast<int>(facility.months_between)) {
      const Instant departure = clock_.at(facility.first.plus_months(month));
      if (departure >= Instant{} && departure < end_) {
        state_.departures.push_back(departure);
      }
    }
    state_.shuttles[id].clear(state_.departures, capacity);
  }
}

void Simulation::take_place(FirmId firm, Track track) {
  const FacilityId facility = facility_of(firm, track);
  if (facility.valid() && numbers(facility).kind == FacilityKind::servers) {
    state_.servers[facility].occupy(now());
    state(firm).work(track).has_server = true;
  }
}

std::uint32_t Simulation::class_in_line(FirmId firm, FacilityId facility) {
  bool gives_priority = false;
  bool has_priority = false;
  for (const ProgrammeId programme : programmes()) {
    if (model_.programmes[programme].priority_at == facility) {
      gives_priority = true;
      has_priority = has_priority || state(contract_of(firm, programme)).active;
    }
  }
  const bool foreign = numbers(facility).serves == Serves::domestic_first && !state(firm).domestic;
  return (gives_priority && !has_priority ? 2U : 0U) + (foreign ? 1U : 0U);
}

void Simulation::join_line(FirmId firm, Track track) {
  const FacilityId facility = facility_of(firm, track);
  const Facility& known = numbers(facility);
  const Rank lottery =
      by_lottery(uniform(Chance::facility_lottery, firm, stage_ordinal(firm, track)));
  const std::uint32_t priority = class_in_line(firm, facility);
  const std::uint32_t claimant = track_slot(firm, track);
  if (known.kind == FacilityKind::servers) {
    state_.servers[facility].claim(claimant, now(), priority, lottery);
  } else {
    state_.shuttles[facility].claim(claimant, now(), priority, lottery);
  }
  Work& work = state(firm).work(track);
  work.phase = WorkPhase::in_line;
  work.in_line_since = now();
  watch_facility(facility, now());
}

void Simulation::watch_facility(FacilityId facility, Instant from) {
  const Instant when = numbers(facility).kind == FacilityKind::servers
                           ? from
                           : state_.shuttles[facility].next_departure(from);
  schedule(EventKind::facility_serves, facility, when, EventPhase::service);
}

void Simulation::serve(FacilityId facility) {
  const bool has_servers = numbers(facility).kind == FacilityKind::servers;
  Servers& servers = state_.servers[facility];
  Shuttle& shuttle = state_.shuttles[facility];
  const std::int64_t service = cause();
  while (const auto next = has_servers ? servers.admit(now()) : shuttle.board(now())) {
    because(service);
    const FirmId firm(*next / 2);
    const auto track = static_cast<Track>(*next % 2);
    record_served(firm, track);
    count_service(firm, track);
    count_wait(firm, track, now());
    state(firm).work(track).has_server = has_servers;
    start_work(firm, track);
  }
  while (const auto last = has_servers ? servers.turn_away(now()) : std::nullopt) {
    because(service);
    turn_away(FirmId(*last / 2), static_cast<Track>(*last % 2));
  }
  if (!has_servers && !shuttle.line().empty()) {
    watch_facility(facility, now() + Duration::microseconds(1));  // this departure is full
  }
}

void Simulation::turn_away(FirmId firm, Track track) {
  const LimitedLine& line = *numbers(facility_of(firm, track)).waiting;
  Work& work = state(firm).work(track);
  record(
      {.kind = RecordKind::turned_away, .firm = firm, .count = work.attempt, .stage = work.stage});
  count_wait(firm, track, now());
  outcome_.facility_claims_turned_away += state(firm).was_domestic ? 1 : 0;
  work.phase = WorkPhase::turned_away;
  work.has_returned = true;
  if (line.turned_away == TurnedAway::gives_up) {
    return pivot(firm);
  }
  settle(firm, now());
  set_burn(firm);  // nothing is under way
  schedule(EventKind::stage_begins, firm, track, now() + line.returns_after,
           EventPhase::completions);
}

void Simulation::begin_or_claim_again(FirmId firm, Track track) {
  if (state(firm).work(track).phase != WorkPhase::turned_away) {
    return begin_stage(firm, track);
  }
  join_line(firm, track);
  set_burn(firm);
}

void Simulation::count_service(FirmId firm, Track track) {
  if (state(firm).was_domestic) {
    const bool waited = state(firm).work(track).in_line_since < now();
    outcome_.facility_services += 1;
    outcome_.facility_services_delayed += waited ? 1 : 0;
  }
}

void Simulation::record_served(FirmId firm, Track track) {
  Work& work = state(firm).work(track);
  if (work.in_line_since < now() || work.has_returned) {
    record({.kind = RecordKind::served,
            .firm = firm,
            .value = (now() - work.in_line_since).months(),
            .count = work.attempt,
            .stage = work.stage});
  }
  work.has_returned = false;
}

void Simulation::leave_facility(FirmId firm, Track track) {
  Work& work = state(firm).work(track);
  if (work.phase == WorkPhase::idle) {
    return;
  }
  const FacilityId facility = facility_of(firm, track);
  if (work.phase == WorkPhase::in_line) {
    count_wait(firm, track, now());
    const std::uint32_t claimant = track_slot(firm, track);
    numbers(facility).kind == FacilityKind::servers
        ? state_.servers[facility].withdraw(claimant, now())
        : state_.shuttles[facility].withdraw(claimant, now());
  } else if (work.has_server) {
    state_.servers[facility].release(now());
    work.has_server = false;
    watch_facility(facility, now());
  }
}

void Simulation::count_wait(FirmId firm, Track track, Instant until) {
  Work& work = state(firm).work(track);
  if (work.phase == WorkPhase::in_line && state(firm).was_domestic) {
    outcome_.months_waited_at_facilities += (until - work.in_line_since).months();
  }
}

double Simulation::servers_in_use() {
  double busy = 0.0;
  double servers = 0.0;
  for (const FacilityId facility : model_.facilities.ids()) {
    if (numbers(facility).kind == FacilityKind::servers) {
      busy += state_.servers[facility].close(end_).busy.mean();
      servers += static_cast<double>(numbers(facility).capacity);
    }
  }
  return servers > 0.0 ? busy / servers : 0.0;
}

}  // namespace firstcustomer
