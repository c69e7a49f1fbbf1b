// What the machine allows: random numbers, quantiles, cache lines and streams, measured beside the sampler in the same
// run.
#pragma once

#include <time.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include "sim/graph/huge_page_allocator.hpp"
#include "sim/random/normal.hpp"
#include "sim/random/stream.hpp"
#include "sim/random/together.hpp"

namespace bench {

// CPU time of this thread in ns: others on the machine do not count, their use of shared cache does.
inline double cpu_ns() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return 1e9 * static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec);
}

// Keeps the compiler from dropping a result.
inline void keep(std::uint64_t value) { asm volatile("" : : "r"(value) : "memory"); }

// ns for four independent words of Philox4x32-10.
inline double philox_ns() {
  constexpr std::uint64_t blocks = 4'000'000;
  const sim::Stream stream(1, 0, "limit");
  std::uint64_t sum = 0;
  const double start = cpu_ns();
  for (std::uint64_t e = 0; e < blocks; ++e) {
    const auto x = stream.block(e, 0, 0);
    sum += x[0] ^ x[1] ^ x[2] ^ x[3];
  }
  keep(sum);
  return (cpu_ns() - start) / static_cast<double>(blocks);
}

// ns for the same four words when sixteen entities' first four blocks are made at once, as arrivals and works do.
inline double philox_together_ns() {
  constexpr std::uint64_t entities = 1'000'000, at_once = 16, each = 4;
  const sim::Stream stream(1, 0, "limit");
  std::array<sim::Drawing, at_once> whose;
  std::array<sim::PhiloxBlock, at_once * each> made;
  std::uint64_t sum = 0;
  const double start = cpu_ns();
  for (std::uint64_t e = 0; e < entities; e += at_once) {
    for (std::uint64_t i = 0; i < at_once; ++i) whose[i] = {e + i, 0};
    sim::make_blocks(stream, whose, made);
    for (const sim::PhiloxBlock& x : made) sum += x[0] ^ x[1] ^ x[2] ^ x[3];
  }
  keep(sum);
  return (cpu_ns() - start) / static_cast<double>(entities * each);
}

// ns for a quantile of the normal law, in a loop of its own.
inline double normal_quantile_ns() {
  constexpr std::uint32_t quantiles = 1 << 22;
  double sum = 0, u = 0;
  const double start = cpu_ns();
  for (std::uint32_t i = 0; i < quantiles; ++i) {
    u += 0.6180339887498949;  // the golden ratio's fraction: equally spread over (0, 1)
    u -= static_cast<double>(u >= 1);
    sum += sim::normal_quantile(u);
  }
  keep(static_cast<std::uint64_t>(sum));
  return (cpu_ns() - start) / quantiles;
}

// ns to touch a random line of so many bytes when its address is known 64 touches ahead.
inline double random_line_ns(std::size_t bytes) {
  const std::size_t lines = bytes / 64;
  sim::Column<std::uint64_t> memory(lines * 8);
  std::iota(memory.begin(), memory.end(), std::uint64_t{0});
  constexpr std::size_t touches = 1 << 22, ahead = 64;
  std::vector<std::uint32_t> where(touches + ahead);
  std::uint64_t state = 1;
  for (auto& w : where) {
    state =
        state * 6364136223846793005U + 1442695040888963407U;  // Knuth's MMIX generator is random enough for addresses
    w = static_cast<std::uint32_t>(((state >> 32) * lines) >> 32);
  }
  std::uint64_t sum = 0;
  const double start = cpu_ns();
  for (std::size_t i = 0; i < touches; ++i) {
    __builtin_prefetch(memory.data() + std::size_t{where[i + ahead]} * 8);
    sum += memory[std::size_t{where[i]} * 8];
  }
  keep(sum);
  return (cpu_ns() - start) / touches;
}

// ns a byte written in order to memory that is there already.
inline double streaming_write_ns() {
  constexpr std::size_t words = 1 << 24;
  std::vector<std::uint64_t> memory(words, 1);
  const double start = cpu_ns();
  for (std::size_t i = 0; i < words; ++i) memory[i] = i;
  keep(memory[words / 2]);
  return (cpu_ns() - start) / (8.0 * words);
}

}  // namespace bench
