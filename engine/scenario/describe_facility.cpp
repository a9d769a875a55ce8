#include "firstcustomer/scenario/describe.hpp"

namespace firstcustomer {
namespace {

constexpr std::string_view kind_words[] = {"servers", "departures"};
constexpr std::string_view serves_words[] = {"first-come", "domestic-first"};
constexpr std::string_view turned_away_words[] = {"gives-up", "returns"};

void describe_line(FieldVisitor& visitor, LimitedLine& line) {
  visitor.number("places", &line.places,
                 {.unit = {Dimension::count, "firm"},
                  .range = between(0, 1e6),
                  .help = "Firms that may wait; 0: whoever finds no free server is turned away."});
  visitor.choice("turned_away", line.turned_away, turned_away_words,
                 {.help = "What a firm does that finds every place taken: it gives the product up "
                          "and leaves for another market, or it claims again later. It has paid "
                          "for the stage with its first claim.",
                  .fallback = "gives-up"});
  const Condition returns{line.turned_away == TurnedAway::returns, {{"turned_away", "returns"}}};
  visitor.when(returns, [&](FieldVisitor& v) {
    v.number("returns_after", &line.returns_after,
             {.unit = {Dimension::time},
              .range = above(0),
              .help = "From the day that a firm is turned away until it claims again."});
  });
}

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
  visitor.when(serves, [&](FieldVisitor& v) {
    v.optional_object(
        "waiting",
        optional_group(facility.waiting,
                       [](FieldVisitor& each, LimitedLine& line) { describe_line(each, line); }),
        {.help = "A line in which not everybody finds a place. Left out, all may wait. Firms that "
                 "pass others in line may cost the last of these their place."});
  });
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
