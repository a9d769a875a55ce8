#include "firstcustomer/scenario/field.hpp"

#include <cmath>

namespace firstcustomer {

void store(NumberTarget target, double value) {
  struct Store {
    double value;
    void operator()(double* place) const { *place = value; }
    void operator()(Money* place) const { *place = Money::major(value); }
    void operator()(BurnRate* place) const { *place = BurnRate::major_per_year(value); }
    void operator()(Duration* place) const { *place = Duration::from_days(value); }
    void operator()(std::int64_t* place) const {
      *place = static_cast<std::int64_t>(std::round(value));
    }
  };
  std::visit(Store{value}, target);
}

void FieldVisitor::flag(std::string_view key, bool& target, const FieldText& field) {
  static constexpr std::string_view words[] = {"no", "yes"};
  std::uint8_t index = target ? 1 : 0;
  word(key, index, words, field);
  target = index == 1;
}

}  // namespace firstcustomer
