// Histories for tests: the project's own reference tables, every assumption at its default, at a small scale.
#pragma once

#include <cmath>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "models/history/history.hpp"
#include "models/history/kind.hpp"
#include "sim/scenario/load.hpp"

namespace weightshed::test {

inline sim::Study load(const std::string& scenario, std::vector<std::string> overrides = {}) {
  const std::filesystem::path library = std::filesystem::path(WEIGHTSHED_SOURCE_DIR) / "scenarios";
  return sim::load_study(history::kind(), library / (scenario + ".toml"), {std::move(overrides), {library}});
}

// Assumptions at their defaults but for those `changed`, not at the draws of a world.
inline history::History begin(const sim::Study& study, double scale, std::uint32_t member = 0,
                              std::vector<std::size_t> structure = {0, 0}, sim::Past past = sim::Past::observed,
                              const std::map<std::string_view, double>& changed = {}, std::uint32_t world_key = 0) {
  std::vector<double> values;
  for (const sim::ParameterCard& card : history::kind().parameters) {
    const auto found = changed.find(card.key);
    values.push_back(found == changed.end() ? card.initial : found->second);
  }
  sim::Beginning b;
  b.tables = &study.tables;
  b.parameters = values;
  b.structure = structure;
  b.seed = 7;
  b.member = member;
  b.world_key = world_key;
  b.past = past;
  b.start = study.run.start;
  b.end = study.run.end;
  b.observed_until = study.run.observed_until;
  b.scale = scale;
  return history::History(b);
}

inline void run_until(sim::Model& model, const sim::Policy& policy, sim::Date date) {
  while (model.clock().now() < date) model.step(policy);
}

// A measure over the last step, the last four or the last 52, as its window asks.
inline std::vector<double> row_of(const sim::Model& model, std::size_t measure, const sim::Coordinates& coordinates) {
  const sim::MeasureCard& card = history::kind().measures[measure];
  std::size_t width = 1;
  for (const std::string_view dimension : card.dimensions) {
    if (!dimension.empty()) width *= coordinates.find(dimension)->second.size();
  }
  const std::uint32_t last = model.clock().step() - 1;
  const std::uint32_t steps = card.window == sim::Window::instant ? 1U : card.window == sim::Window::period ? 4U : 52U;
  std::vector<double> row(width, std::nan(""));
  model.observe(measure, {last + 1 >= steps ? last + 1 - steps : 0U, last}, row);
  return row;
}

inline std::size_t measure_at(std::string_view key) {
  const auto& measures = history::kind().measures;
  for (std::size_t m = 0; m < measures.size(); ++m) {
    if (measures[m].key == key) return m;
  }
  throw sim::Error(sim::Failure::internal, "no measure " + std::string(key));
}

}  // namespace weightshed::test
