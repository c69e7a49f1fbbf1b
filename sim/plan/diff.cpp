// Differences of resolved studies.
#include "sim/plan/diff.hpp"

#include <algorithm>
#include <map>

namespace sim {

namespace {

using Rows = std::map<std::string, std::string>;

// A table's rows by their first column, numbered where that repeats; columns in the order of the alphabet.
Rows rows_of(const Table& table, std::string_view key) {
  Rows rows;
  std::map<std::string, int> seen;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    std::string name = key.empty() ? std::string() : table.text(key, row), text;
    for (const auto& [column, values] : table.columns) {
      if (key.empty() && !values.text[row].empty() && name.size() < 60)
        name += (name.empty() ? "" : " ") + values.text[row];
      text += (text.empty() ? "" : ", ") + column + " " + values.text[row];
    }
    const int count = ++seen[name];
    rows[count == 1 ? name : name + " (" + std::to_string(count) + ")"] = text;
  }
  return rows;
}

void add(std::vector<Difference>& list, const std::string& what, const std::string& first, const std::string& second) {
  if (first != second) list.push_back({what, first, second});
}

}  // namespace

std::vector<Difference> differences(const Study& first, const Study& second) {
  std::vector<Difference> list;
  std::map<std::string, std::string> other;
  for (const Setting& setting : second.source.resolved) other[setting.key] = setting.value;
  for (const Setting& setting : first.source.resolved) {
    const auto found = other.find(setting.key);
    add(list, setting.key, setting.value, found == other.end() ? "" : found->second);
    if (found != other.end()) other.erase(found);
  }
  for (const Setting& setting : second.source.resolved) {
    if (other.count(setting.key) != 0) list.push_back({setting.key, "", setting.value});
  }
  for (const TableSchema& schema : first.kind->tables) {
    const auto a = first.tables.find(schema.name), b = second.tables.find(schema.name);
    const Rows none, left = a == first.tables.end() ? none : rows_of(a->second, schema.unique);
    Rows right = b == second.tables.end() ? none : rows_of(b->second, schema.unique);
    for (const auto& [name, text] : left) {
      add(list, "table " + std::string(schema.name) + ", " + name, text, right.count(name) == 0 ? "" : right[name]);
      right.erase(name);
    }
    for (const auto& [name, text] : right)
      list.push_back({"table " + std::string(schema.name) + ", " + name, "", text});
  }
  if (first.run.calibrated && second.run.calibrated && first.design.values != second.design.values) {
    const std::size_t common = std::min(first.design.values.size(), second.design.values.size());
    const bool same =
        first.design.parameters == second.design.parameters &&
        std::equal(first.design.values.begin(), first.design.values.begin() + static_cast<std::ptrdiff_t>(common),
                   second.design.values.begin());
    list.push_back({"calibrated worlds", std::to_string(first.design.worlds()) + " worlds",
                    std::to_string(second.design.worlds()) + (same ? " worlds" : " worlds with other values")});
  }
  return list;
}

}  // namespace sim
