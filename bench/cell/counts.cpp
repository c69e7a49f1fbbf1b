// How often one history does what its lower bound counts: authors, works, births and draws of single nodes.
//
// usage: history_counts SCENARIO LIBRARY [KEY=VALUE...]   JSON on standard output
// The history is the reference's of the first world and member; LIBRARY is the folder of scenarios. What it counts is
// read from the state after each step, so that the program that is timed has no counters in it.
#include <cstdio>
#include <exception>
#include <memory>
#include <vector>

#include "models/history/history.hpp"
#include "models/history/kind.hpp"
#include "sim/execution/cell.hpp"
#include "sim/plan/schedule.hpp"
#include "sim/scenario/load.hpp"

int main(int count, char** words) {
  if (count < 3) {
    std::fprintf(stderr, "usage: history_counts SCENARIO LIBRARY [KEY=VALUE...]\n");
    return 3;
  }
  try {
    const std::vector<std::string> overrides(words + 3, words + count);
    const sim::Study study = sim::load_study(weightshed::history::kind(), words[1], {overrides, {words[2]}});
    const std::uint32_t steps = sim::schedule_of(study).steps;
    const std::unique_ptr<sim::Model> model = study.kind->begin(sim::beginning_of(study, 0));
    const weightshed::ecosystem::Ecosystem& state = static_cast<const weightshed::history::History&>(*model).state();
    std::size_t head_draws = 0;
    for (std::uint32_t step = 0; step < steps; ++step) {
      model->step(study.policies.front());
      for (const auto& head : state.hub.head) head_draws += head.size();
    }
    std::size_t births = 0;
    for (const sim::NodeIndex parent : state.models.topology.first_parents()) births += parent.exists();
    std::printf("{\"authors\": %u, \"publishing\": %zu, \"head_draws\": %zu, \"independents\": %zu, \"births\": %zu}\n",
                state.authors.came, state.authors.authors.size(), head_draws, state.models.independents.size(), births);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "history_counts: %s\n", error.what());
    return 3;
  }
}
