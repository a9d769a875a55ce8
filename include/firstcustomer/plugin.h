/* A mechanism of your own as a shared library: all that it has to know of the engine.
 *
 * Plain C, so any language that can export C functions serves. Export the three functions declared
 * below. `firstcustomer_plugin_allocate` must be pure: what it awards may depend on nothing but its
 * arguments (no clock, no random numbers, no memory of earlier calls; luck comes with the
 * applicants), and several threads may be in it at a time. It may not throw.
 *
 * A field's meaning never changes under one ABI number; any change of this file raises it, and a
 * library built against another number is refused. */
#ifndef FIRSTCUSTOMER_PLUGIN_H
#define FIRSTCUSTOMER_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#define FIRSTCUSTOMER_PLUGIN_ABI 1u

#ifdef __cplusplus
extern "C" {
#endif

/* An applicant as the buyer sees it. Its bid is finite and not above the reserve. */
typedef struct firstcustomer_applicant {
  double assessment; /* performance over the frontier's, in logs */
  double bid;        /* pounds per unit */
  double capacity;   /* units a year that it can make */
  double units;      /* that one contract would order of it at most */
  double success;    /* probability that it qualifies */
  double lot;        /* uniform on (0, 1), its own: for ties and lotteries, the lowest first */
  uint32_t group;    /* applicants of one group share a common cause of failure */
  uint32_t unused;   /* 0 */
} firstcustomer_applicant;

/* The terms of the call. */
typedef struct firstcustomer_call {
  int64_t places;         /* contracts that may be signed */
  double money;           /* pounds that may be committed */
  double reserve;         /* highest bid that is considered; infinite without one */
  double worth;           /* of a unit of log performance, pounds per unit */
  double least_score;     /* lowest score that is considered; minus infinity without one */
  double group_success;   /* probability that a group's common cause spares it */
  double target_capacity; /* units a year */
} firstcustomer_call;

/* Awarded to one applicant, once at most. All who are awarded are meant: in this order they are
 * signed while the money lasts. */
typedef struct firstcustomer_award {
  uint32_t applicant; /* its index in the array */
  uint32_t unused;
  double price; /* pounds per unit: a number, not below 0 */
  double share; /* of the money of the call, at most: from 0 to 1 */
} firstcustomer_award;

#ifdef __GNUC__
#define FIRSTCUSTOMER_PLUGIN_EXPORT __attribute__((visibility("default")))
#else
#define FIRSTCUSTOMER_PLUGIN_EXPORT
#endif

/* FIRSTCUSTOMER_PLUGIN_ABI. */
FIRSTCUSTOMER_PLUGIN_EXPORT uint32_t firstcustomer_plugin_abi(void);

/* Name of the mechanism, in messages. */
FIRSTCUSTOMER_PLUGIN_EXPORT const char* firstcustomer_plugin_name(void);

/* Writes at most `capacity` awards and their number, which is 0 when it is called; there is room
 * for one to each applicant. Returns 0, or any other number where it cannot choose: that stops the
 * replication, and the number is reported. */
FIRSTCUSTOMER_PLUGIN_EXPORT int firstcustomer_plugin_allocate(
    const firstcustomer_call* call, const firstcustomer_applicant* applicants, size_t count,
    firstcustomer_award* awards, size_t capacity, size_t* awarded);

#ifdef __cplusplus
}
#endif

#endif
