// The shape of a stranger's HDF5 file: what it declares, checked without reading any of its data.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/results/hdf5.hpp"

namespace sim::h5 {

enum class ValueKind { whole, real, text };

// A dataset as declared.
struct Declared {
  ValueKind kind = ValueKind::whole;
  std::size_t bytes = 0;  // of one value; of text what a pointer to it takes
  Extent extent;
  std::vector<std::string> dimensions;  // paths of the scales, one for each rank; none for a scale
  bool is_scale = false;
  bool is_bare = false;  // a dimension without values
  hsize_t stored = 0;    // bytes in the file
  hsize_t values() const;
};

struct DeclaredFile {
  std::map<std::string, Declared> datasets;  // by path: "/events/event_time"
  std::vector<std::string> in_order;         // paths, in the order of creation
  std::vector<std::string> groups;           // paths

  const Declared* find(const std::string& path) const;
};

// More than any result needs; what is beyond is refused.
namespace limits {
inline constexpr int depth = 3;  // of groups
inline constexpr std::size_t objects = 10'000, attributes = 100, longest_name = 200, rank = 7;
inline constexpr hsize_t values = hsize_t{1} << 36;              // of a variable
inline constexpr hsize_t chunk_bytes = hsize_t{1} << 30;         // unpacked
inline constexpr hsize_t attribute_values = 65'536;              // numbers, or bytes of text
inline constexpr std::size_t text_bytes = std::size_t{1} << 30;  // of all texts of a variable together
}  // namespace limits

// Links are hard ones; objects are groups and datasets; values lie in the file itself, as plain numbers and texts,
// packed with the filters that we write; every dimension has a scale of its length; attributes are short. Throws
// Error(invalid_input) with the object and the reason.
DeclaredFile declared_file(hid_t file);

}  // namespace sim::h5
