// A lineage in the formats of other programs: GraphML (Gephi, igraph, NetworkX, yEd), DOT (Graphviz) and CSV (Gephi).
#pragma once

#include <iosfwd>

#include "sim/results/recorded_lineage.hpp"

namespace sim {

// Edges go from parent to child. Each node has its name, kind, licence, country, family, lab, release, ISO date of
// birth, parameters, capability, trainings and downloads, each edge the kind of derivation.
void write_graphml(std::ostream& out, const RecordedLineage& lineage);
void write_dot(std::ostream& out, const RecordedLineage& lineage);

// Tables with the headers that Gephi's import asks for: Id and Label; Source and Target.
void write_csv(std::ostream& nodes, std::ostream& edges, const RecordedLineage& lineage);

}  // namespace sim
