#include "firstcustomer/scenario/formula_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "firstcustomer/scenario/diagnostics.hpp"
#include "formula_tokens.hpp"
#include "measured_units.hpp"
#include "quantity_text.hpp"

namespace firstcustomer {
namespace {

struct Function {
  std::string_view name;
  Operation operation;
  std::size_t operands;
  std::string_view shape;
};
constexpr Function functions[] = {
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
constexpr std::string_view time_function = "years_since";
constexpr int largest_exponent = 9;

template <class Item>
const Item* find_by_name(std::span<const Item> items, std::string_view name) {
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.name == name; });
  return found == items.end() ? nullptr : &*found;
}

const Function* find_function(std::string_view name) {
  return find_by_name(std::span<const Function>(functions), name);
}

bool is_joining(std::string_view word) {
  return std::find(std::begin(joining_words), std::end(joining_words), word) !=
         std::end(joining_words);
}

/// "signing" of "years_since(signing)"; empty for other terms.
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
  for (const Function& function : functions) {
    names.emplace_back(function.name);
  }
  names.emplace_back(time_function);
  return names;
}

/// What an expression is before it has a value.
struct Type {
  enum class Kind : std::uint8_t {
    quantity,
    nothing,    ///< a literal 0, which fits any measure
    condition,  ///< whether something holds
  };
  Kind kind = Kind::quantity;
  Measure measure = {};
};

/// A node of the typed tree: the step that makes its value of those of its parts.
struct Expression {
  Instruction step;
  Type type;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::vector<Expression> parts = {};

  bool is_constant() const { return step.operation == Operation::constant; }
};

void flatten(const Expression& expression, std::vector<Instruction>& program) {
  for (const Expression& part : expression.parts) {
    flatten(part, program);
  }
  program.push_back(expression.step);
}

/// Exponents of a measure to a whole power, or of a product; empty if beyond what is sensible.
std::optional<Measure> combined(const Measure& a, int times_a, const Measure& b, int times_b) {
  bool fits = true;
  const auto exponent = [&](std::int8_t of_a, std::int8_t of_b) {
    const int sum = of_a * times_a + of_b * times_b;
    fits = fits && std::abs(sum) <= largest_exponent;
    return static_cast<std::int8_t>(fits ? sum : 0);
  };
  const Measure measure{exponent(a.money, b.money), exponent(a.units, b.units),
                        exponent(a.years, b.years), exponent(a.performance, b.performance)};
  return fits ? std::optional(measure) : std::nullopt;
}

class Parser {
 public:
  Parser(std::string_view text, const FormulaScope& scope)
      : text_(text), scope_(scope), tokens_(tokens_of(text, scope)) {}

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

  /// As it is written, for messages; the middle of a long one is left out.
  std::string quoted(const Expression& expression) const {
    constexpr std::size_t most = 40;
    constexpr std::size_t side = 18;
    std::string_view written = text_.substr(expression.begin, expression.end - expression.begin);
    if (written.size() <= most) {
      return fmt::format("'{}'", written);
    }
    const auto is_inside = [&](std::size_t at) {
      return (static_cast<unsigned char>(written[at]) & 0xc0U) == 0x80U;
    };
    std::size_t front = side;
    std::size_t back = written.size() - side;
    while (front > 0 && is_inside(front)) {
      --front;
    }
    while (back < written.size() && is_inside(back)) {
      ++back;
    }
    return fmt::format("'{}…{}'", written.substr(0, front), written.substr(back));
  }

  std::string described(const Type& type) const {
    return type.kind == Type::Kind::condition ? "a condition" : measure_name(type.measure);
  }

  [[noreturn]] void refuse(std::size_t begin, std::size_t end, std::string problem,
                           std::string reason = "", std::string suggestion = "") const {
    throw FormulaRefused{{begin, std::max<std::size_t>(end - begin, 1), std::move(problem),
                          std::move(reason), std::move(suggestion)}};
  }

  [[noreturn]] void refuse(const Expression& at, std::string problem, std::string reason = "",
                           std::string suggestion = "") const {
    refuse(at.begin, at.end, std::move(problem), std::move(reason), std::move(suggestion));
  }

  void require_quantity(const Expression& expression, std::string_view where) const {
    if (expression.type.kind == Type::Kind::condition) {
      refuse(expression, fmt::format("{} is a condition", quoted(expression)),
             fmt::format("{} takes numbers", where),
             "Choose by it: if(condition, then, otherwise).");
    }
  }

