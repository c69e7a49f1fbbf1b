// Whole numbers of a recorded study, which may be a stranger's: what does not fit is refused, not cut off.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace sim::record {

using Json = nlohmann::ordered_json;

// Throws std::out_of_range.
template <class T>
T whole(const Json& j) {
  if (j.is_number_unsigned() && std::in_range<T>(j.get<std::uint64_t>())) return static_cast<T>(j.get<std::uint64_t>());
  if (j.is_number_integer() && std::in_range<T>(j.get<std::int64_t>())) return static_cast<T>(j.get<std::int64_t>());
  throw std::out_of_range(j.dump().substr(0, 40) + " is no whole number that can stand here");
}

template <class T>
std::vector<T> wholes(const Json& j) {
  std::vector<T> values;
  for (const Json& value : j) values.push_back(whole<T>(value));
  return values;
}

// One of the first `count` values of an enumeration.
template <class T>
T choice(const Json& j, int count) {
  const int value = whole<int>(j);
  if (value < 0 || value >= count) throw std::out_of_range(std::to_string(value) + " stands for nothing");
  return static_cast<T>(value);
}

// With room for so many members: the library copies them all, whatever they hold, when it has to find more.
inline Json object_for(std::size_t members) {
  Json j = Json::object();
  j.get_ref<Json::object_t&>().reserve(members);
  return j;
}

}  // namespace sim::record
