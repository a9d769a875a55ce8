#pragma once
/// \file
/// Compares a text with a file of the repository, or renews the file.
///
/// With FIRSTCUSTOMER_RENEW_GOLDEN=1 in the environment the file is written and the test
/// fails once more, so that no run that renews can pass for a test.
/// tests/golden/CHANGES.md says what a renewal needs.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

namespace firstcustomer::testing {

inline std::string source_file(const std::string& path) {
  std::ifstream in(FIRSTCUSTOMER_SOURCE_DIRECTORY "/" + path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

inline bool renews_golden() {
  const char* renew = std::getenv("FIRSTCUSTOMER_RENEW_GOLDEN");
  return renew != nullptr && std::string_view(renew) == "1";
}

/// "line 3: 'is' instead of 'was'": where two texts first differ.
inline std::string first_difference(std::string_view actual, std::string_view expected) {
  const auto line_at = [](std::string_view text, std::size_t begin) {
    return std::string(text.substr(begin, text.find('\n', begin) - begin));
  };
  const auto [at, other] =
      std::mismatch(actual.begin(), actual.end(), expected.begin(), expected.end());
  const auto same = static_cast<std::size_t>(at - actual.begin());
  const auto newline = same == 0 ? std::string_view::npos : actual.rfind('\n', same - 1);
  const std::size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
  const auto line = 1 + std::count(actual.begin(), at, '\n');
  return "line " + std::to_string(line) + ": '" + line_at(actual, begin) + "' instead of '" +
         line_at(expected, begin) + "'";
}

/// `path` from the root of the source tree; `renewal` renews it.
inline void expect_golden(const std::string& actual, const std::string& path,
                          std::string_view renewal) {
  const std::string expected = source_file(path);
  if (actual == expected) {
    return;
  }
  if (renews_golden()) {
    std::ofstream(FIRSTCUSTOMER_SOURCE_DIRECTORY "/" + path, std::ios::binary) << actual;
    FAIL() << path << " was renewed: look at the difference, then test again without renewing";
  }
  FAIL() << path << " is not what is printed now (" << first_difference(actual, expected)
         << "). Renew it by: " << renewal;
}

}  // namespace firstcustomer::testing
