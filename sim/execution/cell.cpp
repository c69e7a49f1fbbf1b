// One past for all policies of a (world, member), then a fork for each.
#include "sim/execution/cell.hpp"

#include <chrono>
#include <limits>

#include "sim/execution/live_history.hpp"

namespace sim {

namespace {

CellRecord failed_cell(const Layout& layout, const std::string& message) {
  CellRecord cell;
  cell.status = CellStatus::failed;
  cell.message = message;
  for (const MeasureLayout& measure : layout.measures) {
    cell.measures.emplace_back(layout.dates.size() * measure.width, std::numeric_limits<float>::quiet_NaN());
  }
  return cell;
}

}  // namespace

Beginning beginning_of(const Study& study, std::size_t unit) {
  Beginning b;
  const std::size_t world = unit / study.run.members;
  b.tables = &study.tables;
  b.parameters = study.design.row(world);
  b.structure = study.design.structure[world];
  b.seed = study.run.seed;
  b.world_key = study.design.keys[world];
  b.member = static_cast<std::uint32_t>(unit % study.run.members);
  b.past = study.run.past;
  b.start = study.run.start;
  b.end = study.run.end;
  b.observed_until = study.run.observed_until;
  b.scale = study.run.scale;
  b.step_weeks = study.run.step_weeks;
  return b;
}

UnitRecord simulate_unit(const Study& study, const Layout& layout, const Schedule& schedule, std::size_t unit) {
  const auto began = std::chrono::steady_clock::now();
  const bool with_lineage =
      study.record.lineage == LineageRecord::all || (study.record.lineage == LineageRecord::one_member && unit == 0);
  UnitRecord record;
  record.unit = unit;
  record.policies.resize(layout.policies);
  record.patterns.assign(layout.patterns, std::numeric_limits<double>::quiet_NaN());
  try {
    LiveHistory past(study, layout, schedule, study.kind->begin(beginning_of(study, unit)));
    while (past.steps() < schedule.fork) past.step();
    const auto go_on = [&](LiveHistory future, std::size_t policy) {
      try {
        future.follow(study.policies[policy]);
        while (!future.is_over()) future.step();
        if (policy == 0) record.patterns = future.patterns();
        record.policies[policy] = std::move(future).record(with_lineage);
      } catch (const std::exception& error) {
        record.policies[policy] = failed_cell(layout, error.what());
      }
    };
    for (std::size_t p = 1; p < layout.policies; ++p) go_on(past, p);  // one copy alive at a time
    go_on(std::move(past), 0);                                         // the reference needs no copy
  } catch (const std::exception& error) {
    for (CellRecord& cell : record.policies) cell = failed_cell(layout, error.what());
  }
  record.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  return record;
}

}  // namespace sim
