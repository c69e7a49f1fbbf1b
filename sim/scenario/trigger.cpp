// `when` of an action: conditions on values of measures.
#include <array>
#include <cmath>
#include <map>

#include "sim/limits.hpp"
#include "sim/scenario/parts.hpp"

namespace sim {

std::optional<std::size_t> measure_named(const Vocabulary& words, const Section& section,
                                         std::vector<Problem>& problems) {
  const Node* name = section.find("measure");
  if (name == nullptr) {
    add_problem(problems, section.table()->place, section.path("measure"), "is missing",
                "a measure (weightshed list measures)");
    return std::nullopt;
  }
  const auto given = section.text("measure");
  return given ? find_word(*given, keys_of(words.kind.measures), *name, section.path("measure"), "measure", problems)
               : std::nullopt;
}

std::size_t value_named(const Vocabulary& words, const Section& section, const MeasureCard& card,
                        std::vector<Problem>& problems) {
  std::size_t value = 0;
  for (std::size_t d = 0; d < card.rank(); ++d) {
    const std::string_view dimension = card.dimensions[d];
    const auto labels = words.coordinates.find(dimension);
    if (labels == words.coordinates.end()) continue;
    const Node* label = section.find(dimension);
    const auto given = label == nullptr ? std::nullopt : section.text(dimension);
    if (label == nullptr) {
      add_problem(problems, section.table()->place, section.path(dimension), "is missing", list_of(labels->second));
    }
    const int position =
        given ? coordinate_position(words, dimension, *given, *label, section.path(dimension), problems).value_or(0)
              : 0;
    value = value * labels->second.size() + static_cast<std::size_t>(position);
  }
  return value;
}

namespace {

using namespace std::string_view_literals;

// What conditions are checked against.
struct Known {
  const Vocabulary& words;
  std::vector<Problem>& problems;
};

// Values that some conditions leave when all of them have to hold: strictly between the two bounds.
struct Between {
  std::optional<double> above, below;
  void narrow(const Condition& condition) {
    if (condition.above && (!above || *condition.above > *above)) above = condition.above;
    if (condition.below && (!below || *condition.below < *below)) below = condition.below;
  }
  bool empty() const { return above && below && *above >= *below; }
};

void report_impossible(const Known& known, const Node& node, const std::string& key, const Between& bounds,
                       const MeasureCard& card) {
  const std::string unit = card.unit == "1" ? "" : " " + std::string(card.unit);
  add_problem(known.problems, node.place, key,
              "can never be true: no value is above " + toml_number(*bounds.above) + unit + " and below " +
                  toml_number(*bounds.below) + unit,
              "above lower than below");
}

// Conditions of a list that cannot hold together although each can.
void check_together(const Known& known, const Node& list, const std::string& key,
                    const std::vector<Condition>& conditions) {
  std::map<std::pair<int, std::size_t>, Between> left;
  for (const Condition& condition : conditions) {
    Between& bounds = left[{condition.measure, condition.value}];
    const bool before = bounds.empty();
    Between own;
    own.narrow(condition);
    bounds.narrow(condition);
    if (before || own.empty() || !bounds.empty()) continue;  // reported already
    report_impossible(known, list, key, bounds, known.words.kind.measures[static_cast<std::size_t>(condition.measure)]);
  }
}

std::optional<Condition> read_condition(const Known& known, const Node& table, const std::string& key) {
  const Section section(&table, key, known.problems);
  if (section.table() == nullptr) return std::nullopt;
  const auto measure = measure_named(known.words, section, known.problems);
  if (!measure) return std::nullopt;
  const MeasureCard& card = known.words.kind.measures[*measure];
  std::vector<std::string_view> keys{"measure", "above", "below", "for"};
  keys.insert(keys.end(), card.dimensions.begin(), card.dimensions.begin() + static_cast<std::ptrdiff_t>(card.rank()));
  section.allow_only(keys);

  Condition condition;
  condition.measure = static_cast<int>(*measure);
  condition.value = value_named(known.words, section, card, known.problems);
  const Allowed bound{card.unit, 0.0, 0.0, {}};
  condition.above = section.quantity("above", bound);
  condition.below = section.quantity("below", bound);
  if (section.find("above") == nullptr && section.find("below") == nullptr) {
    add_problem(known.problems, table.place, key, "has no bound", "above, below or both: " + bound.text());
  }
  Between between;
  between.narrow(condition);
  if (between.empty()) report_impossible(known, table, key, between, card);
  if (const Node* length = section.find("for"); length != nullptr && length->type != Node::Type::text) {
    known.problems.push_back(wrong_type(*length, section.path("for"), "a length of time as in \"3 months\""));
  } else if (const auto years = section.quantity("for", {"years", 0.0, 100.0, {}})) {
    condition.for_days = static_cast<std::int32_t>(std::lround(*years * days_per_year));
  }
  return condition;
}

}  // namespace

Trigger read_trigger(const Vocabulary& words, const Node& when, const std::string& key,
                     std::vector<Problem>& problems) {
  const Known known{words, problems};
  Trigger trigger;
  const Node* list = when.find("all");
  if (const Node* any = when.find("any")) {
    trigger.any = true;
    if (list != nullptr)
      add_problem(problems, any->key_place, key + ".any", "cannot be combined with all", "one of the two");
    list = any;
  }
  if (list == nullptr) {
    if (const auto condition = read_condition(known, when, key)) trigger.conditions.push_back(*condition);
    return trigger;
  }
  const std::string name = key + (trigger.any ? ".any" : ".all");
  constexpr std::array keys = {"all"sv, "any"sv};
  Section(&when, key, problems).allow_only(keys);
  if (list->type != Node::Type::array || list->items.empty()) {
    problems.push_back(list->type == Node::Type::array
                           ? Problem{list->place, name, "is empty", "at least one condition", {}}
                           : wrong_type(*list, name, "a list of conditions"));
    return trigger;
  }
  if (list->items.size() > limits::conditions.most) {
    add_problem(problems, list->place, name, "has " + std::to_string(list->items.size()) + " conditions",
                at_most(limits::conditions));
    return trigger;
  }
  for (std::size_t i = 0; i < list->items.size(); ++i) {
    const auto condition = read_condition(known, list->items[i], name + "[" + std::to_string(i) + "]");
    if (condition) trigger.conditions.push_back(*condition);
  }
  if (!trigger.any && trigger.conditions.size() == list->items.size())
    check_together(known, *list, name, trigger.conditions);
  return trigger;
}

}  // namespace sim
