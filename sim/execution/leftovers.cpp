// Nothing is deleted for a name that merely begins like one of ours.
#include "sim/execution/leftovers.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <vector>

#include "sim/results/durable_file.hpp"

namespace sim {

namespace fs = std::filesystem;

namespace {

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_digest(std::string_view text) {
  return text.size() == 16 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// What follows `start` in a name, if the name begins so.
std::optional<std::string_view> rest_after(std::string_view name, std::string_view start) {
  if (!name.starts_with(start)) return std::nullopt;
  return name.substr(start.size());
}

// A process that runs on this computer. One on another computer cannot be seen; its locks can, and its files are young.
bool is_running(std::string_view digits) {
  pid_t process = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), process);
  if (error != std::errc() || process <= 0) return false;  // no process has such a number
  return ::kill(process, 0) == 0 || errno == EPERM;
}

bool is_regular(const fs::path& path) {
  struct stat found {};
  return ::lstat(path.c_str(), &found) == 0 && S_ISREG(found.st_mode);
}

bool is_folder(const fs::path& path) {
  struct stat found {};
  return ::lstat(path.c_str(), &found) == 0 && S_ISDIR(found.st_mode);
}

// Empty, or the beginning of an HDF5 file, of which a crash may have left nothing but zeros.
bool is_begun_result(const fs::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!file || !is_regular(path)) return false;
  char start[8];
  const ssize_t size = ::read(file.get(), start, sizeof start);
  if (size == 0) return true;
  const std::string_view got(start, size < 0 ? 0 : static_cast<std::size_t>(size));
  return got == std::string_view("\x89HDF\r\n\x1a\n", 8) || got == std::string_view("\0\0\0\0\0\0\0\0", 8);
}

bool is_locked(const fs::path& folder) {
  const Descriptor file(::open((folder / "lock").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  return file && ::flock(file.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

void sweep_folder(const fs::path& folder) {
  if (!is_folder(folder) || stranger_in(folder) || is_locked(folder)) return;
  remove_parts(folder);
}

}  // namespace

bool is_name_in_parts(std::string_view name) {
  const std::size_t ending = name.rfind(".tmp");
  if (ending != std::string_view::npos && is_number(name.substr(ending + 4))) name = name.substr(0, ending);
  if (name == "study.json" || name == "lock") return true;
  if (const auto rest = rest_after(name, "lock-")) return is_number(*rest);
  const auto rest = rest_after(name, "part-");
  if (!rest || !rest->ends_with(".h5")) return false;
  const std::string_view key = rest->substr(0, rest->size() - 3);
  const std::size_t dash = std::min(key.find('-'), key.size());  // without one until 0.1
  return is_number(key.substr(0, dash)) && (dash == key.size() || is_digest(key.substr(dash + 1)));
}

std::optional<std::string> stranger_in(const fs::path& folder) {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (!is_name_in_parts(name) || !is_regular(entry.path())) return name;
  }
  return std::nullopt;
}

void remove_parts(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> ours;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    if (is_name_in_parts(entry.path().filename().string()) && is_regular(entry.path())) ours.push_back(entry.path());
  }
  // While there is a record the folder can be resumed from; while there is a lock nobody else begins in it.
  const auto order = [](const fs::path& path) {
    return path.filename() == "lock" ? 2 : path.filename() == "study.json";
  };
  std::stable_sort(ours.begin(), ours.end(), [&](const auto& a, const auto& b) { return order(a) < order(b); });
  for (const fs::path& path : ours) ::unlink(path.c_str());
  ::rmdir(folder.c_str());
}

void sweep_leftovers(const fs::path& output) {
  const fs::path folder = output.has_parent_path() ? output.parent_path() : fs::path(".");
  const std::string name = output.filename().string();
  std::error_code error;
  std::vector<fs::path> found;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().filename().string().starts_with(name)) found.push_back(entry.path());
  }
  for (const fs::path& path : found) {
    const std::string full = path.filename().string();
    const std::string_view rest = std::string_view(full).substr(name.size());
    const auto of_ended_process = [](std::optional<std::string_view> digits) {
      return digits && is_number(*digits) && !is_running(*digits);
    };
    if (of_ended_process(rest_after(rest, ".tmp")) && is_begun_result(path)) ::unlink(path.c_str());
    if (rest == ".parts.old" || of_ended_process(rest_after(rest, ".parts.old")) ||
        of_ended_process(rest_after(rest, ".parts.new"))) {
      sweep_folder(path);
    }
  }
}

}  // namespace sim
