// Release (ODD 4.5): finished models enter the graph as base nodes, with their sizes, on dates continuous in time.
#include <algorithm>
#include <cmath>

#include "models/labs/labs.hpp"
#include "sim/random/distributions.hpp"

namespace weightshed::release {

namespace {

constexpr std::uint32_t second_line_key = 0x80000000U;  // sizes of the second line have draws of their own

std::size_t size_class(double log2_size) { return static_cast<std::size_t>(std::clamp(log2_size, 0.0, 63.0)); }

// Enters a base on the hub: node, tree, pins, shelf, and what is known of its family. Closed models have no node.
void enter(Models& models, Hub& hub, Base base, double derive_draw, double use_draw, double decay,
           const sim::Clock& clock) {
  base.born_year = sim::decimal_year(base.born_days);
  base.attraction_derive += derive_draw;
  base.attraction_use += use_draw;
  const auto index = static_cast<BaseIndex>(models.bases.size());
  FamilyState& family = hub.families[at(base.family)];
  family.first_release = std::min(family.first_release, base.born_year);
  if (base.task_class == TaskClass::language) {
    double& best = open_weights(base.licence) ? family.best_open : family.best_closed;
    best = std::max(best, base.capability);
  }
  if (open_weights(base.licence)) {
    base.group = models.sampler.add_group();
    base.node = models.sampler.add_root(base.group, std::exp(clock.step() * sim::Clock::length().value / decay));
    models.topology.add_root();
    models.sampler[base.node].attributes = NodeAttributes{DerivationKind::base, base.licence, CreatorKind::industry,
                                                          static_cast<std::uint8_t>(base.country), false}
                                               .pack();
    models.base.push_back(index);
    models.author.push_back(static_cast<AuthorIndex>(0xffffffffU));
    models.born_step.push_back(static_cast<std::uint16_t>(clock.step()));
    models.capability.push_back(static_cast<float>(base.capability));
    hub.shelf.add(base, index);
    if (base.task_class == TaskClass::language) {
      double& best = hub.best_of_size[size_class(base.log2_size)];
      if (base.capability > best) {
        best = base.capability;
        hub.shelf.make_stale(TaskClass::language);  // utilities are relative to the best of a size
      }
    }
  }
  hub.pins.emplace_back();
  models.bases.push_back(base);
}

void record(Labs& labs, Lab& lab, Ledger& ledger, const Base& base, double capability) {
  ledger.releases.push_back({base.born_days, capability, base.country, base.lab, base.licence, base.line});
  lab.best_released = std::max(lab.best_released, capability);
  Standing& s = labs.standing;
  s.best = std::max(s.best, capability);
  double& best = open_weights(base.licence) ? s.best_open : s.best_closed;
  best = std::max(best, capability);
}

double log2_size(double total, double active) { return 0.5 * std::log2(total * active); }

void publish_from_roster(Labs& labs, Models& models, Hub& hub, Ledger& ledger, const sim::Clock& clock,
                         const Roster& roster, const Withheld& withheld, const research::Parameters& research,
                         const Attraction& attraction, double decay, const Streams& streams,
                         std::vector<sim::Event>& events) {
  const double until = std::min(static_cast<double>(clock.end_of_step().days), labs.handover);
  for (; labs.next_in_roster < roster.bases.size() && roster.bases[labs.next_in_roster].days < until;
       ++labs.next_in_roster) {
    const RosterBase& known = roster.bases[labs.next_in_roster];
    Lab& lab = labs.labs[at(known.lab)];
    const bool language = known.task_class == TaskClass::language;
    const bool first_size = labs.next_in_roster == 0 || roster.bases[labs.next_in_roster - 1].release != known.release;
    if (first_size) {  // also of what is withheld: later releases keep their numbers, and so their draws
      lab.last_release = known.days;
      if (language) ++lab.releases;
    }
    if (withheld(known.lab, known.family, known.task_class, known.total_parameters, known.release)) continue;
    Base base;
    base.family = known.family;
    base.lab = known.lab;
    base.country = lab.country;
    base.task_class = known.task_class;
    base.licence = known.licence;
    base.line = known.line;
    base.purpose = known.purpose;
    base.born_days = known.days;
    base.total_parameters = known.total_parameters;
    base.log2_size = log2_size(known.total_parameters, known.active_parameters);
    base.repositories = known.repositories;
    base.attraction_derive = base.attraction_use = known.attraction;
    if (language) base.capability = research::orders_of_index(known.eci, research);
    if (language && lab.country == roster.china) base.attraction_derive += attraction.of_chinese(known.days);
    // The attraction of a base is drawn for its row in the roster: the same in every policy and member of a world.
    sim::Draws draws = streams.observed_attraction.at(labs.next_in_roster, 0);
    const double derive_draw = sim::normal(draws, 0.0, attraction.derive_spread);
    const double use_draw = sim::normal(draws, 0.0, attraction.use_spread);
    enter(models, hub, base, derive_draw, use_draw, decay, clock);
    const bool is_open = open_weights(known.licence);
    if (first_size) {
      const bool said =
          known.model.find("(closed") != std::string::npos || known.model.find("(unreleased") != std::string::npos;
      events.push_back({known.days, number_of(EventKind::release), known.model + (is_open || said ? "" : " (closed)"),
                        language ? base.capability : 0.0});
    }
    // A record mixes open and closed releases; what counts as a turn is the first open one of a line.
    if (bool& opened = lab.opened[static_cast<std::size_t>(known.line)]; language && is_open && !opened) {
      opened = true;
      events.push_back({known.days, number_of(EventKind::opens), lab.id, static_cast<double>(known.line)});
    }
    // Only measured capability makes the frontier and corrects the lab's own state, so that the handover has no jump.
    // The correction stays with the lab: inside efficiency it would spill over and capability would run away.
    if (language && known.eci_measured) {
      if (known.line == Line::flagship && lab.log_compute > 0.0 && base.capability >= lab.best_released - 0.1) {
        lab.recorded += base.capability - lab.capability();
        if (open_weights(known.licence)) {
          lab.released_efficiency = std::max(lab.released_efficiency, lab.efficiency);
        }
      }
      record(labs, lab, ledger, base, base.capability);
    }
  }
}

// The sizes of one open release of a lab.
void publish_portfolio(Labs& labs, Models& models, Hub& hub, Ledger& ledger, const sim::Clock& clock, std::size_t l,
                       Line line, const Portfolio& portfolio, double capability, double days, std::uint32_t number,
                       const Withheld& withheld, const research::Parameters& research, const Attraction& attraction,
                       double decay, const Streams& streams) {
  Lab& lab = labs.labs[l];
  // A lab's capability is that of a flagship of at least 70e9 effective parameters (judgement): a lab that publishes
  // small models only does not get its whole run into them.
  double flagship = std::log2(70e9);
  for (const Portfolio& one : lab.portfolios) {
    for (const PortfolioSize& s : one) {
      flagship = std::max(flagship, log2_size(s.total_parameters, s.active_parameters));
    }
  }
  for (std::size_t i = 0; i < portfolio.size(); ++i) {
    const PortfolioSize& s = portfolio[i];
    if (withheld(static_cast<LabIndex>(l), lab.family, TaskClass::language, s.total_parameters, {})) continue;
    Base base;
    base.family = lab.family;
    base.lab = static_cast<LabIndex>(l);
    base.country = lab.country;
    base.task_class = TaskClass::language;
    base.licence = lab.permissive ? Licence::permissive : Licence::restricted_commercial;
    base.line = line;
    base.purpose = s.purpose;
    base.born_days = days;
    base.total_parameters = s.total_parameters;
    base.log2_size = log2_size(s.total_parameters, s.active_parameters);
    base.repositories = s.repositories;
    base.capability = capability - research.size_penalty * (flagship - base.log2_size) * std::log10(2.0);
    sim::Draws draws =
        streams.attraction.at(static_cast<std::uint64_t>(l + 1) << 32 | number,
                              static_cast<std::uint32_t>(i) + (line == Line::second_line ? second_line_key : 0U));
    const double derive_draw = sim::normal(draws, 0.0, attraction.derive_spread);
    const double use_draw = sim::normal(draws, 0.0, attraction.use_spread);
    enter(models, hub, base, derive_draw, use_draw, decay, clock);
    record(labs, lab, ledger, base, base.capability);
  }
}

// Time to the next release, in days: at the pace of its record, else shorter for a lab that is behind.
double interval(const Lab& lab, const Standing& standing, sim::Draws& draws, const Parameters& p) {
  const double behind = std::clamp(standing.best - std::max(lab.best_released, standing.best - 2.0), 0.0, 2.0);
  const double mean = lab.pace > 0.0 ? lab.pace : p.interval * std::exp(-p.shorter_when_behind * behind);
  return mean * sim::gamma(draws, p.interval_shape, 1.0 / p.interval_shape) * sim::days_per_year;
}

}  // namespace

double Attraction::of_chinese(double days) const {
  const double year = sim::decimal_year(days);
  return year < 2024.0   ? chinese_2023
         : year < 2024.5 ? chinese_2024_first
         : year < 2025.0 ? chinese_2024_second
                         : chinese_2025;
}

void publish(Labs& labs, Models& models, Hub& hub, const Terms& terms, Ledger& ledger, const sim::Clock& clock,
             const Roster& roster, const Withheld& withheld, const research::Parameters& research,
             const Attraction& attraction, double decay, const Parameters& p, const Streams& streams,
             std::vector<sim::Event>& events) {
  publish_from_roster(labs, models, hub, ledger, clock, roster, withheld, research, attraction, decay, streams, events);
  if (clock.end_of_step().days <= labs.handover) return;
  const double year = clock.year();
  for (std::size_t l = 0; l < labs.labs.size(); ++l) {
    Lab& lab = labs.labs[l];
    if (!lab.active(year)) continue;
    if (lab.next_release > 1e17) {
      sim::Draws draws = streams.release.at(l, lab.releases);
      const double since =
          std::max({lab.last_release, sim::days_of_decimal_year(std::min(lab.entry, 2100.0)),
                    labs.handover - 0.5 * (lab.pace > 0.0 ? lab.pace : p.interval) * sim::days_per_year});
      lab.next_release = std::max(since + interval(lab, labs.standing, draws, p), labs.handover);
      if (lab.entry > year - sim::Clock::length().value) {
        events.push_back({static_cast<double>(clock.now().days), number_of(EventKind::enters), lab.id, 0.0});
      }
    }
    while (lab.next_release < clock.end_of_step().days) {
      const double days = std::max(lab.next_release, static_cast<double>(clock.now().days));
      const std::uint32_t number = lab.releases++;
      sim::Draws draws = streams.release.at(l, lab.releases);  // the first was used for the first interval
      lab.last_release = days;
      lab.next_release = days + std::max(1.0, interval(lab, labs.standing, draws, p));
      const double noise = p.noise * sim::normal(draws);
      const bool held_back = draws.uniform() < terms.openness.forbidden[at(lab.country)];
      const Portfolio& portfolio =
          lab.portfolios[static_cast<std::size_t>(draws.uniform() * static_cast<double>(lab.portfolios.size()))];
      if (lab.log_compute <= 0.0 || lab.flagship_share <= 0.0) continue;  // a programme without money
      if (withheld(static_cast<LabIndex>(l), lab.family, TaskClass::language, 200e9, {})) continue;
      const double capability = std::max(lab.capability() + noise, lab.best_released);
      const double limit = terms.openness.limit[at(lab.country)];
      const bool flagship_open = lab.open[0] && !held_back && lab.log_compute <= limit;
      if (flagship_open) {
        publish_portfolio(labs, models, hub, ledger, clock, l, Line::flagship, portfolio, capability, days, number,
                          withheld, research, attraction, decay, streams);
        lab.released_efficiency = std::max(lab.released_efficiency, lab.efficiency);
      } else {
        Base base;
        base.family = lab.family;
        base.lab = static_cast<LabIndex>(l);
        base.country = lab.country;
        base.task_class = TaskClass::language;
        base.licence = Licence::api_only;
        base.born_days = days;
        base.total_parameters = 200e9;
        base.log2_size = log2_size(200e9, 40e9);
        base.capability = capability;
        enter(models, hub, base, 0.0, 0.0, decay, clock);
        record(labs, lab, ledger, base, capability);
        if (lab.open[1] && !held_back && lab.log_compute - p.hold_back <= limit) {
          publish_portfolio(labs, models, hub, ledger, clock, l, Line::second_line, portfolio, capability - p.hold_back,
                            days, number, withheld, research, attraction, decay, streams);
        }
      }
      events.push_back({days, number_of(EventKind::release),
                        lab.id + " release " + std::to_string(lab.releases) +
                            (flagship_open ? " (open weights)" : " (closed flagship)"),
                        capability});
    }
  }
}

}  // namespace weightshed::release
