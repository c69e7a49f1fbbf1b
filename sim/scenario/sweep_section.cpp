// [sweep]: policies are repeated for the values of a lever, worlds for those of an assumption.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>

#include "sim/limits.hpp"
#include "sim/random/stream.hpp"
#include "sim/scenario/parts.hpp"

namespace sim {

namespace {

using namespace std::string_view_literals;
constexpr std::array methods = {"grid"sv, "sobol"sv};
constexpr std::array range_keys = {"from"sv, "to"sv, "points"sv};
constexpr std::size_t most_points = 1000;  // of an axis, and of a Sobol sweep
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

using Points = std::vector<std::vector<double>>;  // points × axes

// An axis and the policy whose lever it turns; no policy for an assumption.
struct Axis {
  SweepAxis said;
  std::size_t policy = 0;
  Allowed allowed;
};

class Reader {
 public:
  Reader(Draft& draft, const Study& study) : draft_(draft), study_(study) {}

  // The axes in the order of the file. On a grid each has its values; by Sobol its two ends.
  std::vector<Axis> axes(const Section& section) {
    std::vector<Axis> found;
    const Node& table = *section.table();
    for (std::size_t i = 0; i < table.keys.size(); ++i) {
      const std::string& key = table.keys[i];
      const Node& node = table.items[i];
      if (key == "method" || key == "points") continue;
      std::optional<Axis> axis = named(key, node);
      if (!axis) continue;
      read_values(section.path(key), node, *axis);
      found.push_back(std::move(*axis));
    }
    return found;
  }

  bool is_sobol = false;

 private:
  std::optional<Axis> named(const std::string& key, const Node& node) {
    const ModelKind& kind = draft_.kind;
    for (std::size_t p = 0; p < kind.parameters.size(); ++p) {
      const ParameterCard& card = kind.parameters[p];
      if (card.key == key)
        return Axis{{key, true, p}, 0, {card.about.unit, card.about.low, card.about.high, card.about.source}};
    }
    std::vector<std::string> names = keys_of(kind.parameters);
    for (std::size_t p = 0; p < study_.policies.size(); ++p) {
      for (std::size_t l = 0; l < kind.levers.size(); ++l) {
        const bool turns = std::any_of(study_.policies[p].actions.begin(), study_.policies[p].actions.end(),
                                       [&](const Action& a) { return a.target.lever == static_cast<int>(l); });
        if (!turns) continue;
        const LeverCard& card = kind.levers[l];
        names.push_back(study_.policies[p].name + "." + std::string(card.key));
        if (names.back() != key) continue;
        if (!card.words.empty()) {
          add_problem(draft_.problems, node.key_place, "sweep." + key, "is a lever of words", "a lever with a range");
          return std::nullopt;
        }
        return Axis{{key, false, l}, p, {card.unit, card.low, card.high, card.source}};
      }
    }
    add_problem(draft_.problems, node.key_place, "sweep." + key, "is neither an assumption nor a lever of a policy",
                "an assumption, or POLICY.LEVER of a policy that acts on the lever, in quotes because of its dots",
                nearest_name(key, names));
    return std::nullopt;
  }

  void read_values(const std::string& key, const Node& node, Axis& axis) {
    const auto value = [&](const Node& item) {
      const auto read = read_quantity(item, key, axis.allowed, draft_.problems);
      if (!read) return;
      if (std::find(axis.said.values.begin(), axis.said.values.end(), *read) != axis.said.values.end()) {
        add_problem(draft_.problems, item.place, key, fmt::format("has {:g} twice", *read), "each value once");
      }
      axis.said.values.push_back(*read);
    };
    if (node.type != Node::Type::array && node.type != Node::Type::table) {
      draft_.problems.push_back(wrong_type(node, key, "two or more values in a list, or { from, to, points }"));
      return;
    }
    if (node.type == Node::Type::array) {
      for (const Node& item : node.items) value(item);
      if (node.items.size() < 2 || (is_sobol && node.items.size() != 2)) {
        add_problem(draft_.problems, node.place, key, fmt::format("has {} values", node.items.size()),
                    is_sobol ? "its two ends" : "two or more values, or { from, to, points }");
      }
      return;
    }
    const Section range(&node, key, draft_.problems);
    if (range.table() == nullptr) return;
    range.allow_only(range_keys);
    for (const std::string_view end : {"from"sv, "to"sv}) {
      if (const Node* given = range.find(end)) value(*given);
    }
    const auto points = range.integer("points", 2, most_points);
    const bool is_given = range.find("from") != nullptr && range.find("to") != nullptr;
    if (is_given && axis.said.values.size() != 2) return;  // reported above
    if (axis.said.values.size() != 2 || (!is_sobol && !points)) {
      add_problem(draft_.problems, node.place, key, "is incomplete", "{ from = …, to = …, points = … }");
      return;
    }
    if (is_sobol) return;
    const double low = axis.said.values[0], high = axis.said.values[1];
    axis.said.values.clear();
    for (std::int64_t i = 0; i < *points; ++i) {
      const double share = static_cast<double>(i) / static_cast<double>(*points - 1);
      axis.said.values.push_back(i + 1 == *points ? high : low + (high - low) * share);
    }
  }

