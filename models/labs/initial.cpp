// Who the labs are at the start: the roster, slots of entrants and the slot of the programme.
#include <algorithm>
#include <cmath>
#include <map>

#include "models/labs/labs.hpp"
#include "sim/random/distributions.hpp"

namespace weightshed::research {

namespace {

constexpr double last_roster_year = 2026.0;  // entrants come after it
const double end_of_roster = sim::days_of_decimal_year(last_roster_year);

constexpr double recent_years = 1.5;

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

// What and how often a lab releases. One with an open flagship goes on as in its recent record: each release has the
// sizes of one of those on record. Else labs that are far behind would flood the hub after the handover, for the rule
// lets them release more often and on the record they release least; and what a lab has left behind, as Meta its
// small models, would come back. The rule's interval is fitted to closed labs at the frontier: where it sets the pace
// (no record, or the second line of a closed flagship), a release has the sizes of the one with the most.
void set_releases(Lab& lab, const Roster& roster, LabIndex index, bool on_record, double until_days,
                  const release::Parameters& r) {
  lab.portfolios = portfolios_of(roster, index, until_days);
  if (on_record && lab.open[0]) {
    lab.pace = pace_on_record(static_cast<double>(lab.portfolios.size()), lab, until_days, r);
  } else if (lab.portfolios.size() > 1) {
    lab.portfolios = {*std::ranges::max_element(lab.portfolios, {}, [](const Portfolio& p) { return p.size(); })};
  }
  if (lab.portfolios.empty()) lab.portfolios = {{{200e9, 20e9, 4.0, Purpose::base}}};  // judgement
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

// Slots of one group: exponential times between entries, stance and size drawn for the slot.
void add_entrants(Labs& labs, std::size_t count, double rate, const std::vector<CountryIndex>& countries,
                  FamilyIndex family, std::string_view name, std::uint64_t first_slot, const Streams& streams) {
  double entry = last_roster_year;
  for (std::size_t slot = 0; slot < count; ++slot) {
    sim::Draws draws = streams.entrants.at(first_slot + slot, 0);
    entry += sim::exponential(draws, 1.0 / rate);
    Lab lab;
    lab.id = std::string(name) + "_" + std::to_string(slot + 1);
    lab.country = countries[static_cast<std::size_t>(draws.uniform() * static_cast<double>(countries.size()))];
    lab.kind = LabKind::frontier_start_up;
    lab.entry = entry;
    // Median 0.5% of the national stock, as the tiger start-ups of the roster (judgement).
    lab.flagship_share = sim::lognormal(draws, 0.005, 0.7);
    lab.stance[0] = sim::normal(draws, 0.5, 1.5);
    lab.stance[1] = lab.stance[0] + 0.8;
    lab.permissive = true;
    lab.open = {lab.stance[0] > 0.0, lab.stance[1] > 0.0};
    lab.family = family;
    lab.portfolios = {{{30e9, 30e9, 4.0, Purpose::base}, {7e9, 7e9, 4.0, Purpose::base}}};
    labs.labs.push_back(std::move(lab));
  }
}

}  // namespace

double orders_of_index(double eci, const Parameters& p) {
  constexpr double gpt4 = 125.9;  // ECI of GPT-4 (2023-03) in the Epoch Capabilities Index
  return p.orders_at_gpt4 + (eci - gpt4) / p.points_an_order;
}

double index_of_orders(double orders, const Parameters& p) {
  return 125.9 + (orders - p.orders_at_gpt4) * p.points_an_order;
}

Labs initial(const Roster& roster, const std::vector<FamilyIndex>& family_of_slot, const sim::Beginning& beginning,
             const Parameters& p, const release::Parameters& r, const openness::Parameters& o, const Streams& streams) {
  Labs labs;
  labs.reconciled = beginning.past == sim::Past::simulated;  // there is no record to keep to
  labs.handover = beginning.past == sim::Past::observed ? beginning.observed_until.days + 1.0 : beginning.start.days;
  for (std::size_t l = 0; l < roster.labs.size(); ++l) {
    const RosterLab& known = roster.labs[l];
    Lab lab;
    lab.id = known.id;
    lab.country = known.country;
    lab.kind = known.kind;
    lab.entry = known.entry;
    lab.exit = known.exit;
    lab.flagship_share = known.flagship_share;
    lab.talent = known.talent;
    lab.stance = {known.stance_flagship, known.stance_second_line};
    set_from_roster(lab, roster, static_cast<LabIndex>(l), labs.handover);
    // What sizes a lab makes and under which name is who it is, not what it decides: in a simulated past too it comes
    // from the record.
    const double known_until = std::max(labs.handover, end_of_roster);
    lab.family = family_of(roster, static_cast<LabIndex>(l), known_until);
    const bool on_record = beginning.past == sim::Past::observed;
    set_releases(lab, roster, static_cast<LabIndex>(l), on_record, on_record ? labs.handover : known_until, r);
    labs.labs.push_back(std::move(lab));
  }
  std::vector<CountryIndex> elsewhere;
  for (std::size_t c = 0; c < roster.jurisdictions.size(); ++c) {
    const auto country = static_cast<CountryIndex>(c);
    if (country != roster.united_states && country != roster.china) elsewhere.push_back(country);
  }
  add_entrants(labs, entrant_slots_us, r.entrants_us, {roster.united_states}, family_of_slot[0], "us_entrant", 0,
               streams);
  add_entrants(labs, entrant_slots_cn, r.entrants_cn, {roster.china}, family_of_slot[1], "cn_entrant", 100, streams);
  add_entrants(labs, entrant_slots_elsewhere, r.entrants_elsewhere, elsewhere, family_of_slot[2], "other_entrant", 200,
               streams);
  Lab programme;
  programme.id = "us_programme";
  programme.country = roster.united_states;
  programme.kind = LabKind::public_body;
  programme.entry = last_roster_year;
  programme.programme = true;
  programme.stance = {4.0, 4.0};
  programme.open = {true, true};
  programme.permissive = true;
  programme.licence_residual = 9.0;  // by its terms
  programme.family = family_of_slot[3];
  programme.portfolios = {{{200e9, 20e9, 4.0, Purpose::base},
                           {30e9, 30e9, 4.0, Purpose::base},
                           {8e9, 8e9, 4.0, Purpose::base},
                           {1.7e9, 1.7e9, 4.0, Purpose::base}}};
  labs.labs.push_back(std::move(programme));

  for (std::size_t l = 0; l < labs.labs.size(); ++l) {
    Lab& lab = labs.labs[l];
    sim::Draws draws = streams.inclination.at(l, 0);
    lab.inclination = sim::normal(draws, 0.0, o.persistent_spread);
    const bool academic = lab.kind == LabKind::university || lab.kind == LabKind::public_body ||
                          lab.kind == LabKind::non_profit || lab.kind == LabKind::community;
    lab.licence_lean = sim::normal(draws, academic ? o.licence_academic : 0.0, o.licence_spread);
    lab.efficiency = lab.country == roster.china ? p.china_start : 0.0;
    lab.log_compute = -1e9;
  }
  return labs;
}

}  // namespace weightshed::research
