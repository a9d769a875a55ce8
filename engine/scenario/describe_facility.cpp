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
  const bool departs = facility.kind == FacilityKind::departures;
  visitor.number("capacity", &facility.capacity,
                 {.unit = {Dimension::count, departs ? "seat" : "server"},
                  .range = between(1, 1e6),
                  .help = "Servers, or seats of each departure."});
  visitor.choice("serves", facility.serves, serves_words,
                 {.help = "Who is served first; claims of one instant are put in order by lottery.",
                  .fallback = "first-come"});
  if (departs) {
    visitor.date("first", facility.first, {.help = "Date of the first departure."});
    visitor.number("months_between", &facility.months_between,
                   {.unit = {Dimension::count, "month"},
                    .range = between(1, 1200),
                    .help = "Months of the calendar from one departure to the next."});
  } else {
    visitor.unused("first", "kind: servers");
    visitor.unused("months_between", "kind: servers");
  }
}

}  // namespace firstcustomer
