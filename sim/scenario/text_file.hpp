// Reads a text file that a stranger may have written: no directory, no huge file, valid UTF-8, no control bytes.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/error.hpp"
#include "sim/limits.hpp"

namespace sim {

bool is_text(std::string_view given);  // UTF-8, without the character NUL

// The content, or nothing and a problem that names the file. `largest` is limits::scenario or limits::table; the size
// is checked before anything is read.
std::optional<std::string> read_text_file(const std::filesystem::path& path, const Limit& largest,
                                          std::vector<Problem>& problems);

// The same checks of a text that somebody hands over; `file` is what messages call it.
std::optional<std::string> checked_text(std::string text, const std::string& file, const Limit& largest,
                                        std::vector<Problem>& problems);

}  // namespace sim
