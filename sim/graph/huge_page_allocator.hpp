// Memory for large columns that are read at random: on Linux it asks for 2 MB pages.
//
// A random line in gigabytes of 4 KB pages costs a walk of the page tables besides the miss; with huge pages growing
// ten million nodes took two thirds of the time (bench/NOTES.md). Elsewhere, and for small columns, ordinary memory.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <new>
#include <vector>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace sim {

template <class T>
struct HugePageAllocator {
  using value_type = T;

  HugePageAllocator() = default;
  template <class U>
  HugePageAllocator(const HugePageAllocator<U>&) {}

  T* allocate(std::size_t count) {
    const std::size_t bytes = count * sizeof(T);
    if (bytes < threshold) return std::allocator<T>().allocate(count);
    // Whole pages, so that no other memory shares the advice.
    void* memory = std::aligned_alloc(page, (bytes + page - 1) / page * page);
    if (memory == nullptr) throw std::bad_alloc();
#ifdef __linux__
    madvise(memory, bytes, MADV_HUGEPAGE);  // only advice: if it is refused the memory is as good as any other
#endif
    return static_cast<T*>(memory);
  }

  void deallocate(T* memory, std::size_t count) {
    if (count * sizeof(T) < threshold) {
      std::allocator<T>().deallocate(memory, count);
    } else {
      std::free(memory);
    }
  }

  template <class U>
  bool operator==(const HugePageAllocator<U>&) const {
    return true;
  }

 private:
  static constexpr std::size_t page = std::size_t{1} << 21;
  static constexpr std::size_t threshold = 4 * page;
};

// A vector of plain values for such columns.
template <class T>
using Column = std::vector<T, HugePageAllocator<T>>;

}  // namespace sim
