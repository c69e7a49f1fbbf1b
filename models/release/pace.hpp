// When labs begin to release, and how often they do.
#pragma once

#include "models/labs/labs.hpp"
#include "models/release/parameters.hpp"
#include "models/roster/roster.hpp"
#include "models/streams.hpp"

namespace weightshed::release {

// Number of a lab's clock: the key of its draws, and its place in a list by lab and line.
constexpr std::size_t clock_number(LabIndex lab, Line line) { return 2 * at(lab) + static_cast<std::size_t>(line); }

// The time of the industry: years of a mature one that have passed by a moment, the integral of a logistic ramp. Labs
// begin to publish weights in it: hardly any did before 2022. Once a lab has begun, its pace shows no ramp on record.
double activity(double year, const Parameters& p);
// Its inverse: a decimal year.
double year_of_activity(double activity, const Parameters& p);

// Gives a lab its two clocks. Rates are gamma distributed around the mean of the lab's kind; what a lab has released
// before the handover updates its rate, and what its kind has released updates the mean (both Gamma-Poisson), so that a
// past without a record leaves the prior. A lab that has released nothing starts after a while: with open weights in
// the time of the industry, with flagships, of which few were public before 2022, soon after its entry. Where its
// record is of one line only, the other has no start ahead of it but a rate, which the years without a release have
// lowered.
class Paces {
 public:
  Paces(const roster::Roster& roster, const labs::Labs& labs, bool on_record, const Parameters& p);

  void set_clocks(labs::Lab& lab, LabIndex index, const Streams& streams) const;

 private:
  // Releases of a line after its first, and the years since then; of a line without any, the years since the lab's
  // first release on the other.
  struct Counted {
    double releases = 0.0, exposure = 0.0;
    double last = 1e9;  // decimal year
    bool open = false;  // any of them
  };

  Counted counted(const labs::Ladder& ladder, LabIndex lab, Line line) const;
  labs::ReleaseClock clock_of(const labs::Lab& lab, LabIndex index, Line line, const Streams& streams) const;

  static constexpr std::size_t pools = 7;  // of labs that share a mean pace
  std::size_t pool_of_lab(LabKind kind, LabIndex index, Line line) const;

  const roster::Roster& roster_;
  const Parameters& p_;
  double handover_;                 // decimal year
  double largest_run_ = 0.0;        // relative to the world's accelerators
  std::array<double, pools> mean_;  // releases per year
  std::vector<Counted> record_;     // by lab and line
};

// Time between two releases, in years: open lines release at random, flagships more evenly.
double interval(Line line, double rate, const Parameters& p, sim::Draws& draws);

}  // namespace weightshed::release
