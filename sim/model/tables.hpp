// Reference tables as a model sees them: columns of text, numbers and dates, already checked; no file is read here.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/error.hpp"
#include "sim/time/calendar.hpp"

namespace sim {

enum class ColumnType { text, number, date };

struct ColumnSchema {
  std::string_view name;
  ColumnType type = ColumnType::text;
  bool required = true;  // an empty field is a problem
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  std::vector<std::string_view> words = {};  // text: the allowed words, if closed
  std::string_view refers_to = {};           // text: "table.column" that must hold the value
};

// One table: a CSV file `<name>.csv` in the folder of reference tables.
struct TableSchema {
  std::string_view name;
  std::vector<ColumnSchema> columns;
  std::string_view unique = {};  // a column whose values may not repeat
  std::string_view description;
};

class Table {
 public:
  struct Column {
    ColumnType type = ColumnType::text;
    std::vector<std::string> text;  // as written, for every type
    std::vector<double> number;     // NaN where empty
    std::vector<Date> date;         // Date{no_date} where empty
  };
  static constexpr std::int32_t no_date = std::numeric_limits<std::int32_t>::min();

  std::string file;        // for messages
  std::vector<int> lines;  // line of each row in the file
  std::map<std::string, Column, std::less<>> columns;

  std::size_t rows() const { return lines.size(); }
  const std::string& text(std::string_view column, std::size_t row) const { return at(column).text[row]; }
  double number(std::string_view column, std::size_t row) const { return at(column).number[row]; }
  Date date(std::string_view column, std::size_t row) const { return at(column).date[row]; }
  bool empty(std::string_view column, std::size_t row) const { return at(column).text[row].empty(); }
  Place place(std::size_t row) const { return {file, lines[row], 0}; }

 private:
  const Column& at(std::string_view column) const { return columns.find(column)->second; }
};

using Tables = std::map<std::string, Table, std::less<>>;

}  // namespace sim
