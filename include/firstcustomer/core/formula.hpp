#pragma once
/// \file
/// Formulas as flat postfix programs: evaluated on a fixed stack, without allocation.
///
/// A formula is made once, by a parser that has checked names and units, and never changes. What
/// its terms are and what they are worth is the caller's business: it hands over their values.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace firstcustomer {

enum class Operation : std::uint8_t {
  constant,   ///< pushes a number
  term,       ///< pushes a term, by its index
  parameter,  ///< pushes a parameter, by its index
  add,
  subtract,
  multiply,
  divide,
  power,
  negate,
  minimum,
  maximum,
  clamp,      ///< (x, low, high)
  logarithm,  ///< natural
  exponential,
  choose,  ///< (condition, then, otherwise): all are evaluated, what is not taken counts for
           ///< nothing
  less,    ///< comparisons give 1 or 0
  at_most,
  greater,
  at_least,
  both,      ///< 1 if both are not 0
  either,    ///< 1 if one is not 0
  negation,  ///< 1 if it is 0
};

/// One step of a program.
struct Instruction {
  Operation operation = Operation::constant;
  /// Of a term or parameter.
  std::uint32_t index = 0;
  /// Of a constant.
  double number = 0.0;

  friend bool operator==(const Instruction&, const Instruction&) = default;
};

class Formula {
 public:
  /// Values that may wait on the stack; terms there may be.
  static constexpr std::size_t most_waiting = 32;
  static constexpr std::size_t most_terms = 64;

  /// Values that wait at most while a program runs; 0 if it is unsound: it takes values that are
  /// not there, does not leave exactly one, or reads a term beyond `most_terms`.
  static std::size_t waiting(std::span<const Instruction> program);

  /// The constant 0.
  Formula();
  static Formula constant(double number);
  /// Needs: a sound program that leaves one value and never more than `most_waiting` waiting.
  explicit Formula(std::vector<Instruction> program);

  bool is_constant() const { return program_.size() == 1 && terms_ == 0 && parameters_ == 0; }
  /// Bit t: whether term t is read.
  std::uint64_t terms() const { return terms_; }
  std::span<const Instruction> program() const { return program_; }

  /// Costs: one pass over the program. The result may be infinite or not a number: the caller
  /// says what that means. What is not a number makes whatever is made of it not one, comparisons
  /// and conditions included. Needs: as many terms and parameters as the program reads.
  double evaluate(std::span<const double> terms, std::span<const double> parameters) const;

  friend bool operator==(const Formula&, const Formula&) = default;

 private:
  std::vector<Instruction> program_;
  std::uint64_t terms_ = 0;
  /// The least numbers of terms and parameters that must be given.
  std::size_t terms_read_ = 0;
  std::size_t parameters_ = 0;
};

}  // namespace firstcustomer
