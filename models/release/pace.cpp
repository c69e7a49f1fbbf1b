#include "models/release/pace.hpp"

#include <algorithm>
#include <cmath>

#include "sim/random/distributions.hpp"

namespace weightshed::release {

namespace {

constexpr double weight_of_card = 1.0;  // years of one lab that the card of a kind's mean counts for
constexpr double least_rate = 0.05;     // an interval of 20 years is never
constexpr double half_an_order = 3.16;

// Labs that share a mean pace: flagships at the frontier, behind it and of small labs; open lines of big technology
// companies, of the two sorts of start-ups, and of the other kinds, which are too few to tell apart.
enum class Pool { frontier, behind, small, start_up, big_tech, tiger, other };

Pool pool_of(LabKind kind, bool frontier, Line line) {
  const bool small = kind != LabKind::frontier_start_up && kind != LabKind::big_tech && kind != LabKind::tiger_start_up;
  if (line == Line::flagship) return frontier ? Pool::frontier : small ? Pool::small : Pool::behind;
  switch (kind) {
    case LabKind::frontier_start_up:
      return Pool::start_up;
    case LabKind::big_tech:
      return Pool::big_tech;
    case LabKind::tiger_start_up:
      return Pool::tiger;
    default:
      return Pool::other;
  }
}

// Of the largest run in the world; demand stands for the stock of accelerators, which the table of labs does not have.
double run_of(const roster::RosterLab& lab, const roster::Roster& roster) {
  return lab.flagship_share * roster.jurisdictions[at(lab.country)].demand_share_2024;
}

}  // namespace

double activity(double year, const Parameters& p) {
  const double x = p.ramp_growth * (year - p.ramp_midpoint);
  return (std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x)))) / p.ramp_growth;
}

double year_of_activity(double activity, const Parameters& p) {
  const double x = p.ramp_growth * activity;
  return p.ramp_midpoint + (x > 30.0 ? x : std::log(std::expm1(x))) / p.ramp_growth;
}

double interval(Line line, double rate, const Parameters& p, sim::Draws& draws) {
  const double shape = line == Line::flagship ? p.interval_shape : 1.0;
  return sim::gamma(draws, shape, 1.0 / shape) / rate;
}

Paces::Paces(const roster::Roster& roster, const labs::Labs& labs, bool on_record, const Parameters& p)
    : roster_(roster), p_(p), handover_(sim::decimal_year(labs.handover)), mean_{p.flagship_pace_frontier,
                                                                                 p.flagship_pace_behind,
                                                                                 p.flagship_pace_small,
                                                                                 p.pace_frontier_start_up,
                                                                                 p.pace_big_tech,
                                                                                 p.pace_tiger_start_up,
                                                                                 p.pace_other} {
  for (const roster::RosterLab& lab : roster.labs) largest_run_ = std::max(largest_run_, run_of(lab, roster));
  if (!on_record) return;
  std::array<Counted, pools> pooled{};
  for (std::size_t l = 0; l < roster.labs.size(); ++l) {
    for (const Line line : {Line::flagship, Line::second_line}) {
      const Counted c = counted(*labs.ladder, static_cast<LabIndex>(l), line);
      record_.push_back(c);
      if (c.last > 1e8) continue;  // the mean is that of lines that have begun
      Counted& pool = pooled[pool_of_lab(roster.labs[l].kind, static_cast<LabIndex>(l), line)];
      pool.releases += c.releases;
      pool.exposure += c.exposure;
    }
  }
  for (std::size_t i = 0; i < pools; ++i) {
    mean_[i] = (weight_of_card * mean_[i] + pooled[i].releases) / (weight_of_card + pooled[i].exposure);
  }
}

std::size_t Paces::pool_of_lab(LabKind kind, LabIndex index, Line line) const {
  const bool frontier =
      at(index) < roster_.labs.size() && run_of(roster_.labs[at(index)], roster_) > largest_run_ / half_an_order;
  return static_cast<std::size_t>(pool_of(kind, frontier, line));
}

Paces::Counted Paces::counted(const labs::Ladder& ladder, LabIndex lab, Line line) const {
  Counted c;
  double begun = 1e9, first = 1e9, releases = 0.0;
  for (const labs::Ladder::Recorded& r : ladder.recorded()) {  // in order of date, until the handover
    if (r.lab != lab) continue;
    const double year = sim::decimal_year(r.days);
    begun = std::min(begun, year);
    const bool is_flagship = r.flagship && !r.second_line;  // the largest open model may be far from the lab's best
    if (is_flagship != (line == Line::flagship)) continue;
    if (!is_flagship && !r.open) continue;  // closed small models have no clock
    releases += 1.0;
    c.open |= r.open;
    first = std::min(first, year);
    c.last = year;
  }
  if (releases > 0.0) {
    c.releases = releases - 1.0;
    c.exposure = handover_ - first;
  } else if (begun < 1e8) {
    c.exposure = handover_ - begun;
  }
  return c;
}

labs::ReleaseClock Paces::clock_of(const labs::Lab& lab, LabIndex index, Line line, const Streams& streams) const {
  const std::size_t row = clock_number(index, line);
  const Counted c = row < record_.size() ? record_[row] : Counted{};
  sim::Draws draws = streams.pace.at(row, 0);
  const double onset = sim::exponential(draws, p_.onset);
  const double mean = mean_[pool_of_lab(lab.kind, index, line)];
  const double shape = line == Line::flagship ? p_.flagship_pace_shape : p_.pace_shape;
  labs::ReleaseClock clock;
  clock.rate = sim::gamma(draws, shape + c.releases, 1.0 / (shape / mean + c.exposure));
  clock.rate = std::max(clock.rate, least_rate);
  if (c.last < 1e8) {
    for (clock.next = c.last; clock.next <= handover_;) clock.next += interval(line, clock.rate, p_, draws);
  } else if (c.exposure > 0.0) {
    clock.next = handover_ + interval(line, clock.rate, p_, draws);
  } else {
    const double from = std::max(lab.entry, handover_);
    clock.next = line == Line::flagship ? from + onset : year_of_activity(activity(from, p_) + onset, p_);
  }
  return clock;
}

void Paces::set_clocks(labs::Lab& lab, LabIndex index, const Streams& streams) const {
  if (lab.programme) {  // it is paid to release, all sizes at once, and has nothing else to open
    sim::Draws draws = streams.pace.at(clock_number(index, Line::flagship), 0);
    lab.flagships.rate = p_.programme_pace;
    lab.flagships.next = lab.entry + interval(Line::flagship, p_.programme_pace, p_, draws);
    lab.open_from = lab.entry;
    return;
  }
  lab.flagships = clock_of(lab, index, Line::flagship, streams);
  lab.open_line = clock_of(lab, index, Line::second_line, streams);
  const auto opened_on_record = [&](Line line) {
    const std::size_t row = clock_number(index, line);
    return row < record_.size() && record_[row].open;
  };
  const bool has_begun = opened_on_record(Line::flagship) || opened_on_record(Line::second_line);
  lab.open_from = has_begun ? handover_ : lab.open_line.next;
}

}  // namespace weightshed::release
