// Published figures as the model gives them: one history per (world, member) under the reference policy.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <limits>
#include <mutex>

#include "sim/execution/cell.hpp"
#include "sim/execution/run.hpp"
#include "sim/execution/units_in_order.hpp"
#include "sim/graph/kept_pages.hpp"
#include "sim/plan/schedule.hpp"

namespace sim {

std::vector<std::vector<double>> read_patterns(const Study& study, const RunOptions& options) {
  const std::size_t units = study.design.worlds() * study.run.members;
  const auto after = schedule_of(study).patterns;
  std::uint32_t last = 0;
  for (const auto& count : after) last = std::max(last, count.value_or(0));
  std::vector<std::vector<double>> values(units,
                                          std::vector<double>(after.size(), std::numeric_limits<double>::quiet_NaN()));
  std::mutex mutex;
  Progress progress;
  progress.total = units;
  const auto simulate = [&](std::size_t unit) {
    const std::unique_ptr<Model> model = study.kind->begin(beginning_of(study, unit));
    while (model->clock().step() < last) {
      model->step(study.policies.front());
      for (std::size_t p = 0; p < after.size(); ++p) {
        if (after[p] == model->clock().step()) values[unit][p] = model->pattern(p);
      }
    }
  };
  const KeptPages pages;
  units_in_order(units, options.threads, options.stop, [&](std::size_t unit) {
    bool failed = false;
    try {
      simulate(unit);
    } catch (const std::exception& error) {
      failed = true;
      std::fill(values[unit].begin(), values[unit].end(), std::numeric_limits<double>::quiet_NaN());
      spdlog::warn("world {}, member {} failed; its patterns are left out: {}", unit / study.run.members,
                   unit % study.run.members, error.what());
    }
    const std::lock_guard lock(mutex);
    ++progress.done;
    if (failed) ++progress.failed;
    if (options.progress) options.progress(progress);
  });
  if (progress.done < units) throw Error(Failure::interrupted, "interrupted before every pattern was read");
  return values;
}

}  // namespace sim
