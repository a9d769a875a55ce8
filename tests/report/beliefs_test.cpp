#include "firstcustomer/report/beliefs.hpp"

#include <gmock/gmock.h>

#include "firstcustomer/experiment/beliefs.hpp"

namespace firstcustomer {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// An arm with a programme, whose beliefs were found like this.
Plan plan_with(const BeliefReport& report) {
  Plan plan;
  plan.pilots = static_cast<std::int64_t>(report.sets.size());
  Arm& arm = plan.arms.emplace_back();
  arm.name = "prize";
  arm.numbers.programmes.emplace_back();
  arm.numbers.programmes[0].fund.budget = Money::major(1e6);
  arm.numbers.technologies.resize(2);
  arm.numbers.technologies[0].name = "fast";
  arm.numbers.technologies[1].name = "slow";
  arm.found_beliefs = std::make_shared<const BeliefReport>(report);
  return plan;
}

BeliefReport made_up() {
  BeliefReport report;
  report.replications = 500;
  report.sets = {{BeliefState::converged, 6, 0.003, 3'000, 0},
                 {BeliefState::converged, 9, 0.007, 4'500, 0}};
  report.years = {0.0, 1.0, 2.0, 3.0, 4.0, 5.0};
  report.expected = {12e6, 11e6, 10e6, 9e6, 8e6, 7e6};
  report.effort = {0.9, 1.4};
  return report;
}

TEST(BeliefsText, SaysHowTheyWereFoundAndWhatTheyAre) {
  const std::string text = beliefs_text(plan_with(made_up()), "£");
  EXPECT_THAT(text, HasSubstr("Beliefs: converged (2 sets of 500 pilots, 6–9 iterations, last "
                              "change 0.7 %)"));
  std::string line = text;
  std::replace(line.begin(), line.end(), '\n', ' ');
  EXPECT_THAT(line, HasSubstr("£12m at once, £10m after 2 years, £8m after 4 years"));
  EXPECT_THAT(line, HasSubstr("effort at the start 0.90 to 1.40."));
}

TEST(BeliefsText, SaysWhatItMeansNotToConverge) {
  BeliefReport report = made_up();
  report.state = BeliefState::not_converged;
  EXPECT_THAT(beliefs_text(plan_with(report), "£"), HasSubstr("not converged"));
  EXPECT_THAT(beliefs_text(plan_with(report), "£"), HasSubstr("equilibrium"));
  report.state = BeliefState::multiple;
  report.expected_from_budget = report.expected;
  EXPECT_THAT(beliefs_text(plan_with(report), "£"), HasSubstr("multiple equilibria"));
  EXPECT_THAT(beliefs_text(plan_with(report), "£"), HasSubstr("From the whole"));
}

TEST(BeliefsText, IsEmptyInOtherModes) {
  Plan plan = plan_with(made_up());
  plan.arms[0].found_beliefs = nullptr;
  EXPECT_EQ(beliefs_text(plan, "£"), "");
}

TEST(WriteBeliefs, WritesAnObjectByArm) {
  JsonWriter json;
  json.begin_object();
  write_beliefs(json, plan_with(made_up()));
  const std::string text = json.end_object().text();
  EXPECT_THAT(text, HasSubstr("\"prize\""));
  EXPECT_THAT(text, HasSubstr("\"state\": \"converged\""));
  EXPECT_THAT(text, HasSubstr("\"slow\": 1.4"));
  EXPECT_THAT(text, Not(HasSubstr("from_budget")));
}

}  // namespace
}  // namespace firstcustomer
