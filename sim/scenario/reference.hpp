// Reads the reference tables of a model (CSV) into checked columns.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/model/model.hpp"

namespace sim {

// The rows of a CSV file (RFC 4180 quoting; a field may not hold a line break); the first row is the header. No rows at
// all, and a problem, for a file that is over sim::limits.
struct CsvFile {
  struct Row {
    int line = 0;
    std::vector<std::string> fields;
  };
  std::vector<Row> rows;  // empty lines are left out
};
CsvFile read_csv(const std::string& text, const std::string& file, std::vector<Problem>& problems);

struct ReferenceTables {
  Tables tables;                     // by name of the schema
  std::vector<std::string> digests;  // "name sha256", in the order of the schemas
};

// Each table is `<name>.csv` in the first of `folders` that has it. What is wrong goes into `problems`, with file,
// line and column name.
ReferenceTables read_reference_tables(const ModelKind& kind, std::span<const std::filesystem::path> folders,
                                      std::vector<Problem>& problems);

// One table by its schema; `file` is for messages.
Table read_table(const TableSchema& schema, const std::string& text, const std::string& file,
                 std::vector<Problem>& problems);

}  // namespace sim
