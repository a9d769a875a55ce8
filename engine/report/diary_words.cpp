#include "diary_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "diary_entries.hpp"
#include "diary_names.hpp"
#include "diary_terms.hpp"
#include "firstcustomer/core/check.hpp"
#include "firstcustomer/core/elementary.hpp"
#include "firstcustomer/report/number.hpp"

namespace firstcustomer {
namespace {

/// What a word may look at.
struct Told {
  const Scenario& scenario;
  const Replay& replay;
  const Record& record;
  std::size_t index;

  const Case& numbers() const { return replay.numbers; }
  const Programme& programme() const { return numbers().programmes.at(record.programme.index()); }
  const Currency& currency() const { return *find_currency(scenario.head.currency); }
  std::string money(double amount) const { return amount_text(amount, currency().symbol); }
};

/// "1 unit", "2,250 units".
std::string counted(double count, std::string_view noun) {
  return fmt::format("{} {}{}", grouped(count, 0), noun, count == 1.0 ? "" : "s");
}

// Of the programme.

std::string programme(const Told& told) {
  return told.programme().name;
}

std::string announced(const Told& told) {
  const Date date = told.programme().announced;
  return Date() < date && date < told.numbers().start
             ? fmt::format(", announced on {},", date.to_string())
             : "";
}

std::string standard(const Told& told) {
  return standard_text(told.numbers(), told.programme());
}

std::string applicants(const Told& told) {
  return counted(told.record.other, "firm");
}

std::string places(const Told& told) {
  return counted(static_cast<double>(told.record.count), "contract");
}

// Of firms and their development.

std::string firm(const Told& told) {
  expect(told.record.firm.valid(), "a sentence on a firm has one");
  return told.replay.record.name(told.record.firm);
}

std::string nature(const Told& told) {
  const Firm* known = known_firm(told.replay, told.record);
  if (known == nullptr || (known->domestic && !known->parent_funded)) {
    return "";
  }
  return fmt::format(" ({}{}{})", known->domestic ? "" : "foreign",
                     !known->domestic && known->parent_funded ? ", " : "",
                     known->parent_funded ? "funded by its parent" : "");
}

std::string amount(const Told& told) {
  return told.money(told.record.amount.major());
}

std::string cash(const Told& told) {
  const Firm* known = known_firm(told.replay, told.record);
  return known != nullptr && known->parent_funded ? ""
                                                  : fmt::format(" with {} of cash", amount(told));
}

std::string technology(const Told& told) {
  return technology_of(told.replay, told.record);
}

std::string stage(const Told& told) {
  return stage_of(told.replay, told.record);
}

std::string count(const Told& told) {
  return grouped(static_cast<double>(told.record.count), 0);
}

std::string again(const Told& told) {
  return told.record.count > 1 ? fmt::format(" (attempt {})", count(told)) : "";
}

std::string cost(const Told& told) {
  return told.record.amount > Money{} ? " at a cost of " + amount(told) : "";
}

std::string facility(const Told& told) {
  const Stage* needs = find_stage(told.replay, told.record);
  return needs == nullptr || needs->facility.empty() ? "" : " at the " + needs->facility;
}

std::string months(const Told& told) {
  return grouped(told.record.value, 1) + " months";
}

std::string goes_back(const Told& told) {
  const Stage* failed = find_stage(told.replay, told.record);
  return failed != nullptr && failed->on_failure == OnFailure::return_to
             ? "goes back to " + failed->return_to
             : "has to repeat it";
}

std::string hurdle(const Told& told) {
  const std::string_view name = hurdle_name(told.record);
  if (name == "common") {
    return "for a reason that all firms share";
  }
  const std::string own = technology(told);
  if (name == "technology") {
    return fmt::format("for a reason that all firms with {} share", own);
  }
  const auto& technologies = told.numbers().technologies;
  const auto found = std::find_if(technologies.begin(), technologies.end(),
                                  [&](const Technology& each) { return each.name == own; });
  expect(found != technologies.end(), "a firm's technology is one of the case");
  return fmt::format("for a reason that all firms of its class{}{} share",
                     found->class_name.empty() ? "" : ", ",
                     found->class_name.empty() ? "" : found->class_name + ",");
}

std::string performance(const Told& told) {
  return calm(told.record.value);
}

std::string measurement(const Told& told) {
  return measurement_text(told.numbers(), told.record);
}

/// Of a firm that is in domestic hands on that day.
bool is_domestic_pass(const Replay& replay, const Record& record) {
  if (record.kind != RecordKind::test_passed) {
    return false;
  }
  const auto& records = replay.record.records();
  if (std::any_of(records.begin(), records.end(), [&](const Record& other) {
        return other.kind == RecordKind::acquired && other.firm == record.firm &&
               other.value > 0.0 && other.when <= record.when;
      })) {
    return false;
  }
  const Firm* known = known_firm(replay, record);
  return known == nullptr || known->domestic;
}

std::string first(const Told& told) {
  const auto begin = told.replay.record.records().begin();
  const auto here = begin + static_cast<std::ptrdiff_t>(told.index);
  const auto passed = [&](const Record& record) { return is_domestic_pass(told.replay, record); };
  return passed(*here) && std::none_of(begin, here, passed)
             ? "; it is the first domestic supplier to qualify"
             : "";
}

// Of private money, and of how firms end.

std::string round(const Told& told) {
  return round_of(told.replay, told.record);
}

std::string odds(const Told& told) {
  return percent_text(told.record.value);
}

std::string effort(const Told& told) {
  return fmt::format("{:.2f}", told.record.value);
}

std::string burn(const Told& told) {
  return told.money(told.record.value / 12.0) + "/month";
}

std::string units_sold(const Told& told) {
  return counted(std::round(told.record.value), "unit");
}

std::string accelerators(const Told& told) {
  return counted(static_cast<double>(told.record.count), "accelerator");
}

std::string owner(const Told& told) {
  return told.record.value == 1.0 ? "foreign" : "domestic";
}

std::string keeps(const Told& told) {
  return told.record.other == 1.0 ? "ends" : "keeps";
}

// Of contracts.

std::string units(const Told& told) {
  return counted(static_cast<double>(told.record.count), "unit");
}

std::string capacity(const Told& told) {
  return counted(std::round(told.record.value), "unit");
}

std::string built_in(const Told& told) {
  return told.record.other > 0.0
             ? fmt::format("; it takes {} months", grouped(told.record.other, 1))
             : "";
}

std::string for_units(const Told& told) {
  return told.record.count > 0 ? " for " + units(told) : "";
}

/// Of what a contract would need.
std::string what_is_short(const Told& told) {
  return told.record.count > 0 ? "no place is free for it now" : "the fund cannot pay for it now";
}

std::string accepted(const Told& told) {
  return grouped(told.record.other, 0);
}

std::string advance(const Told& told) {
  return told.record.other > 0.0 ? " of an open advance of " + told.money(told.record.other) : "";
}

/// Of which of several programmes.
std::string under(const Told& told) {
  return told.numbers().programmes.size() > 1 ? fmt::format(" under {}", told.programme().name)
                                              : "";
}

/// Of several programmes, which.
std::string which(const Told& told) {
  return told.numbers().programmes.size() > 1 ? " " + told.programme().name : "";
}

std::string left(const Told& told) {
  return told.record.amount > Money{} ? fmt::format("; {} is released", amount(told)) : "";
}

std::string assessed(const Told& told) {
  return calm(elementary::exp(told.record.value));
}

std::string chosen(const Told& told) {
  const Allocation& allocation = told.programme().allocation;
  return allocation.signing == Signing::call && allocation.selection == Selection::ranked
             ? fmt::format(" (assessed at {} × frontier)", assessed(told))
             : "";
}

// Of tournaments.

std::string phase(const Told& told) {
  const auto& phases = told.programme().allocation.phases;
  const auto number = static_cast<std::size_t>(told.record.count);
  return number <= phases.size() ? phases.at(number - 1).name : std::string(phase_of_purchase);
}

std::string taking_part(const Told& told) {
  return fmt::format("{} {} part", counted(told.record.other, "firm"),
                     told.record.other == 1.0 ? "takes" : "take");
}

std::string scored(const Told& told) {
  return fmt::format(" (scored {} × frontier)", assessed(told));
}

std::string credit(const Told& told) {
  return told.record.truth > 0.0
             ? fmt::format(", and {} of the advance is credited", told.money(told.record.truth))
             : "";
}

std::string clause(const Told& told) {
  const std::int64_t place = told.record.clause;
  if (place < 0) {
    return "";
  }
  const auto& contract = told.programme().contract;
  return fmt::format(" (clause {}: {})", place + 1,
                     clause_text(contract.at(static_cast<std::size_t>(place)), told.currency()));
}

// Of lenders, and of what else may turn.

std::string owed(const Told& told) {
  return told.money(told.record.value);
}

std::string payer_of_debt(const Told& told) {
  return told.record.count == 1 ? "The acquirer repays" : "The lender is repaid";
}

std::string heat(const Told& told) {
  return told.record.count == 1 ? "hot" : "cold";
}

std::string softer(const Told& told) {
  const auto& standard = standard_of(told.programme(), told.numbers().standard);
  const SimulationClock clock(told.numbers().start);
  const Date deadline =
      clock.date(clock.at(standard.deadline) + Duration::from_days(told.record.other));
  return fmt::format("thresholds at {} of those promised, deadline {}",
                     percent_text(told.record.value), deadline.to_string());
}

struct Word {
  std::string_view name;
  std::string (*text)(const Told& told);
};
constexpr Word words[] = {
    {"accelerators", accelerators},
    {"accepted", accepted},
    {"advance", advance},
    {"again", again},
    {"amount", amount},
    {"announced", announced},
    {"applicants", applicants},
    {"assessed", assessed},
    {"built_in", built_in},
    {"burn", burn},
    {"capacity", capacity},
    {"cash", cash},
    {"chosen", chosen},
    {"clause", clause},
    {"cost", cost},
    {"count", count},
    {"credit", credit},
    {"effort", effort},
    {"facility", facility},
    {"firm", firm},
    {"first", first},
    {"for_units", for_units},
    {"goes_back", goes_back},
    {"heat", heat},
    {"hurdle", hurdle},
    {"keeps", keeps},
    {"left", left},
    {"measurement", measurement},
    {"months", months},
    {"nature", nature},
    {"odds", odds},
    {"owed", owed},
    {"owner", owner},
    {"payer_of_debt", payer_of_debt},
    {"performance", performance},
    {"phase", phase},
    {"places", places},
    {"programme", programme},
    {"round", round},
    {"scored", scored},
    {"softer", softer},
    {"stage", stage},
    {"standard", standard},
    {"taking_part", taking_part},
    {"technology", technology},
    {"under", under},
    {"units", units},
    {"units_sold", units_sold},
    {"what_is_short", what_is_short},
    {"which", which},
};

std::string word(std::string_view name, const Told& told) {
  const auto found = std::find_if(std::begin(words), std::end(words),
                                  [&](const Word& each) { return each.name == name; });
  ensure(found != std::end(words), "every word of a sentence is known");
  return found->text(told);
}

}  // namespace

std::string diary_sentence(const Scenario& scenario, const Replay& replay, std::size_t index) {
  const Record& record = replay.record.records().at(index);
  const Told told{scenario, replay, record, index};
  const std::string_view pattern = diary_entry(record.kind).sentence;
  std::string text;
  for (std::size_t at = 0; at < pattern.size();) {
    const std::size_t open = std::min(pattern.find('{', at), pattern.size());
    text += pattern.substr(at, open - at);
    const std::size_t close = std::min(pattern.find('}', open), pattern.size());
    if (open < pattern.size()) {
      text += word(pattern.substr(open + 1, close - open - 1), told);
    }
    at = close + 1;
  }
  return text;
}

}  // namespace firstcustomer
