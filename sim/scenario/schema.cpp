// The registry as a JSON Schema.
#include "sim/scenario/schema.hpp"

#include <nlohmann/json.hpp>

#include "sim/plan/study.hpp"

namespace sim {

namespace {

using Json = nlohmann::ordered_json;

Json described(Json schema, std::string_view description) {
  if (!description.empty()) schema["description"] = description;
  return schema;
}

Json closed_table(Json properties) {
  return {{"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
}

Json one_of(Json alternatives) { return {{"anyOf", std::move(alternatives)}}; }

// TOML dates reach a JSON Schema as strings; Taplo knows the format.
const Json date = {{"type", "string"}, {"format", "date"}};
const Json quantity_text = {{"type", "string"}, {"pattern", "^\\s*[-+]?[0-9.]"}};

Json number_in(double low, double high) {
  Json schema{{"type", "number"}};
  if (low < high) {
    schema["minimum"] = low;
    schema["maximum"] = high;
  }
  return schema;
}

Json quantity(std::string_view unit, double low, double high) {
  Json alternatives = Json::array({number_in(low, high), quantity_text});
  if (unit == "date") alternatives.push_back(date);
  return one_of(std::move(alternatives));
}

template <class Words>
Json words(const Words& list) {
  Json values = Json::array();
  for (const auto& word : list) values.push_back(word);
  return {{"enum", std::move(values)}};
}

// One alternative per measure, as for conditions.
Json precision_schema(const ModelKind& kind) {
  const Json text{{"type", "string"}};
  Json alternatives = Json::array({{{"const", "none"}}});
  for (const MeasureCard& card : kind.measures) {
    Json properties{{"measure", described(Json{{"const", card.key}}, card.description)},
                    {"policy", described(text, "default: the second")},
                    {"vs", described(text, "default: the reference")},
                    {"at", described(date, "default: the last recording date")},
                    {"half_width", described(one_of({{{"type", "number"}}, quantity_text}), card.unit)},
                    {"interval", words(std::vector{80, 95})},
                    {"batch", {{"type", "integer"}, {"minimum", 4}}}};
    Json required{"measure", "half_width"};
    for (std::size_t d = 0; d < card.rank(); ++d) {
      properties[std::string(card.dimensions[d])] = text;
      required.push_back(card.dimensions[d]);
    }
    Json alternative = closed_table(std::move(properties));
    alternative["required"] = std::move(required);
    alternatives.push_back(std::move(alternative));
  }
  return described({{"oneOf", std::move(alternatives)}},
                   "Members are added, a batch at a time up to `members`, until the interval of an effect is narrow");
}

Json run_schema(const ModelKind& kind) {
  const Json count{{"type", "integer"}, {"minimum", 1}};
  const Json world{{"type", "object"}, {"minProperties", 1}};
  Json list = closed_table(
      {{"list", one_of({Json{{"type", "string"}}, {{"type", "array"}, {"items", world}, {"minItems", 1}}})}});
  return closed_table(
      {{"past", described(words(std::vector{"observed", "simulated"}),
                          "observed: releases as recorded; simulated: labs decide from the start")},
       {"observed_until", described(date, "The record is used up to this day")},
       {"start", date},
       {"fork", described(date, "Policies may differ from this day on; default: the first date at which they do")},
       {"end", date},
       {"seed", {{"type", "integer"}, {"minimum", 0}}},
       {"members", described(count, "Realisations of chance")},
       {"worlds", described(one_of({count, {{"const", "calibrated"}}, closed_table({{"calibrated", count}})}),
                            "Draws from [assume], or worlds of the shipped posterior")},
       {"design", one_of({words(std::vector{name_of(Sampling::sobol), name_of(Sampling::random)}), std::move(list)})},
       {"scale", described(Json{{"type", "number"}, {"exclusiveMinimum", 0}, {"maximum", 1}},
                           "Share of the real population that is simulated")},
       {"step", described(words(lengths_of_step),
                          "Length of a step: a week, or two weeks where speed counts for more, as in the waves of a "
                          "calibration")},
       {"precision", precision_schema(kind)}});
}

Json assume_schema(const ModelKind& kind) {
  Json properties = Json::object();
  for (const ParameterCard& card : kind.parameters) {
    const About& about = card.about;
    const Json value = quantity(about.unit, about.low, about.high);
    const Json pair{{"type", "array"}, {"items", value}, {"minItems", 2}, {"maxItems", 2}};
    const Json source{{"type", "string"}};
    Json alternatives = value["anyOf"];
    alternatives.push_back(closed_table(
        {{"value", value}, {"ci80", pair}, {"range", pair}, {"prior", {{"const", true}}}, {"source", source}}));
    Json schema = described(one_of(std::move(alternatives)), card.description + " [" + std::string(about.unit) + "; " +
                                                                 std::string(name_of(about.confidence)) + "; " +
                                                                 std::string(about.source) + "]");
    schema["default"] = card.initial;
    properties[card.key] = std::move(schema);
  }
  return closed_table(std::move(properties));
}

Json structure_schema(const ModelKind& kind) {
  Json properties = Json::object();
  for (const StructureCard& card : kind.structures) {
    Json all = words(card.variants);
    Json single = all;
    single["enum"].push_back("*");
    properties[std::string(card.key)] =
        described(one_of({single, {{"type", "array"}, {"items", all}, {"minItems", 1}}}), card.description);
  }
  return closed_table(std::move(properties));
}

// One alternative per measure, so that its own dimensions are completed; besides these, lists under `all` or `any`.
Json trigger_schema(const ModelKind& kind) {
  Json conditions = Json::array();
  for (const MeasureCard& card : kind.measures) {
    const Json bound = one_of({{{"type", "number"}}, quantity_text});
    Json properties{{"measure", described(Json{{"const", card.key}}, card.description)},
                    {"above", described(bound, card.unit)},
                    {"below", described(bound, card.unit)},
                    {"for", quantity_text}};
    Json required{"measure"};
    for (std::size_t d = 0; d < card.rank(); ++d) {
      properties[std::string(card.dimensions[d])] = {{"type", "string"}};
      required.push_back(card.dimensions[d]);
    }
    Json condition = closed_table(std::move(properties));
    condition["required"] = std::move(required);
    conditions.push_back(std::move(condition));
  }
  const Json list{{"type", "array"}, {"items", {{"oneOf", conditions}}}, {"minItems", 1}};
  conditions.push_back(closed_table({{"all", list}}));
  conditions.push_back(closed_table({{"any", list}}));
  return {{"oneOf", std::move(conditions)}};
}

// One alternative per lever, so that `to` is checked against its own range.
Json action_schema(const ModelKind& kind) {
  const Json names = one_of({{{"type", "string"}}, {{"type", "array"}, {"items", {{"type", "string"}}}}});
  Json alternatives = Json::array();
  for (const LeverCard& card : kind.levers) {
    Json properties{{"lever", described(Json{{"const", card.key}}, card.description)},
                    {"at", date},
                    {"until", date},
                    {"ramp", quantity_text},
                    {"when", {{"$ref", "#/definitions/trigger"}}}};
    if (!card.index.of.empty()) properties["of"] = names;
    if (!card.index.in.empty()) properties["in"] = names;
    if (!card.index.sectors.empty()) properties["sectors"] = names;
    properties["to"] = card.words.empty() ? quantity(card.unit, card.low, card.high) : words(card.words);
    for (const LeverOption& option : card.options) {
      properties[std::string(option.key)] =
          described(option.words.empty() ? quantity(option.unit, option.low, option.high) : words(option.words),
                    option.description);
    }
    Json action = closed_table(std::move(properties));
    action["required"] = {"lever", "to"};
    action["anyOf"] = {{{"required", {"at"}}}, {{"required", {"when"}}}};
    alternatives.push_back(std::move(action));
  }
  return {{"oneOf", std::move(alternatives)}};
}

// An axis is an assumption, or a policy's name and the key of a lever: the latter no schema can list.
Json sweep_schema(const ModelKind& kind) {
  const Json value = one_of({{{"type", "number"}}, quantity_text});
  const Json axis =
      one_of({{{"type", "array"}, {"items", value}, {"minItems", 2}},
              closed_table({{"from", value}, {"to", value}, {"points", {{"type", "integer"}, {"minimum", 2}}}})});
  Json properties{{"method", words(std::vector{"grid", "sobol"})},
                  {"points", described(Json{{"type", "integer"}, {"minimum", 2}}, "Of a Sobol sweep")}};
  for (const ParameterCard& card : kind.parameters) properties[card.key] = described(axis, card.description);
  return {{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", axis}};
}

}  // namespace

std::string scenario_schema(const ModelKind& kind) {
  const Json text{{"type", "string"}};
  Json policy =
      closed_table({{"name", text},
                    {"label", text},
                    {"short", described(text, "Its name in the figures of a brief; default: the label")},
                    {"sentence", described(text, "A noun phrase for a sentence of a brief; default: the label")},
                    {"plural", described(Json{{"type", "boolean"}}, "Whether `sentence` takes a verb in the plural")},
                    {"actions", {{"type", "array"}, {"items", action_schema(kind)}}}});
  policy["required"] = {"name"};
  Json measures = Json::array();
  for (const MeasureCard& card : kind.measures) measures.push_back(card.key);
  Json measure =
      closed_table({{"record", {{"type", "array"}, {"items", {{"enum", std::move(measures)}}}, {"minItems", 1}}},
                    {"every", words(std::vector{"week", "month", "quarter", "year"})},
                    {"lineage", words(std::vector{"none", "one member", "all"})},
                    {"patterns", described(Json{{"type", "boolean"}},
                                           "Record the reading of the published figures in every history")}});
  Json schema = closed_table({{"title", text},
                              {"extends", described(text, "A library scenario by name, or a path")},
                              {"run", run_schema(kind)},
                              {"assume", assume_schema(kind)},
                              {"structure", structure_schema(kind)},
                              {"policy", {{"type", "array"}, {"items", std::move(policy)}, {"minItems", 1}}},
                              {"sweep", sweep_schema(kind)},
                              {"measure", std::move(measure)}});
  Json root{{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", "Scenario of Weightshed"}};
  root.update(schema);
  root["definitions"] = {{"trigger", trigger_schema(kind)}};
  return root.dump(2) + "\n";
}

}  // namespace sim
