// Published figures compared with the model, by two verdicts (docs/model.md, patterns): which lie inside its 80%
// interval and that interval is narrow, as a fit should; and which merely lie in it, as of a projection.
#pragma once

#include <string>
#include <vector>

#include "sim/plan/study.hpp"

namespace sim {

// One row of `published_figures.csv`: a value of a pattern, or of a part of it.
struct PublishedFigure {
  std::string pattern, part, title, unit, definition, source, confidence;
  double value = 0.0;            // NaN: only the bounds are published
  double low = 0.0, high = 0.0;  // tolerance band; NaN when the figure is only shown
  std::string counted;      // "observed": counts in both pasts; "given": imposed in the observed past; "shown": never
  bool validation = false;  // kept out of the calibration
};

// The rows of the study's table `published_figures`; none when its model has no such table.
std::vector<PublishedFigure> published_figures(const Tables& tables);

// A figure with the model's readings of it over all worlds and members.
struct PatternCheck {
  PublishedFigure figure;
  bool measured = false;                       // the model has a reading for it, and some history gave a value
  std::size_t histories = 0;                   // with a value
  std::size_t without = 0;                     // without one
  double median = 0.0, low = 0.0, high = 0.0;  // 80% interval; for probabilities all three are the mean
  bool judged = false;                         // measured, and the figure has a tolerance band
  bool inside = false;                         // the verdict on a fit: right and not vague
  bool covered = false;                        // the verdict on a projection: right, however wide
  double width = 0.0;   // of the interval, in widths of the band; NaN for probabilities and bands without width
  bool counts = false;  // in the past that was run
};

// How many rows that count are covered, and how many of those that had no part in a fit.
struct Coverage {
  std::size_t rows = 0, covered = 0;
  std::size_t unseen = 0, covered_unseen = 0;
};

Coverage coverage(const std::vector<PatternCheck>& checks);

// `values` as read_patterns gives them. Inside: the published value lies in the model's 80% interval, and that interval
// is no wider than twice the band (high - low). Without a value: the interval lies within the bounds. A probability
// (unit "probability"): the mean over histories lies within the bounds. Covered: the same whatever the width; without a
// value: at least half of the histories lie within the bounds. A date that a history never reaches lies after
// every other; of other units at most one history in ten may lack a value.
std::vector<PatternCheck> check_patterns(const ModelKind& kind, const std::vector<PublishedFigure>& figures,
                                         const std::vector<std::vector<double>>& values, Past past);

}  // namespace sim
