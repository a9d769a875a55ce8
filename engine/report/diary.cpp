#include "firstcustomer/report/diary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "diary_names.hpp"
#include "diary_words.hpp"
#include "firstcustomer/report/number.hpp"
#include "firstcustomer/report/text.hpp"

namespace firstcustomer {
namespace {

constexpr std::size_t columns = 100;

/// The lead and a paragraph after it, whose lines after the first begin `indent` columns in. A word
/// that is too long for a line has one of its own.
std::string wrapped(std::string_view lead, std::string_view text, std::size_t indent) {
  std::string lines(lead);
  std::size_t width = display_width(lead);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = word_end(text, at);
    const std::string_view word = text.substr(at, end - at);
    const std::size_t needs = display_width(word);
    if (at > 0 && width + 1 + needs > columns) {
      lines += '\n' + std::string(indent, ' ');
      width = indent;
    } else if (at > 0) {
      lines += ' ';
      ++width;
    }
    lines += word;
    width += needs;
    at = end + 1;
  }
  return lines + '\n';
}

std::string title(const Plan& plan, const Replay& replay) {
  return fmt::format(
      "Replication {}, arm {} (seed {}{})", replay.replication, plan.arms.at(replay.arm).name,
      plan.seed,
      plan.design == Design::independent ? "" : fmt::format(", {}", design_name(plan.design)));
}

/// "1 qualified, 3 active, 6 insolvent": of domestic firms, what never happened left out but for
/// the first three.
std::string fates(const Outcome& outcome) {
  struct Fate {
    double firms;
    std::string_view what;
  };
  const Fate all[] = {{outcome.qualified_suppliers_ever, "qualified"},
                      {outcome.suppliers_active, "active"},
                      {outcome.suppliers_insolvent, "insolvent"},
                      {outcome.suppliers_sold_abroad, "sold abroad"},
                      {outcome.suppliers_failed, "failed technically"},
                      {outcome.suppliers_missed, "missed the standard"},
                      {outcome.suppliers_pivoted, "left for another market"},
                      {outcome.suppliers_gave_up, "gave up"},
                      {outcome.suppliers_absorbed, "bought for their people"}};
  std::vector<std::string> texts;
  for (const Fate& fate : all) {
    if (texts.size() < 3 || fate.firms > 0.0) {
      texts.push_back(fmt::format("{} {}", grouped(fate.firms, 0), fate.what));
    }
  }
  if (outcome.qualified_suppliers < outcome.qualified_suppliers_ever) {
    texts.front() += fmt::format(" ({} by the deadline)", grouped(outcome.qualified_suppliers, 0));
  }
  return fmt::format("{}", fmt::join(texts, ", "));
}

std::string ending(const Scenario& scenario, const Replay& replay) {
  const Outcome& outcome = *replay.outcome;
  std::string text = fmt::format("{}: {}.", replay.numbers.horizon.to_string(), fates(outcome));
  if (!replay.numbers.programmes.empty()) {
    const std::string_view symbol = find_currency(scenario.head.currency)->symbol;
    text += fmt::format(" Paid {}", amount_text(outcome.public_money_paid, symbol));
    if (outcome.public_money_recovered > 0.0) {
      text += fmt::format(", recovered {}", amount_text(outcome.public_money_recovered, symbol));
    }
    text += fmt::format(", lost {}.", amount_text(outcome.public_money_stranded, symbol));
  }
  return text;
}

}  // namespace

std::string diary_text(const Scenario& scenario, const Plan& plan, const Replay& replay) {
  std::string text = wrapped("", title(plan, replay), 0);
  const std::vector<Record>& records = replay.record.records();
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (records[i].kind == RecordKind::ends && replay.outcome) {
      continue;  // the last line says more
    }
    const std::string lead = date_of(replay, records[i]).to_string() + "  ";
    text += wrapped(lead, diary_sentence(scenario, replay, i), lead.size());
  }
  return replay.outcome ? text + wrapped("Ends ", ending(scenario, replay), 5) : text;
}

}  // namespace firstcustomer
