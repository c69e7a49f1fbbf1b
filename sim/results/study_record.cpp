// Numbers are written with as many digits as bring back the same bits; NaN is null.
#include "sim/results/study_record.hpp"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "sim/results/provenance.hpp"
#include "sim/results/record_numbers.hpp"
#include "sim/results/record_tables.hpp"
#include "sim/results/study_check.hpp"

namespace sim {

namespace {

using Json = nlohmann::ordered_json;
using record::choice, record::object_for, record::whole, record::wholes;

constexpr int record_version = 5;  // grows, too, when the same record stands for other histories

Date date(const Json& j) { return Date{whole<std::int32_t>(j)}; }

Json json_of(const Action& action) {
  Json j{{"lever", action.target.lever},
         {"of", action.target.of},
         {"in", action.target.in},
         {"sector", action.target.sector},
         {"at", action.at.days},
         {"ramp", action.ramp.value},
         {"to", action.to},
         {"options", action.options}};
  if (action.until) j["until"] = action.until->days;
  if (action.when) {
    Json conditions = Json::array();
    for (const Condition& c : action.when->conditions) {
      Json condition{{"measure", c.measure}, {"value", c.value}, {"for_days", c.for_days}};
      if (c.above) condition["above"] = *c.above;
      if (c.below) condition["below"] = *c.below;
      conditions.push_back(std::move(condition));
    }
    j["when"] = {{"any", action.when->any}, {"conditions", std::move(conditions)}};
  }
  return j;
}

Action action_of(const Json& j) {
  Action action;
  action.target = {whole<int>(j.at("lever")), whole<int>(j.at("of")), whole<int>(j.at("in")),
                   whole<int>(j.at("sector"))};
  action.at = date(j.at("at"));
  if (j.contains("until")) action.until = date(j.at("until"));
  action.ramp = Years{j.at("ramp")};
  action.to = j.at("to");
  if (j.contains("fee")) {  // before there were others
    action.options[0] = j["fee"];
  } else {
    action.options = j.at("options").get<LeverOptions>();
  }
  if (j.contains("when")) {
    Trigger& trigger = action.when.emplace();
    trigger.any = j["when"].at("any");
    for (const Json& c : j["when"].at("conditions")) {
      Condition& condition = trigger.conditions.emplace_back();
      condition.measure = whole<int>(c.at("measure"));
      condition.value = whole<std::size_t>(c.at("value"));
      condition.for_days = whole<std::int32_t>(c.at("for_days"));
      if (c.contains("above")) condition.above = c["above"].get<double>();
      if (c.contains("below")) condition.below = c["below"].get<double>();
    }
  }
  return action;
}

Json json_of(const std::vector<Action>& actions) {
  Json j = Json::array();
  for (const Action& action : actions) j.push_back(json_of(action));
  return j;
}

std::vector<Action> actions_of(const Json& j) {
  std::vector<Action> actions;
  for (const Json& action : j) actions.push_back(action_of(action));
  return actions;
}

Json json_of(const Sweep& sweep) {
  Json axes = Json::array();
  for (const SweepAxis& axis : sweep.axes) {
    axes.push_back({{"key", axis.key},
                    {"is_assumption", axis.is_assumption},
                    {"position", axis.position},
                    {"values", axis.values}});
  }
  return {{"axes", std::move(axes)}, {"of_policy", sweep.of_policy}, {"of_world", sweep.of_world}};
}

// Policies or worlds × axes; null is NaN.
std::vector<std::vector<double>> points_of(const Json& j, std::size_t count, std::size_t axes) {
  std::vector<std::vector<double>> rows;
  for (const Json& row : j) {
    std::vector<double>& values = rows.emplace_back();
    for (const Json& value : row) {
      values.push_back(value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>());
    }
    if (values.size() != axes) throw std::out_of_range("its sweep has a point of another size");
  }
  if (rows.size() != count) throw std::out_of_range("its sweep has other policies or worlds");
  return rows;
}

Sweep sweep_of(const Json& j, const Study& study) {
  Sweep sweep;
  for (const Json& a : j.at("axes")) {
    SweepAxis& axis = sweep.axes.emplace_back();
    axis.key = a.at("key");
    axis.is_assumption = a.at("is_assumption");
    axis.position = a.at("position").get<std::size_t>();
    axis.values = a.at("values").get<std::vector<double>>();
    const std::size_t cards = axis.is_assumption ? study.kind->parameters.size() : study.kind->levers.size();
    if (axis.position >= cards) throw std::out_of_range("its sweep names an unknown card");
  }
  sweep.of_policy = points_of(j.at("of_policy"), study.policies.size(), sweep.axes.size());
  sweep.of_world = points_of(j.at("of_world"), study.design.worlds(), sweep.axes.size());
  return sweep;
}

Json json_of(const Precision& p) {
  return {{"measure", p.measure},     {"value", p.value},           {"date", p.date},         {"policy", p.policy},
          {"reference", p.reference}, {"half_width", p.half_width}, {"interval", p.interval}, {"batch", p.batch}};
}

Precision precision_of(const Json& j) {
  const auto position = [&](const char* key) { return whole<std::size_t>(j.at(key)); };
  return {position("measure"),
          position("value"),
          position("date"),
          position("policy"),
          position("reference"),
          j.at("half_width"),
          whole<int>(j.at("interval")),
          whole<std::uint32_t>(j.at("batch"))};
}

template <class Cards>
Json keys_of(const Cards& cards) {
  Json keys = Json::array();
  for (const auto& card : cards) keys.push_back(std::string(card.key));
  return keys;
}

Json json_of(const RunSettings& run) {
  Json j{{"past", static_cast<int>(run.past)},
         {"observed_until", run.observed_until.days},
         {"start", run.start.days},
         {"end", run.end.days},
         {"seed", run.seed},
         {"members", run.members},
         {"worlds", run.worlds},
         {"design", name_of(run.sampling)},
         {"scale", run.scale},
         {"calibrated", run.calibrated}};
  if (run.step_weeks != 1) j["step_weeks"] = run.step_weeks;  // records from before there was a choice have none
  if (run.fork) j["fork"] = run.fork->days;
  return j;
}

Sampling sampling_of(const std::string& name) {
  for (const Sampling sampling : {Sampling::sobol, Sampling::random, Sampling::list}) {
    if (name == name_of(sampling)) return sampling;
  }
  throw Error(Failure::invalid_input, "the recorded study has the unknown design '" + name + "'");
}

RunSettings run_of(const Json& j) {
  RunSettings run;
  run.past = choice<Past>(j.at("past"), 2);
  run.observed_until = date(j.at("observed_until"));
  run.start = date(j.at("start"));
  run.end = date(j.at("end"));
  run.seed = whole<std::uint64_t>(j.at("seed"));
  run.members = whole<std::uint32_t>(j.at("members"));
  run.worlds = whole<std::uint32_t>(j.at("worlds"));
  run.sampling = sampling_of(j.at("design"));
  run.scale = j.at("scale");
  run.calibrated = j.at("calibrated");
  if (j.contains("step_weeks")) run.step_weeks = whole<std::int32_t>(j.at("step_weeks"));
  if (j.contains("fork")) run.fork = date(j.at("fork"));
  return run;
}

void require_same_cards(const ModelKind& kind, const Json& j, const std::string& place) {
  const auto require = [&](const char* what, const Json& now) {
    if (j.at(what) != now) {
      throw Error(Failure::invalid_input,
                  "'" + place + "' was made by a model with different " + what +
                      "; run its scenario again, or use the version of the program named in /provenance");
    }
  };
  require("model", Json(std::string(kind.name)));
  require("parameters", keys_of(kind.parameters));
  require("levers", keys_of(kind.levers));
  require("structures", keys_of(kind.structures));
}

Study study_of(const ModelKind& kind, const Json& j, const std::string& place) {
  require_same_cards(kind, j, place);
  Study study;
  study.kind = &kind;
  study.name = j.at("name");
  study.title = j.at("title");
  study.question = j.at("question");
  study.source.path = j.at("path").get<std::string>();
  study.source.text = j.at("text");
  study.source.sha256 = j.at("sha256");
  for (const Json& s : j.at("resolved")) study.source.resolved.push_back({s.at(0), s.at(1), s.at(2)});
  study.run = run_of(j.at("run"));
  for (const Json& p : j.at("policies")) {
    study.policies.push_back({p.at("name"), p.at("label"), actions_of(j.at("baseline")), actions_of(p.at("actions"))});
    Policy& policy = study.policies.back();
    policy.short_name = p.value("short", "");
    policy.sentence = p.value("sentence", "");
    policy.plural = p.value("plural", false);
    if (!p.contains("without")) continue;
    policy.without = wholes<int>(p["without"].at("knock_outs"));
    policy.without_levers = wholes<int>(p["without"].at("levers"));
    policy.without_from = date(p["without"].at("from"));
  }
  const Json& design = j.at("design");
  study.design.parameters = kind.parameters.size();
  study.design.values = design.at("values").get<std::vector<double>>();
  for (const Json& chosen : design.at("structure")) study.design.structure.push_back(wholes<std::size_t>(chosen));
  study.design.sampled = wholes<std::size_t>(design.at("sampled"));
  study.design.keys = wholes<std::uint32_t>(design.at("keys"));
  for (const Json& key : j.at("record")) {
    std::size_t m = 0;
    while (m < kind.measures.size() && kind.measures[m].key != key.get<std::string>()) ++m;
    if (m == kind.measures.size()) {
      throw Error(Failure::invalid_input, "'" + place + "' records '" + key.get<std::string>() +
                                              "', which this version of the model does not have");
    }
    study.record.measures.push_back(m);
  }
  study.record.every = choice<Every>(j.at("every"), 4);
  study.record.lineage = choice<LineageRecord>(j.at("lineage"), 3);
  study.record.patterns = j.at("patterns");
  for (const auto& [name, labels] : j.at("coordinates").items()) {
    study.coordinates[name] = labels.get<std::vector<std::string>>();
  }
  for (const auto& [name, table] : j.at("tables").items()) study.tables.emplace(name, record::table_of(table));
  if (j.contains("sweep")) study.sweep = sweep_of(j["sweep"], study);
  if (j.contains("precision")) study.precision = precision_of(j["precision"]);
  require_sound(study, place);
  return study;
}

// Objects and lists in each other are counted before the text is parsed, since the library destroys and writes them by
// calling itself.
Json parsed_record(const std::string& text) {
  constexpr int deepest = 12;
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quoted && text[i] == '\\')
      ++i;
    else if (text[i] == '"')
      quoted = !quoted;
    else if (!quoted && (text[i] == '[' || text[i] == '{') && ++depth > deepest)
      throw std::out_of_range("it is too deep");
    else if (!quoted && (text[i] == ']' || text[i] == '}'))
      --depth;
  }
  return Json::parse(text);
}

}  // namespace

