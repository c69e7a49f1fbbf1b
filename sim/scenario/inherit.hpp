// From a scenario's name or path to one tree: `extends` followed, `-s` overrides laid on top.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/document.hpp"

namespace sim {

struct Inherited {
  Node tree;         // after inheritance and overrides; `extends` is gone
  std::string text;  // of the scenario's own file
};

// Tables merge by key, the child's values win; lists (and so [[policy]]) and inline tables are values and replace.
std::optional<Inherited> read_inherited(const std::filesystem::path& path,
                                        const std::vector<std::filesystem::path>& library,
                                        const std::vector<std::string>& overrides, std::vector<Problem>& problems);

inline constexpr std::string_view override_place = "-s";  // the file of a place that is an override

// Lays "run.members=8" over the tree. The value is TOML; what is not TOML is taken as a bare word (run.past=simulated).
void apply_override(Node& tree, const std::string& given, std::vector<Problem>& problems);

// The comment paragraph that opens a scenario, without its signs: its question and story.
std::string opening_comment(std::string_view text);

}  // namespace sim
