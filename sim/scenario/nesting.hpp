// What a TOML text shows without being parsed: how deep it goes, and where it leaves ASCII. Parsers descend once a
// level, and a hostile file has thousands; ours takes steps at bare words of other scripts that its authors hold
// impossible.
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

// The first character outside strings and comments that is not ASCII, in the same reading. TOML 1.0 has none there: its
// bare keys, numbers and dates are ASCII. The mark of UTF-8 that some editors put in front of a file is passed over.
std::optional<Place> outside_ascii(std::string_view text, const std::string& file);

}  // namespace sim
