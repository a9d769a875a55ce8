#pragma once
/// \file
/// The files of a run: runs.csv, summary.json, codebook.csv, scenario.resolved.yaml, manifest.json.
///
/// All of them have the same bytes for any number of threads, but for the part of the manifest
/// under `host`. They appear under their names only when the run is finished.

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "firstcustomer/experiment/monte_carlo.hpp"

namespace firstcustomer {

/// A file or folder that could not be written; the message names it and the reason.
class CannotWrite : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What may differ between two runs with the same results.
struct HostInfo {
  std::string command;
  int threads = 1;
  double seconds = 0.0;
};

/// The object that `run --json` prints and summary.json holds.
std::string summary_json(const Scenario& scenario, const Plan& plan, const Results& results);

/// Writes a run into a folder, rows as blocks are folded, the rest at the end.
class RunFolder {
 public:
  enum class Existing : unsigned char { refuse, replace };

  /// Creates the folder. Throws: CannotWrite, also if it holds files and these are not to be
  /// replaced.
  RunFolder(std::filesystem::path folder, Existing existing);

  void add(const Plan& plan, const BlockResult& block);
  /// Writes what is left and gives the files their names. Throws: CannotWrite.
  void finish(const Scenario& scenario, const Plan& plan, const Results& results,
              const HostInfo& host);

 private:
  std::filesystem::path folder_;
  std::ofstream rows_;
};

}  // namespace firstcustomer
