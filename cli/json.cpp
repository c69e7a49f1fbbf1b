// JSON of problems and outcomes.
#include "cli/json.hpp"

#include <nlohmann/json.hpp>

#include "sim/registry/json_fields.hpp"

namespace cli {

using Json = nlohmann::ordered_json;

Json json_of(const std::vector<sim::Problem>& problems) {
  Json list = Json::array();
  for (const sim::Problem& problem : problems) {
    list.push_back(sim::json_of(problem));
  }
  return list;
}

Json json_of(const sim::RunOutcome& outcome) {
  return {{"output", outcome.output.string()},   {"cells", outcome.progress.total},
          {"done", outcome.progress.done},       {"failed", outcome.progress.failed},
          {"seconds", outcome.progress.seconds}, {"interrupted", outcome.interrupted},
          {"failures", outcome.failures},        {"precision", outcome.precision}};
}

}  // namespace cli
