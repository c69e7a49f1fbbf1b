// What is swept is ours to the last letter; what merely looks like it stays.
#include "sim/execution/leftovers.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "sim/results/durable_file.hpp"
#include "tests/sim/execution/toy_model.hpp"

namespace fs = std::filesystem;

namespace {

const std::string nobody = "99999999";  // a number beyond those of processes
const std::string hdf5("\x89HDF\r\n\x1a\n...", 11);

void put(const fs::path& path, const std::string& bytes = "") {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

}  // namespace

TEST_CASE("names of a folder of parts are known in full") {
  for (const char* name :
       {"study.json", "lock", "lock-0", "lock-12", "part-0000000003.h5", "part-0000000003.h5.tmp77",
        "part-0000000003-0123456789abcdef.h5", "part-0000000003-0123456789abcdef.h5.tmp77", "study.json.tmp1"}) {
    INFO(name);
    CHECK(sim::is_name_in_parts(name));
  }
  for (const char* name :
       {"study.json.bak", "lock-", "lock-a", "locks", "part-3.csv", "part-.h5", "part-x.h5", "part-3-.h5",
        "part-3-0123.h5", "part-3-0123456789abcdeg.h5", ".tmp3", "part-3.h5.tmp", "part-3.h5.tmp3x", "notes.txt", ""}) {
    INFO(name);
    CHECK_FALSE(sim::is_name_in_parts(name));
  }
}

TEST_CASE("leftovers of ended processes are swept, and nothing else") {
  const walkers::Folder folder;
  const fs::path output = folder / "out.h5";
  const std::string alive = std::to_string(::getpid());
  const std::vector<fs::path> ours = {"out.h5.tmp" + nobody, "out.h5.parts.new" + nobody + "/study.json",
                                      "out.h5.parts.old" + nobody + "/part-0000000001.h5",
                                      "out.h5.parts.old/part-0000000001.h5.tmp12"};
  const std::vector<fs::path> others = {"out.h5.tmp" + alive,
                                        "out.h5.tmp",
                                        "out.h5.tmp-notes/a",
                                        "out.h5.tmp" + nobody + "x",
                                        "out.h5.tmp1" + nobody + "/folder",
                                        "out.h5.parts.new" + alive + "/study.json",
                                        "out.h5.parts.new1" + nobody + "/mine.csv",
                                        "out.h5.parts.new2" + nobody + "/part-1.h5/inside",
                                        "out.h5.parts.newer/study.json",
                                        "out.h5.parts/study.json",
                                        "other.h5.tmp" + nobody};
  for (const fs::path& path : ours) put(folder / path.string(), hdf5);
  for (const fs::path& path : others) put(folder / path.string(), hdf5);
  put(folder / ("out.h5.tmp2" + nobody), "somebody's text");
  sim::sweep_leftovers(output);
  for (const fs::path& path : ours) {
    INFO(path);
    CHECK_FALSE(fs::exists(folder / path.string()));
  }
  CHECK_FALSE(fs::exists(folder / ("out.h5.parts.new" + nobody)));
  for (const fs::path& path : others) {
    INFO(path);
    CHECK(fs::exists(folder / path.string()));
  }
  CHECK(fs::exists(folder / ("out.h5.tmp2" + nobody)));
}

TEST_CASE("a folder that somebody holds the lock of is not swept, nor is a link followed") {
  const walkers::Folder folder;
  const fs::path old = folder / ("out.h5.parts.old" + nobody);
  put(old / "lock");
  put(folder / "elsewhere/study.json");
  fs::create_directory_symlink(folder / "elsewhere", folder / "out.h5.parts.old");
  {
    const sim::Descriptor lock(::open((old / "lock").c_str(), O_RDWR));
    REQUIRE(::flock(lock.get(), LOCK_EX) == 0);
    sim::sweep_leftovers(folder / "out.h5");
    REQUIRE(fs::exists(old));
  }
  sim::sweep_leftovers(folder / "out.h5");
  REQUIRE_FALSE(fs::exists(old));
  REQUIRE(fs::exists(folder / "elsewhere/study.json"));
}
