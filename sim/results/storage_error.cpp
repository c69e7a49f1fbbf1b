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

std::string text_of(const std::filesystem::path& file, int reason, const std::string& then) {
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  return "no space left on '" + folder.string() + "' (" + words_of(reason) + "); free some, then " + then;
}

}  // namespace

NoSpace::NoSpace(const std::filesystem::path& file, int reason, const std::string& then)
    : Error(Failure::no_space, text_of(file, reason, then)), reason_(reason) {}

void fail_to(const std::string& what, const std::filesystem::path& file, int reason) {
  if (is_no_space(reason)) throw NoSpace(file, reason);
  throw Error(Failure::invalid_input, "cannot " + what + " '" + file.string() + "': " + std::strerror(reason));
}

bool is_no_space(int reason) { return reason == ENOSPC || reason == EDQUOT || reason == EFBIG; }

bool is_without_locks(int reason) { return reason == ENOLCK || reason == ENOSYS || reason == EOPNOTSUPP; }

}  // namespace sim
