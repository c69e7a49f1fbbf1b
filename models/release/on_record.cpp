// Releases on record (ODD 4.5): all of them until the handover; of what nobody decides on, until the record ends, and
// copies of recent ones after that.
#include <algorithm>
#include <cmath>
#include <string_view>

#include "models/release/entry.hpp"
#include "models/release/release.hpp"
#include "sim/random/distributions.hpp"

namespace weightshed::release {

namespace {

using labs::Lab, labs::Labs;
using lineage::Base;

constexpr double near_best = 0.1;  // orders below a lab's best: releases within this distance still correct its state

constexpr std::uint32_t first_release = 1;  // steps of the draws of a class: 0 is its first interval

// What a flagship on record says about its lab: measured or not, it corrects the lab's own state, so that the handover
// has no jump. The correction stays with the lab: inside efficiency it would spill over and capability would run away.
// Only measured capability makes the frontier's curves, as published.
void correct(Labs& labs, Lab& lab, const roster::RosterBase& known, const Base& base, ledger::Ledger& ledger) {
  const bool goes_on = labs.handover == labs.record_until;  // an observed past; a simulated one goes on from nothing
  if (goes_on && known.line == Line::flagship && lab.log_compute > 0.0 &&
      base.capability >= lab.best_released - near_best) {
    lab.recorded += base.capability - lab.capability();
    if (open_weights(known.licence)) lab.released_efficiency = std::max(lab.released_efficiency, lab.efficiency);
  }
  show(labs, lab, base);
  if (known.eci_measured) {
    ledger.releases.push_back({base.born_days, base.capability, base.country, base.lab, base.licence, base.line});
  }
}

// The node of the model on whose weights a release was trained; none if that is closed, or withheld here.
sim::NodeIndex node_of_row(const lineage::Models& models, std::size_t row) {
  if (row == roster::no_row) return {};
  const auto it = std::find_if(models.bases.begin(), models.bases.end(),
                               [&](const Base& base) { return base.roster_row == row && base.node.exists(); });
  return it == models.bases.end() ? sim::NodeIndex{} : it->node;
}

// Without its teacher a model does not come out either.
bool withheld(const roster::RosterBase& known, const context::Context& context) {
  if (known.taught_by != roster::no_row && withheld(context.roster.bases[known.taught_by], context)) return true;
  return context.withheld(known.lab, known.family, known.task_class, known.total_parameters, known.release,
                          known.model);
}

// The releases of a class, one base each of the first size, that nobody decided on and that came out recently.
std::vector<std::size_t> recent_of(TaskClass task_class, const Labs& labs, const roster::Roster& roster) {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < roster.bases.size(); ++row) {
    const roster::RosterBase& base = roster.bases[row];
    if (base.task_class != task_class || roster::decided_on(base, roster) || base.days >= labs.record_until ||
        base.days < labs.record_until - labs::recent_record) {
      continue;
    }
    if (rows.empty() || roster.bases[rows.back()].release != base.release) rows.push_back(row);
  }
  return rows;
}

}  // namespace

void publish_from_record(Labs& labs, lineage::Models& models, downloads::Hub& hub, const Reception& reception,
                         const context::Context& context) {
  const roster::Roster& roster = context.roster;
  const double until = std::min(static_cast<double>(context.clock.end_of_step().days), labs.record_until);
  const double best_open_before = labs.frontier.best_open;
  for (; labs.next_in_roster < roster.bases.size() && roster.bases[labs.next_in_roster].days < until;
       ++labs.next_in_roster) {
    const std::size_t row = labs.next_in_roster;
    const roster::RosterBase& known = roster.bases[row];
    if (known.days >= labs.handover && roster::decided_on(known, roster)) continue;  // its lab decides now
    Lab& lab = labs.labs[at(known.lab)];
    const bool language = known.task_class == TaskClass::language;
    const bool first_size = row == 0 || roster.bases[row - 1].release != known.release;
    // Also for releases that are withheld: later releases keep their numbers, and so their draws.
    if (first_size && language) ++lab.releases;
    if (withheld(known, context)) continue;
    Base base = base_on_record(known, row, reception, context);
    base.roster_row = static_cast<std::uint32_t>(row);
    base.built_on = node_of_row(models, known.built_on);
    if (base.built_on.exists()) base.origin = models.root(base.built_on).origin;
    // The attraction of a base is drawn for its row in the roster: the same in every policy and member of a world.
    sim::Draws draws = context.streams.observed_attraction.at(row, 0);
    enter(models, hub, base, drawn(draws, reception.attraction), reception.decay, context.clock);
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
    if (language) make_known(hub, models.bases.back(), best_open_before, reception, context);
    if (language && known.days < labs.handover) correct(labs, lab, known, base, context.ledger);
  }
}

void publish_undecided(Labs& labs, lineage::Models& models, downloads::Hub& hub, const Reception& reception,
                       const context::Context& context) {
  const double end = context.clock.end_of_step().days;
  if (end <= labs.record_until) return;
  for (std::size_t k = 0; k < task_classes; ++k) {
    labs::UndecidedClock& clock = labs.undecided[k];
    if (clock.next >= end) continue;
    const std::vector<std::size_t> rows = recent_of(static_cast<TaskClass>(k), labs, context.roster);
    if (rows.empty()) {
      clock.next = 1e18;
      continue;
    }
    const double mean = labs::recent_record / static_cast<double>(rows.size());
    if (clock.next < labs.record_until) {
      sim::Draws draws = context.streams.undecided.at(k, 0);
      clock.next = labs.record_until + sim::exponential(draws, mean);
    }
    for (; clock.next < end; ++clock.releases) {
      sim::Draws draws = context.streams.undecided.at(k, first_release + clock.releases);
      std::size_t row = rows[static_cast<std::size_t>(draws.uniform() * static_cast<double>(rows.size()))];
      const double days = clock.next;
      clock.next += sim::exponential(draws, mean);
      const std::string_view release = context.roster.bases[row].release;
      for (; row < context.roster.bases.size() && context.roster.bases[row].release == release; ++row) {
        const roster::RosterBase& known = context.roster.bases[row];
        const Attractions attractions = drawn(draws, reception.attraction);  // also for a base that is withheld
        if (withheld(known, context)) continue;
        Base base = base_on_record(known, row, reception, context);
        base.born_days = days;
        base.release = clock.releases + 1;
        enter(models, hub, base, attractions, reception.decay, context.clock);
      }
    }
  }
}

}  // namespace weightshed::release
