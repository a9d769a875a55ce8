#include "firstcustomer/scenario/formula_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "firstcustomer/scenario/diagnostics.hpp"
#include "formula_types.hpp"

namespace firstcustomer {
namespace {

class Parser : public FormulaTyping {
 public:
  Parser(std::string_view text, const FormulaScope& scope)
      : FormulaTyping(text, scope), tokens_(tokens_of(text, scope)) {}

  /// The whole text. Throws: FormulaRefused.
  Expression whole() {
    if (now().kind == TokenKind::end) {
      throw FormulaRefused{{0, 1, "an empty formula", "", ""}};
    }
    Expression expression = alternative();
    if (now().kind != TokenKind::end) {
      refuse_what_follows();
    }
    return expression;
  }

 private:
  /// Counts what stands within each other; the parser calls itself only so often.
  class Level {
   public:
    explicit Level(Parser& parser) : parser_(parser) {
      if (++parser_.depth_ > deepest_formula) {
        parser_.refuse(parser_.now().offset, parser_.now().offset + 1,
                       fmt::format("the formula nests deeper than {} levels", deepest_formula));
      }
    }
    ~Level() { --parser_.depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;

   private:
    Parser& parser_;
  };

  const Token& now() const { return tokens_[at_]; }
  const Token& next() const { return tokens_[std::min(at_ + 1, tokens_.size() - 1)]; }
  Token take() { return tokens_[at_ + 1 < tokens_.size() ? at_++ : at_]; }
  bool is(std::string_view text) const {
    return now().kind != TokenKind::number && now().kind != TokenKind::end && now().text == text;
  }
  bool is_one_of(std::initializer_list<std::string_view> texts) const {
    return std::any_of(texts.begin(), texts.end(), [&](std::string_view text) { return is(text); });
  }

  Expression alternative() {
    const Level level(*this);
    Expression left = both();
    while (is("or")) {
      take();
      left = joined(Operation::either, std::move(left), both(), "'or'");
    }
    return left;
  }

  Expression both() {
    Expression left = denial();
    while (is("and")) {
      take();
      left = joined(Operation::both, std::move(left), denial(), "'and'");
    }
    return left;
  }

  Expression denial() {
    if (!is("not")) {
      return comparison();
    }
    const Level level(*this);
    const std::size_t begin = take().offset;
    Expression of = denial();
    require_condition(of, "'not'");
    return made(Operation::negation, of.type, begin, of.end, of);
  }

  bool at_comparison() const { return is_one_of({"<", "<=", ">", ">="}); }

  Expression comparison() {
    Expression left = sum();
    if (!at_comparison()) {
      return left;
    }
    const Token sign = take();
    Expression right = sum();
    if (at_comparison()) {
      refuse(now().offset, now().offset + now().text.size(), "a comparison of a comparison",
             "each compares two numbers", "Write two, joined by 'and'.");
    }
    common(left, right, fmt::format("'{}'", sign.text));
    const Operation operation = sign.text == "<"    ? Operation::less
                                : sign.text == "<=" ? Operation::at_most
                                : sign.text == ">"  ? Operation::greater
                                                    : Operation::at_least;
    const auto [begin, end] = std::pair{left.begin, right.end};
    return made(operation, {ExpressionType::Kind::condition}, begin, end, std::move(left),
                std::move(right));
  }

  Expression sum() {
    Expression left = product();
    while (is_one_of({"+", "-"})) {
      const Token sign = take();
      Expression right = product();
      const ExpressionType type = common(left, right, fmt::format("'{}'", sign.text));
      const auto [begin, end] = std::pair{left.begin, right.end};
      left = made(sign.text == "+" ? Operation::add : Operation::subtract, type, begin, end,
                  std::move(left), std::move(right));
    }
    return left;
  }

  Expression product() {
    Expression left = sign();
    while (is_one_of({"*", "/"})) {
      const Token token = take();
      left = scaled(token.text == "*" ? Operation::multiply : Operation::divide, std::move(left),
                    sign(), fmt::format("'{}'", token.text));
    }
    return left;
  }

  Expression sign() {
    if (!is("-")) {
      return power();
    }
    const Level level(*this);
    const std::size_t begin = take().offset;
    Expression of = sign();
    require_quantity(of, "'-'");
    return made(Operation::negate, of.type, begin, of.end, of);
  }

  Expression power() {
    Expression base = value();
    if (!is("^")) {
      return base;
    }
    take();
    const Level level(*this);
    const Expression exponent = sign();
    require_quantity(base, "'^'");
    require_quantity(exponent, "'^'");
    if (exponent.type.measure != Measure{}) {
      refuse(exponent, fmt::format("{} is {}", quoted(exponent), described(exponent.type)),
             "an exponent is a bare number");
    }
    const ExpressionType type{ExpressionType::Kind::quantity, raised(base, exponent)};
    const auto [begin, end] = std::pair{base.begin, exponent.end};
    return made(Operation::power, type, begin, end, std::move(base), exponent);
  }

