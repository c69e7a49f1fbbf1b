// `weightshed diff`: how two scenarios or two results differ.
#include "sim/plan/diff.hpp"

#include <nlohmann/json.hpp>

#include "cli/tell.hpp"
#include "cli/verbs.hpp"
#include "sim/execution/branch.hpp"
#include "sim/results/result_file.hpp"
#include "sim/results/study_record.hpp"
#include "sim/scenario/library.hpp"
#include "sim/scenario/load.hpp"

namespace cli {

namespace {

using Json = nlohmann::ordered_json;

bool is_result(const std::string& file) { return std::filesystem::path(file).extension() == ".h5"; }

sim::Study study_in(const std::string& file, const Surroundings& around) {
  if (is_result(file)) return study_from_json(around.kind, sim::ResultFile(file).study_json(), file);
  return sim::load_study(around.kind, sim::scenario_file(file, around.library), {{}, around.library});
}

std::string shown(const std::string& text) {
  constexpr std::size_t longest = 160;
  if (text.empty()) return "(absent)";
  if (text.size() <= longest) return sim::printable(text);
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;  // not within a character
  return sim::printable(text.substr(0, end)) + "…";
}

}  // namespace

int diff(const Options& options, const Surroundings& around) {
  const std::string &first = options.files.front(), &second = options.files.back();
  std::vector<sim::Difference> list = sim::differences(study_in(first, around), study_in(second, around));
  if (is_result(first) && is_result(second)) {
    const std::string a = sim::ResultFile(first).source(), b = sim::ResultFile(second).source();
    if (a != b) list.insert(list.begin(), {"program", a, b});
    if (list.empty()) {
      if (const auto value = sim::first_changed_value(first, second)) list.push_back({"value", *value, ""});
    }
  }
  if (options.json) {
    Json out = Json::array();
    for (const sim::Difference& d : list) out.push_back({{"what", d.what}, {"first", d.first}, {"second", d.second}});
    tell("{}\n", out.dump(2));
  } else {
    for (const sim::Difference& d : list) tell("{}\n  - {}\n  + {}\n", d.what, shown(d.first), shown(d.second));
    if (list.empty()) tell("no differences\n");
  }
  return list.empty() ? 0 : static_cast<int>(sim::Failure::mismatch);
}

}  // namespace cli
