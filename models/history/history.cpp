// The seam: begin, step, observe, copy.
#include "models/history/history.hpp"

#include <algorithm>
#include <cstdio>
#include <limits>
#include <map>

#include "models/history/kind.hpp"
#include "models/levers/lever.hpp"
#include "models/measures/measure.hpp"
#include "models/measures/patterns.hpp"
#include "models/roster/catalogue.hpp"
#include "models/roster/kept_rosters.hpp"
#include "models/roster/other_names.hpp"

namespace weightshed::history {

namespace {

// What an action aims at is seen there: a ban of Chinese models in the EU on origin CN and region EU.
constexpr sim::Aim aims[] = {{"of", "country", "country"},   {"of", "country", "creator_country"},
                             {"of", "country", "origin"},    {"of", "lab", "lab"},
                             {"of", "family", "family"},     {"in", "country", "region"},
                             {"sectors", "sector", "sector"}};

constexpr std::string_view openness_variants[] = {"logit", "imitation", "fixed"};
constexpr std::string_view government_variants[] = {"scheduled", "reactive", "beijing_reacts", "washington_reacts",
                                                    "both_react"};
constexpr std::string_view openness_clauses[] = {
    "labs weigh what opening brings", "labs imitate the most adopted rival", "no lab changes how open it is"};
constexpr std::string_view openness_causes[] = {
    "Labs open what their rivals open, what gains them users, and what the state wants, unless it costs revenue.",
    "Labs open what the most adopted rival opens.", "Labs stay as open as they were."};
constexpr std::string_view government_clauses[] = {"no government reacts", "Washington adapts its controls",
                                                   "Beijing answers", "Washington reacts", "both governments react"};
constexpr std::string_view government_causes[] = {
    "Governments keep to what they announced.",
    "Washington tightens its controls while its lead is short, and eases them while it is long.",
    "Beijing answers each tightening by discouraging its own imports of chips, and recognises, then reins in, labs "
    "that lead.",
    "Washington tightens its controls while its lead is short, eases them while it is long, and pays for open models "
    "once Chinese ones are well ahead.",
    "Washington adapts its controls to its lead, and Beijing answers each tightening by discouraging its own "
    "imports."};
constexpr sim::StructureCard structure_cards[] = {
    {"openness", openness_variants, 0,
     "How labs decide whether to open: a logit of peers, gain, API revenue and the state; imitation of the most "
     "adopted rival; fixed",
     openness_clauses, openness_causes},
    {"governments", government_variants, 0,
     "Whether governments keep to the schedule. reactive: the US adjusts its export controls to the size of its lead; "
     "washington_reacts: it also pays for open models after a shock; beijing_reacts: China recognises a success, then "
     "limits its labs, and answers tighter controls",
     government_clauses, government_causes},
};

ecosystem::Structure structure_of(std::span<const std::size_t> chosen) {
  return {static_cast<openness::Variant>(chosen[0]), static_cast<governments::Conduct>(chosen[1])};
}

// Names alone, for which no capability has to be imputed.
sim::Coordinates coordinates_of(const sim::Tables& tables) {
  const auto roster = roster::roster_of(tables, -std::numeric_limits<double>::infinity());
  return measures::coordinates(*roster, roster::make_names(*roster));
}

// In an observed past, capability is imputed from what was known by its end.
std::shared_ptr<const roster::Roster> roster_of(const sim::Beginning& beginning) {
  if (beginning.past == sim::Past::simulated) return roster::roster_of(*beginning.tables);
  return roster::roster_of(*beginning.tables, beginning.observed_until.days + 1.0);
}

// Programmes reach users by bits of one word, so that there is a most of them.
sim::LeverCheck lever_check(const sim::Beginning& beginning) {
  const auto roster = roster_of(beginning);
  const std::size_t labs = roster::make_names(*roster).labs.size();
  return [roster, labs, handover = ecosystem::handover_of(beginning)](
             sim::Date date, const sim::LeverValues& values) -> std::optional<sim::Problem> {
    const levers::Terms terms = levers::fold(values, *roster, labs);
    const std::size_t together = adoption::programmes_in_force(*roster, terms.use, date.days, handover);
    if (together <= roster::most_programmes) return std::nullopt;
    sim::Problem problem;
    problem.message = std::to_string(together) + " programmes tie users to families at once; an action that names no " +
                      "country counts once for each";
    problem.allowed = "at most " + std::to_string(roster::most_programmes);
    return problem;
  };
}

sim::ModelKind make_kind() {
  sim::ModelKind kind;
  kind.name = "ecosystem";
  kind.parameters = ecosystem::parameter_cards();
  for (const levers::Lever& lever : levers::catalogue()) kind.levers.push_back(lever.card);
  kind.lever_spellings.assign(levers::spellings().begin(), levers::spellings().end());
  kind.measure_of_cost = "policy_cost";
  kind.public_payer = payer_words[static_cast<std::size_t>(Payer::governments)];
  for (const measures::Measure* measure : measures::catalogue()) kind.measures.push_back(measure->card);
  kind.structures.assign(std::begin(structure_cards), std::end(structure_cards));
  for (const measures::Pattern& pattern : measures::patterns()) kind.patterns.push_back(pattern.card);
  kind.tables = roster::reference_tables();
  kind.evidence_until = sim::date_of(2032, 12, 31);  // projections that the cards cite end here
  kind.baseline_table = "policy_dates";
  kind.lever_check = lever_check;
  kind.event_kinds.assign(event_kind_words.begin(), event_kind_words.end());
  kind.event_phrases.assign(event_kind_phrases.begin(), event_kind_phrases.end());
  kind.licences.assign(licence_words.begin(), licence_words.end());
  kind.derivation_kinds.assign(derivation_kind_words.begin(), derivation_kind_words.end());
  kind.coordinates = coordinates_of;
  kind.check = [](const sim::Tables& tables, std::vector<sim::Problem>& problems) {
    const std::size_t before = problems.size();
    roster::check_reference_tables(tables, problems);
    if (problems.size() == before) measures::check_published(tables, coordinates_of(tables), problems);
  };
  for (const std::string_view dimension : {"country", "creator_country", "region", "origin"})
    kind.full_names.push_back({dimension, "jurisdictions", "code", "name"});
  kind.full_names.push_back({"lab", "labs", "id", "name"});
  kind.other_names = roster::other_names();
  kind.aims.assign(std::begin(aims), std::end(aims));
  kind.catalogues.assign(std::begin(roster::catalogues), std::end(roster::catalogues));
  kind.catalogue = roster::catalogue;
  kind.knock_outs = [](const sim::Tables& tables) {
    std::vector<sim::KnockOut> cards;
    for (const roster::Exclusion& removal : roster::knock_outs(*roster::roster_of(tables)))
      cards.push_back(removal.card);
    return cards;
  };
  kind.begin = [](const sim::Beginning& beginning) -> std::unique_ptr<sim::Model> {
    return std::make_unique<History>(beginning);
  };
  return kind;
}

// As on record, else the lab's release with its size: "alibaba release 23, 7.6B".
std::string name_of(const lineage::Base& base, const ecosystem::Ecosystem& e) {
  if (base.roster_row != lineage::no_roster_row) return e.roster->bases[base.roster_row].model;
  char size[16];
  std::snprintf(size, sizeof size, "%.3gB", base.total_parameters / 1e9);
  const bool decided = base.task_class == TaskClass::language;
  std::string name = e.labs.labs[at(base.lab)].id + " " +
                     (decided ? "" : std::string(task_class_words[static_cast<std::size_t>(base.task_class)]) + " ") +
                     "release " + std::to_string(base.release) + ", " + size;
  if (base.purpose != Purpose::base) name += " " + std::string(purpose_words[static_cast<std::size_t>(base.purpose)]);
  return name;
}

}  // namespace

const sim::ModelKind& kind() {
  static const sim::ModelKind made = make_kind();
  return made;
}

History::History(const sim::Beginning& beginning)
    : assumptions_(ecosystem::assumptions(beginning.parameters)),
      structure_(structure_of(beginning.structure)),
      streams_(beginning.seed, beginning.member, beginning.world_key),
      state_(ecosystem::initial(beginning, roster_of(beginning), assumptions_, streams_)) {}

void History::step(const sim::Policy& policy) { ecosystem::step(state_, assumptions_, structure_, policy, streams_); }

void History::observe(std::size_t measure, sim::StepRange window, std::span<double> row) const {
  measures::catalogue()[measure]->observe(state_, assumptions_, window, row);
}

double History::pattern(std::size_t pattern) const {
  return measures::read(measures::patterns()[pattern], state_, assumptions_, streams_);
}

sim::LineageTable History::lineage() const {
  const lineage::Models& models = state_.models;
  const downloads::Settlement settled =
      downloads::settle(models, state_.hub, state_.clock, assumptions_.downloads, streams_);
  sim::LineageTable table;
  std::vector<std::uint32_t> release_of(models.bases.size());
  std::map<std::string, int> bases_of_name;  // a release may have two bases of one size
  for (std::size_t b = 0; b < models.bases.size(); ++b) {
    if (!models.bases[b].node.exists()) continue;
    release_of[b] = static_cast<std::uint32_t>(table.releases.size());
    std::string name = name_of(models.bases[b], state_);
    if (const int twin = ++bases_of_name[name]; twin > 1) name += " (" + std::to_string(twin) + ")";
    table.releases.push_back(std::move(name));
  }
  for (std::size_t n = 0; n < models.base.size(); ++n) {
    const sim::NodeIndex node(n);
    const lineage::Base& root = models.root(node);
    const lineage::NodeAttributes attributes = lineage::NodeAttributes::unpack(models.sampler.nodes()[n].attributes);
    table.parent.push_back(models.topology.parent(node).value);
    table.release.push_back(release_of[at(models.base[n])]);
    table.kind.push_back(static_cast<std::uint8_t>(attributes.kind));
    table.country.push_back(static_cast<std::uint8_t>(root.origin));
    table.licence.push_back(static_cast<std::uint8_t>(attributes.licence));
    table.trainings.push_back(attributes.trainings);
    table.family.push_back(static_cast<std::uint16_t>(root.family));
    table.lab.push_back(static_cast<std::uint16_t>(root.lab));
    table.parameters.push_back(static_cast<float>(root.total_parameters));
    table.capability.push_back(models.capability[n]);
    // A work is dated to the start of its step, but never before a base that came out within that step.
    const double step_begins = state_.clock.steps().start_of(models.born_step[n]).days;
    table.born.push_back(models.is_base(node) ? root.born_days : std::max(step_begins, root.born_days));
    table.downloads.push_back(static_cast<float>(settled.nodes[n]));
  }
  for (const sim::Topology::FurtherParent& further : models.topology.further_parents()) {
    table.merge.push_back(further.child.value);
    table.further_parent.push_back(further.parent.value);
  }
  return table;
}

}  // namespace weightshed::history
