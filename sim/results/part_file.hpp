// Part files: finished cells of a run, in a small HDF5 file that is complete or not there at all.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/plan/layout.hpp"
#include "sim/results/cell_record.hpp"

namespace sim {

// Where a run keeps its parts: "OUT.h5" to "OUT.h5.parts".
inline std::filesystem::path parts_of(const std::filesystem::path& output) { return output.string() + ".parts"; }

// A part as the bytes of its file, seal included.
std::string part_of(const std::string& sha256, const Layout& layout, std::span<const UnitRecord> units);

class PartFile {
 public:
  // Throws Error when the file is damaged, which its seal tells before HDF5 looks at it, or belongs to another study.
  // Keeps nothing of it but which cells are there.
  PartFile(const std::filesystem::path& path, const std::string& sha256, const Layout& layout);

  const std::filesystem::path& path() const { return path_; }
  const std::vector<std::uint64_t>& units() const { return units_; }
  const Layout& layout() const { return *layout_; }
  std::size_t failed() const;  // cells
  std::size_t failed_of(std::size_t row) const { return failed_[row]; }
  LogSizes sizes() const;
  std::vector<UnitRecord> read() const;

  // Writes the bytes of a part under a temporary name, synchronises file and folder, renames to `part-<first unit>-
  // <digest of all its units>.h5`: a part of other units has another name, so none replaces one that holds more. Throws
  // Error as above, and as write_durably does.
  static PartFile keep(const std::filesystem::path& folder, const std::string& bytes, const std::string& sha256,
                       const Layout& layout);
  // The same for units of this process, which need not be read again to be known.
  static PartFile keep(const std::filesystem::path& folder, std::span<const UnitRecord> units,
                       const std::string& sha256, const Layout& layout);

 private:
  explicit PartFile(const Layout& layout) : layout_(&layout) {}
  PartFile(std::string_view bytes, const std::string& place, const std::string& sha256, const Layout& layout);

  void write(const std::filesystem::path& folder, const std::string& bytes);

  std::filesystem::path path_;
  const Layout* layout_;
  std::vector<std::uint64_t> units_;
  std::vector<std::size_t> failed_;  // of each unit
};

}  // namespace sim
