// What a parameter, a lever, a measure, a structural variant and a pattern are. Each is declared once, as a card; its
// scenario key, checks, schema, documentation, prior and Python name all come from that card.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sim {

enum class Confidence { high, medium, low, guess };
enum class Standing { published, fitted, normalised, judgement };
enum class Prior { fixed, uniform, normal, log_normal };  // normal and log_normal are truncated to the range

std::string_view name_of(Confidence confidence);
std::string_view name_of(Standing standing);
std::string_view name_of(Prior prior);

// What a model's `describe` states about each parameter; the default is the struct's own initial value.
struct About {
  std::string_view unit;
  double low = 0.0;  // plausible range, in `unit`; a scenario may not leave it
  double high = 0.0;
  Prior prior = Prior::fixed;
  double spread = 0.0;  // sd of a normal prior; of the logarithm for log_normal; unused otherwise
  Standing standing = Standing::judgement;
  Confidence confidence = Confidence::guess;
  std::string_view source;
  std::string_view moves;        // patterns or measures that it moves, for `explain`
  std::string_view phrase = {};  // in a sentence of a brief: "the share of blocked chips that are smuggled in"
};

struct ParameterCard {
  std::string key;  // "derivation.habit"
  std::string description;
  double initial = 0.0;  // default, in `about.unit`
  About about;
};

// Dimensions that index a lever's action; each names a coordinate of the model ("country", "sector", "lab").
struct LeverIndex {
  std::string_view of = {};       // the country (or lab) that the lever is aimed at; empty: the lever takes no `of`
  std::string_view in = {};       // where it holds
  std::string_view sectors = {};  // which sectors; absent in an action means all
  bool named = false;             // an action must say `of`, and `in` where that is no place: all would be meaningless
};

// A number or a word that an action on a lever may state besides `to`. It holds in full while the action is in force.
struct LeverOption {
  std::string_view key;  // "fee"
  std::string_view unit;
  double low = 0.0;
  double high = 1.0;
  double initial = 0.0;
  std::span<const std::string_view> words = {};  // words[i] means the value i
  std::string_view description;
};
inline constexpr std::size_t most_options = 3;  // of one lever

// The direction in which a lever pressed to its far end moves a measure, other things equal; tests run it.
struct LeverEffect {
  std::string_view measure;
  std::string_view where;  // a label for each dimension of the measure: "pair=cn-us"
  std::string_view aim;    // of the action: "of=CN;in=EU"
  bool raises = false;
};

struct LeverCard {
  std::string_view key;  // "us.export_control"
  std::string_view unit;
  double low = 0.0;
  double high = 1.0;
  double neutral = 0.0;  // the value that leaves every term as it is
  LeverIndex index = {};
  std::span<const std::string_view> words = {};  // a categorical lever: words[i] means the value i
  std::span<const LeverOption> options = {};
  bool needs_option = false;  // without one of its options it changes nothing
  bool priced = false;        // it spends public money, which the measure of cost counts
  LeverEffect effect = {};
  std::string_view description;
  std::string_view source;
  std::string_view cause = {};   // a sentence of a brief: how it works, before any measure of it
  std::string_view unseen = {};  // in a brief, after "The model puts no price on": costs that no measure shows
};

// Another spelling of a lever, with the country that it stands for: kept where a lever has become more general.
struct LeverSpelling {
  std::string_view key;    // "us.open_weight_programme"
  std::string_view lever;  // "open_weight_programme"
  std::string_view of;     // "US"
};

// How a measure reads time: the state at the end of the recording period, flows in the period, or in the last year.
enum class Window { instant, period, trailing_year };
std::string_view name_of(Window window);
// What a window spans for a reader that has no recording period, such as a condition or a published figure: four weeks
// of a period; 0 of a state.
constexpr std::int32_t weeks_of(Window window) {
  return window == Window::instant ? 0 : window == Window::period ? 4 : 52;
}

inline constexpr int most_stages = 9;  // of the order of cause: chips, capability, releases, models built on them, use

struct MeasureCard {
  std::string_view key;
  std::array<std::string_view, 3> dimensions = {};  // names of coordinates after time; empty ones are unused
  std::string_view unit;                            // udunits text for the result file
  std::string_view long_name;
  Window window = Window::instant;
  // The model is fitted to published figures of it. "not calibrated" is shown where this is false, or where the worlds
  // are not those of a posterior.
  bool calibrated = false;
  std::string_view description;
  std::string_view source;
  std::string_view phrase;  // in a sentence; a dimension in braces is replaced by its label: "{country} share of …"
  std::string_view shown_unit;  // for a reader: "%" of a share, "months", "date" of a decimal year; empty: a count
  int decimals = 1;             // of a value in the shown unit
  bool intermediate = false;    // levers act on it directly, so no finding rests on it as long as an outcome moves
  std::span<const std::string_view> plain = {};  // labels whose values are not shares, and are shown as they are
  // For a reader who does not know the model, in a brief: the same as `phrase`; what is counted, after a comma; and in
  // a sentence, why it moves.
  std::string_view reader = {};
  std::string_view note = {};
  std::string_view cause = {};
  std::string_view title = {};  // the noun of a title, which has two lines; empty: the words of `reader`
  int stage = most_stages;      // its place in the order of cause, from 1 (chips) on

  std::size_t rank() const;
};

// A contested mechanism with several rules to choose from.
struct StructureCard {
  std::string_view key;  // "openness"
  std::span<const std::string_view> variants;
  std::size_t initial = 0;
  std::string_view description;
  // For a reader of a brief, one for each variant: what it says, as a clause after "if", and in a sentence, how it
  // works.
  std::span<const std::string_view> clauses = {};
  std::span<const std::string_view> causes = {};
};

// How the figure of a pattern relates to the measure that its card names.
enum class PatternReading {
  state,  // not the value of a measure: read from the state of a history, and not drawn on a measure
  value,  // the measure's value at the date or, by its window, over the period
  date    // the measure dates the same event
};
std::string_view name_of(PatternReading reading);

// A published figure for which the model has a reading; the value is read from a history at one date.
struct PatternCard {
  std::string_view id;    // "P2"
  std::string_view part;  // "CN"; empty when the pattern has one value
  std::string_view at;    // ISO date after which it is read
  std::string_view unit;
  std::string_view description;
  PatternReading reading = PatternReading::state;
  std::string_view measure = {};  // empty when it is read from the state
  std::string_view where = {};    // a label for each dimension of the measure: "age=under_a_year;creator_country=CN"

  std::string key() const;  // "P2 CN"
};

// Dimension and label of each part of a pattern's `where`.
std::vector<std::pair<std::string_view, std::string_view>> coordinates_of(std::string_view where);

}  // namespace sim
