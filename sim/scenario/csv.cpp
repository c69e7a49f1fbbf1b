// Splits CSV text into fields with fast-cpp-csv-parser's quoting policy. Its reader of lines would take 48 MB for each
// file.
#define CSV_IO_NO_THREAD
// The library's error class copies a file name of at most 255 bytes on purpose; g++ sees it inlined here.
#ifndef __clang__
#pragma GCC diagnostic ignored "-Wstringop-truncation"
#endif
#include <libfccp/csv.h>

#include <algorithm>

#include "sim/limits.hpp"
#include "sim/scenario/reference.hpp"

namespace sim {

CsvFile read_csv(const std::string& text, const std::string& file, std::vector<Problem>& problems) {
  using Quoting = io::double_quote_escape<',', '"'>;
  CsvFile csv;
  const auto refuse = [&](int line, std::string message, const Limit& limit) {
    add_problem(problems, {file, line, 0}, {}, std::move(message), at_most(limit));
    csv.rows.clear();
    return csv;
  };
  std::size_t fields = 0;
  std::string copy = text;  // the splitter ends each field with a NUL
  std::size_t at = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  for (int number = 1; at < text.size(); ++number) {
    const std::size_t line_end = std::min(text.find('\n', at), text.size());
    char* line = copy.data() + at;
    copy[line_end] = '\0';
    if (line_end > at && copy[line_end - 1] == '\r') copy[line_end - 1] = '\0';
    at = line_end + 1;
    CsvFile::Row row{number, {}};
    if (*line == '\0') continue;
    try {
      while (line != nullptr) {
        char* begin = nullptr;
        char* end = nullptr;
        io::detail::chop_next_column<Quoting>(line, begin, end);
        io::trim_chars<' ', '\t'>::trim(begin, end);
        Quoting::unescape(begin, end);
        row.fields.emplace_back(begin, end);
      }
    } catch (const io::error::escaped_string_not_closed&) {
      add_problem(problems, {file, row.line, 0}, {}, "a quoted field is not closed on its line", "a \" at its end");
      continue;
    }
    fields += row.fields.size();
    const auto longest = std::max_element(row.fields.begin(), row.fields.end(),
                                          [](const auto& a, const auto& b) { return a.size() < b.size(); });
    if (row.fields.size() > limits::columns.most) return refuse(row.line, "has too many columns", limits::columns);
    if (longest != row.fields.end() && longest->size() > limits::field.most)
      return refuse(row.line, "a field of " + std::to_string(longest->size()) + " bytes", limits::field);
    if (csv.rows.size() > limits::rows.most) return refuse(row.line, "is one row too many", limits::rows);
    if (fields > limits::fields.most) return refuse(row.line, "the file has too many fields", limits::fields);
    csv.rows.push_back(std::move(row));
  }
  return csv;
}

}  // namespace sim
