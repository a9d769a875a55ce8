#include "simulation.hpp"

namespace firstcustomer {

void Simulation::end_phase(ProgrammeId /*programme*/) {}

}  // namespace firstcustomer
