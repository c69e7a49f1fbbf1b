// POSIX calls behind the durable files; fsync of the folder makes the rename itself last.
#include "sim/results/durable_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "sim/error.hpp"

namespace sim {

namespace {

[[noreturn]] void fail(const std::string& what, const std::filesystem::path& path) {
  const std::string reason = std::strerror(errno);
  throw Error(Failure::internal, "cannot " + what + " '" + path.string() + "': " + reason);
}

}  // namespace

void synchronise(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) fail("open", path);
  const int result = ::fsync(descriptor);
  const int reason = errno;
  ::close(descriptor);
  errno = reason;
  if (result != 0 && reason != EINVAL) fail("write out", path);  // EINVAL: a file system without synchronisation
}

void replace_durably(const std::filesystem::path& path,
                     const std::function<void(const std::filesystem::path&)>& write) {
  const std::filesystem::path temporary = path.string() + ".tmp" + std::to_string(::getpid());
  try {
    write(temporary);
    synchronise(temporary);
    if (::rename(temporary.c_str(), path.c_str()) != 0) fail("rename to", path);
  } catch (...) {
    ::unlink(temporary.c_str());
    throw;
  }
  synchronise(path.has_parent_path() ? path.parent_path() : std::filesystem::path("."));
}

void write_text_durably(const std::filesystem::path& path, const std::string& text) {
  replace_durably(path, [&](const std::filesystem::path& temporary) {
    std::ofstream out(temporary, std::ios::binary);
    out << text;
    out.close();
    if (!out) fail("write", temporary);
  });
}

std::string read_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw Error(Failure::invalid_input, "cannot read '" + path.string() + "': " + std::strerror(errno));
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace sim
