// The seam between the engine and a model: what the engine may ask of one simulated history, and what a model
// declares of itself. `sim::Model` is the only abstract class of the program, called once per step and cell.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/model/policy.hpp"
#include "sim/model/tables.hpp"
#include "sim/registry/cards.hpp"
#include "sim/time/calendar.hpp"

namespace sim {

// Something that happened to somebody, for the result file's /events and for `why`.
struct Event {
  double days = 0.0;       // since 1970-01-01, fractions allowed
  std::uint16_t kind = 0;  // index into ModelKind::event_kinds
  std::string actor;
  double value = 0.0;
};

// The node table of a history (/lineage), parents before children. sim/results/lineage_columns.hpp declares the
// columns.
struct LineageTable {
  static constexpr std::uint32_t no_parent = 0xffffffffU;  // of a base

  // One entry for each node.
  std::vector<std::uint32_t> parent, release;  // release: of the base that it is built on, an index into `releases`
  std::vector<std::uint8_t> kind, country, licence, trainings;
  std::vector<std::uint16_t> family, lab;
  std::vector<double> born;  // days since 1970-01-01
  std::vector<float> parameters, capability, downloads;
  // One entry for each further parent of a merge, in order of the children.
  std::vector<std::uint32_t> merge, further_parent;
  std::vector<std::string> releases;  // what each base is called

  std::size_t size() const { return parent.size(); }
};

// Steps that a windowed measure sums over, both included.
struct StepRange {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
};

// The steps that a measure is read over when so many have ended: the last one, the last four weeks of a flow, or the
// last year. Nothing when fewer have.
inline std::optional<StepRange> latest_steps(Window window, std::uint32_t ended, const Steps& steps) {
  const std::uint32_t count = steps.in_weeks(weeks_of(window));
  return ended < count ? std::nullopt : std::optional(StepRange{ended - count, ended - 1});
}

// One simulated history, before or after some of its steps. A plain value behind a handle: copy() is a fork.
class Model {
 public:
  Model() = default;
  virtual ~Model() = default;
  virtual std::unique_ptr<Model> copy() const = 0;
  virtual const Clock& clock() const = 0;
  virtual void step(const Policy& policy) = 0;
  // Fills `row` (the measure's dimensions, last fastest); NaN where the measure has no value.
  virtual void observe(std::size_t measure, StepRange window, std::span<double> row) const = 0;
  virtual double pattern(std::size_t pattern) const = 0;
  virtual const std::vector<Event>& events() const = 0;
  virtual LineageTable lineage() const = 0;

 protected:
  Model(const Model&) = default;
  Model& operator=(const Model&) = default;
};

enum class Past { observed, simulated };

// All that a history starts from. Draws are keyed by seed, world and member, those that belong to the world by its key
// alone; never by policy.
struct Beginning {
  const Tables* tables = nullptr;
  std::span<const double> parameters;      // in the order of ModelKind::parameters
  std::span<const std::size_t> structure;  // chosen variant of each StructureCard
  std::uint64_t seed = 0;
  std::uint32_t member = 0;
  std::uint32_t world_key = 0;  // worlds with the same key have the same luck
  Past past = Past::observed;
  Date start, end, observed_until;
  double scale = 0.01;  // share of the real population that is simulated, 0 < scale <= 1
  std::int32_t step_weeks = 1;
  Steps steps() const { return {start, step_weeks}; }
};

using Coordinates = std::map<std::string, std::vector<std::string>, std::less<>>;  // dimension name to labels

// Something that can be removed from a history, to see what it did: a lab, a release, a size.
struct KnockOut {
  std::string name;                   // "release:qwen2_5"
  std::string words;                  // for a reader
  Date from;                          // nothing differs before
  std::vector<std::string> concerns;  // labels of coordinates that it bears on
  bool named_only = false;            // too fine to be tried unless it is asked for by name
};

// Where a table gives the full names of the labels of a dimension: "China" for CN.
struct FullNames {
  std::string_view dimension, table, label, name;  // the last two are columns
};

// What people also call a label that has a full name in a table, or what they call a part of it: "Europe" for EU, and
// "Qatar", which the model knows only as a part of GULF.
struct OtherName {
  std::string_view table, label, name;
  bool part = false;
};

// Where a measure shows what an action names: `of` (or `in`, `sectors`) a label of `dimension` is seen on `seen_on`.
struct Aim {
  std::string_view index, dimension, seen_on;
};

// Something that a scenario or a result can name, besides cards: its code, what it is called, and what it is.
struct NamedThing {
  std::string code, name;
  std::vector<std::pair<std::string_view, std::string>> about;  // field and text, the same fields in every row
};

// What the levers that are in force on a date, all together, cannot be: a problem without its place, or nothing.
using LeverCheck = std::function<std::optional<Problem>(Date, const LeverValues&)>;

// A model as the engine knows it: its cards, its tables and how a history begins.
struct ModelKind {
  std::string_view name;
  std::vector<ParameterCard> parameters;
  std::vector<LeverCard> levers;
  std::vector<LeverSpelling> lever_spellings = {};
  std::vector<MeasureCard> measures;
  std::string_view measure_of_cost = {};  // recorded when an action spends public money; empty: there is none
  std::string_view public_payer = {};     // the label of its dimension that is public money
  std::vector<StructureCard> structures;
  std::vector<PatternCard> patterns;
  std::vector<TableSchema> tables;
  std::optional<Date> evidence_until = {};  // no source or judgement behind the cards reaches further
  std::string_view baseline_table;  // the table whose rows (lever, of, in, sectors, date, value, an option) are facts
  std::vector<std::string_view> event_kinds;                 // the runner adds one of its own, see event_words
  std::vector<std::string_view> event_phrases;               // of event_kinds, about the actor: "{} is released"
  std::vector<std::string_view> licences, derivation_kinds;  // words of the lineage columns
  std::function<Coordinates(const Tables&)> coordinates;
  std::vector<FullNames> full_names;              // that may stand for a label; may be empty
  std::span<const OtherName> other_names = {};    // as full_names
  std::vector<Aim> aims = {};                     // what the slices shown of a measure follow
  std::vector<std::string_view> catalogues = {};  // what there are lists of: "countries"
  std::function<std::vector<NamedThing>(std::string_view, const Tables&)> catalogue = {};
  std::function<void(const Tables&, std::vector<Problem>&)> check;      // what a schema cannot say
  std::function<LeverCheck(const Beginning&)> lever_check = {};         // likewise; may be absent
  std::function<std::vector<KnockOut>(const Tables&)> knock_outs = {};  // what `why` may remove; may be absent
  std::function<std::unique_ptr<Model>(const Beginning&)> begin;

  // Words of the events of a cell: the model's own, then "trigger", an action that a condition triggered.
  std::vector<std::string_view> event_words() const {
    std::vector<std::string_view> words = event_kinds;
    words.push_back("trigger");
    return words;
  }
  std::uint16_t trigger_event() const { return static_cast<std::uint16_t>(event_kinds.size()); }

  // The card of a published figure; none when the model has no reading of it.
  const PatternCard* pattern(std::string_view id, std::string_view part) const {
    for (const PatternCard& card : patterns) {
      if (card.id == id && card.part == part) return &card;
    }
    return nullptr;
  }

  std::vector<double> neutral_levers() const {
    std::vector<double> values;
    for (const LeverCard& lever : levers) values.push_back(lever.neutral);
    return values;
  }
};

}  // namespace sim
