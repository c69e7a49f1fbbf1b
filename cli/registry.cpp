// `weightshed list` and `weightshed explain`: the cards of the registry.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "cli/tell.hpp"
#include "cli/verbs.hpp"
#include "sim/limits.hpp"
#include "sim/registry/json_fields.hpp"
#include "sim/scenario/document.hpp"
#include "sim/scenario/inherit.hpp"
#include "sim/scenario/library.hpp"
#include "sim/scenario/reference.hpp"
#include "sim/scenario/text_file.hpp"

namespace cli {

namespace {

using Json = nlohmann::ordered_json;

struct CardRow {
  Json json;
  std::vector<std::string> cells;  // for the table; the last one is the description
};

std::string number(double value) {
  std::string text = sim::toml_number(value);
  return text.ends_with(".0") ? text.substr(0, text.size() - 2) : text;
}

std::string range(double low, double high) { return low == high ? "" : number(low) + " to " + number(high); }

std::string joined(std::span<const std::string_view> words) { return fmt::format("{}", fmt::join(words, ", ")); }

CardRow row_of(const sim::ParameterCard& card) {
  const sim::About& about = card.about;
  return {sim::json_of_fields(card, {{"kind", "parameter"}}),
          {card.key, number(card.initial), std::string(about.unit), range(about.low, about.high),
           std::string(name_of(about.confidence)), card.description}};
}

CardRow row_of(const sim::LeverCard& card) {
  const std::string allowed = card.words.empty() ? range(card.low, card.high) : joined(card.words);
  std::string index;
  for (const auto& [name, dimension] :
       {std::pair("of", card.index.of), std::pair("in", card.index.in), std::pair("sectors", card.index.sectors)}) {
    if (!dimension.empty()) index += (index.empty() ? "" : ", ") + std::string(name);
  }
  return {sim::json_of_fields(card, {{"kind", "lever"}}),
          {std::string(card.key), std::string(card.unit), allowed, index, std::string(card.description)}};
}

CardRow row_of(const sim::MeasureCard& card) {
  return {sim::json_of_fields(card, {{"kind", "measure"}}),
          {std::string(card.key), joined(std::span(card.dimensions).first(card.rank())), std::string(card.unit),
           std::string(name_of(card.window)), card.calibrated ? "" : "not calibrated", std::string(card.description)}};
}

CardRow row_of(const sim::StructureCard& card) {
  return {sim::json_of_fields(card, {{"kind", "structure"}}),
          {std::string(card.key), joined(card.variants), std::string(card.variants[card.initial]),
           std::string(card.description)}};
}

CardRow row_of(const sim::PatternCard& card) {
  return {sim::json_of_fields(card, {{"kind", "pattern"}}),
          {card.key(), std::string(card.at), std::string(card.unit), std::string(card.measure),
           std::string(card.description)}};
}

template <class Card>
std::vector<CardRow> rows_of(const std::vector<Card>& cards) {
  std::vector<CardRow> rows;
  for (const Card& card : cards) rows.push_back(row_of(card));
  return rows;
}

std::vector<CardRow> limit_rows() {
  std::vector<CardRow> rows;
  for (const sim::Limit& limit : sim::limits::all) {
    rows.push_back({{{"kind", "limit"},
                     {"key", limit.key},
                     {"most", limit.most},
                     {"unit", limit.unit},
                     {"of", limit.of},
                     {"why", limit.why}},
                    {std::string(limit.of), fmt::format("{} {}", limit.most, limit.unit), std::string(limit.why)}});
  }
  return rows;
}

std::vector<CardRow> scenario_rows(const Surroundings& around) {
  std::vector<CardRow> rows;
  for (const std::string& name : sim::scenario_names(around.library)) {
    const auto path = sim::find_scenario(name, around.library.front(), around.library);
    std::vector<sim::Problem> problems;
    const auto text = sim::read_text_file(path.value(), sim::limits::scenario, problems);
    std::string title;
    if (text) {
      if (const auto tree = sim::parse_toml(*text, path->string(), problems)) {
        if (const auto* node = tree->find("title"); node != nullptr) title = node->text;
      }
    }
    for (const sim::Problem& problem : problems) around.talk.warn(problem.text());
    const std::string question = text ? sim::opening_comment(*text) : "";
    rows.push_back(
        {{{"kind", "scenario"}, {"key", name}, {"title", title}, {"question", question}, {"path", path->string()}},
         {name, title}});
  }
  return rows;
}

// Countries, labs and whatever else the model lists, with the columns that it gives them.
std::vector<CardRow> thing_rows(const Surroundings& around, const std::string& subject,
                                std::vector<std::string>& header) {
  std::vector<std::filesystem::path> folders;
  for (const auto& folder : around.library) folders.push_back(folder / "reference");
  std::vector<sim::Problem> problems;
  const sim::ReferenceTables reference = read_reference_tables(around.kind, folders, problems);
  if (!problems.empty()) throw sim::Error(sim::Failure::invalid_input, std::move(problems));
  std::vector<CardRow> rows;
  header = {"code", "name"};
  for (const sim::NamedThing& thing : around.kind.catalogue(subject, reference.tables)) {
    CardRow row{{{"key", thing.code}, {"name", thing.name}}, {thing.code, thing.name}};
    for (const auto& [field, text] : thing.about) {
      if (rows.empty()) header.emplace_back(field);
      row.json[std::string(field)] = text;
      row.cells.push_back(text);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

// Columns as wide as their widest cell; the last one has any width.
std::string table(const std::vector<std::string>& header, std::vector<CardRow> rows) {
  for (CardRow& row : rows) {
    for (std::string& cell : row.cells) cell = sim::printable(cell);
  }
  std::vector<std::size_t> width(header.size());
  for (std::size_t c = 0; c < header.size(); ++c) {
    width[c] = header[c].size();
    for (const CardRow& row : rows) width[c] = std::max(width[c], row.cells[c].size());
  }
  std::string out;
  const auto line = [&](const std::vector<std::string>& cells) {
    std::string text;
    for (std::size_t c = 0; c < cells.size(); ++c)
      text += c + 1 == cells.size() ? cells[c] : fmt::format("{:<{}}  ", cells[c], width[c]);
    while (text.ends_with(' ')) text.pop_back();
    out += text + '\n';
  };
  line(header);
  for (const CardRow& row : rows) line(row.cells);
  return out;
}

std::vector<CardRow> every_card(const sim::ModelKind& kind) {
  std::vector<CardRow> rows;
  const auto append = [&](std::vector<CardRow> more) { rows.insert(rows.end(), more.begin(), more.end()); };
  append(rows_of(kind.parameters));
  append(rows_of(kind.levers));
  append(rows_of(kind.measures));
  append(rows_of(kind.structures));
  append(rows_of(kind.patterns));
  return rows;
}

// A card as lines "field  value"; empty fields are left out.
std::string card_text(const Json& card) {
  std::string out = card["key"].get<std::string>() + "  (" + card["kind"].get<std::string>() + ")\n";
  for (const auto& [field, value] : card.items()) {
    if (field == "kind" || field == "key") continue;
    std::string text;
    if (value.is_string()) {
      text = value.get<std::string>();
    } else if (value.is_number_float()) {
      text = number(value.get<double>());
    } else if (value.is_array()) {
      for (const Json& item : value) {
        if (!text.empty()) text += text.back() == '.' ? " " : ", ";  // of sentences or of words
        text += item.get<std::string>();
      }
    } else {
      text = value.dump();
    }
    if (!text.empty()) out += fmt::format("  {:<14}{}\n", field, text);
  }
  return out;
}

}  // namespace

int list(const Options& options, const Surroundings& around) {
  std::vector<std::string> subjects{"parameters", "levers",    "measures", "structures",
                                    "patterns",   "scenarios", "limits"};
  subjects.insert(subjects.end(), around.kind.catalogues.begin(), around.kind.catalogues.end());
  if (std::find(subjects.begin(), subjects.end(), options.subject) == subjects.end()) {
    sim::Problem problem;
    problem.key = "list";
    problem.message = options.subject.empty() ? "say what to list" : "there is no list of '" + options.subject + "'";
    problem.allowed = fmt::format("{}", fmt::join(subjects, ", "));
    problem.suggestion = sim::nearest_name(options.subject, subjects);
    throw sim::Error(sim::Failure::usage, {problem});
  }
  const sim::ModelKind& kind = around.kind;
  std::vector<std::string> header;
  std::vector<CardRow> rows;
  if (options.subject == "parameters") {
    header = {"parameter", "default", "unit", "range", "confidence", "description"};
    rows = rows_of(kind.parameters);
  } else if (options.subject == "levers") {
    header = {"lever", "unit", "allowed", "index", "description"};
    rows = rows_of(kind.levers);
  } else if (options.subject == "measures") {
    header = {"measure", "dimensions", "unit", "window", "", "description"};
    rows = rows_of(kind.measures);
  } else if (options.subject == "structures") {
    header = {"structure", "variants", "default", "description"};
    rows = rows_of(kind.structures);
  } else if (options.subject == "patterns") {
    header = {"pattern", "read at", "unit", "measure", "description"};
    rows = rows_of(kind.patterns);
  } else if (options.subject == "limits") {
    header = {"limit", "at most", "why"};
    rows = limit_rows();
  } else if (options.subject == "scenarios") {
    header = {"scenario", "title"};
    rows = scenario_rows(around);
  } else {
    rows = thing_rows(around, options.subject, header);
  }
  if (options.json) {
    Json all = Json::array();
    for (CardRow& row : rows) all.push_back(std::move(row.json));
    tell("{}\n", all.dump(2));
  } else {
    tell("{}", table(header, rows));
  }
  const auto& catalogues = around.kind.catalogues;
  const bool named = std::find(catalogues.begin(), catalogues.end(), options.subject) != catalogues.end();
  around.talk.next(options.subject == "scenarios" ? "weightshed new NAME > my.toml"
                   : options.subject == "limits"  ? "weightshed check my.toml"
                   : named                        ? "weightshed list levers"
                                                  : "weightshed explain NAME");
  return 0;
}

int explain(const Options& options, const Surroundings& around) {
  Json found = Json::array();
  std::vector<std::string> names;
  for (CardRow& row : every_card(around.kind)) {
    names.push_back(row.json["key"].get<std::string>());
    // Parts of a pattern share its number.
    if (names.back() == options.subject || row.json.value("id", names.back()) == options.subject)
      found.push_back(std::move(row.json));
  }
  if (found.empty()) {
    sim::Problem problem;
    problem.key = options.subject.empty() ? "explain" : options.subject;
    problem.message = options.subject.empty() ? "give the name of a card" : "there is no card of this name";
    problem.allowed =
        "the key of a parameter, lever, measure, structure or pattern, as `weightshed list levers` shows it";
    problem.suggestion = sim::nearest_name(options.subject, names);
    throw sim::Error(sim::Failure::usage, {problem});
  }
  if (options.json) {
    tell("{}\n", found.dump(2));
  } else {
    for (const Json& card : found) tell("{}", card_text(card));
  }
  const std::string kind = found[0]["kind"].get<std::string>();
  around.talk.next(kind == "parameter" ? "weightshed run SCENARIO -s assume." + options.subject + "=VALUE"
                                       : "weightshed list " + kind + "s");
  return 0;
}

}  // namespace cli
