// A list of worlds: values of parameters and keys of luck, row by row, from a CSV file or from the scenario itself.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "sim/scenario/parts.hpp"

namespace sim {

// Columns are named by parameter keys, and `world_key` by what it is.
struct WorldList {
  std::vector<std::vector<double>> rows;
  std::vector<std::size_t> columns;  // parameter of each value of a row
  std::vector<std::uint32_t> keys;   // empty: the list has no column of keys
};

// The worlds that a file lists. After a problem the list is not to be used.
WorldList read_world_list(Draft& draft, const std::filesystem::path& path);

// The worlds of an array of tables in the scenario, each with the same keys. After a problem the list is not to be
// used.
WorldList read_world_list(Draft& draft, const Node& worlds);

}  // namespace sim
