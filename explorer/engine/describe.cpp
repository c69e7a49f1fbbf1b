// The registry, the library and the study, from the cards and the reader.
#include "explorer/engine/describe.hpp"

#include <algorithm>

#include "models/history/kind.hpp"
#include "sim/limits.hpp"
#include "sim/model/labels.hpp"
#include "sim/model/policy.hpp"
#include "sim/registry/certainty.hpp"
#include "sim/registry/json_fields.hpp"
#include "sim/results/provenance.hpp"
#include "sim/scenario/inherit.hpp"
#include "sim/scenario/library.hpp"
#include "sim/scenario/text_file.hpp"

namespace explorer {

namespace {

template <class Cards>
Json cards_json(const Cards& cards) {
  Json list = Json::array();
  for (const auto& card : cards) list.push_back(sim::json_of_fields(card));
  return list;
}

Json json_of(const sim::Node& node) {
  switch (node.type) {
    case sim::Node::Type::table: {
      Json object = Json::object();
      for (std::size_t i = 0; i < node.keys.size(); ++i) object[node.keys[i]] = json_of(node.items[i]);
      return object;
    }
    case sim::Node::Type::array: {
      Json list = Json::array();
      for (const sim::Node& item : node.items) list.push_back(json_of(item));
      return list;
    }
    case sim::Node::Type::integer:
      return node.integer;
    case sim::Node::Type::number:
      return node.number;
    case sim::Node::Type::boolean:
      return node.boolean;
    case sim::Node::Type::date:
      return to_string(node.date);
    case sim::Node::Type::text:
    case sim::Node::Type::other:
      break;
  }
  return node.text;
}

sim::Node tree_of(const std::string& name, std::string& text) {
  text = scenario_text(name);
  std::vector<sim::Problem> problems;
  auto tree = sim::parse_toml(text, name, problems);
  if (!tree) throw sim::Error(sim::Failure::invalid_input, std::move(problems));
  return std::move(*tree);
}

Json spellings_json(const sim::ModelKind& kind) {
  Json list = Json::array();
  for (const sim::LeverSpelling& spelling : kind.lever_spellings)
    list.push_back({{"key", spelling.key}, {"lever", spelling.lever}, {"of", spelling.of}});
  return list;
}

Json library_json(std::string& vintage) {
  Json list = Json::array();
  for (const std::string& name : sim::scenario_names({library})) {
    std::string text;
    const sim::Node tree = tree_of(name, text);
    const sim::Node *title = tree.find("title"), *extends = tree.find("extends"), *run = tree.find("run");
    list.push_back({{"name", name},
                    {"title", title == nullptr ? name : title->text},
                    {"question", sim::opening_comment(text)},
                    {"extends", extends == nullptr ? "" : extends->text}});
    const sim::Node* until = run == nullptr ? nullptr : run->find("observed_until");
    if (name == "baseline" && until != nullptr) vintage = to_string(until->date);
  }
  return list;
}

// What each parameter is over the worlds of the study.
Json assumptions_json(const Session& session) {
  const sim::Study& study = session.study();
  const sim::Node* stated = session.scenario().find("assume");
  Json list = Json::array();
  for (std::size_t p = 0; p < study.kind->parameters.size(); ++p) {
    std::vector<double> values;
    for (std::size_t w = 0; w < study.design.worlds(); ++w) values.push_back(study.design.row(w)[p]);
    std::sort(values.begin(), values.end());
    const std::string& key = study.kind->parameters[p].key;
    list.push_back({{"key", key},
                    {"low", values.front()},
                    {"median", (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2.0},
                    {"high", values.back()},
                    {"stated", stated != nullptr && stated->find(key) != nullptr}});
  }
  return list;
}

Json structures_json(const sim::Study& study) {
  Json list = Json::array();
  for (std::size_t s = 0; s < study.kind->structures.size(); ++s) {
    const sim::StructureCard& card = study.kind->structures[s];
    Json values = Json::array();
    for (const auto& chosen : study.design.structure) {
      const std::string variant(card.variants[chosen[s]]);
      if (std::find(values.begin(), values.end(), variant) == values.end()) values.push_back(variant);
    }
    list.push_back({{"key", card.key}, {"values", values}});
  }
  return list;
}

Json policies_json(const Session& session) {
  Json list = Json::array();
  const sim::Node* written = session.scenario().find("policy");
  const std::size_t tables = written == nullptr ? 0 : written->items.size();
  const std::vector<sim::Policy>& policies = session.study().policies;
  for (std::size_t p = 0; p < policies.size(); ++p) {
    const sim::Node* actions = p < tables ? written->items[p].find("actions") : nullptr;
    list.push_back({{"name", policies[p].name},
                    {"label", policies[p].label},
                    {"actions", actions == nullptr ? Json::array() : json_of(*actions)}});
  }
  return list;
}

// The levers that are not neutral under the reference when policies part: by facts on record, and by its own actions.
Json in_force_json(const sim::Study& study) {
  const std::vector<sim::LeverCard>& levers = study.kind->levers;
  std::vector<double> neutral;
  for (const sim::LeverCard& lever : levers) neutral.push_back(lever.neutral);
  Json list = Json::array();
  for (const sim::LeverValue& set : sim::levers_in_force(study.policies.front(), study.fork(), neutral)) {
    const sim::LeverCard& lever = levers[static_cast<std::size_t>(set.target.lever)];
    if (set.value == lever.neutral || sim::lacks_option(lever, set.options)) continue;
    Json action = {{"lever", lever.key}, {"to", set.value}};
    if (!lever.words.empty()) action["to"] = lever.words[static_cast<std::size_t>(set.value)];
    const auto aim = [&](const char* key, std::string_view dimension, int label) {
      if (label != sim::any_index)
        action[key] = study.coordinates.find(dimension)->second[static_cast<std::size_t>(label)];
    };
    aim("of", lever.index.of, set.target.of);
    aim("in", lever.index.in, set.target.in);
    aim("sectors", lever.index.sectors, set.target.sector);
    list.push_back(std::move(action));
  }
  return list;
}

}  // namespace

Json about() {
  const sim::ModelKind& kind = weightshed::history::kind();
  std::string vintage;
  Json library_list = library_json(vintage);
  return {{"version", sim::program_version()},
          {"revision", sim::program_revision()},
          {"vintage", vintage},
          {"evidenceUntil", to_string(kind.evidence_until.value())},
          {"library", std::move(library_list)},
          {"levers", cards_json(kind.levers)},
          {"spellings", spellings_json(kind)},
          {"assumptions", cards_json(kind.parameters)},
          {"structures", cards_json(kind.structures)},
          {"measures", cards_json(kind.measures)},
          {"patterns", cards_json(kind.patterns)},
          {"certainty", cards_json(sim::certainty_words)},
          {"certaintyLimits", sim::json_of_fields(sim::certainty_limits)}};
}

std::string scenario_text(const std::string& name) {
  std::vector<sim::Problem> problems;
  auto text = sim::read_text_file(sim::scenario_file(name, {library}), sim::limits::scenario, problems);
  if (!text) throw sim::Error(sim::Failure::invalid_input, std::move(problems));
  return std::move(*text);
}

Json study_json(const Session& session) {
  const sim::Study& study = session.study();
  const sim::Layout& layout = session.layout();
  Json dates = Json::array(), measures = Json::array();
  for (const sim::Date date : layout.dates) dates.push_back(to_string(date));
  std::size_t floats = 0;
  for (const sim::MeasureLayout& measure : layout.measures) {
    Json dimensions = Json::array();
    for (const std::string& name : measure.dimensions)
      dimensions.push_back({{"name", name}, {"labels", study.coordinates.find(name)->second}});
    measures.push_back({{"key", measure.card->key},
                        {"card", measure.index},
                        {"offset", floats},
                        {"width", measure.width},
                        {"dimensions", std::move(dimensions)}});
    floats += layout.dates.size() * measure.width;
  }
  return {{"name", study.name},
          {"title", study.title},
          {"question", study.question},
          {"warnings", session.warnings()},
          {"past", study.run.past == sim::Past::observed ? "observed" : "simulated"},
          {"start", to_string(study.run.start)},
          {"observedUntil", to_string(study.run.observed_until)},
          {"fork", to_string(study.fork())},
          {"end", to_string(study.run.end)},
          {"scale", study.run.scale},
          {"seed", study.run.seed},
          {"worlds", layout.worlds},
          {"members", layout.members},
          {"calibrated", study.run.calibrated},
          {"forkStep", session.schedule().fork},
          {"steps", session.schedule().steps},
          {"policies", policies_json(session)},
          {"inForce", in_force_json(study)},
          {"assumptions", assumptions_json(session)},
          {"structures", structures_json(study)},
          {"dates", std::move(dates)},
          {"measures", std::move(measures)},
          {"floats", floats}};
}

Json names_json(const sim::Study& study, const std::string& dimension) {
  Json list = Json::array();
  const auto labels = study.coordinates.find(dimension);
  if (labels == study.coordinates.end()) return list;
  const std::vector<sim::LabelName> names = sim::label_names(*study.kind, study.tables, dimension);
  for (const std::string& label : labels->second) {
    const auto name =
        std::find_if(names.begin(), names.end(), [&](const sim::LabelName& n) { return n.label == label && !n.part; });
    list.push_back({{"code", label}, {"name", name == names.end() ? label : name->name}});
  }
  return list;
}

Json problems_json(const sim::Error& error) {
  Json list = Json::array();
  for (const sim::Problem& problem : error.problems()) {
    list.push_back(json_of(problem));
    list.back()["text"] = problem.text();
  }
  return list;
}

sim::Node node_of(const Json& value) {
  const sim::Place place{"page", 0, 0};
  if (value.is_null()) return {};
  if (value.is_boolean()) return sim::boolean_node(value.get<bool>(), place);
  if (value.is_number_integer()) return sim::integer_node(value.get<std::int64_t>(), place);
  if (value.is_number()) return sim::number_node(value.get<double>(), place);
  if (value.is_array()) {
    std::vector<sim::Node> items;
    for (const Json& item : value) items.push_back(node_of(item));
    return sim::array_node(std::move(items), place);
  }
  const std::string text = value.get<std::string>();
  const auto date = sim::parse_date(text);
  return date ? sim::date_node(*date, place) : sim::text_node(text, place);
}

}  // namespace explorer
