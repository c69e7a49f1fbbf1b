// The way from a scenario file to a study that is ready to run.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/plan/study.hpp"

namespace sim {

struct LoadOptions {
  std::vector<std::string> overrides;          // "run.members=8", by the rules of the file
  std::vector<std::filesystem::path> library;  // folders where `extends = "baseline"` is looked up after the file's own
  // Of a scenario that no file holds; its path then says what it is called, and where its own paths begin.
  std::optional<std::string> text = {};
};

// Reads, inherits, overrides and checks a scenario and its reference tables (`reference/` next to the library).
// Throws Error(invalid_input) with every problem at once. `warnings` receive what is legal but probably not intended.
Study load_study(const ModelKind& kind, const std::filesystem::path& path, const LoadOptions& options,
                 std::vector<std::string>* warnings = nullptr);

}  // namespace sim
