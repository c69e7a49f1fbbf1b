// Memory for large columns that are read at random: on Linux it asks for 2 MB pages.
//
// A random line in gigabytes of 4 KB pages costs a walk of the page tables besides the miss; with huge pages growing
// ten million nodes took two thirds of the time (bench/NOTES.md). Elsewhere, and for small columns, ordinary memory.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "sim/graph/kept_pages.hpp"

namespace sim {

template <class T>
struct HugePageAllocator {
  using value_type = T;

  HugePageAllocator() = default;
  template <class U>
  HugePageAllocator(const HugePageAllocator<U>&) {}

  T* allocate(std::size_t count) {
    const std::size_t bytes = count * sizeof(T);
    return bytes < threshold ? std::allocator<T>().allocate(count) : static_cast<T*>(allocate_pages(bytes));
  }

  void deallocate(T* memory, std::size_t count) {
    const std::size_t bytes = count * sizeof(T);
    bytes < threshold ? std::allocator<T>().deallocate(memory, count) : free_pages(memory, bytes);
  }

  template <class U>
  bool operator==(const HugePageAllocator<U>&) const {
    return true;
  }

 private:
  static constexpr std::size_t threshold = std::size_t{8} << 20;
};

// A vector of plain values for such columns.
template <class T>
using Column = std::vector<T, HugePageAllocator<T>>;

}  // namespace sim
