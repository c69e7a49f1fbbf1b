// The columns of /lineage, declared once: part files, the result writer and the reader walk them.
#pragma once

#include <utility>

#include "sim/model/model.hpp"

namespace sim {

struct LineageColumn {
  const char* name;
  const char* long_name;
  const char* units = "";
  // The words of a coded column: its flags, or the variable of the result file that its numbers are an index into.
  std::vector<std::string_view> ModelKind::*flags = nullptr;
  const char* labels = "";
};

// Calls `visit(column, values...)` with that column of each table; one value for each node.
template <class Visit, class... Tables>
void each_node_column(Visit&& visit, Tables&&... t) {
  visit(LineageColumn{"parent", "row of the parent within its history; 4294967295 is a base"}, t.parent...);
  visit(LineageColumn{"release", "base that it is built on, by its release", "", nullptr, "release_name"},
        t.release...);
  visit(LineageColumn{"kind", "kind of derivation", "", &ModelKind::derivation_kinds}, t.kind...);
  visit(LineageColumn{"country", "country of the lab of its base", "", nullptr, "/country"}, t.country...);
  visit(LineageColumn{"licence", "licence, from the most closed to the most open", "", &ModelKind::licences},
        t.licence...);
  visit(LineageColumn{"trainings", "trainings between its base and itself", "1"}, t.trainings...);
  visit(LineageColumn{"family", "family of its base", "", nullptr, "/family"}, t.family...);
  visit(LineageColumn{"lab", "lab of its base", "", nullptr, "/lab"}, t.lab...);
  visit(LineageColumn{"born", "publication", "days since 1970-01-01"}, t.born...);
  visit(LineageColumn{"parameters", "number of parameters of its base", "1"}, t.parameters...);
  visit(LineageColumn{"capability", "capability, in orders of magnitude of effective training compute"},
        t.capability...);
  visit(LineageColumn{"downloads", "downloads so far", "1"}, t.downloads...);
}

// The same, one value for each further parent of a merge.
template <class Visit, class... Tables>
void each_merge_column(Visit&& visit, Tables&&... t) {
  visit(LineageColumn{"merge", "row of a merge within its history"}, t.merge...);
  visit(LineageColumn{"further_parent", "row of a parent other than the first"}, t.further_parent...);
}

}  // namespace sim
