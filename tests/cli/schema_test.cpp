#include <gmock/gmock.h>

#include "cli/program.hpp"

namespace firstcustomer {
namespace {

using ::testing::HasSubstr;
using testing::Ran;
using testing::read_file;
using ::testing::StartsWith;

class Schema : public testing::ProgramTest {};

TEST_F(Schema, IsPrintedAsItStandsBesideTheScenarios) {
  const Ran ran = run("schema");
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_EQ(ran.err, "");
  EXPECT_GT(ran.out.size(), 10'000U);
  EXPECT_EQ(ran.out, read_file(FIRSTCUSTOMER_SOURCE_DIRECTORY "/scenarios/schema.json"));
}

TEST_F(Schema, PrintsTheReferenceThatIsInTheReadme) {
  const Ran ran = run("schema --reference");
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.out, HasSubstr("### `programme.fund`"));
  EXPECT_THAT(read_file(FIRSTCUSTOMER_SOURCE_DIRECTORY "/scenarios/README.md"),
              HasSubstr("-->\n" + ran.out + "\n<!--"));
}

TEST_F(Schema, ExplainsAFieldOrAGroup) {
  const Ran field = run("schema programme.fund.budget");
  EXPECT_EQ(field.exit_code, 0);
  EXPECT_EQ(field.out,
            "programme.fund.budget: money, £100m; not negative; required\n"
            "  All that may be committed and paid; £0 is no programme.\n");
  const Ran group = run("schema programme.fund");
  EXPECT_THAT(group.out, StartsWith("programme.fund: group; required\n"));
  EXPECT_THAT(group.out, HasSubstr("programme.fund.payment_terms: time"));
}

TEST_F(Schema, ExplainsAPathAsCheckPrintsIt) {
  EXPECT_THAT(run("schema firms.optical-decode.cash").out, StartsWith("firms.<firm>.cash: money"));
  const Ran both = run("schema facilities.laboratory.capacity");
  EXPECT_THAT(both.out, HasSubstr("kind: servers. "));
  EXPECT_THAT(both.out, HasSubstr("\n\nfacilities.<facility>.capacity: count, 2 seats"));
}

TEST_F(Schema, ASingleWordMeansEveryFieldOfThatName) {
  const Ran ran = run("schema attempts");
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.out, ::testing::StartsWith("standard.attempts: count"));
  EXPECT_THAT(ran.out, HasSubstr("\n\nfinance.attempts: count"));
}

TEST_F(Schema, ListsTheOutcomes) {
  const Ran ran = run("schema outcomes");
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.out, StartsWith("qualified_suppliers: firms\n  Firms in domestic hands"));
  EXPECT_THAT(ran.out, HasSubstr("public_money_net_present_value or exchequer-cost: "));
  EXPECT_THAT(run("schema --help").out, HasSubstr("schema outcomes"));
}

TEST_F(Schema, SuggestsAFieldForAnUnknownOne) {
  const struct {
    std::string field;
    std::string message;
  } table[] = {
      {"programme.fund.bugdet", "Did you mean 'programme.fund.budget'?"},
      {"fund.payment_terms", "Did you mean 'programme.fund.payment_terms'?"},
      {"zzz", "'firstcustomer schema --reference' lists all fields."},
  };
  for (const auto& row : table) {
    const Ran ran = run("schema " + row.field);
    EXPECT_EQ(ran.exit_code, 2);
    EXPECT_EQ(ran.out, "");
    EXPECT_THAT(ran.err, HasSubstr("there is no field '" + row.field + "'. " + row.message));
  }
}

TEST_F(Schema, TakesOneFieldAtMost) {
  EXPECT_EQ(run("schema firms finance").exit_code, 2);
  EXPECT_THAT(run("schema firms finance").err, HasSubstr("name one field or none"));
  EXPECT_EQ(run("schema firms --reference").exit_code, 2);
  EXPECT_EQ(run("schema --nonsense").exit_code, 2);
}

TEST_F(Schema, HasHelp) {
  const Ran ran = run("schema --help");
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.out, StartsWith("usage: firstcustomer schema [FIELD] [options]\n"));
  EXPECT_THAT(ran.out, HasSubstr("--reference"));
  EXPECT_THAT(run("--help").out, HasSubstr("schema"));
}

}  // namespace
}  // namespace firstcustomer
