#include "simulation.hpp"

namespace firstcustomer {

void Simulation::open_facilities() {
  for (const FacilityId id : model_.facilities.ids()) {
    const Facility& facility = numbers(id);
    const auto capacity = static_cast<std::uint32_t>(facility.capacity);
    if (facility.kind == FacilityKind::servers) {
      state_.servers[id].clear(capacity);
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

void Simulation::take_place(FirmId firm) {
  const FacilityId facility = facility_of(firm);
  if (facility.valid() && numbers(facility).kind == FacilityKind::servers) {
    state_.servers[facility].occupy(now());
    state(firm).is_served = true;
  }
}

void Simulation::join_line(FirmId firm) {
  const FacilityId facility = facility_of(firm);
  const Facility& known = numbers(facility);
  const double u = uniform(Chance::facility_lottery, firm, stage_ordinal(firm));
  const Rank lottery{static_cast<std::uint32_t>(u * 0x1p24)};
  const bool second = known.serves == Serves::domestic_first && !numbers(firm).domestic;
  if (known.kind == FacilityKind::servers) {
    state_.servers[facility].claim(claimant(firm), now(), second ? 1 : 0, lottery);
  } else {
    state_.shuttles[facility].claim(claimant(firm), now(), second ? 1 : 0, lottery);
  }
  state(firm).in_line = true;
  state(firm).in_line_since = now();
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
  while (const auto next = has_servers ? servers.admit(now()) : shuttle.board(now())) {
    const FirmId firm(*next);
    count_wait(firm, now());
    state(firm).is_served = has_servers;
    start_work(firm);
  }
  if (!has_servers && !shuttle.line().empty()) {
    watch_facility(facility, now() + Duration::microseconds(1));  // this departure is full
  }
}

void Simulation::leave_facility(FirmId firm) {
  FirmState& s = state(firm);
  const FacilityId facility = facility_of(firm);
  if (s.in_line) {
    count_wait(firm, now());
    numbers(facility).kind == FacilityKind::servers
        ? state_.servers[facility].withdraw(claimant(firm), now())
        : state_.shuttles[facility].withdraw(claimant(firm), now());
  } else if (s.is_served) {
    state_.servers[facility].release(now());
    s.is_served = false;
    watch_facility(facility, now());
  }
}

void Simulation::count_wait(FirmId firm, Instant until) {
  FirmState& s = state(firm);
  if (s.in_line && numbers(firm).domestic) {
    outcome_.months_waited_at_facilities += (until - s.in_line_since).months();
  }
  s.in_line = false;
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
