#pragma once
/// \file
/// Promises inside the code, and the two ways in which one replication can stop.
///
/// `expect` states what a function needs, `ensure` what it guarantees. Both are always on; a broken
/// one is a defect of ours and throws InvariantError. A replication that cannot go on for a reason
/// that lies in its numbers throws ReplicationError. The Monte Carlo runner keeps either as data
/// (arm, index, message) and goes on with the next replication.

#include <stdexcept>
#include <string>

namespace firstcustomer {

/// A promise of the code was broken: a defect, never the user's mistake.
class InvariantError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// One replication cannot go on; the message names the cause in the model's words.
class ReplicationError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Where a promise stands in the source. (std::source_location is not in clang 14.)
struct SourcePlace {
  const char* file;
  int line;
  /// As a default argument: the place of the call.
  static constexpr SourcePlace current(const char* file = __builtin_FILE(),
                                       int line = __builtin_LINE()) {
    return {file, line};
  }
};

/// Throws InvariantError with the message and the place in the source.
[[noreturn]] void broken_promise(const char* kind, const char* message, SourcePlace place);

/// Off only to measure what checks cost (bench/README.md): never in a program that is used.
#ifdef FIRSTCUSTOMER_UNCHECKED
inline constexpr bool promises_are_checked = false;
#else
inline constexpr bool promises_are_checked = true;
#endif

/// Precondition. Throws: InvariantError.
inline void expect(bool holds, const char* message, SourcePlace place = SourcePlace::current()) {
  if (promises_are_checked && !holds) [[unlikely]] {
    broken_promise("precondition", message, place);
  }
}

/// Postcondition or invariant. Throws: InvariantError.
inline void ensure(bool holds, const char* message, SourcePlace place = SourcePlace::current()) {
  if (promises_are_checked && !holds) [[unlikely]] {
    broken_promise("invariant", message, place);
  }
}

}  // namespace firstcustomer
