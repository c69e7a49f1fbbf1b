// Commands that are installed separately, as git does it: `weightshed-VERB` next to the program, then on the PATH.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace cli {

std::optional<std::filesystem::path> find_external(const std::string& verb);

// Replaces this process; returns only when that fails.
void become_external(const std::filesystem::path& program, std::vector<std::string> arguments);

// Runs it and waits; its exit code, 127 when it cannot be started, 128 + n when signal n ended it.
int run_external(const std::filesystem::path& program, std::vector<std::string> arguments);

}  // namespace cli
