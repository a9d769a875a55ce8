#pragma once
/// \file
/// Text in columns and lines, as wide as a terminal shows it.

#include <cstddef>
#include <string>
#include <string_view>

namespace firstcustomer {

/// Characters that fit a line of prose beside a table.
inline constexpr std::size_t line_width = 110;

/// Characters, as a terminal counts columns.
std::size_t display_width(std::string_view text);

/// Filled with blanks on the left, to stand at the right; longer text is left as it is.
std::string at_right(std::string_view text, std::size_t width);
/// Filled with blanks on the right, to stand at the left.
std::string at_left(std::string_view text, std::size_t width);

/// Where the word that begins at `from` ends: at a blank, but not at one before a percent sign, or
/// at the end of the text.
std::size_t word_end(std::string_view text, std::size_t from = 0);

/// Broken at blanks into lines of at most `width` characters; each line ends with a newline. A word
/// that is longer has a line of its own.
std::string wrapped(std::string_view text, std::size_t width = line_width);

/// Wrapped to lines of the usual width, of which the first `by` characters are blank.
std::string indented(std::string_view text, std::size_t by);

/// A cell of a CSV file, quoted where RFC 4180 asks for it.
std::string csv_text(std::string_view text);

}  // namespace firstcustomer
