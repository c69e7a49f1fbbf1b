// The digest, and the table in full.
#include "sim/results/effect_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <span>
#include <tuple>

#include "sim/model/labels.hpp"
#include "sim/printable.hpp"
#include "sim/results/shown.hpp"
#include "sim/results/statistics.hpp"

namespace sim {

namespace {

using Rows = std::vector<const Effect*>;

// Where no sign has half of the pairs, the others are 0.
constexpr std::string_view seldom_moves =
    "\nP(sign) below 50%: in many pairs the policy changes nothing at all; these count for neither sign\n";

constexpr std::size_t dozen = 12;  // rows of the digest, over all policies

// How the sign is shown: an effect of exactly 0 has none.
std::string sign_text(const Effect& e) {
  if (e.pairs == 1 && e.effect != 0.0) return "not told";  // the line above the table says why
  if (e.pairs > 0 && e.effect == 0.0 && std::isnan(e.sign_probability)) return "no change";
  // Never rounded up: 89.8% is not nine of ten.
  return std::isnan(e.sign_probability) ? "-" : fmt::format("{:.0f}%", std::floor(100.0 * e.sign_probability + 1e-9));
}

std::string money(double usd) {
  return std::abs(usd) >= 1e9 ? shown(std::abs(usd) / 1e9) + " billion USD"
                              : shown(std::abs(usd) / 1e6) + " million USD";
}

// Who pays for each policy: effects are read beside it.
std::vector<std::string> cost_lines(const ModelKind& kind, const ResultFile& result, const Effect& compared) {
  std::vector<std::string> lines;
  for (const PolicyCost& cost : policy_costs(kind, result, {compared.reference, compared.at, {}})) {
    if (std::isnan(cost.usd) || cost.usd == 0.0) continue;
    lines.push_back(fmt::format("{} costs {} {} {} than {} by {}, on average", cost.policy, cost.payer, money(cost.usd),
                                cost.usd > 0.0 ? "more" : "less", cost.reference, to_string(cost.at)));
  }
  return lines;
}

bool has_cost(const Effect* effect) { return !std::isnan(effect->per_billion); }

// What a reader sees instead of codes and fractions: names of countries and labs, and percentage points.
class Wording {
 public:
  Wording(const ModelKind& kind, const ResultFile& result)
      : kind_(kind), result_(result), tables_(recorded_tables(result.study_json())) {}

  // "country=China, sector=finance": as --where takes them, too.
  std::string labels(const Labels& labels) const {
    Labels named = labels;
    for (auto& [dimension, label] : named) {
      for (const LabelName& name : label_names(kind_, tables_, dimension)) {
        if (name.part || name.label != label) continue;
        label = name.name;
        break;
      }
    }
    return text_of(named);
  }

  bool is_share(const Effect& e) const {
    const auto card = std::find_if(kind_.measures.begin(), kind_.measures.end(),
                                   [&](const MeasureCard& c) { return c.key == e.measure; });
    if (card == kind_.measures.end() || card->shown_unit != "%") return false;
    return std::none_of(e.coordinates.begin(), e.coordinates.end(), [&](const auto& label) {
      return std::find(card->plain.begin(), card->plain.end(), label.second) != card->plain.end();
    });
  }

  std::string unit(const Effect& e) const { return is_share(e) ? " [points]" : unit_text(result_.measure(e.measure)); }

  // The effect in the unit that is shown.
  Effect shown(Effect e) const {
    if (!is_share(e)) return e;
    for (double* number : {&e.effect, &e.low, &e.high, &e.per_billion}) *number *= 100.0;
    return e;
  }