  Draft& draft_;
  const Study& study_;
};

Points grid(const std::vector<const Axis*>& axes) {
  Points points(1);
  for (const Axis* axis : axes) {
    Points crossed;
    for (const std::vector<double>& point : points) {
      for (const double value : axis->said.values) {
        crossed.push_back(point);
        crossed.back().push_back(value);
      }
    }
    points = std::move(crossed);
  }
  return points;
}

// Sobol points in the box of the axes, shifted by the seed as those of [assume] are.
Points sobol(const std::vector<const Axis*>& axes, std::size_t count, std::uint64_t seed) {
  Points points(count);
  const std::vector<double> shares = sobol_points(Stream(seed, 0, "study.sweep"), count, axes.size());
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t d = 0; d < axes.size(); ++d) {
      const std::vector<double>& ends = axes[d]->said.values;
      points[i].push_back(ends[0] + (ends[1] - ends[0]) * shares[i * axes.size() + d]);
    }
  }
  return points;
}

// A value in the name of a policy: short where that tells it from the axis's other values, else in full.
std::string named_value(const Points& points, std::size_t point, std::size_t axis) {
  const std::string brief = fmt::format("{:.4g}", points[point][axis]);
  for (const std::vector<double>& other : points) {
    const bool differs = other[axis] != points[point][axis];
    if (differs && fmt::format("{:.4g}", other[axis]) == brief) return fmt::format("{}", points[point][axis]);
  }
  return brief;
}

// The policy once for each point: its actions on the swept levers take the values.
std::vector<Policy> repeated(const Policy& policy, const std::vector<const Axis*>& axes, const Points& points) {
  std::vector<Policy> all;
  for (std::size_t i = 0; i < points.size(); ++i) {
    Policy copy = policy;
    std::string values;
    for (std::size_t a = 0; a < axes.size(); ++a) {
      for (Action& action : copy.actions) {
        if (action.target.lever == static_cast<int>(axes[a]->said.position)) action.to = points[i][a];
      }
      values += (a == 0 ? "" : ", ") + named_value(points, i, a);
    }
    copy.name += "@" + values;
    copy.label += " (" + values + ")";
    all.push_back(std::move(copy));
  }
  return all;
}

struct Crossing {
  const std::vector<Axis>& axes;
  std::size_t points = 0;  // of a Sobol sweep; 0: a grid
  std::uint64_t seed = 0;

  std::vector<const Axis*> concern(bool assumptions, std::size_t policy) const {
    std::vector<const Axis*> some;
    for (const Axis& axis : axes) {
      if (axis.said.is_assumption == assumptions && (assumptions || axis.policy == policy)) some.push_back(&axis);
    }
    return some;
  }
  Points of(const std::vector<const Axis*>& some) const { return points > 0 ? sobol(some, points, seed) : grid(some); }
  // The number of points of some axes.
  double size(const std::vector<const Axis*>& some) const {
    if (some.empty()) return 1.0;
    if (points > 0) return static_cast<double>(points);
    double product = 1.0;
    for (const Axis* axis : some) product *= static_cast<double>(axis->said.values.size());
    return product;
  }
  // A point of some axes among all of them.
  std::vector<double> place(const std::vector<const Axis*>& some, const std::vector<double>& point) const {
    std::vector<double> row(axes.size(), nan);
    for (std::size_t a = 0; a < some.size(); ++a) row[static_cast<std::size_t>(some[a] - axes.data())] = point[a];
    return row;
  }
};

// How many policies and worlds there will be, before any is made.
void check_size(Draft& draft, const Node& node, const Study& study, const Crossing& crossing) {
  double policies = 0.0;
  for (std::size_t p = 0; p < study.policies.size(); ++p) policies += crossing.size(crossing.concern(false, p));
  const double worlds = static_cast<double>(study.design.worlds()) * crossing.size(crossing.concern(true, 0));
  const auto report = [&](double made, const Limit& limit) {
    if (made <= static_cast<double>(limit.most)) return;
    add_problem(draft.problems, node.place, "sweep", fmt::format("makes {:.0f} {}", made, limit.unit), at_most(limit));
  };
  report(policies, limits::policies);
  report(worlds, limits::worlds);
}

