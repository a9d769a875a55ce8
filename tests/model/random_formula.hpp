#pragma once
/// \file
/// Random formulas of contracts that come to finite numbers in any random case.

#include <vector>

#include "firstcustomer/core/formula.hpp"
#include "firstcustomer/model/programme.hpp"
#include "model/dice.hpp"

namespace firstcustomer::testing {

/// What formulas of a random programme may refer to, whatever its contract: money, a price and a
/// yearly rate.
inline std::vector<Parameter> random_parameters(Dice& dice) {
  return {{"bonus", dice.between(1e3, 2e5), in_money},
          {"unit_price", dice.between(2e3, 2e4), in_money_per_unit},
          {"fall", dice.between(0.0, 0.4), {.years = -1}}};
}

/// Grows one formula, operands before their operation.
class FormulaDice {
 public:
  explicit FormulaDice(Dice& dice) : dice_(dice) {}

  /// Of either sign, mostly not far beyond `most` pounds. Operations stand above one another at
  /// most so many times.
  FormulaDice& money(double most, int depth = 2) {
    if (depth == 0 || dice_.happens(0.3)) {
      return money_of_a_term(most);
    }
    switch (dice_.whole(0, 4)) {
      case 0:
        return money(most, depth - 1).money(most, depth - 1).add(Operation::subtract);
      case 1:
        return money(most, depth - 1).number(depth - 1).add(Operation::multiply);
      case 2:
        return condition().money(most, depth - 1).money(most, depth - 1).add(Operation::choose);
      case 3:
        return money(most, depth - 1).constant(0.0).constant(most).add(Operation::clamp);
      default:
        return money(most, depth - 1)
            .money(most, depth - 1)
            .add(dice_.one_of({Operation::add, Operation::minimum, Operation::maximum}));
    }
  }

  /// Pounds a unit, not far beyond `most`.
  FormulaDice& price(double most) {
    switch (dice_.whole(0, 6)) {
      case 0:  // falls from year to year
        return parameter(1)
            .constant(1.0)
            .parameter(2)
            .add(Operation::subtract)
            .years()
            .add(Operation::power)
            .add(Operation::multiply);
      case 1:
        return term(Term::market_price).constant(0.0).constant(most).add(Operation::clamp);
      case 2:
        return term(Term::frontier_price).constant(most).add(Operation::minimum);
      case 3:  // cost plus
        return term(Term::unit_cost)
            .constant(dice_.between(0.5, 1.5))
            .add(Operation::multiply)
            .constant(dice_.between(0.0, 5e3))
            .add(Operation::add);
      case 4:
        return parameter(1)
            .term(dice_.one_of({Term::price_index, Term::exchange_rate}))
            .add(Operation::multiply);
      case 5:  // more for a better product
        return condition().constant(dice_.between(0.0, most)).parameter(1).add(Operation::choose);
      default:  // less from unit to unit
        return parameter(1)
            .constant(1.3)
            .term(Term::share_delivered)
            .add(Operation::subtract)
            .add(Operation::multiply);
    }
  }

  /// Whether a unit sells for less than so many pounds.
  FormulaDice& market_below(double price) {
    return term(Term::market_price).constant(price).add(Operation::less);
  }

  /// Units to order: of capacity, of the budget, of a place, or a number.
  FormulaDice& units() {
    switch (dice_.whole(0, 3)) {
      case 2:
        return constant(dice_.between(0.0, 200.0)).term(Term::place_share).add(Operation::multiply);
      case 0:
        return term(Term::capacity).constant(dice_.between(0.0, 2.0)).add(Operation::multiply);
      case 1:
        return term(Term::remaining_fund).parameter(1).add(Operation::divide);
      default:
        return constant(dice_.between(0.0, 90.0));
    }
  }

  FormulaDice& condition() {
    number(0).number(0).add(dice_.one_of(
        {Operation::less, Operation::at_most, Operation::greater, Operation::at_least}));
    if (dice_.happens(0.2)) {
      add(Operation::negation);
    }
    if (dice_.happens(0.2)) {
      condition().add(dice_.one_of({Operation::both, Operation::either}));
    }
    return *this;
  }

  FormulaDice& term(Term term) {
    program_.push_back({Operation::term, static_cast<std::uint32_t>(term), 0.0});
    return *this;
  }

  Formula grown() const { return Formula(program_); }

 private:
  FormulaDice& add(Operation operation) {
    program_.push_back({operation, 0, 0.0});
    return *this;
  }
  FormulaDice& constant(double number) {
    program_.push_back({Operation::constant, 0, number});
    return *this;
  }
  FormulaDice& parameter(std::uint32_t index) {
    program_.push_back({Operation::parameter, index, 0.0});
    return *this;
  }
  FormulaDice& years() {
    return term(dice_.one_of({Term::years_since_start, Term::years_since_announcement,
                              Term::years_since_signing, Term::years_since_qualification,
                              Term::years_since_delivery}));
  }

  /// A term of money, brought to the size of `most`.
  FormulaDice& money_of_a_term(double most) {
    const double part = dice_.between(0.0, 1.0);
    switch (dice_.whole(0, 9)) {
      case 0:
        return parameter(0);
      case 8:
        return term(Term::receipts).constant(0.2 * part).add(Operation::multiply);
      case 1:
        return term(Term::value).constant(part).add(Operation::multiply);
      case 2:
        return term(Term::budget).constant(0.1 * part).add(Operation::multiply);
      case 3:
        return term(Term::remaining_fund).constant(0.2 * part).add(Operation::multiply);
      case 4:
        return term(Term::spending).constant(part).add(Operation::multiply);
      case 5:
        return term(Term::raised).constant(0.2 * part).add(Operation::multiply);
      case 6:
        return term(Term::round).constant(part).add(Operation::multiply);
      case 7:  // for units
        return term(dice_.one_of({Term::bid, Term::price, Term::unit_cost}))
            .term(dice_.one_of({Term::units, Term::accepted}))
            .add(Operation::multiply)
            .constant(part)
            .add(Operation::multiply);
      default:
        return constant(most * part);
    }
  }

  /// Around 1.
  FormulaDice& number(int depth) {
    if (depth > 0 && dice_.happens(0.3)) {
      return number(depth - 1).constant(1.0).add(Operation::add).add(Operation::logarithm);
    }
    switch (dice_.whole(0, 5)) {
      case 0:
        return constant(dice_.between(0.0, 2.0));
      case 1:  // fades
        return years().constant(-0.3).add(Operation::multiply).add(Operation::exponential);
      case 2:
        return term(dice_.one_of({Term::rank, Term::suppliers, Term::place}))
            .constant(0.4)
            .add(Operation::multiply);
      case 3:
        return term(Term::measurement)
            .term(Term::threshold)
            .add(Operation::divide)
            .constant(0.0)
            .constant(3.0)
            .add(Operation::clamp);
      case 4:
        return years().constant(0.4).add(Operation::multiply);
      default:
        return term(dice_.one_of({Term::share_delivered, Term::excess_share, Term::capacity_share,
                                  Term::price_index, Term::exchange_rate, Term::place_share}));
    }
  }

  Dice& dice_;
  std::vector<Instruction> program_;
};

}  // namespace firstcustomer::testing
