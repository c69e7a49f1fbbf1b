// Part files: finished cells of a run, in a small HDF5 file that is complete or not there at all.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/plan/layout.hpp"
#include "sim/results/cell_record.hpp"

namespace sim {

// Where a run keeps its parts: "OUT.h5" to "OUT.h5.parts".
inline std::filesystem::path parts_of(const std::filesystem::path& output) { return output.string() + ".parts"; }

// Writes a sealed file under a temporary name, synchronises file and folder, renames to `part-<first unit>.h5`.
void write_part(const std::filesystem::path& folder, const std::string& sha256, const Layout& layout,
                std::span<const UnitRecord> units);

class PartFile {
 public:
  // Throws Error when the file is damaged, which its seal tells before HDF5 looks at it, or belongs to another study.
  // Keeps nothing of it but which cells are there.
  PartFile(const std::filesystem::path& path, const std::string& sha256, const Layout& layout);

  const std::filesystem::path& path() const { return path_; }
  const std::vector<std::uint64_t>& units() const { return units_; }
  std::size_t failed() const { return failed_; }
  LogSizes sizes() const;
  std::vector<UnitRecord> read() const;

 private:
  std::filesystem::path path_;
  const Layout* layout_;
  std::vector<std::uint64_t> units_;
  std::size_t failed_ = 0;
};

}  // namespace sim
