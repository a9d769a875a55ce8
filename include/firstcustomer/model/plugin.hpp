#pragma once
/// \file
/// A mechanism from a shared library: firstcustomer/plugin.h says what it exports.
///
/// The library is trusted as far as code that runs inside the program can be: its ABI is checked
/// before anything else is asked of it, and every list of awards before it is used. Whether it is
/// pure cannot be checked; one that is not breaks the promise of equal bytes. POSIX only.

#include <filesystem>
#include <memory>
#include <stdexcept>

#include "firstcustomer/model/mechanism.hpp"

namespace firstcustomer {

/// Why a library is refused, in words for whoever named it.
class PluginError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A loaded library, kept loaded while this lives.
class Plugin {
 public:
  /// Effect: loads the library, which runs its initialisers.
  /// Throws: PluginError if it cannot be opened, lacks an entry point, or has another ABI.
  explicit Plugin(const std::filesystem::path& library);
  Plugin(Plugin&&) noexcept;
  Plugin& operator=(Plugin&&) noexcept;
  ~Plugin();

  /// Under the library's own name; lists winners. It sees no applicant above the reserve. Its
  /// `allocate` throws ReplicationError, with that name, where the library reports an error or
  /// throws, or awards what cannot be: an applicant that is not there or has an award already, a
  /// price that is no number or below 0, a share outside 0 to 1. Costs: a copy of applicants and
  /// awards, for which it allocates. Lives as long as the plugin, wherever that is moved.
  const Mechanism& mechanism() const;

 private:
  class Loaded;
  std::unique_ptr<const Loaded> loaded_;
};

}  // namespace firstcustomer
