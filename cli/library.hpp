// Where the library of scenarios stands, and what a scenario argument means.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace weightshed {

// Folder of the running program.
std::filesystem::path program_folder();

// Existing folders, in order: WEIGHTSHED_SCENARIOS, the source tree that the program was built from, the installed
// share/weightshed/scenarios.
std::vector<std::filesystem::path> library_folders();

// The file that a scenario argument names: a path, or a library name. Throws Error(invalid_input).
std::filesystem::path scenario_file(const std::string& given, const std::vector<std::filesystem::path>& library);

}  // namespace weightshed
