#include "firstcustomer/core/check.hpp"

#include <fmt/format.h>

#include <string_view>

namespace firstcustomer {

void broken_promise(const char* kind, const char* message, SourcePlace place) {
  // The file's name alone: where the tree was built is nobody's business.
  std::string_view file = place.file;
  if (const auto slash = file.rfind('/'); slash != std::string_view::npos) {
    file.remove_prefix(slash + 1);
  }
  throw InvariantError(fmt::format("{} broken: {} ({}:{})", kind, message, file, place.line));
}

}  // namespace firstcustomer
