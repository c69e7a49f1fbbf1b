// How often labs release: each at a rate of its own, in the time of the industry.
#pragma once

#include "models/labs/labs.hpp"
#include "models/release/parameters.hpp"
#include "models/roster/roster.hpp"
#include "models/streams.hpp"

namespace weightshed::release {

// The time of the industry: years of a mature one that have passed by a moment, the integral of a logistic ramp. Labs
// hardly released anything before 2022; the same lab releases ten times as often two years later.
double activity(double year, const Parameters& p);
// Its inverse: a decimal year.
double year_of_activity(double activity, const Parameters& p);

// Gives a lab its two clocks. Rates are gamma distributed around the mean of the lab's kind; what a lab has released
// before the handover updates its rate, and what its kind has released updates the mean (both Gamma-Poisson), so that a
// past without a record leaves the prior. A lab that has released nothing on a line starts after a while.
class Paces {
 public:
  Paces(const roster::Roster& roster, const labs::Labs& labs, bool on_record, const Parameters& p);

  void set_clocks(labs::Lab& lab, LabIndex index, const Streams& streams) const;

 private:
  // Releases of a line after its first, and the industry's years since then.
  struct Counted {
    double releases = 0.0, exposure = 0.0;
    double first = 1e9, last = 1e9;  // decimal years
  };

  Counted counted(LabIndex lab, Line line) const;
  labs::ReleaseClock clock_of(const labs::Lab& lab, LabIndex index, Line line, const Streams& streams) const;

  const roster::Roster& roster_;
  const Parameters& p_;
  double handover_;  // decimal year
  std::vector<std::array<Counted, 2>> record_;
  std::array<std::array<double, 8>, 2> mean_{};  // releases per year of a mature industry, by line and kind of lab
};

// Time between two releases, in years of a mature industry: open lines release at random, closed flagships more evenly.
double interval(Line line, double rate, const Parameters& p, sim::Draws& draws);

}  // namespace weightshed::release
