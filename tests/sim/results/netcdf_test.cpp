// What we write of dimensions is what HDF5's own calls find.
#include "sim/results/netcdf.hpp"

#include <hdf5_hl.h>

#include <catch2/catch.hpp>
#include <numeric>

namespace {

herr_t count(hid_t, unsigned, hid_t, void* number) {
  ++*static_cast<int*>(number);
  return 0;
}

hid_t scale(const sim::h5::Handle& file, const char* name, std::vector<sim::h5::Handle>& open) {
  return open.emplace_back(sim::h5::open_dataset(file.get(), name)).get();
}

}  // namespace

TEST_CASE("a variable lies on its dimensions, and each dimension names what lies on it, as HDF5 sees it") {
  const sim::h5::Handle file = sim::h5::create_image();
  sim::netcdf::Group root(file.get());
  root.dimension("country", sim::netcdf::Names{"US", "CN"});
  root.dimension("year", std::vector<double>{2024.0, 2025.0, 2026.0});
  root.bare_dimension("unused", 4);
  const sim::h5::Handle share = root.put<float>("share", {"year", "country"}, std::vector<float>(6, 0.5F));
  const sim::h5::Handle pairs = root.put<float>("pairs", {"country", "country"}, std::vector<float>(4, 1.0F));
  const sim::h5::Handle alone = root.put<double>("alone", {}, {1.0});
  root.finish();

  std::vector<sim::h5::Handle> open;
  const hid_t country = scale(file, "country", open), year = scale(file, "year", open);
  CHECK(H5DSis_attached(share.get(), year, 0) > 0);
  CHECK(H5DSis_attached(share.get(), country, 1) > 0);
  CHECK(H5DSis_attached(share.get(), country, 0) == 0);
  CHECK(H5DSis_attached(pairs.get(), country, 0) > 0);
  CHECK(H5DSis_attached(pairs.get(), country, 1) > 0);
  CHECK(H5DSget_num_scales(share.get(), 0) == 1);
  CHECK(H5Aexists(alone.get(), "DIMENSION_LIST") == 0);
  CHECK(H5Aexists(scale(file, "unused", open), "REFERENCE_LIST") == 0);
  int scales = 0;
  H5DSiterate_scales(share.get(), 1, nullptr, count, &scales);
  CHECK(scales == 1);
  // HDF5 itself takes the lists for its own: it can add to them and take from them.
  CHECK(H5DSdetach_scale(pairs.get(), country, 1) >= 0);
  CHECK(H5DSis_attached(pairs.get(), country, 1) == 0);
  CHECK(H5DSis_attached(pairs.get(), country, 0) > 0);
  CHECK(H5DSattach_scale(pairs.get(), country, 1) >= 0);
  CHECK(H5DSis_attached(pairs.get(), country, 1) > 0);
}

TEST_CASE("what is small is not packed, what is large is, and both come back") {
  const sim::h5::Handle file = sim::h5::create_image();
  sim::netcdf::Group root(file.get());
  root.bare_dimension("few", 2048);
  root.bare_dimension("many", 2049);
  for (const auto& [dimension, size] : {std::pair("few", 2048), std::pair("many", 2049)}) {
    std::vector<float> values(static_cast<std::size_t>(size));
    std::iota(values.begin(), values.end(), 0.0F);
    const sim::h5::Handle variable = root.put(std::string("of_") + dimension, {dimension}, values);
    const sim::h5::Handle list(H5Dget_create_plist(variable.get()), H5Pclose, "read a property list");
    CHECK((H5Pget_layout(list.get()) == H5D_CHUNKED) == (size > 2048));
    CHECK(sim::h5::read_vector<float>(file.get(), std::string("of_") + dimension) == values);
  }
  root.finish();
}