 private:
  const ModelKind& kind_;
  const ResultFile& result_;
  Tables tables_;
};

// A row of a table whose first column has a width.
std::string line_of(const std::string& name, const Effect& e, bool point, std::size_t width) {
  const auto texts = shown_alike({e.effect, e.low, e.high}, e.units);
  const std::string interval = point ? "" : e.pairs == 1 ? "not told" : fmt::format("[{}, {}]", texts[1], texts[2]);
  return fmt::format("  {:<{}}  {:>11} {:<24} {:>9}", name, width, texts[0], interval, sign_text(e));
}

std::string head_of(std::size_t width, bool point) {
  return fmt::format("  {:<{}}  {:>11} {:<24} {:>9}", "", width, "effect", point ? "" : "80% interval", "P(sign)");
}

// The effects of one policy on one measure, all of them.
std::string block_of(const Wording& wording, std::span<const Effect> effects, const std::vector<Touched>& touched,
                     bool point) {
  const Effect& first = effects.front();
  const bool one_unit = std::all_of(effects.begin(), effects.end(),
                                    [&](const auto& e) { return wording.is_share(e) == wording.is_share(first); });
  std::string out = fmt::format("{} against {}: {}{} at {}{}\n", printable(first.policy), printable(first.reference),
                                first.measure, one_unit ? wording.unit(first) : "", to_string(first.at),
                                first.calibrated ? "" : "  (not calibrated)");
  const auto name = [&](const Effect& e) { return wording.labels(e.coordinates) + (one_unit ? "" : wording.unit(e)); };
  Rows rows;
  for (const Effect& e : effects) {
    if (e.pairs > 0) rows.push_back(&e);
  }
  const auto rank = [&](const Effect* e) {
    return std::pair(is_touched(touched, e->coordinates), std::abs(e->effect));
  };
  std::stable_sort(rows.begin(), rows.end(), [&](const auto* a, const auto* b) { return rank(a) > rank(b); });
  std::size_t width = 0;
  for (const Effect* e : rows) width = std::max(width, name(*e).size());
  const bool priced = std::any_of(rows.begin(), rows.end(), has_cost);
  out += head_of(width, point) + fmt::format(" {:>8}{}\n", "removed", priced ? "  per billion USD" : "");
  for (const Effect* e : rows) {
    const Effect told = wording.shown(*e);
    out += line_of(name(*e), told, point, width);
    out += std::isnan(e->variance_removed) ? fmt::format(" {:>8}", "-")
                                           : fmt::format(" {:>7.0f}%", 100.0 * e->variance_removed);
    out += has_cost(e) ? fmt::format(" {:>16}\n", shown(told.per_billion)) : "\n";
  }
  if (rows.empty()) out += "  no pair of histories has a value at this date\n";
  return out;
}

std::string full_table(const ModelKind& kind, const ResultFile& result, const std::vector<Effect>& effects,
                       bool point) {
  std::string out;
  const auto touched = touched_by_policies(kind, result);
  const Wording wording(kind, result);
  for (auto first = effects.begin(); first != effects.end();) {
    const auto last = std::find_if(first, effects.end(), [&](const Effect& e) {
      return e.policy != first->policy || e.measure != first->measure;
    });
    const std::size_t policy = result.policy_index(first->policy);
    out += block_of(wording, {first, last}, policy < touched.size() ? touched[policy] : std::vector<Touched>{}, point);
    first = last;
  }
  if (std::any_of(effects.begin(), effects.end(), [](const auto& e) { return e.sign_probability < 0.5; }))
    out += seldom_moves;
  return out;
}

// What makes an effect matter to a reader of one policy.
class Weight {
 public:
  Weight(const ModelKind& kind, const ResultFile& result)
      : kind_(kind),
        touched_(touched_by_policies(kind, result)),
        moved_(measures_of_policies(kind, result.study_json())) {}

  // Aimed at, clear, an outcome rather than a stock that levers press on; where the sign is not clear, how often it
  // holds; large in widths of its own interval.
  using Rank = std::tuple<int, bool, bool, double, double>;
  Rank of(const Effect& e, std::size_t policy) const {
    const bool touched = policy < touched_.size() && is_touched(touched_[policy], e.coordinates);
    const bool moved =
        policy < moved_.size() && std::count(moved_[policy].begin(), moved_[policy].end(), e.measure) > 0;
    const bool clear = is_clear(e.sign_probability, e.pairs);
    const double holds = std::isnan(e.sign_probability) ? 0.0 : e.sign_probability;  // one pair tells none
    const double width = e.high - e.low;
    return {touched ? 2
            : moved ? 1
                    : 0,
            clear, !is_intermediate(e.measure), clear ? 1.0 : holds, width > 0.0 ? std::abs(e.effect) / width : 0.0};
  }