// A result tells its policies by their names: one of the file may be called as the sweep would call another.
void check_names(Draft& draft, const Node& node, const Study& study) {
  std::set<std::string> names;
  for (const Policy& policy : study.policies) {
    if (!names.insert(policy.name).second) {
      add_problem(draft.problems, node.place, "sweep", "makes a second policy '" + policy.name + "'",
                  "another name for the policy of the file");
    }
  }
}

void repeat_policies(Study& study, Sweep& sweep, const Crossing& crossing) {
  std::vector<Policy> policies;
  for (std::size_t p = 0; p < study.policies.size(); ++p) {
    const auto concerned = crossing.concern(false, p);
    if (concerned.empty()) {
      policies.push_back(std::move(study.policies[p]));
      sweep.of_policy.emplace_back(crossing.axes.size(), nan);
      continue;
    }
    const Points points = crossing.of(concerned);
    for (Policy& policy : repeated(study.policies[p], concerned, points)) policies.push_back(std::move(policy));
    for (const std::vector<double>& point : points) sweep.of_policy.push_back(crossing.place(concerned, point));
  }
  study.policies = std::move(policies);
}

void repeat_worlds(Study& study, Sweep& sweep, const Crossing& crossing) {
  const auto concerned = crossing.concern(true, 0);
  const std::size_t worlds = study.design.worlds();
  if (concerned.empty()) {
    sweep.of_world.assign(worlds, std::vector<double>(crossing.axes.size(), nan));
    return;
  }
  const Design once = study.design;
  Design& design = study.design;
  design.values.clear();
  design.structure.clear();
  design.keys.clear();
  for (const std::vector<double>& point : crossing.of(concerned)) {
    for (std::size_t w = 0; w < worlds; ++w) {
      std::vector<double> row(once.row(w).begin(), once.row(w).end());
      for (std::size_t a = 0; a < concerned.size(); ++a) row[concerned[a]->said.position] = point[a];
      design.values.insert(design.values.end(), row.begin(), row.end());
      design.structure.push_back(once.structure[w]);
      design.keys.push_back(once.keys[w]);
      sweep.of_world.push_back(crossing.place(concerned, point));
    }
  }
  for (const Axis* axis : concerned) design.sampled.push_back(axis->said.position);
  std::sort(design.sampled.begin(), design.sampled.end());
  design.sampled.erase(std::unique(design.sampled.begin(), design.sampled.end()), design.sampled.end());
}

}  // namespace

void read_sweep(Draft& draft, Study& study) {
  const Node* node = draft.tree.find("sweep");
  if (node == nullptr) return;
  const std::size_t reported = draft.problems.size();
  const Section section(node, "sweep", draft.problems);
  if (section.table() == nullptr) return;
  Reader reader(draft, study);
  const auto method =
      section.find("method") == nullptr ? std::optional<std::size_t>(0) : section.word("method", methods);
  reader.is_sobol = method == 1;
  std::size_t points = 0;
  if (reader.is_sobol) {
    const auto given = section.integer("points", 2, most_points);
    if (!given && section.find("points") == nullptr)
      add_problem(draft.problems, node->place, "sweep.points", "is missing", "the number of Sobol points");
    points = static_cast<std::size_t>(given.value_or(2));
  } else if (const Node* given = section.find("points")) {
    add_problem(draft.problems, given->key_place, "sweep.points", "belongs to method = \"sobol\"",
                "the points of an axis of a grid, as { from, to, points }");
  }
  const std::vector<Axis> axes = reader.axes(section);
  if (axes.empty() && draft.problems.size() == reported)
    add_problem(draft.problems, node->place, "sweep", "has no axis", "an assumption or POLICY.LEVER with its values");
  const Crossing crossing{axes, points, study.run.seed};
  if (draft.problems.size() == reported) check_size(draft, *node, study, crossing);
  if (draft.problems.size() != reported) return;
  Sweep sweep;
  repeat_policies(study, sweep, crossing);
  check_names(draft, *node, study);
  repeat_worlds(study, sweep, crossing);
  for (const Axis& axis : axes) sweep.axes.push_back(axis.said);
  study.sweep = std::move(sweep);
}

}  // namespace sim
