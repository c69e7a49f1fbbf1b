// HDF5's C interface behind handles that close themselves and calls that throw; internal to the engine.
#pragma once

#include <hdf5.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/results/file_driver.hpp"

namespace sim::h5 {

// An open HDF5 object: file, group, dataset, type, space or property list.
class Handle {
 public:
  using Close = herr_t (*)(hid_t);
  Handle() = default;
  Handle(hid_t id, Close close, std::string_view what);  // throws when id is negative
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, H5I_INVALID_HID)), close_(other.close_) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(close_, other.close_);
    return *this;
  }
  ~Handle() {
    if (id_ >= 0) close_(id_);
  }
  hid_t get() const { return id_; }
  explicit operator bool() const { return id_ >= 0; }

 private:
  hid_t id_ = H5I_INVALID_HID;
  Close close_ = nullptr;
};

// Throws Error(internal) with the library's own words when a call failed.
void check(herr_t result, std::string_view what);

// A new file on disk, readable by HDF5 1.8 and newer, with links in the order of creation. A disk that refuses a write
// is told by `require_written` and `close`, as `fail_to` tells it, and by no other call.
class OutputFile {
 public:
  explicit OutputFile(const std::filesystem::path& path);
  hid_t get() const { return file_.get(); }
  void require_written() const;
  void close();  // writes everything out

 private:
  std::filesystem::path path_;
  DiskFile disk_;
  Handle file_;
};

// For reading. Throws Error(invalid_input) when the seal does not fit the file, or when another process has locked it.
Handle open_file(const std::filesystem::path& path);

// The same without a disk: a file in memory, its bytes, and such bytes as a file for reading.
Handle create_image();
std::string image_of(Handle file);
Handle open_image(std::string_view bytes);

Handle create_group(hid_t parent, const std::string& name);
Handle open_group(hid_t parent, const std::string& name);
bool exists(hid_t parent, const std::string& name);  // a link of that name, one level down

using Extent = std::vector<hsize_t>;

template <class T>
hid_t native_type();
template <>
inline hid_t native_type<float>() {
  return H5T_NATIVE_FLOAT;
}
template <>
inline hid_t native_type<double>() {
  return H5T_NATIVE_DOUBLE;
}
template <>
inline hid_t native_type<std::int8_t>() {
  return H5T_NATIVE_INT8;
}
template <>
inline hid_t native_type<std::uint8_t>() {
  return H5T_NATIVE_UINT8;
}
template <>
inline hid_t native_type<std::uint16_t>() {
  return H5T_NATIVE_UINT16;
}
template <>
inline hid_t native_type<std::uint32_t>() {
  return H5T_NATIVE_UINT32;
}
template <>
inline hid_t native_type<std::uint64_t>() {
  return H5T_NATIVE_UINT64;
}
template <>
inline hid_t native_type<std::int64_t>() {
  return H5T_NATIVE_INT64;
}
template <>
inline hid_t native_type<std::int32_t>() {
  return H5T_NATIVE_INT32;
}

// How a dataset lies on disk; chunked data is shuffled, deflated and checksummed (Fletcher 32).
struct Storage {
  Extent chunk = {};          // empty: contiguous
  bool whole_chunks = false;  // written and read by whole chunks only, so that none need be kept in memory
  unsigned level = 4;         // of deflate
};
// A little larger, in half the time.
inline constexpr unsigned quick_level = 1;

Handle create_dataset(hid_t parent, const std::string& name, hid_t type, const Extent& extent,
                      const Storage& storage = {}, std::optional<double> fill = {});
Handle create_string_dataset(hid_t parent, const std::string& name, const Extent& extent);
Handle open_dataset(hid_t parent, const std::string& name);
Extent extent_of(hid_t dataset);

// Whether so many stored bytes can be as many values: deflate makes data smaller by a factor of 1032 at the most.
bool can_hold(hsize_t stored, hsize_t values, std::size_t bytes_of_one);
// The number of values of a dataset, which costs nothing to declare. Throws before memory is taken for values that the
// file does not hold.
std::size_t stored_values(hid_t dataset);

// Whole datasets and blocks (start, count) of them; the memory is dense, last dimension fastest.
void write(hid_t dataset, hid_t type, const void* data);
void write(hid_t dataset, hid_t type, const Extent& start, const Extent& count, const void* data);
void read(hid_t dataset, hid_t type, void* data);
void read(hid_t dataset, hid_t type, const Extent& start, const Extent& count, void* data);
void write_strings(hid_t dataset, std::span<const std::string> text);
// Throws when the texts together take more than `most_bytes`, whatever their number is in the file.
std::vector<std::string> read_strings(hid_t dataset, std::size_t most_bytes = std::size_t{1} << 30);

// A dataset of a part, packed where it is large.
template <class T>
void write_vector(hid_t parent, const std::string& name, std::span<const T> values) {
  constexpr std::size_t large = std::size_t{1} << 17;  // bytes
  const Extent extent{values.size()};
  const bool packed = values.size_bytes() > large;
  const Storage storage{.chunk = packed ? extent : Extent{}, .whole_chunks = false, .level = quick_level};
  const Handle dataset = create_dataset(parent, name, native_type<T>(), extent, storage);
  if (!values.empty()) write(dataset.get(), native_type<T>(), values.data());
}

template <class T>
std::vector<T> read_vector(hid_t parent, const std::string& name) {
  const Handle dataset = open_dataset(parent, name);
  std::vector<T> values(stored_values(dataset.get()));
  if (!values.empty()) read(dataset.get(), native_type<T>(), values.data());
  return values;
}

void set_attribute(hid_t object, const std::string& name,
                   const std::string& text);  // none when empty; cut at 60,000 bytes
void set_attribute(hid_t object, const std::string& name, hid_t type, hsize_t size, const void* values);
std::optional<std::string> text_attribute(hid_t object, const std::string& name);  // nothing when there is no such text
std::optional<double> number_attribute(hid_t object, const std::string& name);     // likewise
std::vector<std::string> flag_meanings(hid_t dataset);                             // the words of a coded variable

std::vector<std::string> links(hid_t group);  // names in the order of creation

}  // namespace sim::h5
