#include "firstcustomer/core/random.hpp"

namespace firstcustomer {
namespace {

__extension__ using Wide = unsigned __int128;

constexpr std::uint64_t multiplier_0 = 0xD2E7470EE14C6C93U;
constexpr std::uint64_t multiplier_1 = 0xCA5A826395121157U;
constexpr std::uint64_t weyl_0 = 0x9E3779B97F4A7C15U;
constexpr std::uint64_t weyl_1 = 0xBB67AE8584CAA73BU;
constexpr int rounds = 10;

}  // namespace

std::array<std::uint64_t, 4> philox4x64(std::array<std::uint64_t, 4> counter,
                                        std::array<std::uint64_t, 2> key) {
  for (int round = 0; round < rounds; ++round) {
    const Wide product_0 = static_cast<Wide>(multiplier_0) * counter[0];
    const Wide product_1 = static_cast<Wide>(multiplier_1) * counter[2];
    counter = {static_cast<std::uint64_t>(product_1 >> 64U) ^ counter[1] ^ key[0],
               static_cast<std::uint64_t>(product_1),
               static_cast<std::uint64_t>(product_0 >> 64U) ^ counter[3] ^ key[1],
               static_cast<std::uint64_t>(product_0)};
    key[0] += weyl_0;
    key[1] += weyl_1;
  }
  return counter;
}

std::array<double, 4> Luck::uniforms(Purpose purpose, EntityHash entity, Ordinal ordinal) const {
  const auto block = philox4x64({index_, purpose.value, entity.value, ordinal.value},
                                {seed_, static_cast<std::uint64_t>(phase_)});
  return {unit_interval(block[0]), unit_interval(block[1]), unit_interval(block[2]),
          unit_interval(block[3])};
}

double Luck::uniform(Purpose purpose, EntityHash entity, Ordinal ordinal) const {
  return uniforms(purpose, entity, ordinal)[0];
}

}  // namespace firstcustomer
