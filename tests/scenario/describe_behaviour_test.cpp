/// What is refused, and what is not complained about, where behaviour is optimising.

#include <gmock/gmock.h>

#include "experiment/minimal.hpp"

namespace firstcustomer {
namespace {

using ::testing::HasSubstr;

const std::string entry =
    "entry={rate: 1 firm/year, elasticity: 0.3, technologies: {accelerator: {weight: 1}}, "
    "remaining: 12 months, cash: £10m, burn: £0.3m/month}";

std::string error_of(const std::vector<std::string>& overrides) {
  try {
    testing::minimal_scenario(overrides);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

TEST(Behaviour, AloneIsItsModeWithAllDefaults) {
  const Behaviour read = testing::minimal_scenario({"behaviour=optimising"}).numbers.behaviour;
  EXPECT_TRUE(read.optimises());
  EXPECT_EQ(read.beliefs, BeliefTerms{});
  EXPECT_EQ(read.effort_elasticity, Behaviour{}.effort_elasticity);
  EXPECT_EQ(read.required_return, Behaviour{}.required_return);
  const Behaviour further =
      testing::minimal_scenario({"behaviour=optimising", "behaviour.beliefs.pilots=3 sets"})
          .numbers.behaviour;
  EXPECT_EQ(further.beliefs.pilots, 3);
}

TEST(Behaviour, OptimisingNeedsAFirmByTheHorizon) {
  EXPECT_THAT(error_of({"behaviour=optimising", "firms.early.enters=2040-01-01",
                        "firms.middle.enters=2040-01-01", "firms.foreign.enters=2040-01-01"}),
              HasSubstr("nobody to have beliefs"));
}

TEST(Behaviour, StepsOfBeliefsAreShorterThanTheScenario) {
  EXPECT_THAT(error_of({"behaviour=optimising", "behaviour.beliefs.step=10 years"}),
              HasSubstr("the step of beliefs is longer than the scenario"));
}

TEST(Behaviour, StatedPreferencesNeedWhatInvestorsAndFoundersPay) {
  EXPECT_THAT(error_of({"behaviour={mode: optimising, preferences: stated}"}),
              HasSubstr("what investors ask for is not known"));
  EXPECT_EQ(error_of({"behaviour={mode: optimising, preferences: stated, investors: empirical}"}),
            "");
  EXPECT_THAT(
      error_of({"behaviour={mode: optimising, preferences: stated, investors: empirical}", entry}),
      HasSubstr("private_cost"));
  EXPECT_EQ(error_of({"behaviour={mode: optimising, preferences: stated, investors: empirical, "
                      "private_cost: £2m}",
                      entry}),
            "");
}

}  // namespace
}  // namespace firstcustomer
