// What the program writes to standard output.
#pragma once

#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <utility>

#include "sim/printable.hpp"

namespace cli {

// As fmt::print, but nothing in it reaches a terminal as a command: see sim::printable. Lines and tabs stay.
template <class... Arguments>
void tell(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  const std::string text = sim::printable(fmt::format(format, std::forward<Arguments>(arguments)...), "\n\t");
  std::fwrite(text.data(), 1, text.size(), stdout);
}

}  // namespace cli
