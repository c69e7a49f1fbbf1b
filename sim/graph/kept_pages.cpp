// The blocks that wait, by size.
#include "sim/graph/kept_pages.hpp"

#include <cstdlib>
#include <iterator>
#include <map>
#include <mutex>
#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace sim {

namespace {

constexpr std::size_t page = std::size_t{1} << 21;

std::size_t whole_pages(std::size_t bytes) { return (bytes + page - 1) / page * page; }

struct Waiting {
  std::mutex mutex;
  std::size_t keepers = 0;
  std::multimap<std::size_t, void*> blocks;
};

Waiting& waiting() {
  static Waiting all;
  return all;
}

// The smallest block that is large enough, unless it is twice as large. Where there is none, the next smaller one is
// freed instead, so that what waits and what is in use together are never more than what was in use at once.
void* take(std::size_t bytes) {
  Waiting& all = waiting();
  const std::lock_guard lock(all.mutex);
  auto found = all.blocks.lower_bound(bytes);
  const bool fits = found != all.blocks.end() && found->first < 2 * bytes;
  if (!fits) {
    if (all.blocks.empty()) return nullptr;
    if (found != all.blocks.begin()) found = std::prev(found);
  }
  void* const memory = found->second;
  all.blocks.erase(found);
  if (fits) return memory;
  std::free(memory);
  return nullptr;
}

}  // namespace

KeptPages::KeptPages() {
  const std::lock_guard lock(waiting().mutex);
  ++waiting().keepers;
}

KeptPages::~KeptPages() {
  Waiting& all = waiting();
  const std::lock_guard lock(all.mutex);
  if (--all.keepers > 0) return;
  for (const auto& [bytes, memory] : all.blocks) std::free(memory);
  all.blocks.clear();
}

void* allocate_pages(std::size_t bytes) {
  const std::size_t whole = whole_pages(bytes);
  void* memory = take(whole);
  if (memory != nullptr) return memory;
  memory = std::aligned_alloc(page, whole);
  if (memory == nullptr) throw std::bad_alloc();
#ifdef __linux__
  madvise(memory, whole, MADV_HUGEPAGE);  // only advice: if it is refused the memory is as good as any other
#endif
  return memory;
}

void free_pages(void* memory, std::size_t bytes) {
  Waiting& all = waiting();
  const std::lock_guard lock(all.mutex);
  if (all.keepers > 0) {
    all.blocks.emplace(whole_pages(bytes), memory);
  } else {
    std::free(memory);
  }
}

}  // namespace sim
