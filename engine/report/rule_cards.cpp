#include "firstcustomer/report/rule_cards.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "firstcustomer/report/json.hpp"
#include "firstcustomer/report/text.hpp"
#include "firstcustomer/scenario/scenario.hpp"

namespace firstcustomer {
namespace {

/// A node below the programme, with the map in which it stands.
struct Found {
  const Node* node = nullptr;
  const Node* map = nullptr;
};

Found find_below(const Node& body, std::string_view path) {
  Found found{&body, nullptr};
  while (!path.empty() && found.node != nullptr) {
    const auto dot = path.find('.');
    const std::string key(path.substr(0, dot));
    path = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
    found.map = found.node;
    if (found.node->kind == Node::Kind::list) {
      const bool digits =
          key.find_first_not_of("0123456789") == std::string::npos && key.size() < 6;
      const std::size_t index = digits ? std::stoul(key) : found.node->items.size();
      found.node = index < found.node->items.size() ? &found.node->items[index] : nullptr;
    } else {
      found.node = found.node->find(key);
    }
  }
  return found;
}

/// Whether the words beside a field are those that it needs.
bool has_meaning(const OutlineField& field, const Node* map) {
  return std::all_of(
      field.conditions.begin(), field.conditions.end(), [&](const OutlineCondition& condition) {
        return condition.any_of.empty() ||
               std::any_of(condition.any_of.begin(), condition.any_of.end(), [&](const auto& one) {
                 const Node* word = map == nullptr ? nullptr : map->find(one.key);
                 return word != nullptr && without_provenance(*word).text == one.word;
               });
      });
}

const OutlineField* field_at(const OutlineField& outline, const std::string& path,
                             const Node* map) {
  const auto fields = find_fields(outline, "programme." + path);
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const OutlineField* field) {
    return fields.size() == 1 || has_meaning(*field, map);
  });
  return found == fields.end() ? nullptr : *found;
}

/// An amount in the form in which the value is written, or in its first where that does not show.
OutlineField in_form(const OutlineField& amount, const std::string& value) {
  const bool is_share = value.find('%') != std::string::npos;
  const auto found =
      std::find_if(amount.forms.begin(), amount.forms.end(), [&](const OutlineForm& form) {
        return is_share ? form.dimension == Dimension::share && value.ends_with(form.noun)
                        : form.dimension != Dimension::share;
      });
  const bool shows = !value.empty() && value.front() != '{' && found != amount.forms.end();
  return as_number(amount, shows ? *found : amount.forms.front());
}

std::string unit_of(const OutlineField& field, const std::string& value) {
  switch (field.kind) {
    case OutlineKind::date:
      return "date";
    case OutlineKind::amount:
      return unit_of(in_form(field, value), value);
    case OutlineKind::word:
      return fmt::format("{}", fmt::join(field.words, " or "));
    case OutlineKind::number:
    case OutlineKind::numbers:
    case OutlineKind::law:
      return field.dimension == Dimension::number
                 ? std::string(dimension_name(field.dimension))
                 : fmt::format("{}, as {}", dimension_name(field.dimension), example_of(field));
    default:
      return "";
  }
}

/// What a value says of itself, or else the nearest group above it.
std::string said_of(const Node& body, std::string path, std::string_view key) {
  for (;;) {
    const Node* node = find_below(body, path).node;
    const Node* said = node == nullptr ? nullptr : node->find(key);
    if (said != nullptr) {
      return said->text;
    }
    if (path.empty()) {
      return "";
    }
    const auto dot = path.rfind('.');
    path.resize(dot == std::string::npos ? 0 : dot);
  }
}

std::string value_and_unit(const CardParameter& parameter) {
  const std::string value = !parameter.value.empty() ? parameter.value
                            : !parameter.fallback.empty()
                                ? "left to the scenario, or " + parameter.fallback
                                : "left to the scenario";
  return parameter.unit.empty() ? value : fmt::format("{} ({})", value, parameter.unit);
}

/// "assumed: A contract of £45m"; empty if nothing is said.
std::string grounds(const CardParameter& parameter) {
  return parameter.grade.empty() || parameter.source.empty()
             ? parameter.grade + parameter.source
             : fmt::format("{}: {}", parameter.grade, parameter.source);
}

/// Whether a text of a card says anything.
bool is_said(const std::string& text) {
  return !text.empty() && text != "none";
}

/// "advance-purchase (R04): Advance purchase", as far as the card says that.
std::string heading_of(const std::string& name, const RuleCard& card) {
  return fmt::format("{}{}{}", name, is_said(card.id) ? fmt::format(" ({})", card.id) : "",
                     card.title.empty() ? "" : ": " + card.title);
}

std::string remark(std::string_view about, const std::string& text) {
  return is_said(text) ? wrapped(fmt::format("{}: {}", about, text)) : "";
}

/// In a table of Markdown.
std::string cell(std::string text) {
  for (std::size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2)) {
    text.insert(at, "\\");
  }
  return text;
}

void add_markdown(const RuleFile& rule, const OutlineField& outline, std::string& text) {
  const RuleCard& card = rule.card.value();
  text += fmt::format("\n### `{}`\n\n**{}: {}.** {}\n", rule.name, card.id, card.title, card.what);
  const auto parameters = card_parameters(rule, outline);
  if (!parameters.empty()) {
    text += "\n| parameter | meaning | default | rests on |\n|---|---|---|---|\n";
  }
  for (const CardParameter& parameter : parameters) {
    text += fmt::format("| `{}` | {} | {} | {} |\n", parameter.path, cell(parameter.help),
                        cell(value_and_unit(parameter)), cell(grounds(parameter)));
  }
  text += fmt::format("\nPrecedent: {}. Caution: {} Verification: {}.\n\n```yaml\n{}```\n",
                      card.precedent, card.caution, fmt::join(card.verification, ", "),
                      yaml_to_paste(rule, outline));
}

