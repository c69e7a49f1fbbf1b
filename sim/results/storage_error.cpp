// Three reasons mean the same to a user: there is no room.
#include "sim/results/storage_error.hpp"

#include <cerrno>
#include <cstring>

namespace sim {

namespace {

const char* words_of(int reason) {
  if (reason == EDQUOT) return "the quota is used up";
  return reason == EFBIG ? "a limit of the size of files is reached" : "the disk is full";
}

std::string folder_of(const std::filesystem::path& file) {
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  return "on '" + folder.string() + "'";
}

}  // namespace

std::string no_space(const std::string& where, int reason, const std::string& then) {
  const char* remedy = reason == EFBIG ? "raise it (ulimit -f)" : "free some";
  return "no space left " + where + " (" + words_of(reason) + "); " + remedy + ", then " + then;
}

NoSpace::NoSpace(const std::filesystem::path& file, int reason, const std::string& then)
    : Error(Failure::no_space, no_space(folder_of(file), reason, then)), reason_(reason) {}

void fail_to(const std::string& what, const std::filesystem::path& file, int reason) {
  if (is_no_space(reason)) throw NoSpace(file, reason);
  throw Error(Failure::invalid_input, "cannot " + what + " '" + file.string() + "': " + std::strerror(reason));
}

bool is_no_space(int reason) { return reason == ENOSPC || reason == EDQUOT || reason == EFBIG; }

bool is_without_locks(int reason) { return reason == ENOLCK || reason == ENOSYS || reason == EOPNOTSUPP; }

}  // namespace sim
