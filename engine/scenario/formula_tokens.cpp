#include "formula_tokens.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "measured_units.hpp"
#include "quantity_text.hpp"

namespace firstcustomer {

bool begins_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool continues_word(char c) {
  return begins_word(c) || is_digit(c);
}

namespace {

/// Behind a number, what can be no part of its unit.
constexpr std::string_view ends_number = "+-*^(),<>=\n\r";
constexpr std::size_t longest_unit = 40;

/// Signs of formulas, the longer ones first.
constexpr std::string_view signs[] = {"<=", ">=", "<", ">", "+", "-", "*", "/", "^", "(", ")", ","};

/// What people write instead.
struct OtherSign {
  std::string_view written;
  std::string_view meant;
};
constexpr OtherSign other_signs[] = {
    {"**", "^"},  {"==", ""},  {"!=", ""},  {"=<", "<="}, {"=>", ">="}, {"&&", "and"},
    {"||", "or"}, {"≤", "<="}, {"≥", ">="}, {"×", "*"},   {"·", "*"},   {"÷", "/"},
    {"−", "-"},   {"–", "-"},  {"²", "^2"}, {"³", "^3"},  {"!", "not"}, {"=", ""},
    {"[", "("},   {"]", ")"},  {"{", "("},  {"}", ")"},   {";", ","},   {"\u00a0", " "}};

[[noreturn]] void refuse(std::size_t offset, std::string_view what, QuantityError error) {
  throw FormulaRefused{{offset, std::max<std::size_t>(what.size(), 1), std::move(error.problem),
                        std::move(error.reason), std::move(error.suggestion)}};
}

/// The bytes of the character at the front.
std::size_t character_length(std::string_view text) {
  std::size_t length = 1;
  while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xc0U) == 0x80U) {
    ++length;
  }
  return length;
}

bool is_boundary(std::string_view text, std::size_t at) {
  return at >= text.size() || at == 0 || !continues_word(text[at]) || !continues_word(text[at - 1]);
}

/// Whether the parts are a number that a formula would read otherwise: "1/3" is a quotient, and so
/// is what stands over the term `units`.
bool is_quotient(const Parts& parts, const Unit& unit) {
  const bool divided = parts.rest.starts_with('/');
  return divided && (unit.dimension == Dimension::share || per_what(parts.rest) == "units");
}

/// The value of a text as a number of the unit in a formula; empty if it is none.
std::optional<double> literal_value(std::string_view text, const MeasuredUnit& unit,
                                    const Currency& currency) {
  const Parts parts = take_apart(text);
  if (is_quotient(parts, unit.unit)) {
    return std::nullopt;
  }
  const auto value = value_of(parts, unit.unit, currency);
  const auto* number = std::get_if<double>(&value);
  return number == nullptr ? std::nullopt : std::optional(*number / unit.divisor);
}

/// Splits a text, from the front on.
class Tokenizer {
 public:
  Tokenizer(std::string_view text, const FormulaScope& scope)
      : text_(text), scope_(scope), units_(measured_units(scope.benchmark_unit)) {}

  std::vector<Token> all() {
    std::vector<Token> tokens;
    do {
      tokens.push_back(next());
      at_ += tokens.back().text.size();
    } while (tokens.back().kind != TokenKind::end);
    return tokens;
  }

 private:
  std::string_view rest() const { return text_.substr(at_); }

  Token next() {
    while (at_ < text_.size() && std::string_view(" \t\n\r").find(text_[at_]) < 4) {
      ++at_;
    }
    if (at_ == text_.size()) {
      return {TokenKind::end, at_};
    }
    if (begins_number()) {
      return number();
    }
    return begins_word(text_[at_]) ? word() : sign();
  }

  bool begins_number() const {
    const Parts parts = take_apart(rest());
    const bool amount = !parts.symbol.empty() && !parts.negative;
    return is_digit(text_[at_]) || (amount && (!begins_word(text_[at_]) || !parts.number.empty()));
  }

  Token word() const {
    std::size_t length = 1;
    while (length < rest().size() && continues_word(rest()[length])) {
      ++length;
    }
    return {TokenKind::word, at_, rest().substr(0, length)};
  }

