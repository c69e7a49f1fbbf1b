// A oneTBB arena of the wanted width, each slot drawing the next index.
#include "sim/execution/units_in_order.hpp"

#include <tbb/task_arena.h>

#include "sim/parallel_for.hpp"

namespace sim {

int thread_count(int wanted) { return wanted > 0 ? wanted : tbb::this_task_arena::max_concurrency(); }

void units_in_order(std::size_t count, int threads, const std::atomic<bool>* stop,
                    const std::function<void(std::size_t)>& work) {
  const int width = thread_count(threads);
  std::atomic<std::size_t> next{0};
  std::atomic<bool> broken{false};
  tbb::task_arena arena(width);
  arena.execute([&] {
    parallel_for(static_cast<std::size_t>(width), [&](std::size_t) {
      while (!broken.load() && (stop == nullptr || !stop->load())) {
        const std::size_t at = next.fetch_add(1);
        if (at >= count) return;
        try {
          work(at);
        } catch (...) {
          broken.store(true);
          throw;
        }
      }
    });
  });
}

}  // namespace sim
