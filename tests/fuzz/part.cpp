// A part file that a stranger has changed: it is read or refused.
#include "sim/execution/cell.hpp"
#include "sim/results/durable_file.hpp"
#include "sim/results/part_file.hpp"
#include "sim/results/seal.hpp"
#include "tests/fuzz/small_study.hpp"
#include "tests/fuzz/spoilt_file.hpp"

namespace {

// A study with the part of all its units, written by this very build.
struct Prepared {
  sim::Study study = fuzz::small_study();
  sim::Layout layout = sim::layout_of(study);
  fuzz::SoundFile part;
};

const Prepared& prepared() {
  static const Prepared made = [] {
    Prepared p;
    const sim::Schedule schedule = sim::schedule_of(p.study);
    std::vector<sim::UnitRecord> units;
    for (std::size_t unit = 0; unit < p.layout.units(); ++unit)
      units.push_back(sim::simulate_unit(p.study, p.layout, schedule, unit));
    const std::string& sha256 = p.study.source.sha256;
    const std::string sealed = part_of(sha256, p.layout, units);
    p.part = fuzz::sound_file(sim::content_of(sealed).value());
    return p;
  }();
  return made;
}

// Throws Error when it is refused.
void read_spoilt(std::string_view input) {
  const Prepared& sound = prepared();
  const fuzz::fs::path path = fuzz::folder() / "part-0.h5";
  fuzz::write_spoilt(path, sound.part, input);
  sim::append_seal(path);  // as of one who knows how: without it nothing is read at all
  const sim::PartFile part(path, sound.study.source.sha256, sound.layout);
  for (const std::uint64_t unit : part.units())
    fuzz::require(unit < sound.layout.units(), "a unit is one of the study");
  fuzz::require(part.read().size() == part.units().size(), "each unit is read");
}

}  // namespace

// Before the clock of an input runs. What is not spoilt is read, or the target would try nothing.
extern "C" int LLVMFuzzerInitialize(int*, char***) {
  read_spoilt({});
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Computing computing;
  try {
    read_spoilt(std::string_view(reinterpret_cast<const char*>(data), size));
  } catch (const sim::Error& error) {
    fuzz::require_told(error.problems());
  }
  return 0;
}
