#include "firstcustomer/core/elementary.hpp"

#include <sleef.h>

namespace firstcustomer::elementary {

double exp(double x) {
  return Sleef_cinz_expd1_u10purec(x);
}

double log(double x) {
  return Sleef_cinz_logd1_u10purec(x);
}

double log1p(double x) {
  return Sleef_cinz_log1pd1_u10purec(x);
}

double pow(double base, double exponent) {
  return Sleef_cinz_powd1_u10purec(base, exponent);
}

double atan(double x) {
  return Sleef_cinz_atand1_u10purec(x);
}

double log_gamma(double x) {
  return Sleef_cinz_lgammad1_u10purec(x);
}

}  // namespace firstcustomer::elementary
