#include "firstcustomer/core/formula.hpp"

#include <algorithm>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/elementary.hpp"

namespace firstcustomer {
namespace {

constexpr std::size_t operands_of(Operation operation) {
  switch (operation) {
    case Operation::constant:
    case Operation::term:
    case Operation::parameter:
      return 0;
    case Operation::negate:
    case Operation::logarithm:
    case Operation::exponential:
    case Operation::negation:
      return 1;
    case Operation::clamp:
    case Operation::choose:
      return 3;
    default:
      return 2;
  }
}

constexpr bool is_nan(double x) {
  return x != x;
}

/// The first of two that is not a number, if there is one.
constexpr double first_nan(double a, double b) {
  return is_nan(a) ? a : b;
}

double smaller(double a, double b) {
  return a < b || is_nan(a) ? a : b;
}

double larger(double a, double b) {
  return a > b || is_nan(a) ? a : b;
}

/// 1 or 0, unless one of those compared is not a number.
double truth(bool holds, double a, double b) {
  return is_nan(a) || is_nan(b) ? first_nan(a, b) : holds ? 1.0 : 0.0;
}

double of_one(Operation operation, double a) {
  switch (operation) {
    case Operation::negate:
      return -a;
    case Operation::logarithm:
      return elementary::log(a);
    case Operation::exponential:
      return elementary::exp(a);
    default:
      return truth(a == 0.0, a, a);
  }
}

double of_two(Operation operation, double a, double b) {
  switch (operation) {
    case Operation::add:
      return a + b;
    case Operation::subtract:
      return a - b;
    case Operation::multiply:
      return a * b;
    case Operation::divide:
      return a / b;
    case Operation::power:
      return is_nan(a) || is_nan(b) ? first_nan(a, b) : elementary::pow(a, b);
    case Operation::minimum:
      return smaller(a, b);
    case Operation::maximum:
      return larger(a, b);
    case Operation::less:
      return truth(a < b, a, b);
    case Operation::at_most:
      return truth(a <= b, a, b);
    case Operation::greater:
      return truth(a > b, a, b);
    case Operation::at_least:
      return truth(a >= b, a, b);
    case Operation::both:
      return truth(a != 0.0 && b != 0.0, a, b);
    default:
      return truth(a != 0.0 || b != 0.0, a, b);
  }
}

double of_three(Operation operation, double a, double b, double c) {
  if (operation == Operation::clamp) {
    return smaller(larger(a, b), c);
  }
  return is_nan(a) ? a : a != 0.0 ? b : c;
}

}  // namespace

std::size_t Formula::waiting(std::span<const Instruction> program) {
  std::size_t now = 0;
  std::size_t most = 0;
  for (const Instruction& step : program) {
    const std::size_t taken = operands_of(step.operation);
    if (taken > now || (step.operation == Operation::term && step.index >= most_terms)) {
      return 0;
    }
    now += 1 - taken;
    most = std::max(most, now);
  }
  return now == 1 ? most : 0;
}

Formula::Formula() : program_{Instruction{}} {}

Formula Formula::constant(double number) {
  return Formula({{Operation::constant, 0, number}});
}

Formula::Formula(std::vector<Instruction> program) : program_(std::move(program)) {
  const std::size_t most = waiting(program_);
  expect(most > 0, "a formula leaves one value");
  expect(most <= most_waiting, "values of a formula fit its stack");
  for (const Instruction& step : program_) {
    if (step.operation == Operation::term) {
      terms_ |= std::uint64_t{1} << step.index;
      terms_read_ = std::max(terms_read_, std::size_t{step.index} + 1);
    } else if (step.operation == Operation::parameter) {
      parameters_ = std::max(parameters_, std::size_t{step.index} + 1);
    }
  }
}

double Formula::evaluate(std::span<const double> terms, std::span<const double> parameters) const {
  expect(terms.size() >= terms_read_, "a formula has the terms it reads");
  expect(parameters.size() >= parameters_, "a formula has the parameters it reads");
  double stack[most_waiting];
  double* top = stack;  // above the last value that waits
  for (const Instruction& step : program_) {
    switch (operands_of(step.operation)) {
      case 0:
        *top++ = step.operation == Operation::constant ? step.number
                 : step.operation == Operation::term   ? terms[step.index]
                                                       : parameters[step.index];
        break;
      case 1:
        top[-1] = of_one(step.operation, top[-1]);
        break;
      case 2:
        --top;
        top[-1] = of_two(step.operation, top[-1], top[0]);
        break;
      default:
        top -= 2;
        top[-1] = of_three(step.operation, top[-1], top[0], top[1]);
    }
  }
  return stack[0];
}

}  // namespace firstcustomer
