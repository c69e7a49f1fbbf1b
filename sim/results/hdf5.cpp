// Each wrapper checks HDF5's result and turns the library's error stack into one line.
#include "sim/results/hdf5.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <sstream>

#include "sim/results/seal.hpp"
#include "sim/results/storage_error.hpp"

namespace sim::h5 {

namespace {

herr_t take_innermost(unsigned /*n*/, const H5E_error2_t* entry, void* text) {
  auto& out = *static_cast<std::string*>(text);
  if (out.empty() && entry->desc != nullptr) out = entry->desc;
  return 0;
}

[[noreturn]] void fail(std::string_view what) {
  std::string reason;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, take_innermost, &reason);
  H5Eclear2(H5E_DEFAULT);
  throw Error(Failure::internal, "HDF5 cannot " + std::string(what) + (reason.empty() ? "" : ": " + reason));
}

// Before a file is opened. The library prints its error stack to standard error unless told not to; ours is in the
// exception. What it has freed it keeps for itself, up to 20 MB in all, unless told to keep less; what stays is room
// for the table that it makes for each open file.
void prepare_library() {
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  constexpr int all = 1 << 19, of_one_size = 1 << 16, of_tables = 1 << 22;  // bytes
  check(H5set_free_list_limits(of_tables, of_tables, all, of_one_size, all, of_one_size), "bound what is kept");
}

Handle property_list(hid_t kind) { return {H5Pcreate(kind), H5Pclose, "make a property list"}; }

Handle group_creation(hid_t kind) {
  Handle list = property_list(kind);
  check(H5Pset_link_creation_order(list.get(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED), "track link order");
  check(H5Pset_attr_creation_order(list.get(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED), "track attributes");
  return list;
}

constexpr const char* image_name = "a file in memory";
constexpr std::size_t image_increment = std::size_t{1} << 18;

// Formats from earliest to 1.8, and a cache of metadata that does not grow with the number of chunks. It counts what
// lies on disk: an index of chunks takes four times as much in memory.
Handle file_access() {
  Handle access = property_list(H5P_FILE_ACCESS);
  check(H5Pset_libver_bounds(access.get(), H5F_LIBVER_EARLIEST, H5F_LIBVER_V18), "choose a file version");
  check(H5Pset_fclose_degree(access.get(), H5F_CLOSE_STRONG), "choose how to close");
  constexpr std::size_t largest = std::size_t{1} << 20;
  H5AC_cache_config_t cache{};
  cache.version = H5AC__CURR_CACHE_CONFIG_VERSION;
  check(H5Pget_mdc_config(access.get(), &cache), "read the size of a cache");
  cache.set_initial_size = true;
  cache.initial_size = cache.max_size = largest;
  check(H5Pset_mdc_config(access.get(), &cache), "set the size of a cache");
  return access;
}

Handle create(const std::string& name, const Handle& access) {
  const Handle creation = group_creation(H5P_FILE_CREATE);
  return {H5Fcreate(name.c_str(), H5F_ACC_TRUNC, creation.get(), access.get()), H5Fclose, "create '" + name + "'"};
}

// Variable-length UTF-8: what h5py reads as str and netCDF as string.
Handle string_type() {
  Handle type(H5Tcopy(H5T_C_S1), H5Tclose, "make a text type");
  check(H5Tset_size(type.get(), H5T_VARIABLE), "make a text type");
  check(H5Tset_cset(type.get(), H5T_CSET_UTF8), "make a text type");
  return type;
}

// As many bytes of UTF-8: what netCDF reads as characters, the only text of an attribute that NCO can handle.
Handle characters(std::size_t bytes) {
  Handle type(H5Tcopy(H5T_C_S1), H5Tclose, "make a text type");
  check(H5Tset_size(type.get(), bytes), "make a text type");
  check(H5Tset_cset(type.get(), H5T_CSET_UTF8), "make a text type");
  check(H5Tset_strpad(type.get(), H5T_STR_NULLPAD), "make a text type");
  return type;
}

// What the library reads texts into, up to a limit: many texts of a file may be one and the same on disk.
struct TextMemory {
  std::size_t left;
  std::vector<std::unique_ptr<char[]>> texts;
};

void* take_text_memory(std::size_t bytes, void* memory) {
  auto& [left, texts] = *static_cast<TextMemory*>(memory);
  if (bytes > left) return nullptr;
  left -= bytes;
  texts.push_back(std::make_unique<char[]>(bytes));
  return texts.back().get();
}

void leave_text_memory(void*, void*) {}  // all of it goes together

Handle simple_space(const Extent& extent) {
  if (extent.empty()) return {H5Screate(H5S_SCALAR), H5Sclose, "make a data space"};
  return {H5Screate_simple(static_cast<int>(extent.size()), extent.data(), nullptr), H5Sclose, "make a data space"};
}

// How so many values are read or written. By itself the library takes and clears a megabyte each time it turns values
// of one type into another, such as pointers to texts into what lies on disk.
Handle transfer_of(hssize_t values) {
  constexpr hssize_t bytes_of_one = 32, largest = hssize_t{1} << 20;
  Handle list = property_list(H5P_DATASET_XFER);
  const hssize_t bytes = std::clamp<hssize_t>(values, 1, largest / bytes_of_one) * bytes_of_one;
  check(H5Pset_buffer(list.get(), static_cast<std::size_t>(bytes), nullptr, nullptr), "set the size of a buffer");
  return list;
}

Handle create(hid_t parent, const std::string& name, hid_t type, const Extent& extent, const Storage& storage,
              const std::optional<double>& fill) {
  const Handle space = simple_space(extent);
  const Handle list = property_list(H5P_DATASET_CREATE);
  check(H5Pset_attr_creation_order(list.get(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED), "track attributes");
  check(H5Pset_obj_track_times(list.get(), false), "leave out time stamps");
  if (!storage.chunk.empty()) {
    check(H5Pset_chunk(list.get(), static_cast<int>(storage.chunk.size()), storage.chunk.data()), "set chunks");
    check(H5Pset_shuffle(list.get()), "set the shuffle filter");
    check(H5Pset_deflate(list.get(), storage.level), "set the deflate filter");
    check(H5Pset_fletcher32(list.get()), "set the checksum filter");
  }
  if (fill) check(H5Pset_fill_value(list.get(), H5T_NATIVE_DOUBLE, &*fill), "set a fill value");
  const Handle access = storage.whole_chunks ? property_list(H5P_DATASET_ACCESS) : Handle();
  if (access) check(H5Pset_chunk_cache(access.get(), 1, 0, 1.0), "set a cache");
  const hid_t chosen = access ? access.get() : H5P_DEFAULT;
  return {H5Dcreate2(parent, name.c_str(), type, space.get(), H5P_DEFAULT, list.get(), chosen), H5Dclose,
          "create dataset '" + name + "'"};
}

// Memory and file spaces of a block.
std::pair<Handle, Handle> block(hid_t dataset, const Extent& start, const Extent& count) {
  Handle file(H5Dget_space(dataset), H5Sclose, "read a data space");
  check(H5Sselect_hyperslab(file.get(), H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr),
        "select a block");
  return {simple_space(count), std::move(file)};
}

}  // namespace

Handle::Handle(hid_t id, Close close, std::string_view what) : id_(id), close_(close) {
  if (id < 0) fail(what);
}

void check(herr_t result, std::string_view what) {
  if (result < 0) fail(what);
}

OutputFile::OutputFile(const std::filesystem::path& path) : path_(path), disk_(DiskFile::create(path)) {
  prepare_library();
  const Handle access = file_access();
  disk_.use_in(access.get());
  file_ = create(path.string(), access);
}

void OutputFile::require_written() const {
  if (disk_.refused() != 0) fail_to("write", path_, disk_.refused());
}

void OutputFile::close() {
  const herr_t flushed = H5Fflush(file_.get(), H5F_SCOPE_GLOBAL);
  file_ = Handle();
  require_written();
  check(flushed, "write the file out");
}

Handle open_file(const std::filesystem::path& path) {
  prepare_library();
  const DiskFile disk = DiskFile::open(path);
  const std::string damaged = "'" + path.string() + "' is damaged: its bytes are not those that were written";
  const Seal seal = check_seal(path);
  if (seal == Seal::broken) throw Error(Failure::invalid_input, damaged);
  const Handle access = property_list(H5P_FILE_ACCESS);
  check(H5Pset_fclose_degree(access.get(), H5F_CLOSE_STRONG), "choose how to close");
  disk.use_in(access.get());
  Handle file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.get()), H5Fclose, "open '" + path.string() + "'");
  // Files of older formats, and those that another program wrote into, end where HDF5 says.
  if (seal == Seal::none && bytes_beyond(file.get()) > 0) throw Error(Failure::invalid_input, damaged);
  return file;
}

Handle create_image() {
  prepare_library();
  const Handle access = file_access();
  check(H5Pset_fapl_core(access.get(), image_increment, false), "keep a file in memory");
  return create(image_name, access);
}

std::string image_of(Handle file) {
  check(H5Fflush(file.get(), H5F_SCOPE_GLOBAL), "write a file out");
  const ssize_t size = H5Fget_file_image(file.get(), nullptr, 0);
  check(size < 0 ? -1 : 0, "take a file out of memory");
  std::string bytes(static_cast<std::size_t>(size), '\0');
  check(H5Fget_file_image(file.get(), bytes.data(), bytes.size()) < 0 ? -1 : 0, "take a file out of memory");
  return bytes;
}

Handle open_image(std::string_view bytes) {
  prepare_library();
  const Handle access = property_list(H5P_FILE_ACCESS);
  check(H5Pset_fclose_degree(access.get(), H5F_CLOSE_STRONG), "choose how to close");
  check(H5Pset_fapl_core(access.get(), image_increment, false), "read a file in memory");
  // Copied at once by the library, which has no type for bytes that it only reads.
  check(H5Pset_file_image(access.get(), const_cast<char*>(bytes.data()), bytes.size()), "read a file in memory");
  return {H5Fopen(image_name, H5F_ACC_RDONLY, access.get()), H5Fclose, "open a file in memory"};
}

Handle create_group(hid_t parent, const std::string& name) {
  const Handle creation = group_creation(H5P_GROUP_CREATE);
  return {H5Gcreate2(parent, name.c_str(), H5P_DEFAULT, creation.get(), H5P_DEFAULT), H5Gclose,
          "create group '" + name + "'"};
}

Handle open_group(hid_t parent, const std::string& name) {
  return {H5Gopen2(parent, name.c_str(), H5P_DEFAULT), H5Gclose, "open group '" + name + "'"};
}

bool exists(hid_t parent, const std::string& name) { return H5Lexists(parent, name.c_str(), H5P_DEFAULT) > 0; }

Handle create_dataset(hid_t parent, const std::string& name, hid_t type, const Extent& extent, const Storage& storage,
                      std::optional<double> fill) {
  return create(parent, name, type, extent, storage, fill);
}

Handle create_string_dataset(hid_t parent, const std::string& name, const Extent& extent) {
  return create(parent, name, string_type().get(), extent, {}, std::nullopt);
}

Handle open_dataset(hid_t parent, const std::string& name) {
  return {H5Dopen2(parent, name.c_str(), H5P_DEFAULT), H5Dclose, "open dataset '" + name + "'"};
}

Extent extent_of(hid_t dataset) {
  const Handle space(H5Dget_space(dataset), H5Sclose, "read a data space");
  const int rank = H5Sget_simple_extent_ndims(space.get());
  check(rank, "read the rank of a dataset");
  Extent extent(static_cast<std::size_t>(rank));
  check(H5Sget_simple_extent_dims(space.get(), extent.data(), nullptr), "read the extent of a dataset");
  return extent;
}

bool can_hold(hsize_t stored, hsize_t values, std::size_t bytes_of_one) {
  constexpr hsize_t deflated = 1100, small = 1024;  // what is smaller than that is no matter
  return values == 0 || (stored > 0 && bytes_of_one <= (stored + small) * deflated / values);
}

std::size_t stored_values(hid_t dataset) {
  constexpr hsize_t most = hsize_t{1} << 36;
  hsize_t size = 1;
  bool counted = true;
  for (const hsize_t n : extent_of(dataset)) {
    counted = counted && (n == 0 || size <= most / n);
    size = counted ? size * n : 0;
  }
  const Handle type(H5Dget_type(dataset), H5Tclose, "read the type of a dataset");
  if (counted && can_hold(H5Dget_storage_size(dataset), size, H5Tget_size(type.get()))) return size;
  throw Error(Failure::invalid_input, "a variable declares values that the file does not hold");
}

void write(hid_t dataset, hid_t type, const void* data) {
  check(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data), "write a dataset");
}

