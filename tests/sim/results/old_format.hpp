// A result of walkers as the build before format 2.0 wrote it.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace walkers {

inline std::filesystem::path file_of_format_1(const std::filesystem::path& path) {
  const std::string packed = WEIGHTSHED_SOURCE_DIR "/tests/sim/results/format_1_2.h5.gz";
  if (std::system(("gzip -dc '" + packed + "' > '" + path.string() + "'").c_str()) != 0) {
    throw std::runtime_error("gzip cannot unpack " + packed);
  }
  return path;
}

}  // namespace walkers
