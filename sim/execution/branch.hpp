// A finished result used again: further policies from a date on, or the same study once more.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "sim/execution/run.hpp"

namespace sim {

// The study of a result with other policies: its reference, and those of the file `policies` ([[policy]] tables, every
// action on or after `at`), in the same worlds with the same members. The past up to `at` is the result's own, bit for
// bit, when it is run again. Throws Error(invalid_input): a result of another build, a file with problems (all at
// once), a date outside the run.
Study branch_of(const ModelKind& kind, const std::filesystem::path& result, Date at,
                const std::filesystem::path& policies);

// The study of a result as recorded there. Throws as branch_of does for a result of another build.
Study study_of(const ModelKind& kind, const std::filesystem::path& result);

// The first value in which two results of one study differ, in words; nothing when all measures and patterns are equal
// bit for bit.
std::optional<std::string> first_changed_value(const std::filesystem::path& a, const std::filesystem::path& b);

}  // namespace sim
