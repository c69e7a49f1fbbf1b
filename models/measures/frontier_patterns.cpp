// Readings of the patterns of the frontier: lags, leads, gaps and growth.
#include <algorithm>

#include "models/frontier/frontier.hpp"
#include "models/measures/measure.hpp"
#include "models/measures/patterns.hpp"
#include "models/research/research.hpp"

namespace weightshed::measures {

namespace {

using Group = bool(const Ecosystem&, const ReleaseRecord&);

// As the index would draw it: of what it does not score it knows nothing. The measures see every release.
std::vector<frontier::Score> curve(const Ecosystem& e, Group* belongs) {
  std::vector<frontier::Score> scores;
  for (const ReleaseRecord& r : e.ledger.releases) {
    if (r.scored && belongs(e, r)) scores.push_back({r.days, r.capability});
  }
  return frontier::best_so_far(std::move(scores), sim::date_of(2023, 1, 1).days, e.clock.now().days);
}

bool american(const Ecosystem& e, const ReleaseRecord& r) { return r.country == e.roster->united_states; }
bool chinese(const Ecosystem& e, const ReleaseRecord& r) { return r.country == e.roster->china; }
bool open(const Ecosystem&, const ReleaseRecord& r) { return open_weights(r.licence); }
bool closed(const Ecosystem&, const ReleaseRecord& r) { return !open_weights(r.licence); }

double tolerance(const Assumptions& a) { return frontier::tie_tolerance_points / a.research.points_an_order; }

bool chinese_open(const Ecosystem& e, const ReleaseRecord& r) { return chinese(e, r) && open(e, r); }
bool american_open(const Ecosystem& e, const ReleaseRecord& r) { return american(e, r) && open(e, r); }

double lag_cn_us(const Ecosystem& e, const Assumptions& a, const Streams&) {
  return frontier::lag_months(curve(e, chinese), curve(e, american), tolerance(a)).value_or(nothing);
}

// The longest time until a US record was matched, as milestones are counted.
double longest_milestone(const Ecosystem& e, const Assumptions& a, const Streams&) {
  const auto us = curve(e, american), cn = curve(e, chinese);
  double longest = nothing;
  for (const frontier::Score& record : us) {
    for (const frontier::Score& match : cn) {
      if (match.score < record.score - tolerance(a)) continue;
      const double months = (match.days - record.days) / (365.25 / 12.0);
      if (!(months <= longest)) longest = months;
      break;
    }
  }
  return longest;
}

double china_at_gpt4(const Ecosystem& e, const Assumptions& a, const Streams&) {
  const double level = research::orders_of_index(research::gpt4_index, a.research) - tolerance(a);
  for (const frontier::Score& record : curve(e, chinese)) {
    if (record.score >= level) return sim::decimal_year(record.days);
  }
  return nothing;
}

double lag_open_closed(const Ecosystem& e, const Assumptions& a, const Streams&) {
  return frontier::lag_months(curve(e, open), curve(e, closed), tolerance(a)).value_or(nothing);
}

double open_lead_of_china(const Ecosystem& e, const Assumptions& a, const Streams&) {
  const auto us = curve(e, american_open), cn = curve(e, chinese_open);
  return frontier::mean_lead_months(cn, us, e.clock.now().days - sim::days_per_year, e.clock.now().days, tolerance(a))
      .value_or(nothing);
}

double frontier_growth(const Ecosystem& e, const Assumptions&, const Streams&) {
  return frontier::growth(curve(e, [](const Ecosystem&, const ReleaseRecord&) { return true; }), 2023, 2025)
      .value_or(nothing);
}

// Orders by which the best release of the leader is ahead of the follower's.
double gap(const Ecosystem& e, Group* following, Group* leading) {
  const auto leader = curve(e, leading), follower = curve(e, following);
  return leader.empty() || follower.empty() ? nothing : leader.back().score - follower.back().score;
}

double gap_cn_us(const Ecosystem& e, const Assumptions&, const Streams&) { return gap(e, chinese, american); }
double gap_open_closed(const Ecosystem& e, const Assumptions&, const Streams&) { return gap(e, open, closed); }
double gap_of_chinese_open(const Ecosystem& e, const Assumptions&, const Streams&) {
  return gap(e, chinese_open, closed);
}

// Open language models in order of capability, the best first.
std::vector<const Base*> open_ranking(const Ecosystem& e) {
  std::vector<const Base*> ranking;
  for (const Base& base : e.models.bases) {
    if (base.task_class == TaskClass::language && base.node.exists()) ranking.push_back(&base);
  }
  std::stable_sort(ranking.begin(), ranking.end(),
                   [](const Base* x, const Base* y) { return x->capability > y->capability; });
  return ranking;
}

struct Ahead {
  double models = 0.0;
  std::vector<LabIndex> labs;
};

Ahead chinese_ahead(const Ecosystem& e) {
  Ahead ahead;
  for (const Base* base : open_ranking(e)) {
    if (base->country == e.roster->united_states) break;
    if (base->country != e.roster->china) continue;
    ahead.models += 1.0;
    if (std::find(ahead.labs.begin(), ahead.labs.end(), base->lab) == ahead.labs.end()) ahead.labs.push_back(base->lab);
  }
  return ahead;
}

double foreign_labs_in_top_25(const Ecosystem& e, const Assumptions&, const Streams&) {
  std::vector<LabIndex> labs;
  const auto ranking = open_ranking(e);
  for (std::size_t i = 0; i < std::min<std::size_t>(25, ranking.size()); ++i) {
    if (ranking[i]->country == e.roster->china) continue;
    if (std::find(labs.begin(), labs.end(), ranking[i]->lab) == labs.end()) labs.push_back(ranking[i]->lab);
  }
  return static_cast<double>(labs.size());
}

double flagship_gap(const Ecosystem& e, const Assumptions&, const Streams&) {
  double us = -1e9, cn = -1e9;
  for (const Lab& lab : e.labs.labs) {
    if (!lab.active(e.clock.year())) continue;
    if (lab.country == e.roster->united_states) us = std::max(us, lab.log_compute);
    if (lab.country == e.roster->china) cn = std::max(cn, lab.log_compute);
  }
  return us - cn;
}

}  // namespace

// clang-format off
std::vector<Pattern> frontier_patterns() {
  using E = const Ecosystem&;
  using A = const Assumptions&;
  using S = const Streams&;
  using enum sim::PatternReading;
  return {
      {{"P5", "mean", "2025-12-31", "months", "Lag CN-US since 2023; the 36 months of the measure begin within a week of that date", value, "frontier_lag", "pair=cn-us"}, lag_cn_us},
      {{"P5", "most", "2025-12-31", "months", "Longest milestone"}, longest_milestone},
      {{"P6", "", "2025-12-31", "date", "China at GPT-4's level"}, china_at_gpt4},
      {{"P7", "", "2025-10-30", "months", "Lag open-closed since 2023; the 36 months of the measure begin two months earlier", value, "frontier_lag", "pair=open-closed"}, lag_open_closed},
      {{"P8", "models", "2025-12-31", "models", "Chinese models ahead"}, [](E e, A, S) { return chinese_ahead(e).models; }},
      {{"P8", "labs", "2025-12-31", "labs", "Labs behind them"}, [](E e, A, S) { return static_cast<double>(chinese_ahead(e).labs.size()); }},
      {{"P9", "", "2025-12-31", "labs", "Non-Chinese labs in the top 25"}, foreign_labs_in_top_25},
      {{"P24", "", "2024-12-31", "orders of magnitude", "Gap of flagship compute"}, flagship_gap},
      {{"P25", "", "2025-12-31", "months", "Open lead of China"}, open_lead_of_china},
      {{"P27", "", "2025-12-31", "orders of magnitude / year", "Growth of the frontier"}, frontier_growth},
      {{"P28", "cn-us 2024-06", "2024-06-30", "orders of magnitude", "Capability gap CN-US, 2024-06", value, "frontier_gap", "pair=cn-us"}, gap_cn_us},
      {{"P28", "cn-us 2024-12", "2024-12-31", "orders of magnitude", "Capability gap CN-US, 2024-12", value, "frontier_gap", "pair=cn-us"}, gap_cn_us},
      {{"P28", "cn-us 2025-06", "2025-06-30", "orders of magnitude", "Capability gap CN-US, 2025-06", value, "frontier_gap", "pair=cn-us"}, gap_cn_us},
      {{"P28", "cn-us 2025-12", "2025-12-31", "orders of magnitude", "Capability gap CN-US, 2025-12", value, "frontier_gap", "pair=cn-us"}, gap_cn_us},
      {{"P28", "open-closed 2024-06", "2024-06-30", "orders of magnitude", "Capability gap open-closed, 2024-06", value, "frontier_gap", "pair=open-closed"}, gap_open_closed},
      {{"P28", "open-closed 2024-12", "2024-12-31", "orders of magnitude", "Capability gap open-closed, 2024-12", value, "frontier_gap", "pair=open-closed"}, gap_open_closed},
      {{"P28", "open-closed 2025-06", "2025-06-30", "orders of magnitude", "Capability gap open-closed, 2025-06", value, "frontier_gap", "pair=open-closed"}, gap_open_closed},
      {{"P28", "open-closed 2025-12", "2025-12-31", "orders of magnitude", "Capability gap open-closed, 2025-12", value, "frontier_gap", "pair=open-closed"}, gap_open_closed},
      {{"P28", "cn_open-closed 2024-06", "2024-06-30", "orders of magnitude", "Capability gap of Chinese open models to closed ones, 2024-06"}, gap_of_chinese_open},
      {{"P28", "cn_open-closed 2024-12", "2024-12-31", "orders of magnitude", "Capability gap of Chinese open models to closed ones, 2024-12"}, gap_of_chinese_open},
      {{"P28", "cn_open-closed 2025-06", "2025-06-30", "orders of magnitude", "Capability gap of Chinese open models to closed ones, 2025-06"}, gap_of_chinese_open},
      {{"P28", "cn_open-closed 2025-12", "2025-12-31", "orders of magnitude", "Capability gap of Chinese open models to closed ones, 2025-12"}, gap_of_chinese_open},
  };
}
// clang-format on

}  // namespace weightshed::measures
