// Words of a file or a command line made fit for a terminal.
#pragma once

#include <string>
#include <string_view>

namespace sim {

// The text with every character that a terminal would obey, not show, as \u and four hexadecimal digits, as JSON and
// TOML write it: controls, line separators, and marks that turn the direction of what follows. Those in `kept` stay.
// Other text, in whatever script, is left alone.
std::string printable(std::string_view text, std::string_view kept = "");

}  // namespace sim
