// Release (ODD 4.5): finished models enter the graph as base nodes, with their sizes, on dates continuous in time.
#include "models/release/release.hpp"

#include <algorithm>
#include <cmath>

#include "sim/random/distributions.hpp"

namespace weightshed::release {

namespace {

using labs::Lab, labs::Labs, labs::Portfolio, labs::PortfolioSize;
using lineage::Base;

constexpr std::uint32_t second_line_key = 0x80000000U;  // sizes of the second line have draws of their own
constexpr double most_behind = 2.0;                     // orders: further behind, a lab releases no faster
constexpr double near_best = 0.1;  // orders below a lab's best: releases within this distance still correct its state

// Enters a base on the hub: node, tree, pins, shelf, and what is known of its family. Closed models have no node.
void enter(lineage::Models& models, downloads::Hub& hub, Base base, double derive_draw, double use_draw, double decay,
           const sim::Clock& clock) {
  base.born_year = sim::decimal_year(base.born_days);
  base.attraction_derive += derive_draw;
  base.attraction_use += use_draw;
  const auto index = static_cast<BaseIndex>(models.bases.size());
  lineage::FamilyState& family = hub.families[at(base.family)];
  family.first_release = std::min(family.first_release, base.born_year);
  if (base.task_class == TaskClass::language) {
    double& best = open_weights(base.licence) ? family.best_open : family.best_closed;
    best = std::max(best, base.capability);
  }
  if (open_weights(base.licence)) {
    base.group = models.sampler.add_group();
    base.node = models.sampler.add_root(base.group, std::exp(clock.step() * sim::Clock::length().value / decay));
    models.topology.add_root();
    models.sampler[base.node].attributes =
        lineage::NodeAttributes{DerivationKind::base, base.licence, CreatorKind::industry,
                                static_cast<std::uint8_t>(base.country), false}
            .pack();
    models.base.push_back(index);
    models.author.push_back(static_cast<AuthorIndex>(0xffffffffU));
    models.born_step.push_back(static_cast<std::uint16_t>(clock.step()));
    models.capability.push_back(static_cast<float>(base.capability));
    hub.shelf.add(base, index);
    if (base.task_class == TaskClass::language) {
      double& best = hub.best_of_size[lineage::size_class(base.log2_size)];
      if (base.capability > best) {
        best = base.capability;
        hub.shelf.make_stale(TaskClass::language);  // utilities are relative to the best of a size
      }
    }
  }
  hub.pins.emplace_back();
  models.bases.push_back(base);
}

// Records a release with a capability: on the frontier curves, in what its lab has shown, and in what everybody sees.
void record(Labs& labs, Lab& lab, ledger::Ledger& ledger, const Base& base, double capability) {
  ledger.releases.push_back({base.born_days, capability, base.country, base.lab, base.licence, base.line});
  lab.best_released = std::max(lab.best_released, capability);
  labs::Frontier& f = labs.frontier;
  f.best = std::max(f.best, capability);
  double& best = open_weights(base.licence) ? f.best_open : f.best_closed;
  best = std::max(best, capability);
}

Base base_on_record(const roster::RosterBase& known, CountryIndex country, const Reception& reception,
                    CountryIndex china) {
  const bool language = known.task_class == TaskClass::language;
  Base base;
  base.family = known.family;
  base.lab = known.lab;
  base.country = country;
  base.task_class = known.task_class;
  base.licence = known.licence;
  base.line = known.line;
  base.purpose = known.purpose;
  base.born_days = known.days;
  base.total_parameters = known.total_parameters;
  base.log2_size = lineage::log2_size(known.total_parameters, known.active_parameters);
  base.repositories = known.repositories;
  base.attraction_derive = base.attraction_use = known.attraction;
  if (language) base.capability = research::orders_of_index(known.eci, reception.research);
  if (language && country == china) base.attraction_derive += reception.attraction.of_chinese(known.days);
  return base;
}

// What a release on record says about its lab. Only measured capability makes the frontier and corrects the lab's own
// state, so that the handover has no jump. The correction stays with the lab: inside efficiency it would spill over and
// capability would run away.
void correct(Labs& labs, Lab& lab, const roster::RosterBase& known, const Base& base, ledger::Ledger& ledger) {
  if (known.line == Line::flagship && lab.log_compute > 0.0 && base.capability >= lab.best_released - near_best) {
    lab.recorded += base.capability - lab.capability();
    if (open_weights(known.licence)) lab.released_efficiency = std::max(lab.released_efficiency, lab.efficiency);
  }
  record(labs, lab, ledger, base, base.capability);
}

void publish_from_roster(Labs& labs, lineage::Models& models, downloads::Hub& hub, const Reception& reception,
                         const context::Context& context) {
  const roster::Roster& roster = context.roster;
  const double until = std::min(static_cast<double>(context.clock.end_of_step().days), labs.handover);
  for (; labs.next_in_roster < roster.bases.size() && roster.bases[labs.next_in_roster].days < until;
       ++labs.next_in_roster) {
    const roster::RosterBase& known = roster.bases[labs.next_in_roster];
    Lab& lab = labs.labs[at(known.lab)];
    const bool language = known.task_class == TaskClass::language;
    const bool first_size = labs.next_in_roster == 0 || roster.bases[labs.next_in_roster - 1].release != known.release;
    if (first_size) {  // also for releases that are withheld: later releases keep their numbers, and so their draws
      lab.last_release = known.days;
      if (language) ++lab.releases;
    }
    if (context.withheld(known.lab, known.family, known.task_class, known.total_parameters, known.release,
                         known.model)) {
      continue;
    }
    Base base = base_on_record(known, lab.country, reception, roster.china);
    base.roster_row = static_cast<std::uint32_t>(labs.next_in_roster);
    // The attraction of a base is drawn for its row in the roster: the same in every policy and member of a world.
    sim::Draws draws = context.streams.observed_attraction.at(labs.next_in_roster, 0);
    const double derive_draw = sim::normal(draws, 0.0, reception.attraction.derive_spread);
    const double use_draw = sim::normal(draws, 0.0, reception.attraction.use_spread);
    enter(models, hub, base, derive_draw, use_draw, reception.decay, context.clock);
    const bool is_open = open_weights(known.licence);
    if (first_size) {
      context.events.push_back(
          {known.days, number_of(EventKind::release), known.label, language ? base.capability : 0.0});
    }
    // A record mixes open and closed releases; only the first open one of a line counts as an opening.
    if (bool& opened = lab.opened[static_cast<std::size_t>(known.line)]; language && is_open && !opened) {
      opened = true;
      context.events.push_back({known.days, number_of(EventKind::opens), lab.id, static_cast<double>(known.line)});
    }
    if (language && known.eci_measured) correct(labs, lab, known, base, context.ledger);
  }
}

// One line of a release that a lab decides on.
struct Launch {
  std::size_t lab = 0;
  Line line{};
  std::uint32_t number = 0;  // of the lab's releases
  double days = 0.0;         // since 1970-01-01
  double capability = 0.0;
};

Base base_of(const Lab& lab, const Launch& launch) {
  Base base;
  base.family = lab.family;
  base.lab = static_cast<LabIndex>(launch.lab);
  base.country = lab.country;
  base.task_class = TaskClass::language;
  base.line = launch.line;
  base.born_days = launch.days;
  base.release = launch.number + 1;
  base.capability = launch.capability;
  return base;
}

// A lab's capability is that of a flagship of at least `flagship_size`: a lab that publishes only small models does not
// put its whole run into them.
double log2_flagship(const Lab& lab, const Parameters& p) {
  double flagship = std::log2(p.flagship_size);
  for (const Portfolio& one : lab.portfolios) {
    for (const PortfolioSize& s : one) {
      flagship = std::max(flagship, lineage::log2_size(s.total_parameters, s.active_parameters));
    }
  }
  return flagship;
}

// Releases that labs decide on.
class OwnReleases {
 public:
  OwnReleases(Labs& labs, lineage::Models& models, downloads::Hub& hub, const Reception& reception, const Parameters& p,
              const context::Context& context)
      : labs_(labs), models_(models), hub_(hub), reception_(reception), p_(p), context_(context) {}

