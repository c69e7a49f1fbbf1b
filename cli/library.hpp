// Where the library of scenarios stands.
#pragma once

#include <filesystem>
#include <vector>

namespace weightshed {

// Folder of the running program.
std::filesystem::path program_folder();

// Existing folders, in order: WEIGHTSHED_SCENARIOS, the source tree that the program was built from, the installed
// share/weightshed/scenarios.
std::vector<std::filesystem::path> library_folders();

}  // namespace weightshed
