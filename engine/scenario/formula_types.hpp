#pragma once
/// \file
/// The typed tree of a formula: what its parts measure, and what may be made of them.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "formula_tokens.hpp"
#include "formula_words.hpp"

namespace firstcustomer {

/// What an expression is before it has a value.
struct ExpressionType {
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
  ExpressionType type;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::vector<Expression> parts = {};

  bool is_constant() const { return step.operation == Operation::constant; }
};

/// The program of an expression. Throws: FormulaRefused, if it nests too deeply for one.
Formula program_of(const Expression& expression);

/// Makes expressions of expressions and refuses what does not fit together.
/// Throws: FormulaRefused.
class FormulaTyping {
 public:
  FormulaTyping(std::string_view text, const FormulaScope& scope) : text_(text), scope_(scope) {}

  /// As it is written, for messages; the middle of a long one is left out.
  std::string quoted(const Expression& expression) const;

  /// What it measures, or that it is a condition.
  std::string described(const ExpressionType& type) const;

  [[noreturn]] void refuse(std::size_t begin, std::size_t end, std::string problem,
                           std::string reason = "", std::string suggestion = "") const;
  [[noreturn]] void refuse(const Expression& at, std::string problem, std::string reason = "",
                           std::string suggestion = "") const;
  void require_quantity(const Expression& expression, std::string_view where) const;
  void require_condition(const Expression& expression, std::string_view where) const;

  /// Two conditions by 'and' or 'or'.
  Expression joined(Operation operation, Expression left, Expression right,
                    std::string_view where) const;

  /// A product or a quotient.
  Expression scaled(Operation operation, Expression left, Expression right,
                    std::string_view where) const;

  /// What the base measures, to the power.
  Measure raised(const Expression& base, const Expression& exponent) const;

  /// A function of its values.
  Expression applied(const FormulaFunction& function, std::vector<Expression> values,
                     std::size_t begin, std::size_t end) const;

  /// What two have in common that are added, compared or chosen between.
  ExpressionType common(const Expression& left, const Expression& right,
                        std::string_view where) const;

  /// One operation on its operands; on constants it is carried out.
  template <class... Operands>
  Expression made(Operation operation, ExpressionType type, std::size_t begin, std::size_t end,
                  Operands... operands) const {
    Expression result{{operation, 0, 0.0}, type, begin, end};
    (result.parts.push_back(std::move(operands)), ...);
    return folded(std::move(result));
  }

 protected:
  std::string_view text_;
  const FormulaScope& scope_;

 private:
  /// Says that an exponent of a unit is too large.
  [[noreturn]] void refuse_measure(const Expression& at) const;
  void require_bare(const Expression& expression, std::string_view where) const;
  Expression least_or_largest(Operation operation, std::vector<Expression> values,
                              std::size_t begin, std::size_t end, std::string_view where) const;
  /// What is not chosen leaves no trace if that is known.
  Expression chosen(const ExpressionType& type, std::vector<Expression> values, std::size_t begin,
                    std::size_t end) const;
  /// How two of different measures could have been meant.
  std::string alignment(const Expression& left, const Expression& right) const;
  /// The constant that an operation on constants makes; any other as it is.
  Expression folded(Expression expression) const;
};

}  // namespace firstcustomer
