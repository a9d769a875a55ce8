#pragma once
/// \file
/// The files of a run: runs.csv, summary.json, codebook.csv, scenario.resolved.yaml, manifest.json,
/// and series.csv where the plan keeps series. runs.csv has the rows of all arms that were run,
/// those of channels included, so that whoever asked for them can take the effect apart again.
///
/// While it runs, a nameless file in the folder keeps the outcomes by column, for exact quantiles
/// (columns.hpp): about half as much again as runs.csv takes, given back at the end.
///
/// All files have the same bytes for any number of threads, but for the part of the manifest
/// under `host`. They appear under their names only when the run is finished.

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "firstcustomer/experiment/monte_carlo.hpp"
#include "firstcustomer/report/columns.hpp"
#include "firstcustomer/report/comparison.hpp"
#include "firstcustomer/report/suite.hpp"

namespace firstcustomer {

/// What may differ between two runs with the same results.
struct HostInfo {
  std::string command;
  int threads = 1;
  double seconds = 0.0;
};

/// What to do with a folder that holds files.
enum class Existing : unsigned char { refuse, replace };

/// Creates the folder. Throws: CannotWrite, also if it holds files and these are not to be
/// replaced.
void prepare_folder(const std::filesystem::path& folder, Existing existing);

/// Writes a run into a folder, rows as blocks are folded, the rest at the end.
class RunFolder {
 public:
  /// As `prepare_folder`.
  RunFolder(std::filesystem::path folder, Existing existing);

  void add(const Plan& plan, const BlockResult& block);
  /// Writes what is left and gives the files their names. Returns the content of summary.json.
  /// Throws: CannotWrite.
  std::string finish(const Scenario& scenario, const Plan& plan, const Results& results,
                     const HostInfo& host);

 private:
  std::filesystem::path folder_;
  std::ofstream rows_;
  std::optional<Columns> columns_;
};

/// Writes the files of a comparison into a prepared folder: compare.csv, summary.json, a resolved
/// scenario for each arm (ARM.resolved.yaml) and manifest.json. No rows are kept.
/// Throws: CannotWrite.
void write_comparison(const std::filesystem::path& folder, const Comparison& comparison,
                      const Results& results, const HostInfo& host);

/// Writes the results of a suite into a prepared folder: suite.json and suite.txt, its tables.
/// Throws: CannotWrite.
void write_suite(const std::filesystem::path& folder, const Suite& suite,
                 const SuiteResults& results);

}  // namespace firstcustomer
