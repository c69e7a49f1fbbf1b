// Search for library scenarios.
#include "cli/library.hpp"

#include <cstdlib>

#include "sim/error.hpp"
#include "sim/scenario/inherit.hpp"

namespace weightshed {

namespace fs = std::filesystem;

fs::path program_folder() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  return error ? fs::path{} : program.parent_path();
}

std::vector<fs::path> library_folders() {
  std::vector<fs::path> wanted;
  if (const char* given = std::getenv("WEIGHTSHED_SCENARIOS"); given != nullptr && *given != '\0')
    wanted.emplace_back(given);
  wanted.emplace_back(WEIGHTSHED_SOURCE_SCENARIOS);
  if (const fs::path folder = program_folder(); !folder.empty()) {
    wanted.push_back(folder.parent_path() / "share" / "weightshed" / "scenarios");
  }
  std::vector<fs::path> present;
  for (const fs::path& folder : wanted) {
    std::error_code error;
    if (fs::is_directory(folder, error)) present.push_back(folder);
  }
  return present;
}

fs::path scenario_file(const std::string& given, const std::vector<fs::path>& library) {
  std::error_code error;
  if (const auto found = sim::find_scenario(given, fs::path{}, library)) return *found;
  if (fs::exists(given, error)) return given;  // a file without .toml at its end, or a directory: the reader judges it
  sim::Problem problem;
  problem.place.file = given;
  const bool is_path = given.find('/') != std::string::npos || given.ends_with(".toml");
  problem.message = is_path ? "there is no such file" : "no scenario of this name";
  problem.allowed = "a path, or a name from `weightshed list scenarios`";
  problem.suggestion = sim::nearest_name(fs::path(given).stem().string(), sim::scenario_names(library));
  throw sim::Error(sim::Failure::invalid_input, {problem});
}

}  // namespace weightshed
