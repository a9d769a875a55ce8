#include "firstcustomer/scenario/outline.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "firstcustomer/scenario/describe.hpp"

namespace firstcustomer {
namespace {

/// Puts one item into every container and writes down what is described.
class Outliner : public FieldVisitor {
 public:
  explicit Outliner(OutlineField& group) : group_(group) {}

  void text(std::string_view key, std::string&, const FieldText& field) override {
    add(key, OutlineKind::text, field);
  }
  void texts(std::string_view key, std::vector<std::string>&, const FieldText& field) override {
    add(key, OutlineKind::texts, field);
  }
  void date(std::string_view key, Date&, const FieldText& field) override {
    add(key, OutlineKind::date, field);
  }
  void number(std::string_view key, NumberTarget, const NumberField& field) override {
    add_number(key, OutlineKind::number, field);
  }
  void numbers(std::string_view key, std::vector<double>&, const NumberField& field) override {
    add_number(key, OutlineKind::numbers, field);
  }
  void law(std::string_view key, Law&, const NumberField& field) override {
    add_number(key, OutlineKind::law, field);
  }
  void amount(std::string_view key, Amount&, const AmountField& field) override {
    OutlineField& added =
        add(key, OutlineKind::amount, {.help = field.help, .fallback = field.fallback});
    for (const AmountForm& form : field.forms) {
      added.forms.push_back({form.unit.dimension, std::string(form.unit.noun), form.range});
    }
    added.may_be_formula = !formulas_of(field).empty();
    added.stand_in = field.fallback == "none" ? "none" : "";
  }
  void formula(std::string_view key, std::optional<Formula>&, const FormulaField& field) override {
    add(key, OutlineKind::formula,
        {.help = field.help, .fallback = field.fallback.empty() ? "none" : field.fallback});
  }
  void parameters(std::string_view key, std::vector<Parameter>&, const FieldText& field) override {
    add(key, OutlineKind::parameters, field);
  }
  void word(std::string_view key, std::uint8_t&, std::span<const std::string_view> words,
            const FieldText& field) override {
    add(key, OutlineKind::word, field).words.assign(words.begin(), words.end());
  }
  void object(std::string_view key, const FieldText& field,
              const std::function<void(FieldVisitor&)>& describe_fields) override {
    Outliner inner(add(key, OutlineKind::group, field));
    describe_fields(inner);
  }
  void list(std::string_view key, const Container& items, const FieldText& field) override {
    add_item(key, OutlineKind::list, items, field);
  }
  void name_map(std::string_view key, const Container& items, const FieldText& field) override {
    add_item(key, OutlineKind::name_map, items, field);
    group_.children.back().items_may_be_alike = true;
  }
  void per_name(std::string_view key, const Container& items, const FieldText& field) override {
    add_item(key, OutlineKind::name_map, items, field);
  }
  void optional_object(std::string_view key, const OptionalGroup& group,
                       const FieldText& field) override {
    group.create();
    OutlineField& added = add(key, OutlineKind::group, field);
    added.optional = true;
    Outliner inner(added);
    group.describe_fields(inner);
  }
  void when(const Condition& condition,
            const std::function<void(FieldVisitor&)>& describe_fields) override {
    OutlineCondition copy{{}, std::string(condition.where)};
    for (const KeyWord& one : condition.any_of) {
      if (condition.where.empty()) {
        copy.any_of.push_back({std::string(one.key), std::string(one.word)});
      }
    }
    conditions_.push_back(std::move(copy));
    describe_fields(*this);
    conditions_.pop_back();
  }

