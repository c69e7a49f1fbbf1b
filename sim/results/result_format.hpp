// The version of the result format; docs/format.md describes it and says when which number grows.
#pragma once

#include <string>
#include <string_view>

namespace sim {

inline constexpr std::string_view format_version = "2.0";
inline constexpr int format_major = 2;  // a reader refuses a greater one

// What a column of a ragged table is called in a file: since 2.0 with the name of its dimension before it, as readers
// show a coordinate of the root in place of a column of the same name.
inline std::string column_name(int major, const std::string& dimension, const std::string& column) {
  return major < 2 || column.starts_with(dimension + '_') ? column : dimension + '_' + column;
}

}  // namespace sim
