// The values of a measure turned round: in a result a history's values lie together, a statistic needs one value of all
// histories.
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "sim/plan/layout.hpp"
#include "sim/results/durable_file.hpp"
#include "sim/results/hdf5.hpp"

namespace sim {

// Some values over all units, one after the other.
struct Tile {
  std::size_t units = 0;
  std::vector<float> numbers;
  std::size_t values() const { return numbers.size() / units; }
  std::span<const float> operator[](std::size_t value) const {
    return std::span(numbers).subspan(value * units, units);
  }
};

// One policy's values of a measure, each over all (world, member) units. They are read once, piece by piece; what would
// need much memory stands in a file without a name.
class Columns {
 public:
  // `scratch`: a folder with room for the values. Throws as `fail_to` when it has none.
  Columns(hid_t dataset, const Layout& layout, const MeasureLayout& measure, std::size_t policy,
          const std::filesystem::path& scratch);

  std::size_t units() const { return units_; }
  std::size_t values() const { return values_; }  // dates × width
  std::size_t tile() const { return tile_; }      // values that lie together, and so are best read together
  // The values of tile `t`, each over all units; from any thread.
  Tile read_tile(std::size_t t) const;

 private:
  void put(std::size_t first, std::size_t count, const std::vector<float>& rows);

  std::filesystem::path scratch_;
  std::size_t units_, values_, tile_;
  std::vector<float> memory_;  // tiles, each units × tile
  Descriptor file_;            // the same, instead
};

}  // namespace sim
