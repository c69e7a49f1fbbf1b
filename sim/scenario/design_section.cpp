// [assume] and [structure] to the worlds of a study: a Sobol or random design, or a list, crossed with the structures.
#include <algorithm>
#include <boost/random/sobol.hpp>
#include <cmath>

#include "sim/random/stream.hpp"
#include "sim/scenario/assumptions.hpp"
#include "sim/scenario/parts.hpp"
#include "sim/scenario/reference.hpp"
#include "sim/scenario/text_file.hpp"

namespace sim {

namespace {

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

// Uniform numbers, draws × dimensions. Sobol points get a digital shift keyed by the seed (Matousek 1998): still a
// net, and no two seeds share worlds. Joe and Kuo's direction numbers, from Boost.
std::vector<double> uniform_points(const RunSettings& run, std::size_t draws, std::size_t dimensions) {
  std::vector<double> points(draws * dimensions);
  const Stream stream(run.seed, 0, "study.design");
  if (run.design == "random") {
    for (std::size_t i = 0; i < draws; ++i) {
      Draws numbers = stream.at(i, 0);
      for (std::size_t d = 0; d < dimensions; ++d) points[i * dimensions + d] = numbers.uniform();
    }
    return points;
  }
  std::vector<std::uint64_t> shift(dimensions);
  for (std::size_t d = 0; d < dimensions; ++d) shift[d] = stream.at(d, 1).bits();
  boost::random::sobol sobol(dimensions);
  for (std::size_t i = 0; i < draws; ++i) {
    for (std::size_t d = 0; d < dimensions; ++d) {
      // Boost leaves out the origin, the sequence's first point; without it 2^k points are no net (Owen 2020).
      const std::uint64_t point = i == 0 ? 0 : sobol();
      points[i * dimensions + d] = open_uniform(point ^ shift[d]);
    }
  }
  return points;
}

// The rows of a list of worlds; columns are named by parameter keys.
void read_list(Draft& draft, const std::filesystem::path& folder, const Assumptions& assumptions,
               std::vector<std::vector<double>>& rows, std::vector<std::size_t>& columns) {
  const Section section(draft.tree.find("run")->find("design"), "run.design", draft.problems);
  constexpr std::string_view keys[] = {"list"};
  section.allow_only(keys);
  if (section.find("list") == nullptr) {
    add_problem(draft.problems, section.table()->place, "run.design", "names no list", "{ list = \"worlds.csv\" }");
    return;
  }
  const auto name = section.text("list");
  if (!name) return;
  const std::filesystem::path path =
      std::filesystem::path(*name).is_absolute() ? std::filesystem::path(*name) : folder / *name;
  const auto text = read_text_file(path, largest_table, draft.problems);
  if (!text) return;
  const CsvFile csv = read_csv(*text, path.string(), draft.problems);
  if (csv.rows.size() < 2) {
    add_problem(draft.problems, {path.string(), 1, 0}, {}, "lists no world",
                "a header of parameter keys and a row a world");
    return;
  }
  const auto names = keys_of(draft.kind.parameters);
  const auto& header = csv.rows.front();
  for (const std::string& field : header.fields) {
    const Node where = text_node(field, {path.string(), header.line, 0});
    const auto found = find_word(field, names, where, field, "parameter", draft.problems);
    if (found && std::find(columns.begin(), columns.end(), *found) != columns.end()) {
      add_problem(draft.problems, where.place, field, "the column stands twice");
    }
    columns.push_back(found.value_or(names.size()));
  }
  for (const Assumptions::Sampled& sampled : assumptions.sampled) {
    if (std::find(columns.begin(), columns.end(), sampled.parameter) != columns.end()) continue;
    add_problem(draft.problems, {path.string(), header.line, 0}, names[sampled.parameter],
                "is uncertain in [assume] and has no column in the list");
  }
  for (std::size_t r = 1; r < csv.rows.size(); ++r) {
    const CsvFile::Row& row = csv.rows[r];
    if (row.fields.size() != header.fields.size()) {
      add_problem(draft.problems, {path.string(), row.line, 0}, {},
                  "has " + std::to_string(row.fields.size()) + " fields", std::to_string(header.fields.size()));
      continue;
    }
    std::vector<double> values(columns.size());
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (columns[c] == names.size()) continue;
      const ParameterCard& card = draft.kind.parameters[columns[c]];
      const Node cell = text_node(row.fields[c], {path.string(), row.line, static_cast<int>(c) + 1});
      values[c] = read_quantity(cell, card.key, {card.about.unit, card.about.low, card.about.high, card.about.source},
                                draft.problems)
                      .value_or(card.initial);
    }
    rows.push_back(std::move(values));
  }
}

}  // namespace

Design read_design(Draft& draft, const RunSettings& run, const std::filesystem::path& folder) {
  const Assumptions assumptions = read_assumptions(draft);
  const std::vector<Combination> combinations = read_structures(draft);
  Design design;
  design.parameters = assumptions.values.size();
  std::vector<std::vector<double>> draws(run.worlds, assumptions.values);
  const auto& sampled = assumptions.sampled;
  if (run.design == "list") {
    std::vector<std::vector<double>> rows;
    std::vector<std::size_t> columns;
    const std::size_t reported = draft.problems.size();
    read_list(draft, folder, assumptions, rows, columns);
    if (draft.problems.size() > reported) return design;
    if (run.worlds != rows.size() && run.worlds != 1) {
      draft.warnings.push_back("run.worlds = " + std::to_string(run.worlds) + " is not used: the list holds " +
                               std::to_string(rows.size()) + " worlds");
    }
    draws.assign(rows.size(), assumptions.values);
    for (std::size_t w = 0; w < rows.size(); ++w) {
      for (std::size_t c = 0; c < columns.size(); ++c) draws[w][columns[c]] = rows[w][c];
    }
    design.sampled = columns;
    std::sort(design.sampled.begin(), design.sampled.end());
  } else if (run.worlds == 1) {
    for (const auto& entry : sampled) draws[0][entry.parameter] = entry.centre;
    if (!sampled.empty()) {
      draft.warnings.push_back("run.worlds = 1: the " + std::to_string(sampled.size()) +
                               " uncertain assumptions stay at their central values");
    }
  } else if (sampled.empty()) {
    draft.warnings.push_back("run.worlds = " + std::to_string(run.worlds) +
                             ", but no assumption has a range, so all worlds are the same");
  } else {
    const std::vector<double> points = uniform_points(run, run.worlds, sampled.size());
    for (std::size_t w = 0; w < draws.size(); ++w) {
      for (std::size_t s = 0; s < sampled.size(); ++s) {
        draws[w][sampled[s].parameter] = sampled[s].distribution.quantile(points[w * sampled.size() + s]);
      }
    }
    for (const auto& entry : sampled) design.sampled.push_back(entry.parameter);
  }
  // The same draws repeat under each combination: world = combination × draws + draw.
  for (const Combination& combination : combinations) {
    for (const auto& values : draws) {
      design.values.insert(design.values.end(), values.begin(), values.end());
      design.structure.push_back(combination);
    }
  }
  return design;
}

}  // namespace sim
