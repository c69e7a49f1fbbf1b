// Splits CSV text into fields with fast-cpp-csv-parser's line reader and quoting policy.
#define CSV_IO_NO_THREAD
// The library's error class copies a file name of at most 255 bytes on purpose; g++ sees it inlined here.
#ifndef __clang__
#pragma GCC diagnostic ignored "-Wstringop-truncation"
#endif
#include <libfccp/csv.h>

#include "sim/scenario/reference.hpp"

namespace sim {

CsvFile read_csv(const std::string& text, const std::string& file, std::vector<Problem>& problems) {
  using Quoting = io::double_quote_escape<',', '"'>;
  CsvFile csv;
  io::LineReader reader("table", text.data(), text.data() + text.size());  // our own messages name the file
  while (char* line = reader.next_line()) {
    CsvFile::Row row{static_cast<int>(reader.get_file_line()), {}};
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
    csv.rows.push_back(std::move(row));
  }
  return csv;
}

}  // namespace sim
