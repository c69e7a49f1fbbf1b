// Work on threads, handed out in order: neighbours finish together, so part files hold neighbours.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>

namespace sim {

int thread_count(int wanted);  // wanted, or one per core when it is 0

// Calls work(0) … work(count - 1), each once, until `stop` is set; work under way is finished. The first exception
// ends the loop and is thrown on.
void units_in_order(std::size_t count, int threads, const std::atomic<bool>* stop,
                    const std::function<void(std::size_t)>& work);

}  // namespace sim
