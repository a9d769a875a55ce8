#include "firstcustomer/scenario/text_file.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <utility>

namespace firstcustomer {

std::string beside(const std::string& file, const std::string& named) {
  return (std::filesystem::path(file).parent_path() / named).lexically_normal().string();
}

TextFile read_text_file(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    return {std::nullopt, "it is a folder"};
  }
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string text(largest_text + 1, '\0');
  if (file) {
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
  }
  if (!file.is_open() || file.bad()) {
    return {std::nullopt, errno != 0 ? std::strerror(errno) : "it cannot be read"};
  }
  text.resize(static_cast<std::size_t>(file.gcount()));
  return {std::move(text), ""};
}

TextFile read_regular_file(const std::string& path) {
  std::error_code ignored;
  const auto status = std::filesystem::status(path, ignored);
  const bool special = std::filesystem::is_other(status);
  return special ? TextFile{std::nullopt, "it is a device or a pipe"} : read_text_file(path);
}

}  // namespace firstcustomer
