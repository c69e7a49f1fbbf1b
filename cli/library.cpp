// Search for library scenarios.
#include "cli/library.hpp"

#include <cstdlib>

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

}  // namespace weightshed
