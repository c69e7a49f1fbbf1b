// Large files are read in pieces, so that a result needs no memory of its size.
#include "sim/results/seal.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <functional>
#include <memory>

#include "sim/plan/sha256.hpp"
#include "sim/results/durable_file.hpp"
#include "sim/results/storage_error.hpp"

namespace sim {

namespace {

constexpr std::string_view mark = "\nweightshed-sha256 ";

std::string seal_with(const std::string& digest) { return std::string(mark) + digest + "\n"; }

std::size_t size_of(const Descriptor& file, const std::filesystem::path& path) {
  struct stat found {};
  if (!file || ::fstat(file.get(), &found) != 0) fail_to("read", path, errno);
  return static_cast<std::size_t>(found.st_size);
}

// The bytes from `first` to `last`, piece by piece; fewer when the file is shorter.
void read_through(const Descriptor& file, const std::filesystem::path& path, std::size_t first, std::size_t last,
                  const std::function<void(std::string_view)>& take) {
  const std::size_t most = std::min(std::size_t{1} << 18, last - first);
  const auto piece = std::make_unique_for_overwrite<char[]>(most);
  while (first < last) {
    const std::size_t got = read_at(file.get(), first, piece.get(), std::min(most, last - first), path);
    if (got == 0) return;
    take({piece.get(), got});
    first += got;
  }
}

std::string digest_of(const Descriptor& file, const std::filesystem::path& path, std::size_t size) {
  Sha256 sum;
  read_through(file, path, 0, size, [&](std::string_view piece) { sum.add(piece); });
  return sum.digest();
}

}  // namespace

std::string seal_of(std::string_view bytes) { return seal_with(sha256(bytes)); }

std::optional<std::string_view> content_of(std::string_view sealed) {
  if (sealed.size() < seal_size) return std::nullopt;
  const std::string_view content = sealed.substr(0, sealed.size() - seal_size);
  if (sealed.substr(content.size()) != seal_of(content)) return std::nullopt;
  return content;
}

void append_seal(const std::filesystem::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDWR | O_APPEND | O_CLOEXEC));
  append(file.get(), seal_with(digest_of(file, path, size_of(file, path))), path);
}

Seal check_seal(const std::filesystem::path& path) {
  const Descriptor file = open_to_read(path);
  const std::size_t size = size_of(file, path);
  if (size < seal_size) return Seal::none;
  std::string end;
  read_through(file, path, size - seal_size, size, [&](std::string_view piece) { end += piece; });
  if (!end.starts_with(mark)) return Seal::none;
  return end == seal_with(digest_of(file, path, size - seal_size)) ? Seal::sound : Seal::broken;
}

}  // namespace sim
