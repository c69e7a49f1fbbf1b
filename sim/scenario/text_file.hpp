// Reads a text file that a stranger may have written: no directory, no huge file, valid UTF-8, no control bytes.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/error.hpp"

namespace sim {

// A scenario is a page of text and a reference table a few thousand rows; anything larger must be the wrong file.
inline constexpr std::size_t largest_scenario = std::size_t{4} << 20;  // bytes
inline constexpr std::size_t largest_table = std::size_t{64} << 20;    // bytes

// The content, or nothing and a problem that names the file. The size is checked before anything is read.
std::optional<std::string> read_text_file(const std::filesystem::path& path, std::size_t largest,
                                          std::vector<Problem>& problems);

}  // namespace sim
