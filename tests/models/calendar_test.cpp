// The calendar of authors against the plain rule: a list for every step.
#include "models/arrival/calendar.hpp"

#include <catch2/catch.hpp>
#include <vector>

#include "sim/random/stream.hpp"

using namespace weightshed;
using arrival::Calendar, arrival::Opportunity;

namespace {

constexpr std::size_t steps = 40;

// Works through all steps from one on; whoever is due may become due again, in the same step or a later one.
std::vector<std::vector<std::uint32_t>> read(Calendar calendar, std::size_t from, std::uint32_t seed) {
  std::vector<std::vector<std::uint32_t>> found(steps);
  for (std::size_t step = from; step < steps; ++step) {
    sim::Draws draws = sim::Stream(seed, 0, "test").at(step, 0);
    const std::vector<Opportunity>& due = calendar.open(step);
    for (std::size_t i = 0; i < due.size(); ++i) {
      found[step].push_back(static_cast<std::uint32_t>(at(due[i].author)));
      const std::size_t next = step + static_cast<std::size_t>(draws.uniform() * 6.0);
      if (next < steps && draws.uniform() < 0.9) calendar.add(next, due[i]);
    }
    calendar.close();
  }
  return found;
}

std::vector<std::vector<std::uint32_t>> read(std::vector<std::vector<std::uint32_t>> lists, std::size_t from,
                                             std::uint32_t seed) {
  for (std::size_t step = from; step < steps; ++step) {
    sim::Draws draws = sim::Stream(seed, 0, "test").at(step, 0);
    for (std::size_t i = 0; i < lists[step].size(); ++i) {
      const std::size_t next = step + static_cast<std::size_t>(draws.uniform() * 6.0);
      if (next < steps && draws.uniform() < 0.9) lists[next].push_back(lists[step][i]);
    }
  }
  return lists;
}

}  // namespace

TEST_CASE("the calendar gives who is due in the order in which they were added, also within the step, and in a copy") {
  for (const std::uint32_t authors : {0U, 1U, 15U, 16U, 1000U}) {
    Calendar calendar(steps);
    std::vector<std::vector<std::uint32_t>> lists(steps);
    for (std::uint32_t author = 0; author < authors; ++author) {
      calendar.add(author * 7 % 30, {static_cast<AuthorIndex>(author), 0.5F});
      lists[author * 7 % 30].push_back(author);
    }
    for (const std::uint32_t seed : {1U, 2U}) CHECK(read(calendar, 0, seed) == read(lists, 0, seed));
  }
}
