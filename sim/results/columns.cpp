// Tiles of some values over all units, filled by pieces of some units with all values.
#include "sim/results/columns.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <string>

#include "sim/results/storage_error.hpp"

namespace sim {

namespace {

constexpr std::size_t most_in_memory = std::size_t{1} << 20;  // bytes of a policy's values of a measure
constexpr std::size_t piece_bytes = std::size_t{1} << 19;     // read from the result at a time
constexpr std::size_t piece_units = 128;                      // for each of which HDF5 keeps some kilobytes
constexpr std::size_t tile_bytes = std::size_t{1} << 18;      // that a thread reads at a time, about
constexpr std::size_t widest_tile = 16;                       // values: one cache line of a unit

// A file that disappears with the process. Where the file system cannot make one without a name, it loses it at once.
Descriptor nameless_file(const std::filesystem::path& folder) {
  Descriptor file(::open(folder.c_str(), O_RDWR | O_TMPFILE | O_CLOEXEC, 0600));
  if (file || (errno != EOPNOTSUPP && errno != EISDIR && errno != ENOENT)) {
    if (!file) fail_to("write in", folder / "", errno);
    return file;
  }
  std::string name = (folder / "weightshed-columns-XXXXXX").string();
  Descriptor named(::mkostemp(name.data(), O_CLOEXEC));
  if (!named) fail_to("write in", folder / "", errno);
  ::unlink(name.c_str());
  return named;
}

}  // namespace

Columns::Columns(hid_t dataset, const Layout& layout, const MeasureLayout& measure, std::size_t policy,
                 const std::filesystem::path& scratch)
    : scratch_(scratch), units_(layout.units()), values_(layout.dates.size() * measure.width) {
  tile_ = std::clamp<std::size_t>(tile_bytes / sizeof(float) / std::max<std::size_t>(1, units_), 1, widest_tile);
  if (units_ == 0 || values_ == 0) return;
  const std::size_t padded = (values_ + tile_ - 1) / tile_ * tile_;
  if (units_ * padded * sizeof(float) <= most_in_memory) {
    memory_.resize(units_ * padded);
  } else {
    file_ = nameless_file(scratch);
  }
  const std::size_t most = std::clamp<std::size_t>(piece_bytes / sizeof(float) / values_, 1, piece_units);
  const std::size_t worlds = std::max<std::size_t>(1, most / layout.members);
  const std::size_t members = std::min(most, layout.members);
  h5::Extent count = h5::extent_of(dataset);
  h5::Extent start(count.size(), 0);
  start[0] = policy;
  count[0] = 1;
  std::vector<float> rows;
  for (std::size_t world = 0; world < layout.worlds; world += worlds) {
    for (std::size_t member = 0; member < layout.members; member += members) {
      start[1] = world;
      start[2] = member;
      count[1] = std::min(worlds, layout.worlds - world);
      count[2] = std::min(members, layout.members - member);
      rows.resize(count[1] * count[2] * values_);
      h5::read(dataset, H5T_NATIVE_FLOAT, start, count, rows.data());
      put(world * layout.members + member, count[1] * count[2], rows);
    }
  }
}

void Columns::put(std::size_t first, std::size_t count, const std::vector<float>& rows) {
  std::vector<float> piece(count * tile_);
  for (std::size_t value = 0; value < values_; value += tile_) {
    const std::size_t width = std::min(tile_, values_ - value);
    for (std::size_t u = 0; u < count; ++u) {
      const auto from = rows.begin() + static_cast<std::ptrdiff_t>(u * values_ + value);
      std::copy_n(from, width, piece.begin() + static_cast<std::ptrdiff_t>(u * tile_));
    }
    const std::size_t at = value * units_ + first * tile_;
    if (!file_) {
      std::copy(piece.begin(), piece.end(), memory_.begin() + static_cast<std::ptrdiff_t>(at));
    } else {
      write_at(file_.get(), at * sizeof(float),
               {reinterpret_cast<const char*>(piece.data()), piece.size() * sizeof(float)}, scratch_ / "");
    }
  }
}

Tile Columns::read_tile(std::size_t t) const {
  const std::size_t width = std::min(tile_, values_ - t * tile_);
  std::vector<float> own;
  if (file_) {
    own.resize(units_ * tile_);
    read_at(file_.get(), t * tile_ * units_ * sizeof(float), reinterpret_cast<char*>(own.data()),
            own.size() * sizeof(float), scratch_ / "");
  }
  const float* rows = file_ ? own.data() : memory_.data() + t * tile_ * units_;
  Tile tile{units_, std::vector<float>(width * units_)};
  for (std::size_t u = 0; u < units_; ++u) {
    for (std::size_t v = 0; v < width; ++v) tile.numbers[v * units_ + u] = rows[u * tile_ + v];
  }
  return tile;
}

}  // namespace sim
