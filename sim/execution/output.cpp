// The folder is tried by writing in it: permissions alone do not tell (read-only mounts, quotas).
#include "sim/execution/output.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace sim {

namespace fs = std::filesystem;

void require_writable(const RunOptions& options) {
  const fs::path& output = options.output;
  if (options.shards == 0 || options.shard >= options.shards) {
    throw Error(Failure::usage, "there is no shard " + std::to_string(options.shard) + " of " +
                                    std::to_string(options.shards) + "; shards count from 0");
  }
  const fs::path folder = output.has_parent_path() ? output.parent_path() : fs::path(".");
  if (!fs::is_directory(folder)) throw Error(Failure::invalid_input, "there is no folder '" + folder.string() + "'");
  if (fs::is_directory(output)) throw Error(Failure::invalid_input, "'" + output.string() + "' is a folder");
  const fs::path probe = output.string() + ".tmp" + std::to_string(::getpid());
  const int descriptor = ::open(probe.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) {
    throw Error(Failure::invalid_input,
                "cannot write in '" + folder.string() + "': " + std::strerror(errno) + "; choose another output");
  }
  ::close(descriptor);
  ::unlink(probe.c_str());
}

void require_absent(const RunOptions& options) {
  if (!fs::exists(options.output) || options.force) return;
  throw Error(Failure::invalid_input,
              "'" + options.output.string() + "' already exists; choose another output or replace it with --force");
}

}  // namespace sim
