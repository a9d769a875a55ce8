#pragma once
/// \file
/// The texts of files, or why they cannot be read.

#include <functional>
#include <optional>
#include <string>

namespace firstcustomer {

struct TextFile {
  /// Empty: it cannot be read.
  std::optional<std::string> text;
  /// Why not: "No such file or directory".
  std::string problem;
};

/// The whole file, its bytes unchanged. A folder is not a file.
TextFile read_text_file(const std::string& path);

/// How the files that a scenario names are read.
using TextReader = std::function<TextFile(const std::string& path)>;

}  // namespace firstcustomer
