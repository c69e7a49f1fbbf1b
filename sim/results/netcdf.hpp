// A netCDF-4 group as it is written: named dimensions (HDF5 dimension scales) and variables that lie on them. A
// dimension of length zero and what lies on it are left out, as most readers of netCDF stumble over them; the handle of
// such a variable is empty. What lies on each dimension is written by `finish`, at once: HDF5's own call for it writes
// the list anew for each variable, which cost a fifth of what a study pays once.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/results/hdf5.hpp"

namespace sim::netcdf {

using Attributes = std::vector<std::pair<std::string, std::string>>;
using Names = std::vector<std::string>;
inline constexpr hsize_t rows_of_chunk = 1 << 16;  // of a long table

class Group {
 public:
  explicit Group(hid_t id) : id_(id) {}
  Group(hid_t parent, const std::string& name) : owned_(h5::create_group(parent, name)), id_(owned_.get()) {}

  hid_t id() const { return id_; }
  void attribute(const std::string& name, const std::string& text) { h5::set_attribute(id_, name, text); }
  template <class T>
  void number(const std::string& name, T value) {
    h5::set_attribute(id_, name, h5::native_type<T>(), 1, &value);
  }

  // A dimension with a coordinate variable of its name.
  void dimension(const std::string& name, const Names& labels, const Attributes& attributes = {});
  template <class T>
  void dimension(const std::string& name, const std::vector<T>& values, const Attributes& attributes = {}) {
    if (is_left_out(name, values.size())) return;
    h5::Handle scale = h5::create_dataset(id_, name, h5::native_type<T>(), {values.size()});
    h5::write(scale.get(), h5::native_type<T>(), values.data());
    become_dimension(name, std::move(scale), values.size(), attributes);
  }
  void bare_dimension(const std::string& name, hsize_t size);  // without a coordinate variable

  bool has_dimension(const std::string& name) const { return scales_.contains(name); }
  hsize_t size(const std::string& dimension) const { return scales_.at(dimension).size; }

  // A variable on dimensions of this group. Chunks: one along the first `by` dimensions, whole along the others.
  template <class T>
  h5::Handle variable(const std::string& name, const Names& dimensions, const Attributes& attributes,
                      std::size_t by = 0, std::optional<double> fill = {}) {
    return create(name, h5::native_type<T>(), dimensions, attributes, {by, fill, by > 0});
  }
  // A column of a long table, written by blocks of `rows_of_chunk` and so never kept in memory.
  template <class T>
  h5::Handle column(const std::string& name, const std::string& dimension, const Attributes& attributes) {
    return create(name, h5::native_type<T>(), {dimension}, attributes, {.whole_chunks = true});
  }
  // A variable whose values are all at hand, packed in half the time that others take.
  template <class T>
  h5::Handle put(const std::string& name, const Names& dimensions, const std::vector<T>& values,
                 const Attributes& attributes = {}, std::optional<double> fill = {}) {
    h5::Handle dataset =
        create(name, h5::native_type<T>(), dimensions, attributes, {.fill = fill, .level = h5::quick_level});
    if (dataset) h5::write(dataset.get(), h5::native_type<T>(), values.data());
    return dataset;
  }
  h5::Handle put_text(const std::string& name, const Names& dimensions, const Names& text,
                      const Attributes& attributes = {});
  h5::Handle put_text(const std::string& name, const std::string& text, const Attributes& attributes = {});

  void finish();  // after the last variable

 private:
  // A variable that lies on a scale, and with which of its dimensions. What fills the space has a value, as it is
  // written, too.
  struct User {
    hobj_ref_t variable;
    std::int32_t dimension, unused = 0;
  };
  struct Scale {
    h5::Handle dataset;
    hsize_t size = 0;
    std::vector<User> users = {};
  };
  struct Packing {
    std::size_t by = 0;  // see `variable`
    std::optional<double> fill = {};
    bool whole_chunks = false;  // see h5::Storage
    unsigned level = 4;
  };
  h5::Handle create(const std::string& name, hid_t type, const Names& dimensions, const Attributes& attributes,
                    const Packing& packing);
  h5::Extent extent(const Names& dimensions) const;
  bool is_left_out(const std::string& dimension, hsize_t size);  // and noted as such
  void become_dimension(const std::string& name, h5::Handle scale, hsize_t size, const Attributes& attributes);
  void attach(hid_t dataset, const Names& dimensions, const Attributes& attributes);

  h5::Handle owned_;
  hid_t id_;
  std::map<std::string, Scale> scales_;
};

}  // namespace sim::netcdf
