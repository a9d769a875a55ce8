#include <algorithm>

#include "firstcustomer/scenario/describe.hpp"

namespace firstcustomer {
namespace {

constexpr std::string_view decided_words[] = {"chance", "standard"};
constexpr std::string_view failure_words[] = {"end", "repeat", "return"};

/// What every stage has.
void describe_step(FieldVisitor& visitor, Stage& stage) {
  visitor.law("duration", stage.duration,
              {.unit = {Dimension::time},
               .range = at_least(0),
               .help = "Time from start to finish, before the firm's slip; from when it is served, "
                       "where a facility is needed."});
  visitor.number("cost", &stage.cost,
                 {.unit = {Dimension::money},
                  .range = at_least(0),
                  .help = "Paid when the stage begins; a firm waits until it can pay.",
                  .fallback = "0"});
  visitor.number("keeps_runway", &stage.keeps_runway,
                 {.unit = {Dimension::time},
                  .range = at_least(0),
                  .help = "Runway that the firm must keep after paying the cost.",
                  .fallback = "0 months"});
  visitor.text("facility", stage.facility,
               {.help = "Name of the facility that the stage needs, or 'none'. The firm pays, "
                        "joins the line, and joins it again for every attempt.",
                .fallback = "none"});
  visitor.number("burn_multiple", &stage.burn_multiple,
                 {.unit = {Dimension::number},
                  .range = at_least(0),
                  .help = "Factor on the firm's burn while it is in the stage.",
                  .fallback = "1"});
  visitor.number("reuse", &stage.reuse,
                 {.unit = {Dimension::share},
                  .range = between(0, 1),
                  .help = "Share of the stage's duration and cost that it takes for a later "
                          "generation of the product.",
                  .fallback = "100 %"});
  visitor.choice("decided_by", stage.decided_by, decided_words,
                 {.help = "Whether chance decides on success, or a test against the standard, as "
                          "in the last stage.",
                  .fallback = "chance"});
}

/// What a stage shows that is decided by chance.
void describe_prototype(FieldVisitor& visitor, Stage& stage) {
  visitor.flag("prototype", stage.prototype,
               {.help = "Whether each attempt ends with a prototype. The first one shows whether "
                        "the technology works at all (viability) and how good the product is; a "
                        "prototype may be tested although the stage has to be repeated.",
                .fallback = "no"});
  visitor.when({stage.prototype, {{"prototype", "yes"}}}, [&](FieldVisitor& v) {
    v.number("demonstrable", &stage.demonstrable,
             {.unit = {Dimension::share},
              .range = between(0, 1),
              .help = "Probability that the first prototype can be tested, successes included, "
                      "which always can; what is missing to 100 % halves with every further "
                      "attempt.",
              .fallback = "100 %"});
  });
}

void describe_outcome(FieldVisitor& visitor, Stage& stage) {
  visitor.numbers("success", stage.success,
                  {.unit = {Dimension::share},
                   .range = between(0, 1),
                   .help = "Probability of success by attempt; the last holds for all later ones.",
                   .fallback = "[100 %]"});
  visitor.choice("on_failure", stage.on_failure, failure_words,
                 {.help = "What follows a failed stage: the end of the firm's development, the "
                          "stage once more, or the return to an earlier stage.",
                  .fallback = "end"});
  visitor.when({stage.on_failure == OnFailure::return_to, {{"on_failure", "return"}}},
               [&](FieldVisitor& v) {
                 v.text("return_to", stage.return_to,
                        {.help = "Name of the earlier stage that is attempted again, and with it "
                                 "all stages from there on."});
               });
  describe_prototype(visitor, stage);
}

void describe_repetition(FieldVisitor& visitor, Stage& stage) {
  visitor.law("repeat_duration", stage.repeat_duration,
              {.unit = {Dimension::time},
               .range = at_least(0),
               .help = "Duration of every attempt after the first.",
               .fallback = "as duration",
               .same_as = "duration"});
  visitor.number("repeat_cost", &stage.repeat_cost,
                 {.unit = {Dimension::money},
                  .range = at_least(0),
                  .help = "Cost of every attempt after the first.",
                  .fallback = "as cost",
                  .same_as = "cost"});
}

void describe_planned_repetition(FieldVisitor& visitor, Stage& stage) {
  visitor.number("planned_repeat", &stage.planned_repeat,
                 {.unit = {Dimension::time},
                  .range = at_least(0),
                  .help = "What a firm's plan allows for one repetition, against which its first "
                          "product may be late; 'none': the median of repeat_duration.",
                  .fallback = "none",
                  .may_be_none = true});
}

/// Whether a later stage leads back to this one or past it. A name that is none counts: that there
/// is no such stage is said elsewhere.
bool is_returned_to(const std::vector<Stage>& stages, std::size_t i) {
  return std::any_of(
      stages.begin() + static_cast<std::ptrdiff_t>(i) + 1, stages.end(), [&](const Stage& later) {
        const auto end = stages.begin() + static_cast<std::ptrdiff_t>(i) + 1;
        const bool known = std::any_of(stages.begin(), stages.end(), [&](const Stage& stage) {
          return stage.name == later.return_to;
        });
        return later.decided_by == DecidedBy::chance && later.on_failure == OnFailure::return_to &&
               (!known || std::any_of(stages.begin(), end, [&](const Stage& stage) {
                 return stage.name == later.return_to;
               }));
      });
}

void describe_stage(FieldVisitor& visitor, std::vector<Stage>& stages, std::size_t i) {
  Stage& stage = stages[i];
  describe_step(visitor, stage);
  const bool by_chance = stage.decided_by == DecidedBy::chance;
  visitor.when({by_chance, {{"decided_by", "chance"}}},
               [&](FieldVisitor& v) { describe_outcome(v, stage); });
  const bool repeats = !by_chance || stage.on_failure != OnFailure::end;
  visitor.when({repeats || is_returned_to(stages, i),
                {{"decided_by", "standard"}, {"on_failure", "repeat"}, {"on_failure", "return"}},
                "with decided_by: standard, on_failure: repeat or return, or where a later stage "
                "returns to this one or past it"},
               [&](FieldVisitor& v) { describe_repetition(v, stage); });
  visitor.when({by_chance && (repeats || is_returned_to(stages, i)),
                {{"on_failure", "repeat"}, {"on_failure", "return"}},
                "with on_failure: repeat or return, or where a later stage returns to this one or "
                "past it"},
               [&](FieldVisitor& v) { describe_planned_repetition(v, stage); });
}

}  // namespace

void describe(FieldVisitor& visitor, std::vector<Stage>& stages) {
  Container items = named_items(stages, [](FieldVisitor&, Stage&) {});
  items.describe_item = [&stages](FieldVisitor& v, std::size_t i) { describe_stage(v, stages, i); };
  visitor.name_map("stages", items,
                   {.help = "Steps of development in their order; the last, and no other, is "
                            "decided by the standard.",
                    .item = "stage"});
}

}  // namespace firstcustomer
