#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "cli/program.hpp"

namespace firstcustomer {
namespace {

using ::testing::HasSubstr;
using testing::Ran;
using testing::read_file;
using ::testing::StartsWith;

class Rules : public testing::ProgramTest {};

TEST_F(Rules, AreListed) {
  const Ran ran = run("rules");
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_EQ(ran.err, "");
  EXPECT_THAT(ran.out, ::testing::ContainsRegex("\nadvance-purchase +R04  "));
  EXPECT_THAT(run("--help").out, HasSubstr("rules "));
}

TEST_F(Rules, HaveCardsWithWhatToWrite) {
  const Ran ran = run("rules advance-purchase");
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.out, StartsWith("advance-purchase (R04): "));
  EXPECT_THAT(ran.out, HasSubstr("Caution: "));
  std::string text = read_file(FIRSTCUSTOMER_SOURCE_DIRECTORY "/scenarios/minimal.yaml");
  text.resize(text.find("programme:"));
  const auto scenario = write("pasted.yaml", text + ran.out.substr(ran.out.find("\nprogramme:\n")));
  const Ran checked = run("check " + scenario.string());
  EXPECT_EQ(checked.exit_code, 0) << checked.err;
  EXPECT_THAT(checked.out, HasSubstr("Rule: rules/advance-purchase.yaml\n"));
}

TEST_F(Rules, HaveFilesToStartFrom) {
  const Ran yaml = run("rules milestones --yaml");
  EXPECT_EQ(yaml.out, read_file(FIRSTCUSTOMER_SOURCE_DIRECTORY "/scenarios/rules/milestones.yaml"));
  const auto own = write("own.yaml", yaml.out);
  const Ran card = run("rules " + own.string());
  EXPECT_EQ(card.exit_code, 0) << card.err;
  EXPECT_THAT(card.out, StartsWith("own (R05): "));
}

TEST_F(Rules, ArePrintedAsJson) {
  const auto all = nlohmann::json::parse(run("rules --json").out);
  EXPECT_GE(all.size(), 5U);
  const auto one = nlohmann::json::parse(run("rules milestones --json").out);
  ASSERT_EQ(one.size(), 1U);
  EXPECT_EQ(one[0]["id"], "R05");
}

TEST_F(Rules, SuggestsWhatWasMeant) {
  const Ran unknown = run("rules milestone");
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_EQ(unknown.out, "");
  EXPECT_THAT(unknown.err, HasSubstr("Did you mean 'milestones'?"));
  EXPECT_EQ(run("rules milestones spot-purchase").exit_code, 2);
  EXPECT_EQ(run("rules --yaml").exit_code, 2);
  EXPECT_EQ(run("rules milestones --yaml --json").exit_code, 2);
}

TEST_F(Rules, SaysWhatIsWrongWithAFile) {
  const auto broken = write("broken.yaml", "card: {titel: x, what: y}\nfund: {}\n");
  const Ran ran = run("rules " + broken.string());
  EXPECT_EQ(ran.exit_code, 65);
  EXPECT_THAT(ran.err, HasSubstr("broken.yaml:1:8: unknown key 'titel'"));
}

}  // namespace
}  // namespace firstcustomer
