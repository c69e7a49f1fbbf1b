// [assume] and [structure] to the worlds of a study: a Sobol or random design, or a list, crossed with the structures.
#include <algorithm>
#include <boost/random/sobol.hpp>
#include <cmath>

#include "sim/limits.hpp"
#include "sim/random/stream.hpp"
#include "sim/scenario/assumptions.hpp"
#include "sim/scenario/parts.hpp"
#include "sim/scenario/world_list.hpp"

namespace sim {

namespace {

constexpr std::string_view lists = "{ list = \"worlds.csv\" }, or { list = [{ … }, …] } with a table for each world";

using Combination = std::vector<std::size_t>;  // the chosen variant of each structure

// Every combination of the variants asked for; the last structure varies fastest.
std::vector<Combination> read_structures(Draft& draft) {
  std::vector<std::string> names;
  for (const StructureCard& card : draft.kind.structures) {
    names.emplace_back(card.key);
    draft.fill("structure", card.key, text_node(card.variants[card.initial], default_place));
  }
  const Section section(draft.tree.find("structure"), "structure", draft.problems);
  std::vector<std::string_view> keys(names.begin(), names.end());
  section.allow_only(keys);
  std::vector<Combination> combinations(1);
  if (section.table() == nullptr) return combinations;
  for (const StructureCard& card : draft.kind.structures) {
    const std::vector<std::string> variants(card.variants.begin(), card.variants.end());
    const Node& node = *section.find(card.key);
    std::vector<std::size_t> chosen;
    const auto choose = [&](const Node& word) {
      if (word.type != Node::Type::text) {
        draft.problems.push_back(
            wrong_type(word, section.path(card.key), list_of(variants) + ", a list of them, or \"*\""));
        return;
      }
      const auto found = find_word(word.text, variants, word, section.path(card.key), "variant", draft.problems);
      if (found && std::find(chosen.begin(), chosen.end(), *found) == chosen.end()) chosen.push_back(*found);
    };
    if (node.type == Node::Type::text && node.text == "*") {
      for (std::size_t v = 0; v < variants.size(); ++v) chosen.push_back(v);
    } else if (node.type == Node::Type::array) {
      if (node.items.empty())
        add_problem(draft.problems, node.place, section.path(card.key), "is empty", list_of(variants));
      for (const Node& word : node.items) choose(word);
    } else {
      choose(node);
    }
    if (chosen.empty()) chosen.push_back(card.initial);  // reported above
    std::vector<Combination> crossed;
    for (const Combination& combination : combinations) {
      for (const std::size_t variant : chosen) {
        crossed.push_back(combination);
        crossed.back().push_back(variant);
      }
    }
    combinations = std::move(crossed);
  }
  return combinations;
}

// Uniform numbers, draws × dimensions.
std::vector<double> uniform_points(const RunSettings& run, std::size_t draws, std::size_t dimensions) {
  std::vector<double> points(draws * dimensions);
  const Stream stream(run.seed, 0, "study.design");
  if (run.sampling == Sampling::random) {
    for (std::size_t i = 0; i < draws; ++i) {
      Draws numbers = stream.at(i, 0);
      for (std::size_t d = 0; d < dimensions; ++d) points[i * dimensions + d] = numbers.uniform();
    }
    return points;
  }
  return sobol_points(stream, draws, dimensions);
}

// What [assume] states and a list of worlds must not contradict each other. Stated beside the list or on top of it, an
// uncertain assumption asks for a column, and a fixed one for none. Inherited, both belong to the worlds that the list
// replaces: without a column a range shrinks to its central value, and a column takes the place of a fixed value.
void settle_assumptions(Draft& draft, const Node& design, const Place& of_list, const WorldList& list,
                        StatedAssumptions& assumptions) {
  const auto inherited = [&](const Node& stated) {
    const auto layer = [&](const Place& place) {  // of an override: behind all files
      return std::find(draft.layers.begin(), draft.layers.end(), place.file) - draft.layers.begin();
    };
    return layer(stated.place) < layer(design.place);
  };
  std::string fixed;
  for (std::size_t p = 0; p < assumptions.values.size(); ++p) {
    const bool listed = std::find(list.columns.begin(), list.columns.end(), p) != list.columns.end();
    const auto sampled = std::find_if(assumptions.sampled.begin(), assumptions.sampled.end(),
                                      [&](const auto& entry) { return entry.parameter == p; });
    const bool uncertain = sampled != assumptions.sampled.end();
    if (!assumptions.states(p) || listed == uncertain) continue;
    const std::string key(draft.kind.parameters[p].key);
    Node& section = *draft.tree.find("assume");
    Node& stated = *section.find(key);
    if (!inherited(stated)) {
      add_problem(draft.problems, of_list, key,
                  uncertain ? "is uncertain in [assume] but has no column in the list"
                            : "is fixed in [assume] but has a column in the list");
    } else if (listed) {
      draft.warnings.push_back("assume: " + key + " = " + toml_text(stated) +
                               " is inherited and not used: the list has a column for it");
      section.erase(key);
    } else {
      assumptions.values[p] = sampled->centre;
      stated = number_node(sampled->centre, stated.place);
      fixed += (fixed.empty() ? "" : ", ") + key + " = " + toml_text(stated);
      assumptions.sampled.erase(sampled);
    }
  }
  if (fixed.empty()) return;
  draft.warnings.push_back(
      "run.design: the list has no column for some inherited ranges, so these assumptions stay at their central "
      "values: " +
      fixed);
}

// The list that [run] design = { list = "worlds.csv" } names, or that stands there itself.
WorldList read_list(Draft& draft, const std::filesystem::path& folder, StatedAssumptions& assumptions) {
  const Section section(draft.tree.find("run")->find("design"), "run.design", draft.problems);
  constexpr std::string_view keys[] = {"list"};
  section.allow_only(keys);
  const Node* given = section.find("list");
  if (given == nullptr) {
    add_problem(draft.problems, section.table()->place, "run.design", "names no list", std::string(lists));
    return {};
  }
  if (given->type != Node::Type::text && given->type != Node::Type::array) {
    draft.problems.push_back(wrong_type(*given, section.path("list"), std::string(lists)));
    return {};
  }
  const bool is_here = given->type == Node::Type::array;
  const std::filesystem::path path = is_here ? std::filesystem::path() : folder / given->text;
  WorldList list = is_here ? read_world_list(draft, *given) : read_world_list(draft, path);
  const Place place = is_here ? given->place : Place{path.string(), 1, 0};
  if (!list.rows.empty()) settle_assumptions(draft, *section.table(), place, list, assumptions);
  return list;
}

// The shipped posterior, without the columns of parameters that [assume] states: the scenario has the last word.
WorldList read_posterior(Draft& draft, const RunSettings& run, const std::filesystem::path& path,
                         const StatedAssumptions& assumptions) {
  WorldList list = read_world_list(draft, path);
  if (run.calibrated_worlds > 0) {
    if (run.calibrated_worlds > list.rows.size()) {
      add_problem(draft.problems, draft.tree.find("run")->find("worlds")->place, "run.worlds",
                  "asks for " + std::to_string(run.calibrated_worlds) + " calibrated worlds",
                  "at most " + std::to_string(list.rows.size()));
      return list;
    }
    list.rows.resize(run.calibrated_worlds);
    if (!list.keys.empty()) list.keys.resize(run.calibrated_worlds);
  }
  for (std::size_t c = list.columns.size(); c-- > 0;) {
    if (!assumptions.states(list.columns[c])) continue;
    draft.warnings.push_back("assume: " + draft.kind.parameters[list.columns[c]].key +
                             " is stated in [assume], so its calibrated values are not used");
    list.columns.erase(list.columns.begin() + static_cast<std::ptrdiff_t>(c));
    for (auto& row : list.rows) row.erase(row.begin() + static_cast<std::ptrdiff_t>(c));
  }
  return list;
}

// A count of worlds in place of the parent's calibrated ones is easily a mistake: it puts every fitted assumption back
// to its default. A scenario that states any of them in [assume] does so on purpose.
void warn_of_unused_posterior(Draft& draft, const RunSettings& run, const std::filesystem::path& path,
                              const StatedAssumptions& assumptions) {
  // A posterior that does not fit the model is a problem of those who use it.
  std::vector<Problem> aside;
  Draft quiet{draft.kind, draft.tree, aside, draft.warnings};
  WorldList list;
  try {
    list = read_world_list(quiet, path);
  } catch (const Error&) {  // more problems than are counted
    return;
  }
  if (!aside.empty()) return;
  const auto stated = [&](std::size_t parameter) { return assumptions.states(parameter); };
  if (list.columns.empty() || std::any_of(list.columns.begin(), list.columns.end(), stated)) return;
  const std::string worlds = std::to_string(run.worlds);
  draft.warnings.push_back("run.worlds = " + worlds + " leaves the " + std::to_string(list.columns.size()) +
                           " fitted assumptions at their defaults; { calibrated = " + worlds +
                           " } takes them from worlds that reproduce the published figures");
}

// Values of the uncertain assumptions in every world of `draws`.
void sample(const RunSettings& run, const StatedAssumptions& assumptions, std::vector<std::vector<double>>& draws,
            Design& design) {
  const auto& sampled = assumptions.sampled;
  const std::vector<double> points = uniform_points(run, draws.size(), sampled.size());
  for (std::size_t w = 0; w < draws.size(); ++w) {
    for (std::size_t s = 0; s < sampled.size(); ++s) {
      draws[w][sampled[s].parameter] = sampled[s].distribution.quantile(points[w * sampled.size() + s]);
    }
  }
  for (const auto& entry : sampled) design.sampled.push_back(entry.parameter);
}

void take(const WorldList& list, std::vector<std::vector<double>>& draws, Design& design) {
  for (std::size_t w = 0; w < list.rows.size(); ++w) {
    for (std::size_t c = 0; c < list.columns.size(); ++c) draws[w][list.columns[c]] = list.rows[w][c];
  }
  design.sampled.insert(design.sampled.end(), list.columns.begin(), list.columns.end());
  std::sort(design.sampled.begin(), design.sampled.end());
}

}  // namespace

std::vector<double> sobol_points(const Stream& stream, std::size_t points, std::size_t dimensions) {
  std::vector<double> uniform(points * dimensions);
  std::vector<std::uint64_t> shift(dimensions);
  for (std::size_t d = 0; d < dimensions; ++d) shift[d] = stream.at(d, 1).bits();
  boost::random::sobol sobol(dimensions);
  for (std::size_t i = 0; i < points; ++i) {
    for (std::size_t d = 0; d < dimensions; ++d) {
      // Boost leaves out the origin, the sequence's first point; without it, 2^k points are not a net (Owen 2020).
      const std::uint64_t point = i == 0 ? 0 : sobol();
      uniform[i * dimensions + d] = open_uniform(point ^ shift[d]);
    }
  }
  return uniform;
}

Design read_design(Draft& draft, const RunSettings& run, const std::filesystem::path& folder,
                   const std::optional<std::filesystem::path>& posterior) {
  StatedAssumptions assumptions = read_assumptions(draft);
  const std::vector<Combination> combinations = read_structures(draft);
  Design design;
  design.parameters = assumptions.values.size();
  // Told before room is made for them.
  const auto too_many = [&](std::size_t count) {
    if (count * combinations.size() <= limits::worlds.most) return false;
    const Node& section = *draft.tree.find("run");
    const Node* worlds = section.find("worlds");
    add_problem(draft.problems, worlds == nullptr ? section.place : worlds->place, "run.worlds",
                std::to_string(count) + " draws under " + std::to_string(combinations.size()) +
                    " combinations of [structure] are " + std::to_string(count * combinations.size()) + " worlds",
                at_most(limits::worlds));
    return true;
  };
  if (too_many(run.worlds)) return design;
  std::vector<std::vector<double>> draws(run.worlds, assumptions.values);
  const auto& sampled = assumptions.sampled;
  const std::size_t reported = draft.problems.size();
  WorldList list;
  if (run.calibrated) {
    if (!posterior) {
      add_problem(draft.problems, draft.tree.find("run")->find("worlds")->place, "run.worlds",
                  std::string("no posterior of the ") + (run.past == Past::observed ? "observed" : "simulated") +
                      " past is shipped, so worlds cannot be \"calibrated\"",
                  "a number of draws from [assume]");
      return design;
    }
    list = read_posterior(draft, run, *posterior, assumptions);
    if (draft.problems.size() > reported || too_many(list.rows.size())) return design;
    draws.assign(list.rows.size(), assumptions.values);
    if (!sampled.empty()) sample(run, assumptions, draws, design);
    take(list, draws, design);
  } else if (run.sampling == Sampling::list) {
    list = read_list(draft, folder, assumptions);
    if (draft.problems.size() > reported || too_many(list.rows.size())) return design;
    draws.assign(list.rows.size(), assumptions.values);
    take(list, draws, design);
  } else if (run.worlds == 1) {
    for (const auto& entry : sampled) draws[0][entry.parameter] = entry.centre;
    if (!sampled.empty()) {
      draft.warnings.push_back("run.worlds = 1: the " + std::to_string(sampled.size()) +
                               " uncertain assumptions stay at their central values");
    }
  } else {
    if (sampled.empty()) {
      draft.warnings.push_back("run.worlds = " + std::to_string(run.worlds) +
                               ", but no assumption has a range: worlds differ only in the draws for observed bases");
    } else {
      sample(run, assumptions, draws, design);
    }
  }
  if (posterior && !run.calibrated && run.sampling != Sampling::list)
    warn_of_unused_posterior(draft, run, *posterior, assumptions);
  std::vector<std::uint32_t> keys = std::move(list.keys);
  const Stream stream(run.seed, 0, "study.world_key");
  for (std::size_t w = keys.size(); w < draws.size(); ++w) {
    keys.push_back(static_cast<std::uint32_t>(stream.at(w, 0).bits() >> 32));
  }
  // The same draws repeat under each combination: world = combination × draws + draw.
  for (const Combination& combination : combinations) {
    for (std::size_t w = 0; w < draws.size(); ++w) {
      design.values.insert(design.values.end(), draws[w].begin(), draws[w].end());
      design.structure.push_back(combination);
      design.keys.push_back(keys[w]);
    }
  }
  return design;
}

}  // namespace sim
