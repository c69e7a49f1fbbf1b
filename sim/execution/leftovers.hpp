// What a crash leaves beside an output, and how it is told from what belongs to somebody else.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace sim {

// Whether a file of a folder of parts has a name that only this program gives: study.json, lock, lock-N,
// part-N-DIGEST.h5, part-N.h5, or one of them with ".tmpPID".
bool is_name_in_parts(std::string_view name);
// The first file of a folder that has another name, or that is no regular file; nothing when all are ours.
std::optional<std::string> stranger_in(const std::filesystem::path& folder);
// Deletes from a folder what this program puts there, the study's record last, then the folder when it is empty.
// Everything else stays.
void remove_parts(const std::filesystem::path& folder);

// Removes beside the output `OUT.tmpPID`, `OUT.parts.newPID` and `OUT.parts.oldPID` (or `.old`) of processes that have
// ended, and nothing else: PID is all digits, the file is empty or begins as HDF5 does, the folder holds nothing but
// what this program puts there, and nobody holds its lock.
void sweep_leftovers(const std::filesystem::path& output);

}  // namespace sim