void add_json(const RuleFile& rule, const OutlineField& outline, JsonWriter& json) {
  const RuleCard card = rule.card.value_or(RuleCard{});
  json.begin_object();
  json.field("name", rule.name).field("id", card.id).field("title", card.title);
  json.field("kind", rule_kind_names[static_cast<std::size_t>(card.kind)]);
  json.field("what", card.what);
  json.key("parameters").begin_list();
  for (const CardParameter& parameter : card_parameters(rule, outline)) {
    json.begin_object();
    json.field("path", parameter.path).field("help", parameter.help).field("unit", parameter.unit);
    json.field("value", parameter.value).field("default", parameter.fallback);
    json.field("grade", parameter.grade).field("source", parameter.source);
    json.end_object();
  }
  json.end_list();
  json.field("precedent", card.precedent).field("caution", card.caution);
  json.key("verification").begin_list();
  for (const std::string& row : card.verification) {
    json.value(row);
  }
  json.end_list();
  json.field("scenario", yaml_to_paste(rule, outline)).field("file", rule.text);
  json.end_object();
}

}  // namespace

std::vector<CardParameter> card_parameters(const RuleFile& rule, const OutlineField& outline) {
  std::vector<CardParameter> parameters;
  for (const RuleParameter& named : rule.card.value_or(RuleCard{}).parameters) {
    CardParameter& parameter = parameters.emplace_back();
    parameter.path = named.path;
    parameter.help = named.help;
    const Found found = find_below(rule.body, named.path);
    if (found.node != nullptr) {
      parameter.value = inline_text(without_provenance(*found.node));
      parameter.grade = said_of(rule.body, named.path, "grade");
      parameter.source = said_of(rule.body, named.path, "source");
    }
    if (const OutlineField* field = field_at(outline, named.path, found.map)) {
      parameter.unit = unit_of(*field, parameter.value);
      parameter.fallback = field->fallback;
    }
  }
  return parameters;
}

std::string yaml_to_paste(const RuleFile& rule, const OutlineField& outline) {
  const bool is_overlay = rule.card && rule.card->kind == RuleKind::overlay;
  std::string text = is_overlay ? fmt::format("programme:\n  overlays: [{}]\n", rule.reference)
                                : fmt::format("programme:\n  rule: {}\n", rule.reference);
  for (const CardParameter& parameter : card_parameters(rule, outline)) {
    const auto dot = parameter.path.find('.');
    const OutlineField* field = field_at(outline, parameter.path, nullptr);
    if (parameter.value.empty() && parameter.fallback.empty() && field != nullptr &&
        dot != std::string::npos) {
      text += fmt::format("  {}: {{{}: {}}}\n", parameter.path.substr(0, dot),
                          parameter.path.substr(dot + 1), example_of(*field));
    }
  }
  return text;
}

std::string rule_list(const std::vector<RuleFile>& rules) {
  std::size_t width = 0;
  for (const RuleFile& rule : rules) {
    width = std::max(width, rule.name.size());
  }
  std::string text;
  std::string overlays;
  for (const RuleFile& rule : rules) {
    const RuleCard card = rule.card.value_or(RuleCard{});
    std::string& list = card.kind == RuleKind::overlay ? overlays : text;
    list += fmt::format("{}  {}  {}\n", at_left(rule.name, width), at_left(card.id, 3), card.title);
  }
  return overlays.empty() ? text : text + "\nLaid over a rule\n" + overlays;
}

std::string card_text(const RuleFile& rule, const OutlineField& outline) {
  const RuleCard card = rule.card.value_or(RuleCard{});
  std::string text = wrapped(heading_of(rule.name, card));
  text += card.what.empty() ? "" : "\n" + wrapped(card.what);
  const auto parameters = card_parameters(rule, outline);
  text += parameters.empty() ? "" : "\nParameters of the programme\n";
  for (const CardParameter& parameter : parameters) {
    text += indented(fmt::format("{}: {}", parameter.path, value_and_unit(parameter)), 2);
    text += indented(parameter.help + ".", 6);
    text += grounds(parameter).empty() ? "" : indented(grounds(parameter), 6);
  }
  const std::string remarks =
      remark("Precedent", card.precedent) + remark("Caution", card.caution) +
      remark("Verification", fmt::format("{}", fmt::join(card.verification, ", ")));
  text += remarks.empty() ? "" : "\n" + remarks;
  return text + "\nIn a scenario:\n\n" + yaml_to_paste(rule, outline);
}

std::string cards_markdown(const std::vector<RuleFile>& rules, const OutlineField& outline) {
  std::string text = "\n| rule | name | what it is |\n|---|---|---|\n";
  for (const RuleFile& rule : rules) {
    text += fmt::format("| {} | [`{}`](#{}) | {} |\n", rule.card.value().id, rule.name, rule.name,
                        rule.card.value().title);
  }
  for (const RuleFile& rule : rules) {
    add_markdown(rule, outline, text);
  }
  return text;
}

std::string cards_json(const std::vector<RuleFile>& rules, const OutlineField& outline) {
  JsonWriter json;
  json.begin_list();
  for (const RuleFile& rule : rules) {
    add_json(rule, outline, json);
  }
  json.end_list();
  return json.text();
}

}  // namespace firstcustomer
