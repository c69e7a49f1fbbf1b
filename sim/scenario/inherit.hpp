// From a scenario's name or path to one tree: `extends` followed, `-s` overrides laid on top.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/document.hpp"

namespace sim {

// The file meant by `given`: a path when it holds a '/' or ends in ".toml", else a library name that is looked up as
// `<given>.toml` in `beside` and then in the folders of the library. `not_this` is skipped: a scenario called
// baseline.toml may extend the library's "baseline".
std::optional<std::filesystem::path> find_scenario(std::string_view given, const std::filesystem::path& beside,
                                                   const std::vector<std::filesystem::path>& library,
                                                   const std::filesystem::path& not_this = {});

// Names of the scenarios of the library, sorted, first folder first; for messages and `list scenarios`.
std::vector<std::string> scenario_names(const std::vector<std::filesystem::path>& library);

struct Inherited {
  Node tree;         // after inheritance and overrides; `extends` is gone
  std::string text;  // of the scenario's own file
};

// Tables merge by key, the child's values win; lists (and so [[policy]]) and inline tables are values and replace.
std::optional<Inherited> read_inherited(const std::filesystem::path& path,
                                        const std::vector<std::filesystem::path>& library,
                                        const std::vector<std::string>& overrides, std::vector<Problem>& problems);

// Lays "run.members=8" over the tree. The value is TOML; what is not TOML is taken as a bare word (run.past=simulated).
void apply_override(Node& tree, const std::string& given, std::vector<Problem>& problems);

// The comment paragraph that opens a scenario, without its signs: its question and story.
std::string opening_comment(std::string_view text);

}  // namespace sim
