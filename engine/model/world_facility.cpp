#include "simulation.hpp"

namespace firstcustomer {

void Simulation::open_facilities() {
  for (std::size_t i = 0; i < case_.facilities.size(); ++i) {
    const Facility& facility = case_.facilities[i];
    const auto capacity = static_cast<std::uint32_t>(facility.capacity);
    if (facility.kind == FacilityKind::servers) {
      state_.servers[i].clear(capacity);
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
    state_.shuttles[i].clear(state_.departures, capacity);
  }
}

void Simulation::take_place(std::uint32_t firm) {
  const std::uint32_t facility = facility_of(firm);
  if (facility != Model::none && case_.facilities[facility].kind == FacilityKind::servers) {
    state_.servers[facility].occupy(now());
    state(firm).is_served = true;
  }
}

void Simulation::join_line(std::uint32_t firm) {
  const std::uint32_t facility = facility_of(firm);
  const Facility& known = case_.facilities[facility];
  const double u = uniform(Chance::facility_lottery, firm, stage_ordinal(firm));
  const Rank lottery{static_cast<std::uint32_t>(u * 0x1p24)};
  const bool second = known.serves == Serves::domestic_first && !numbers(firm).domestic;
  if (known.kind == FacilityKind::servers) {
    state_.servers[facility].claim(firm, now(), second ? 1 : 0, lottery);
  } else {
    state_.shuttles[facility].claim(firm, now(), second ? 1 : 0, lottery);
  }
  state(firm).in_line = true;
  state(firm).in_line_since = now();
  watch_facility(facility, now());
}

void Simulation::watch_facility(std::uint32_t facility, Instant from) {
  const Instant when = case_.facilities[facility].kind == FacilityKind::servers
                           ? from
                           : state_.shuttles[facility].next_departure(from);
  const auto by_hash = static_cast<std::uint32_t>(model_.facilities[facility].value >> 40U);
  schedule(EventKind::facility_serves, facility, when, EventPhase::service, Rank{by_hash});
}

void Simulation::serve(std::uint32_t facility) {
  const bool has_servers = case_.facilities[facility].kind == FacilityKind::servers;
  Servers& servers = state_.servers[facility];
  Shuttle& shuttle = state_.shuttles[facility];
  while (const auto firm = has_servers ? servers.admit(now()) : shuttle.board(now())) {
    count_wait(*firm, now());
    state(*firm).is_served = has_servers;
    start_work(*firm);
  }
  if (!has_servers && !shuttle.line().empty()) {
    watch_facility(facility, now() + Duration::microseconds(1));  // this departure is full
  }
}

void Simulation::leave_facility(std::uint32_t firm) {
  FirmState& s = state(firm);
  const std::uint32_t facility = facility_of(firm);
  if (s.in_line) {
    count_wait(firm, now());
    case_.facilities[facility].kind == FacilityKind::servers
        ? state_.servers[facility].withdraw(firm, now())
        : state_.shuttles[facility].withdraw(firm, now());
  } else if (s.is_served) {
    state_.servers[facility].release(now());
    s.is_served = false;
    watch_facility(facility, now());
  }
}

void Simulation::count_wait(std::uint32_t firm, Instant until) {
  FirmState& s = state(firm);
  if (s.in_line && numbers(firm).domestic) {
    outcome_.months_waited_at_facilities += (until - s.in_line_since).months();
  }
  s.in_line = false;
}

double Simulation::servers_in_use() {
  double busy = 0.0;
  double servers = 0.0;
  for (std::size_t i = 0; i < case_.facilities.size(); ++i) {
    if (case_.facilities[i].kind == FacilityKind::servers) {
      busy += state_.servers[i].close(end_).busy.mean();
      servers += static_cast<double>(case_.facilities[i].capacity);
    }
  }
  return servers > 0.0 ? busy / servers : 0.0;
}

}  // namespace firstcustomer
