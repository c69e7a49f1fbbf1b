// A result from a stranger: all that `show`, `compare` and `diff` read is read or refused.
#include <array>
#include <regex>

#include "sim/execution/run.hpp"
#include "sim/results/compare.hpp"
#include "sim/results/durable_file.hpp"
#include "sim/results/result_file.hpp"
#include "sim/results/seal.hpp"
#include "tests/fuzz/small_study.hpp"
#include "tests/fuzz/spoilt_file.hpp"

namespace {

// What every result has, and then what one part of it has. No check looks from one part to another, and an input takes
// as long as there are variables, so that each part is a file of its own. Left out is what no reader of the engine asks
// for: it is checked as every other variable is.
constexpr const char* everywhere = "policy|policy_label|world|member|status|provenance/(study|scenario)";
constexpr std::array parts{
    "time|country|sector|policy_.*|stock|summary/(policy.*|time|quantile|country|sector|stock.*)",
    "time|frontier_lag|summary/(policy|time|quantile|frontier_lag.*)",
    "events/.*",
    "design/.*|registry/(parameter|value|initial|low|high|unit|prior|standing|confidence|source|description)",
    "country|lineage/(node.*|release.*)",
    "lineage/(node|further_parents/.*)",
};

// A small result, run by this very build. It has no seal, as when another program has written into it: its digest would
// take much of the time.
const std::vector<fuzz::SoundFile>& sound() {
  static const std::vector<fuzz::SoundFile> made = [] {
    sim::RunOptions options;
    options.output = fuzz::folder() / "sound.h5";
    options.threads = 1;
    sim::run_study(fuzz::small_study(), options);
    const std::string sealed = sim::read_text(options.output);
    std::vector<fuzz::SoundFile> files;
    for (const std::string part : parts) {
      const std::regex kept(everywhere + ("|" + part));
      files.push_back(fuzz::sound_file(sim::content_of(sealed).value(),
                                       [&](const std::string& name) { return !std::regex_match(name, kept); }));
    }
    return files;
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
    fuzz::write_spoilt(fuzz::folder() / "given.h5", file, {});
    read_all(fuzz::folder() / "given.h5");
  }
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Computing computing;
  const fuzz::fs::path path = fuzz::folder() / "given.h5";
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t which = input.empty() ? 0 : static_cast<unsigned char>(input.front()) % sound().size();
  fuzz::write_spoilt(path, sound()[which], input.substr(input.empty() ? 0 : 1));
  try {
    read_all(path);
  } catch (const sim::Error& error) {
    fuzz::require_told(error.problems());
  }
  return 0;
}
