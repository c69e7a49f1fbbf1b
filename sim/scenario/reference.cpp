// Checks of reference tables against their schemas.
#include "sim/scenario/reference.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "sim/numeric/decimal.hpp"
#include "sim/plan/sha256.hpp"
#include "sim/scenario/document.hpp"
#include "sim/scenario/section.hpp"
#include "sim/scenario/text_file.hpp"

namespace sim {

namespace {

std::vector<std::string> as_strings(std::span<const std::string_view> words) { return {words.begin(), words.end()}; }

std::string range_text(const ColumnSchema& column) {
  if (std::isinf(column.low) && std::isinf(column.high)) return "a number";
  return toml_number(column.low) + " to " + toml_number(column.high);
}

// Adds one field to its column, checked.
void add_field(const ColumnSchema& schema, const std::string& field, const Place& place, Table::Column& column,
               std::vector<Problem>& problems) {
  const auto report = [&](std::string message, std::string allowed, std::string suggestion = {}) {
    add_problem(problems, place, std::string(schema.name), std::move(message), std::move(allowed),
                std::move(suggestion));
  };
  column.text.push_back(field);
  if (schema.type == ColumnType::number) column.number.push_back(std::numeric_limits<double>::quiet_NaN());
  if (schema.type == ColumnType::date) column.date.push_back(Date{Table::no_date});
  if (field.empty()) {
    if (schema.required) report("is empty", "a value");
    return;
  }
  switch (schema.type) {
    case ColumnType::number: {
      const auto value = whole_number(field);
      if (!value || std::isnan(*value)) {
        report("'" + field + "' is not a number", range_text(schema));
      } else if (*value < schema.low || *value > schema.high) {
        report(field + " is out of range", range_text(schema));
      } else {
        column.number.back() = *value;
      }
      return;
    }
    case ColumnType::date: {
      const auto date = parse_date(field);
      if (!date) {
        report("'" + field + "' is not a date", "a date as in 2024-05-13");
      } else if (!in_known_years(*date)) {
        report(field + " is out of range", known_years());
      } else {
        column.date.back() = *date;
      }
      return;
    }
    case ColumnType::text: {
      if (schema.words.empty()) return;
      if (std::find(schema.words.begin(), schema.words.end(), field) == schema.words.end()) {
        const auto words = as_strings(schema.words);
        report("'" + field + "' is not a known word", list_of(words), nearest_name(field, words));
      }
      return;
    }
  }
}

void check_unique(const TableSchema& schema, const Table& table, std::vector<Problem>& problems) {
  if (schema.unique.empty()) return;
  std::map<std::string, int> first;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string& value = table.text(schema.unique, row);
    const auto [it, added] = first.emplace(value, table.lines[row]);
    if (!added) {
      add_problem(problems, table.place(row), std::string(schema.unique),
                  "'" + value + "' is already in line " + std::to_string(it->second), "unique values");
    }
  }
}

void check_references(const ModelKind& kind, const Tables& tables, std::vector<Problem>& problems) {
  for (const TableSchema& schema : kind.tables) {
    const auto table = tables.find(schema.name);
    if (table == tables.end()) continue;
    for (const ColumnSchema& column : schema.columns) {
      const auto dot = column.refers_to.find('.');
      if (dot == std::string_view::npos) continue;
      const auto other = tables.find(column.refers_to.substr(0, dot));
      if (other == tables.end()) continue;  // reported as missing
      const auto target = other->second.columns.find(column.refers_to.substr(dot + 1));
      const auto own = table->second.columns.find(column.name);
      if (target == other->second.columns.end() || own == table->second.columns.end()) continue;
      const std::set<std::string> known(target->second.text.begin(), target->second.text.end());
      const std::vector<std::string> names(known.begin(), known.end());
      for (std::size_t row = 0; row < table->second.rows(); ++row) {
        const std::string& value = own->second.text[row];
        if (value.empty() || known.contains(value)) continue;
        add_problem(problems, table->second.place(row), std::string(column.name),
                    "'" + value + "' is not in " + std::string(column.refers_to), list_of(names),
                    nearest_name(value, names));
      }
    }
  }
}

}  // namespace

