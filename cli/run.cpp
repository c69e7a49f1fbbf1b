// `weightshed run`, `resume`, `merge`: cells to result files, with progress; an interrupt keeps what is finished.
#include "sim/execution/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "cli/aside.hpp"
#include "cli/json.hpp"
#include "cli/tell.hpp"
#include "cli/verbs.hpp"
#include "sim/execution/estimate.hpp"
#include "sim/results/durable_file.hpp"
#include "sim/results/seal.hpp"
#include "sim/results/study_record.hpp"
#include "sim/scenario/library.hpp"
#include "sim/scenario/load.hpp"

namespace cli {

namespace {

using Json = nlohmann::ordered_json;

Json json_of(const sim::Study& study, const sim::Estimate& estimate, const std::string& output) {
  return {{"scenario", study.source.path.string()},
          {"output", output},
          {"policies", study.policies.size()},
          {"worlds", study.design.worlds()},
          {"members", study.run.members},
          {"cells", study.cells()},
          {"records", study.record_dates().size()},
          {"past_seconds", estimate.past_seconds},
          {"future_seconds", estimate.future_seconds},
          {"seconds", estimate.seconds},
          {"at_least", estimate.at_least},
          {"histories", estimate.histories},
          {"threads", estimate.threads}};
}

void print_dry_run(const sim::Study& study, const sim::Estimate& e, const std::string& output) {
  tell("{}\n", sim::printable(study.title));
  tell("  histories {}{} × {} × {} = {}\n", study.precision ? "at most " : "", counted(study.policies.size(), "policy"),
       counted(study.design.worlds(), "world"), counted(study.run.members, "member"), study.cells());
  tell("  time      {} to {}, fork {}, {} recording dates\n", to_string(study.run.start), to_string(study.run.end),
       to_string(study.fork()), study.record_dates().size());
  tell("  each      {} of past, {} of future, of the processor's time, measured on {}\n",
       length_of_time(e.past_seconds), length_of_time(e.future_seconds),
       e.histories == 1 ? "1 history" : fmt::format("{} histories", e.histories));
  tell("  estimate  {}{} on {}\n", e.at_least ? "at least " : "", length_of_time(e.seconds),
       counted(static_cast<std::size_t>(e.threads), "thread"));
  tell("  output    {}\n", output);
}

std::string default_output(const sim::Study& study) { return study.name + ".h5"; }

// The study that a run has recorded beside its parts.
sim::Study recorded_study(const std::string& record, const Options& options, const Surroundings& around) {
  if (!options.overrides.empty())
    throw sim::Error(sim::Failure::usage, "'" + record + "' is the record of a study, of which -s changes nothing");
  const std::string text = sim::read_text(record);
  return study_from_json(around.kind, std::string(sim::content_of(text).value_or(text)), record);
}

// Every study is checked before the first one runs.
std::vector<sim::Study> studies_of(const Options& options, const Surroundings& around) {
  const sim::LoadOptions load{options.overrides, around.library};
  std::vector<sim::Study> studies;
  std::vector<sim::Problem> problems;
  for (const std::string& given : options.files) {
    try {
      std::vector<std::string> warnings;
      studies.push_back(given.ends_with(".json")
                            ? recorded_study(given, options, around)
                            : load_study(around.kind, sim::scenario_file(given, around.library), load, &warnings));
      for (const std::string& warning : warnings) around.talk.warn(given + ": " + warning);
    } catch (const sim::Error& error) {
      if (error.kind() != sim::Failure::invalid_input) throw;
      problems.insert(problems.end(), error.problems().begin(), error.problems().end());
    }
  }
  if (!problems.empty()) throw sim::Error(sim::Failure::invalid_input, std::move(problems));
  return studies;
}

}  // namespace

int report_outcome(const sim::RunOutcome& outcome, const Surroundings& around) {
  const std::string output = outcome.output.string();
  const sim::Progress& p = outcome.progress;
  if (outcome.interrupted) {
    around.talk.say(fmt::format("interrupted: {} of {} histories are finished and kept", p.done, p.total));
    around.talk.say("resume with: weightshed resume " + shell_word(output));
    return static_cast<int>(sim::Failure::interrupted);
  }
  around.talk.say(fmt::format("{}: {} in {}{}", output, counted(p.done, "history"), length_of_time(p.seconds),
                              p.failed > 0 ? fmt::format(", {} failed", p.failed) : ""));
  if (!outcome.precision.empty()) around.talk.say(outcome.precision);
  constexpr std::size_t shown = 5;
  for (std::size_t i = 0; i < std::min(shown, outcome.failures.size()); ++i) around.talk.warn(outcome.failures[i]);
  if (outcome.failures.size() > shown)
    around.talk.warn(fmt::format("and {} more; /provenance lists them all", outcome.failures.size() - shown));
  return p.failed > 0 ? static_cast<int>(sim::Failure::failed_cells) : 0;
}

int run(const Options& options, const Surroundings& around) {
  if (!options.output.empty() && options.files.size() > 1)
    throw sim::Error(sim::Failure::usage, "-o names one file, but several scenarios are given; run them one by one");
  const std::vector<sim::Study> studies = studies_of(options, around);
  int worst = 0;
  Json outcomes = Json::array();
  std::string last;
  bool several_policies = false;
  for (const sim::Study& study : studies) {
    const std::string output = options.output.empty() ? default_output(study) : options.output;
    if (options.dry_run) {
      const sim::Estimate estimate = estimate_run(study, options.threads, options.shards);
      if (options.json) outcomes.push_back(json_of(study, estimate, output));
      if (!options.json) print_dry_run(study, estimate, output);
      continue;
    }
    ProgressBar bar(around.talk);
    sim::RunOptions settings = run_options(options, around, bar);
    settings.output = output;
    const sim::RunOutcome outcome = run_study(study, settings);
    bar.finish();
    worst = std::max(worst, report_outcome(outcome, around));
    if (options.json) {
      outcomes.push_back(json_of(outcome));
    } else if (!outcome.interrupted) {  // then there is no result to name
      tell("{}\n", outcome.output.string());
    }
    last = outcome.output.string();
    several_policies = study.policies.size() > 1;
    if (outcome.interrupted) break;
  }
  if (options.json) tell("{}\n", outcomes.dump(2));
  if (options.dry_run) {
    around.talk.next("weightshed run " + shell_word(options.files.front()));
  } else if (worst != static_cast<int>(sim::Failure::interrupted)) {
    around.talk.next(options.shards > 1 || !options.units.empty()
                         ? "weightshed merge SHARDS... -o OUT.h5"
                         : (several_policies ? "weightshed compare " : "weightshed show ") + shell_word(last));
  }
  return worst;
}

int resume(const Options& options, const Surroundings& around) {
  ProgressBar bar(around.talk);
  sim::RunOptions settings = run_options(options, around, bar);
  settings.output = options.files.front();
  const sim::RunOutcome outcome = resume_run(around.kind, settings);
  bar.finish();
  const int code = report_outcome(outcome, around);
  if (options.json) {
    tell("{}\n", json_of(outcome).dump(2));
  } else if (!outcome.interrupted) {
    tell("{}\n", outcome.output.string());
  }
  if (!outcome.interrupted) around.talk.next("weightshed show " + shell_word(outcome.output.string()));
  return code;
}

int merge(const Options& options, const Surroundings& around) {
  ProgressBar bar(around.talk);
  sim::RunOptions settings = run_options(options, around, bar);
  settings.output = options.output;
  const std::vector<std::filesystem::path> shards(options.files.begin(), options.files.end());
  const sim::RunOutcome outcome = merge_shards(around.kind, shards, settings);
  bar.finish();
  const int code = report_outcome(outcome, around);
  tell("{}\n", options.json ? json_of(outcome).dump(2) : outcome.output.string());
  around.talk.next("weightshed show " + shell_word(outcome.output.string()));
  return code;
}

}  // namespace cli
