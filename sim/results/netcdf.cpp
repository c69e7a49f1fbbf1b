// netCDF-4's conventions on top of HDF5: scales, names for dimensions without a variable, fill values.
#include "sim/results/netcdf.hpp"

#include <hdf5_hl.h>

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdio>
#include <functional>
#include <numeric>

namespace sim::netcdf {

namespace {

// What is not packed: an index of one chunk takes about 4 KB, more than packing would save.
constexpr std::size_t small_bytes = std::size_t{1} << 13;

hobj_ref_t reference_to(hid_t object) {
  hobj_ref_t reference{};
  h5::check(H5Rcreate(&reference, object, ".", H5R_OBJECT, -1), "refer to an object");
  return reference;
}

}  // namespace

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
  scales_[name] = {std::move(scale), size};
}

void Group::become_dimension(const std::string& name, h5::Handle scale, hsize_t size, const Attributes& attributes) {
  assert(!scales_.contains(name));
  h5::check(H5DSset_scale(scale.get(), name.c_str()), "make a dimension");
  for (const auto& [key, text] : attributes) h5::set_attribute(scale.get(), key, text);
  scales_[name] = {std::move(scale), size};
}

bool Group::is_left_out(const std::string& dimension, hsize_t size) {
  if (size == 0) scales_[dimension] = {};
  return size == 0;
}

h5::Extent Group::extent(const Names& dimensions) const {
  h5::Extent extent;
  for (const std::string& dimension : dimensions) extent.push_back(scales_.at(dimension).size);
  return extent;
}

void Group::attach(hid_t dataset, const Names& dimensions, const Attributes& attributes) {
  std::vector<hobj_ref_t> references(dimensions.size());
  std::vector<hvl_t> scales;  // of each dimension a list of one
  const hobj_ref_t variable = reference_to(dataset);
  for (std::size_t d = 0; d < dimensions.size(); ++d) {
    Scale& scale = scales_.at(dimensions[d]);
    scale.users.push_back({variable, static_cast<std::int32_t>(d)});
    references[d] = reference_to(scale.dataset.get());
    scales.push_back({1, &references[d]});
  }
  if (!scales.empty()) {
    const h5::Handle type(H5Tvlen_create(H5T_STD_REF_OBJ), H5Tclose, "make a list type");
    h5::set_attribute(dataset, "DIMENSION_LIST", type.get(), scales.size(), scales.data());
  }
  for (const auto& [key, text] : attributes) h5::set_attribute(dataset, key, text);
}

void Group::finish() {
  const h5::Handle type(H5Tcreate(H5T_COMPOUND, sizeof(User)), H5Tclose, "make a type of pairs");
  h5::check(H5Tinsert(type.get(), "dataset", offsetof(User, variable), H5T_STD_REF_OBJ), "make a type of pairs");
  h5::check(H5Tinsert(type.get(), "dimension", offsetof(User, dimension), H5T_NATIVE_INT32), "make a type of pairs");
  for (const auto& [name, scale] : scales_) {
    if (scale.users.empty()) continue;
    h5::set_attribute(scale.dataset.get(), "REFERENCE_LIST", type.get(), scale.users.size(), scale.users.data());
  }
}

h5::Handle Group::create(const std::string& name, hid_t type, const Names& dimensions, const Attributes& attributes,
                         const Packing& packing) {
  const h5::Extent size = extent(dimensions);
  h5::Storage storage;
  if (std::find(size.begin(), size.end(), hsize_t{0}) != size.end()) return {};
  const bool is_small = std::accumulate(size.begin(), size.end(), H5Tget_size(type), std::multiplies()) <= small_bytes;
  if (!size.empty() && (packing.whole_chunks || !is_small)) {
    storage.chunk = size;
    storage.whole_chunks = packing.whole_chunks;
    storage.level = packing.level;
    for (std::size_t d = 0; d < packing.by; ++d) storage.chunk[d] = 1;
    if (size.size() == 1) storage.chunk[0] = std::min(size[0], rows_of_chunk);
  }
  h5::Handle dataset = h5::create_dataset(id_, name, type, size, storage, packing.fill);
  attach(dataset.get(), dimensions, attributes);
  if (packing.fill) {
    const h5::Handle stored(H5Dget_type(dataset.get()), H5Tclose, "read a type");
    const h5::Handle space(H5Screate(H5S_SIMPLE), H5Sclose, "make a data space");
    const hsize_t one = 1;
    h5::check(H5Sset_extent_simple(space.get(), 1, &one, nullptr), "make a data space");
    const h5::Handle attribute(
        H5Acreate2(dataset.get(), "_FillValue", stored.get(), space.get(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose,
        "create attribute '_FillValue'");
    h5::check(H5Awrite(attribute.get(), H5T_NATIVE_DOUBLE, &*packing.fill), "write attribute '_FillValue'");
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
