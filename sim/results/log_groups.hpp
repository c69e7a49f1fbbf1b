// The ragged tables of a result file: /events and /lineage, one row for each event or node, cells one after the other.
#pragma once

#include "sim/results/cell_record.hpp"
#include "sim/results/netcdf.hpp"
#include "sim/results/result_writer.hpp"

namespace sim {

// Columns that grow in memory to a block and then go to disk.
template <class T>
class GrowingColumn {
 public:
  explicit GrowingColumn(h5::Handle dataset) : dataset_(std::move(dataset)) {}
  hid_t id() const { return dataset_.get(); }
  void add(T value) {
    block_.push_back(value);
    if (block_.size() == netcdf::rows_of_chunk) flush();
  }
  void flush() {
    if (block_.empty()) return;
    h5::write(dataset_.get(), h5::native_type<T>(), {written_}, {block_.size()}, block_.data());
    written_ += block_.size();
    block_.clear();
  }

 private:
  h5::Handle dataset_;
  std::vector<T> block_;
  hsize_t written_ = 0;
};

class LogGroups {
 public:
  LogGroups(hid_t file, const Study& study, const LogSizes& sizes);
  LogGroups(LogGroups&&) noexcept;
  ~LogGroups();

  void append(std::uint32_t policy, std::uint32_t world, std::uint32_t member, const CellRecord& cell);
  void finish();  // writes what is left, and gives its memory back

 private:
  struct Events;
  struct Lineage;
  std::unique_ptr<Events> events_;
  std::unique_ptr<Lineage> lineage_;  // none when the study records no lineage
};

}  // namespace sim
