// One list of attributes serves all formats.
#include "sim/results/lineage_files.hpp"

#include <cmath>
#include <ostream>

#include "sim/graph/lineage.hpp"

namespace sim {

namespace {

LineageAttributes attributes_of(const RecordedLineage& lineage) {
  using Text = std::function<std::string(NodeIndex)>;
  using Number = std::function<double(NodeIndex)>;
  using Count = std::function<long(NodeIndex)>;
  const LineageTable& t = lineage.table;
  const auto coded = [&lineage](const char* name, const auto& column) {
    return LineageAttribute<NodeIndex>{
        name, Text([&lineage, name, &column](NodeIndex n) { return lineage.word(name, column[n.value]); })};
  };
  LineageAttributes attributes;
  attributes.nodes = {{"label", Text([&lineage](NodeIndex n) { return lineage.name(n.value); })},
                      coded("kind", t.kind),
                      coded("licence", t.licence),
                      coded("country", t.country),
                      coded("family", t.family),
                      coded("lab", t.lab),
                      coded("release", t.release),
                      {"born", Text([&t](NodeIndex n) {
                         return to_string(Date{static_cast<std::int32_t>(std::floor(t.born[n.value]))});
                       })},
                      {"parameters", Count([&t](NodeIndex n) { return std::lround(t.parameters[n.value]); })},
                      {"capability", Number([&t](NodeIndex n) { return static_cast<double>(t.capability[n.value]); })},
                      {"trainings", Count([&t](NodeIndex n) { return static_cast<long>(t.trainings[n.value]); })},
                      {"downloads", Count([&t](NodeIndex n) { return std::lround(t.downloads[n.value]); })}};
  attributes.edges = {{"derivation", std::function<std::string(LineageView::Edge)>([&](LineageView::Edge e) {
                         return lineage.word("kind", t.kind[e.child.value]);
                       })}};
  return attributes;
}

// Quoted where a comma or a quotation mark would be read as one of the table's.
std::string field(std::string text) {
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  for (std::size_t at = 0; (at = text.find('"', at)) != std::string::npos; at += 2) text.insert(at, 1, '"');
  return '"' + text + '"';
}

}  // namespace

void write_graphml(std::ostream& out, const RecordedLineage& lineage) {
  write_graphml(out, LineageView(lineage.graph), attributes_of(lineage));
}

void write_dot(std::ostream& out, const RecordedLineage& lineage) {
  write_dot(out, LineageView(lineage.graph), attributes_of(lineage));
}

void write_csv(std::ostream& nodes, std::ostream& edges, const RecordedLineage& lineage) {
  const LineageAttributes attributes = attributes_of(lineage);
  nodes << "Id,Label";
  for (std::size_t a = 1; a < attributes.nodes.size(); ++a) nodes << ',' << attributes.nodes[a].name;
  edges << "Source,Target,Type,Derivation\n";
  for (std::size_t i = 0; i < lineage.table.size(); ++i) {
    nodes << '\n' << i;
    for (const auto& attribute : attributes.nodes) {
      nodes << ',';
      std::visit(
          [&](const auto& value) {
            if constexpr (std::is_same_v<decltype(value(NodeIndex(i))), std::string>) {
              nodes << field(value(NodeIndex(i)));
            } else {
              nodes << value(NodeIndex(i));
            }
          },
          attribute.value);
    }
  }
  nodes << '\n';
  const LineageView view(lineage.graph);
  for (auto [edge, last] = sim::edges(view); edge != last; ++edge) {
    edges << edge->parent.value << ',' << edge->child.value << ",Directed,"
          << lineage.word("kind", lineage.table.kind[edge->child.value]) << '\n';
  }
}

}  // namespace sim