  void require_condition(const Expression& expression, std::string_view where) const {
    if (expression.type.kind != Type::Kind::condition) {
      refuse(expression, fmt::format("{} is {}", quoted(expression), described(expression.type)),
             fmt::format("{} takes a condition", where), "Compare it, for example with '> 0'.");
    }
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

  Expression joined(Operation operation, Expression left, Expression right,
                    std::string_view where) const {
    require_condition(left, where);
    require_condition(right, where);
    const Type type = left.type;
    const auto [begin, end] = std::pair{left.begin, right.end};
    return made(operation, type, begin, end, std::move(left), std::move(right));
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
    return made(operation, {Type::Kind::condition}, begin, end, std::move(left), std::move(right));
  }

  Expression sum() {
    Expression left = product();
    while (is_one_of({"+", "-"})) {
      const Token sign = take();
      Expression right = product();
      const Type type = common(left, right, fmt::format("'{}'", sign.text));
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
      const bool times_it = token.text == "*";
      Expression right = sign();
      require_quantity(left, fmt::format("'{}'", token.text));
      require_quantity(right, fmt::format("'{}'", token.text));
      const auto measure = combined(left.type.measure, 1, right.type.measure, times_it ? 1 : -1);
      if (!measure) {
        refuse_measure(right);
      }
      const auto [begin, end] = std::pair{left.begin, right.end};
      left = made(times_it ? Operation::multiply : Operation::divide,
                  {Type::Kind::quantity, *measure}, begin, end, std::move(left), std::move(right));
    }
    return left;
  }

  [[noreturn]] void refuse_measure(const Expression& at) const {
    refuse(at, "a unit is raised too far",
           fmt::format("no exponent of a unit is beyond {}", largest_exponent));
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
    const Type type{Type::Kind::quantity, raised(base, exponent)};
    const auto [begin, end] = std::pair{base.begin, exponent.end};
    return made(Operation::power, type, begin, end, std::move(base), exponent);
  }

  Measure raised(const Expression& base, const Expression& exponent) const {
    if (base.type.measure == Measure{}) {
      return {};
    }
    const double number = exponent.step.number;
    if (!exponent.is_constant() || number != std::floor(number)) {
      refuse(exponent, fmt::format("{} is {}", quoted(base), described(base.type)),
             "only a bare number may be raised to a power that is not a whole constant",
             "Divide it by one of its kind first.");
    }
    const auto measure = std::abs(number) <= largest_exponent
                             ? combined(base.type.measure, static_cast<int>(number), {}, 0)
                             : std::nullopt;
    if (!measure) {
      refuse_measure(exponent);
    }
    return *measure;
  }

  Expression value() {
    if (now().kind == TokenKind::number) {
      return number();
    }
    if (now().kind == TokenKind::word && !is_joining(now().text)) {
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
    if (now().kind == TokenKind::word && !is_joining(now().text)) {
      refuse_unit(token, now());
    }
    const Type type{token.value == 0.0 && token.measure == Measure{} ? Type::Kind::nothing
                                                                     : Type::Kind::quantity,
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
    for (const TermDeclaration& term : term_declarations()) {
      if (term.name == name.text) {
        return leaf(Operation::term, static_cast<std::size_t>(term.term), term.measure, name);
      }
    }
    if (const Parameter* parameter = find_by_name(scope_.parameters, name.text)) {
      const auto place = static_cast<std::size_t>(parameter - scope_.parameters.data());
      return leaf(Operation::parameter, place, parameter->measure, name);
    }
    refuse_name(name);
  }

  static Expression leaf(Operation operation, std::size_t index, const Measure& measure,
                         const Token& name) {
    return {{operation, static_cast<std::uint32_t>(index), 0.0},
            {Type::Kind::quantity, measure},
            name.offset,
            name.offset + name.text.size()};
  }

  [[noreturn]] void refuse_name(const Token& name) const {
    const std::size_t end = name.offset + name.text.size();
    if (const Function* function = find_function(name.text)) {
      refuse(name.offset, end, fmt::format("'{}' without its values", name.text), "",
             fmt::format("Write {}.", function->shape));
    }
    std::string suggestion = did_you_mean(name.text, names_in(scope_));
    for (const OtherName& other : other_names) {
      if (other.written == name.text) {
        suggestion = fmt::format("Write '{}'.", other.meant);
      }
    }
    refuse(name.offset, end, fmt::format("unknown name '{}'", name.text),
           "it is no term of contracts and no parameter of the programme", suggestion);
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
    const TermDeclaration* term = find_by_name(term_declarations(), whole);
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
    const Function* function = find_function(name.text);
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

  Expression applied(const Function& function, std::vector<Expression> values, std::size_t begin,
                     std::size_t end) const {
    const std::string where = fmt::format("'{}'", function.name);
    switch (function.operation) {
      case Operation::logarithm:
      case Operation::exponential:
        require_bare(values[0], where);
        return made(function.operation, {}, begin, end, std::move(values[0]));
      case Operation::choose: {
        require_condition(values[0], where);
        const Type type = common(values[1], values[2], where);
        return chosen(type, std::move(values), begin, end);
      }
      case Operation::clamp: {
        const bool any = common(values[0], values[1], where).kind == Type::Kind::nothing;
        const bool first = !any && values[0].type.kind != Type::Kind::nothing;
        const Type type = common(values[first ? 0 : 1], values[2], where);
        return made(function.operation, type, begin, end, std::move(values[0]),
                    std::move(values[1]), std::move(values[2]));
      }
      default:
        return least_or_largest(function.operation, std::move(values), begin, end, where);
    }
  }

  void require_bare(const Expression& expression, std::string_view where) const {
    require_quantity(expression, where);
    if (expression.type.measure != Measure{}) {
      refuse(expression, fmt::format("{} is {}", quoted(expression), described(expression.type)),
             fmt::format("{} takes a bare number", where), "Divide it by one of its kind first.");
    }
  }

  Expression least_or_largest(Operation operation, std::vector<Expression> values,
                              std::size_t begin, std::size_t end, std::string_view where) const {
    Expression result = std::move(values[0]);
    for (std::size_t i = 1; i < values.size(); ++i) {
      const Type type = common(result, values[i], where);
      result = made(operation, type, begin, end, std::move(result), std::move(values[i]));
    }
    return result;
  }

  /// What is not chosen leaves no trace if that is known.
  Expression chosen(const Type& type, std::vector<Expression> values, std::size_t begin,
                    std::size_t end) const {
    if (values[0].is_constant()) {
      Expression taken = std::move(values[values[0].step.number != 0.0 ? 1 : 2]);
      taken.type = type;
      taken.begin = begin;
      taken.end = end;
      return taken;
    }
    return made(Operation::choose, type, begin, end, std::move(values[0]), std::move(values[1]),
                std::move(values[2]));
  }

  /// What two have in common that are added, compared or chosen between.
  Type common(const Expression& left, const Expression& right, std::string_view where) const {
    require_quantity(left, where);
    require_quantity(right, where);
    if (left.type.kind == Type::Kind::nothing) {
      return right.type;
    }
    if (right.type.kind != Type::Kind::nothing && left.type.measure != right.type.measure) {
      refuse(right,
             fmt::format("{} is {}, {} is {}", quoted(left), described(left.type), quoted(right),
                         described(right.type)),
             fmt::format("{} takes two of a kind", where), alignment(left, right));
    }
    return left.type;
  }

  /// How two of different measures could have been meant.
  std::string alignment(const Expression& left, const Expression& right) const {
    const auto are = [&](const Measure& one, const Measure& other) {
      return (left.type.measure == one && right.type.measure == other) ||
             (left.type.measure == other && right.type.measure == one);
    };
    if (are(in_money, in_money_per_unit)) {
      return "Multiply the price by 'units', or divide the sum by them.";
    }
    const bool is_number = right.is_constant() && right.type.measure == Measure{};
    const std::string_view written = text_.substr(right.begin, right.end - right.begin);
    const std::vector<MeasuredUnit> units = measured_units(scope_.benchmark_unit);
    const MeasuredUnit* unit = find_unit(units, left.type.measure);
    if (!is_number || unit == nullptr || written.find('%') != std::string_view::npos) {
      return "";
    }
    if (unit->unit.dimension == Dimension::time) {
      return fmt::format("Write '{} years'?", written);
    }
    return fmt::format("Write '{}'?",
                       write_quantity(right.step.number, unit->unit, *scope_.currency));
  }

  /// One operation on its operands; on constants it is carried out.
  template <class... Operands>
  Expression made(Operation operation, Type type, std::size_t begin, std::size_t end,
                  Operands... operands) const {
    Expression result{{operation, 0, 0.0}, type, begin, end};
    (result.parts.push_back(std::move(operands)), ...);
    if (!std::all_of(result.parts.begin(), result.parts.end(),
                     [](const Expression& part) { return part.is_constant(); })) {
      return result;
    }
    std::vector<Instruction> program;
    flatten(result, program);
    const double number = Formula(std::move(program)).evaluate({}, {});
    if (!std::isfinite(number)) {
      refuse(result, fmt::format("{} is not finite", quoted(result)));
    }
    return {{Operation::constant, 0, number}, type, begin, end};
  }

  std::string_view text_;
  const FormulaScope& scope_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

Formula program_of(const Expression& expression) {
  std::vector<Instruction> program;
  flatten(expression, program);
  if (Formula::waiting(program) > Formula::most_waiting) {
    throw FormulaRefused{{expression.begin, expression.end - expression.begin,
                          "the formula nests too deeply",
                          fmt::format("more than {} values would wait for what is made of them",
                                      Formula::most_waiting),
                          "Write what nests deepest first."}};
  }
  return Formula(std::move(program));
}

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
        expression.type.kind == Type::Kind::condition && wanted[i] == Measure{};
    const bool same =
        expression.type.kind == Type::Kind::quantity && expression.type.measure == wanted[i];
    if (bare_condition || same || expression.type.kind == Type::Kind::nothing) {
      return i;
    }
    names.push_back(measure_name(wanted[i]));
  }
  parser.refuse(
      expression,
      fmt::format("{} is {}", parser.quoted(expression), parser.described(expression.type)),
      fmt::format("{} is wanted here", fmt::join(names, " or ")),
      expression.type.kind == Type::Kind::condition
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

std::string_view meaning_in_formulas(std::string_view word) {
  if (find_by_name(term_declarations(), word) != nullptr || word == time_function) {
    return "a term";
  }
  if (find_function(word) != nullptr) {
    return "a function";
  }
  if (is_joining(word)) {
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