  // All releases of a lab that fall into the step.
  void publish(std::size_t l) {
    Lab& lab = labs_.labs[l];
    if (!lab.active(context_.clock.year())) return;
    if (lab.next_release > 1e17) start_clock(l);
    while (lab.next_release < context_.clock.end_of_step().days) publish_next(l);
  }

 private:
  void start_clock(std::size_t l) {
    Lab& lab = labs_.labs[l];
    sim::Draws draws = context_.streams.release.at(l, lab.releases);
    const double since =
        std::max({lab.last_release, sim::days_of_decimal_year(std::min(lab.entry, 2100.0)),
                  labs_.handover - 0.5 * (lab.pace > 0.0 ? lab.pace : p_.interval) * sim::days_per_year});
    lab.next_release = std::max(since + interval(lab, draws), labs_.handover);
    if (lab.entry > context_.clock.year() - sim::Clock::length().value) {
      context_.events.push_back(
          {static_cast<double>(context_.clock.now().days), number_of(EventKind::enters), lab.id, 0.0});
    }
  }

  // Time to the next release, in days: at the pace of its record, else shorter for a lab that is behind.
  double interval(const Lab& lab, sim::Draws& draws) const {
    const double best = labs_.frontier.best;
    const double behind = std::clamp(best - std::max(lab.best_released, best - most_behind), 0.0, most_behind);
    const double mean = lab.pace > 0.0 ? lab.pace : p_.interval * std::exp(-p_.shorter_when_behind * behind);
    return mean * sim::gamma(draws, p_.interval_shape, 1.0 / p_.interval_shape) * sim::days_per_year;
  }

