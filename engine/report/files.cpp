#include "firstcustomer/report/files.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <system_error>
#include <utility>
#include <vector>

#include "firstcustomer/report/json.hpp"
#include "firstcustomer/report/number.hpp"
#include "firstcustomer/report/provenance.hpp"
#include "firstcustomer/report/series.hpp"
#include "firstcustomer/report/summary.hpp"
#include "firstcustomer/report/text.hpp"

namespace firstcustomer {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view rows_name = "runs.csv";
constexpr std::string_view suffix_while_writing = ".partial";

fs::path partial_of(const fs::path& path) {
  return path.string() + std::string(suffix_while_writing);
}

/// Whether the folder holds anything but what an interrupted run left behind.
bool holds_files(const fs::path& folder) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() != suffix_while_writing) {
      return true;
    }
  }
  return false;
}

void write_partial(const fs::path& path, const std::string& content) {
  std::ofstream out(partial_of(path), std::ios::binary | std::ios::trunc);
  out << content;
  out.close();
  if (!out) {
    cannot_write(path, std::generic_category().message(errno));
  }
}

std::string codebook_csv(const Scenario& scenario, const Plan& plan) {
  std::string text = "file,column,unit,definition,when_empty\n";
  text +=
      "runs.csv,replication,,\"Index of the replication, from 0; all arms of one replication "
      "met the same luck.\",always defined\n";
  text +=
      "runs.csv,arm,,\"Variant of the scenario; no-programme is the counterfactual; in cash-only, "
      "signal-only, entry-only and effort-only one channel acts alone.\",always defined\n";
  for (const OutcomeDeclaration& outcome : outcome_declarations()) {
    const std::string_view unit =
        outcome.kind == OutcomeKind::money ? scenario.head.currency : outcome.unit;
    text += fmt::format("runs.csv,{},{},{},{}\n", outcome.name, csv_text(unit),
                        csv_text(outcome.definition), csv_text(outcome.when_undefined));
  }
  return plan.keeps_series ? text + series_codebook(scenario) : text;
}

std::string host_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

std::string now_utc() {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const auto day = std::chrono::floor<std::chrono::days>(now);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(now - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count());
}

std::string manifest_json(const std::string& digest, const Scenario& scenario, const Plan& plan,
                          const Results& results, const HostInfo& host) {
  const BuildInfo& build = build_info();
  JsonWriter json;
  json.begin_object()
      .field("program", "firstcustomer")
      .field("version", build.version)
      .field("commit", build.commit)
      .field("compiler", build.compiler)
      .field("flags", build.flags)
      .field("generator", "Philox4x64-10, keyed by meaning")
      .field("digest", digest)
      .field("title", scenario.head.title)
      .field("seed", static_cast<std::int64_t>(plan.seed))
      .field("replications", plan.replications)
      .field("design", design_name(plan.design));
  if (plan.contest) {
    json.field("lucks_per_case", plan.lucks);
  }
  json.field("succeeded", results.succeeded).field("failed", results.failed);
  json.key("arms").begin_list();
  for (const Arm& arm : plan.arms) {
    json.value(arm.name);
  }
  json.end_list();
  json.key("host")
      .begin_object()
      .field("command", host.command)
      .field("finished", now_utc())
      .field("name", host_name())
      .field("seconds", std::round(host.seconds * 1000.0) / 1000.0)
      .field("threads", static_cast<std::int64_t>(host.threads))
      .end_object();
  return json.end_object().text();
}

using NamedFiles = std::vector<std::pair<std::string, std::string>>;

void write_partials(const fs::path& folder, const NamedFiles& files) {
  for (const auto& [name, content] : files) {
    write_partial(folder / name, content);
  }
}

void give_name(const fs::path& path) {
  std::error_code error;
  fs::rename(partial_of(path), path, error);
  if (error) {
    cannot_write(path, error.message());
  }
}

}  // namespace

