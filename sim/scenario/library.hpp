// The library of scenarios: where it is, and the file that a name means.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sim {

// Existing folders, in order: WEIGHTSHED_SCENARIOS, the source tree that the program was built from, the installed
// share/weightshed/scenarios next to the program.
std::vector<std::filesystem::path> library_folders();

std::filesystem::path source_tree();     // that the program was built from; it may be gone
std::filesystem::path program_folder();  // of the running program

// Names of the scenarios of some folders, sorted; for messages and `list scenarios`.
std::vector<std::string> scenario_names(const std::vector<std::filesystem::path>& library);

// The file meant by `given`: a path when it holds a '/' or ends in ".toml", else a library name that is looked up as
// `<given>.toml` in `beside` and then in the folders of the library. `not_this` is skipped: a scenario called
// baseline.toml may extend the library's "baseline".
std::optional<std::filesystem::path> find_scenario(std::string_view given, const std::filesystem::path& beside,
                                                   const std::vector<std::filesystem::path>& library,
                                                   const std::filesystem::path& not_this = {});

// The file that a person's argument names: a path, or a library name. Throws Error(invalid_input) with the nearest
// name.
std::filesystem::path scenario_file(const std::string& given, const std::vector<std::filesystem::path>& library);

}  // namespace sim
