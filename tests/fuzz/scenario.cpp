// A whole scenario from a stranger: it loads or is refused with reasons, and what loads prints and loads again the
// same.
#include "sim/scenario/load.hpp"
#include "tests/fuzz/invariant.hpp"
#include "tests/toy/toy_kind.hpp"

namespace {

// The tables of the toy beside the scenario; no library, so that `extends` finds nothing but the parent below.
const fuzz::fs::path& prepared() {
  static const fuzz::fs::path made = [] {
    const fuzz::fs::path cases = fuzz::fs::path(WEIGHTSHED_SOURCE_DIR) / "tests" / "robustness" / "cases";
    fuzz::fs::copy(cases / "reference", fuzz::folder() / "reference", fuzz::fs::copy_options::recursive);
    fuzz::fs::copy_file(cases / "baseline.toml", fuzz::folder() / "baseline.toml");
    return fuzz::folder();
  }();
  return made;
}

sim::Study load(const std::string& name, std::string_view text) {
  const fuzz::fs::path path = prepared() / name;
  fuzz::write(path, text);
  return sim::load_study(toy::kind(), path, {});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Computing computing;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (text.find('/') != std::string_view::npos) return -1;  // no path out of the folder
  try {
    const sim::Study study = load("given.toml", text);
    fuzz::require(!study.policies.empty() && study.design.worlds() > 0, "a study has a policy and a world");
    try {
      const sim::Study again = load("again.toml", study.source.resolved_text);
      fuzz::require(again.source.resolved_text == study.source.resolved_text, "a resolved scenario resolves to itself");
      fuzz::require(again.policies.size() == study.policies.size() && again.design.values == study.design.values &&
                        again.record_dates() == study.record_dates(),
                    "a resolved scenario is the same study");
    } catch (const sim::Error& error) {
      fuzz::require(false, std::string("a resolved scenario loads: ") + error.what());
    }
  } catch (const sim::Error& error) {
    fuzz::require_told(error.problems());
  }
  return 0;
}
