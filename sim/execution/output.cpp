// The folder is tried by writing in it: permissions alone do not tell (read-only mounts, quotas).
#include "sim/execution/output.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "sim/results/durable_file.hpp"
#include "sim/results/storage_error.hpp"

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
  if (fs::exists(output) && !fs::is_regular_file(output)) {
    throw Error(Failure::invalid_input,
                "'" + output.string() + "' is a device, a pipe or a socket, and no file; choose another output");
  }
  const fs::path probe = output.string() + ".tmp" + std::to_string(::getpid());
  {
    const Descriptor file(::open(probe.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    if (!file && errno == EEXIST) {
      throw Error(Failure::invalid_input, "'" + probe.string() + "' is in the way; remove it or choose another output");
    }
    if (!file && is_no_space(errno)) throw NoSpace(output, errno);
    if (!file) {
      throw Error(Failure::invalid_input,
                  "cannot write in '" + folder.string() + "': " + std::strerror(errno) + "; choose another output");
    }
  }
  ::unlink(probe.c_str());
}

void require_absent(const RunOptions& options) {
  if (!fs::exists(options.output) || options.force) return;
  throw Error(Failure::invalid_input,
              "'" + options.output.string() + "' already exists; choose another output or replace it with --force");
}

}  // namespace sim
