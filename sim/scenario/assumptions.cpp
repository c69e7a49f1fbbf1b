// Forms of an assumption: a number, a quantity, { value, ci80 }, { range }, { prior = true }.
#include "sim/scenario/assumptions.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace sim {

namespace {

using namespace std::string_view_literals;
constexpr std::array form_keys = {"value"sv, "ci80"sv, "range"sv, "prior"sv, "source"sv};

Allowed allowed_of(const ParameterCard& card) {
  return {card.about.unit, card.about.low, card.about.high, card.about.source};
}

// Two numbers in ascending order, as in ci80 = ["0.4 / year", "1.2 / year"].
std::optional<std::pair<double, double>> read_pair(const Section& section, std::string_view key, const Allowed& allowed,
                                                   std::vector<Problem>& problems) {
  const Node& node = *section.find(key);
  if (node.type != Node::Type::array || node.items.size() != 2) {
    problems.push_back(node.type == Node::Type::array
                           ? Problem{node.place,
                                     section.path(key),
                                     "has " + std::to_string(node.items.size()) + " values",
                                     "two: low and high",
                                     {}}
                           : wrong_type(node, section.path(key), "a list of two values: low and high"));
    return std::nullopt;
  }
  const auto low = read_quantity(node.items[0], section.path(key), allowed, problems);
  const auto high = read_quantity(node.items[1], section.path(key), allowed, problems);
  if (!low || !high) return std::nullopt;
  if (*low >= *high) {
    add_problem(problems, node.place, section.path(key), toml_text(node) + " is not ascending", "low before high");
    return std::nullopt;
  }
  return std::pair(*low, *high);
}

std::optional<Assumed> prior_of(const ParameterCard& card) {
  const About& about = card.about;
  switch (about.prior) {
    case Prior::fixed:
      return std::nullopt;
    case Prior::uniform:
      return Assumed{Assumed::Form::uniform, about.low, about.high, 0.0, 0.0, 0.0};
    case Prior::normal:
      return Assumed{Assumed::Form::normal, about.low, about.high, card.initial, about.spread, about.spread};
    case Prior::log_normal:
      return Assumed{Assumed::Form::log_normal, about.low, about.high, card.initial, about.spread, about.spread};
  }
  return std::nullopt;
}

class AssumptionReader {
 public:
  AssumptionReader(Draft& draft, StatedAssumptions& result)
      : reading_(draft), result_(result), names_(keys_of(draft.kind.parameters)) {}

  void read(const Node& table) {
    for (std::size_t i = 0; i < table.keys.size(); ++i) {
      const std::string& key = table.keys[i];
      const Node& node = table.items[i];
      const auto found = std::find(names_.begin(), names_.end(), key);
      if (found != names_.end()) {
        read_one(static_cast<std::size_t>(found - names_.begin()), node);
      } else {
        add_problem(reading_.problems, node.key_place, "assume." + toml_key(key), "no parameter '" + key + "'",
                    "weightshed list parameters", nearest_name(key, names_));
      }
    }
  }

 private:
  void read_one(std::size_t parameter, const Node& node) {
    const ParameterCard& card = reading_.kind.parameters[parameter];
    const std::string key = "assume." + toml_key(card.key);
    result_.stated[parameter] = true;
    if (node.type != Node::Type::table) {
      if (const auto value = read_quantity(node, key, allowed_of(card), reading_.problems))
        result_.values[parameter] = *value;
      return;
    }
    const Section section(&node, key, reading_.problems);
    section.allow_only(form_keys);
    section.text("source");
    const auto value = section.quantity("value", allowed_of(card));
    if (value) result_.values[parameter] = *value;
    const bool ci = section.find("ci80") != nullptr;
    const bool range = section.find("range") != nullptr;
    const Node* prior = section.find("prior");
    if (int{ci} + int{range} + int{prior != nullptr} > 1) {
      add_problem(reading_.problems, node.place, key, "states more than one distribution", "one of ci80, range, prior");
    } else if (ci) {
      read_interval(parameter, section, value);
    } else if (range) {
      if (const auto ends = read_pair(section, "range", allowed_of(card), reading_.problems)) {
        const double centre = value.value_or(0.5 * (ends->first + ends->second));
        add(parameter, {Assumed::Form::uniform, ends->first, ends->second, 0.0, 0.0, 0.0}, centre);
        if (centre < ends->first || centre > ends->second) report_outside(section, "range");
      }
    } else if (prior != nullptr) {
      read_prior(parameter, section, *prior);
    } else if (section.find("value") == nullptr) {
      add_problem(reading_.problems, node.place, key, "states no value", "value, ci80, range or prior = true");
    }
  }

  void read_interval(std::size_t parameter, const Section& section, const std::optional<double>& value) {
    const ParameterCard& card = reading_.kind.parameters[parameter];
    const auto ends = read_pair(section, "ci80", allowed_of(card), reading_.problems);
    if (!ends) return;
    const double median = value.value_or(0.5 * (ends->first + ends->second));
    if (median <= ends->first || median >= ends->second) {
      report_outside(section, "ci80");
      return;
    }
    const bool bounded = card.about.low < card.about.high;
    constexpr double infinity = std::numeric_limits<double>::infinity();
    add(parameter,
        from_interval(median, ends->first, ends->second, bounded ? card.about.low : -infinity,
                      bounded ? card.about.high : infinity),
        median);
  }

  void read_prior(std::size_t parameter, const Section& section, const Node& prior) {
    const ParameterCard& card = reading_.kind.parameters[parameter];
    if (prior.type != Node::Type::boolean || !prior.boolean) {
      add_problem(reading_.problems, prior.place, section.path("prior"), toml_text(prior) + " is not true",
                  "true, or leave the key out");
    } else if (section.find("value") != nullptr) {
      add_problem(reading_.problems, prior.place, section.path("prior"), "the card's prior has its own centre",
                  "prior = true without a value");
    } else if (const auto distribution = prior_of(card)) {
      add(parameter, *distribution, card.initial);
    } else {
      add_problem(reading_.problems, prior.place, section.path("prior"), "the card has no prior", "a range or a ci80");
    }
  }

  void report_outside(const Section& section, std::string_view key) {
    add_problem(reading_.problems, section.find("value")->place, section.path("value"),
                "is outside " + std::string(key), toml_text(*section.find(key)));
  }

  void add(std::size_t parameter, const Assumed& distribution, double centre) {
    result_.sampled.push_back({parameter, distribution, centre});
  }

  Draft& reading_;
  StatedAssumptions& result_;
  std::vector<std::string> names_;
};

}  // namespace

StatedAssumptions read_assumptions(Draft& draft) {
  StatedAssumptions result;
  for (const ParameterCard& card : draft.kind.parameters) result.values.push_back(card.initial);
  result.stated.assign(result.values.size(), false);
  const Section section(draft.tree.find("assume"), "assume", draft.problems);
  if (section.table() != nullptr) AssumptionReader(draft, result).read(*section.table());
  std::sort(result.sampled.begin(), result.sampled.end(),
            [](const auto& a, const auto& b) { return a.parameter < b.parameter; });
  return result;
}

}  // namespace sim
