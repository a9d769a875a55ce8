#pragma once
/// \file
/// A case in words, for tests of random cases that fail: what its programmes and firms are made of,
/// and what happened in a replication.

#include <sstream>
#include <string>

#include "firstcustomer/model/case.hpp"
#include "firstcustomer/model/recorder.hpp"
#include "firstcustomer/model/term.hpp"

namespace firstcustomer::testing {

/// Operands before their operation: "£100 … " as "100 price_index multiply".
inline std::string summary(const Formula& formula) {
  static constexpr const char* names[] = {
      "constant", "term", "parameter", "+",  "-", "*",  "/", "^",  "negate", "min", "max",
      "clamp",    "log",  "exp",       "if", "<", "<=", ">", ">=", "and",    "or",  "not"};
  std::ostringstream out;
  for (const Instruction& step : formula.program()) {
    if (step.operation == Operation::constant) {
      out << step.number << ' ';
    } else if (step.operation == Operation::term) {
      out << term_declarations()[step.index].name << ' ';
    } else if (step.operation == Operation::parameter) {
      out << "parameter-" << step.index << ' ';
    } else {
      out << names[static_cast<std::size_t>(step.operation)] << ' ';
    }
  }
  return out.str();
}

inline std::string summary(const Amount& amount) {
  static constexpr const char* bases[] = {"pounds",  "pounds per unit", "of value", "of advance",
                                          "of paid", "of spending",     "of round", "units"};
  std::ostringstream out;
  out << amount.number << ' ' << bases[static_cast<std::size_t>(amount.basis)];
  return amount.formula ? "'" + summary(*amount.formula) + "'" : out.str();
}

inline std::string summary(const Clause& clause) {
  std::ostringstream out;
  out << "{on: " << trigger_names[static_cast<std::size_t>(clause.on)];
  const auto amount = [&](const char* key, const Amount& value) {
    if (!value.is_nothing()) {
      out << ", " << key << ": " << summary(value);
    }
  };
  amount("pay", clause.pay);
  amount("up_to", clause.up_to);
  amount("recover", clause.recover);
  if (clause.has_limit()) {
    amount("at_most", clause.at_most);
  }
  const auto days = [&](const char* key, Duration span) {
    if (span > Duration{} && span < Duration::longest()) {
      out << ", " << key << ": " << span.days() << " days";
    }
  };
  days("due", clause.due);
  days("grace", clause.grace);
  days("after", clause.after);
  out << (clause.milestone.empty() ? "" : ", milestone: " + clause.milestone)
      << (clause.on == Trigger::date ? ", date: " + clause.date.to_string() : "")
      << (clause.advance ? "" : ", advance: no") << (clause.bargained ? ", bargained: yes" : "")
      << (clause.for_equity ? ", for_equity: yes" : "") << (clause.option ? ", option: yes" : "")
      << (clause.phase.empty() ? "" : ", phase: " + clause.phase)
      << (clause.when ? ", when: '" + summary(*clause.when) + "'" : "");
  if (clause.match > Share{}) {
    out << ", match: " << clause.match.value();
  }
  if (clause.excused > Share{}) {
    out << ", excused: " << clause.excused.value();
  }
  return out.str() + "}";
}

/// What the order of suppliers among one another hangs on.
inline std::string summary(const Allocation& allocation) {
  std::ostringstream out;
  for (const double share : allocation.shares) {
    out << ", place: " << share;
  }
  if (allocation.held_open < Duration::longest()) {
    out << ", held_open: " << allocation.held_open.days() << " days";
  }
  out << (allocation.diverse ? ", diverse: yes" : "");
  if (allocation.superiority) {
    out << ", superiority: {margin: " << allocation.superiority->margin.value()
        << ", protection: " << allocation.superiority->protection.days() << " days}";
  }
  for (const TournamentPhase& phase : allocation.phases) {
    out << ", phase: {name: " << phase.name << ", lasts: " << phase.lasts.days()
        << " days, deliverable: " << phase.deliverable << ", least: " << phase.least
        << ", go_on: " << phase.go_on << "}";
  }
  return out.str();
}

inline std::string summary(const Programme& programme) {
  static constexpr const char* signings[] = {"qualification", "call", "opening"};
  const Allocation& allocation = programme.allocation;
  std::ostringstream out;
  out << "- luck: '" << programme.luck << "'\n  opens: " << programme.opens.to_string()
      << "\n  fund: {budget: " << programme.fund.budget.major()
      << ", payment_terms: " << programme.fund.payment_terms.days() << " days, fiscal_year_caps: [";
  for (const double cap : programme.fund.fiscal_year_caps) {
    out << cap << ' ';
  }
  out << "], carry_over: " << programme.fund.carry_over.value()
      << ", over_cap: " << (programme.fund.over_cap == OverCap::deferred ? "deferred" : "forfeited")
      << "}\n  allocation: {signing: " << signings[static_cast<std::size_t>(allocation.signing)]
      << ", selection: " << name(allocation.selection)
      << ", first_call: " << allocation.first_call.to_string()
      << ", months_between: " << allocation.months_between
      << ", suppliers: " << allocation.suppliers << ", awards: " << allocation.awards
      << ", reserve: " << allocation.reserve << ", bond: " << allocation.bond.value()
      << summary(allocation)
      << "}\n  strength: {cancel_hazard: " << programme.strength.cancel_hazard.value()
      << ", legally_binding: " << programme.strength.legally_binding
      << ", approval: " << programme.strength.approval_delay.parameters[0]
      << " days, soft: " << programme.strength.soft_budget.has_value()
      << "}\n  own standard: " << programme.standard.has_value() << "\n  contract_lasts: "
      << (programme.contract_lasts < Duration::longest() ? programme.contract_lasts.days() : -1.0)
      << " days\n  inspection: " << programme.inspection.days() << " days\n  contract:\n";
  for (const Clause& clause : programme.contract) {
    out << "  - " << summary(clause) << '\n';
  }
  return out.str();
}

/// Lines as in a scenario, of what matters most for the books.
inline std::string summary(const Case& numbers) {
  std::ostringstream out;
  out << "start: " << numbers.start.to_string() << "\nhorizon: " << numbers.horizon.to_string()
      << "\nfiscal_month: " << static_cast<int>(numbers.fiscal_month) + 1
      << "\nlenders: " << numbers.finance.contract_debt.has_value() << "\npays: " << numbers.pays
      << "\nentry: " << numbers.entry.has_value() << "\nfirms:\n";
  for (const Firm& firm : numbers.firms) {
    out << "- {name: " << firm.name << ", technology: " << firm.technology
        << ", stage: " << firm.stage << ", cash: " << firm.cash.major()
        << ", domestic: " << firm.domestic << ", parent_funded: " << firm.parent_funded
        << ", raises: " << firm.raises.size() << "}\n";
  }
  out << "programmes:\n";
  for (const Programme& programme : numbers.programmes) {
    out << summary(programme);
  }
  return out.str();
}

/// A line for each entry that has to do with money of a programme, or with a firm's end.
inline std::string summary(const Case& numbers, const Recorder& recorder) {
  const SimulationClock clock(numbers.start);
  std::ostringstream out;
  for (const Record& record : recorder.records()) {
    if (!record.programme.valid() && record.kind != RecordKind::insolvent &&
        record.kind != RecordKind::acquired && record.kind != RecordKind::test_passed) {
      continue;
    }
    out << clock.date(record.when).to_string() << ' ' << record_kind_name(record.kind);
    if (record.programme.valid()) {
      out << ", programme " << record.programme.index();
    }
    if (record.firm.valid()) {
      out << ", firm " << record.firm.index();
    }
    if (record.amount != Money{}) {
      out << ", amount " << record.amount.major();
    }
    if (record.clause >= 0) {
      out << ", clause " << record.clause;
    }
    out << (record.count > 0 ? ", count " + std::to_string(record.count) : "") << '\n';
  }
  return out.str();
}

}  // namespace firstcustomer::testing
