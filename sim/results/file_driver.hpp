// How HDF5 reaches the disk: a driver of our own for its virtual file layer, internal to the engine. HDF5's default
// driver reports a full disk from wherever the library happens to write, at worst from a close that cannot fail, and
// the library does not recover from that. Ours notes the first write that the system refuses and lets all others
// succeed, so that everything closes; the file is then given up. It also tells a file that another process has locked
// from one that is damaged, and works where there are no locks.
#pragma once

#include <hdf5.h>

#include <filesystem>
#include <memory>

#include "sim/results/durable_file.hpp"

namespace sim::h5 {

// A file that HDF5 may use; each open HDF5 file keeps its own copy of the descriptor.
class DiskFile {
 public:
  static DiskFile create(const std::filesystem::path& path);  // empty, for writing
  // For reading, with a lock that is shared. Throws Error(invalid_input) when another process holds the file.
  static DiskFile open(const std::filesystem::path& path);

  void use_in(hid_t access) const;  // file access properties; must outlive the opening
  // errno of the first write that the system refused; 0 when none was. Valid after the HDF5 file is closed, too.
  int refused() const { return *refused_; }

  struct Given;  // what the driver gets

 private:
  explicit DiskFile(Descriptor descriptor) : descriptor_(std::move(descriptor)) {}
  Descriptor descriptor_;
  std::shared_ptr<int> refused_ = std::make_shared<int>(0);
};

// Bytes of an open file after the end that HDF5 knows of.
std::size_t bytes_beyond(hid_t file);

}  // namespace sim::h5
