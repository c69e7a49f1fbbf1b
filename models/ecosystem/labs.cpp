// Who the labs are at the start: the roster, slots of entrants and the slot of the programme.
#include <algorithm>
#include <cmath>

#include "models/ecosystem/ecosystem.hpp"
#include "models/release/pace.hpp"
#include "sim/random/distributions.hpp"

namespace weightshed::ecosystem {

namespace {

using labs::Lab, labs::Labs;
using roster::Roster, roster::RosterBase, roster::RosterLab, roster::SlotFamily;

constexpr double last_roster_year = 2026.0;  // entrants come after it
const double end_of_roster = sim::days_of_decimal_year(last_roster_year);

// A programme's terms make its models open and permissive: so far above every threshold that nothing closes it.
constexpr double stance_of_programme = 4.0, licence_of_programme = 9.0;

bool is_academic(LabKind kind) {
  return kind == LabKind::university || kind == LabKind::public_body || kind == LabKind::non_profit ||
         kind == LabKind::community;
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
    // A second line may have closed models beside open ones: they do not end it.
    lab.open[line] = open_weights(base.licence) || (base.line == Line::second_line && lab.open[line]);
    if (base.line == Line::flagship) lab.open[1] = lab.open[1] || lab.open[0];
    if (open_weights(base.licence)) lab.permissive = free_of_restriction(base.licence);
    if (free_of_restriction(base.licence)) lab.permissive_licence = base.permissive_licence;
  }
  lab.willing = lab.open;
}

// What the table says of a lab. Where a record is given, only what was known by its end: a lab that enters later does
// not enter, and one that gives up later may go on. In a simulated past entry belongs to a lab's identity, as its kind
// and its country do; leaving is one of its decisions.
Lab lab_on_record(const Roster& roster, LabIndex index, const Labs& labs, bool on_record, const Assumptions& a) {
  const RosterLab& known = roster.labs[at(index)];
  const double handover = sim::decimal_year(labs.handover);
  Lab lab;
  lab.country = known.country;
  lab.kind = known.kind;
  if (!on_record || known.entry < handover) lab.entry = known.entry;
  if (known.exit < handover || (!on_record && is_academic(known.kind))) lab.exit = known.exit;  // a project ends
  lab.flagship_share = known.flagship_share;
  lab.talent = known.talent;
  lab.allocation = known.allocation < 0.0 ? a.research.allocation_start : known.allocation;
  lab.surprise_weight = known.surprise;
  lab.stance = {known.stance_flagship, known.stance_second_line};
  set_from_roster(lab, roster, index, labs.handover);
  lab.family = family_of(roster, index, labs.record_until);
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
  double entry = sim::decimal_year(labs.record_until);
  for (std::size_t slot = 0; slot < group.slots; ++slot) {
    sim::Draws draws = streams.entrants.at(group.first_key + slot, 0);
    entry += sim::exponential(draws, 1.0 / group.rate);
    Lab lab;
    lab.country =
        group.countries[static_cast<std::size_t>(draws.uniform() * static_cast<double>(group.countries.size()))];
    lab.kind = LabKind::firm;  // few become frontier start-ups: an entrant is like the firms on record
    lab.entry = entry;
    lab.flagship_share = sim::lognormal(draws, a.release.entrant_share, a.release.entrant_share_spread);
    lab.allocation = a.research.allocation_start;
    lab.stance[0] = sim::normal(draws, a.release.entrant_stance, a.release.entrant_stance_spread);
    lab.stance[1] = lab.stance[0] + a.release.entrant_second_line;
    lab.permissive = true;
    lab.open = lab.willing = {lab.stance[0] > 0.0, lab.stance[1] > 0.0};
    lab.family = roster::family_of(group.family, roster);
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

Lab programme_of(CountryIndex country, FamilyIndex family) {
  Lab lab;
  lab.country = country;
  lab.kind = LabKind::public_body;
  lab.entry = last_roster_year;
  lab.programme = true;
  lab.stance = {stance_of_programme, stance_of_programme};
  lab.open = lab.willing = {true, true};
  lab.permissive = true;
  lab.licence_residual = licence_of_programme;
  lab.family = family;
  return lab;
}

// One public programme for each jurisdiction, that of the US first; without money it does nothing.
void add_programmes(Labs& labs, const Roster& roster) {
  const FamilyIndex first = roster::family_of(SlotFamily::us_programme, roster);
  labs.labs.push_back(programme_of(roster.united_states, first));
  std::size_t family = at(first);
  for (std::size_t c = 0; c < roster.jurisdictions.size(); ++c) {
    const auto country = static_cast<CountryIndex>(c);
    if (country == roster.united_states) continue;
    labs.labs.push_back(programme_of(country, static_cast<FamilyIndex>(++family)));
  }
}

// A lab's lasting traits: drawn once, or the same for its whole kind or country.
void set_dispositions(Lab& lab, sim::Draws draws, bool chinese, const Assumptions& a) {
  const openness::Parameters& p = a.openness;
  lab.inclination = sim::normal(draws, 0.0, p.persistent_spread);
  lab.licence_lean = sim::normal(draws, is_academic(lab.kind) ? p.licence_academic : 0.0, p.licence_spread);
  lab.efficiency = chinese ? a.research.china_start : 0.0;
  lab.log_compute = -1e9;
}

}  // namespace

double handover_of(const sim::Beginning& beginning) {
  return beginning.past == sim::Past::observed ? beginning.observed_until.days + 1.0 : beginning.start.days;
}

Labs initial_labs(const Roster& roster, const roster::Names& names, const sim::Beginning& beginning,
                  const Assumptions& a, const Streams& streams) {
  Labs labs;
  const bool observed = beginning.past == sim::Past::observed;
  labs.reconciled = labs.anchored = beginning.past == sim::Past::simulated;  // there is no record to keep to
  labs.handover = handover_of(beginning);
  labs.record_until = observed ? labs.handover : end_of_roster;
  labs.ladder = std::make_shared<const labs::Ladder>(roster, labs.record_until);
  for (std::size_t l = 0; l < roster.labs.size(); ++l) {
    labs.labs.push_back(lab_on_record(roster, static_cast<LabIndex>(l), labs, observed, a));
  }
  add_entrants(labs, roster, a, streams);
  add_programmes(labs, roster);
  const release::Paces paces(roster, labs, observed, a.release);
  for (std::size_t l = 0; l < labs.labs.size(); ++l) {
    Lab& lab = labs.labs[l];
    lab.id = names.labs[l];
    set_dispositions(lab, streams.inclination.at(l, 0), lab.country == roster.china, a);
    paces.set_clocks(lab, static_cast<LabIndex>(l), streams);
  }
  return labs;
}

}  // namespace weightshed::ecosystem
