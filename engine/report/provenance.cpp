#include "firstcustomer/report/provenance.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

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

std::string run_digest(const Scenario& scenario, const Plan& plan) {
  std::string plan_text = fmt::format("seed {}\nreplications {}\nblock {}\ndesign {}\n", plan.seed,
                                      plan.replications, block_size, design_name(plan.design));
  for (const Arm& arm : plan.arms) {
    plan_text += fmt::format("arm {}\n", arm.name);
  }
  return sha256(write_document(without_provenance(scenario.resolved)) + "---\n" + plan_text);
}

}  // namespace firstcustomer
