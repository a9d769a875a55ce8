#include <gmock/gmock.h>

#include <sstream>

#include "cli/program.hpp"

namespace firstcustomer {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::Ran;
using testing::read_file;

class Check : public testing::ProgramTest {};

/// The UK scenario with one line replaced.
std::string edited(const std::string& from, const std::string& to) {
  std::string text = read_file(FIRSTCUSTOMER_SOURCE_DIRECTORY "/scenarios/uk-first-customer.yaml");
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST_F(Check, ListsWhatTheScenarioAssumes) {
  const Ran all = run("check scenarios/uk-first-customer.yaml");
  EXPECT_EQ(all.exit_code, 0);
  EXPECT_THAT(all.out, HasSubstr("programme.fund.budget"));
  EXPECT_THAT(all.out, HasSubstr("6 uncertain (drawn once per replication)"));
  const Ran assumed = run("check scenarios/uk-first-customer.yaml --assumed");
  EXPECT_THAT(assumed.out, Not(HasSubstr("programme.fund.budget")));
  EXPECT_THAT(assumed.out, HasSubstr("programme.contract.0.pay"));
}

TEST_F(Check, ThreeMistakesInOneFileGiveThreeLocatedMessages) {
  std::string text = edited("    budget: {value: £100m", "    bugdet: {value: £100m");
  const std::string wait = "  retest_after: {value: 6 months";
  text.replace(text.find(wait), wait.size(), "  retest_after: {value: 6 tokens/W");
  const std::string currency = "currency: GBP\n";
  text.replace(text.find(currency), currency.size(), currency + currency);
  const auto file = write("broken.yaml", text);
  for (const std::string command : {"check ", "run "}) {
    const Ran ran = run(command + file.string() + " " +
                        (command == "run " ? "--out " + (folder_ / "out").string() : ""));
    EXPECT_EQ(ran.exit_code, 65);
    EXPECT_THAT(ran.err, HasSubstr("broken.yaml:23:1: duplicate key 'currency'"));
    EXPECT_THAT(ran.err, HasSubstr("'6 tokens/W' is not a span of time"));
    // The README's example is this file under another name.
    const std::string readme = read_file(FIRSTCUSTOMER_SOURCE_DIRECTORY "/README.md");
    std::istringstream lines(ran.err);
    for (std::string line; std::getline(lines, line);) {
      const auto name = line.find("broken.yaml:");
      if (name != std::string::npos) {
        EXPECT_THAT(readme, HasSubstr("\nmy.yaml:" + line.substr(name + 12) + "\n"));
      }
    }
    EXPECT_THAT(ran.err, HasSubstr("unknown key 'bugdet' in programme.fund (it would be ignored). "
                                   "Did you mean 'budget'?"));
    EXPECT_THAT(ran.err, HasSubstr("3 errors, 0 warnings. Nothing was run."));
    EXPECT_EQ(ran.out, "");
    EXPECT_FALSE(std::filesystem::exists(folder_ / "out"));
  }
}

TEST_F(Check, ReadsTheScenarioUnderAnotherRule) {
  const Ran ran = run("check scenarios/minimal.yaml --rule advance-purchase");
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("Rule: rules/advance-purchase.yaml\n"));
  const auto own = write("own.yaml",
                         "contract: [{on: acceptance, pay: £9k per unit, up_to: 70 "
                         "units}]\n");
  EXPECT_THAT(run("check scenarios/minimal.yaml --changed --rule " + own.string()).out,
              HasSubstr("£9k per unit"));
  const Ran unknown = run("check scenarios/minimal.yaml --rule spot");
  EXPECT_EQ(unknown.exit_code, 65);
  EXPECT_THAT(unknown.err, HasSubstr("--rule:1:1: there is no rule 'spot'"));
  const Ran alone = run("check " + own.string());
  EXPECT_EQ(alone.exit_code, 65);
  EXPECT_THAT(alone.err, HasSubstr("own.yaml: a rule, not a scenario"));
  EXPECT_THAT(alone.err, HasSubstr("1 error, 0 warnings. Nothing was run.\n"));
}

TEST_F(Check, SaysThatMoreIsCheckedOnceErrorsAreMended) {
  const std::string more = "Nothing was run.\nFurther checks follow once this is mended.\n";
  EXPECT_THAT(run("check scenarios/minimal.yaml --set seed=one").err, HasSubstr(more));
  EXPECT_THAT(run("check scenarios/minimal.yaml --set seed=one --set start=soon").err,
              HasSubstr("Further checks follow once these are mended.\n"));
  const Ran last =
      run("check scenarios/minimal.yaml --set programme.fund.prices_follow=exchange_rate");
  EXPECT_EQ(last.exit_code, 65);
  EXPECT_THAT(last.err, HasSubstr("such as market: {exchange: {volatility: 8 %}}; a rule cannot."));
  EXPECT_THAT(last.err, Not(HasSubstr("Further checks")));
}

TEST_F(Check, AnEconomicDoubtIsAWarning) {
  const Ran ran =
      run("check scenarios/uk-first-customer.yaml --set 'programme.contract.1.pay=£1k per unit'");
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.err, HasSubstr("--set:1:26: warning: no firm can accept £1k per unit (the "
                                 "lowest unit cost is £2k, of 'sram-5nm')"));
}

