// Large blocks of memory that one history leaves to the next. The system clears each page that it hands out: at scale 1
// that was a tenth of the time of a history.
#pragma once

#include <cstddef>

namespace sim {

// While one lives, blocks that are freed wait for the next that asks for about as much; the last one frees them. Two
// histories at a time leave as many blocks as two need.
class KeptPages {
 public:
  KeptPages();
  ~KeptPages();
  KeptPages(const KeptPages&) = delete;
  KeptPages& operator=(const KeptPages&) = delete;
};

// Whole pages of 2 MB, so that no other memory shares the advice to use such pages; throws std::bad_alloc.
void* allocate_pages(std::size_t bytes);
void free_pages(void* memory, std::size_t bytes);

}  // namespace sim
