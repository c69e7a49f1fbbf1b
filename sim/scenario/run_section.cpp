// [run]: dates, seed, members, worlds, design, scale; what precision asks for is read when all else is known.
#include <array>
#include <limits>

#include "sim/limits.hpp"
#include "sim/scenario/parts.hpp"

namespace sim {

namespace {

using namespace std::string_view_literals;

constexpr std::array run_keys = {"past"sv,    "observed_until"sv, "start"sv,  "fork"sv,  "end"sv,  "seed"sv,
                                 "members"sv, "worlds"sv,         "design"sv, "scale"sv, "step"sv, "precision"sv};

// Reads `worlds`: a number of draws, "calibrated" for the posterior, or { calibrated = 16 } for its first 16 worlds,
// which are as good as any, since the posterior is shuffled.
void read_worlds(const Section& section, RunSettings& run, std::vector<Problem>& problems) {
  const Node* worlds = section.find("worlds");
  if (worlds != nullptr && worlds->type == Node::Type::text && worlds->text == "calibrated") {
    run.calibrated = true;
  } else if (worlds != nullptr && worlds->type == Node::Type::table) {
    const Section calibrated(worlds, "run.worlds", problems);
    constexpr std::array keys = {"calibrated"sv};
    calibrated.allow_only(keys);
    run.calibrated = true;
    if (const auto count = calibrated.integer("calibrated", 1, limits::worlds.most)) {
      run.calibrated_worlds = static_cast<std::uint32_t>(*count);
    } else if (calibrated.find("calibrated") == nullptr) {
      add_problem(problems, worlds->place, "run.worlds", "is empty", "a number, \"calibrated\" or { calibrated = 16 }");
    }
  } else if (const auto count = section.integer("worlds", 1, limits::worlds.most)) {
    run.worlds = static_cast<std::uint32_t>(*count);
  }
}

void check_order(const Section& section, const RunSettings& run, std::vector<Problem>& problems) {
  const auto report = [&](std::string_view key, std::string message, std::string allowed) {
    add_problem(problems, section.find(key)->place, section.path(key), std::move(message), std::move(allowed));
  };
  if (run.steps().start_of(1) > run.end) {
    report("end", to_string(run.end) + " leaves no whole step", "at least a step after start, " + to_string(run.start));
    return;
  }
  if (run.end.days - run.start.days > static_cast<std::int32_t>(limits::years.most * days_per_year)) {
    report("end", to_string(run.end) + " is too far from the start, " + to_string(run.start), at_most(limits::years));
  }
  if (run.fork && (*run.fork < run.start || *run.fork > run.end)) {
    report("fork", to_string(*run.fork) + " is outside the run", to_string(run.start) + " to " + to_string(run.end));
  }
  if (run.fork && run.past == Past::observed && *run.fork < run.observed_until) {
    report("fork", to_string(*run.fork) + " is in the observed past",
           "on or after observed_until, " + to_string(run.observed_until) + "; or past = \"simulated\"");
  }
  if (run.observed_until < run.start) {
    report("observed_until", to_string(run.observed_until) + " is before the start",
           "on or after " + to_string(run.start));
  }
}

}  // namespace

void Draft::fill(std::string_view section, std::string_view key, Node value) {
  Node* table = tree.find(section);
  if (table == nullptr) {
    Node empty;
    empty.place = empty.key_place = default_place;
    tree.set(std::string(section), std::move(empty));
    table = tree.find(section);
  }
  if (table->type == Node::Type::table && table->find(key) == nullptr) table->set(std::string(key), std::move(value));
}

void Draft::report_missing(const Node& section, std::string key, std::string message, std::string allowed) {
  if (!complete) return;
  add_problem(problems, section.place.line > 0 ? section.place : tree.place, std::move(key), std::move(message),
              std::move(allowed));
}

RunSettings read_run(Draft& draft) {
  draft.fill("run", "past", text_node("observed", default_place));
  draft.fill("run", "seed", integer_node(1, default_place));
  draft.fill("run", "members", integer_node(1, default_place));
  draft.fill("run", "design", text_node(name_of(Sampling::sobol), default_place));
  const Node* design = draft.tree.find("run")->find("design");
  const bool listed = design != nullptr && design->type == Node::Type::table;  // a list has as many worlds as it has
  if (!listed) draft.fill("run", "worlds", integer_node(1, default_place));
  draft.fill("run", "scale", number_node(0.01, default_place));
  draft.fill("run", "step", text_node(std::string(lengths_of_step.front()), default_place));

  auto& problems = draft.problems;
  const Node* node = draft.tree.find("run");
  const Section section(node, "run", problems);
  RunSettings run;
  if (section.table() == nullptr) return run;
  section.allow_only(run_keys);
  constexpr std::array pasts = {"observed"sv, "simulated"sv};
  bool dated = true;
  if (const auto past = section.word("past", pasts)) run.past = *past == 0 ? Past::observed : Past::simulated;
  for (const std::string_view key : {"start"sv, "end"sv}) {
    if (section.find(key) == nullptr) {
      draft.report_missing(*node, section.path(key), "is missing", "a date, or extends = \"baseline\"");
    }
    const auto date = section.date(key);
    if (date) (key == "start" ? run.start : run.end) = *date;
    dated = dated && date;
  }
  if (section.find("observed_until") == nullptr && run.past == Past::observed) {
    draft.report_missing(*node, "run.observed_until", "is missing; past = \"observed\" needs it", "a date");
    dated = false;
  } else if (const auto until = section.date("observed_until")) {
    run.observed_until = *until;
  } else {
    dated = dated && section.find("observed_until") == nullptr;
    run.observed_until = run.start;
  }
  run.fork = section.date("fork");
  if (const auto seed = section.integer("seed", 0, std::numeric_limits<std::int64_t>::max())) {
    run.seed = static_cast<std::uint64_t>(*seed);
  }
  if (const auto members = section.integer("members", 1, limits::members.most))
    run.members = static_cast<std::uint32_t>(*members);
  read_worlds(section, run, problems);
  if (listed) {
    run.sampling = Sampling::list;  // its keys are checked where the list is read
  } else {
    const std::array designs = {name_of(Sampling::sobol), name_of(Sampling::random)};
    if (const auto chosen = section.word("design", designs)) run.sampling = static_cast<Sampling>(*chosen);
  }
  if (const auto scale = section.quantity("scale", {"1", 1e-6, 1.0, {}})) run.scale = *scale;
  if (const auto step = section.word("step", lengths_of_step)) run.step_weeks = static_cast<std::int32_t>(*step) + 1;
  if (dated) {
    check_order(section, run, problems);
  } else {
    run.start = run.end = Date{};  // what is checked against them stays silent
  }
  return run;
}

}  // namespace sim
