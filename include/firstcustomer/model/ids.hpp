#pragma once
/// \file
/// What the model's indices index: each kind of place in a structure has a type of its own.

#include "firstcustomer/core/id.hpp"

namespace firstcustomer {

using FirmId = Id<struct FirmTag>;          ///< in Model::firms, by the order of hashes
using CaseFirmId = Id<struct CaseFirmTag>;  ///< in Case::firms, by the order of the file
using TechnologyId = Id<struct TechnologyTag>;
using StageId = Id<struct StageTag>;  ///< within its technology
using FacilityId = Id<struct FacilityTag>;
using BenchmarkId = Id<struct BenchmarkTag>;
using RoundId = Id<struct RoundTag>;
using ProgrammeId = Id<struct ProgrammeTag>;  ///< in Case::programmes
using ContractId = Id<struct ContractTag>;    ///< of a firm with a programme

}  // namespace firstcustomer
