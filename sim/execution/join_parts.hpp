// Joining part files into one result: in the order of units, whatever the parts.
#pragma once

#include <filesystem>
#include <vector>

#include "sim/plan/study.hpp"
#include "sim/results/part_file.hpp"
#include "sim/results/provenance.hpp"

namespace sim {

// Parts and what is in them, which is known when they are made or looked at, and would take reading them all again.
struct PartsToJoin {
  std::vector<PartFile> parts;
  LogSizes sizes;  // together; a unit that is in two parts counts twice

  void add(PartFile part, LogSizes of_part) {
    parts.push_back(std::move(part));
    sizes.add(std::move(of_part));
  }
};

std::vector<FailedCell> failed_cells(const Study& study, const Layout& layout, const std::vector<PartFile>& parts);

// Throws Error, and writes nothing, when a unit is in no part; of a unit that is in two, the first part counts. Parts
// may be of the study with more members, of which the first count. The output appears all at once, complete and sealed.
// Returns the failed cells, which it also adds to the provenance.
std::vector<FailedCell> join_parts(const Study& study, const Layout& layout, const PartsToJoin& given,
                                   const std::filesystem::path& output, Provenance provenance);

}  // namespace sim