 private:
  OutlineField& add(std::string_view key, OutlineKind kind, const FieldText& field) {
    OutlineField& added = group_.children.emplace_back();
    const std::string above = group_.item.empty()   ? group_.path
                              : group_.path.empty() ? group_.item
                                                    : group_.path + "." + group_.item;
    added.key = key;
    added.path = above.empty() ? added.key : above + "." + added.key;
    added.kind = kind;
    added.help = field.help;
    added.fallback = field.fallback;
    added.fallback_says = field.fallback_says;
    added.conditions = conditions_;
    return added;
  }
  void add_number(std::string_view key, OutlineKind kind, const NumberField& field) {
    OutlineField& added = add(key, kind, {.help = field.help, .fallback = field.fallback});
    added.dimension = field.unit.dimension;
    added.noun =
        field.unit.dimension == Dimension::benchmark ? "the benchmark's unit" : field.unit.noun;
    added.range = field.range;
    added.stand_in = field.may_be_none ? "none" : same_as_text(field.same_as);
    if (added.dimension == Dimension::money && added.fallback == "0") {
      added.fallback = "£0";
    }
  }
  void add_item(std::string_view key, OutlineKind kind, const Container& items,
                const FieldText& field) {
    OutlineField& added = add(key, kind, field);
    added.item = fmt::format("<{}>", field.item.empty() ? "n" : field.item);
    items.resize(1);
    if (items.name) {
      items.name(0) = added.item;
    }
    Outliner inner(added);
    items.describe_item(inner, 0);
  }

  OutlineField& group_;
  std::vector<OutlineCondition> conditions_;
};

bool holds_by_default(const OutlineCondition& condition, const OutlineField& group) {
  return std::any_of(
      condition.any_of.begin(), condition.any_of.end(), [&](const OutlineCondition::Word& one) {
        return std::any_of(group.children.begin(), group.children.end(), [&](const auto& sibling) {
          return sibling.key == one.key && sibling.fallback == one.word;
        });
      });
}

void add_found(const OutlineField& group, std::string_view path,
               std::vector<const OutlineField*>& found) {
  const auto next = [](std::string_view& rest) {
    const auto dot = rest.find('.');
    const std::string_view segment = rest.substr(0, dot);
    rest = dot == std::string_view::npos ? std::string_view{} : rest.substr(dot + 1);
    return segment;
  };
  const std::string_view key = next(path);
  for (const OutlineField& child : group.children) {
    if (child.key != key) {
      continue;
    }
    std::string_view rest = path;
    if (!rest.empty() && !child.item.empty()) {
      next(rest);  // a name, or a position in a list
    }
    if (rest.empty()) {
      found.push_back(&child);
    } else {
      add_found(child, rest, found);
    }
  }
}

void add_paths(const OutlineField& group, std::vector<std::string>& paths) {
  for (const OutlineField& child : group.children) {
    if (std::find(paths.begin(), paths.end(), child.path) == paths.end()) {
      paths.push_back(child.path);
    }
    add_paths(child, paths);
  }
}

}  // namespace

OutlineField scenario_outline() {
  OutlineField root;
  Outliner outliner(root);
  ScenarioHead head;
  describe(outliner, head);
  Case exemplar;
  describe(outliner, exemplar);
  std::vector<Correlation> correlations;
  describe(outliner, correlations);
  Extension extension;
  describe(outliner, extension);
  for (OutlineField& field : root.children) {
    field.may_have_a_rule = field.key == "programme" || field.key == "programmes";
  }
  return root;
}

OutlineField outline_of(const std::function<void(FieldVisitor&)>& describe_fields) {
  OutlineField root;
  Outliner outliner(root);
  describe_fields(outliner);
  return root;
}

bool must_be_written(const OutlineField& field) {
  if (field.kind == OutlineKind::group) {
    return !field.optional &&
           std::any_of(field.children.begin(), field.children.end(),
                       [&](const OutlineField& child) { return is_required(child, field); });
  }
  return field.fallback.empty();
}

bool is_required(const OutlineField& field, const OutlineField& group) {
  const bool has_meaning = std::all_of(
      field.conditions.begin(), field.conditions.end(),
      [&](const OutlineCondition& condition) { return holds_by_default(condition, group); });
  return has_meaning && must_be_written(field);
}

std::vector<const OutlineField*> find_fields(const OutlineField& root, std::string_view path) {
  std::vector<const OutlineField*> found;
  add_found(root, path, found);
  return found;
}

std::vector<std::string> outline_paths(const OutlineField& root) {
  std::vector<std::string> paths;
  add_paths(root, paths);
  return paths;
}

}  // namespace firstcustomer
