// `when` of an action: a condition that is taken is one the runner can look at, and is the same when printed and read.
#include <cmath>

#include "sim/limits.hpp"
#include "sim/plan/layout.hpp"
#include "sim/scenario/parts.hpp"
#include "tests/fuzz/invariant.hpp"
#include "tests/toy/toy_kind.hpp"

namespace {

const sim::Coordinates& coordinates() {
  static const sim::Coordinates made{{"country", {"US", "CN", "EU"}}, {"sector", {"all", "none"}}};
  return made;
}

std::optional<sim::Trigger> read(std::string_view text) {
  const sim::Tables tables;
  const sim::Vocabulary words{toy::kind(), tables, coordinates()};
  std::vector<sim::Problem> problems;
  const auto tree = sim::parse_toml(text, "fuzz", problems);
  const sim::Node* when = tree ? tree->find("when") : nullptr;
  std::optional<sim::Trigger> trigger;
  if (when != nullptr) trigger = sim::read_trigger(words, *when, "when", problems);
  if (!problems.empty()) fuzz::require_told(problems);
  return problems.empty() ? trigger : std::nullopt;
}

void check(const sim::Trigger& trigger) {
  fuzz::require(!trigger.conditions.empty() && trigger.conditions.size() <= sim::limits::conditions.most,
                "a trigger has conditions, and not too many");
  for (const sim::Condition& c : trigger.conditions) {
    const auto& measures = toy::kind().measures;
    fuzz::require(c.measure >= 0 && static_cast<std::size_t>(c.measure) < measures.size(), "of a measure");
    const auto& card = measures[static_cast<std::size_t>(c.measure)];
    fuzz::require(c.value < sim::width_of(card, coordinates()), "of one of its values");
    fuzz::require(c.above || c.below, "with a bound");
    fuzz::require((!c.above || std::isfinite(*c.above)) && (!c.below || std::isfinite(*c.below)), "that is a number");
    fuzz::require(!c.above || !c.below || *c.above < *c.below, "that a value can meet");
    fuzz::require(c.for_days >= 0 && c.for_days <= 36'525, "for a time");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Computing computing;
  const std::string text = "when = " + std::string(reinterpret_cast<const char*>(data), size);
  const auto trigger = read(text);
  if (!trigger) return 0;
  check(*trigger);
  std::vector<sim::Problem> problems;
  const auto tree = sim::parse_toml(text, "fuzz", problems);
  const auto again = read("when = " + sim::toml_text(*tree->find("when")));
  fuzz::require(again && *again == *trigger, "a condition that is printed is read as the same");
  return 0;
}