std::string study_to_json(const Study& study) {
  Json j = object_for(32);
  j.update({{"record_version", record_version},
            {"program", program_version() + "+" + program_revision()},
            {"model", std::string(study.kind->name)},
            {"name", study.name},
            {"title", study.title},
            {"question", study.question},
            {"path", study.source.path.string()},
            {"sha256", study.source.sha256},
            {"run", json_of(study.run)}});
  j["policies"] = Json::array();
  for (const Policy& policy : study.policies) {
    Json& p = j["policies"].emplace_back(Json{{"name", policy.name}, {"label", policy.label}});
    p.update({{"short", policy.short_name}, {"sentence", policy.sentence}, {"plural", policy.plural}});
    p["actions"] = json_of(policy.actions);
    if (!policy.without_from) continue;
    const auto from = policy.without_from->days;
    p["without"] = {{"knock_outs", policy.without}, {"levers", policy.without_levers}, {"from", from}};
  }
  j["baseline"] = study.policies.empty() ? Json::array() : json_of(study.policies.front().baseline);
  j["record"] = Json::array();
  for (const std::size_t m : study.record.measures) j["record"].push_back(std::string(study.kind->measures[m].key));
  j["every"] = static_cast<int>(study.record.every);
  j["lineage"] = static_cast<int>(study.record.lineage);
  j["patterns"] = study.record.patterns;
  j["resolved"] = Json::array();
  for (const Setting& s : study.source.resolved) j["resolved"].push_back({s.key, s.value, s.origin});
  j["text"] = study.source.text;
  j["coordinates"] = Json::object();
  for (const auto& [name, labels] : study.coordinates) j["coordinates"][name] = labels;
  j["parameters"] = keys_of(study.kind->parameters);
  j["levers"] = keys_of(study.kind->levers);
  j["structures"] = keys_of(study.kind->structures);
  j["design"] = {{"values", study.design.values},
                 {"structure", study.design.structure},
                 {"sampled", study.design.sampled},
                 {"keys", study.design.keys}};
  if (study.sweep) j["sweep"] = json_of(*study.sweep);
  if (study.precision) j["precision"] = json_of(*study.precision);
  Json& tables = j["tables"] = object_for(study.tables.size());
  for (const auto& [name, table] : study.tables) tables[name] = record::json_of(table);
  return j.dump();
}

