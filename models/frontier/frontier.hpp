// The frontier lag and gap between two groups of labs, by the procedure of the Epoch Capabilities Index insights.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "models/ledger/ledger.hpp"

namespace weightshed::frontier {

struct Score {
  double days = 0.0;   // since 1970-01-01
  double score = 0.0;  // any scale: index points or orders
};

// The records of a step curve of the best so far: strictly rising scores of those dated in [from, to].
std::vector<Score> best_so_far(std::vector<Score> scores, double from, double to);

// How long after the leader the follower reaches a level: the mean over score levels, all weighted equally; in months,
// negative when the follower leads. A level counts as reached within `tolerance` below it. Levels run from the higher
// of the first scores to the lower of (last leader, last follower + tolerance); nothing where they do not overlap.
// Source: Epoch AI, ECI data insights 2025; the procedure is recovered in tests/verification/frontier_lag_test.cpp.
std::optional<double> lag_months(std::span<const Score> follower, std::span<const Score> leader, double tolerance);

// Mean over the days of [from, to] of how long ago `ahead` reached the present level of `behind`, in months; a day on
// which `ahead` has not yet reached it counts as the age of its own level on the curve of `behind`, with a minus sign.
// A level counts as reached within `tolerance` below it. Unlike lag_months it weights days and not levels, so a lead of
// the past does not count. Nothing where one of them has no score by `from`.
std::optional<double> mean_lead_months(std::span<const Score> ahead, std::span<const Score> behind, double from,
                                       double to, double tolerance);

// Slope of a line fitted to a step curve at the ends of the months of two years and those between, from the first score
// on; score units per year. Nothing where the curve covers less than two years.
std::optional<double> growth(std::span<const Score> records, int first_year, int last_year);

enum class Pair { cn_us, open_closed, us_open_cn_open };  // follower-leader
inline constexpr std::size_t pairs = 3;
inline constexpr double tie_tolerance_points = 0.9;  // ECI points: one standard deviation of release noise
inline constexpr double window_years = 3.0;          // both curves of the time series cover the last 36 months

struct Groups {
  CountryIndex united_states{}, china{};
};

// At a date, from releases so far; `tolerance` in orders. NaN where there is no overlap.
double lag_at(std::span<const ledger::ReleaseRecord> releases, Pair pair, double days, const Groups& groups,
              double tolerance);
// Months since the leader first had the capability of the follower's best release: since its first record where even
// that is above it, 0 where the follower leads or is within `tolerance`; NaN where one has none. Unlike lag_months it
// needs no level that both have reached, so a gap that is still open counts in full.
double current_lag_at(std::span<const ledger::ReleaseRecord> releases, Pair pair, double days, const Groups& groups,
                      double tolerance);
// Leader's best release minus the follower's, in orders; NaN where one has none.
double gap_at(std::span<const ledger::ReleaseRecord> releases, Pair pair, double days, const Groups& groups);

}  // namespace weightshed::frontier
