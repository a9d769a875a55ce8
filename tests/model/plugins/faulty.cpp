/// A plugin that is wrong in one way. Built several times: a macro says what is wrong with the
/// library as such; FAULTY is sound but for what it awards, which the number of places decides.
/// From ten places on it names as a price what it sees.

#include <firstcustomer/plugin.h>

#include <limits>
#include <stdexcept>

std::uint32_t firstcustomer_plugin_abi(void) {
#ifdef OTHER_ABI
  return FIRSTCUSTOMER_PLUGIN_ABI + 6;
#else
  return FIRSTCUSTOMER_PLUGIN_ABI;
#endif
}

const char* firstcustomer_plugin_name(void) {
#ifdef NO_NAME
  return nullptr;
#else
  return "faulty";
#endif
}

#ifndef NO_ENTRY
namespace {

double field(const firstcustomer_call& call, const firstcustomer_applicant& applicant) {
  const double fields[] = {applicant.assessment,
                           applicant.bid,
                           applicant.capacity,
                           applicant.units,
                           applicant.success,
                           applicant.lot,
                           static_cast<double>(applicant.group),
                           call.money,
                           call.reserve,
                           call.worth,
                           call.least_score,
                           call.group_success,
                           call.target_capacity};
  return fields[call.places - 10];
}

}  // namespace

int firstcustomer_plugin_allocate(const firstcustomer_call* call,
                                  const firstcustomer_applicant* applicants, std::size_t count,
                                  firstcustomer_award* awards, std::size_t capacity,
                                  std::size_t* awarded) {
  constexpr double infinite = std::numeric_limits<double>::infinity();
  if (capacity < 2) {
    return 9;
  }
  awards[0] = {0, 0, applicants[0].bid, 0.5};
  awards[1] = {1, 0, applicants[1].bid, 0.5};
  *awarded = 2;
  switch (call->places) {
    case 1:
      return -3;
    case 2:
      awards[1].price = infinite;
      break;
    case 3:
      awards[1].price = -1.0;
      break;
    case 4:
      awards[1].applicant = static_cast<std::uint32_t>(count);
      break;
    case 5:
      awards[1].applicant = 0;
      break;
    case 6:
      *awarded = capacity + 1;
      break;
    case 7:
      awards[1].share = std::numeric_limits<double>::quiet_NaN();
      break;
    case 8:
      throw std::runtime_error("not allowed");
    default:
      awards[0].price = call->places >= 10 ? field(*call, applicants[0]) : awards[0].price;
      break;
  }
  return 0;
}
#endif
