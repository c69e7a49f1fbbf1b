// Input bytes as changes of a sound HDF5 file: values, texts, extents and links are a stranger's, the structure of the
// file is the library's. Bytes that break the structure are HDF5's affair, and seals keep them from it.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/fuzz/invariant.hpp"

namespace fuzz {

// A sound file in memory.
struct SoundFile {
  std::string bytes;                 // without a seal
  std::vector<std::string> objects;  // the names of all its datasets and groups
};

// The file without those of its datasets for which `is_left_out` holds.
using IsLeftOut = std::function<bool(const std::string& name)>;
SoundFile sound_file(
    std::string_view bytes, const IsLeftOut& is_left_out = [](const std::string&) { return false; });

// Writes the file, changed as the input says: each change takes a few bytes of it.
void write_spoilt(const fs::path& path, const SoundFile& file, std::string_view input);

}  // namespace fuzz
