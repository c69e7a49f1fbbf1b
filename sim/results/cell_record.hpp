// What one simulated history leaves behind: its measures at the recording dates, its events, perhaps its lineage.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sim/model/model.hpp"

namespace sim {

enum class CellStatus : std::uint8_t { pending = 0, done = 1, failed = 2 };

struct CellRecord {
  CellStatus status = CellStatus::pending;
  std::string message;                       // of a failed cell
  std::vector<std::vector<float>> measures;  // in the order of Study::record; time × dimensions, last fastest
  std::vector<Event> events;
  std::optional<LineageTable> lineage;
};

// All policies of one (world, member): they share a past, so they are simulated and kept together.
struct UnitRecord {
  std::size_t unit = 0;  // world × members + member
  double seconds = 0.0;  // of computing
  std::vector<CellRecord> policies;
  std::vector<double> patterns;  // under the reference policy, in the order of ModelKind::patterns, or none
};

// Memory of a unit, about.
inline std::size_t bytes_of(const UnitRecord& unit) {
  std::size_t bytes = sizeof(UnitRecord);
  for (const CellRecord& cell : unit.policies) {
    bytes += sizeof(CellRecord) + cell.message.size();
    for (const auto& values : cell.measures) bytes += sizeof(std::vector<float>) + values.size() * sizeof(float);
    bytes += cell.events.size() * sizeof(Event);
    if (cell.lineage) bytes += cell.lineage->size() * 48;
  }
  return bytes;
}

// Sizes of the ragged tables of a file and the texts that their rows point to.
struct LogSizes {
  std::size_t events = 0, nodes = 0, further_parents = 0;
  std::set<std::string, std::less<>> actors, releases;

  void add(const CellRecord& cell) {
    events += cell.events.size();
    for (const Event& event : cell.events) actors.insert(event.actor);
    if (!cell.lineage) return;
    nodes += cell.lineage->size();
    further_parents += cell.lineage->merge.size();
    releases.insert(cell.lineage->releases.begin(), cell.lineage->releases.end());
  }
  void add(LogSizes other) {
    events += other.events;
    nodes += other.nodes;
    further_parents += other.further_parents;
    actors.merge(other.actors);
    releases.merge(other.releases);
  }
};

}  // namespace sim