TEST_F(Check, SaysWhatAScenarioIsAVariantOf) {
  const Ran ran = run("check scenarios/uk-first-customer-floating.yaml");
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_EQ(ran.err, "");
  EXPECT_THAT(ran.out, ::testing::StartsWith("Variant of uk-first-customer.yaml: The standard"));
}

TEST_F(Check, ListsWhatAVariantChanges) {
  const auto variant = write("variant.yaml", "extends: " FIRSTCUSTOMER_SOURCE_DIRECTORY
                                             "/scenarios/uk-first-customer.yaml\nreason: A test\n"
                                             "programme: {fund: {budget: £150m}}\n");
  const Ran ran =
      run("check " + variant.string() + " --changed --set standard.deadline=2031-12-31");
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  std::istringstream lines(ran.out);
  std::string header;
  std::string first;
  std::string second;
  std::string blank;
  std::getline(lines, header);
  EXPECT_THAT(header, ::testing::StartsWith("Variant of "));
  std::getline(lines, header);
  std::getline(lines, first);
  std::getline(lines, second);
  std::getline(lines, blank);
  EXPECT_THAT(first, ::testing::ContainsRegex("^standard.deadline .*set on the command line$"));
  EXPECT_THAT(second, ::testing::ContainsRegex("^programme.fund.budget .*£150m .*A test$"));
  EXPECT_EQ(blank, "");
}

TEST_F(Check, AProblemOfTheExtendedFileIsToldThere) {
  write("base.yaml", "title: Base\nseed: one\n");
  const auto variant = write("variant.yaml", "extends: base.yaml\nreason: A test\n");
  const Ran ran = run("check " + variant.string());
  EXPECT_EQ(ran.exit_code, 65);
  EXPECT_THAT(ran.err, HasSubstr("base.yaml:2:7: 'one' is not a whole number"));
}

TEST_F(Check, AnOverrideIsCheckedLikeTheFile) {
  const Ran ran =
      run("check scenarios/uk-first-customer.yaml --set programme.fund.bugdet=£5m --set "
          "standard.attempts=0 "
          "--set nonsense");
  EXPECT_EQ(ran.exit_code, 65);
  EXPECT_THAT(ran.err, HasSubstr("--set:1:1: unknown key 'bugdet' in programme.fund"));
  EXPECT_THAT(ran.err, HasSubstr("--set:2:19: '0' is out of range (it must be at least 1 test)"));
  EXPECT_THAT(ran.err, HasSubstr("'nonsense' sets nothing"));
}

}  // namespace
}  // namespace firstcustomer
