// What the program writes to standard output.
#pragma once

#include <fmt/format.h>

#include <string_view>
#include <utility>

#include "sim/printable.hpp"

namespace cli {

// To standard output, as it stands. Throws Error when it cannot be written, as on a full disk; when nobody reads it any
// more, the program ends at once and without a word, as others do.
void put(std::string_view text);
// What was put is written out when this returns; throws likewise.
void put_out();
// The same before something is said on standard error: what goes wrong is kept for put_out.
void put_out_first();

// As fmt::print, but nothing in it reaches a terminal as a command: see sim::printable. Lines and tabs stay.
template <class... Arguments>
void tell(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  put(sim::printable(fmt::format(format, std::forward<Arguments>(arguments)...), "\n\t"));
}

}  // namespace cli
