// Search for library scenarios.
#include "sim/scenario/library.hpp"

#include <cstdlib>
#include <set>

#include "sim/error.hpp"

namespace sim {

namespace fs = std::filesystem;

namespace {

bool is_path(std::string_view given) { return given.find('/') != std::string_view::npos || given.ends_with(".toml"); }

}  // namespace

fs::path source_tree() { return fs::path(WEIGHTSHED_SOURCE_SCENARIOS).parent_path(); }

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

std::vector<std::string> scenario_names(const std::vector<fs::path>& library) {
  std::set<std::string> names;
  for (const fs::path& folder : library) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
      if (entry.path().extension() == ".toml") names.insert(entry.path().stem().string());
    }
  }
  return {names.begin(), names.end()};
}

std::optional<fs::path> find_scenario(std::string_view given, const fs::path& beside,
                                      const std::vector<fs::path>& library, const fs::path& not_this) {
  std::error_code error;
  if (is_path(given)) {
    const fs::path path = fs::path(given).is_absolute() ? fs::path(given) : beside / fs::path(given);
    return fs::exists(path, error) ? std::optional(path) : std::nullopt;
  }
  std::vector<fs::path> folders{beside};
  folders.insert(folders.end(), library.begin(), library.end());
  for (const fs::path& folder : folders) {
    fs::path path = folder / (std::string(given) + ".toml");
    if (fs::is_regular_file(path, error) && (not_this.empty() || !fs::equivalent(path, not_this, error))) return path;
  }
  return std::nullopt;
}

fs::path scenario_file(const std::string& given, const std::vector<fs::path>& library) {
  std::error_code error;
  if (const auto found = find_scenario(given, fs::path{}, library)) return *found;
  if (fs::exists(given, error)) return given;  // a file without .toml at its end, or a directory: the reader judges it
  std::vector<Problem> problems;
  add_problem(problems, {given, 0, 0}, {}, is_path(given) ? "there is no such file" : "no scenario of this name",
              "a path, or a name from `weightshed list scenarios`",
              nearest_name(fs::path(given).stem().string(), scenario_names(library)));
  throw Error(Failure::invalid_input, std::move(problems));
}

}  // namespace sim