std::string program_of_record(const std::string& text) {
  const Json j = parsed_record(text);
  return j.is_object() && j.contains("program") && j["program"].is_string() ? j["program"].get<std::string>()
                                                                            : "unknown";
}

void require_record(const std::string& text) {
  try {
    const Json j = parsed_record(text);
    date(j.at("run").at("observed_until"));
    for (const char* key : {"start", "end"}) date(j.at("run").at(key));
    for (const Json& policy : j.at("policies")) {
      if (!policy.at("name").is_string() || !policy.at("actions").is_array())
        throw std::out_of_range("a policy is none");
    }
    for (const auto& [name, table] : j.at("tables").items()) {
      for (const auto& [key, column] : table.at("columns").items()) column.at("text").get<std::vector<std::string>>();
    }
  } catch (const std::exception& error) {  // of the library, or ours
    throw Error(Failure::invalid_input, std::string("its study is damaged: ") + error.what());
  }
}

Study study_from_json(const ModelKind& kind, const std::string& text, const std::string& place) {
  try {
    const Json j = parsed_record(text);
    if (j.at("record_version") != record_version) {
      throw Error(Failure::invalid_input, "the study recorded in '" + place + "' has an unknown version");
    }
    return study_of(kind, j, place);
  } catch (const Error&) {
    throw;
  } catch (const std::exception& error) {
    throw Error(Failure::invalid_input, "the study recorded in '" + place + "' is damaged: " + error.what());
  }
}

}  // namespace sim
