// The folder appears by one rename and disappears by one rename, so a kill at any moment leaves a state that is known.
#include "sim/execution/parts_folder.hpp"

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "sim/execution/leftovers.hpp"
#include "sim/execution/run.hpp"
#include "sim/results/provenance.hpp"
#include "sim/results/seal.hpp"
#include "sim/results/storage_error.hpp"
#include "sim/results/study_record.hpp"

namespace sim {

namespace fs = std::filesystem;

namespace {

constexpr const char* record_name = "study.json";
constexpr const char* lock_name = "lock";
constexpr int patience = 100;  // how often a folder may vanish between two calls before we give up

fs::path beside(const fs::path& output, const std::string& ending) { return parts_of(output).string() + ending; }

[[noreturn]] void refuse(const fs::path& folder, const std::string& why) {
  throw Error(Failure::invalid_input, "'" + folder.string() + "' " + why);
}

[[noreturn]] void refuse_busy(const fs::path& folder) {
  throw Error(Failure::invalid_input, "another process is writing this study to '" + folder.string() + "'");
}

// A lock that dies with the process, or nothing when the file's folder is gone. On file systems that have no locks it
// holds nobody back.
Descriptor take_lock(const fs::path& file, int kind) {
  Descriptor lock(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  if (!lock && errno == ENOENT) return lock;
  if (!lock) fail_to("write", file, errno);
  if (::flock(lock.get(), kind | LOCK_NB) == 0 || is_without_locks(errno)) return lock;
  if (errno == EWOULDBLOCK) refuse_busy(file.parent_path());
  fail_to("lock", file, errno);
}

bool is_still_at(const Descriptor& lock, const fs::path& file) {
  struct stat held {
  }, there{};
  return ::fstat(lock.get(), &held) == 0 && ::stat(file.c_str(), &there) == 0 && held.st_ino == there.st_ino &&
         held.st_dev == there.st_dev;
}

std::string write_record(const fs::path& folder, const Study& study) {
  std::string record = study_to_json(study);
  write_durably(folder / record_name, record + seal_of(record));
  return record;
}

// A folder of its own, renamed to its place, and its record: nothing when another process was first.
std::optional<std::string> appear(const fs::path& output, const fs::path& folder, const Study& study) {
  const fs::path fresh = beside(output, ".new" + std::to_string(::getpid()));
  remove_parts(fresh);
  if (::mkdir(fresh.c_str(), 0777) != 0) fail_to("make", fresh, errno);
  try {
    std::string record = write_record(fresh, study);
    if (::rename(fresh.c_str(), folder.c_str()) == 0) {
      synchronise(output.has_parent_path() ? output.parent_path() : fs::path("."));
      return record;
    }
    if (errno != ENOTEMPTY && errno != EEXIST && errno != ENOTDIR) fail_to("make", folder, errno);
  } catch (...) {
    remove_parts(fresh);
    throw;
  }
  remove_parts(fresh);
  return std::nullopt;
}

// A folder without a record is ours only if nothing else is in it: what a crash left when it was about to disappear.
void require_ours(const fs::path& folder) {
  if (!fs::is_directory(folder)) refuse(folder, "is in the way: it is not a folder of ours");
  if (fs::exists(folder / record_name)) return;
  if (const auto stranger = stranger_in(folder)) {
    refuse(folder, "is in the way: it is no unfinished run, and holds '" + *stranger + "'; choose another output");
  }
}

// Throws unless the folder holds a run of this very study; says so when another program began it.
void check_record(const fs::path& folder, const std::string& record, const Study& study) {
  const Study there = study_from_json(*study.kind, record, folder.string());
  if (there.source.sha256 != study.source.sha256) {
    refuse(folder, "holds an unfinished run of another study ('" + there.title +
                       "'); finish it with resume, choose another output, or use --force to discard it");
  }
  const std::string program = program_version() + "+" + program_revision();
  if (program_of_record(record) != program) {
    spdlog::warn("'{}' was begun by weightshed {}, this is {}: the result will contain cells of both", folder.string(),
                 program_of_record(record), program);
  }
}

bool is_part(const fs::path& path) {
  const std::string name = path.filename().string();
  return is_name_in_parts(name) && name.starts_with("part-") && name.ends_with(".h5");
}

std::vector<fs::path> part_names(const fs::path& folder) {
  std::vector<fs::path> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (is_part(entry.path())) names.push_back(entry.path());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

bool PartsFolder::holds_cells(const fs::path& output) {
  std::error_code error;
  return fs::is_directory(parts_of(output), error) && !part_names(parts_of(output)).empty();
}

// False when the folder disappeared meanwhile, or another one took its place.
bool PartsFolder::lock(const RunOptions& options) {
  lock_ = take_lock(folder_ / lock_name, options.is_whole() ? LOCK_EX : LOCK_SH);
  if (!lock_) return false;
  const bool is_shard = options.shards > 1;
  if (is_shard) shard_lock_ = take_lock(folder_ / ("lock-" + std::to_string(options.shard)), LOCK_EX);
  return (!is_shard || shard_lock_) && is_still_at(lock_, folder_ / lock_name);
}

PartsFolder PartsFolder::make(const Study& study, const RunOptions& options) {
  const fs::path folder = parts_of(options.output);
  const bool discards = options.force && options.is_whole();
  for (int attempt = 0; attempt < patience; ++attempt) {
    PartsFolder parts(folder);
    if (!fs::exists(fs::symlink_status(folder))) parts.new_record_ = appear(options.output, folder, study);
    if (!fs::exists(fs::symlink_status(folder))) continue;
    require_ours(folder);
    if (!parts.lock(options)) continue;
    if (parts.new_record_) return parts;
    const bool has_record = fs::exists(folder / record_name);
    if (has_record && !discards) check_record(folder, parts.study_record(), study);
    if (!has_record || discards) write_record(folder, study);
    if (discards) {
      for (const fs::path& part : part_names(folder)) ::unlink(part.c_str());
    }
    return parts;
  }
  refuse_busy(folder);
}

std::optional<PartsFolder> PartsFolder::open(const fs::path& output) {
  for (int attempt = 0; attempt < patience; ++attempt) {
    PartsFolder parts(parts_of(output));
    if (!fs::exists(parts.folder_ / record_name)) return std::nullopt;
    if (parts.lock({})) return parts;
  }
  refuse_busy(parts_of(output));
}

PartsFolder PartsFolder::read(const fs::path& folder) {
  PartsFolder parts(folder);
  parts.lock_ = Descriptor(::open((folder / lock_name).c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (parts.lock_ && ::flock(parts.lock_.get(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK) refuse_busy(folder);
  return parts;
}

std::string PartsFolder::study_record() const {
  if (new_record_) return *new_record_;
  const fs::path record = folder_ / record_name;
  if (!fs::exists(record)) {
    throw Error(Failure::invalid_input, "no unfinished run: there is no '" + record.string() + "'");
  }
  const std::string text = read_text(record);
  const std::optional<std::string_view> content = content_of(text);
  if (!content) refuse(record, "is damaged: its checksum does not fit; begin again with run --force");
  return std::string(*content);
}

std::vector<PartFile> PartsFolder::parts(const Study& study, const Layout& layout, bool warn) const {
  std::vector<PartFile> parts;
  for (const fs::path& name : part_names(folder_)) {
    try {
      parts.emplace_back(name, study.source.sha256, layout);
    } catch (const std::exception& error) {
      if (warn) spdlog::warn("leaving out '{}'; its cells are simulated again: {}", name.string(), error.what());
    }
  }
  return parts;
}

void PartsFolder::remove() && {
  if (const auto stranger = stranger_in(folder_)) {
    spdlog::warn("'{}' stays: it holds '{}', which is none of ours", folder_.string(), *stranger);
    remove_parts(folder_);
    return;
  }
  const fs::path old = folder_.string() + ".old" + std::to_string(::getpid());
  remove_parts(old);  // of an earlier process with the same number
  if (::rename(folder_.c_str(), old.c_str()) != 0) fail_to("remove", folder_, errno);
  remove_parts(old);
}

}  // namespace sim
