#include "rule_card.hpp"

#include <fmt/format.h>

#include "reader.hpp"

namespace firstcustomer {
namespace {

void describe(FieldVisitor& visitor, RuleCard& card) {
  visitor.text("id", card.id, {.help = "Its number in the list of rules.", .fallback = "none"});
  visitor.text("title", card.title, {.help = "What it is called, in a few words."});
  visitor.choice("kind", card.kind, rule_kind_names,
                 {.help = "Whether it is a rule or laid over rules.", .fallback = "rule"});
  visitor.text("what", card.what,
               {.help = "Who is paid what, when, under which condition, in a paragraph."});
  visitor.text("precedent", card.precedent,
               {.help = "Where it was used, and what came of it.", .fallback = "none"});
  visitor.text("caution", card.caution,
               {.help = "What a reader may be misled by.", .fallback = "none"});
  visitor.texts("verification", card.verification,
                {.help = "Rows of the verification that it satisfies.", .fallback = "[]"});
}

void read_parameters(const Node& written, RuleCard& card, Diagnostics& diagnostics) {
  if (written.kind != Node::Kind::map) {
    diagnostics.error(written.place,
                      fmt::format("'card.parameters' should be a map, not {}", kind_of(written)),
                      "", "Write what each is for under its path: {fund.budget: …}.");
    return;
  }
  for (const Entry& entry : written.entries) {
    if (entry.value.kind != Node::Kind::scalar) {
      diagnostics.error(entry.value.place,
                        fmt::format("'card.parameters.{}' should be a text, not {}", entry.key,
                                    kind_of(entry.value)));
      continue;
    }
    card.parameters.push_back({entry.key, entry.value.text});
  }
}

}  // namespace

std::optional<RuleCard> read_card(const Entry& written, Diagnostics& diagnostics) {
  if (written.value.kind != Node::Kind::map) {
    diagnostics.error(written.value.place,
                      fmt::format("'card' should be a map, not {}", kind_of(written.value)));
    return std::nullopt;
  }
  const std::size_t errors = diagnostics.errors();
  RuleCard card;
  Node file;
  file.entries.push_back(written);
  Node& fields = file.entries.front().value;
  if (const Node* parameters = fields.find("parameters")) {
    read_parameters(*parameters, card, diagnostics);
    std::erase_if(fields.entries, [](const Entry& entry) { return entry.key == "parameters"; });
  }
  Scenario ignored;
  Reading reading{diagnostics, ignored, {}};
  Node resolved;
  Reader reader = Reader::root(reading, file, written.key_place, resolved);
  reader.object("card", {.help = "What a reader should know of the rule."},
                [&](FieldVisitor& visitor) { describe(visitor, card); });
  return diagnostics.errors() == errors ? std::optional(std::move(card)) : std::nullopt;
}

}  // namespace firstcustomer
