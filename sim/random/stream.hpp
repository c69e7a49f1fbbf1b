// Counter-based random streams: a draw is a pure function of who draws, when and what for, never of what was drawn
// before.
//
// Generator: Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3") from
// Random123. Key: 64-bit hash of (seed, owner, name of the stream). Counter, four words of 32 bits: entity low, entity
// high, step, block. So a policy that makes one agent draw more does not change anybody else's numbers.
#pragma once

// Philox needs none of the vector headers that Random123 would include (a third of every file's compile time).
#define R123_USE_SSE 0
#define R123_USE_X86INTRIN_H 0
#include <Random123/philox.h>

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace sim {

using PhiloxBlock = std::array<std::uint32_t, 4>;

// Philox4x32-10 of one counter.
inline PhiloxBlock philox4(const PhiloxBlock& counter, std::uint64_t key) {
  const philox4x32_ctr_t c = {{counter[0], counter[1], counter[2], counter[3]}};
  const philox4x32_key_t k = {{static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32)}};
  const philox4x32_ctr_t x = philox4x32_R(10, c, k);
  return {x.v[0], x.v[1], x.v[2], x.v[3]};
}

// A number in the open interval (0, 1) with 53 significant bits: the centres of 2^52 equal cells, so 0 and 1 never
// occur, 1 - u is as fine as u, and log(u) and log(1 - u) are always finite.
constexpr double open_uniform(std::uint64_t bits) { return static_cast<double>((bits >> 11) | 1U) * 0x1p-53; }

// The draws of one entity at one step, in order. A copy continues with the same numbers. Models
// UniformRandomBitGenerator, so Boost's distributions can be driven by it.
class Draws {
 public:
  using result_type = std::uint64_t;

  // `made`: the first blocks, where they have been made already; they outlive the draws.
  Draws(std::uint64_t key, std::uint64_t entity, std::uint32_t step, std::span<const PhiloxBlock> made = {})
      : key_(key), entity_(entity), made_(made), step_(step) {}

  std::uint64_t bits() {
    if (have_second_) {
      have_second_ = false;
      return second_;
    }
    const PhiloxBlock x =
        block_ < made_.size()
            ? made_[block_]
            : philox4({static_cast<std::uint32_t>(entity_), static_cast<std::uint32_t>(entity_ >> 32), step_, block_},
                      key_);
    ++block_;
    second_ = (std::uint64_t{x[2]} << 32) | x[3];
    have_second_ = true;
    return (std::uint64_t{x[0]} << 32) | x[1];
  }

  // In the open interval (0, 1), see open_uniform.
  double uniform() { return open_uniform(bits()); }

  std::uint64_t operator()() { return bits(); }
  static constexpr std::uint64_t min() { return 0; }
  static constexpr std::uint64_t max() { return ~std::uint64_t{0}; }

 private:
  std::uint64_t key_;
  std::uint64_t entity_;
  std::span<const PhiloxBlock> made_;
  std::uint64_t second_ = 0;
  std::uint32_t step_;
  std::uint32_t block_ = 0;
  bool have_second_ = false;
};

// Who owns the luck of a history: the member of a world. Both fit beside each other, so no two histories of a seed
// share an owner unless their worlds share their key.
constexpr std::uint64_t luck_of(std::uint32_t world_key, std::uint32_t member) {
  return (std::uint64_t{world_key} << 32) | member;
}

// One named source of randomness of one owner, e.g. Stream(seed, luck_of(world_key, member), "authors.parent").
class Stream {
 public:
  constexpr Stream(std::uint64_t seed, std::uint64_t owner, std::string_view name)
      : key_(mix(mix(mix(seed) ^ owner) ^ fnv1a(name))) {}

  Draws at(std::uint64_t entity, std::uint32_t step) const { return {key_, entity, step}; }

  // Block `block` of the same run of draws: the words x[0], x[1] are its first 64 bits (high, low), x[2], x[3] the
  // next.
  PhiloxBlock block(std::uint64_t entity, std::uint32_t step, std::uint32_t block) const {
    return philox4({static_cast<std::uint32_t>(entity), static_cast<std::uint32_t>(entity >> 32), step, block}, key_);
  }

  constexpr std::uint64_t key() const { return key_; }

 private:
  // Finaliser of SplitMix64 (Steele, Lea, Flood 2014; Stafford's mix 13) after its odd increment: a bijection, so two
  // owners or two names (with different FNV hashes) of one seed never share a key.
  static constexpr std::uint64_t mix(std::uint64_t x) {
    x += 0x9e3779b97f4a7c15U;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31);
  }

  // FNV-1a, 64 bits (Fowler, Noll, Vo; constants of the published specification).
  static constexpr std::uint64_t fnv1a(std::string_view name) {
    std::uint64_t h = 0xcbf29ce484222325U;
    for (const char c : name) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return h;
  }

  std::uint64_t key_;
};

}  // namespace sim
