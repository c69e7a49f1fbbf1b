// Characters that a terminal would obey are written out.
#include "sim/printable.hpp"

#include <cstdint>

namespace sim {

namespace {

struct Character {
  std::uint32_t code;
  std::size_t bytes;
};

// The character that begins at `at`; only those of up to three bytes are told apart, as none that a terminal obeys has
// more. A byte that begins none counts as a character of its own value: some terminals obey such bytes, too.
Character character_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const auto follows = [&](std::size_t i) { return at + i < text.size() && (byte(i) & 0xC0U) == 0x80U; };
  const std::uint32_t first = byte(0);
  if (first >= 0xC2 && first < 0xE0 && follows(1)) return {(first & 0x1FU) << 6U | (byte(1) & 0x3FU), 2};
  if (first >= 0xE0 && first < 0xF0 && follows(1) && follows(2))
    return {(first & 0x0FU) << 12U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU), 3};
  if (first >= 0xF0 && first < 0xF5 && follows(1) && follows(2) && follows(3)) return {0x10000, 4};
  return {first, 1};
}

bool is_obeyed(std::uint32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029 ||
         (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

std::string written_out(std::uint32_t code) {
  constexpr const char* digits = "0123456789abcdef";
  std::string out = "\\u";
  for (unsigned shift = 16; shift > 0; shift -= 4) out += digits[(code >> (shift - 4)) & 0xFU];
  return out;
}

}  // namespace

std::string printable(std::string_view text, std::string_view kept) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Character c = character_at(text, at);
    const bool shown = !is_obeyed(c.code) || (c.bytes == 1 && kept.find(text[at]) != std::string_view::npos);
    if (shown) {
      out += text.substr(at, c.bytes);
    } else {
      out += written_out(c.code);
    }
    at += c.bytes;
  }
  return out;
}

}  // namespace sim
