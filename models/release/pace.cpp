#include "models/release/pace.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "sim/random/distributions.hpp"

namespace weightshed::release {

namespace {

constexpr double weight_of_card = 1.0;  // years of a mature industry that the card of a kind's mean counts for

// A pace is known of big technology companies and of the two sorts of start-ups; other kinds are too few to tell apart.
double mean_on_card(LabKind kind, Line line, const Parameters& p) {
  if (line == Line::flagship)
    return kind == LabKind::frontier_start_up ? p.closed_pace_start_up : p.closed_pace_other;
  switch (kind) {
    case LabKind::frontier_start_up:
      return p.pace_frontier_start_up;
    case LabKind::big_tech:
      return p.pace_big_tech;
    case LabKind::tiger_start_up:
      return p.pace_tiger_start_up;
    default:
      return p.pace_other;
  }
}

// Clocks of one lab have draws of their own.
std::uint64_t clock_key(LabIndex lab, Line line) { return 2 * at(lab) + (line == Line::second_line ? 1U : 0U); }

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
    : roster_(roster), p_(p), handover_(sim::decimal_year(labs.handover)), record_(roster.labs.size()) {
  if (on_record) {
    for (std::size_t l = 0; l < record_.size(); ++l) {
      for (const Line line : {Line::flagship, Line::second_line})
        record_[l][static_cast<std::size_t>(line)] = counted(static_cast<LabIndex>(l), line);
    }
  }
  for (const Line line : {Line::flagship, Line::second_line}) {
    const auto tier = static_cast<std::size_t>(line);
    for (std::size_t k = 0; k < lab_kind_words.size(); ++k) {
      const double card = mean_on_card(static_cast<LabKind>(k), line, p);
      double releases = weight_of_card * card, exposure = weight_of_card;
      for (std::size_t l = 0; l < record_.size(); ++l) {
        if (mean_on_card(roster.labs[l].kind, line, p) != card) continue;  // kinds that share a card are one
        releases += record_[l][tier].releases;
        exposure += record_[l][tier].exposure;
      }
      mean_[tier][k] = releases / exposure;
    }
  }
}

Paces::Counted Paces::counted(LabIndex lab, Line line) const {
  Counted c;
  std::string_view last_release;
  double releases = 0.0;
  for (const roster::RosterBase& base : roster_.bases) {  // in order of date
    const bool on_line = line == Line::flagship ? !open_weights(base.licence) && base.line == Line::flagship
                                                : open_weights(base.licence);
    if (base.lab != lab || !roster::decided_on(base, roster_) || !on_line) continue;
    const double year = sim::decimal_year(base.days);
    if (year >= handover_ || base.release == last_release) continue;
    last_release = base.release;
    releases += 1.0;
    c.first = std::min(c.first, year);
    c.last = year;
  }
  if (releases > 0.0) {
    c.releases = releases - 1.0;
    c.exposure = activity(handover_, p_) - activity(c.first, p_);
  }
  return c;
}

labs::ReleaseClock Paces::clock_of(const labs::Lab& lab, LabIndex index, Line line, const Streams& streams) const {
  const auto tier = static_cast<std::size_t>(line);
  const Counted c = at(index) < record_.size() ? record_[at(index)][tier] : Counted{};
  sim::Draws draws = streams.pace.at(clock_key(index, line), 0);
  const double onset = sim::exponential(draws, p_.onset);
  labs::ReleaseClock clock;
  const double mean = mean_[tier][static_cast<std::size_t>(lab.kind)];
  clock.rate = sim::gamma(draws, p_.pace_shape + c.releases, 1.0 / (p_.pace_shape / mean + c.exposure));
  clock.rate = std::max(clock.rate, 0.05);  // an interval of 20 years is never
  const bool has_begun = c.last < 1e8;
  clock.from = has_begun ? c.first : std::max(lab.entry, handover_) + onset;
  const double now = activity(handover_, p_);
  clock.next = has_begun ? activity(c.last, p_) : activity(clock.from, p_);
  if (!has_begun && clock.from > handover_) return clock;  // its first release is its start
  while (clock.next <= now) clock.next += interval(line, clock.rate, p_, draws);
  return clock;
}

void Paces::set_clocks(labs::Lab& lab, LabIndex index, const Streams& streams) const {
  lab.closed_flagship = clock_of(lab, index, Line::flagship, streams);
  lab.open_line = clock_of(lab, index, Line::second_line, streams);
}

}  // namespace weightshed::release
