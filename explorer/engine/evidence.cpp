// Published figures for the past of a chart, and the events of a history in words.
#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "explorer/engine/describe.hpp"
#include "models/history/history.hpp"
#include "sim/execution/happened.hpp"
#include "sim/plan/schedule.hpp"
#include "sim/time/units.hpp"

namespace explorer {

namespace {

// In the unit of the measure; as it is where the two are not of one dimension, as a date and a decimal year.
Json converted(double value, const std::string& from, const sim::MeasureCard& to) {
  if (std::isnan(value)) return nullptr;
  return value * sim::conversion(from, to.unit).value_or(1.0);
}

const sim::MeasureCard* measure_of(const sim::Study& study, std::string_view key) {
  const auto& cards = study.kind->measures;
  const auto found = std::find_if(cards.begin(), cards.end(), [&](const auto& card) { return card.key == key; });
  return found == cards.end() ? nullptr : &*found;
}

void add_figures(const sim::Study& study, const sim::Table& table, Json& list) {
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const sim::PatternCard* pattern = study.kind->pattern(table.text("pattern", row), table.text("part", row));
    if (pattern == nullptr || pattern->reading == sim::PatternReading::state) continue;
    const sim::MeasureCard* measure = measure_of(study, pattern->measure);
    if (measure == nullptr) continue;
    Json where = Json::object();
    for (const auto& [dimension, label] : sim::coordinates_of(pattern->where)) where[std::string(dimension)] = label;
    const std::string& unit = table.text("unit", row);
    list.push_back({{"pattern", pattern->key()},
                    {"measure", measure->key},
                    {"where", std::move(where)},
                    {"reading", name_of(pattern->reading)},
                    {"from", table.text("period_start", row)},
                    {"to", table.text("period_end", row)},
                    {"value", converted(table.number("value", row), unit, *measure)},
                    {"low", converted(table.number("low", row), unit, *measure)},
                    {"high", converted(table.number("high", row), unit, *measure)},
                    {"title", table.text("title", row)},
                    {"source", table.text("source", row)},
                    {"confidence", table.text("confidence", row)}});
  }
}

void add_series(const sim::Study& study, const sim::Table& table, Json& list) {
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const sim::MeasureCard* measure =
        table.text("reading", row) == "value" ? measure_of(study, table.text("series", row)) : nullptr;
    if (measure == nullptr || measure->rank() != 1) continue;
    const sim::Date last = table.date("date", row);
    const Json value = converted(table.number("value", row), table.text("unit", row), *measure);
    list.push_back({{"pattern", ""},
                    {"measure", measure->key},
                    {"where", {{std::string(measure->dimensions[0]), table.text("entity", row)}}},
                    {"reading", "value"},
                    {"from", to_string(sim::first_of_period(sim::Every::month, last))},
                    {"to", to_string(last)},
                    {"value", value},
                    {"low", nullptr},
                    {"high", nullptr},
                    {"title", measure->long_name},
                    {"source", table.text("source", row)},
                    {"confidence", table.text("confidence", row)}});
  }
}

// In the order of time, those of triggers among the model's.
std::vector<sim::Event> events_of(const sim::LiveHistory& history) {
  std::vector<sim::Event> events = history.model().events();
  events.insert(events.end(), history.fired().begin(), history.fired().end());
  std::stable_sort(events.begin(), events.end(), [](const auto& a, const auto& b) { return a.days < b.days; });
  return events;
}

// Countries of those who release: by the ids of labs, which begin the names of what they decide on, and by the names of
// releases on record.
class Makers {
 public:
  explicit Makers(const sim::Model& model) {
    const auto& state = static_cast<const weightshed::history::History&>(model).state();
    const auto code = [&](weightshed::CountryIndex country) { return state.roster->jurisdictions[at(country)].code; };
    for (const weightshed::labs::Lab& lab : state.labs.labs) countries_.emplace(lab.id, code(lab.country));
    for (const weightshed::roster::RosterBase& base : state.roster->bases)
      countries_.emplace(base.label, code(state.labs.labs[at(base.lab)].country));
  }
  // "google release 12 (closed flagship)", "us_entrant_1 release 2 (open weights)", "Gemini 2.5 Pro (closed)".
  std::string of(const std::string& actor) const {
    for (const std::string& name : {actor, actor.substr(0, actor.find(' '))}) {
      if (const auto maker = countries_.find(name); maker != countries_.end()) return maker->second;
    }
    return {};
  }

 private:
  std::map<std::string, std::string> countries_;
};

}  // namespace

Json published_json(const sim::Study& study) {
  Json list = Json::array();
  add_figures(study, study.tables.find("published_figures")->second, list);
  add_series(study, study.tables.find("published_series")->second, list);
  return list;
}

Json events_json(const Session& session) {
  const sim::Study& study = session.study();
  const std::vector<sim::Event> events = events_of(session.history());
  const std::vector<std::string> texts = sim::texts_of(study, events);
  const auto words = study.kind->event_words();
  const Makers makers(session.history().model());
  Json list = Json::array();
  for (std::size_t i = 0; i < events.size(); ++i) {
    const sim::Date date{static_cast<std::int32_t>(std::floor(events[i].days))};
    list.push_back({{"date", to_string(date)},
                    {"days", events[i].days},
                    {"kind", words[events[i].kind]},
                    {"actor", events[i].actor},
                    {"country", words[events[i].kind] == "release" ? makers.of(events[i].actor) : ""},
                    {"value", events[i].value},
                    {"text", texts[i]}});
  }
  return list;
}

Json story_json(const Session& session, const Json& question) {
  const sim::Study& study = session.study();
  sim::Question asked{study.policies[session.whose().policy].name, question.at("measure").get<std::string>(), {}, {}};
  if (const auto where = question.find("where"); where != question.end()) {
    for (const auto& [dimension, label] : where->items()) asked.where.emplace_back(dimension, label.get<std::string>());
  }
  asked.at = sim::day_or_month(question.at("at").get<std::string>(), sim::MonthDay::last);
  const std::vector<sim::Cause> near = sim::causes_of(study, asked, {});
  std::vector<sim::Cause> levers;  // what nobody has taken out counts as having mattered
  std::copy_if(near.begin(), near.end(), std::back_inserter(levers),
               [](const sim::Cause& cause) { return cause.name.starts_with("lever:"); });
  const std::vector<sim::Event> events = events_of(session.history());
  constexpr std::string_view importance[] = {"aside", "release", "lab", "policy", "mechanism"};
  Json list = Json::array();
  for (const sim::DatedLine& line :
       sim::what_happened({study, events, session.whose().policy, near, levers}, static_cast<double>(asked.at.days))) {
    list.push_back({{"date", sim::day_of(line)},
                    {"text", line.text},
                    {"importance", importance[static_cast<std::size_t>(line.importance)]}});
  }
  return list;
}

}  // namespace explorer
