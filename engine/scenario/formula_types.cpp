#include "formula_types.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "measured_units.hpp"
#include "quantity_text.hpp"

namespace firstcustomer {
namespace {

constexpr int largest_exponent = 9;

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

}  // namespace

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

std::string FormulaTyping::quoted(const Expression& expression) const {
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

std::string FormulaTyping::described(const ExpressionType& type) const {
  return type.kind == ExpressionType::Kind::condition ? "a condition" : measure_name(type.measure);
}

void FormulaTyping::refuse(std::size_t begin, std::size_t end, std::string problem,
                           std::string reason, std::string suggestion) const {
  throw FormulaRefused{{begin, std::max<std::size_t>(end - begin, 1), std::move(problem),
                        std::move(reason), std::move(suggestion)}};
}

void FormulaTyping::refuse(const Expression& at, std::string problem, std::string reason,
                           std::string suggestion) const {
  refuse(at.begin, at.end, std::move(problem), std::move(reason), std::move(suggestion));
}

void FormulaTyping::require_quantity(const Expression& expression, std::string_view where) const {
  if (expression.type.kind == ExpressionType::Kind::condition) {
    refuse(expression, fmt::format("{} is a condition", quoted(expression)),
           fmt::format("{} takes numbers", where), "Choose by it: if(condition, then, otherwise).");
  }
}

void FormulaTyping::require_condition(const Expression& expression, std::string_view where) const {
  if (expression.type.kind != ExpressionType::Kind::condition) {
    refuse(expression, fmt::format("{} is {}", quoted(expression), described(expression.type)),
           fmt::format("{} takes a condition", where), "Compare it, for example with '> 0'.");
  }
}

void FormulaTyping::require_bare(const Expression& expression, std::string_view where) const {
  require_quantity(expression, where);
  if (expression.type.measure != Measure{}) {
    refuse(expression, fmt::format("{} is {}", quoted(expression), described(expression.type)),
           fmt::format("{} takes a bare number", where), "Divide it by one of its kind first.");
  }
}

Expression FormulaTyping::joined(Operation operation, Expression left, Expression right,
                                 std::string_view where) const {
  require_condition(left, where);
  require_condition(right, where);
  const ExpressionType type = left.type;
  const auto [begin, end] = std::pair{left.begin, right.end};
  return made(operation, type, begin, end, std::move(left), std::move(right));
}

void FormulaTyping::refuse_measure(const Expression& at) const {
  refuse(at, "a unit is raised too far",
         fmt::format("no exponent of a unit is beyond {}", largest_exponent));
}

Expression FormulaTyping::scaled(Operation operation, Expression left, Expression right,
                                 std::string_view where) const {
  require_quantity(left, where);
  require_quantity(right, where);
  const auto measure =
      combined(left.type.measure, 1, right.type.measure, operation == Operation::multiply ? 1 : -1);
  if (!measure) {
    refuse_measure(right);
  }
  const auto [begin, end] = std::pair{left.begin, right.end};
  return made(operation, {ExpressionType::Kind::quantity, *measure}, begin, end, std::move(left),
              std::move(right));
}

Measure FormulaTyping::raised(const Expression& base, const Expression& exponent) const {
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

Expression FormulaTyping::applied(const FormulaFunction& function, std::vector<Expression> values,
                                  std::size_t begin, std::size_t end) const {
  const std::string where = fmt::format("'{}'", function.name);
  switch (function.operation) {
    case Operation::logarithm:
    case Operation::exponential:
      require_bare(values[0], where);
      return made(function.operation, {}, begin, end, std::move(values[0]));
    case Operation::choose: {
      require_condition(values[0], where);
      const ExpressionType type = common(values[1], values[2], where);
      return chosen(type, std::move(values), begin, end);
    }
    case Operation::clamp: {
      const bool any = common(values[0], values[1], where).kind == ExpressionType::Kind::nothing;
      const bool first = !any && values[0].type.kind != ExpressionType::Kind::nothing;
      const ExpressionType type = common(values[first ? 0 : 1], values[2], where);
      return made(function.operation, type, begin, end, std::move(values[0]), std::move(values[1]),
                  std::move(values[2]));
    }
    default:
      return least_or_largest(function.operation, std::move(values), begin, end, where);
  }
}

Expression FormulaTyping::least_or_largest(Operation operation, std::vector<Expression> values,
                                           std::size_t begin, std::size_t end,
                                           std::string_view where) const {
  Expression result = std::move(values[0]);
  for (std::size_t i = 1; i < values.size(); ++i) {
    const ExpressionType type = common(result, values[i], where);
    result = made(operation, type, begin, end, std::move(result), std::move(values[i]));
  }
  return result;
}

Expression FormulaTyping::chosen(const ExpressionType& type, std::vector<Expression> values,
                                 std::size_t begin, std::size_t end) const {
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

ExpressionType FormulaTyping::common(const Expression& left, const Expression& right,
                                     std::string_view where) const {
  require_quantity(left, where);
  require_quantity(right, where);
  if (left.type.kind == ExpressionType::Kind::nothing) {
    return right.type;
  }
  if (right.type.kind != ExpressionType::Kind::nothing && left.type.measure != right.type.measure) {
    refuse(right,
           fmt::format("{} is {}, {} is {}", quoted(left), described(left.type), quoted(right),
                       described(right.type)),
           fmt::format("{} takes two of a kind", where), alignment(left, right));
  }
  return left.type;
}

std::string FormulaTyping::alignment(const Expression& left, const Expression& right) const {
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

Expression FormulaTyping::folded(Expression expression) const {
  if (!std::all_of(expression.parts.begin(), expression.parts.end(),
                   [](const Expression& part) { return part.is_constant(); })) {
    return expression;
  }
  std::vector<Instruction> program;
  flatten(expression, program);
  const double number = Formula(std::move(program)).evaluate({}, {});
  if (!std::isfinite(number)) {
    refuse(expression, fmt::format("{} is not finite", quoted(expression)));
  }
  return {{Operation::constant, 0, number}, expression.type, expression.begin, expression.end};
}

}  // namespace firstcustomer
