// Blocks that are kept for the next history, and those that are not.
#include "sim/graph/kept_pages.hpp"

#include <catch2/catch.hpp>
#include <cstdint>
#include <cstring>

using namespace sim;

namespace {

constexpr std::size_t megabyte = std::size_t{1} << 20;

}  // namespace

TEST_CASE("a block that was freed is taken by the next that needs about as much, and by no other") {
  const KeptPages pages;
  void* const first = allocate_pages(20 * megabyte);
  CHECK(reinterpret_cast<std::uintptr_t>(first) % (2 * megabyte) == 0);
  std::memset(first, 1, 20 * megabyte);
  free_pages(first, 20 * megabyte);
  void* const again = allocate_pages(19 * megabyte);
  CHECK(again == first);
  void* const beside = allocate_pages(19 * megabyte);
  CHECK(beside != first);
  std::memset(beside, 2, 19 * megabyte);
  CHECK(static_cast<const unsigned char*>(again)[19 * megabyte - 1] == 1);
  free_pages(again, 19 * megabyte);
  free_pages(beside, 19 * megabyte);
  // Too large for both: one of them is given back to the system, one still waits.
  void* const large = allocate_pages(60 * megabyte);
  void* const last = allocate_pages(20 * megabyte);
  CHECK((last == first || last == beside));
  free_pages(large, 60 * megabyte);
  free_pages(last, 20 * megabyte);
}

TEST_CASE("the last that keeps blocks frees them; before it, none that is in use is touched") {
  void* held = nullptr;
  {
    const KeptPages outer;
    held = allocate_pages(16 * megabyte);
    {
      const KeptPages inner;
      std::memset(held, 7, 16 * megabyte);
    }
  }
  CHECK(static_cast<const unsigned char*>(held)[16 * megabyte - 1] == 7);
  free_pages(held, 16 * megabyte);
}
