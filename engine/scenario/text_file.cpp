#include "firstcustomer/scenario/text_file.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace firstcustomer {

TextFile read_text_file(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    return {std::nullopt, "it is a folder"};
  }
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  if (file) {
    text << file.rdbuf();
  }
  if (!file || file.bad()) {
    return {std::nullopt, errno != 0 ? std::strerror(errno) : "it cannot be read"};
  }
  return {text.str(), ""};
}

}  // namespace firstcustomer
