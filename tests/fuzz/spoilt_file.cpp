// Changes through HDF5's own calls; what it refuses is left as it was.
#include "tests/fuzz/spoilt_file.hpp"

#include <algorithm>
#include <array>

#include "sim/results/hdf5.hpp"

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

sim::h5::Handle closing_all() {
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  sim::h5::Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "make a property list");
  H5Pset_fclose_degree(access.get(), H5F_CLOSE_STRONG);
  return access;
}

// For changes, in memory.
sim::h5::Handle opened(std::string_view bytes) {
  const sim::h5::Handle access = closing_all();
  constexpr std::size_t increment = 1 << 16;
  H5Pset_fapl_core(access.get(), increment, false);
  H5Pset_file_image(access.get(), const_cast<char*>(bytes.data()), bytes.size());
  return {H5Fopen("spoilt", H5F_ACC_RDWR, access.get()), H5Fclose, "open a file for changes"};
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

SoundFile sound_file(std::string_view bytes, const IsLeftOut& is_left_out) {
  sim::h5::Handle file = opened(bytes);
  std::vector<std::string> names;
  H5Ovisit(file.get(), H5_INDEX_NAME, H5_ITER_INC, remember, &names);
  SoundFile sound;
  for (const std::string& name : names) {
    H5O_info_t object;
    H5Oget_info_by_name(file.get(), name.c_str(), &object, H5P_DEFAULT);
    if (object.type != H5O_TYPE_DATASET || !is_left_out(name)) {
      sound.objects.push_back(name);
    } else {
      H5Ldelete(file.get(), name.c_str(), H5P_DEFAULT);
    }
  }
  sound.bytes = sim::h5::image_of(std::move(file));
  return sound;
}

void write_spoilt(const fs::path& path, const SoundFile& sound, std::string_view input) {
  write(path, sound.bytes);
  const sim::h5::Handle access = closing_all();
  const sim::h5::Handle file(H5Fopen(path.c_str(), H5F_ACC_RDWR, access.get()), H5Fclose, "open a file for changes");
  Bytes bytes(input);
  for (int changes = 0; changes < 8 && !bytes.ended(); ++changes)
    change(file.get(), sound.objects[bytes.number(1) % sound.objects.size()], bytes);
}

}  // namespace fuzz
