// Who the labs are at the start: the roster, slots of entrants and the slot of the programme.
#include <algorithm>
#include <cmath>
#include <map>

#include "models/ecosystem/ecosystem.hpp"
#include "sim/random/distributions.hpp"

namespace weightshed::ecosystem {

namespace {

using labs::Lab, labs::Labs, labs::Portfolio;
using roster::Roster, roster::RosterBase, roster::RosterLab, roster::SlotFamily;

constexpr double last_roster_year = 2026.0;  // entrants come after it
const double end_of_roster = sim::days_of_decimal_year(last_roster_year);

constexpr double recent_years = 1.5;

// Sizes of releases where no record says them: judgement.
const Portfolio without_record{{200e9, 20e9, 4.0, Purpose::base}};
const Portfolio of_entrants{{30e9, 30e9, 4.0, Purpose::base}, {7e9, 7e9, 4.0, Purpose::base}};
const Portfolio of_programme{{200e9, 20e9, 4.0, Purpose::base},
                             {30e9, 30e9, 4.0, Purpose::base},
                             {8e9, 8e9, 4.0, Purpose::base},
                             {1.7e9, 1.7e9, 4.0, Purpose::base}};

// A programme's terms make its models open and permissive: so far above every threshold that nothing closes it.
constexpr double stance_of_programme = 4.0, licence_of_programme = 9.0;

// An open language base that the lab released in the last year and a half before the day.
bool recent_open(const RosterBase& base, LabIndex lab, double until_days) {
  return base.lab == lab && base.task_class == TaskClass::language && open_weights(base.licence) &&
         base.purpose != Purpose::embedding && base.days < until_days &&
         base.days > until_days - recent_years * sim::days_per_year;
}

// The sizes of each of the lab's recent open language releases, in order of date.
std::vector<Portfolio> portfolios_of(const Roster& roster, LabIndex lab, double until_days) {
  std::vector<Portfolio> portfolios;
  std::map<std::string, std::size_t> of_release;
  for (const RosterBase& base : roster.bases) {
    if (!recent_open(base, lab, until_days)) continue;
    const auto [entry, is_new] = of_release.try_emplace(base.release, portfolios.size());
    if (is_new) portfolios.emplace_back();
    portfolios[entry->second].push_back(
        {base.total_parameters, base.active_parameters, base.repositories, base.purpose});
  }
  return portfolios;
}

// Years between releases on its recent record, which counts for more than one interval of the rule.
double pace_on_record(double releases, const Lab& lab, double handover_days, const release::Parameters& r) {
  const double there = sim::decimal_year(handover_days) - lab.entry;
  return (std::clamp(there, 0.0, recent_years) + r.interval) / (releases + 1.0);
}

// What a lab releases, and how often. A lab with an open flagship continues its recent record: each release has the
// sizes of one of those on record. Otherwise labs that are far behind would flood the hub after the handover, because
// the rule lets them release more often, whereas on the record they release least; and models that a lab has given up,
// such as Meta's small ones, would come back. The rule's interval is fitted to closed labs at the frontier: where it
// sets the pace (no record, or the second line of a closed flagship), a release has the sizes of the one with the most.
void set_releases(Lab& lab, const Roster& roster, LabIndex index, bool on_record, double until_days,
                  const release::Parameters& r) {
  lab.portfolios = portfolios_of(roster, index, until_days);
  if (on_record && lab.open[0]) {
    lab.pace = pace_on_record(static_cast<double>(lab.portfolios.size()), lab, until_days, r);
  } else if (lab.portfolios.size() > 1) {
    lab.portfolios = {*std::ranges::max_element(lab.portfolios, {}, [](const Portfolio& p) { return p.size(); })};
  }
  if (lab.portfolios.empty()) lab.portfolios = {without_record};
}

// The family of its last language release; without one, its last family in the table.
FamilyIndex family_of(const Roster& roster, LabIndex lab, double until_days) {
  FamilyIndex family = no_family;
  for (std::size_t f = 0; f < roster.families.size(); ++f) {
    if (roster.families[f].lab == lab) family = static_cast<FamilyIndex>(f);
  }
  for (const RosterBase& base : roster.bases) {  // in order of date
    if (base.lab == lab && base.task_class == TaskClass::language && base.days < until_days) family = base.family;
  }
  return family;
}

// What the record says about its openness before the handover.
void set_from_roster(Lab& lab, const Roster& roster, LabIndex index, double handover_days) {
  for (const RosterBase& base : roster.bases) {
    if (base.lab != index || base.task_class != TaskClass::language || base.days >= handover_days) continue;
    const auto line = static_cast<std::size_t>(base.line);
    lab.open[line] = open_weights(base.licence);
    if (base.line == Line::flagship) lab.open[1] = lab.open[1] || lab.open[0];
    if (open_weights(base.licence)) lab.permissive = free_of_restriction(base.licence);
  }
}

Lab lab_on_record(const Roster& roster, LabIndex index, const Labs& labs, bool on_record, const Assumptions& a) {
  const RosterLab& known = roster.labs[at(index)];
  Lab lab;
  lab.country = known.country;
  lab.kind = known.kind;
  lab.entry = known.entry;
  lab.exit = known.exit;
  lab.flagship_share = known.flagship_share;
  lab.talent = known.talent;
  lab.allocation = known.allocation < 0.0 ? a.research.allocation_start : known.allocation;
  lab.surprise_weight = known.surprise;
  lab.stance = {known.stance_flagship, known.stance_second_line};
  set_from_roster(lab, roster, index, labs.handover);
  // The sizes that a lab makes, and their names, belong to its identity, not to its decisions: in a simulated past they
  // come from the record too.
  const double known_until = std::max(labs.handover, end_of_roster);
  lab.family = family_of(roster, index, known_until);
  set_releases(lab, roster, index, on_record, on_record ? labs.handover : known_until, a.release);
  return lab;
}

// A group of slots: labs that enter a country, or one of several.
struct Entrants {
  std::size_t slots = 0;
  double rate = 0.0;  // per year
  std::vector<CountryIndex> countries;
  SlotFamily family{};
  std::uint64_t first_key = 0;  // of their draws
};

// Exponential times between entries; stance and size are drawn for the slot.
void add(Labs& labs, const Entrants& group, const Roster& roster, const Assumptions& a, const Streams& streams) {
  double entry = last_roster_year;
  for (std::size_t slot = 0; slot < group.slots; ++slot) {
    sim::Draws draws = streams.entrants.at(group.first_key + slot, 0);
    entry += sim::exponential(draws, 1.0 / group.rate);
    Lab lab;
    lab.country =
        group.countries[static_cast<std::size_t>(draws.uniform() * static_cast<double>(group.countries.size()))];
    lab.kind = LabKind::frontier_start_up;
    lab.entry = entry;
    lab.flagship_share = sim::lognormal(draws, a.release.entrant_share, a.release.entrant_share_spread);
    lab.allocation = a.research.allocation_start;
    lab.stance[0] = sim::normal(draws, a.release.entrant_stance, a.release.entrant_stance_spread);
    lab.stance[1] = lab.stance[0] + a.release.entrant_second_line;
    lab.permissive = true;
    lab.open = {lab.stance[0] > 0.0, lab.stance[1] > 0.0};
    lab.family = roster::family_of(group.family, roster);
    lab.portfolios = {of_entrants};
    labs.labs.push_back(std::move(lab));
  }
}

void add_entrants(Labs& labs, const Roster& roster, const Assumptions& a, const Streams& streams) {
  std::vector<CountryIndex> elsewhere;
  for (std::size_t c = 0; c < roster.jurisdictions.size(); ++c) {
    const auto country = static_cast<CountryIndex>(c);
    if (country != roster.united_states && country != roster.china) elsewhere.push_back(country);
  }
  const release::Parameters& p = a.release;
  const Entrants groups[] = {
      {roster::entrant_slots_us, p.entrants_us, {roster.united_states}, SlotFamily::us_entrants, 0},
      {roster::entrant_slots_cn, p.entrants_cn, {roster.china}, SlotFamily::cn_entrants, 100},
      {roster::entrant_slots_elsewhere, p.entrants_elsewhere, elsewhere, SlotFamily::other_entrants, 200}};
  for (const Entrants& group : groups) add(labs, group, roster, a, streams);
}

Lab programme_of(const Roster& roster) {
  Lab lab;
  lab.country = roster.united_states;
  lab.kind = LabKind::public_body;
  lab.entry = last_roster_year;
  lab.programme = true;
  lab.stance = {stance_of_programme, stance_of_programme};
  lab.open = {true, true};
  lab.permissive = true;
  lab.licence_residual = licence_of_programme;
  lab.family = roster::family_of(SlotFamily::us_programme, roster);
  lab.portfolios = {of_programme};
  return lab;
}

// A lab's lasting traits: drawn once, or the same for its whole kind or country.
void set_dispositions(Lab& lab, sim::Draws draws, bool chinese, const Assumptions& a) {
  const openness::Parameters& p = a.openness;
  lab.inclination = sim::normal(draws, 0.0, p.persistent_spread);
  const bool academic = lab.kind == LabKind::university || lab.kind == LabKind::public_body ||
                        lab.kind == LabKind::non_profit || lab.kind == LabKind::community;
  lab.licence_lean = sim::normal(draws, academic ? p.licence_academic : 0.0, p.licence_spread);
  lab.efficiency = chinese ? a.research.china_start : 0.0;
  lab.log_compute = -1e9;
}

}  // namespace

Labs initial_labs(const Roster& roster, const roster::Names& names, const sim::Beginning& beginning,
                  const Assumptions& a, const Streams& streams) {
  Labs labs;
  const bool observed = beginning.past == sim::Past::observed;
  labs.reconciled = beginning.past == sim::Past::simulated;  // there is no record to keep to
  labs.handover = observed ? beginning.observed_until.days + 1.0 : beginning.start.days;
  for (std::size_t l = 0; l < roster.labs.size(); ++l) {
    labs.labs.push_back(lab_on_record(roster, static_cast<LabIndex>(l), labs, observed, a));
  }
  add_entrants(labs, roster, a, streams);
  labs.labs.push_back(programme_of(roster));
  for (std::size_t l = 0; l < labs.labs.size(); ++l) {
    Lab& lab = labs.labs[l];
    lab.id = names.labs[l];
    set_dispositions(lab, streams.inclination.at(l, 0), lab.country == roster.china, a);
  }
  return labs;
}

}  // namespace weightshed::ecosystem
