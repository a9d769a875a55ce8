#include "firstcustomer/core/formula.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <memory>
#include <new>
#include <random>
#include <string>
#include <vector>

#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/elementary.hpp"

namespace {
std::size_t allocations = 0;
}  // namespace

// NOLINTBEGIN: counted for the whole program
void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) {
    return memory;
  }
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
// NOLINTEND

namespace firstcustomer {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

Instruction number(double value) {
  return {Operation::constant, 0, value};
}

/// One operation on constants.
double applied(Operation operation, const std::vector<double>& operands) {
  std::vector<Instruction> program;
  for (const double operand : operands) {
    program.push_back(number(operand));
  }
  program.push_back({operation, 0, 0.0});
  return Formula(program).evaluate({}, {});
}

TEST(Formula, IsNothingByDefault) {
  EXPECT_TRUE(Formula().is_constant());
  EXPECT_EQ(Formula().evaluate({}, {}), 0.0);
  EXPECT_EQ(Formula(), Formula::constant(0.0));
  EXPECT_EQ(Formula::constant(2.5).evaluate({}, {}), 2.5);
}

TEST(Formula, AppliesEveryOperation) {
  const struct {
    Operation operation;
    std::vector<double> operands;
    double value;
  } table[] = {{Operation::add, {3, 2}, 5},
               {Operation::subtract, {3, 2}, 1},
               {Operation::multiply, {3, 2}, 6},
               {Operation::divide, {3, 2}, 1.5},
               {Operation::divide, {3, 0}, infinity},
               {Operation::power, {3, 2}, elementary::pow(3, 2)},
               {Operation::negate, {3}, -3},
               {Operation::minimum, {3, 2}, 2},
               {Operation::minimum, {2, 3}, 2},
               {Operation::maximum, {3, 2}, 3},
               {Operation::maximum, {2, 3}, 3},
               {Operation::clamp, {5, 1, 4}, 4},
               {Operation::clamp, {0, 1, 4}, 1},
               {Operation::clamp, {3, 1, 4}, 3},
               {Operation::logarithm, {3}, elementary::log(3)},
               {Operation::exponential, {3}, elementary::exp(3)},
               {Operation::choose, {1, 2, 3}, 2},
               {Operation::choose, {0, 2, 3}, 3},
               {Operation::choose, {1, 2, nan}, 2},
               {Operation::choose, {0, nan, 3}, 3},
               {Operation::less, {2, 3}, 1},
               {Operation::less, {3, 3}, 0},
               {Operation::at_most, {3, 3}, 1},
               {Operation::at_most, {4, 3}, 0},
               {Operation::greater, {4, 3}, 1},
               {Operation::greater, {3, 3}, 0},
               {Operation::at_least, {3, 3}, 1},
               {Operation::at_least, {2, 3}, 0},
               {Operation::both, {2, 3}, 1},
               {Operation::both, {2, 0}, 0},
               {Operation::both, {0, 2}, 0},
               {Operation::either, {0, 3}, 1},
               {Operation::either, {3, 0}, 1},
               {Operation::either, {0, 0}, 0},
               {Operation::negation, {0}, 1},
               {Operation::negation, {2}, 0}};
  for (const auto& row : table) {
    EXPECT_EQ(applied(row.operation, row.operands), row.value)
        << static_cast<int>(row.operation) << " of " << row.operands[0];
  }
}

TEST(Formula, PassesOnWhatIsNotANumber) {
  for (auto operation = static_cast<int>(Operation::add);
       operation <= static_cast<int>(Operation::negation); ++operation) {
    const auto each = static_cast<Operation>(operation);
    for (const std::vector<double>& operands :
         {std::vector<double>{nan}, {nan, 1.5}, {nan, 0}, {1, nan}, {nan, 1.5, 2}}) {
      const std::vector<Instruction> steps(operands.size(), number(0));
      std::vector<Instruction> program = steps;
      program.push_back({each, 0, 0.0});
      if (Formula::waiting(program) > 0) {
        EXPECT_TRUE(std::isnan(applied(each, operands))) << operation << " " << operands.size();
      }
    }
  }
}

TEST(Formula, ReadsTermsAndParameters) {
  const Formula formula({{Operation::term, 63, 0.0},
                         {Operation::term, 2, 0.0},
                         {Operation::subtract, 0, 0.0},
                         {Operation::parameter, 1, 0.0},
                         {Operation::divide, 0, 0.0}});
  std::array<double, 64> terms{};
  terms[2] = 3.0;
  terms[63] = 10.0;
  EXPECT_EQ(formula.evaluate(terms, std::array{9.0, 2.0}), 3.5);
  EXPECT_EQ(formula.terms(), (std::uint64_t{1} << 63U) | 4U);
  EXPECT_FALSE(formula.is_constant());
  EXPECT_FALSE(Formula({{Operation::parameter, 0, 0.0}}).is_constant());
  EXPECT_FALSE(Formula({{Operation::term, 0, 0.0}}).is_constant());
  EXPECT_THROW(formula.evaluate(std::span(terms).first(63), std::array{9.0, 2.0}), InvariantError);
  EXPECT_THROW(formula.evaluate(terms, std::array{9.0}), InvariantError);
}

TEST(Formula, RefusesUnsoundPrograms) {
  const std::vector<Instruction> unsound[] = {{},
                                              {number(1), number(2)},
                                              {{Operation::negate, 0, 0.0}},
                                              {number(1), {Operation::add, 0, 0.0}},
                                              {number(1), number(2), {Operation::clamp, 0, 0.0}},
                                              {{Operation::add, 0, 0.0}, number(1), number(2)},
                                              {{Operation::term, 64, 0.0}}};
  for (const auto& program : unsound) {
    EXPECT_EQ(Formula::waiting(program), 0U);
    EXPECT_THROW(Formula{program}, InvariantError);
  }
}

/// As many numbers, added from the last on.
std::vector<Instruction> stacked(std::size_t numbers) {
  std::vector<Instruction> program(numbers, number(1));
  program.insert(program.end(), numbers - 1, {Operation::add, 0, 0.0});
  return program;
}

TEST(Formula, KeepsWithinItsStack) {
  EXPECT_EQ(Formula::waiting(stacked(Formula::most_waiting)), Formula::most_waiting);
  EXPECT_EQ(Formula(stacked(Formula::most_waiting)).evaluate({}, {}), 32.0);
  EXPECT_THROW(Formula(stacked(Formula::most_waiting + 1)), InvariantError);
}

/// The naive twin: a tree of nodes on the heap, evaluated by recursion in the words of the header.
struct Tree {
  Operation operation = Operation::constant;
  std::uint32_t index = 0;
  double number = 0.0;
  std::vector<Tree> children = {};
};

double value_of(const Tree& tree, const std::vector<double>& terms,
                const std::vector<double>& parameters) {
  std::vector<double> of;
  for (const Tree& child : tree.children) {
    of.push_back(value_of(child, terms, parameters));
  }
  const std::size_t counted = tree.operation == Operation::choose ? 1 : of.size();
  for (std::size_t i = 0; i < counted; ++i) {
    if (std::isnan(of[i])) {
      return nan;
    }
  }
  switch (tree.operation) {
    case Operation::constant:
      return tree.number;
    case Operation::term:
      return terms[tree.index];
    case Operation::parameter:
      return parameters[tree.index];
    case Operation::add:
      return of[0] + of[1];
    case Operation::subtract:
      return of[0] - of[1];
    case Operation::multiply:
      return of[0] * of[1];
    case Operation::divide:
      return of[0] / of[1];
    case Operation::power:
      return elementary::pow(of[0], of[1]);
    case Operation::negate:
      return -of[0];
    case Operation::minimum:
      return std::fmin(of[0], of[1]);
    case Operation::maximum:
      return std::fmax(of[0], of[1]);
    case Operation::clamp:
      return std::fmin(std::fmax(of[0], of[1]), of[2]);
    case Operation::logarithm:
      return elementary::log(of[0]);
    case Operation::exponential:
      return elementary::exp(of[0]);
    case Operation::choose:
      return of[0] == 0.0 ? of[2] : of[1];
    case Operation::less:
      return of[0] < of[1];
    case Operation::at_most:
      return of[0] <= of[1];
    case Operation::greater:
      return of[0] > of[1];
    case Operation::at_least:
      return of[0] >= of[1];
    case Operation::both:
      return of[0] != 0.0 && of[1] != 0.0;
    case Operation::either:
      return of[0] != 0.0 || of[1] != 0.0;
    case Operation::negation:
      return of[0] == 0.0;
  }
  return nan;
}

std::size_t children_of(Operation operation) {
  return operation <= Operation::parameter                                 ? 0
         : operation == Operation::clamp || operation == Operation::choose ? 3
         : operation == Operation::negate || operation == Operation::logarithm ||
                 operation == Operation::exponential || operation == Operation::negation
             ? 1
             : 2;
}

Tree random_tree(std::mt19937_64& random, int depth) {
  const auto below = [&](std::uint64_t limit) { return random() % limit; };
  Tree tree;
  tree.operation = static_cast<Operation>(below(depth == 0 ? 3 : 22));
  tree.index = static_cast<std::uint32_t>(below(4));
  tree.number = static_cast<double>(below(9)) / 2.0 - 1.0;
  for (std::size_t i = 0; i < children_of(tree.operation); ++i) {
    tree.children.push_back(random_tree(random, depth - 1));
  }
  return tree;
}

void flatten(const Tree& tree, std::vector<Instruction>& program) {
  for (const Tree& child : tree.children) {
    flatten(child, program);
  }
  program.push_back({tree.operation, tree.index, tree.number});
}

TEST(Formula, AgreesWithItsNaiveTwinOnRandomPrograms) {
  std::mt19937_64 random(20261120);
  const std::vector<double> terms = {0.5, -2.0, 3.0, 1e200};
  const std::vector<double> parameters = {0.0, 1.0, 0.25, nan};
  int finite = 0;
  for (int i = 0; i < 20'000; ++i) {
    const Tree tree = random_tree(random, 6);
    std::vector<Instruction> program;
    flatten(tree, program);
    if (Formula::waiting(program) > Formula::most_waiting) {
      continue;
    }
    const double expected = value_of(tree, terms, parameters);
    const double value = Formula(program).evaluate(terms, parameters);
    finite += std::isfinite(expected) ? 1 : 0;
    ASSERT_TRUE(value == expected || (std::isnan(value) && std::isnan(expected)))
        << i << ": " << value << ", not " << expected;
  }
  EXPECT_GT(finite, 5'000) << "the programs are not all nonsense";
}

TEST(Formula, EvaluatesWithoutAllocation) {
  const Formula formula(stacked(Formula::most_waiting));
  const std::size_t before = allocations;
  const auto counted = std::make_unique<int>(1);
  ASSERT_GT(allocations, before) << "allocations are counted";
  const std::size_t then = allocations;
  const double value = formula.evaluate({}, {});
  EXPECT_EQ(allocations, then);
  EXPECT_EQ(value, 32.0);
}

}  // namespace
}  // namespace firstcustomer
