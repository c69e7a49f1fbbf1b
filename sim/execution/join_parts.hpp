// Joining part files into one result: in the order of units, whatever the parts.
#pragma once

#include <filesystem>
#include <vector>

#include "sim/plan/study.hpp"
#include "sim/results/part_file.hpp"
#include "sim/results/provenance.hpp"

namespace sim {

std::vector<FailedCell> failed_cells(const Study& study, const Layout& layout, const std::vector<PartFile>& parts);

// Throws Error, and writes nothing, when a unit is in no part; of a unit that is in two, the first part counts. Parts
// may be of the study with more members, of which the first count. The output appears all at once, complete and sealed.
// Returns the failed cells, which it also adds to the provenance.
std::vector<FailedCell> join_parts(const Study& study, const Layout& layout, const std::vector<PartFile>& parts,
                                   const std::filesystem::path& output, Provenance provenance);

}  // namespace sim
