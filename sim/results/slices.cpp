// Names are resolved with the tables that the result itself records.
#include "sim/results/slices.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "sim/error.hpp"
#include "sim/model/labels.hpp"

namespace sim {

namespace {

using Json = nlohmann::json;

std::string joined(std::span<const std::string> words) {
  constexpr std::size_t most = 24;
  std::string out;
  for (std::size_t i = 0; i < std::min(words.size(), most); ++i) out += (i == 0 ? "" : ", ") + words[i];
  return words.size() > most ? out + ", … (" + std::to_string(words.size()) + " in all)" : out;
}

// What the labels of `where` are checked against, and what is wrong with them.
class Finder {
 public:
  Finder(const ModelKind& kind, const ResultFile& result) : kind_(kind), result_(result) {}

  // Positions of the labels that a reader wants of a dimension; everything where it is not named.
  std::vector<bool> wanted(const std::string& dimension, const Labels& where) {
    const std::vector<std::string> labels = result_.coordinate(dimension);
    const auto names_it = [&](const auto& pair) { return pair.first == dimension; };
    if (std::none_of(where.begin(), where.end(), names_it)) return std::vector<bool>(labels.size(), true);
    std::vector<bool> wanted(labels.size(), false);
    for (const auto& pair : where) {
      if (!names_it(pair)) continue;
      const std::string& given = pair.second;
      if (given == "*") {
        wanted.assign(labels.size(), true);
      } else if (const auto position = label_meant(labels, names_of(dimension), given)) {
        wanted[*position] = true;
      } else if (told_.insert({dimension, given}).second) {
        add_problem(problems_, {}, "--where", "no " + dimension + " '" + given + "'", joined(labels) + ", *",
                    nearest_label(labels, names_of(dimension), given));
      }
    }
    return wanted;
  }

  void unknown_dimension(const std::string& given, const std::string& of, const std::vector<std::string>& known) {
    if (!told_.insert({given, of}).second) return;
    std::string near = nearest_name(given, known);
    // "country" where a measure has creator_country.
    for (std::size_t i = 0; near.empty() && i < known.size(); ++i) {
      if (known[i].find(given) != std::string::npos) near = known[i];
    }
    add_problem(problems_, {}, "--where", of + " dimension '" + given + "'",
                known.empty() ? "no dimension" : joined(known), near);
  }

  void unknown_measure(const std::string& given) {
    std::vector<std::string> names;
    for (const auto& measure : result_.measures()) names.push_back(measure.name);
    add_problem(problems_, {}, "--measure", "'" + given + "' is not a measure of " + result_.path().string(),
                joined(names), nearest_name(given, names));
  }

  void finish() {
    if (!problems_.empty()) throw Error(Failure::invalid_input, std::move(problems_));
  }

 private:
  const std::vector<LabelName>& names_of(const std::string& dimension) {
    if (!tables_) tables_ = recorded_tables(result_.study_json());
    const auto known = names_.find(dimension);
    return known != names_.end() ? known->second
                                 : names_.emplace(dimension, label_names(kind_, *tables_, dimension)).first->second;
  }

