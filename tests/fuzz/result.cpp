// A result from a stranger: all that `show`, `compare` and `diff` read is read or refused.
#include <algorithm>
#include <array>

#include "sim/execution/run.hpp"
#include "sim/results/compare.hpp"
#include "sim/results/durable_file.hpp"
#include "sim/results/result_file.hpp"
#include "sim/results/seal.hpp"
#include "tests/fuzz/small_study.hpp"
#include "tests/fuzz/spoilt_file.hpp"

namespace {

bool starts_with_one_of(const std::string& name, std::initializer_list<std::string_view> starts) {
  return std::any_of(starts.begin(), starts.end(), [&](std::string_view start) { return name.starts_with(start); });
}

// What no reader of the engine asks for. What is checked of it is checked of every other variable too, and an input
// takes as long as there are variables.
bool is_unread(const std::string& name) {
  return starts_with_one_of(
      name, {"provenance/setting", "registry/lever", "registry/measure", "registry/moves", "registry/pattern",
             "registry/phrase", "registry/sampled", "registry/spread", "registry/structure"});
}

// A small result, run by this very build, as two files: cells with all that is computed of them, and ragged tables with
// what describes the study. They have no seal, as when another program has written into them: its digest would take
// much of the time.
const std::array<fuzz::SoundFile, 2>& sound() {
  static const std::array<fuzz::SoundFile, 2> made = [] {
    sim::RunOptions options;
    options.output = fuzz::folder() / "sound.h5";
    options.threads = 1;
    sim::run_study(fuzz::small_study(), options);
    const std::string sealed = sim::read_text(options.output);
    const std::string_view bytes = sim::content_of(sealed).value();
    const auto is_table = [](const std::string& name) {
      return is_unread(name) || starts_with_one_of(name, {"design/", "events/", "lineage/", "registry/"});
    };
    const auto is_of_cells = [](const std::string& name) {
      return is_unread(name) ||
             starts_with_one_of(name, {"frontier_lag", "summary/frontier_lag", "summary/stock_variance",
                                       "summary/stock_effective", "summary/stock_effect_standard"});
    };
    return std::array{fuzz::sound_file(bytes, is_table), fuzz::sound_file(bytes, is_of_cells)};
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

// Before the clock of an input runs. What is not spoilt is read, or the target would try nothing.
extern "C" int LLVMFuzzerInitialize(int*, char***) {
  for (const fuzz::SoundFile& file : sound()) {
    fuzz::write(fuzz::folder() / "given.h5", fuzz::spoilt(file, {}));
    read_all(fuzz::folder() / "given.h5");
  }
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::fs::path path = fuzz::folder() / "given.h5";
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t which = input.empty() ? 0 : static_cast<unsigned char>(input.front()) % sound().size();
  fuzz::write(path, fuzz::spoilt(sound()[which], input.substr(input.empty() ? 0 : 1)));
  try {
    read_all(path);
  } catch (const sim::Error& error) {
    fuzz::require_told(error.problems());
  }
  return 0;
}