  Token sign() const {
    for (const OtherSign& other : other_signs) {
      if (rest().starts_with(other.written)) {
        refuse(at_, other.written,
               {fmt::format("'{}' is no sign of formulas", other.written),
                other.meant.empty() ? "numbers are compared with <, <=, > and >=" : "",
                other.meant.empty() ? "" : fmt::format("Write '{}'?", other.meant)});
      }
    }
    for (const std::string_view known : signs) {
      if (rest().starts_with(known)) {
        return {TokenKind::sign, at_, rest().substr(0, known.size())};
      }
    }
    const std::string_view character = rest().substr(0, character_length(rest()));
    const bool fraction = character == "." && rest().size() > 1 && is_digit(rest()[1]);
    refuse(
        at_, character,
        {fmt::format("'{}' is no sign of formulas", character), "",
         fraction ? fmt::format("Write '0{}'?", leading_number("0" + std::string(rest())).substr(1))
                  : ""});
  }

  /// The longest text that is a number.
  Token number() const {
    const Parts parts = take_apart(rest());
    const std::size_t shortest =
        parts.number.empty()
            ? 0
            : static_cast<std::size_t>(parts.number.data() - rest().data()) + parts.number.size();
    const std::size_t end =
        std::min(rest().find_first_of(ends_number, shortest), shortest + longest_unit);
    Token found{TokenKind::end, at_};
    for (std::size_t length = std::min(end, rest().size()); length >= shortest && length > 0;
         --length) {
      if (is_boundary(rest(), length) && read(rest().substr(0, length), found)) {
        break;
      }
    }
    read_performance(shortest, found);
    if (found.kind != TokenKind::number) {
      refuse_number(parts, shortest);
    }
    return found;
  }

  /// Whether the text is a number of any unit; of the first that fits.
  bool read(std::string_view candidate, Token& found) const {
    if (candidate.back() == ' ' || candidate.back() == '\t') {
      return false;
    }
    for (const MeasuredUnit& unit : units_) {
      if (const auto value = literal_value(candidate, unit, *scope_.currency)) {
        found = {TokenKind::number, at_, candidate, *value, unit.measure};
        return true;
      }
    }
    return false;
  }

  /// Units of benchmarks may hold signs: they are looked for as they are.
  void read_performance(std::size_t shortest, Token& found) const {
    const std::string_view behind = rest().substr(shortest);
    const std::size_t blanks = std::min(behind.find_first_not_of(" \t"), behind.size());
    const std::size_t length = shortest + blanks + scope_.benchmark_unit.size();
    if (!scope_.benchmark_unit.empty() && shortest > 0 && length > found.text.size() &&
        behind.substr(blanks).starts_with(scope_.benchmark_unit) && is_boundary(rest(), length)) {
      const auto value = literal_value(rest().substr(0, length), units_.back(), *scope_.currency);
      if (value) {
        found = {TokenKind::number, at_, rest().substr(0, length), *value, units_.back().measure};
      }
    }
  }

  [[noreturn]] void refuse_number(const Parts& parts, std::size_t shortest) const {
    std::size_t length = std::max<std::size_t>(shortest, parts.symbol.size());
    while (length < rest().size() && continues_word(rest()[length])) {
      ++length;
    }
    const std::string_view written = rest().substr(0, length);
    const Unit unit{parts.symbol.empty() ? Dimension::number : Dimension::money};
    const auto parsed = parse_quantity(written, unit, *scope_.currency);
    const auto* error = std::get_if<QuantityError>(&parsed);
    refuse(at_, written,
           error != nullptr ? *error
                            : QuantityError{fmt::format("'{}' is not a number", written), "", ""});
  }

  std::string_view text_;
  const FormulaScope& scope_;
  std::vector<MeasuredUnit> units_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<Token> tokens_of(std::string_view text, const FormulaScope& scope) {
  return Tokenizer(text, scope).all();
}

std::variant<std::monostate, FormulaError> number_with_word(std::string_view text,
                                                            const Token& number, const Token& word,
                                                            const FormulaScope& scope) {
  const std::size_t length = word.offset + word.text.size() - number.offset;
  const std::string_view written = text.substr(number.offset, length);
  const bool counts = is_noun(word.text, "unit");
  for (const MeasuredUnit& unit : measured_units(scope.benchmark_unit)) {
    if (counts && unit.unit.dimension != Dimension::count) {
      continue;
    }
    const auto parsed = parse_quantity(written, unit.unit, *scope.currency);
    const auto* error = std::get_if<QuantityError>(&parsed);
    if (error != nullptr && (counts || error->suggestion.starts_with("Write '"))) {
      return FormulaError{number.offset, length, error->problem, error->reason, error->suggestion};
    }
  }
  return std::monostate{};
}

}  // namespace firstcustomer
