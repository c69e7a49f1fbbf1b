// Finds and loads a scenario for a person: what they probably meant, where the engine knows keys and codes only.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/study/study.hpp"

namespace weightshed {

// The file that a scenario argument names: a path, or a library name. Throws Error(invalid_input).
std::filesystem::path scenario_file(const std::string& given, const std::vector<std::filesystem::path>& library);

// As sim::load_study. A problem without a suggestion gets one where the name of a country stands for its code
// ("China": CN), and where an override leaves its section out (members: run.members). Warns of an action that aims at
// every country because it names none.
sim::Study load_with_hints(const sim::ModelKind& kind, const std::filesystem::path& scenario,
                           const sim::LoadOptions& options, std::vector<std::string>* warnings = nullptr);

}  // namespace weightshed
