// The seal of a file: the digest of all its bytes, in a line after the last of them. It is checked before anything else
// reads the file. HDF5 and everything built on it ignores what follows the end that a file itself states.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace sim {

// "weightshed-sha256 " and 64 hexadecimal digits, with a line break before and after.
std::string seal_of(std::string_view bytes);
inline constexpr std::size_t seal_size = 84;

// What stands before the seal; nothing when there is no seal or it does not fit.
std::optional<std::string_view> content_of(std::string_view sealed);

// Adds the seal to a file that is complete.
void append_seal(const std::filesystem::path& path);

enum class Seal { none, sound, broken };
Seal check_seal(const std::filesystem::path& path);

}  // namespace sim
