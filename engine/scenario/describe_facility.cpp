#include "firstcustomer/scenario/describe.hpp"

namespace firstcustomer {
namespace {

constexpr std::string_view kind_words[] = {"servers", "departures"};
constexpr std::string_view serves_words[] = {"first-come", "domestic-first"};

}  // namespace

void describe(FieldVisitor& visitor, Facility& facility) {
  visitor.choice("kind", facility.kind, kind_words,
                 {.help = "Whether so many stages run at a time, or those who wait begin together "
                          "on dates.",
                  .fallback = "servers"});
  const Condition serves{facility.kind == FacilityKind::servers, {{"kind", "servers"}}};
  const Condition departs{facility.kind == FacilityKind::departures, {{"kind", "departures"}}};
  visitor.when(serves, [&](FieldVisitor& v) {
    v.number("capacity", &facility.capacity,
             {.unit = {Dimension::count, "server"},
              .range = between(1, 1e6),
              .help = "Stages that it works on at a time."});
  });
  visitor.when(departs, [&](FieldVisitor& v) {
    v.number("capacity", &facility.capacity,
             {.unit = {Dimension::count, "seat"},
              .range = between(1, 1e6),
              .help = "Stages that begin with one departure."});
  });
  visitor.choice("serves", facility.serves, serves_words,
                 {.help = "Who is served first; claims of one instant are put in order by lottery.",
                  .fallback = "first-come"});
  visitor.when(departs, [&](FieldVisitor& v) {
    v.date("first", facility.first, {.help = "Date of the first departure."});
    v.number("months_between", &facility.months_between,
             {.unit = {Dimension::count, "month"},
              .range = between(1, 1200),
              .help = "Months of the calendar from one departure to the next."});
  });
}

}  // namespace firstcustomer
