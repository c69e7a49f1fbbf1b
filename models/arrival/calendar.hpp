// The calendar of authors: who is due in which step. An author is in it once at most, and most of its memory would be
// the slack of a list for each step: the lists share small chunks of one pool instead, which a step that is over leaves
// to the next ones.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/words.hpp"
#include "sim/graph/huge_page_allocator.hpp"

namespace weightshed::arrival {

// An opportunity due inside a week; `within` is the share of the week's intensity that has passed.
struct Opportunity {
  AuthorIndex author{};
  float within = 0.0F;
};

class Calendar {
 public:
  explicit Calendar(std::size_t steps = 0) : lists_(steps) {}

  // Room for so many entries, so that growth copies nothing.
  void reserve(std::size_t entries);
  void add(std::size_t step, Opportunity due);

  // All that is due in a step, in the order in which it was added; what is added to that step before it is closed comes
  // behind them.
  const std::vector<Opportunity>& open(std::size_t step);
  void close();

 private:
  static constexpr std::uint32_t none = 0xffffffffU;
  struct Chunk {
    std::array<Opportunity, 15> entries;
    std::uint32_t next = none;
  };
  struct List {
    std::uint32_t first = none, last = none;  // chunks
    std::uint32_t count = 0;                  // entries
  };
  void add_chunk(List& list);

  std::vector<List> lists_;  // by step
  sim::Column<Chunk> chunks_;
  std::uint32_t free_ = none;  // the first of the chunks that are in no list
  std::size_t open_step_ = none;
  std::vector<Opportunity> due_;  // in the open step
};

}  // namespace weightshed::arrival
