// The study inside a result: it is read or refused, and what is read is written as the same record.
#include "sim/results/study_record.hpp"

#include "tests/fuzz/invariant.hpp"
#include "tests/toy/toy_kind.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Computing computing;
  const std::string text(reinterpret_cast<const char*>(data), size);
  try {
    const sim::Study study = sim::study_from_json(toy::kind(), text, "fuzz");
    sim::program_of_record(text);  // throws nothing of what is read
    fuzz::require(!study.policies.empty() && study.design.keys.size() == study.design.worlds(),
                  "a study has a policy, and a key for each world");
    const std::string written = sim::study_to_json(study);
    try {
      const std::string again = sim::study_to_json(sim::study_from_json(toy::kind(), written, "fuzz"));
      fuzz::require(again == written, "a record that is written is read as the same");
    } catch (const sim::Error& error) {
      fuzz::require(false, std::string("a record that is written is read: ") + error.what());
    }
  } catch (const sim::Error& error) {
    fuzz::require_told(error.problems());
  }
  return 0;
}
