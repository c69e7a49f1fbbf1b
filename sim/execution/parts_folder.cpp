// The folder appears by one rename and disappears by one rename, so a kill at any moment leaves a state that is known.
#include "sim/execution/parts_folder.hpp"

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "sim/results/durable_file.hpp"
#include "sim/results/provenance.hpp"
#include "sim/results/study_record.hpp"

namespace sim {

namespace fs = std::filesystem;

namespace {

constexpr const char* record_name = "study.json";

fs::path beside(const fs::path& output, const std::string& ending) { return output.string() + ".parts" + ending; }

[[noreturn]] void fail(const std::string& what) {
  throw Error(Failure::invalid_input, what + ": " + std::strerror(errno));
}

// A lock that dies with the process; none on file systems that have no locks.
int take_lock(const fs::path& folder, std::size_t shard) {
  const fs::path name = folder / ("lock-" + std::to_string(shard));
  const int descriptor = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) fail("cannot write in '" + folder.string() + "'");
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    ::close(descriptor);
    throw Error(Failure::invalid_input, "another process is writing this study to '" + folder.string() + "'");
  }
  return descriptor;
}

// Throws unless the folder holds a run of this very study; says so when another program began it.
void check_record(const fs::path& folder, const Study& study) {
  const std::string record = PartsFolder::study_record(folder);
  const Study there = study_from_json(*study.kind, record, folder.string());
  if (there.source.sha256 != study.source.sha256) {
    throw Error(Failure::invalid_input, "'" + folder.string() + "' holds an unfinished run of another study ('" +
                                            there.title +
                                            "'); finish it with resume, choose another output, or use "
                                            "--force to discard it");
  }
  const std::string program = program_version() + "+" + program_revision();
  if (program_of_record(record) != program) {
    spdlog::warn("'{}' was begun by weightshed {}, this is {}: the result will contain cells of both", folder.string(),
                 program_of_record(record), program);
  }
}

}  // namespace

fs::path PartsFolder::path_for(const fs::path& output) { return beside(output, ""); }

PartsFolder PartsFolder::make(const fs::path& output, const Study& study, std::size_t shard) {
  const fs::path folder = path_for(output);
  bool is_ours = false;
  if (!fs::exists(folder)) {
    const fs::path fresh = beside(output, ".new" + std::to_string(::getpid()));
    std::error_code ignored;
    fs::remove_all(fresh, ignored);
    if (::mkdir(fresh.c_str(), 0777) != 0) fail("cannot write next to '" + output.string() + "'");
    write_text_durably(fresh / record_name, study_to_json(study));
    is_ours = ::rename(fresh.c_str(), folder.c_str()) == 0;
    if (!is_ours) {
      const int reason = errno;
      fs::remove_all(fresh, ignored);
      errno = reason;
      if (reason != ENOTEMPTY && reason != EEXIST) fail("cannot make '" + folder.string() + "'");
    }
    synchronise(output.has_parent_path() ? output.parent_path() : fs::path("."));
  }
  if (!is_ours) check_record(folder, study);
  PartsFolder parts(folder);
  parts.lock_ = take_lock(folder, shard);
  return parts;
}

std::string PartsFolder::study_record(const fs::path& folder) {
  const fs::path record = folder / record_name;
  if (!fs::exists(record)) {
    throw Error(Failure::invalid_input, "no unfinished run: there is no '" + record.string() + "'");
  }
  return read_text(record);
}

PartsFolder::PartsFolder(PartsFolder&& other) noexcept
    : folder_(std::move(other.folder_)), lock_(std::exchange(other.lock_, -1)) {}

PartsFolder::~PartsFolder() {
  if (lock_ >= 0) ::close(lock_);
}

std::vector<PartFile> PartsFolder::parts(const Study& study, const Layout& layout) const {
  std::vector<fs::path> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("part-") && name.ends_with(".h5")) names.push_back(entry.path());
  }
  std::sort(names.begin(), names.end());
  std::vector<PartFile> parts;
  for (const fs::path& name : names) {
    try {
      parts.emplace_back(name, study.source.sha256, layout);
    } catch (const std::exception& error) {
      spdlog::warn("leaving out '{}'; its cells are simulated again: {}", name.string(), error.what());
    }
  }
  return parts;
}

void PartsFolder::remove() && {
  const fs::path old = folder_.string() + ".old";
  std::error_code ignored;
  fs::remove_all(old, ignored);
  fs::rename(folder_, old);
  fs::remove_all(old, ignored);
}

void sweep_leftovers(const fs::path& output) {
  std::error_code ignored;
  fs::remove_all(beside(output, ".old"), ignored);
  const fs::path folder = output.has_parent_path() ? output.parent_path() : fs::path(".");
  const std::string fresh = output.filename().string() + ".parts.new";
  const std::string unfinished = output.filename().string() + ".tmp";
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(fresh) || name.starts_with(unfinished)) fs::remove_all(entry.path(), ignored);
  }
}

}  // namespace sim
