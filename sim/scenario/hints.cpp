// Suggestions from the sections of a scenario, and warnings.
#include "sim/scenario/hints.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "sim/scenario/schema.hpp"

namespace sim {

namespace {

// Every key of a section, with its section: "run.members", "assume.derivation.habit".
std::vector<std::string> keys_of_sections(const ModelKind& kind) {
  std::vector<std::string> keys;
  const auto schema = nlohmann::ordered_json::parse(scenario_schema(kind));
  for (const auto& [section, content] : schema.at("properties").items()) {
    if (!content.contains("properties")) continue;
    for (const auto& [key, unused] : content.at("properties").items()) keys.push_back(section + "." + key);
  }
  return keys;
}

}  // namespace

std::string key_meant(const std::string& unknown, const ModelKind& kind, const std::vector<std::string>& overrides) {
  const auto keys = keys_of_sections(kind);
  std::vector<std::string> inner;
  for (const std::string& key : keys) inner.push_back(key.substr(key.find('.') + 1));
  for (const std::string& override_text : overrides) {
    std::string given = override_text.substr(0, override_text.find('='));
    std::erase_if(given, [](char c) { return c == ' ' || c == '"'; });
    if (given != unknown && !given.starts_with(unknown + ".")) continue;
    auto meant = std::find(inner.begin(), inner.end(), given);
    if (meant == inner.end()) meant = std::find(inner.begin(), inner.end(), nearest_name(given, inner));
    if (meant != inner.end()) return keys[static_cast<std::size_t>(meant - inner.begin())];
  }
  return {};
}

std::string few_draws(const Study& study) {
  constexpr std::size_t enough = 32;  // with fewer, the ends of an 80% interval rest on three histories or less
  const std::size_t keys = std::set(study.design.keys.begin(), study.design.keys.end()).size();
  const std::size_t members = study.run.members;
  if (keys == 0 || keys * members >= enough || study.design.worlds() * members < 2) return "";
  return "run.members = " + std::to_string(members) + ": " + std::to_string(keys * members) +
         " draws of luck are few for intervals of levels; run.members = " + std::to_string((enough + keys - 1) / keys) +
         " is enough";
}

std::string beyond_evidence(const Study& study) {
  const std::optional<Date> until = study.kind->evidence_until;
  if (!until || study.run.end <= *until) return "";
  return "run.end = " + to_string(study.run.end) + ": no source or judgement behind the assumptions reaches beyond " +
         to_string(*until);
}

std::vector<std::string> unread_tables(std::span<const std::filesystem::path> folders,
                                       const std::vector<std::string>& names, const std::filesystem::path& list) {
  std::set<std::string> warnings;  // a folder lists its files in no order
  for (const auto& folder : folders) {
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
      const std::filesystem::path& file = entry.path();
      const std::string stem = file.stem().string();
      if (file.extension() != ".csv" || std::find(names.begin(), names.end(), stem) != names.end()) continue;
      if (!list.empty() && std::filesystem::equivalent(file, list, error)) continue;
      const std::string nearest = nearest_name(stem, names);
      warnings.insert(file.string() + " is no reference table, so nothing reads it" +
                      (nearest.empty() ? "" : "; did you mean '" + nearest + ".csv'?"));
    }
  }
  return {warnings.begin(), warnings.end()};
}

std::vector<std::string> wide_aims(const Study& study) {
  std::vector<std::string> warnings;
  for (const Policy& policy : study.policies) {
    for (const Action& action : policy.actions) {
      const LeverCard& lever = study.kind->levers[static_cast<std::size_t>(action.target.lever)];
      // With `in`, as for a ban, "all" means all others; without it a lever that names no country hits its owner too.
      if (action.target.of != any_index || lever.index.of.empty() || !lever.index.in.empty()) continue;
      const std::string dimension(lever.index.of);
      std::string warning = "policy '" + policy.name + "': " + std::string(lever.key) + " names no " + dimension +
                            ", so it aims at every " + dimension + " without exception; name one with `of`";
      if (std::find(warnings.begin(), warnings.end(), warning) == warnings.end())
        warnings.push_back(std::move(warning));
    }
  }
  return warnings;
}

std::vector<std::string> actions_without_options(const Study& study) {
  std::vector<std::string> warnings;
  for (const Policy& policy : study.policies) {
    for (const Action& action : policy.actions) {
      const LeverCard& lever = study.kind->levers[static_cast<std::size_t>(action.target.lever)];
      if (action.to == lever.neutral || !lacks_option(lever, action.options)) continue;
      std::vector<std::string> options;
      for (const LeverOption& option : lever.options) options.emplace_back(option.key);
      std::string warning = "policy '" + policy.name + "': " + std::string(lever.key) +
                            " changes nothing here, since the action states none of its options: " + list_of(options);
      if (std::find(warnings.begin(), warnings.end(), warning) == warnings.end())
        warnings.push_back(std::move(warning));
    }
  }
  return warnings;
}

}  // namespace sim