void write(hid_t dataset, hid_t type, const Extent& start, const Extent& count, const void* data) {
  const auto [memory, file] = block(dataset, start, count);
  check(H5Dwrite(dataset, type, memory.get(), file.get(), H5P_DEFAULT, data), "write a block");
}

void read(hid_t dataset, hid_t type, void* data) {
  const Handle space(H5Dget_space(dataset), H5Sclose, "read a data space");
  const Handle transfer = transfer_of(H5Sget_simple_extent_npoints(space.get()));
  check(H5Dread(dataset, type, H5S_ALL, H5S_ALL, transfer.get(), data), "read a dataset");
}

void read(hid_t dataset, hid_t type, const Extent& start, const Extent& count, void* data) {
  const auto [memory, file] = block(dataset, start, count);
  const Handle transfer = transfer_of(H5Sget_simple_extent_npoints(memory.get()));
  check(H5Dread(dataset, type, memory.get(), file.get(), transfer.get(), data), "read a block");
}

void write_strings(hid_t dataset, std::span<const std::string> text) {
  if (text.empty()) return;
  std::vector<const char*> pointers;
  pointers.reserve(text.size());
  for (const std::string& s : text) pointers.push_back(s.c_str());
  const Handle transfer = transfer_of(static_cast<hssize_t>(text.size()));
  check(H5Dwrite(dataset, string_type().get(), H5S_ALL, H5S_ALL, transfer.get(), pointers.data()), "write text");
}

