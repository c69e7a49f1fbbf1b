// A result from a stranger: all that `show`, `compare` and `diff` read is read or refused.
#include "sim/execution/run.hpp"
#include "sim/results/compare.hpp"
#include "sim/results/result_file.hpp"
#include "sim/scenario/load.hpp"
#include "tests/fuzz/invariant.hpp"
#include "tests/fuzz/spoilt_file.hpp"
#include "tests/toy/toy_kind.hpp"

namespace {

// A small result, run by this very build.
const fuzz::fs::path& sound() {
  static const fuzz::fs::path made = [] {
    const fuzz::fs::path cases = fuzz::fs::path(WEIGHTSHED_SOURCE_DIR) / "tests" / "robustness" / "cases";
    const std::vector<std::string> small{"run.members=2", "run.end=2026-12-31", "measure.every=year",
                                         "measure.lineage=all"};
    sim::RunOptions options;
    options.output = fuzz::folder() / "sound.h5";
    options.threads = 1;
    sim::run_study(sim::load_study(toy::kind(), cases / "two_policies.toml", {small, {cases}}), options);
    return options.output;
  }();
  return made;
}

void read_all(const fuzz::fs::path& path) {
  const sim::ResultFile result(path);
  result.title();
  result.counts();
  result.failed_cells();
  result.events();
  result.in_force();
  result.unfired();
  result.provenance();
  const std::size_t cells = result.policies().size() * result.worlds() * result.members();
  fuzz::require(result.status().size() == cells, "each cell has a status");
  for (const auto& measure : result.measures()) {
    for (std::size_t p = 0; p < result.policies().size(); ++p) {
      const std::size_t values = result.values(measure.name, p).size();
      fuzz::require(values == result.worlds() * result.members() * result.dates().size() * measure.width,
                    "each history has each value of a measure at each date");
    }
  }
  if (!result.dates().empty()) sim::compare(toy::kind(), result, {});
}

}  // namespace

// Before the clock of an input runs.
extern "C" int LLVMFuzzerInitialize(int*, char***) {
  sound();
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<std::string> objects = fuzz::objects_of(sound());
  const fuzz::fs::path path = fuzz::folder() / "given.h5";
  fuzz::spoil(sound(), objects, std::string_view(reinterpret_cast<const char*>(data), size), path);
  try {
    read_all(path);
  } catch (const sim::Error& error) {
    fuzz::require_told(error.problems());
  }
  return 0;
}
