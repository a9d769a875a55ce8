#include "firstcustomer/scenario/describe.hpp"

namespace firstcustomer {
namespace {

constexpr std::string_view kind_words[] = {"servers", "departures"};
constexpr std::string_view serves_words[] = {"first-come", "domestic-first"};

}  // namespace

void describe(FieldVisitor& visitor, Facility& facility) {
  visitor.choice("kind", facility.kind, kind_words,
                 {.help = "A laboratory or line that works on so many stages at a time (servers), "
                          "or a shuttle: those in line begin together on its dates (departures).",
                  .fallback = "servers"});
  const Condition serves{facility.kind == FacilityKind::servers, {{"kind", "servers"}}};
  const Condition departs{facility.kind == FacilityKind::departures, {{"kind", "departures"}}};
  visitor.when(serves, [&](FieldVisitor& v) {
    v.number("capacity", &facility.capacity,
             {.unit = {Dimension::count, "server"},
              .range = between(1, 1e6),
              .help = "Stages that it works on at a time; whoever began one before the start holds "
                      "a server."});
  });
  visitor.when(departs, [&](FieldVisitor& v) {
    v.number("capacity", &facility.capacity,
             {.unit = {Dimension::count, "seat"},
              .range = between(1, 1e6),
              .help = "Stages that begin with one departure; the others wait for the next."});
  });
  visitor.choice(
      "serves", facility.serves, serves_words,
      {.help =
           "Who is served first: whoever came first, or domestic firms, which pass foreign ones "
           "that wait and interrupt nobody. Claims of one instant are put in order by lottery.",
       .fallback = "first-come"});
  visitor.when(departs, [&](FieldVisitor& v) {
    v.date("first", facility.first, {.help = "Date of the first departure."});
    v.number(
        "months_between", &facility.months_between,
        {.unit = {Dimension::count, "month"},
         .range = between(1, 1200),
         .help = "Months of the calendar from one departure to the next, counted from the first."});
  });
}

}  // namespace firstcustomer
