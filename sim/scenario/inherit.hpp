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
  Node tree;                        // after inheritance and overrides; `extends` is gone
  std::string text;                 // of the scenario's own file
  bool complete = true;             // false when a parent could not be read: what is missing may be there
  std::vector<std::string> layers;  // the files from the first ancestor to the scenario itself, as places name them
  std::vector<std::string> notes;   // what a list of worlds, or a number of them, has replaced
};

// A scenario: the file, or its text where no file holds it (see LoadOptions::text).
struct Written {
  std::filesystem::path path;
  std::optional<std::string> text = {};
};

// Tables merge by key, the child's values win; lists (and so [[policy]]) and inline tables are values and replace. A
// list of worlds replaces inherited `worlds` and the other way round; one file cannot state both. When a parent cannot
// be read, the problem is reported and the rest is read without it.
std::optional<Inherited> read_inherited(const Written& scenario, const std::vector<std::filesystem::path>& library,
                                        const std::vector<std::string>& overrides, std::vector<Problem>& problems);

inline constexpr std::string_view override_place = "-s";  // the file of a place that is an override

// Lays "run.members=8" over the tree. The value is TOML; what is not TOML is taken as a bare word (run.past=simulated).
void apply_override(Node& tree, const std::string& given, std::vector<Problem>& problems);

// The comment paragraph that opens a scenario, without its signs: its question and story.
std::string opening_comment(std::string_view text);

}  // namespace sim
