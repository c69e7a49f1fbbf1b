// One unit of the counterfactual study of `why`, kept whole.
#include "sim/execution/lineage_without.hpp"

#include <algorithm>

#include "sim/execution/cell.hpp"
#include "sim/execution/why.hpp"
#include "sim/plan/layout.hpp"

namespace sim {

namespace {

std::vector<std::string> knock_outs_for(const Study& study, const Removal& removal) {
  if (removal.by != LineageGrouping::country) return {removal.name()};
  std::vector<std::string> labs;
  for (const KnockOut& out : study.kind->knock_outs ? study.kind->knock_outs(study.tables) : std::vector<KnockOut>{}) {
    const bool of_country = std::find(out.concerns.begin(), out.concerns.end(), removal.label) != out.concerns.end();
    if (of_country && out.name.starts_with("lab:")) labs.push_back(out.name);
  }
  return labs;
}

}  // namespace

RecordedLineage lived_without(const Study& study, const RecordedLineage& lineage,
                              const std::vector<Removal>& removals) {
  std::vector<std::string> names;
  for (const Removal& removal : removals) {
    for (std::string& name : knock_outs_for(study, removal)) names.push_back(std::move(name));
  }
  if (names.empty()) throw Error(Failure::invalid_input, "the model has no knock-out for " + removals.front().name());
  const Question question{
      lineage.policy, std::string(study.kind->measures[study.record.measures.front()].key), {}, study.run.end};
  const auto members = static_cast<std::uint32_t>(lineage.member + 1);
  Study again = taken_out(study, question, causes_of(study, question, names), lineage.world + 1, members);
  Policy& without = again.policies.at(1);
  for (std::size_t p = 2; p < again.policies.size(); ++p) {
    const Policy& other = again.policies[p];
    without.without.insert(without.without.end(), other.without.begin(), other.without.end());
    without.without_from = std::min(without.without_from, other.without_from);
  }
  again.policies.resize(2);
  again.record.lineage = LineageRecord::all;
  const Layout layout = layout_of(again);
  UnitRecord unit = simulate_unit(again, layout, schedule_of(again), lineage.world * members + lineage.member);
  for (const CellRecord& cell : unit.policies) {
    if (!cell.lineage) throw Error(Failure::failed_cells, "the history failed: " + cell.message);
  }
  if (unit.policies[0].lineage->parent != lineage.table.parent) {
    throw Error(Failure::mismatch,
                "the recorded history cannot be reproduced, so nothing can be said about it without these bases");
  }
  return with_table(lineage, std::move(*unit.policies[1].lineage));
}

}  // namespace sim
