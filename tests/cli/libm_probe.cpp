/// Prints a hash of the bits of the system's exp and log over many arguments.
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <initializer_list>

int main() {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (int i = 1; i < 100'000; ++i) {
    const double x = i * 0.00037;
    for (const double y : {std::exp(x), std::log(x), std::pow(x, 1.7)}) {
      hash = (hash ^ std::bit_cast<std::uint64_t>(y)) * 0x100000001b3U;
    }
  }
  std::printf("%016llx\n", static_cast<unsigned long long>(hash));
}