  Expression value() {
    if (now().kind == TokenKind::number) {
      return number();
    }
    if (now().kind == TokenKind::word && !joins_values(now().text)) {
      return named();
    }
    if (is("(")) {
      const Token open = take();
      Expression inside = alternative();
      close(open);
      inside.begin = open.offset;
      inside.end = tokens_[at_ - 1].offset + 1;
      return inside;
    }
    refuse(now().offset, now().offset + now().text.size(),
           now().kind == TokenKind::end
               ? "the formula ends where a value should stand"
               : fmt::format("'{}' where a value should stand", now().text));
  }

  void close(const Token& open) {
    if (now().kind == TokenKind::end) {
      refuse(open.offset, open.offset + 1, "a bracket is not closed");
    }
    if (!is(")")) {
      refuse_what_follows();
    }
    take();
  }

  Expression number() {
    const Token token = take();
    if (now().kind == TokenKind::word && !joins_values(now().text)) {
      refuse_unit(token, now());
    }
    const ExpressionType type{token.value == 0.0 && token.measure == Measure{}
                                  ? ExpressionType::Kind::nothing
                                  : ExpressionType::Kind::quantity,
                              token.measure};
    return {{Operation::constant, 0, token.value},
            type,
            token.offset,
            token.offset + token.text.size()};
  }

  bool is_known(std::string_view word) const {
    const std::vector<std::string> names = names_in(scope_);
    return std::find(names.begin(), names.end(), word) != names.end();
  }

  [[noreturn]] void refuse_unit(const Token& token, const Token& word) const {
    const std::size_t end = word.offset + word.text.size();
    if (word.text != "units" && (is_known(word.text) || word.text == "of")) {
      refuse(word.offset, end, fmt::format("no sign between '{}' and '{}'", token.text, word.text),
             "",
             word.text == "of" ? "Write '*' for 'of'."
                               : fmt::format("Write '{} * {}'?", token.text, word.text));
    }
    auto meant = number_with_word(text_, token, word, scope_);
    if (auto* error = std::get_if<FormulaError>(&meant)) {
      throw FormulaRefused{std::move(*error)};
    }
    refuse(word.offset, end, fmt::format("'{}' is no unit of '{}'", word.text, token.text));
  }

  /// What stands behind a value that ends a formula or a part of it.
  [[noreturn]] void refuse_what_follows() const {
    const std::size_t end = now().offset + now().text.size();
    if (is(")")) {
      refuse(now().offset, end, "a bracket that was not opened");
    }
    if (is(",")) {
      refuse(now().offset, end, "a comma outside a function", "numbers have none either");
    }
    refuse(now().offset, end, fmt::format("no sign before '{}'", now().text),
           "values are joined by + - * / ^, comparisons, 'and' and 'or'",
           now().text == "of" ? "Write '*' for 'of'." : "");
  }

  Expression named() {
    const Token name = take();
    if (name.text == time_function) {
      return since(name);
    }
    if (is("(")) {
      return called(name);
    }
    if (const TermDeclaration* term = find_term(name.text)) {
      return leaf(Operation::term, static_cast<std::size_t>(term->term), term->measure, name);
    }
    if (const Parameter* parameter = find_parameter(scope_, name.text)) {
      const auto place = static_cast<std::size_t>(parameter - scope_.parameters.data());
      return leaf(Operation::parameter, place, parameter->measure, name);
    }
    refuse_name(name);
  }

  static Expression leaf(Operation operation, std::size_t index, const Measure& measure,
                         const Token& name) {
    return {{operation, static_cast<std::uint32_t>(index), 0.0},
            {ExpressionType::Kind::quantity, measure},
            name.offset,
            name.offset + name.text.size()};
  }

  [[noreturn]] void refuse_name(const Token& name) const {
    const std::size_t end = name.offset + name.text.size();
    if (const FormulaFunction* function = find_function(name.text)) {
      refuse(name.offset, end, fmt::format("'{}' without its values", name.text), "",
             fmt::format("Write {}.", function->shape));
    }
    const std::string_view meant = meant_by(name.text);
    refuse(name.offset, end, fmt::format("unknown name '{}'", name.text),
           "it is no term of contracts and no parameter of the programme",
           meant.empty() ? did_you_mean(name.text, names_in(scope_))
                         : fmt::format("Write '{}'.", meant));
  }

