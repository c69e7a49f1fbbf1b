// What the operating system refuses when a file is read or written, told to the person who can make room or change it.
#pragma once

#include <filesystem>
#include <string>

#include "sim/error.hpp"

namespace sim {

// "no space left on '/data' (the disk is full); free some, then run the command again": `where` is "on '/data'", and
// of a limit of the size of files it is the limit that has to be raised. `reason` is errno.
std::string no_space(const std::string& where, int reason, const std::string& then);

// No space for a file: a full disk, a quota, a limit of the size of files. The message names the folder and ends in
// what to do.
class NoSpace : public Error {
 public:
  NoSpace(const std::filesystem::path& file, int reason, const std::string& then = "run the command again");
  int reason() const { return reason_; }

 private:
  int reason_;  // errno
};

// Throws NoSpace, or Error(invalid_input) "cannot WHAT 'FILE': reason". `reason` is errno.
[[noreturn]] void fail_to(const std::string& what, const std::filesystem::path& file, int reason);

// Whether a call failed for want of space: a full disk, a quota, a limit of the size of files. `reason` is errno.
bool is_no_space(int reason);
// Whether a call on a lock failed because the file system has no locks, not because the lock is taken.
bool is_without_locks(int reason);

}  // namespace sim
