#pragma once
/// \file
/// Where things stand in a text.

#include <yaml-cpp/mark.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "firstcustomer/scenario/diagnostics.hpp"

namespace firstcustomer {

/// Characters, not bytes, of a UTF-8 text.
inline int characters(std::string_view text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
  }));
}

/// Turns byte positions of one text into places.
class Places {
 public:
  Places(std::size_t source, std::string_view text) : source_(source) {
    lines_.push_back(text);
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\n') {
        lines_.push_back(text.substr(i + 1));
      }
    }
  }

  /// Line and byte column from 0, as yaml-cpp counts.
  Place at(int line, int byte_column, std::string_view what = "x") const {
    if (line < 0 || static_cast<std::size_t>(line) >= lines_.size()) {
      return {source_, 0, 0, 1};
    }
    const std::string_view rest = lines_[static_cast<std::size_t>(line)];
    const auto bytes = std::min(static_cast<std::size_t>(std::max(byte_column, 0)), rest.size());
    const auto one_line = what.substr(0, what.find('\n'));
    if (line != counted_line_ || bytes < counted_bytes_) {
      counted_line_ = line;
      counted_bytes_ = 0;
      counted_characters_ = 0;
    }
    counted_characters_ += characters(rest.substr(counted_bytes_, bytes - counted_bytes_));
    counted_bytes_ = bytes;
    return {source_, line + 1, counted_characters_ + 1, std::max(1, characters(one_line))};
  }
  Place at(const YAML::Mark& mark, std::string_view what = "x") const {
    return at(mark.line, mark.column, what);
  }
  /// Whether what stands there is no quoted text, or one that ends: the parser takes the end of the
  /// file for the end of a text.
  bool is_closed(const YAML::Mark& mark) const {
    if (mark.line < 0 || static_cast<std::size_t>(mark.line) >= lines_.size()) {
      return true;
    }
    const std::string_view line = lines_[static_cast<std::size_t>(mark.line)];  // and all after it
    const auto column = static_cast<std::size_t>(std::max(mark.column, 0));
    const char quote = column < line.size() ? line[column] : ' ';
    if (quote != '"' && quote != '\'') {
      return true;
    }
    for (std::size_t i = column + 1; i < line.size(); ++i) {
      const bool doubled = quote == '\'' && line.substr(i, 2) == "''";
      if (doubled || (quote == '"' && line[i] == '\\')) {
        ++i;
      } else if (line[i] == quote) {
        return true;
      }
    }
    return false;
  }
  /// Columns from a mark to a text, where it stands there as it is: 1 behind a quote.
  std::optional<int> columns_to(const YAML::Mark& mark, std::string_view what) const {
    if (mark.line < 0 || static_cast<std::size_t>(mark.line) >= lines_.size() || what.empty() ||
        what.find('\n') != std::string_view::npos) {
      return std::nullopt;
    }
    const std::string_view line = lines_[static_cast<std::size_t>(mark.line)];  // and all after it
    const auto column = std::min(static_cast<std::size_t>(std::max(mark.column, 0)), line.size());
    const std::string_view there = line.substr(column);
    const bool quoted = there.starts_with('"') || there.starts_with('\'');
    if (!there.substr(quoted ? 1 : 0).starts_with(what)) {
      return std::nullopt;
    }
    return quoted ? 1 : 0;
  }
  /// The tab that indents a line or the one before it.
  std::optional<Place> tab_before(int last) const {
    for (int i = std::max(last - 1, 0); i <= last && static_cast<std::size_t>(i) < lines_.size();
         ++i) {
      const std::string_view line = lines_[static_cast<std::size_t>(i)];
      const std::size_t indent = line.find_first_not_of(" \t");
      const std::size_t tab = line.find('\t');
      if (tab != std::string_view::npos && tab < std::min(indent, line.size())) {
        return at(i, static_cast<int>(tab));
      }
    }
    return std::nullopt;
  }
  /// The key of a line, or of the one before it, whose colon has no space behind it.
  std::optional<Place> key_without_space(int last) const {
    for (int i = std::max(last - 1, 0); i <= last && static_cast<std::size_t>(i) < lines_.size();
         ++i) {
      const std::string_view rest = lines_[static_cast<std::size_t>(i)];
      const std::string_view line = rest.substr(0, rest.find('\n'));
      const std::size_t begin = std::min(line.find_first_not_of(' '), line.size());
      const std::size_t colon = line.find_first_not_of(
          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-", begin);
      if (colon != std::string_view::npos && colon > begin && line[colon] == ':' &&
          colon + 1 < line.size() && line[colon + 1] != ' ' && line[colon + 1] != '\r') {
        return at(i, static_cast<int>(begin), line.substr(begin, colon - begin));
      }
    }
    return std::nullopt;
  }
  /// The mark that ends the first document, if it stands on a line of its own.
  std::optional<Place> end_of_document() const {
    bool begun = false;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const std::string_view line = lines_[i].substr(0, lines_[i].find('\n'));
      const bool start = line.substr(0, 3) == "---";
      if (begun && (start || line.substr(0, 3) == "...")) {
        return at(static_cast<int>(i), 0, "---");
      }
      begun = begun || start ||
              (!line.empty() && line[0] != '#' && line.find_first_not_of(" \t\r") < line.size());
    }
    return std::nullopt;
  }
  Place at_byte(std::size_t offset, std::string_view text) const {
    const auto before = text.substr(0, offset);
    const auto line = std::count(before.begin(), before.end(), '\n');
    const auto start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    return at(static_cast<int>(line), static_cast<int>(offset - start));
  }

 private:
  std::size_t source_;
  std::vector<std::string_view> lines_;
  // Places are asked for in order: counting goes on where it stopped.
  mutable int counted_line_ = -1;
  mutable std::size_t counted_bytes_ = 0;
  mutable int counted_characters_ = 0;
};

}  // namespace firstcustomer
