// POSIX calls behind the durable files; fsync of the folder makes the rename itself last.
#include "sim/results/durable_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "sim/results/storage_error.hpp"

namespace sim {

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

void synchronise(const std::filesystem::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) fail_to("open", path, errno);
  // EINVAL: a file system without synchronisation
  if (::fsync(file.get()) != 0 && errno != EINVAL) fail_to("write out", path, errno);
}

void replace_durably(const std::filesystem::path& path,
                     const std::function<void(const std::filesystem::path&)>& write) {
  const std::filesystem::path temporary = path.string() + ".tmp" + std::to_string(::getpid());
  try {
    write(temporary);
    synchronise(temporary);
    if (::rename(temporary.c_str(), path.c_str()) != 0) fail_to("rename a file to", path, errno);
  } catch (...) {
    ::unlink(temporary.c_str());
    throw;
  }
  synchronise(path.has_parent_path() ? path.parent_path() : std::filesystem::path("."));
}

void append(int descriptor, std::string_view bytes, const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) fail_to("write", path, errno);
    if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void write_durably(const std::filesystem::path& path, std::string_view bytes) {
  replace_durably(path, [&](const std::filesystem::path& temporary) {
    const Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    if (!file) fail_to("write", temporary, errno);
    append(file.get(), bytes, temporary);
  });
}

void write_output(const std::filesystem::path& path, std::string_view text) {
  const std::filesystem::path file = file_of(path);
  struct stat found {};
  if (::stat(file.c_str(), &found) != 0 || S_ISREG(found.st_mode)) {
    write_durably(file, text);
    return;
  }
  const Descriptor open(::open(file.c_str(), O_WRONLY | O_CLOEXEC));
  if (!open) fail_to("write", file, errno);
  append(open.get(), text, file);
}

std::filesystem::path file_of(const std::filesystem::path& path) {
  std::filesystem::path file = path;
  constexpr int longest = 40;  // links in a row, as Linux has it
  for (int links = 0; links < longest; ++links) {
    std::error_code error;
    const std::filesystem::path target = std::filesystem::read_symlink(file, error);
    if (error) return file;  // no link
    file = target.is_absolute() ? target : file.parent_path() / target;
  }
  throw Error(Failure::invalid_input, "'" + path.string() + "' is a symbolic link that leads nowhere");
}

void write_at(int descriptor, std::size_t at, std::string_view bytes, const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(at));
    if (written < 0 && errno != EINTR) fail_to("write", path, errno);
    if (written <= 0) continue;
    bytes.remove_prefix(static_cast<std::size_t>(written));
    at += static_cast<std::size_t>(written);
  }
}

std::size_t read_at(int descriptor, std::size_t at, char* to, std::size_t size, const std::filesystem::path& path) {
  std::size_t done = 0;
  while (done < size) {
    const ssize_t got = ::pread(descriptor, to + done, size - done, static_cast<off_t>(at + done));
    if (got < 0 && errno != EINTR) fail_to("read", path, errno);
    if (got == 0) break;
    if (got > 0) done += static_cast<std::size_t>(got);
  }
  return done;
}

Descriptor open_to_read(const std::filesystem::path& path) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  struct stat found {};
  if (!file || ::fstat(file.get(), &found) != 0) fail_to("read", path, errno);
  if (!S_ISREG(found.st_mode)) {
    throw Error(Failure::invalid_input,
                "'" + path.string() + "' is a folder, a device, a pipe or a socket, and no file");
  }
  return file;
}

std::string read_text(const std::filesystem::path& path) {
  const Descriptor file = open_to_read(path);
  struct stat found {};
  if (::fstat(file.get(), &found) != 0) fail_to("read", path, errno);
  std::string text(static_cast<std::size_t>(found.st_size), '\0');
  text.resize(read_at(file.get(), 0, text.data(), text.size(), path));
  return text;
}

}  // namespace sim