std::vector<std::string> read_strings(hid_t dataset, std::size_t most_bytes) {
  const std::size_t size = stored_values(dataset);
  std::vector<std::string> text;
  if (size == 0) return text;
  const Handle stored(H5Dget_type(dataset), H5Tclose, "read the type of a dataset");
  if (H5Tget_class(stored.get()) != H5T_STRING) fail("read text where there is none");
  text.reserve(size);
  if (H5Tis_variable_str(stored.get()) <= 0) {  // as some programs write it
    const std::size_t width = H5Tget_size(stored.get());
    if (size > most_bytes / width) fail("read so much text");
    std::string all(size * width, '\0');
    read(dataset, stored.get(), all.data());
    for (std::size_t at = 0; at < all.size(); at += width) text.emplace_back(all.substr(at, width).c_str());
    return text;
  }
  std::vector<char*> pointers(size, nullptr);
  TextMemory memory{most_bytes, {}};
  const Handle transfer = transfer_of(static_cast<hssize_t>(size));
  check(H5Pset_vlen_mem_manager(transfer.get(), take_text_memory, &memory, leave_text_memory, nullptr), "read text");
  check(H5Dread(dataset, string_type().get(), H5S_ALL, H5S_ALL, transfer.get(), pointers.data()), "read text");
  for (const char* p : pointers) text.emplace_back(p == nullptr ? "" : p);
  return text;
}

