// Every column as written, and numbers and dates as they were read.
#include "sim/results/record_tables.hpp"

#include <limits>

namespace sim::record {

Json json_of(const Table& table) {
  Json columns = object_for(table.columns.size());
  for (const auto& [name, column] : table.columns) {
    Json c = object_for(4);
    c["type"] = static_cast<int>(column.type);
    c["text"] = column.text;
    if (!column.number.empty()) c["number"] = column.number;
    if (!column.date.empty()) {
      c["date"] = Json::array();
      for (const Date date : column.date) c["date"].push_back(date.days);
    }
    columns[name] = std::move(c);
  }
  Json j{{"file", table.file}, {"lines", table.lines}};
  j["columns"] = std::move(columns);
  return j;
}

Table table_of(const Json& j) {
  Table table;
  table.file = j.at("file");
  table.lines = wholes<int>(j.at("lines"));
  for (const auto& [name, c] : j.at("columns").items()) {
    Table::Column column;
    column.type = choice<ColumnType>(c.at("type"), 3);
    column.text = c.at("text").get<std::vector<std::string>>();
    if (c.contains("number")) {
      for (const Json& value : c.at("number")) {
        column.number.push_back(value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>());
      }
    }
    if (c.contains("date")) {
      for (const Json& day : c.at("date")) column.date.push_back(Date{whole<std::int32_t>(day)});
    }
    const std::size_t numbers = column.type == ColumnType::number ? table.rows() : 0;
    const std::size_t dates = column.type == ColumnType::date ? table.rows() : 0;
    if (column.text.size() != table.rows() || column.number.size() != numbers || column.date.size() != dates) {
      throw Error(Failure::invalid_input, "column '" + name + "' of '" + table.file + "' has a wrong length");
    }
    table.columns.emplace(name, std::move(column));
  }
  return table;
}

}  // namespace sim::record
