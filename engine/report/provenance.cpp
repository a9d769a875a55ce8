#include "firstcustomer/report/provenance.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {

std::string sha256(std::string_view bytes) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  ensure(EVP_Digest(bytes.data(), bytes.size(), digest, &size, EVP_sha256(), nullptr) == 1,
         "SHA-256 is available");
  std::string text;
  for (unsigned int i = 0; i < size; ++i) {
    text += fmt::format("{:02x}", static_cast<unsigned>(digest[i]));
  }
  return text;
}

std::string shell_quoted(const std::string& word) {
  const auto harmless = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           static_cast<unsigned char>(c) >= 0x80 ||
           std::string_view("-_./=:,+%@").find(c) != std::string_view::npos;
  };
  if (!word.empty() && std::all_of(word.begin(), word.end(), harmless)) {
    return word;
  }
  std::string quoted = "'";
  for (const char c : word) {
    quoted += c == '\'' ? "'\\''" : std::string(1, c);
  }
  return quoted + "'";
}

std::string run_digest(const Scenario& scenario, const Plan& plan) {
  std::string plan_text = fmt::format("seed {}\nreplications {}\nblock {}\ndesign {}\n", plan.seed,
                                      plan.replications, block_size, design_name(plan.design));
  for (const Arm& arm : plan.arms) {
    plan_text += fmt::format("arm {}\n", arm.name);
  }
  return sha256(write_document(without_provenance(scenario.resolved)) + "---\n" + plan_text);
}

std::string replay_command_line(const Scenario& scenario, const Plan& plan,
                                const Failure& failure) {
  std::string text = fmt::format("firstcustomer replay {} {} --arm {} --seed {}",
                                 shell_quoted(scenario.files.at(0).name), failure.replication,
                                 shell_quoted(failure.arm), plan.seed);
  if (!scenario.rule.empty()) {
    text += " --rule " + shell_quoted(scenario.rule);
  }
  for (const std::string& change : scenario.changes) {
    text += " --set " + shell_quoted(change);
  }
  if (plan.design != Design::independent) {
    text += fmt::format(" --design {}", design_name(plan.design));
  }
  if (plan.lucks > 1) {
    text += fmt::format(" --lucks {}", plan.lucks);
  }
  return text;
}

}  // namespace firstcustomer
