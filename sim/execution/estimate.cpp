// One history against the clock on the wall.
#include "sim/execution/estimate.hpp"

#include <algorithm>
#include <chrono>

#include "sim/execution/cell.hpp"
#include "sim/execution/units_in_order.hpp"

namespace sim {

Estimate estimate_run(const Study& study, int threads, std::size_t shards, double most_seconds) {
  using Wall = std::chrono::steady_clock;
  const Schedule schedule = schedule_of(study);
  Estimate estimate;
  estimate.threads = thread_count(threads);
  const auto began = Wall::now();
  const auto elapsed = [&] { return std::chrono::duration<double>(Wall::now() - began).count(); };
  const auto model = study.kind->begin(beginning_of(study, 0));
  std::uint32_t step = 0;
  for (; step < schedule.steps && elapsed() < most_seconds; ++step) {
    if (step == schedule.fork) estimate.past_seconds = elapsed();
    model->step(study.policies.front());
  }
  const double measured = elapsed();
  estimate.at_least = step < schedule.steps;
  if (step <= schedule.fork) {
    // The past alone used up the time: its steps are taken to cost as much as those of the future.
    const double a_step = measured / std::max(1U, step);
    estimate.past_seconds = a_step * schedule.fork;
    estimate.future_seconds = a_step * (schedule.steps - schedule.fork);
  } else {
    const std::uint32_t done = step - schedule.fork;
    estimate.future_seconds = (measured - estimate.past_seconds) * (schedule.steps - schedule.fork) / done;
  }
  const double units = static_cast<double>(study.design.worlds()) * study.run.members / static_cast<double>(shards);
  const double a_unit = estimate.past_seconds + estimate.future_seconds * static_cast<double>(study.policies.size());
  estimate.seconds = units * a_unit / std::min<double>(estimate.threads, std::max(1.0, units));
  return estimate;
}

}  // namespace sim
