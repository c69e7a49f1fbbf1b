// [measure]: what is recorded and how often.
#include <array>
#include <set>

#include "sim/limits.hpp"
#include "sim/scenario/parts.hpp"

namespace sim {

namespace {

using namespace std::string_view_literals;
constexpr std::array measure_keys = {"record"sv, "every"sv, "lineage"sv, "patterns"sv};

}  // namespace

Recording read_measures(Draft& draft, const RunSettings& run) {
  std::vector<Node> all;
  for (const MeasureCard& card : draft.kind.measures) all.push_back(text_node(card.key, default_place));
  draft.fill("measure", "record", array_node(std::move(all), default_place));
  draft.fill("measure", "every", text_node("month", default_place));
  draft.fill("measure", "lineage", text_node("none", default_place));
  draft.fill("measure", "patterns", boolean_node(false, default_place));

  const Section section(draft.tree.find("measure"), "measure", draft.problems);
  section.allow_only(measure_keys);
  Recording settings;
  if (section.table() == nullptr) return settings;
  constexpr std::array periods = {"week"sv, "month"sv, "quarter"sv, "year"sv};
  if (const auto every = section.word("every", periods)) settings.every = static_cast<Every>(*every);
  if (settings.every == Every::week && run.step_weeks > 1) {
    add_problem(draft.problems, section.find("every")->place, "measure.every", "is shorter than a step of two weeks",
                "month, quarter, year; or run.step = \"week\"");
  }
  constexpr std::array records = {"none"sv, "one member"sv, "all"sv};
  if (const auto lineage = section.word("lineage", records)) settings.lineage = static_cast<LineageRecord>(*lineage);
  if (const auto patterns = section.boolean("patterns")) settings.patterns = *patterns;

  const Node& record = *section.find("record");
  if (record.type != Node::Type::array || record.items.empty()) {
    draft.problems.push_back(record.type == Node::Type::array
                                 ? Problem{record.place, "measure.record", "is empty", "at least one measure", {}}
                                 : wrong_type(record, "measure.record", "a list of measures"));
    return settings;
  }
  if (record.items.size() > limits::measures.most) {
    add_problem(draft.problems, record.place, "measure.record",
                "names " + std::to_string(record.items.size()) + " measures", at_most(limits::measures));
    return settings;
  }
  const auto names = keys_of(draft.kind.measures);
  std::set<std::size_t> seen;
  for (const Node& item : record.items) {
    if (item.type != Node::Type::text) {
      draft.problems.push_back(wrong_type(item, "measure.record", "the name of a measure in quotes"));
      continue;
    }
    const auto found = find_word(item.text, names, item, "measure.record", "measure", draft.problems);
    if (found && seen.insert(*found).second) settings.measures.push_back(*found);
  }
  return settings;
}

}  // namespace sim
