#pragma once
/// \file
/// Pilots: replications in which one firm is held back, and probed at dates of a grid.
///
/// The firm never qualifies by itself: it keeps what it had reached, applies and is chosen like
/// others, spends nothing and has all the cash that anybody asks for. At each date of a probe the
/// world is copied, the firm's product is ready and qualified in the copy (as good as drawn, or as
/// good as it takes to pass), everybody else's luck and decisions stay, and the contract
/// interpreter pays it to the horizon. What it was paid, less what its units cost, is what
/// qualifying then would have brought. Private customers pay
/// it what they pay in the mean, also after the horizon. Realised payoffs by date are no
/// substitute: in a race that ends with the first qualification every firm that qualifies in time
/// is seen with the prize.

#include <limits>
#include <vector>

#include "firstcustomer/model/belief.hpp"
#include "firstcustomer/model/world.hpp"

namespace firstcustomer {

/// Effect: overwrites the workspaces and the view. `copy` is storage for copies of the world, of
/// the same model. `values`: whether the firm is probed; otherwise opportunities and flows alone
/// are seen. Needs: a firm of the cohort that is there by the horizon. Throws: as simulate.
void pilot(const Model& model, const Case& numbers, const Luck& luck, FirmId held,
           const BeliefGrid& grid, bool values, Workspace& world, Workspace& copy, PilotView& view);

/// The mean of a law, where it is known in closed form; otherwise what was drawn.
double expected_value(const Law& law, double drawn);

/// The case in which development is all that matters: the cohort alone, no programme, cash without
/// end, nobody leaves or is turned to another market, and effort is 1.
Case development_case(Case numbers);

/// From one stage of a firm to its qualification, or to its end.
struct DevelopmentSpan {
  TechnologyId technology;
  StageId stage;
  double years = 0.0;
  bool qualified = false;
  /// Log of true performance over what was required in the first test; not a number without one.
  double margin = std::numeric_limits<double>::quiet_NaN();
};

/// Of all firms of a replication of a development case, from its record: from the first time that a
/// firm stood in each stage, in its first generation. Appends to `spans`.
void development_spans(const Recorder& recorder, Instant end, std::vector<DevelopmentSpan>& spans);

}  // namespace firstcustomer
