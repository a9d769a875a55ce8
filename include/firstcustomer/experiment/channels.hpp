#pragma once
/// \file
/// Channels: through what a programme has its effect.
///
/// Further arms on the same luck switch one channel on at a time: `cash-only` (contracts pay,
/// nobody responds to their news), `signal-only` (contracts move no money, investors respond),
/// `entry-only` (contracts move no money, founders respond), `effort-only` (contracts move no
/// money, firms choose their effort, or give up, for what they believe). Where behaviour is
/// optimising, who does not respond decides as without a programme, and who does by the beliefs of
/// the whole arm. What the whole effect is beyond the sum of theirs is their interaction.

#include "firstcustomer/experiment/plan.hpp"

namespace firstcustomer {

/// Whether the channel can act at all in a case with a programme: cash always; the others where
/// behaviour and the scenario have whom they act on, and a promise was made.
bool can_act(Channel channel, const Case& numbers);

/// Effect: fills `plan.channels`, and adds an arm for each channel that can act in an arm with a
/// programme, unless only cash can: its effect is then that of the whole programme. Where more than
/// one arm stands beside the first, names of these arms begin with that of their arm and a colon.
/// Needs: a plan without channels whose first arm has no programme, and a later one has.
void add_channels(Plan& plan);

}  // namespace firstcustomer
