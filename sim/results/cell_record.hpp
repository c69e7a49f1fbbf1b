// What one simulated history leaves behind: its measures at the recording dates, its events, perhaps its lineage.
#pragma once

#include <cstdint>
#include <optional>
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

}  // namespace sim
