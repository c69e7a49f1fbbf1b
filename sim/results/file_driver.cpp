// The calls that HDF5 makes on an open file, over POSIX.
#include "sim/results/file_driver.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

#include "sim/results/hdf5.hpp"
#include "sim/results/storage_error.hpp"

namespace sim::h5 {

struct DiskFile::Given {
  int descriptor;
  const std::shared_ptr<int>* refused;
};

namespace {

// HDF5 hands this to every call; the part that it uses itself stands first.
struct DriverFile {
  H5FD_t base{};
  Descriptor descriptor;
  struct stat identity {};
  haddr_t end_of_space = 0;  // of what HDF5 has allocated
  haddr_t end_of_file = 0;
  std::shared_ptr<int> refused;  // errno of the first write that was refused
};

DriverFile& of(H5FD_t* file) { return *reinterpret_cast<DriverFile*>(file); }
const DriverFile& of(const H5FD_t* file) { return *reinterpret_cast<const DriverFile*>(file); }

H5FD_t* open_file(const char*, unsigned flags, hid_t access, haddr_t) {
  const auto* given = static_cast<const DiskFile::Given*>(H5Pget_driver_info(access));
  if (given == nullptr) return nullptr;
  auto file = std::make_unique<DriverFile>();
  file->descriptor = Descriptor(::fcntl(given->descriptor, F_DUPFD_CLOEXEC, 0));
  file->refused = *given->refused;
  if (!file->descriptor || ::fstat(file->descriptor.get(), &file->identity) != 0) return nullptr;
  file->end_of_file = (flags & H5F_ACC_TRUNC) != 0 ? 0 : static_cast<haddr_t>(file->identity.st_size);
  return &file.release()->base;
}

herr_t close_file(H5FD_t* file) {
  delete &of(file);
  return 0;
}

int compare(const H5FD_t* one, const H5FD_t* other) {
  const struct stat& a = of(one).identity;
  const struct stat& b = of(other).identity;
  if (a.st_dev != b.st_dev) return a.st_dev < b.st_dev ? -1 : 1;
  if (a.st_ino != b.st_ino) return a.st_ino < b.st_ino ? -1 : 1;
  return 0;
}

herr_t query(const H5FD_t*, unsigned long* flags) {
  *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_DATA_SIEVE |
           H5FD_FEAT_AGGREGATE_SMALLDATA | H5FD_FEAT_DEFAULT_VFD_COMPATIBLE;
  return 0;
}

haddr_t end_of_space(const H5FD_t* file, H5FD_mem_t) { return of(file).end_of_space; }
haddr_t end_of_file(const H5FD_t* file, H5FD_mem_t) { return of(file).end_of_file; }

herr_t set_end_of_space(H5FD_t* file, H5FD_mem_t, haddr_t end) {
  of(file).end_of_space = end;
  return 0;
}

herr_t handle_of(H5FD_t* file, hid_t, void** handle) {
  *handle = file;
  return 0;
}

// What lies beyond the end of the file reads as zeros, as HDF5's own drivers have it.
herr_t read_bytes(H5FD_t* file, H5FD_mem_t, hid_t, haddr_t at, size_t size, void* to) {
  auto* out = static_cast<char*>(to);
  while (size > 0) {
    const ssize_t got = ::pread(of(file).descriptor.get(), out, size, static_cast<off_t>(at));
    if (got < 0 && errno != EINTR) return -1;
    if (got == 0) break;
    if (got < 0) continue;
    out += got;
    at += static_cast<haddr_t>(got);
    size -= static_cast<std::size_t>(got);
  }
  std::memset(out, 0, size);
  return 0;
}

herr_t write_bytes(H5FD_t* file, H5FD_mem_t, hid_t, haddr_t at, size_t size, const void* from) {
  DriverFile& f = of(file);
  const auto* in = static_cast<const char*>(from);
  f.end_of_file = std::max(f.end_of_file, at + size);
  while (size > 0 && *f.refused == 0) {
    const ssize_t written = ::pwrite(f.descriptor.get(), in, size, static_cast<off_t>(at));
    if (written < 0 && errno != EINTR) *f.refused = errno;
    if (written <= 0) continue;
    in += written;
    at += static_cast<haddr_t>(written);
    size -= static_cast<std::size_t>(written);
  }
  return 0;
}

herr_t truncate(H5FD_t* file, hid_t, hbool_t) {
  DriverFile& f = of(file);
  if (f.end_of_file == f.end_of_space) return 0;
  if (*f.refused == 0 && ::ftruncate(f.descriptor.get(), static_cast<off_t>(f.end_of_space)) != 0) *f.refused = errno;
  f.end_of_file = f.end_of_space;
  return 0;
}

H5FD_class_t driver_class() {
  constexpr H5FD_mem_t kinds[] = H5FD_FLMAP_DICHOTOMY;
  H5FD_class_t c{};
  c.name = "weightshed";
  c.maxaddr = (haddr_t{1} << 62) - 1;
  c.fc_degree = H5F_CLOSE_STRONG;
  c.fapl_size = sizeof(DiskFile::Given);
  c.open = open_file;
  c.close = close_file;
  c.cmp = compare;
  c.query = query;
  c.get_eoa = end_of_space;
  c.set_eoa = set_end_of_space;
  c.get_eof = end_of_file;
  c.get_handle = handle_of;
  c.read = read_bytes;
  c.write = write_bytes;
  c.truncate = truncate;
  std::copy(std::begin(kinds), std::end(kinds), c.fl_map);
  return c;
}

hid_t driver() {
  static const H5FD_class_t description = driver_class();
  static const hid_t id = H5FDregister(&description);
  return id;
}

const DriverFile& driver_file(hid_t file) {
  void* handle = nullptr;
  check(H5Fget_vfd_handle(file, H5P_DEFAULT, &handle), "look at an open file");
  return of(static_cast<const H5FD_t*>(handle));
}

}  // namespace

DiskFile DiskFile::create(const std::filesystem::path& path) {
  Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  if (!file) fail_to("write", path, errno);
  return DiskFile(std::move(file));
}

DiskFile DiskFile::open(const std::filesystem::path& path) {
  Descriptor file = open_to_read(path);
  if (::flock(file.get(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    throw Error(Failure::invalid_input, "'" + path.string() +
                                            "' is in use: another process holds a lock on it; try again when that is "
                                            "done");
  }
  return DiskFile(std::move(file));
}

void DiskFile::use_in(hid_t access) const {
  const Given given{descriptor_.get(), &refused_};
  check(H5Pset_driver(access, driver(), &given), "choose a driver");
}

std::size_t bytes_beyond(hid_t file) {
  const DriverFile& f = driver_file(file);
  return f.end_of_file > f.end_of_space ? static_cast<std::size_t>(f.end_of_file - f.end_of_space) : 0;
}

}  // namespace sim::h5
