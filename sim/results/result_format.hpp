// The version of the result format; docs/format.md describes it and says when which number grows.
#pragma once

#include <string_view>

namespace sim {

inline constexpr std::string_view format_version = "1.2";
inline constexpr int format_major = 1;  // a reader refuses a greater one

}  // namespace sim