  const ModelKind& kind_;
  const ResultFile& result_;
  std::optional<Tables> tables_;  // read when the first label is looked up
  std::map<std::string, std::vector<LabelName>> names_;
  std::set<std::pair<std::string, std::string>> told_;
  std::vector<Problem> problems_;
};

bool has(const ResultFile::Measure& measure, const std::string& dimension) {
  return std::find(measure.dimensions.begin(), measure.dimensions.end(), dimension) != measure.dimensions.end();
}

std::vector<const ResultFile::Measure*> measures_asked_for(const ResultFile& result, const Asked& asked,
                                                           Finder& finder) {
  std::vector<const ResultFile::Measure*> found;
  const std::vector<ResultFile::Measure>& all = result.measures();
  for (const std::string& name : asked.measures) {
    const auto known = std::find_if(all.begin(), all.end(), [&](const auto& m) { return m.name == name; });
    if (known == all.end()) {
      finder.unknown_measure(name);
      continue;
    }
    for (const auto& [dimension, unused] : asked.where) {
      if (!has(*known, dimension)) finder.unknown_dimension(dimension, name + " has no", known->dimensions);
    }
    found.push_back(&*known);
  }
  if (!asked.measures.empty()) return found;
  std::set<std::string> dimensions;
  for (const auto& measure : all) {
    dimensions.insert(measure.dimensions.begin(), measure.dimensions.end());
    const bool fits =
        std::all_of(asked.where.begin(), asked.where.end(), [&](const auto& pair) { return has(measure, pair.first); });
    if (fits) found.push_back(&measure);
  }
  const std::vector<std::string> known(dimensions.begin(), dimensions.end());
  std::string together;
  for (const auto& [dimension, unused] : asked.where) {
    if (!dimensions.contains(dimension)) finder.unknown_dimension(dimension, "no measure of this file has the", known);
    together += (together.empty() ? "" : " and ") + dimension;
  }
  finder.finish();
  if (found.empty()) {
    throw Error(Failure::invalid_input, "--where: no measure of " + result.path().string() + " has " + together);
  }
  return found;
}

// The aim of a recorded action on the dimensions on which it is seen.
Touched touched_by(const ModelKind& kind, const std::string& lever, const Json& action,
                   const Coordinates& coordinates) {
  Touched touched;
  const auto see = [&](std::string_view index, std::string_view dimension, const char* key) {
    const auto labels = coordinates.find(dimension);
    const int position = action.value(key, any_index);
    if (labels == coordinates.end() || position < 0) return;
    const std::string& label = labels->second.at(static_cast<std::size_t>(position));
    for (const Aim& aim : kind.aims) {
      const auto shown = coordinates.find(aim.seen_on);
      if (aim.index != index || aim.dimension != dimension || shown == coordinates.end()) continue;
      if (std::find(shown->second.begin(), shown->second.end(), label) != shown->second.end())
        touched.emplace(aim.seen_on, label);
    }
  };
  for (const LeverCard& card : kind.levers) {
    if (card.key != lever) continue;
    see("of", card.index.of, "of");
    see("in", card.index.in, "in");
    see("sectors", card.index.sectors, "sector");
  }
  return touched;
}

// What `tell` says of each action of each policy, once and without what is empty.
template <class Told, class Tell>
std::vector<std::vector<Told>> gathered(const std::string& study_json, Tell tell) {
  std::vector<std::vector<Told>> policies;
  try {
    const Json study = Json::parse(study_json);
    const auto levers = study.at("levers").get<std::vector<std::string>>();
    for (const Json& policy : study.at("policies")) {
      std::vector<Told>& own = policies.emplace_back();
      for (const Json& action : policy.at("actions")) {
        Told told = tell(levers.at(action.at("lever").get<std::size_t>()), action);
        if (!told.empty() && std::find(own.begin(), own.end(), told) == own.end()) own.push_back(std::move(told));
      }
    }
  } catch (const std::exception&) {
    return {};  // a record of another program, which says nothing that is understood
  }
  return policies;
}

}  // namespace

Labels parse_where(std::span<const std::string> texts) {
  Labels where;
  for (const std::string& text : texts) {
    for (std::size_t begin = 0; begin <= text.size();) {
      const std::size_t end = std::min(text.find(',', begin), text.size());
      const std::string pair = text.substr(begin, end - begin);
      const std::size_t equals = pair.find('=');
      if (equals == std::string::npos || equals == 0 || equals + 1 == pair.size()) {
        throw Error(Failure::usage, "'" + pair +
                                        "' is not a valid --where; write dimension=label, as in country=CN or "
                                        "region=EU,sector=government");
      }
      where.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
      begin = end + 1;
    }
  }
  return where;
}

Tables recorded_tables(const std::string& study_json) {
  Tables tables;
  try {
    const Json study = Json::parse(study_json);
    for (const auto& [name, recorded] : study.at("tables").items()) {
      Table& table = tables[name];
      for (const auto& [key, column] : recorded.at("columns").items()) {
        table.columns[key].text = column.at("text").get<std::vector<std::string>>();
        table.lines.resize(table.columns[key].text.size());
      }
    }
  } catch (const Json::exception&) {
    return {};  // a record of another program: codes are known, full names are not
  }
  return tables;
}

std::vector<MeasureSlice> slices_of(const ModelKind& kind, const ResultFile& result, const Asked& asked) {
  Finder finder(kind, result);
  std::vector<MeasureSlice> slices;
  for (const ResultFile::Measure* measure : measures_asked_for(result, asked, finder)) {
    std::vector<std::size_t> places{0};
    for (const std::string& dimension : measure->dimensions) {
      const std::vector<bool> wanted = finder.wanted(dimension, asked.where);
      std::vector<std::size_t> crossed;
      for (const std::size_t before : places) {
        for (std::size_t label = 0; label < wanted.size(); ++label) {
          if (wanted[label]) crossed.push_back(before * wanted.size() + label);
        }
      }
      places = std::move(crossed);
    }
    slices.push_back({measure, std::move(places)});
  }
  finder.finish();
  return slices;
}

std::vector<Labels> labels_of(const ResultFile& result, const ResultFile::Measure& measure) {
  std::vector<Labels> rows(1);
  for (const std::string& dimension : measure.dimensions) {  // the last one is the fastest
    std::vector<Labels> crossed;
    const std::vector<std::string> labels = result.coordinate(dimension);
    for (const Labels& before : rows) {
      for (const std::string& label : labels) {
        crossed.push_back(before);
        crossed.back().emplace_back(dimension, label);
      }
    }
    rows = std::move(crossed);
  }
  return rows;
}

std::vector<std::vector<Touched>> touched_by_policies(const ModelKind& kind, const std::string& study_json,
                                                      const Coordinates& coordinates) {
  return gathered<Touched>(study_json, [&](const std::string& lever, const Json& action) {
    return touched_by(kind, lever, action, coordinates);
  });
}

std::vector<std::vector<std::string>> measures_of_policies(const ModelKind& kind, const std::string& study_json) {
  return gathered<std::string>(study_json, [&](const std::string& lever, const Json&) {
    for (const LeverCard& card : kind.levers) {
      if (card.key == lever) return std::string(card.effect.measure);
    }
    return std::string();
  });
}

std::vector<std::vector<Touched>> touched_by_policies(const ModelKind& kind, const ResultFile& result) {
  Coordinates coordinates;
  for (const Aim& aim : kind.aims) {
    for (const std::string_view dimension : {aim.dimension, aim.seen_on}) {
      const std::string name(dimension);
      if (!coordinates.contains(name) && result.has_coordinate(name)) coordinates[name] = result.coordinate(name);
    }
  }
  return touched_by_policies(kind, result.study_json(), coordinates);
}

bool is_touched(const std::vector<Touched>& actions, const Labels& labels) {
  return std::any_of(actions.begin(), actions.end(), [&](const Touched& touched) {
    std::size_t common = 0, equal = 0;
    for (const auto& [dimension, label] : labels) {
      const auto found = touched.find(dimension);
      if (found == touched.end()) continue;
      ++common;
      if (found->second == label) ++equal;
    }
    return common > 0 && equal == common;
  });
}

}  // namespace sim