 private:
  bool is_intermediate(const std::string& measure) const {
    return std::any_of(kind_.measures.begin(), kind_.measures.end(),
                       [&](const MeasureCard& card) { return card.key == measure && card.intermediate; });
  }

  const ModelKind& kind_;
  std::vector<std::vector<Touched>> touched_;
  std::vector<std::vector<std::string>> moved_;
};

bool moves(const Effect& e) { return e.pairs > 0 && !(e.effect == 0.0 && std::isnan(e.sign_probability)); }

// 1 for an effect on the measure that a study asks about, 2 where it is the whole world's.
int answers(const Effect& e, const std::string& question) {
  if (e.measure != question) return 0;
  const bool worldwide = std::any_of(e.coordinates.begin(), e.coordinates.end(),
                                     [](const auto& label) { return label.second == "world"; });
  return worldwide ? 2 : 1;
}

// The strongest first; among labels of one measure that are about as strong, the one that the measure names first:
// which of them the luck of the draws puts in front says nothing.
Rows ranked(const Rows& rows, std::size_t policy, const Weight& weight) {
  constexpr double about_as_strong = 0.8;  // of the strongest
  std::vector<std::pair<Weight::Rank, const Effect*>> left;
  for (const Effect* e : rows) left.emplace_back(weight.of(*e, policy), e);
  std::stable_sort(left.begin(), left.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  for (auto first = left.begin(); first != left.end(); ++first) {
    Weight::Rank least = first->first;
    std::get<4>(least) *= about_as_strong;
    auto chosen = first;
    for (auto other = first; other != left.end() && other->first >= least; ++other) {
      if (other->second->measure == first->second->measure && other->second < chosen->second) chosen = other;
    }
    std::rotate(first, chosen, chosen + 1);
  }
  Rows out;
  for (const auto& [rank, e] : left) out.push_back(e);
  return out;
}

// At most so many effects of one policy, all of one list: the answer to the study's question, then the first of every
// measure before the second of any.
Rows chosen_of(Rows rows, std::size_t policy, const Weight& weight, std::size_t most, const std::string& question) {
  rows = ranked(rows, policy, weight);
  std::map<std::string, std::size_t> seen;
  std::vector<std::pair<std::size_t, const Effect*>> rounds;
  for (const Effect* e : rows) rounds.emplace_back(seen[e->measure]++, e);
  std::stable_sort(rounds.begin(), rounds.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  rows.clear();
  for (const auto& [round, e] : rounds) rows.push_back(e);
  // What the study asks comes first, also where its direction is unclear: that is an answer too.
  const auto answer = std::max_element(rows.begin(), rows.end(), [&](const auto* a, const auto* b) {
    return answers(*a, question) < answers(*b, question);
  });
  if (answer != rows.end() && answers(**answer, question) > 0) std::rotate(rows.begin(), answer, answer + 1);
  if (rows.size() > most) rows.resize(most);
  return rows;
}

std::string name_of(const Wording& wording, const Effect& e) {
  const std::string labels = wording.labels(e.coordinates);
  return e.measure + wording.unit(e) + (e.calibrated ? "" : "*") + (labels.empty() ? "" : ", " + labels);
}

// The effects that matter, policy by policy.
std::string digest(const ModelKind& kind, const ResultFile& result, const std::vector<Effect>& effects,
                   const TableRows& asked) {
  const Weight weight(kind, result);
  const Wording wording(kind, result);
  const std::size_t most = std::max<std::size_t>(1, dozen / std::max<std::size_t>(1, result.policies().size() - 1));
  std::vector<std::pair<std::string, Rows>> told;
  std::size_t width = 0, rows = 0;
  for (const std::string& policy : result.policies()) {
    Rows own;
    for (const Effect& e : effects) {
      // What policies cost stands above.
      if (e.policy == policy && moves(e) && e.measure != kind.measure_of_cost) own.push_back(&e);
    }
    if (policy == effects.front().reference) continue;
    own = chosen_of(std::move(own), result.policy_index(policy), weight, most, effects.front().measure);
    for (const Effect* e : own) width = std::max(width, name_of(wording, *e).size());
    rows += own.size();
    told.emplace_back(policy, std::move(own));
  }
  const bool priced = std::any_of(effects.begin(), effects.end(), [](const auto& e) { return has_cost(&e); });
  std::string out;
  bool seldom = false;
  for (const auto& [policy, own] : told) {
    out += fmt::format("{}{} against {}, at {}\n", out.empty() ? "" : "\n", printable(policy),
                       printable(effects.front().reference), to_string(effects.front().at));
    if (own.empty()) out += "  changes nothing that is recorded: every effect is exactly 0\n";
    if (!own.empty()) out += head_of(width, asked.point) + (priced ? "  per billion USD\n" : "\n");
    for (const Effect* e : own) {
      const Effect shown_effect = wording.shown(*e);
      out += line_of(name_of(wording, *e), shown_effect, asked.point, width);
      out += priced ? fmt::format(" {:>16}\n", shown(shown_effect.per_billion)) : "\n";
      seldom |= e->sign_probability < 0.5;
    }
  }
  const bool guessed = std::any_of(told.begin(), told.end(), [](const auto& policy) {
    return std::any_of(policy.second.begin(), policy.second.end(), [](const auto* e) { return !e->calibrated; });
  });
  if (guessed) out += "\n*: not calibrated\n";
  if (seldom) out += seldom_moves;
  const auto valued = static_cast<std::size_t>(
      std::count_if(effects.begin(), effects.end(), [](const Effect& e) { return e.pairs > 0; }));
  if (valued > rows) out += fmt::format("\nand {} more; {}\n", valued - rows, asked.others);
  return out;
}

}  // namespace

std::vector<std::string> idle_policies(const ResultFile& result) {
  std::vector<std::string> lines;
  const std::vector<double> in_force = result.in_force();
  const std::vector<std::string> unfired = result.unfired();
  for (std::size_t p = 0; p < in_force.size(); ++p) {
    const std::string& name = result.policies()[p];
    if (in_force[p] == 0.0)
      lines.push_back(name + " was never in force: no action of it held at a recorded step in any history");
    if (in_force[p] > 0.0 && in_force[p] < 1.0)
      lines.push_back(fmt::format("{} was in force in {:.0f}% of the histories only", name,
                                  std::floor(100.0 * in_force[p] + 1e-9)));
    if (!unfired[p].empty())
      lines.push_back(name + ": in no history did the condition fire that " + unfired[p] + " waits for");
  }
  return lines;
}

std::string effect_table(const ModelKind& kind, const ResultFile& result, const std::vector<Effect>& effects,
                         const TableRows& rows) {
  std::size_t pairs = 0;
  for (const Effect& effect : effects) pairs = std::max(pairs, effect.pairs);
  const bool all_alike = std::all_of(effects.begin(), effects.end(), [&](const Effect& e) { return e.pairs == pairs; });
  const std::string doubt = doubt_about(pairs, result.worlds());
  std::string out = pairs == 0 ? "" : (all_alike ? "from " : "from up to ") + pairs_of(pairs, result.worlds());
  if (!doubt.empty()) out = doubt;
  if (!out.empty()) out += "\n\n";
  if (effects.empty()) return out;
  for (const auto& lines : {idle_policies(result), cost_lines(kind, result, effects.front())}) {
    for (const std::string& line : lines) out += printable(line) + '\n';
    if (!lines.empty()) out += '\n';
  }
  out += rows.all ? full_table(kind, result, effects, rows.point) : digest(kind, result, effects, rows);
  out +=
      "\neffect: mean of the paired differences; 80% interval: the middle 80% of them; P(sign): share of the pairs "
      "with the more frequent sign";
  return out + (rows.all ? ";\nremoved: share of the variance that pairing removed\n" : "\n");
}

}  // namespace sim
