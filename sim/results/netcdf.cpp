// netCDF-4's conventions on top of HDF5: scales, names for dimensions without a variable, fill values.
#include "sim/results/netcdf.hpp"

#include <hdf5_hl.h>

#include <algorithm>
#include <cassert>
#include <cstdio>

namespace sim::netcdf {

void Group::dimension(const std::string& name, const Names& labels, const Attributes& attributes) {
  if (is_left_out(name, labels.size())) return;
  h5::Handle scale = h5::create_string_dataset(id_, name, {labels.size()});
  h5::write_strings(scale.get(), labels);
  become_dimension(name, std::move(scale), labels.size(), attributes);
}

void Group::bare_dimension(const std::string& name, hsize_t size) {
  if (is_left_out(name, size)) return;
  h5::Handle scale = h5::create_dataset(id_, name, H5T_IEEE_F32BE, {size});
  // The exact words by which netCDF-4 recognises a dimension that is not a variable.
  char mark[80];
  std::snprintf(mark, sizeof mark, "This is a netCDF dimension but not a netCDF variable.%10llu",
                static_cast<unsigned long long>(size));
  h5::check(H5DSset_scale(scale.get(), mark), "make a dimension");
  scales_[name] = Scale{std::move(scale), size};
}

void Group::become_dimension(const std::string& name, h5::Handle scale, hsize_t size, const Attributes& attributes) {
  assert(!scales_.contains(name));
  h5::check(H5DSset_scale(scale.get(), name.c_str()), "make a dimension");
  for (const auto& [key, text] : attributes) h5::set_attribute(scale.get(), key, text);
  scales_[name] = Scale{std::move(scale), size};
}

bool Group::is_left_out(const std::string& dimension, hsize_t size) {
  if (size == 0) scales_[dimension] = Scale{{}, 0};
  return size == 0;
}

h5::Extent Group::extent(const Names& dimensions) const {
  h5::Extent extent;
  for (const std::string& dimension : dimensions) extent.push_back(scales_.at(dimension).size);
  return extent;
}

void Group::attach(hid_t dataset, const Names& dimensions, const Attributes& attributes) {
  for (std::size_t d = 0; d < dimensions.size(); ++d) {
    h5::check(H5DSattach_scale(dataset, scales_.at(dimensions[d]).dataset.get(), static_cast<unsigned>(d)),
              "attach dimension '" + dimensions[d] + "'");
  }
  for (const auto& [key, text] : attributes) h5::set_attribute(dataset, key, text);
}

h5::Handle Group::create(const std::string& name, hid_t type, const Names& dimensions, const Attributes& attributes,
                         std::size_t by, std::optional<double> fill, bool whole_chunks) {
  const h5::Extent size = extent(dimensions);
  h5::Storage storage;
  if (std::find(size.begin(), size.end(), hsize_t{0}) != size.end()) return {};
  if (!size.empty()) {
    storage.chunk = size;
    storage.whole_chunks = whole_chunks;
    for (std::size_t d = 0; d < by; ++d) storage.chunk[d] = 1;
    if (size.size() == 1) storage.chunk[0] = std::min(size[0], rows_of_chunk);
  }
  h5::Handle dataset = h5::create_dataset(id_, name, type, size, storage, fill);
  attach(dataset.get(), dimensions, attributes);
  if (fill) {
    const h5::Handle stored(H5Dget_type(dataset.get()), H5Tclose, "read a type");
    const h5::Handle space(H5Screate(H5S_SIMPLE), H5Sclose, "make a data space");
    const hsize_t one = 1;
    h5::check(H5Sset_extent_simple(space.get(), 1, &one, nullptr), "make a data space");
    const h5::Handle attribute(
        H5Acreate2(dataset.get(), "_FillValue", stored.get(), space.get(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose,
        "create attribute '_FillValue'");
    h5::check(H5Awrite(attribute.get(), H5T_NATIVE_DOUBLE, &*fill), "write attribute '_FillValue'");
  }
  return dataset;
}

h5::Handle Group::put_text(const std::string& name, const Names& dimensions, const Names& text,
                           const Attributes& attributes) {
  const h5::Extent size = extent(dimensions);
  if (std::find(size.begin(), size.end(), hsize_t{0}) != size.end()) return {};
  h5::Handle dataset = h5::create_string_dataset(id_, name, size);
  h5::write_strings(dataset.get(), text);
  attach(dataset.get(), dimensions, attributes);
  return dataset;
}

h5::Handle Group::put_text(const std::string& name, const std::string& text, const Attributes& attributes) {
  return put_text(name, Names{}, Names{text}, attributes);
}

}  // namespace sim::netcdf