Table read_table(const TableSchema& schema, const std::string& text, const std::string& file,
                 std::vector<Problem>& problems) {
  Table table;
  table.file = file;
  for (const ColumnSchema& column : schema.columns) {
    table.columns.emplace(std::string(column.name), Table::Column{column.type, {}, {}, {}});
  }
  const std::size_t before = problems.size();
  const CsvFile csv = read_csv(text, file, problems);
  if (csv.rows.empty()) {
    if (problems.size() == before)
      add_problem(problems, {file, 1, 0}, {}, "is empty", "a header line with the names of the columns");
    return table;
  }
  const CsvFile::Row& header = csv.rows.front();
  std::vector<const ColumnSchema*> columns(header.fields.size(), nullptr);
  std::vector<std::string> names;
  for (const ColumnSchema& column : schema.columns) names.emplace_back(column.name);
  bool complete = true;
  for (std::size_t i = 0; i < header.fields.size(); ++i) {
    const auto known = std::find(names.begin(), names.end(), header.fields[i]);
    if (known == names.end()) {
      add_problem(problems, {file, header.line, 0}, header.fields[i], "unknown column", list_of(names),
                  nearest_name(header.fields[i], names));
      continue;
    }
    columns[i] = &schema.columns[static_cast<std::size_t>(known - names.begin())];
    if (std::count(columns.begin(), columns.end(), columns[i]) > 1) {
      add_problem(problems, {file, header.line, 0}, *known, "the column appears twice");
      complete = false;
    }
  }
  for (const ColumnSchema& column : schema.columns) {
    if (std::find(columns.begin(), columns.end(), &column) != columns.end()) continue;
    add_problem(problems, {file, header.line, 0}, std::string(column.name), "the column is missing");
    complete = false;
  }
  if (!complete) return table;
  std::vector<Table::Column*> filled;  // the table's column of each of the file's
  for (const ColumnSchema* column : columns)
    filled.push_back(column == nullptr ? nullptr : &table.columns.find(column->name)->second);
  for (std::size_t r = 1; r < csv.rows.size(); ++r) {
    const CsvFile::Row& row = csv.rows[r];
    if (row.fields.size() != header.fields.size()) {
      add_problem(problems, {file, row.line, 0}, {}, "has " + std::to_string(row.fields.size()) + " fields",
                  std::to_string(header.fields.size()) + ", as in the header");
      continue;
    }
    Place place{file, row.line, 0};
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i] == nullptr) continue;
      place.column = static_cast<int>(i) + 1;
      add_field(*columns[i], row.fields[i], place, *filled[i], problems);
    }
    table.lines.push_back(row.line);
  }
  check_unique(schema, table, problems);
  return table;
}

ReferenceTables read_reference_tables(const ModelKind& kind, std::span<const std::filesystem::path> folders,
                                      std::vector<Problem>& problems) {
  ReferenceTables result;
  for (const TableSchema& schema : kind.tables) {
    std::filesystem::path found;
    for (const std::filesystem::path& folder : folders) {
      std::error_code error;
      const auto path = folder / (std::string(schema.name) + ".csv");
      if (std::filesystem::exists(path, error)) {
        found = path;
        break;
      }
    }
    if (found.empty()) {
      std::string looked;
      for (const auto& folder : folders) looked += (looked.empty() ? "" : ", ") + folder.string();
      add_problem(problems, {"reference/" + std::string(schema.name) + ".csv", 0, 0}, {},
                  "the reference table is missing; looked in " + (looked.empty() ? "no folder" : looked));
      continue;
    }
    const auto text = read_text_file(found, limits::table, problems);
    if (!text) continue;
    result.digests.push_back(std::string(schema.name) + " " + sha256(*text));
    result.tables.emplace(std::string(schema.name), read_table(schema, *text, found.string(), problems));
  }
  check_references(kind, result.tables, problems);
  return result;
}

}  // namespace sim
