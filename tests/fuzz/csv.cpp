// Tables: rows within the limits, typed columns of one length; fields that are written out are read again the same.
#include "sim/limits.hpp"
#include "sim/scenario/reference.hpp"
#include "tests/fuzz/invariant.hpp"
#include "tests/toy/toy_kind.hpp"

namespace {

std::string quoted(const std::string& field) {
  std::string out = "\"";
  for (const char c : field) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + '"';
}

void check_rows(const std::string& text) {
  std::vector<sim::Problem> problems;
  const sim::CsvFile csv = sim::read_csv(text, "fuzz", problems);
  if (!problems.empty()) fuzz::require_told(problems);
  fuzz::require(csv.rows.size() <= sim::limits::rows.most + 1, "rows are within the limit");
  std::string written;
  for (const auto& row : csv.rows) {
    for (std::size_t f = 0; f < row.fields.size(); ++f) written += (f == 0 ? "" : ",") + quoted(row.fields[f]);
    written += '\n';
  }
  std::vector<sim::Problem> again;
  const sim::CsvFile copy = sim::read_csv(written, "fuzz", again);
  fuzz::require(again.empty() && copy.rows.size() == csv.rows.size(), "rows that are written are read");
  for (std::size_t r = 0; r < csv.rows.size(); ++r)
    fuzz::require(copy.rows[r].fields == csv.rows[r].fields, "fields that are written are read as the same");
}

void check_table(const sim::TableSchema& schema, const std::string& text) {
  std::vector<sim::Problem> problems;
  const sim::Table table = sim::read_table(schema, text, "fuzz", problems);
  if (!problems.empty()) fuzz::require_told(problems);
  for (const auto& [name, column] : table.columns) {
    fuzz::require(column.text.size() == table.rows(), "each column has a field for each row");
    fuzz::require(column.type != sim::ColumnType::number || column.number.size() == table.rows(), "and a number");
    fuzz::require(column.type != sim::ColumnType::date || column.date.size() == table.rows(), "and a date");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Computing computing;
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (text.find('\0') != std::string::npos) return -1;  // refused when the file is read
  check_rows(text);
  for (const sim::TableSchema& schema : toy::kind().tables) check_table(schema, text);
  return 0;
}
