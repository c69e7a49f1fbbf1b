// Frontier lag and gap.
#include "models/frontier/frontier.hpp"

#include <Eigen/QR>
#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/time/calendar.hpp"

namespace weightshed::frontier {

namespace {

constexpr double days_per_month = 365.25 / 12.0;

// Date at which a curve is first at or above a level; the curve is known to get there.
double first_at(std::span<const Score> curve, double level) {
  const auto it = std::lower_bound(curve.begin(), curve.end(), level,
                                   [](const Score& s, double wanted) { return s.score < wanted; });
  return it == curve.end() ? curve.back().days : it->days;
}

bool belongs(const ledger::ReleaseRecord& r, Pair pair, bool leader, const Groups& groups) {
  switch (pair) {
    case Pair::cn_us:
      return r.country == (leader ? groups.united_states : groups.china);
    case Pair::open_closed:
      return open_weights(r.licence) != leader;
    case Pair::us_open_cn_open:
      return open_weights(r.licence) && r.country == (leader ? groups.china : groups.united_states);
  }
  return false;
}

// The records of the leader's or the follower's curve, of releases dated in [from, to].
std::vector<Score> records_of(std::span<const ledger::ReleaseRecord> releases, Pair pair, bool leader,
                              const Groups& groups, double from, double to) {
  std::vector<Score> scores;
  Score best{to, -std::numeric_limits<double>::infinity()};
  for (const ledger::ReleaseRecord& r : releases) {
    if (r.days < from || r.days > to) continue;
    if (r.days > best.days && r.capability <= best.score) continue;  // an earlier one is as good: it is no record
    if (!belongs(r, pair, leader, groups)) continue;
    scores.push_back({r.days, r.capability});
    if (r.capability > best.score) best = scores.back();
  }
  return best_so_far(std::move(scores), from, to);
}

}  // namespace

namespace {

// By day, then by score. Records come in order of day, so that mostly only those of one day have to be sorted.
void sort_by_day(std::vector<Score>& scores) {
  const auto later = [](const Score& a, const Score& b) { return a.days < b.days; };
  if (!std::is_sorted(scores.begin(), scores.end(), later)) std::sort(scores.begin(), scores.end(), later);
  for (auto first = scores.begin(); first != scores.end();) {
    const auto last = std::find_if(first, scores.end(), [&](const Score& s) { return s.days != first->days; });
    std::sort(first, last, [](const Score& a, const Score& b) { return a.score < b.score; });
    first = last;
  }
}

}  // namespace

std::vector<Score> best_so_far(std::vector<Score> scores, double from, double to) {
  sort_by_day(scores);
  std::vector<Score> curve;
  for (const Score& s : scores) {
    if (s.days < from || s.days > to) continue;
    if (curve.empty() || s.score > curve.back().score) curve.push_back(s);
  }
  return curve;
}

std::optional<double> lag_months(std::span<const Score> follower, std::span<const Score> leader, double tolerance) {
  if (follower.empty() || leader.empty()) return std::nullopt;
  const double low = std::max(follower.front().score, leader.front().score);
  const double high = std::min(leader.back().score, follower.back().score + tolerance);
  if (!(high > low)) return std::nullopt;
  std::vector<double> levels{low, high};
  for (const Score& s : leader) levels.push_back(s.score);
  for (const Score& s : follower) levels.push_back(s.score + tolerance);
  std::sort(levels.begin(), levels.end());
  double area = 0.0;
  for (std::size_t i = 0; i + 1 < levels.size(); ++i) {
    const double from = std::max(levels[i], low), to = std::min(levels[i + 1], high);
    if (to <= from) continue;
    const double level = 0.5 * (from + to);  // both dates are constant between breakpoints
    area += (first_at(follower, level - tolerance) - first_at(leader, level)) * (to - from);
  }
  return area / (high - low) / days_per_month;
}

std::optional<double> mean_lead_months(std::span<const Score> ahead, std::span<const Score> behind, double from,
                                       double to, double tolerance) {
  if (ahead.empty() || behind.empty() || ahead.front().days > from || behind.front().days > from) return std::nullopt;
  const auto level_on = [](std::span<const Score> curve, double day) {
    const auto later = std::find_if(curve.begin(), curve.end(), [&](const Score& s) { return s.days > day; });
    return std::prev(later)->score;
  };
  double sum = 0.0, days = 0.0;
  for (double day = from; day <= to; day += 1.0, days += 1.0) {
    const double leading = level_on(ahead, day), trailing = level_on(behind, day) - tolerance;
    sum += trailing <= leading ? day - first_at(ahead, trailing) : first_at(behind, leading) - day;
  }
  return sum / days / days_per_month;
}

std::optional<double> growth(std::span<const Score> records, int first_year, int last_year) {
  const Eigen::Index months = 12 * (last_year - first_year + 1);
  Eigen::MatrixX2d line(months, 2);
  Eigen::VectorXd level(months);
  Eigen::Index rows = 0;
  for (Eigen::Index month = 0; month < months; ++month) {
    const auto year = first_year + static_cast<int>(month / 12);
    const double end = sim::date_of(year, static_cast<int>(month % 12 + 1), 28).days;
    const auto later = std::find_if(records.begin(), records.end(), [&](const Score& s) { return s.days > end; });
    if (later == records.begin()) continue;
    line.row(rows) << 1.0, static_cast<double>(month) / 12.0;
    level[rows++] = std::prev(later)->score;
  }
  if (rows < 24) return std::nullopt;
  return line.topRows(rows).householderQr().solve(level.head(rows))[1];
}

double lag_at(std::span<const ledger::ReleaseRecord> releases, Pair pair, double days, const Groups& groups,
              double tolerance) {
  const double from = days - window_years * sim::days_per_year;
  const std::vector<Score> follower = records_of(releases, pair, false, groups, from, days);
  const std::vector<Score> leader = records_of(releases, pair, true, groups, from, days);
  return lag_months(follower, leader, tolerance).value_or(std::numeric_limits<double>::quiet_NaN());
}

double current_lag_at(std::span<const ledger::ReleaseRecord> releases, Pair pair, double days, const Groups& groups,
                      double tolerance) {
  constexpr double always = -std::numeric_limits<double>::infinity();
  const std::vector<Score> follower = records_of(releases, pair, false, groups, always, days);
  const std::vector<Score> leader = records_of(releases, pair, true, groups, always, days);
  if (follower.empty() || leader.empty()) return std::numeric_limits<double>::quiet_NaN();
  const double level = follower.back().score;
  if (level >= leader.back().score - tolerance) return 0.0;
  return (days - first_at(leader, level)) / days_per_month;
}

double gap_at(std::span<const ledger::ReleaseRecord> releases, Pair pair, double days, const Groups& groups) {
  double best[2] = {-1e9, -1e9};
  for (const ledger::ReleaseRecord& r : releases) {
    if (r.days > days || r.capability <= std::min(best[0], best[1])) continue;
    for (const bool leader : {false, true}) {
      if (belongs(r, pair, leader, groups)) best[leader ? 1 : 0] = std::max(best[leader ? 1 : 0], r.capability);
    }
  }
  if (best[0] < -1e8 || best[1] < -1e8) return std::numeric_limits<double>::quiet_NaN();
  return best[1] - best[0];
}

}  // namespace weightshed::frontier
