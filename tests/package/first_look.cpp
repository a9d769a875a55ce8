/// A whole study in one page: read a scenario, run both arms on the same luck, print one
/// difference.

#include <cstdio>
#include <fstream>
#include <sstream>

#include "firstcustomer/experiment/monte_carlo.hpp"

int main(int argc, char** argv) {
  using namespace firstcustomer;
  if (argc != 2) {
    return 2;
  }
  std::stringstream text;
  text << std::ifstream(argv[1]).rdbuf();

  Diagnostics diagnostics;
  const auto scenario =
      read_scenario(argv[1], text.str(), {"programme.fund.budget=£250m"}, diagnostics);
  if (!scenario) {
    std::fputs(diagnostics.render(Excerpts::with_caret).c_str(), stderr);
    return 65;
  }
  const Plan plan = make_plan(*scenario, 500);
  const Results results = run_plan(plan, 2, {});

  const auto outcomes = outcome_declarations();
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (outcomes[i].value == &Outcome::public_money_paid) {
      const Estimate paid = estimate(results.arms[1].differences[i].difference());
      std::printf("paid: %.1fm to %.1fm\n", paid.low / 1e6, paid.high / 1e6);
      return paid.low > 0.0 ? 0 : 1;
    }
  }
  return 1;
}
