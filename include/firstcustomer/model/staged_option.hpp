#pragma once
/// \file
/// What development in stages is worth to who may give it up at every gate.
///
/// Each stage costs something to begin and succeeds with a probability; all of them together lead
/// to a payoff. Seen from its gate, stage i is worth V_i = max(0, p_i v_i V_{i+1} − c_i), where v_i
/// discounts over the stage: by backward induction, in one pass. Pure functions. Not here: what is
/// learnt about later stages from earlier ones.
/// Source: Dixit and Pindyck 1994, "Investment under uncertainty", chapter 10 (sequential
/// investment), with chance between the gates.

#include <span>
#include <vector>

namespace firstcustomer {

struct OptionStage {
  /// Paid at its gate.
  double cost = 0.0;
  double success = 1.0;
  /// Present value, at its gate, of a unit of money at its end.
  double discount = 1.0;
};

/// By stage, what it is worth at its gate; one more at the end: the payoff.
/// Needs: a payoff ≥ 0.
std::vector<double> staged_values(std::span<const OptionStage> stages, double payoff);

/// At the first gate; the payoff without stages.
double staged_value(std::span<const OptionStage> stages, double payoff);

/// The same for who has committed itself at the first gate to pay for all stages at their dates,
/// whatever comes of them: less than nothing if that is a loss.
double committed_value(std::span<const OptionStage> stages, double payoff);

}  // namespace firstcustomer
