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

/// No scenario is larger: 1 MiB.
inline constexpr std::size_t largest_text = 1U << 20U;

/// The whole file, its bytes unchanged; of one that is too large as much as shows that it is. A
/// folder is not a file. Effect: of a pipe, waits for its writer.
TextFile read_text_file(const std::string& path);

/// The same of a file that another file names: devices and pipes are none.
TextFile read_regular_file(const std::string& path);

/// Where a file is that another names, relative to the other's folder.
std::string beside(const std::string& file, const std::string& named);

/// How the files that a scenario names are read.
using TextReader = std::function<TextFile(const std::string& path)>;

}  // namespace firstcustomer
