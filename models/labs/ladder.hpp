// The ladder of sizes: which sizes an open release has, by date, lab and kind of lab. It is read from the record.
#pragma once

#include <vector>

#include "models/roster/roster.hpp"

namespace weightshed::labs {

// How long a release on record says what labs make, in days. Judgement: long enough for every class, short enough for
// its sizes and rates to be of the time.
inline constexpr double recent_record = 1.5 * sim::days_per_year;

// One size of an open release.
struct PortfolioSize {
  double total_parameters = 0.0, active_parameters = 0.0;
  double repositories = 1.0;
  Purpose purpose = Purpose::base;
};

using Portfolio = std::vector<PortfolioSize>;

// The sizes of one release, and the size of the flagship beside which they are small: log2 of parameters.
struct Sizes {
  Portfolio portfolio;
  double log2_flagship = 0.0;
};

class Ladder {
 public:
  // One release of the record.
  struct Recorded {
    double days = 0.0;
    LabIndex lab{};
    LabKind kind{};
    bool open = false;
    bool flagship = false;     // within a factor of two of the lab's largest open ones of the time, or closed
    bool second_line = false;  // open, below a flagship that is not
    Portfolio portfolio;
  };

  // Of the language releases before `known_until`, in days since 1970-01-01.
  Ladder(const roster::Roster& roster, double known_until);

  // Sizes of an open release on the day: those of one of the lab's own open releases of the last year and a half, all
  // equally likely; of a lab without any, those of one of its kind; failing that, of any lab. For a flagship only those
  // count that were one. A day after the record counts as its last. `u` lies between 0 and 1; `smallest_flagship` in
  // parameters is for labs without a release of their own.
  struct Wanted {
    LabIndex lab{};
    LabKind kind{};
    bool flagship = false;
    double days = 0.0;
  };
  Sizes sizes_of(const Wanted& wanted, double u, double smallest_flagship) const;

  const std::vector<Recorded>& recorded() const { return recorded_; }  // in order of date

 private:
  std::vector<Recorded> recorded_;
};

// The largest size, log2 of parameters; 0 for no size.
double log2_largest(const Portfolio& portfolio);

}  // namespace weightshed::labs
