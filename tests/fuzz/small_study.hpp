// The study whose files are spoilt: as small as it can be with everything in it that a file may hold.
#pragma once

#include "sim/scenario/load.hpp"
#include "tests/fuzz/invariant.hpp"
#include "tests/toy/toy_kind.hpp"

namespace fuzz {

inline sim::Study small_study() {
  const fs::path cases = fs::path(WEIGHTSHED_SOURCE_DIR) / "tests" / "robustness" / "cases";
  const std::vector<std::string> small{"run.members=2", "run.end=2026-12-31", "measure.every=year",
                                       "measure.lineage=all"};
  return sim::load_study(toy::kind(), cases / "condition_holds.toml", {small, {cases}});
}

}  // namespace fuzz
