// [run]: dates, seed, members, worlds, design, scale, precision.
#include <array>
#include <limits>

#include "sim/scenario/parts.hpp"
#include "sim/time/units.hpp"

namespace sim {

namespace {

using namespace std::string_view_literals;

constexpr std::array run_keys = {"past"sv,    "observed_until"sv, "start"sv,  "fork"sv,  "end"sv,      "seed"sv,
                                 "members"sv, "worlds"sv,         "design"sv, "scale"sv, "precision"sv};
constexpr std::array precision_keys = {"measure"sv, "at"sv, "half_width"sv, "confidence"sv, "max_members"sv};
constexpr std::int64_t most_members = 1'000'000;
constexpr std::int64_t most_worlds = 1'000'000;

// The unit of a measure is udunits text ("month"); a length of time is written in our words ("0.5 months").
std::string_view border_unit(std::string_view unit) { return known_unit(unit) ? unit : std::string_view{}; }

std::optional<Precision> read_precision(Draft& draft) {
  const Section run(draft.tree.find("run"), "run", draft.problems);
  const Node* node = run.find("precision");
  if (node == nullptr) return std::nullopt;
  const Section section(node, "run.precision", draft.problems);
  section.allow_only(precision_keys);
  Precision precision;
  bool complete = true;
  for (const std::string_view key : {"measure"sv, "at"sv, "half_width"sv, "max_members"sv}) {
    if (section.table() != nullptr && section.find(key) == nullptr) {
      add_problem(draft.problems, node->place, section.path(key), "is missing");
      complete = false;
    }
  }
  if (section.table() == nullptr || !complete) return std::nullopt;
  std::string_view unit;
  if (const auto measure = section.text("measure")) {
    const auto names = keys_of(draft.kind.measures);
    const auto found =
        find_word(*measure, names, *section.find("measure"), section.path("measure"), "measure", draft.problems);
    if (found) {
      precision.measure = *found;
      unit = border_unit(draft.kind.measures[*found].unit);
    }
  }
  if (const auto at = section.date("at", true)) precision.at = *at;
  const Allowed above_zero{unit, std::numeric_limits<double>::min(), std::numeric_limits<double>::max(), {}};
  if (const auto half = section.quantity("half_width", above_zero)) precision.half_width = *half;
  if (section.find("confidence") != nullptr) {
    if (const auto confidence = section.quantity("confidence", {"1", 0.5, 0.9999, {}}))
      precision.confidence = *confidence;
  }
  if (const auto most = section.integer("max_members", 1, most_members)) {
    precision.max_members = static_cast<std::uint32_t>(*most);
  }
  return precision;
}

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
    if (const auto count = calibrated.integer("calibrated", 1, most_worlds)) {
      run.calibrated_worlds = static_cast<std::uint32_t>(*count);
    } else if (calibrated.find("calibrated") == nullptr) {
      add_problem(problems, worlds->place, "run.worlds", "says nothing",
                  "a number, \"calibrated\" or { calibrated = 16 }");
    }
  } else if (const auto count = section.integer("worlds", 1, most_worlds)) {
    run.worlds = static_cast<std::uint32_t>(*count);
  }
}

void check_order(const Section& section, const RunSettings& run, std::vector<Problem>& problems) {
  const auto report = [&](std::string_view key, std::string message, std::string allowed) {
    add_problem(problems, section.find(key)->place, section.path(key), std::move(message), std::move(allowed));
  };
  if (run.end.days < run.start.days + Clock::days_per_step) {
    report("end", to_string(run.end) + " leaves no whole step", "at least a week after start, " + to_string(run.start));
    return;
  }
  if (run.fork && (*run.fork < run.start || *run.fork > run.end)) {
    report("fork", to_string(*run.fork) + " is outside the run", to_string(run.start) + " to " + to_string(run.end));
  }
  if (run.fork && run.past == Past::observed && *run.fork < run.observed_until) {
    report("fork", to_string(*run.fork) + " lies in the observed past",
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

RunSettings read_run(Draft& draft) {
  draft.fill("run", "past", text_node("observed", default_place));
  draft.fill("run", "seed", integer_node(1, default_place));
  draft.fill("run", "members", integer_node(1, default_place));
  draft.fill("run", "worlds", integer_node(1, default_place));
  draft.fill("run", "design", text_node("sobol", default_place));
  draft.fill("run", "scale", number_node(0.01, default_place));

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
      add_problem(problems, node->place, section.path(key), "is missing", "a date, or extends = \"baseline\"");
    }
    const auto date = section.date(key);
    if (date) (key == "start" ? run.start : run.end) = *date;
    dated = dated && date;
  }
  if (section.find("observed_until") == nullptr && run.past == Past::observed) {
    add_problem(problems, node->place, "run.observed_until", "is missing; past = \"observed\" needs it", "a date");
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
  if (const auto members = section.integer("members", 1, most_members))
    run.members = static_cast<std::uint32_t>(*members);
  read_worlds(section, run, problems);
  const Node* design = section.find("design");
  if (design->type == Node::Type::table) {
    run.design = "list";  // its keys are checked where the list is read
  } else {
    constexpr std::array designs = {"sobol"sv, "random"sv};
    if (const auto chosen = section.word("design", designs)) run.design = designs[*chosen];
  }
  if (const auto scale = section.quantity("scale", {"1", 1e-6, 1.0, {}})) run.scale = *scale;
  run.precision = read_precision(draft);
  if (dated) check_order(section, run, problems);
  return run;
}

}  // namespace sim
