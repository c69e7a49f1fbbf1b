// Commands that a message suggests and a person copies.
#pragma once

#include <string>
#include <string_view>

namespace sim {

// A path as one word of a command: in quotes where a shell would take it apart.
std::string shell_word(std::string_view path);

}  // namespace sim
