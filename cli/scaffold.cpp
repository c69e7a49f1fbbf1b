// `weightshed new` and `weightshed schema`: help with writing a scenario.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "cli/tell.hpp"
#include "cli/verbs.hpp"
#include "sim/results/durable_file.hpp"
#include "sim/scenario/document.hpp"
#include "sim/scenario/library.hpp"
#include "sim/scenario/schema.hpp"
#include "sim/scenario/text_file.hpp"

namespace cli {

namespace {

// To the file named by -o, or to standard output.
void deliver(const std::string& text, const Options& options, const Surroundings& around) {
  if (options.output.empty()) {
    tell("{}", text);
    return;
  }
  std::error_code error;
  if (!options.force && std::filesystem::exists(options.output, error)) {
    throw sim::Error(sim::Failure::invalid_input, options.output + " already exists; --force replaces it");
  }
  sim::write_output(options.output, text);
  around.talk.say("wrote " + options.output);
}

// The first assumption that its card lets vary and that is a guess: what a range is for. If none is a guess, the first
// that may vary.
const sim::ParameterCard* telling_assumption(const sim::ModelKind& kind) {
  const sim::ParameterCard* first = nullptr;
  for (const sim::ParameterCard& card : kind.parameters) {
    if (card.about.prior == sim::Prior::fixed) continue;
    if (card.about.confidence == sim::Confidence::guess) return &card;
    if (first == nullptr) first = &card;
  }
  return first;
}

// What the example's question is about, of what the model can record; without it a study would record what the scenario
// that it extends does, and a brief would lead with that one's first measure.
std::string recorded(const sim::ModelKind& kind) {
  std::string list;
  for (const std::string_view measure :
       {"frontier_lag", "frontier_gap", "derivative_share", "download_share", "adoption"}) {
    const bool known = std::any_of(kind.measures.begin(), kind.measures.end(),
                                   [&](const sim::MeasureCard& card) { return card.key == measure; });
    if (known) list += (list.empty() ? "" : ", ") + sim::toml_string(measure);
  }
  return list.empty() ? "" : "record = [" + list + "]\n";
}

// A scenario that is valid as it stands, written from the registry: the first lever with a range and an assumption
// that matters serve as examples.
std::string starter(const sim::ModelKind& kind) {
  std::string text =
      R"(# What do full export controls from 2027 change by 2032? Say here in one paragraph: the question, the story, and what
# it leaves out.

title   = "Full export controls from 2027"
extends = "baseline"                    # a library scenario by name, or a path

[run]
members = 8                             # realisations of chance
# worlds = { calibrated = 8 }           # fewer of the fitted worlds of `baseline`; a plain count would ignore the fit

[assume]                                # uncertain assumptions; see `weightshed list parameters`
)";
  if (const sim::ParameterCard* card = telling_assumption(kind)) {
    text +=
        fmt::format("# {}\n# {} = {{ range = [{}, {}], source = \"…\" }}\n", card->description,
                    sim::toml_string(card->key), sim::toml_number(card->about.low), sim::toml_number(card->about.high));
  }
  text += "\n[structure]                             # rules to choose from; \"*\" runs every variant\n";
  for (const sim::StructureCard& card : kind.structures)
    text += fmt::format("# {:<38}# {}\n", fmt::format("{} = \"*\"", card.key), fmt::join(card.variants, ", "));
  text += R"(
[[policy]]
name  = "current"                       # the first policy is the reference

[[policy]]
name  = "alternative"
label = "Full controls from 2027"
actions = [                             # see `weightshed list levers`
)";
  const auto lever = std::find_if(kind.levers.begin(), kind.levers.end(),
                                  [](const sim::LeverCard& card) { return card.words.empty(); });
  if (lever != kind.levers.end()) {
    // Left out, `of` would aim the lever at every country, its own included.
    const std::string aim = lever->index.of == "country" ? ", of = \"CN\"" : "";
    text += fmt::format("  {{ lever = {}{}, at = 2027-01-01, to = {} }},      # {} to {}; `of` left out means all\n",
                        sim::toml_string(lever->key), aim, sim::toml_number(lever->high), sim::toml_number(lever->low),
                        sim::toml_number(lever->high));
  }
  return text + R"(]

[measure]                               # see `weightshed list measures`
# In the order of interest: the brief leads with the first measure that has a clear effect.
)" + recorded(kind) +
         R"(every  = "month"
)";
}

}  // namespace

int new_scenario(const Options& options, const Surroundings& around) {
  std::string text;
  if (options.subject.empty()) {
    text = starter(around.kind);
  } else {
    std::vector<sim::Problem> problems;
    auto copied =
        sim::read_text_file(sim::scenario_file(options.subject, around.library), sim::limits::scenario, problems);
    if (!copied) throw sim::Error(sim::Failure::invalid_input, std::move(problems));
    text = std::move(*copied);
  }
  deliver(text, options, around);
  around.talk.next("weightshed check " + (options.output.empty() ? "my.toml" : shell_word(options.output)));
  return 0;
}

int schema(const Options& options, const Surroundings& around) {
  deliver(sim::scenario_schema(around.kind), options, around);
  around.talk.next("open a scenario whose first line is `#:schema PATH` in an editor with Taplo");
  return 0;
}

}  // namespace cli
