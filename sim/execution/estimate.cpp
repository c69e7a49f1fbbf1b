// Some histories against the clock of the processor.
#include "sim/execution/estimate.hpp"

#include <algorithm>
#include <chrono>
#include <ctime>

#include "sim/execution/cell.hpp"
#include "sim/execution/units_in_order.hpp"

namespace sim {

namespace {

constexpr std::size_t most_histories = 8;  // whose mean is near enough: worlds differ by a factor of two

// Seconds that this thread has had of a processor.
double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// The wall clock that ends a measurement.
class Deadline {
 public:
  explicit Deadline(double seconds) : end_(Wall::now() + std::chrono::duration<double>(seconds)) {}
  bool is_over() const { return Wall::now() >= end_; }
  double left() const { return std::chrono::duration<double>(end_ - Wall::now()).count(); }

 private:
  using Wall = std::chrono::steady_clock;
  std::chrono::time_point<Wall, std::chrono::duration<double>> end_;
};

// One history under one policy, recorded as a run does; the steps done by the deadline.
struct Measured {
  std::uint32_t steps = 0;
  double past = 0.0, future = 0.0;
};

Measured measure(const Study& study, const Schedule& schedule, std::size_t unit, const Policy& policy,
                 const Deadline& deadline) {
  std::vector<std::vector<double>> rows;
  for (const std::size_t measure : study.record.measures) {
    std::size_t width = 1;
    const MeasureCard& card = study.kind->measures[measure];
    for (std::size_t d = 0; d < card.rank(); ++d) width *= study.coordinates.find(card.dimensions[d])->second.size();
    rows.emplace_back(width);
  }
  Measured measured;
  const double began = processor_seconds();
  auto model = study.kind->begin(beginning_of(study, unit));
  std::size_t next = 0;
  for (; measured.steps < schedule.steps && !deadline.is_over(); ++measured.steps) {
    if (measured.steps == schedule.fork) {
      measured.past = processor_seconds() - began;
      if (study.policies.size() > 1) model = model->copy();
    }
    model->step(measured.steps < schedule.fork ? study.policies.front() : policy);
    for (; next < schedule.readings.size() && schedule.readings[next].period.last == measured.steps; ++next) {
      for (std::size_t m = 0; m < rows.size(); ++m)
        model->observe(study.record.measures[m], schedule.readings[next].period, rows[m]);
    }
  }
  const double all = processor_seconds() - began;
  if (measured.steps <= schedule.fork) {
    // The past alone used up the time: its steps are taken to cost as much as those of the future.
    const double a_step = all / std::max(1U, measured.steps);
    measured.past = a_step * schedule.fork;
    measured.future = a_step * (schedule.steps - schedule.fork);
  } else {
    measured.future = (all - measured.past) * (schedule.steps - schedule.fork) / (measured.steps - schedule.fork);
  }
  return measured;
}

}  // namespace

Estimate estimate_run(const Study& study, int threads, std::size_t shards, double most_seconds) {
  const Schedule schedule = schedule_of(study);
  const std::size_t units = study.design.worlds() * study.run.members;
  const std::size_t many = std::min({most_histories, std::max(units, study.policies.size())});
  const Deadline deadline(most_seconds);
  Estimate estimate;
  estimate.threads = thread_count(threads);
  for (std::size_t i = 0; i < many; ++i) {
    const double before = deadline.left();
    // Evenly over units and, from the last one on, over policies, which differ in cost.
    const std::size_t policy = (study.policies.size() - 1 + i * study.policies.size() / many) % study.policies.size();
    const Measured measured = measure(study, schedule, i * units / many, study.policies[policy], deadline);
    estimate.at_least = measured.steps < schedule.steps && estimate.histories == 0;
    if (measured.steps < schedule.steps && estimate.histories > 0) break;
    estimate.past_seconds += measured.past;
    estimate.future_seconds += measured.future;
    ++estimate.histories;
    if (before - deadline.left() > deadline.left()) break;  // another one would not end in time
  }
  estimate.past_seconds /= static_cast<double>(estimate.histories);
  estimate.future_seconds /= static_cast<double>(estimate.histories);
  const double own = static_cast<double>(units) / static_cast<double>(shards);
  const double a_unit = estimate.past_seconds + estimate.future_seconds * static_cast<double>(study.policies.size());
  estimate.seconds = own * a_unit / std::min<double>(estimate.threads, std::max(1.0, own));
  return estimate;
}

}  // namespace sim
