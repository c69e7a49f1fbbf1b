// Version, revision and compiler are known when this file is compiled.
#include "sim/results/provenance.hpp"

#include <chrono>
#include <ctime>

namespace sim {

std::string program_version() { return WEIGHTSHED_VERSION; }

std::string program_revision() {
#ifdef WEIGHTSHED_REVISION
  return WEIGHTSHED_REVISION;
#else
  return "unknown";
#endif
}

std::string compiler() {
#ifdef __clang__
  return "clang " __clang_version__;
#else
  return "g++ " __VERSION__;
#endif
}

std::string now_utc() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm fields{};
  gmtime_r(&now, &fields);
  char text[32];
  const std::size_t length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &fields);
  return {text, length};
}

std::string FailedCell::text() const {
  return "policy " + policy + ", world " + std::to_string(world) + ", member " + std::to_string(member) + ": " +
         message;
}

}  // namespace sim
