// Suggestions from the names of jurisdictions and from the sections of a scenario.
#include "cli/hints.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "sim/error.hpp"
#include "sim/scenario/inherit.hpp"
#include "sim/scenario/reference.hpp"
#include "sim/scenario/schema.hpp"
#include "sim/scenario/text_file.hpp"

namespace weightshed {

namespace {

namespace fs = std::filesystem;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return text;
}

// Codes of jurisdictions by their name in small letters, from the first jurisdictions.csv that the scenario can see.
std::map<std::string, std::string> codes_by_name(const fs::path& scenario, const std::vector<fs::path>& library) {
  std::vector<fs::path> folders{scenario.parent_path()};
  folders.insert(folders.end(), library.begin(), library.end());
  std::map<std::string, std::string> codes;
  for (const fs::path& folder : folders) {
    const fs::path file = folder / "reference" / "jurisdictions.csv";
    std::error_code error;
    if (!fs::is_regular_file(file, error)) continue;
    std::vector<sim::Problem> unreadable;  // a broken table has been reported by whoever reads it in earnest
    const auto text = sim::read_text_file(file, sim::largest_table, unreadable);
    if (!text) break;
    const sim::CsvFile table = sim::read_csv(*text, file.string(), unreadable);
    if (table.rows.empty()) break;
    const auto column = [&](std::string_view name) {
      const auto& header = table.rows.front().fields;
      return static_cast<std::size_t>(std::find(header.begin(), header.end(), name) - header.begin());
    };
    const std::size_t code = column("code");
    const std::size_t name = column("name");
    for (auto row = table.rows.begin() + 1; row != table.rows.end(); ++row) {
      if (std::max(code, name) < row->fields.size()) codes.emplace(lower(row->fields[name]), row->fields[code]);
    }
    break;
  }
  return codes;
}

std::string country_hint(const std::string& given, const fs::path& scenario, const std::vector<fs::path>& library) {
  const auto codes = codes_by_name(scenario, library);
  const std::string wanted = lower(given);
  for (const auto& [name, code] : codes) {
    if (lower(code) == wanted) return code;
  }
  if (const auto found = codes.find(wanted); found != codes.end()) return found->second;
  std::vector<std::string> names;
  for (const auto& [name, code] : codes) names.push_back(name);
  const auto near = codes.find(sim::nearest_name(wanted, names));
  return near == codes.end() ? "" : near->second;
}

// Every key that stands in a section, with its section: "run.members", "assume.derivation.habit".
std::vector<std::string> keys_of_sections(const sim::ModelKind& kind) {
  std::vector<std::string> keys;
  const auto schema = nlohmann::ordered_json::parse(sim::scenario_schema(kind));
  for (const auto& [section, content] : schema.at("properties").items()) {
    if (!content.contains("properties")) continue;
    for (const auto& [key, unused] : content.at("properties").items()) keys.push_back(section + "." + key);
  }
  return keys;
}

// The override whose key begins with what the engine did not know, looked up in every section.
std::string section_hint(const std::string& unknown, const sim::ModelKind& kind,
                         const std::vector<std::string>& overrides) {
  const auto keys = keys_of_sections(kind);
  std::vector<std::string> inner;
  for (const std::string& key : keys) inner.push_back(key.substr(key.find('.') + 1));
  for (const std::string& override_text : overrides) {
    std::string given = override_text.substr(0, override_text.find('='));
    given.erase(std::remove_if(given.begin(), given.end(), [](char c) { return c == ' ' || c == '"'; }), given.end());
    if (given != unknown && !given.starts_with(unknown + ".")) continue;
    const auto exact = std::find(inner.begin(), inner.end(), given);
    const auto near =
        exact != inner.end() ? exact : std::find(inner.begin(), inner.end(), sim::nearest_name(given, inner));
    if (near != inner.end()) return keys[static_cast<std::size_t>(near - inner.begin())];
  }
  return "";
}

// The text between the first two single quotes, if the message begins as given.
std::optional<std::string> quoted_after(const std::string& message, std::string_view start) {
  if (!message.starts_with(start)) return std::nullopt;
  const std::size_t end = message.rfind('\'');
  return message.substr(start.size(), end - start.size());
}

std::vector<std::string> wide_aims(const sim::Study& study) {
  std::vector<std::string> warnings;
  for (const sim::Policy& policy : study.policies) {
    for (const sim::Action& action : policy.actions) {
      const sim::LeverCard& lever = study.kind->levers[static_cast<std::size_t>(action.target.lever)];
      // With `in`, as for a ban, "all" means all others; without it a lever that names no country hits its owner too.
      if (action.target.of != sim::any_index || lever.index.of != "country" || !lever.index.in.empty()) continue;
      std::string warning = "policy '" + policy.name + "': " + std::string(lever.key) +
                            " names no country, so it aims at every country, its own included; of = \"CN\" aims at one";
      if (std::find(warnings.begin(), warnings.end(), warning) == warnings.end())
        warnings.push_back(std::move(warning));
    }
  }
  return warnings;
}

}  // namespace

fs::path scenario_file(const std::string& given, const std::vector<fs::path>& library) {
  std::error_code error;
  if (const auto found = sim::find_scenario(given, fs::path{}, library)) return *found;
  if (fs::exists(given, error)) return given;  // a file without .toml at its end, or a directory: the reader judges it
  sim::Problem problem;
  problem.place.file = given;
  const bool is_path = given.find('/') != std::string::npos || given.ends_with(".toml");
  problem.message = is_path ? "there is no such file" : "no scenario of this name";
  problem.allowed = "a path, or a name from `weightshed list scenarios`";
  problem.suggestion = sim::nearest_name(fs::path(given).stem().string(), sim::scenario_names(library));
  throw sim::Error(sim::Failure::invalid_input, {problem});
}

sim::Study load_with_hints(const sim::ModelKind& kind, const fs::path& scenario, const sim::LoadOptions& options,
                           std::vector<std::string>* warnings) {
  try {
    sim::Study study = sim::load_study(kind, scenario, options, warnings);
    if (warnings != nullptr) {
      for (std::string& warning : wide_aims(study)) warnings->push_back(std::move(warning));
    }
    return study;
  } catch (const sim::Error& error) {
    std::vector<sim::Problem> problems = error.problems();
    for (sim::Problem& problem : problems) {
      if (!problem.suggestion.empty()) continue;
      if (const auto given = quoted_after(problem.message, "no country '")) {
        problem.suggestion = country_hint(*given, scenario, options.library);
      } else if (problem.place.file == "-s" && problem.message == "unknown key") {
        problem.suggestion = section_hint(problem.key, kind, options.overrides);
      }
    }
    throw sim::Error(error.kind(), std::move(problems));
  }
}

}  // namespace weightshed