void set_attribute(hid_t object, const std::string& name, const std::string& text) {
  if (text.empty()) return;
  constexpr std::size_t longest = 60'000;  // bytes; files that every HDF5 since 1.8 reads have attributes below 64 KiB
  std::size_t size = std::min(text.size(), longest);
  while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;  // a whole character
  const Handle type = characters(size);
  const Handle space = simple_space({});
  const Handle attribute(H5Acreate2(object, name.c_str(), type.get(), space.get(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose,
                         "create attribute '" + name + "'");
  check(H5Awrite(attribute.get(), type.get(), text.data()), "write attribute '" + name + "'");
}

void set_attribute(hid_t object, const std::string& name, hid_t type, hsize_t size, const void* values) {
  const Handle space = simple_space({size});
  const Handle attribute(H5Acreate2(object, name.c_str(), type, space.get(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose,
                         "create attribute '" + name + "'");
  check(H5Awrite(attribute.get(), type, values), "write attribute '" + name + "'");
}

std::optional<std::string> text_attribute(hid_t object, const std::string& name) {
  if (H5Aexists(object, name.c_str()) <= 0) return std::nullopt;
  const Handle attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose, "open attribute '" + name + "'");
  const Handle stored(H5Aget_type(attribute.get()), H5Tclose, "read the type of attribute '" + name + "'");
  const Handle space(H5Aget_space(attribute.get()), H5Sclose, "read the space of attribute '" + name + "'");
  if (H5Tget_class(stored.get()) != H5T_STRING || H5Sget_simple_extent_npoints(space.get()) != 1) return std::nullopt;
  if (H5Tis_variable_str(stored.get()) <= 0) {
    std::string text(H5Tget_size(stored.get()), '\0');
    check(H5Aread(attribute.get(), stored.get(), text.data()), "read attribute '" + name + "'");
    text.resize(std::min(text.size(), text.find('\0')));
    return text;
  }
  char* pointer = nullptr;
  check(H5Aread(attribute.get(), string_type().get(), &pointer), "read attribute '" + name + "'");
  const std::unique_ptr<char, herr_t (*)(void*)> owner(pointer, [](void* p) -> herr_t { return H5free_memory(p); });
  return std::string(pointer == nullptr ? "" : pointer);
}

std::optional<double> number_attribute(hid_t object, const std::string& name) {
  if (H5Aexists(object, name.c_str()) <= 0) return std::nullopt;
  const Handle attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose, "open attribute '" + name + "'");
  const Handle space(H5Aget_space(attribute.get()), H5Sclose, "read the space of attribute '" + name + "'");
  if (H5Sget_simple_extent_npoints(space.get()) != 1) return std::nullopt;
  double value = 0.0;
  check(H5Aread(attribute.get(), H5T_NATIVE_DOUBLE, &value), "read attribute '" + name + "'");
  return value;
}

std::vector<std::string> flag_meanings(hid_t dataset) {
  std::istringstream text(text_attribute(dataset, "flag_meanings").value_or(""));
  return {std::istream_iterator<std::string>(text), std::istream_iterator<std::string>()};
}

std::vector<std::string> links(hid_t group) {
  std::vector<std::string> names;
  const auto take = [](hid_t, const char* name, const H5L_info_t*, void* out) -> herr_t {
    static_cast<std::vector<std::string>*>(out)->emplace_back(name);
    return 0;
  };
  hsize_t at = 0;
  check(H5Literate(group, H5_INDEX_CRT_ORDER, H5_ITER_INC, &at, take, &names), "list a group");
  return names;
}

}  // namespace sim::h5
