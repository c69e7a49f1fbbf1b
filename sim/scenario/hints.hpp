// What somebody probably meant, where no valid name is close to what they wrote.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/plan/study.hpp"
#include "sim/scenario/parts.hpp"

namespace sim {

// The key of an override that left out its section ("members": run.members); empty when there is none. `unknown` is
// the part of it that was not understood.
std::string key_meant(const std::string& unknown, const ModelKind& kind, const std::vector<std::string>& overrides);

// A warning that a study with several histories has too few draws of luck for intervals of levels; empty when it has
// enough.
std::string few_draws(const Study& study);

// A warning that the run goes on where no evidence reaches; empty when it does not.
std::string beyond_evidence(const Study& study);

// Warnings about tables in the folders that nothing reads: `names` are those that are looked for, `list` is read, too.
std::vector<std::string> unread_tables(std::span<const std::filesystem::path> folders,
                                       const std::vector<std::string>& names, const std::filesystem::path& list);

// Warnings about actions that aim at everything along a dimension because they name nothing on it.
std::vector<std::string> wide_aims(const Study& study);

// Warnings about actions that change nothing because they leave out every option of a lever that needs one.
std::vector<std::string> actions_without_options(const Study& study);

}  // namespace sim
