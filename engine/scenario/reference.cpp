#include "firstcustomer/scenario/reference.hpp"

#include <fmt/format.h>

namespace firstcustomer {
namespace {

enum class Markup : std::uint8_t { none, markdown };

std::string code(std::string_view text, Markup markup) {
  return markup == Markup::markdown ? fmt::format("`{}`", text) : std::string(text);
}

bool is_group(const OutlineField& field) {
  return field.kind >= OutlineKind::group;
}

std::string_view name_of(const OutlineField& field) {
  return field.kind == OutlineKind::date ? "date" : dimension_name(field.dimension);
}

/// "no or yes", "january, february or march".
std::string words_of(const OutlineField& field, Markup markup) {
  std::string text;
  for (std::size_t i = 0; i < field.words.size(); ++i) {
    const std::string_view before = i == 0 ? "" : i + 1 == field.words.size() ? " or " : ", ";
    text += fmt::format("{}{}", before, code(field.words[i], markup));
  }
  return text;
}

std::string written(const OutlineField& field, Markup markup);

/// "money, £100m; not negative, or formula".
std::string forms_of(const OutlineField& amount, Markup markup) {
  std::string text;
  for (const OutlineForm& form : amount.forms) {
    text +=
        fmt::format("{}{}", text.empty() ? "" : ", or ", written(as_number(amount, form), markup));
  }
  return text + (amount.may_be_formula ? ", or formula" : "");
}

/// How a value is written: "money, £100m; not negative".
std::string written(const OutlineField& field, Markup markup) {
  switch (field.kind) {
    case OutlineKind::text:
      return "text";
    case OutlineKind::texts:
      return "list of texts";
    case OutlineKind::word:
      return words_of(field, markup);
    case OutlineKind::amount:
      return forms_of(field, markup);
    case OutlineKind::formula:
      return fmt::format("formula, {}", code(example_of(field), markup));
    case OutlineKind::parameters:
      return fmt::format("numbers by name, {}", code(example_of(field), markup));
    case OutlineKind::group:
      return "group";
    case OutlineKind::list:
      return "list of groups";
    case OutlineKind::name_map:
      return fmt::format("group for each {}", code(field.item, markup));
    default:
      break;
  }
  std::string text = field.kind == OutlineKind::numbers ? "list, each a " : "";
  text += name_of(field);
  text += field.kind == OutlineKind::law ? " or law" : "";
  const bool says_little = field.dimension == Dimension::number && field.kind != OutlineKind::date;
  if (!says_little) {
    text += ", " + code(example_of(field), markup);
  }
  const std::string limits = limits_of(field);
  return limits.empty() ? text : text + "; " + limits;
}

std::string default_text(const OutlineField& field, Markup markup) {
  if (!field.fallback_says.empty()) {
    return field.fallback_says;
  }
  if (!field.fallback.empty()) {
    return field.fallback == "{}" || field.fallback == "[]" ? "none" : code(field.fallback, markup);
  }
  return must_be_written(field) ? "required" : is_group(field) ? "may be left out" : "";
}

/// "Only with kind: departures. "
std::string conditions_text(const OutlineField& field, Markup markup) {
  const std::string needed = conditions_of(field, markup == Markup::markdown ? "`" : "");
  return needed.empty() ? "" : fmt::format("Only {}. ", needed);
}

/// Of maps of names: that one may be like another. Begins with a space.
std::string alike_text(const OutlineField& field, Markup markup) {
  if (!field.items_may_be_alike) {
    return "";
  }
  return markup == Markup::markdown ? " One may be [`like`](#alike) another."
                                    : " One may be like another: 'like: NAME'.";
}

/// Of programmes: that one may have a rule. Begins with a space.
std::string rule_text(const OutlineField& field, Markup markup) {
  if (!field.may_have_a_rule) {
    return "";
  }
  return markup == Markup::markdown
             ? " It may be a [rule](rules/README.md): `rule: NAME`, `overlays: [NAME]`, and what "
               "is "
               "different."
             : " It may be a rule: 'rule: NAME', 'overlays: [NAME]', and what is different; "
               "'firstcustomer rules' lists them.";
}

/// The path of the fields of a group: of an item, where it holds items.
std::string inner_path(const OutlineField& group) {
  return group.item.empty() ? group.path : group.path + "." + group.item;
}

void add_section(const OutlineField& group, std::string& text) {
  if (!group.path.empty()) {
    text += fmt::format("\n### `{}`\n\n{}{}{}{}\n", inner_path(group),
                        conditions_text(group, Markup::markdown), group.help,
                        alike_text(group, Markup::markdown), rule_text(group, Markup::markdown));
  }
  text += "\n| field | written | default | meaning |\n|---|---|---|---|\n";
  for (const OutlineField& field : group.children) {
    text += fmt::format("| `{}` | {} | {} | {}{} |\n", field.key, written(field, Markup::markdown),
                        default_text(field, Markup::markdown),
                        conditions_text(field, Markup::markdown), field.help);
  }
  for (const OutlineField& field : group.children) {
    if (is_group(field)) {
      add_section(field, text);
    }
  }
}

/// The text in lines of at most 100 columns: the first after so many spaces, the others after
/// `hanging` more.
std::string wrapped(const std::string& text, std::size_t indent, std::size_t hanging) {
  constexpr std::size_t columns = 100;
  std::string lines;
  std::string line(indent, ' ');
  bool empty = true;
  std::string_view rest = text;
  while (!rest.empty()) {
    const auto end = rest.find(' ');
    const std::string_view word = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    if (!empty && line.size() + 1 + word.size() > columns) {
      lines += line + "\n";
      line.assign(indent + hanging, ' ');
      empty = true;
    }
    line += fmt::format("{}{}", empty ? "" : " ", word);
    empty = false;
  }
  return lines + line + "\n";
}

void add_field(const OutlineField& field, std::size_t indent, std::string& text) {
  const std::string standing = default_text(field, Markup::none);
  const bool is_default = !field.fallback.empty();
  const std::string head = fmt::format(
      "{}: {}{}{}", is_group(field) ? inner_path(field) : field.path, written(field, Markup::none),
      standing.empty() ? ""
      : is_default     ? "; default "
                       : "; ",
      standing);
  text += wrapped(head, indent, 4);
  text += wrapped(conditions_text(field, Markup::none) + field.help +
                      alike_text(field, Markup::none) + rule_text(field, Markup::none),
                  indent + 2, 0);
  for (const OutlineField& child : field.children) {
    add_field(child, indent + 2, text);
  }
}

}  // namespace

std::string reference_markdown(const OutlineField& outline) {
  std::string text;
  add_section(outline, text);
  return text;
}

std::string reference_text(const OutlineField& field) {
  std::string text;
  add_field(field, 0, text);
  return text;
}

}  // namespace firstcustomer
