#include "formula_words.hpp"

#include <algorithm>

#include "firstcustomer/scenario/diagnostics.hpp"
#include "formula_tokens.hpp"
#include "measured_units.hpp"
#include "quantity_text.hpp"

namespace firstcustomer {
namespace {

constexpr FormulaFunction functions[] = {
    {"min", Operation::minimum, 2, "min(a, b)"},
    {"max", Operation::maximum, 2, "max(a, b)"},
    {"clamp", Operation::clamp, 3, "clamp(x, low, high)"},
    {"log", Operation::logarithm, 1, "log(x)"},
    {"exp", Operation::exponential, 1, "exp(x)"},
    {"if", Operation::choose, 3, "if(condition, then, otherwise)"},
};

/// What other languages call things.
struct OtherName {
  std::string_view written;
  std::string_view meant;
};
constexpr OtherName other_names[] = {{"ln", "log(x)"},
                                     {"sqrt", "x^0.5"},
                                     {"pow", "x^y"},
                                     {"abs", "max(x, -x)"},
                                     {"of", "*"},
                                     {"times", "*"},
                                     {"true", "1 > 0"},
                                     {"false", "1 < 0"},
                                     {"AND", "and"},
                                     {"OR", "or"},
                                     {"NOT", "not"},
                                     {"then", "if(condition, then, otherwise)"},
                                     {"else", "if(condition, then, otherwise)"}};

constexpr std::string_view joining_words[] = {"and", "or", "not"};
constexpr std::string_view unit_words[] = {"unit",     "units",   "percent", "per", "cent",
                                           "a",        "annum",   "k",       "m",   "bn",
                                           "thousand", "million", "billion", "of"};

template <class Item>
const Item* find_by_name(std::span<const Item> items, std::string_view name) {
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.name == name; });
  return found == items.end() ? nullptr : &*found;
}

}  // namespace

const FormulaFunction* find_function(std::string_view name) {
  return find_by_name(std::span<const FormulaFunction>(functions), name);
}

const TermDeclaration* find_term(std::string_view name) {
  return find_by_name(term_declarations(), name);
}

const Parameter* find_parameter(const FormulaScope& scope, std::string_view name) {
  return find_by_name(scope.parameters, name);
}

bool joins_values(std::string_view word) {
  return std::find(std::begin(joining_words), std::end(joining_words), word) !=
         std::end(joining_words);
}

std::string_view meant_by(std::string_view word) {
  const auto found = std::find_if(std::begin(other_names), std::end(other_names),
                                  [&](const OtherName& other) { return other.written == word; });
  return found == std::end(other_names) ? std::string_view{} : found->meant;
}

std::string_view event_of(const TermDeclaration& term) {
  return term.name.starts_with(time_function)
             ? term.name.substr(time_function.size() + 1,
                                term.name.size() - time_function.size() - 2)
             : std::string_view{};
}

/// All names that may stand for a value.
std::vector<std::string> names_in(const FormulaScope& scope) {
  std::vector<std::string> names;
  for (const TermDeclaration& term : term_declarations()) {
    if (event_of(term).empty()) {
      names.emplace_back(term.name);
    }
  }
  for (const Parameter& parameter : scope.parameters) {
    names.push_back(parameter.name);
  }
  for (const FormulaFunction& function : functions) {
    names.emplace_back(function.name);
  }
  names.emplace_back(time_function);
  return names;
}

std::string_view meaning_in_formulas(std::string_view word) {
  if (find_term(word) != nullptr || word == time_function) {
    return "a term";
  }
  if (find_function(word) != nullptr) {
    return "a function";
  }
  if (joins_values(word)) {
    return "a word";
  }
  const bool unit =
      std::find(std::begin(unit_words), std::end(unit_words), word) != std::end(unit_words) ||
      find_time_unit(word) != nullptr || find_currency(word) != nullptr;
  return unit ? "a unit" : "";
}

bool looks_like_formula(std::string_view text, const FormulaScope& scope) {
  const auto has = [&](std::string_view sign) { return text.find(sign) != std::string_view::npos; };
  if (has("% of ")) {  // a share of something that is not known, rather
    return false;
  }
  if (text.find_first_of("(*^<>") != std::string_view::npos || has(" + ") || has(" - ")) {
    return true;
  }
  const std::vector<std::string> names = names_in(scope);
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && continues_word(text[end])) {
      ++end;
    }
    const std::string_view word = text.substr(i, end - i);
    if (word != "units" && std::find(names.begin(), names.end(), word) != names.end()) {
      return true;
    }
    i = std::max(end, i + 1);
  }
  const bool one_word = !text.empty() && begins_word(text.front()) &&
                        std::all_of(text.begin(), text.end(), continues_word);
  return one_word && meaning_in_formulas(text).empty() && !nearest(text, names).empty();
}

}  // namespace firstcustomer