void prepare_folder(const fs::path& folder, Existing existing) {
  std::error_code error;
  if (fs::exists(folder, error) && !fs::is_directory(folder, error)) {
    cannot_write(folder, "it is a file");
  }
  if (existing == Existing::refuse && holds_files(folder)) {
    cannot_write(folder, "it is not empty; --force replaces the files of a run in it");
  }
  fs::create_directories(folder, error);
  if (error) {
    cannot_write(folder, error.message());
  }
}

RunFolder::RunFolder(fs::path folder, Existing existing) : folder_(std::move(folder)) {
  prepare_folder(folder_, existing);
  const fs::path partial = partial_of(folder_ / rows_name);
  rows_.open(partial, std::ios::binary | std::ios::trunc);
  rows_ << "replication,arm";
  for (const OutcomeDeclaration& outcome : outcome_declarations()) {
    rows_ << ',' << outcome.name;
  }
  rows_ << '\n';
  if (!rows_.flush()) {
    cannot_write(partial, std::generic_category().message(errno));
  }
}

void RunFolder::add(const Plan& plan, const BlockResult& block) {
  std::string text;
  for (std::size_t i = 0; i < block.replications.size(); ++i) {
    for (std::size_t arm = 0; arm < plan.arms.size(); ++arm) {
      text += fmt::format("{},{}", block.replications[i], csv_text(plan.arms[arm].name));
      for (const OutcomeDeclaration& outcome : outcome_declarations()) {
        text += ',';
        text += shortest(block.rows[arm][i].*outcome.value);
      }
      text += '\n';
    }
  }
  if (!(rows_ << text)) {
    cannot_write(folder_ / rows_name, std::generic_category().message(errno));
  }
  if (!columns_) {
    columns_.emplace(folder_, plan.arms.size());
  }
  columns_->add(block);
}

std::string RunFolder::finish(const Scenario& scenario, const Plan& plan, const Results& results,
                              const HostInfo& host) {
  rows_.close();
  if (!rows_) {
    cannot_write(folder_ / rows_name, std::generic_category().message(errno));
  }
  std::string summary = columns_ ? summary_json(scenario, plan, results, exact_quantiles(*columns_))
                                 : summary_json(scenario, plan, results);
  NamedFiles files = {{"summary.json", summary},
                      {"codebook.csv", codebook_csv(scenario, plan)},
                      {"scenario.resolved.yaml", write_document(scenario.resolved)}};
  if (plan.keeps_series) {
    files.emplace_back("series.csv", series_csv(plan, results));
  }
  files.emplace_back("manifest.json",
                     manifest_json(run_digest(scenario, plan), scenario, plan, results, host));
  write_partials(folder_, files);
  // All is on the disk: now every file gets its name, the manifest last.
  give_name(folder_ / rows_name);
  for (const auto& [name, content] : files) {
    give_name(folder_ / name);
  }
  return summary;
}

void write_comparison(const fs::path& folder, const Comparison& comparison, const Results& results,
                      const HostInfo& host) {
  NamedFiles files = {{"compare.csv", comparison_csv(comparison, results)},
                      {"summary.json", comparison_json(comparison, results)}};
  for (const ArmRequest& arm : comparison.arms) {
    files.emplace_back(arm.name + ".resolved.yaml", write_document(arm.scenario.resolved));
  }
  files.emplace_back("manifest.json",
                     manifest_json(comparison_digest(comparison), comparison.arms.front().scenario,
                                   comparison.plan, results, host));
  write_partials(folder, files);
  for (const auto& [name, content] : files) {
    give_name(folder / name);
  }
}

void write_suite(const fs::path& folder, const Suite& suite, const SuiteResults& results) {
  const NamedFiles files = {{"suite.json", suite_json(suite, results)},
                            {"suite.txt", suite_table(suite, results)}};
  write_partials(folder, files);
  for (const auto& [name, content] : files) {
    give_name(folder / name);
  }
}

}  // namespace firstcustomer