  Expression since(const Token& name) {
    std::vector<std::string> events;
    for (const TermDeclaration& term : term_declarations()) {
      if (const std::string_view event = event_of(term); !event.empty()) {
        events.emplace_back(event);
      }
    }
    const std::string known = fmt::format("Known: {}.", fmt::join(events, ", "));
    if (!is("(") || next().kind != TokenKind::word) {
      refuse(name.offset, name.offset + name.text.size(), "'years_since' without an event", "",
             "Write for example years_since(signing).");
    }
    const Token open = take();
    const Token event = take();
    const std::string whole = fmt::format("{}({})", time_function, event.text);
    const TermDeclaration* term = find_term(whole);
    if (term == nullptr) {
      const std::string near = did_you_mean(event.text, events);
      refuse(event.offset, event.offset + event.text.size(),
             fmt::format("unknown event '{}'", event.text), "", near.empty() ? known : near);
    }
    close(open);
    Expression expression =
        leaf(Operation::term, static_cast<std::size_t>(term->term), term->measure, name);
    expression.end = tokens_[at_ - 1].offset + 1;
    return expression;
  }

  Expression called(const Token& name) {
    const FormulaFunction* function = find_function(name.text);
    if (function == nullptr) {
      if (is_known(name.text)) {
        refuse(now().offset, now().offset + 1, fmt::format("'{}' is no function", name.text), "",
               fmt::format("Write '{} * (…)' for a product.", name.text));
      }
      refuse_name(name);
    }
    const Token open = take();
    std::vector<Expression> values;
    if (!is(")")) {
      values.push_back(alternative());
    }
    while (is(",")) {
      take();
      values.push_back(alternative());
    }
    close(open);
    const bool any_number =
        function->operation == Operation::minimum || function->operation == Operation::maximum;
    if (values.size() < function->operands || (values.size() > function->operands && !any_number)) {
      refuse(name.offset, name.offset + name.text.size(),
             fmt::format("'{}' of {} value{}", name.text, values.size(),
                         values.size() == 1 ? "" : "s"),
             fmt::format("it takes {}{}", function->operands, any_number ? " or more" : ""),
             fmt::format("Write {}.", function->shape));
    }
    return applied(*function, std::move(values), name.offset, tokens_[at_ - 1].offset + 1);
  }

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

void refuse_length(std::string_view text) {
  const auto characters =
      static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
      }));
  if (characters > longest_formula) {
    throw FormulaRefused{{0, 1, fmt::format("a formula of {} characters", characters),
                          fmt::format("it may have {}", longest_formula),
                          "Make parts of it parameters."}};
  }
}

/// The first of the measures that the formula may have. Throws: FormulaRefused.
std::size_t fitting(const Parser& parser, const Expression& expression,
                    std::span<const Measure> wanted) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const bool bare_condition =
        expression.type.kind == ExpressionType::Kind::condition && wanted[i] == Measure{};
    const bool same = expression.type.kind == ExpressionType::Kind::quantity &&
                      expression.type.measure == wanted[i];
    if (bare_condition || same || expression.type.kind == ExpressionType::Kind::nothing) {
      return i;
    }
    names.push_back(measure_name(wanted[i]));
  }
  parser.refuse(
      expression,
      fmt::format("{} is {}", parser.quoted(expression), parser.described(expression.type)),
      fmt::format("{} is wanted here", fmt::join(names, " or ")),
      expression.type.kind == ExpressionType::Kind::condition
          ? "Choose by it: if(condition, then, otherwise)."
          : "");
}

template <class Result, class Parse>
std::variant<Result, FormulaError> caught(std::string_view text, Parse parse) {
  try {
    refuse_length(text);
    return parse();
  } catch (FormulaRefused& refused) {
    return std::move(refused.error);
  }
}

}  // namespace

std::variant<MeasuredFormula, FormulaError> parse_formula(std::string_view text,
                                                          std::span<const Measure> wanted,
                                                          const FormulaScope& scope) {
  return caught<MeasuredFormula>(text, [&] {
    Parser parser(text, scope);
    const Expression expression = parser.whole();
    const std::size_t which = fitting(parser, expression, wanted);
    return MeasuredFormula{program_of(expression), which};
  });
}

std::variant<Formula, FormulaError> parse_formula(std::string_view text, Measure wanted,
                                                  const FormulaScope& scope) {
  auto parsed = parse_formula(text, std::span<const Measure>(&wanted, 1), scope);
  if (auto* error = std::get_if<FormulaError>(&parsed)) {
    return std::move(*error);
  }
  return std::move(std::get<MeasuredFormula>(parsed).formula);
}

std::variant<Formula, FormulaError> parse_condition(std::string_view text,
                                                    const FormulaScope& scope) {
  return caught<Formula>(text, [&] {
    Parser parser(text, scope);
    const Expression expression = parser.whole();
    parser.require_condition(expression, "this field");
    return program_of(expression);
  });
}

}  // namespace firstcustomer
