// A disk that refuses writes is told once and in one way; nothing crashes and nothing is taken for complete.
#include "sim/results/file_driver.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <vector>

#include "sim/results/hdf5.hpp"
#include "sim/results/seal.hpp"
#include "sim/results/storage_error.hpp"
#include "tests/sim/execution/toy_model.hpp"

namespace {

// For the life of the object no file may grow beyond `bytes`.
class LargestFile {
 public:
  explicit LargestFile(rlim_t bytes) {
    before_ = std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &limit_);
    const rlimit smaller{bytes, limit_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &smaller);
  }
  ~LargestFile() {
    setrlimit(RLIMIT_FSIZE, &limit_);
    std::signal(SIGXFSZ, before_);
  }

 private:
  rlimit limit_{};
  void (*before_)(int) = SIG_DFL;
};

void write_file(const std::filesystem::path& path) {
  sim::h5::OutputFile file(path);
  for (int i = 0; i < 20; ++i) {
    const std::string name = "values" + std::to_string(i);
    std::vector<double> values(1000);
    for (std::size_t v = 0; v < values.size(); ++v) values[v] = static_cast<double>(v * v + i);
    sim::h5::write_vector<double>(file.get(), name, values);
    sim::h5::write_strings(sim::h5::create_string_dataset(file.get(), name + "-texts", {1}).get(), std::vector{name});
  }
  file.close();
}

}  // namespace

TEST_CASE("a file that may not grow further is an error at any size, and the next one can be written") {
  const walkers::Folder folder;
  write_file(folder / "whole.h5");
  const std::uintmax_t size = std::filesystem::file_size(folder / "whole.h5");
  for (std::uintmax_t limit = 0; limit < size; limit += 1 + size / 60) {
    INFO(limit << " of " << size);
    const LargestFile largest(limit);
    REQUIRE_THROWS_AS(write_file(folder / "small.h5"), sim::NoSpace);
  }
  write_file(folder / "small.h5");
  const sim::h5::Handle file = sim::h5::open_file(folder / "small.h5");
  REQUIRE(sim::h5::read_vector<double>(file.get(), "values3").at(2) == 7.0);
}

TEST_CASE("a file that another process has locked is in use, not damaged") {
  const walkers::Folder folder;
  write_file(folder / "file.h5");
  const sim::Descriptor other(::open((folder / "file.h5").c_str(), O_RDWR));
  REQUIRE(::flock(other.get(), LOCK_SH) == 0);
  REQUIRE_NOTHROW(sim::h5::open_file(folder / "file.h5"));  // somebody else reads
  REQUIRE(::flock(other.get(), LOCK_EX) == 0);
  REQUIRE_THROWS_WITH(sim::h5::open_file(folder / "file.h5"), Catch::Contains("is in use"));
}

TEST_CASE("bytes behind the end of a file are its seal or damage") {
  const walkers::Folder folder;
  write_file(folder / "file.h5");
  REQUIRE_NOTHROW(sim::h5::open_file(folder / "file.h5"));
  sim::append_seal(folder / "file.h5");
  REQUIRE_NOTHROW(sim::h5::open_file(folder / "file.h5"));
  std::filesystem::resize_file(folder / "file.h5", std::filesystem::file_size(folder / "file.h5") - 1);
  REQUIRE_THROWS_WITH(sim::h5::open_file(folder / "file.h5"), Catch::Contains("is damaged"));
}
