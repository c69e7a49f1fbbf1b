// A parallel loop: oneTBB's, but for the thread sanitizer threads of the standard library. Debian's oneTBB is not
// instrumented, so that the sanitizer would take all that a task reads for a race with the thread that wrote it before
// the loop; with threads that it knows, what it reports is ours.
#pragma once

#include <cstddef>

#if defined(__SANITIZE_THREAD__)
#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>
#else
#include <tbb/parallel_for.h>
#endif

namespace sim {

// Calls work(0) to work(count - 1), each once, on the threads of the current arena; rethrows what one of them throws.
#if defined(__SANITIZE_THREAD__)
template <class Work>
void parallel_for(std::size_t count, const Work& work) {
  constexpr std::size_t most = 8;  // threads: more than there are cores, so that they get in each other's way
  std::atomic<std::size_t> next{0};
  std::exception_ptr thrown;
  std::mutex mutex;
  const auto draw = [&] {
    try {
      for (std::size_t at = next.fetch_add(1); at < count; at = next.fetch_add(1)) work(at);
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!thrown) thrown = std::current_exception();
    }
  };
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < std::min(count, most); ++t) threads.emplace_back(draw);
  for (std::thread& thread : threads) thread.join();
  if (thrown) std::rethrow_exception(thrown);
}
#else
template <class Work>
void parallel_for(std::size_t count, const Work& work) {
  tbb::parallel_for(std::size_t{0}, count, work);
}
#endif

}  // namespace sim
