// A part file that a stranger has changed: it is read or refused.
#include "sim/execution/cell.hpp"
#include "sim/results/part_file.hpp"
#include "sim/scenario/load.hpp"
#include "tests/fuzz/invariant.hpp"
#include "tests/fuzz/spoilt_file.hpp"
#include "tests/toy/toy_kind.hpp"

namespace {

// A study with the part of all its units, written by this very build.
struct Prepared {
  sim::Study study;
  sim::Layout layout;
  fuzz::fs::path part;
};

const Prepared& prepared() {
  static const Prepared made = [] {
    const fuzz::fs::path cases = fuzz::fs::path(WEIGHTSHED_SOURCE_DIR) / "tests" / "robustness" / "cases";
    const std::vector<std::string> small{"run.members=3", "run.end=2026-12-31", "measure.every=year",
                                         "measure.lineage=all"};
    Prepared p{sim::load_study(toy::kind(), cases / "two_policies.toml", {small, {cases}}), {}, {}};
    p.layout = sim::layout_of(p.study);
    const sim::Schedule schedule = sim::schedule_of(p.study);
    std::vector<sim::UnitRecord> units;
    for (std::size_t unit = 0; unit < p.layout.units(); ++unit)
      units.push_back(sim::simulate_unit(p.study, p.layout, schedule, unit));
    fuzz::fs::create_directory(fuzz::folder() / "sound");
    sim::write_part(fuzz::folder() / "sound", p.study.source.sha256, p.layout, units);
    p.part = fuzz::fs::directory_iterator(fuzz::folder() / "sound")->path();
    return p;
  }();
  return made;
}

}  // namespace

// Before the clock of an input runs.
extern "C" int LLVMFuzzerInitialize(int*, char***) {
  prepared();
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Prepared& sound = prepared();
  static const std::vector<std::string> objects = fuzz::objects_of(sound.part);
  const fuzz::fs::path path = fuzz::folder() / "part-0.h5";
  fuzz::spoil(sound.part, objects, std::string_view(reinterpret_cast<const char*>(data), size), path);
  try {
    const sim::PartFile part(path, sound.study.source.sha256, sound.layout);
    for (const std::uint64_t unit : part.units())
      fuzz::require(unit < sound.layout.units(), "a unit is one of the study");
    fuzz::require(part.read().size() == part.units().size(), "each unit is read");
  } catch (const sim::Error& error) {
    fuzz::require_told(error.problems());
  }
  return 0;
}
