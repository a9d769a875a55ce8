/* A lottery among the better half: whoever is assessed at least as good as the median takes part,
 * and lots decide who is given a contract, at its own bid.
 *
 * Buyers use it where assessments tell good from bad but not good from very good; and because
 * chance alone then separates winners from losers, the effect of winning can be measured. */

#include <firstcustomer/plugin.h>
#include <stdbool.h>

uint32_t firstcustomer_plugin_abi(void) {
  return FIRSTCUSTOMER_PLUGIN_ABI;
}

const char* firstcustomer_plugin_name(void) {
  return "lottery-above-median";
}

/* Whether fewer than half of all are assessed better. */
static bool takes_part(const firstcustomer_applicant* applicants, size_t count, size_t who) {
  size_t better = 0;
  for (size_t i = 0; i < count; ++i) {
    better += applicants[i].assessment > applicants[who].assessment;
  }
  return 2 * better < count;
}

int firstcustomer_plugin_allocate(const firstcustomer_call* call,
                                  const firstcustomer_applicant* applicants, size_t count,
                                  firstcustomer_award* awards, size_t capacity, size_t* awarded) {
  double drawn = 0.0; /* lots up to here have been drawn; every lot is above 0 */
  while (*awarded < capacity && (int64_t)*awarded < call->places) {
    size_t next = count;
    for (size_t i = 0; i < count; ++i) {
      if (applicants[i].lot > drawn && takes_part(applicants, count, i) &&
          (next == count || applicants[i].lot < applicants[next].lot)) {
        next = i;
      }
    }
    if (next == count) {
      return 0;
    }
    drawn = applicants[next].lot;
    awards[(*awarded)++] = (firstcustomer_award){
        .applicant = (uint32_t)next, .price = applicants[next].bid, .share = 1.0};
  }
  return 0;
}
