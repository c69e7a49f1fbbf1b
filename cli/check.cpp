// `weightshed check`: every problem of a scenario at once; the scenario after inheritance.
#include <fmt/format.h>

#include <cstdio>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/json.hpp"
#include "cli/tell.hpp"
#include "cli/verbs.hpp"
#include "sim/execution/estimate.hpp"
#include "sim/printable.hpp"
#include "sim/scenario/library.hpp"
#include "sim/scenario/load.hpp"

namespace cli {

namespace {

using Json = nlohmann::ordered_json;

// The resolved scenario with the origin of each value as a comment: it is still a scenario.
std::string annotated(const sim::Study& study) {
  std::istringstream lines(study.source.resolved_text);
  std::string out;
  std::size_t next = 0;
  for (std::string line; std::getline(lines, line);) {
    const bool value = !line.empty() && line.front() != '[';
    out += value && next < study.source.resolved.size()
               ? fmt::format("{:<60}  # {}\n", line, study.source.resolved[next++].origin)
               : line + '\n';
  }
  return out;
}

std::string origins(const sim::Study& study) {
  std::string out;
  for (const sim::Setting& setting : study.source.resolved)
    out += fmt::format("{}\t{}\t{}\n", setting.key, setting.value, setting.origin);
  return out;
}

Json json_of(const sim::Study& study) {
  Json policies = Json::array();
  for (const sim::Policy& policy : study.policies) policies.push_back({{"name", policy.name}, {"label", policy.label}});
  Json settings = Json::array();
  for (const sim::Setting& setting : study.source.resolved) {
    settings.push_back({{"key", setting.key}, {"value", setting.value}, {"origin", setting.origin}});
  }
  return {{"title", study.title},
          {"question", study.question},
          {"policies", std::move(policies)},
          {"worlds", study.design.worlds()},
          {"members", study.run.members},
          {"cells", study.cells()},
          {"start", to_string(study.run.start)},
          {"fork", to_string(study.fork())},
          {"end", to_string(study.run.end)},
          {"sha256", study.source.sha256},
          {"settings", std::move(settings)}};
}

// A sweep grows fast: what it costs is said before it runs.
std::optional<sim::Estimate> cost_of_sweep(const sim::Study& study) {
  constexpr double most_seconds = 4.0;  // of a check
  if (!study.sweep) return std::nullopt;
  return estimate_run(study, 0, 1, most_seconds);
}

std::string cost_text(const sim::Sweep& sweep, const sim::Estimate& cost) {
  std::string axes;
  for (const sim::SweepAxis& axis : sweep.axes) {
    axes += fmt::format("{}{} of {}", axes.empty() ? "" : ", ", counted(axis.values.size(), "value"),
                        sim::printable(axis.key));
  }
  return fmt::format("  sweep: {}; {}{} on {} with nothing else to do\n", axes, cost.at_least ? "at least " : "about ",
                     length_of_time(cost.seconds), counted(static_cast<std::size_t>(cost.threads), "thread"));
}

}  // namespace

int check(const Options& options, const Surroundings& around) {
  const sim::LoadOptions load{options.overrides, around.library};
  bool valid = true;
  Json files = Json::array();
  for (const std::string& given : options.files) {
    Json entry{{"file", given}};
    try {
      std::vector<std::string> warnings;
      const sim::Study study = sim::load_study(around.kind, sim::scenario_file(given, around.library), load, &warnings);
      entry["valid"] = true;
      entry["problems"] = Json::array();
      entry["warnings"] = warnings;
      entry.update(json_of(study));
      const auto cost = cost_of_sweep(study);
      if (cost) entry["seconds"] = cost->seconds;
      if (!options.json) {
        for (const std::string& warning : warnings) around.talk.warn(study.source.path.string() + ": " + warning);
        if (options.resolved) {
          tell("{}", annotated(study));
        } else if (options.origin) {
          tell("{}", origins(study));
        } else {
          tell("{}: valid; {}{} × {} × {} = {}, {} to {}, fork {}\n", study.source.path.string(),
               study.precision ? "at most " : "", counted(study.policies.size(), "policy"),
               counted(study.design.worlds(), "world"), counted(study.run.members, "member"),
               counted(study.cells(), "history"), to_string(study.run.start), to_string(study.run.end),
               to_string(study.fork()));
          if (cost) tell("{}", cost_text(*study.sweep, *cost));
        }
      }
    } catch (const sim::Error& error) {
      if (error.kind() != sim::Failure::invalid_input) throw;
      valid = false;
      entry["valid"] = false;
      entry["problems"] = json_of(error.problems());
      if (!options.json) {
        for (const sim::Problem& problem : error.problems()) tell("{}\n", problem.text());
        tell("{}: {}\n", given, counted(error.count(), "problem"));
      }
    }
    files.push_back(std::move(entry));
  }
  if (options.json) tell("{}\n", Json{{"valid", valid}, {"files", std::move(files)}}.dump(2));
  if (valid) {
    around.talk.next("weightshed run " + shell_word(options.files.front()));
  } else {
    around.talk.next(
        "fix these; for help see `weightshed list parameters`, `weightshed explain NAME`, docs/scenarios-format.md");
  }
  return valid ? 0 : static_cast<int>(sim::Failure::invalid_input);
}

}  // namespace cli
