// How deep a TOML text goes, told without parsing it: parsers descend once a level, and a hostile file has thousands.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/error.hpp"

namespace sim {

// The first place at which more than `most` brackets are open or a key has more than `most` dots; nothing when there is
// none. Strings and comments are passed over. Of a text that is not TOML everything up to its first fault is judged as
// a parser would read it.
std::optional<Place> too_deep(std::string_view text, std::size_t most, const std::string& file);

}  // namespace sim
