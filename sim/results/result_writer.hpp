// The result file as it is written: one HDF5 file that is also netCDF-4 (docs/format.md).
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "sim/plan/layout.hpp"
#include "sim/results/cell_record.hpp"
#include "sim/results/provenance.hpp"

namespace sim {

class ResultWriter {
 public:
  // The sizes of the ragged tables are known before the first cell is written.
  ResultWriter(const std::filesystem::path& path, const Study& study, const Layout& layout, const LogSizes& sizes);
  ~ResultWriter();
  ResultWriter(const ResultWriter&) = delete;
  ResultWriter& operator=(const ResultWriter&) = delete;

  // Units come in ascending order, so that the logs are the same however the run was cut into pieces.
  void write(const UnitRecord& unit);
  // Adds summary, design, registry, published figures and provenance, and closes.
  void finish(const Provenance& provenance);

 private:
  void write_cells(const UnitRecord& unit);

  struct Open;
  std::unique_ptr<Open> open_;
};

}  // namespace sim
