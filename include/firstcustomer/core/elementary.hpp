#pragma once
/// \file
/// Elementary functions that give the same bits on every x86-64 processor.
///
/// The system's exp, log and pow choose code by processor, with and without fused multiply-add, and
/// the last bit differs; a mixed cluster would disagree with itself. `exp` and `log`, which every
/// draw calls, are ours: tables and short polynomials in a fixed order of + − × (5 to 8 ns, within
/// 0.65 units in the last place; Tang 1989 and 1990). The others are SLEEF's deterministic scalar
/// functions (Shibata and Petrogalli 2020), within 1 unit in the last place (`pow` included; `erfc`
/// 1.5).
/// Wherever a result depends on such a function it comes from here; a test forbids the others.
/// `std::sqrt`, `std::floor` and `std::round` are exact by IEEE 754 and allowed.

namespace firstcustomer::elementary {

double exp(double x);
double log(double x);
/// log(1 + x), accurate for small x; for x up to 1e307.
double log1p(double x);
double pow(double base, double exponent);
double sin(double x);
double asin(double x);
double atan(double x);
/// 1 − erf(x), accurate for large x.
double erfc(double x);
/// log Γ(x), x > 0.
double log_gamma(double x);

}  // namespace firstcustomer::elementary
