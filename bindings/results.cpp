// No logic of its own: arguments to the engine, answers to dictionaries.
#include "bindings/results.hpp"

#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <algorithm>
#include <filesystem>

#include "bindings/dictionaries.hpp"
#include "models/history/kind.hpp"
#include "sim/model/labels.hpp"
#include "sim/registry/fields.hpp"
#include "sim/results/compare.hpp"
#include "sim/results/effect_table.hpp"
#include "sim/results/lineage_summary.hpp"
#include "sim/results/ranking.hpp"
#include "sim/results/slices.hpp"
#include "sim/results/study_record.hpp"
#include "sim/results/sweep.hpp"
#include "sim/scenario/reference.hpp"

namespace bindings {

namespace py = pybind11;

namespace {

using weightshed::history::kind;

std::optional<sim::Date> date_of(const std::string& at) {
  return at.empty() ? std::nullopt : std::optional(sim::day_or_month(at, sim::MonthDay::last));
}

// The effects, and what `weightshed compare` says of them; of a sweep nothing, whose points it would mix.
py::tuple compare(const std::filesystem::path& path, const std::string& at, const std::string& vs,
                  const std::vector<std::string>& measures, const sim::Labels& where) {
  const sim::CompareOptions options{vs, date_of(at), {measures, where}};
  std::vector<sim::Effect> effects;
  std::string told;
  {
    const py::gil_scoped_release release;
    const sim::ResultFile result(path);
    effects = sim::compare(kind(), result, options);
    sim::TableRows rows;
    rows.all = options.asked.any();
    rows.others = "pandas.DataFrame(…) of this table shows every effect, measures=[…] those on one measure";
    if (!sim::is_sweep(result.study_json())) told = sim::effect_table(kind(), result, effects, rows);
  }
  return py::make_tuple(dictionaries(effects), told);
}

// One value of a measure at every point of a sweep.
py::list swept(const std::filesystem::path& path, const std::string& measure, const sim::Labels& where,
               const std::string& at) {
  using namespace py::literals;
  std::vector<sim::SweptEffect> effects;
  std::vector<std::string> policies;
  {
    const py::gil_scoped_release release;
    const sim::ResultFile result(path);
    const sim::Study study = sim::study_from_json(kind(), result.study_json(), path);
    const sim::MeasureSlice slice = slices_of(kind(), result, {{measure}, where}).front();
    policies = result.policies();
    if (study.sweep) effects = swept_effects(result, *study.sweep, slice, result.date_index(*date_of(at)));
  }
  py::list rows;
  for (const sim::SweptEffect& e : effects) {
    rows.append(py::dict("policy"_a = policies[e.policy], "at"_a = e.at, "effect"_a = e.effect.effect,
                         "low"_a = e.effect.low, "high"_a = e.effect.high,
                         "sign_probability"_a = e.effect.sign_probability, "pairs"_a = e.effect.pairs));
  }
  return rows;
}

py::dict lineage(const std::filesystem::path& path, const std::string& policy, std::size_t world, std::size_t member,
                 const std::string& by, std::size_t top) {
  const auto known = std::find(std::begin(sim::lineage_groupings), std::end(sim::lineage_groupings), by);
  if (known == std::end(sim::lineage_groupings)) throw py::value_error("by: base, family, lab, country or model");
  sim::LineageSummary s;
  {
    const py::gil_scoped_release release;
    s = summarise(sim::read_lineage(sim::ResultFile(path), policy, world, member),
                  static_cast<sim::LineageGrouping>(known - std::begin(sim::lineage_groupings)), top);
  }
  py::dict found = describe(s);
  found["rows"] = dictionaries(s.rows);
  return found;
}

py::dict ranking(const std::filesystem::path& path, const std::string& policy, std::size_t world, std::size_t member,
                 const std::string& at, std::size_t top) {
  sim::Ranking ranked;
  {
    const py::gil_scoped_release release;
    ranked = ranking_of(sim::ResultFile(path), {policy, world, member, date_of(at), top});
  }
  py::dict found = describe(ranked);
  found["rows"] = dictionaries(ranked.rows);
  found["countries"] = dictionaries(ranked.countries);
  return found;
}

// The label that is meant, and else the nearest one; each may be empty.
std::pair<std::string, std::string> label(const std::string& dimension, const std::vector<std::string>& labels,
                                          const std::string& study, const std::string& given) {
  const auto names = label_names(kind(), sim::recorded_tables(study), dimension);
  const auto meant = sim::label_meant(labels, names, given);
  return {meant ? labels[*meant] : std::string(), meant ? std::string() : sim::nearest_label(labels, names, given)};
}

py::list catalogue(const std::string& which, const std::vector<std::filesystem::path>& library) {
  std::vector<std::filesystem::path> folders;
  for (const auto& folder : library) folders.push_back(folder / "reference");
  std::vector<sim::Problem> problems;
  const sim::ReferenceTables reference = read_reference_tables(kind(), folders, problems);
  if (!problems.empty()) throw sim::Error(sim::Failure::invalid_input, std::move(problems));
  py::list rows;
  for (const sim::NamedThing& thing : kind().catalogue(which, reference.tables)) {
    py::dict row;
    row["key"] = thing.code;
    row["name"] = thing.name;
    for (const auto& [field, text] : thing.about) row[py::str(std::string(field))] = text;
    rows.append(row);
  }
  return rows;
}

}  // namespace

void add_results(py::module_& m) {
  using namespace py::literals;
  m.def("compare", &compare, "path"_a, "at"_a, "vs"_a, "measures"_a, "where"_a);
  m.def("swept", &swept, "path"_a, "measure"_a, "where"_a, "at"_a);
  m.def("lineage", &lineage, "path"_a, "policy"_a, "world"_a, "member"_a, "by"_a, "top"_a);
  m.def("ranking", &ranking, "path"_a, "policy"_a, "world"_a, "member"_a, "at"_a, "top"_a);
  m.def("label", &label, "dimension"_a, "labels"_a, "study"_a, "given"_a);
  m.def(
      "parse_where", [](const std::vector<std::string>& texts) { return sim::parse_where(texts); }, "texts"_a);
  m.def(
      "touched",
      [](const std::string& study, const sim::Coordinates& coordinates) {
        return sim::touched_by_policies(kind(), study, coordinates);
      },
      "study"_a, "coordinates"_a);
  m.def("cost", [] { return std::pair(kind().measure_of_cost, kind().public_payer); });
  m.def("catalogue", &catalogue, "which"_a, "library"_a);
}

}  // namespace bindings
