// run.precision: the effect whose interval decides how many members there are.
#include <algorithm>
#include <array>

#include "sim/limits.hpp"
#include "sim/scenario/parts.hpp"

namespace sim {

namespace {

using namespace std::string_view_literals;

constexpr std::int64_t least_batch = 4;  // fewer members tell little of how much chance moves an effect

// The table, with the defaults filled in; nothing when precision is not asked for.
Node* precision_of(Draft& draft) {
  Node* run = draft.tree.find("run");
  Node* node = run->type == Node::Type::table ? run->find("precision") : nullptr;
  if (node == nullptr || (node->type == Node::Type::text && node->text == "none")) return nullptr;
  if (node->type != Node::Type::table) {
    draft.problems.push_back(wrong_type(*node, "run.precision", "a table, or \"none\""));
    return nullptr;
  }
  const auto fill = [&](const char* key, std::int64_t value) {
    if (node->find(key) == nullptr) node->set(key, integer_node(value, default_place));
  };
  fill("interval", Precision{}.interval);
  fill("batch", Precision{}.batch);
  return node;
}

class PrecisionReader {
 public:
  PrecisionReader(const Section& section, const Study& study, std::vector<Problem>& problems)
      : section_(section), study_(study), problems_(problems) {}

  std::size_t policy(std::string_view key, std::size_t otherwise) const {
    const Node* node = section_.find(key);
    const auto given = node == nullptr ? std::nullopt : section_.text(key);
    if (!given) return otherwise;
    std::vector<std::string> names;
    for (const Policy& policy : study_.policies) names.push_back(policy.name);
    return find_word(*given, names, *node, section_.path(key), "policy", problems_).value_or(otherwise);
  }

  // The last recording date up to `at`, by default the last of all.
  std::size_t date() const {
    const std::vector<Date> dates = study_.record_dates();
    const auto at = section_.date("at");
    if (dates.empty() || !at) return dates.empty() ? 0 : dates.size() - 1;
    const auto after = std::upper_bound(dates.begin(), dates.end(), *at);
    if (after == dates.begin() || *at > study_.run.end) {
      report("at", to_string(*at) + " is outside what is recorded",
             to_string(dates.front()) + " to " + to_string(dates.back()));
      return 0;
    }
    return static_cast<std::size_t>(after - dates.begin()) - 1;
  }

  double half_width(const MeasureCard& card) const {
    if (section_.find("half_width") == nullptr) {
      add_problem(problems_, section_.table()->place, section_.path("half_width"), "is missing",
                  "half the width of the interval, in " + unit_of(card));
      return 0.0;
    }
    const auto given = section_.quantity("half_width", {card.unit, 0.0, 0.0, {}});
    if (given && *given <= 0.0) report("half_width", "is not above 0", "a number above 0, in " + unit_of(card));
    return given.value_or(0.0);
  }

  int interval() const {
    const auto given = section_.integer("interval", 80, 95);
    if (given && *given != 80 && *given != 95) {
      report("interval", std::to_string(*given) + " is not known", "80 or 95, in percent");
    }
    return static_cast<int>(given.value_or(Precision{}.interval));
  }

  std::uint32_t batch() const {
    const auto given = section_.integer("batch", least_batch, limits::members.most);
    if (given && study_.run.members % *given != 0) {
      report("batch", "run.members, the most that there may be, is " + std::to_string(study_.run.members),
             "a number that divides it");
    }
    return static_cast<std::uint32_t>(given.value_or(Precision{}.batch));
  }

 private:
  static std::string unit_of(const MeasureCard& card) {
    return card.unit == "1" ? "the unit of the measure" : std::string(card.unit);
  }

  void report(std::string_view key, std::string message, std::string allowed) const {
    add_problem(problems_, section_.find(key)->place, section_.path(key), std::move(message), std::move(allowed));
  }

  const Section& section_;
  const Study& study_;
  std::vector<Problem>& problems_;
};

}  // namespace

void read_precision(Draft& draft, const Vocabulary& words, Study& study) {
  Node* table = precision_of(draft);
  if (table == nullptr) return;
  auto& problems = draft.problems;
  const Section section(table, "run.precision", problems);
  const auto measure = measure_named(words, section, problems);
  if (!measure) return;
  const MeasureCard& card = words.kind.measures[*measure];
  std::vector<std::string_view> keys{"measure", "policy", "vs", "at", "half_width", "interval", "batch"};
  keys.insert(keys.end(), card.dimensions.begin(), card.dimensions.begin() + static_cast<std::ptrdiff_t>(card.rank()));
  section.allow_only(keys);
  const auto& recorded = study.record.measures;
  if (std::find(recorded.begin(), recorded.end(), *measure) == recorded.end()) {
    add_problem(problems, section.find("measure")->place, section.path("measure"),
                "'" + std::string(card.key) + "' is not recorded", "a measure of measure.record");
  }
  if (study.sweep) {
    add_problem(problems, table->place, "run.precision", "cannot be combined with [sweep]",
                "one of the two: a sweep has an effect at each of its points");
  }
  const PrecisionReader reader(section, study, problems);
  Precision precision;
  precision.measure = *measure;
  precision.value = value_named(words, section, card, problems);
  precision.date = reader.date();
  precision.reference = reader.policy("vs", 0);
  precision.policy = reader.policy("policy", precision.reference == 0 ? 1 : 0);
  if (study.policies.size() < 2) {
    add_problem(problems, table->place, "run.precision", "has no effect to be about: there is one policy",
                "a second [[policy]]");
  } else if (precision.policy == precision.reference) {
    add_problem(problems, table->place, "run.precision", "compares a policy with itself", "two policies");
  }
  precision.half_width = reader.half_width(card);
  precision.interval = reader.interval();
  precision.batch = reader.batch();
  study.precision = precision;
}

}  // namespace sim
