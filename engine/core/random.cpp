#include "firstcustomer/core/random.hpp"

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {
namespace {

__extension__ using Wide = unsigned __int128;

constexpr std::uint64_t multiplier_0 = 0xD2E7470EE14C6C93U;
constexpr std::uint64_t multiplier_1 = 0xCA5A826395121157U;
constexpr std::uint64_t weyl_0 = 0x9E3779B97F4A7C15U;
constexpr std::uint64_t weyl_1 = 0xBB67AE8584CAA73BU;
constexpr int rounds = 10;

/// In the word of the phase: a stream's, not a single draw's.
constexpr std::uint64_t stream_bit = std::uint64_t{1} << 63U;
constexpr unsigned block_shift = 32;

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

Stream::Stream(const Luck& luck, Purpose purpose, EntityHash entity, Ordinal ordinal)
    : key_{luck.seed(), static_cast<std::uint64_t>(luck.phase()) | stream_bit},
      counter_{luck.index(), purpose.value, entity.value, ordinal.value} {
  expect(purpose.value < purposes, "the purpose of a stream has 32 bits");
}

Stream::result_type Stream::operator()() {
  if (used_ == numbers_.size()) {
    expect(block_ < blocks, "a stream holds 2^34 numbers");
    auto counter = counter_;
    counter[1] |= block_ << block_shift;
    numbers_ = philox4x64(counter, key_);
    ++block_;
    used_ = 0;
  }
  return numbers_[used_++];
}

std::uint64_t uniform_below(Stream& stream, std::uint64_t bound) {
  expect(bound >= 1, "there is a number below the bound");
  // The high half of number × bound; a low half below 2⁶⁴ mod bound would favour some results.
  Wide product = static_cast<Wide>(stream()) * bound;
  if (static_cast<std::uint64_t>(product) < bound) {
    const std::uint64_t favoured = (0 - bound) % bound;
    while (static_cast<std::uint64_t>(product) < favoured) {
      product = static_cast<Wide>(stream()) * bound;
    }
  }
  return static_cast<std::uint64_t>(product >> 64U);
}

}  // namespace firstcustomer