  void publish_next(std::size_t l) {
    Lab& lab = labs_.labs[l];
    const levers::OpennessTerms& terms = context_.terms.openness;
    Launch launch{l, Line::flagship, lab.releases++,
                  std::max(lab.next_release, static_cast<double>(context_.clock.now().days))};
    sim::Draws draws = context_.streams.release.at(l, lab.releases);  // the first was used for the first interval
    lab.last_release = launch.days;
    lab.next_release = launch.days + std::max(1.0, interval(lab, draws));
    const double noise = p_.noise * sim::normal(draws);
    const bool held_back = draws.uniform() < terms.forbidden[at(lab.country)];
    const Portfolio& portfolio =
        lab.portfolios[static_cast<std::size_t>(draws.uniform() * static_cast<double>(lab.portfolios.size()))];
    if (lab.log_compute <= 0.0 || lab.flagship_share <= 0.0) return;  // a programme without money
    if (is_withheld(l, roster::unstated_total_parameters)) return;
    launch.capability = std::max(lab.capability() + noise, lab.best_released);
    const double limit = terms.limit[at(lab.country)];
    const bool flagship_open = lab.open[0] && !held_back && lab.log_compute <= limit;
    if (flagship_open) {
      publish_open(launch, portfolio);
      lab.released_efficiency = std::max(lab.released_efficiency, lab.efficiency);
    } else {
      publish_closed(launch);
      if (lab.open[1] && !held_back && lab.log_compute - p_.hold_back <= limit) {
        Launch second = launch;
        second.line = Line::second_line;
        second.capability = launch.capability - p_.hold_back;
        publish_open(second, portfolio);
      }
    }
    context_.events.push_back({launch.days, number_of(EventKind::release),
                               lab.id + " release " + std::to_string(lab.releases) +
                                   (flagship_open ? " (open weights)" : " (closed flagship)"),
                               launch.capability});
  }

  bool is_withheld(std::size_t l, double total_parameters) const {
    return context_.withheld(static_cast<LabIndex>(l), labs_.labs[l].family, TaskClass::language, total_parameters, {});
  }

  // The sizes of one open line.
  void publish_open(const Launch& launch, const Portfolio& portfolio) {
    Lab& lab = labs_.labs[launch.lab];
    const double flagship = log2_flagship(lab, p_);
    for (std::size_t i = 0; i < portfolio.size(); ++i) {
      const PortfolioSize& s = portfolio[i];
      if (is_withheld(launch.lab, s.total_parameters)) continue;
      Base base = base_of(lab, launch);
      base.licence = lab.permissive ? Licence::permissive : Licence::restricted_commercial;
      base.purpose = s.purpose;
      base.total_parameters = s.total_parameters;
      base.log2_size = lineage::log2_size(s.total_parameters, s.active_parameters);
      base.repositories = s.repositories;
      base.capability =
          launch.capability - reception_.research.size_penalty * (flagship - base.log2_size) * std::log10(2.0);
      sim::Draws draws = context_.streams.attraction.at(
          static_cast<std::uint64_t>(launch.lab + 1) << 32 | launch.number,
          static_cast<std::uint32_t>(i) + (launch.line == Line::second_line ? second_line_key : 0U));
      const double derive_draw = sim::normal(draws, 0.0, reception_.attraction.derive_spread);
      const double use_draw = sim::normal(draws, 0.0, reception_.attraction.use_spread);
      enter(models_, hub_, base, derive_draw, use_draw, reception_.decay, context_.clock);
      record(labs_, lab, context_.ledger, base, base.capability);
    }
  }

  // A flagship that only an API serves.
  void publish_closed(const Launch& launch) {
    Lab& lab = labs_.labs[launch.lab];
    Base base = base_of(lab, launch);
    base.licence = Licence::api_only;
    base.total_parameters = roster::unstated_total_parameters;
    base.log2_size = lineage::log2_size(roster::unstated_total_parameters, roster::unstated_active_parameters);
    enter(models_, hub_, base, 0.0, 0.0, reception_.decay, context_.clock);
    record(labs_, lab, context_.ledger, base, launch.capability);
  }

  Labs& labs_;
  lineage::Models& models_;
  downloads::Hub& hub_;
  const Reception& reception_;
  const Parameters& p_;
  const context::Context& context_;
};

}  // namespace

double Attraction::of_chinese(double days) const {
  const double year = sim::decimal_year(days);
  return year < 2024.0   ? chinese_2023
         : year < 2024.5 ? chinese_2024_first
         : year < 2025.0 ? chinese_2024_second
                         : chinese_2025;
}

void publish(Labs& labs, lineage::Models& models, downloads::Hub& hub, const Reception& reception, const Parameters& p,
             const context::Context& context) {
  publish_from_roster(labs, models, hub, reception, context);
  if (context.clock.end_of_step().days <= labs.handover) return;
  OwnReleases own(labs, models, hub, reception, p, context);
  for (std::size_t l = 0; l < labs.labs.size(); ++l) own.publish(l);
}

}  // namespace weightshed::release
