// Files that exist in full or not at all, even after a crash: write to a temporary name, synchronise, rename,
// synchronise.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace sim {

// `write` gets a temporary path in the same folder; when it returns, the file appears under its name.
void replace_durably(const std::filesystem::path& path, const std::function<void(const std::filesystem::path&)>& write);
void write_text_durably(const std::filesystem::path& path, const std::string& text);
std::string read_text(const std::filesystem::path& path);  // throws Error(invalid_input) when it cannot be read

void synchronise(const std::filesystem::path& path);  // a file or a folder: on disk when this returns

}  // namespace sim
