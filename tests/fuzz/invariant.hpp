// What every fuzz target shares: a promise that ends the program when it is broken, and a folder for its files.
#pragma once

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "sim/error.hpp"

namespace fuzz {

namespace fs = std::filesystem;

inline void require(bool holds, std::string_view promise) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %.*s\n", static_cast<int>(promise.size()), promise.data());
  std::abort();
}

// Holds while an input is tried. libFuzzer itself knows only the clock, which a busy machine stretches.
class Computing {
 public:
  Computing() = default;
  Computing(const Computing&) = delete;
  Computing& operator=(const Computing&) = delete;
  ~Computing() { require(std::clock() - began_ < CLOCKS_PER_SEC, "an input takes less than a second of computing"); }

 private:
  std::clock_t began_ = std::clock();
};

// Each problem is one printable line, and no list is longer than what is shown.
inline void require_told(const std::vector<sim::Problem>& problems) {
  require(!problems.empty(), "a refusal says why");
  for (const sim::Problem& problem : problems) {
    const std::string text = problem.text();
    require(!text.empty() && text.find_first_of("\n\r\t\x1b") == std::string::npos, "a problem is one printable line");
  }
}

// A folder of this process. Nothing removes it when the process is killed: it is empty but for two small files.
inline const fs::path& folder() {
  // Never destroyed: what is static goes in the opposite order, and then there would be no path left to remove.
  static const fs::path& made = *[] {
    const fs::path memory = "/dev/shm";  // a disk would be what is measured
    std::string name =
        ((fs::is_directory(memory) ? memory : fs::temp_directory_path()) / "weightshed-fuzz-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) std::abort();
    std::atexit([] { fs::remove_all(folder()); });
    return new fs::path(name);
  }();
  return made;
}

inline void write(const fs::path& path, std::string_view text) {
  std::ofstream(path, std::ios::binary).write(text.data(), static_cast<std::streamsize>(text.size()));
}

}  // namespace fuzz
