// Input bytes as changes of a sound HDF5 file: values, texts, extents and links are a stranger's, the structure of the
// file is the library's. Bytes that break the structure are HDF5's affair, and seals keep them from it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace fuzz {

// The names of all datasets and groups of a file.
std::vector<std::string> objects_of(const std::filesystem::path& file);

// A copy of the file, changed as the input says: each change takes a few bytes of it.
void spoil(const std::filesystem::path& file, const std::vector<std::string>& objects, std::string_view input,
           const std::filesystem::path& copy);

}  // namespace fuzz
