// Single quotes hold everything but themselves.
#include "sim/shell_word.hpp"

namespace sim {

std::string shell_word(std::string_view path) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/+=:,@%";
  if (!path.empty() && path.find_first_not_of(plain) == std::string_view::npos) return std::string(path);
  std::string out = "'";
  for (const char c : path) out += c == '\'' ? "'\\''" : std::string(1, c);
  return out + "'";
}

}  // namespace sim
