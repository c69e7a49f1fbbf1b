// Changes through HDF5's own calls; what it refuses is left as it was.
#include "tests/fuzz/spoilt_file.hpp"

#include <hdf5.h>

#include <algorithm>
#include <array>

#include "sim/results/seal.hpp"

namespace fuzz {

namespace {

// Takes an input apart; zeros follow its end.
class Bytes {
 public:
  explicit Bytes(std::string_view left) : left_(left) {}
  bool ended() const { return left_.empty(); }
  std::size_t number(std::size_t bytes) {
    std::size_t value = 0;
    for (; bytes > 0; --bytes) value = value << 8U | next();
    return value;
  }
  std::string text(std::size_t bytes) {
    std::string out;
    for (; bytes > 0; --bytes) out += static_cast<char>(next());
    return out;
  }

 private:
  unsigned char next() {
    if (left_.empty()) return 0;
    const auto byte = static_cast<unsigned char>(left_.front());
    left_.remove_prefix(1);
    return byte;
  }
  std::string_view left_;
};

herr_t remember(hid_t, const char* name, const H5O_info_t*, void* names) {
  static_cast<std::vector<std::string>*>(names)->emplace_back(name);
  return 0;
}

// Some bytes of a dataset's values, as they lie in memory; variable-length texts are pointers and are left alone.
void change_values(hid_t dataset, Bytes& input) {
  const hid_t type = H5Dget_type(dataset), space = H5Dget_space(dataset);
  const hid_t native = H5Tget_native_type(type, H5T_DIR_ASCEND);
  const auto points = static_cast<std::size_t>(std::max<hssize_t>(0, H5Sget_simple_extent_npoints(space)));
  const bool variable = H5Tdetect_class(type, H5T_VLEN) > 0 || H5Tis_variable_str(type) > 0;
  constexpr std::size_t most = 1 << 20;  // a change of shape declares more; the memory would be this target's own
  std::vector<char> values(points <= most / H5Tget_size(native) ? points * H5Tget_size(native) : 0);
  if (!variable && !values.empty() && H5Dread(dataset, native, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) >= 0) {
    const std::size_t at = input.number(3) % values.size();
    const std::string bytes = input.text(1 + input.number(1) % 16);
    std::copy_n(bytes.begin(), std::min(bytes.size(), values.size() - at),
                values.begin() + static_cast<std::ptrdiff_t>(at));
    H5Dwrite(dataset, native, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
  }
  H5Tclose(native);
  H5Sclose(space);
  H5Tclose(type);
}

// The dataset again with another extent, rank or type, empty.
void change_shape(hid_t file, const std::string& name, Bytes& input) {
  H5Ldelete(file, name.c_str(), H5P_DEFAULT);
  const auto rank = static_cast<int>(input.number(1) % 5);
  std::array<hsize_t, 5> extent{};
  for (hsize_t& size : extent)
    size = input.number(1) % 8 == 0 ? hsize_t{1} << (input.number(1) % 40) : input.number(1) % 8;
  const std::array types{H5T_NATIVE_FLOAT, H5T_NATIVE_DOUBLE, H5T_NATIVE_UINT8,
                         H5T_NATIVE_INT32, H5T_NATIVE_UINT64, H5T_C_S1};
  const hid_t type = types[input.number(1) % types.size()];
  const hid_t space = rank == 0 ? H5Screate(H5S_SCALAR) : H5Screate_simple(rank, extent.data(), nullptr);
  const hid_t properties = H5Pcreate(H5P_DATASET_CREATE);
  H5Pset_alloc_time(properties, H5D_ALLOC_TIME_LATE);  // a great extent takes no room on the disk
  const hid_t made = H5Dcreate2(file, name.c_str(), type, space, H5P_DEFAULT, properties, H5P_DEFAULT);
  if (made >= 0) H5Dclose(made);
  H5Pclose(properties);
  H5Sclose(space);
}

// One of the object's attributes, by its position: deleted, or a text or a number in its place.
void change_attribute(hid_t object, Bytes& input) {
  H5O_info_t info;
  if (H5Oget_info(object, &info) < 0 || info.num_attrs == 0) return;
  std::array<char, 256> name{};
  if (H5Aget_name_by_idx(object, ".", H5_INDEX_NAME, H5_ITER_INC, input.number(1) % info.num_attrs, name.data(),
                         name.size(), H5P_DEFAULT) < 0)
    return;
  H5Adelete(object, name.data());
  const std::size_t way = input.number(1) % 3;
  if (way == 0) return;
  const std::string value = input.text(way == 1 ? 8 : 1 + input.number(1) % 32);
  const hid_t type = way == 1 ? H5Tcopy(H5T_NATIVE_DOUBLE) : H5Tcopy(H5T_C_S1);
  if (way == 2) H5Tset_size(type, value.size());
  const hid_t space = H5Screate(H5S_SCALAR);
  const hid_t made = H5Acreate2(object, name.data(), type, space, H5P_DEFAULT, H5P_DEFAULT);
  if (made >= 0) {
    H5Awrite(made, type, value.data());
    H5Aclose(made);
  }
  H5Sclose(space);
  H5Tclose(type);
}

void change(hid_t file, const std::string& name, Bytes& input) {
  const std::size_t way = input.number(1) % 8;
  const hid_t object = H5Oopen(file, name.c_str(), H5P_DEFAULT);
  if (object < 0) return;
  const bool dataset = H5Iget_type(object) == H5I_DATASET;
  if (way < 5 && dataset) change_values(object, input);
  if (way == 5) change_attribute(object, input);
  H5Oclose(object);
  if (name == ".") return;
  if (way == 6 && dataset) change_shape(file, name, input);
  if (way == 7) H5Ldelete(file, name.c_str(), H5P_DEFAULT);
}

}  // namespace

std::vector<std::string> objects_of(const std::filesystem::path& path) {
  std::vector<std::string> names;
  const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  H5Ovisit(file, H5_INDEX_NAME, H5_ITER_INC, remember, &names);
  H5Fclose(file);
  return names;
}

void spoil(const std::filesystem::path& path, const std::vector<std::string>& objects, std::string_view input,
           const std::filesystem::path& copy) {
  namespace fs = std::filesystem;
  fs::copy_file(path, copy, fs::copy_options::overwrite_existing);
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  const hid_t file = H5Fopen(copy.c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
  if (file < 0) std::abort();
  Bytes bytes(input);
  for (int changes = 0; changes < 8 && !bytes.ended(); ++changes)
    change(file, objects[bytes.number(1) % objects.size()], bytes);
  H5Fclose(file);
  sim::append_seal(copy);  // as of one who knows how: without it nothing is read at all
}

}  // namespace fuzz
