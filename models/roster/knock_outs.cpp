// The names of knock-outs, and what each of them removes.
#include "models/roster/knock_outs.hpp"

#include <algorithm>
#include <limits>

namespace weightshed::roster {

namespace {

sim::Date day_of(double days) { return {static_cast<std::int32_t>(days)}; }

bool hits(const Exclusion& out, const RosterBase& base) {
  if (out.lab != no_lab && out.lab != base.lab) return false;
  if (out.family != no_family && out.family != base.family) return false;
  if (!out.release.empty() && out.release != base.release) return false;
  if (!out.model.empty() && out.model != base.model) return false;
  return !out.small || (base.task_class == TaskClass::language && base.total_parameters <= small_model);
}

// Dated to the first open release on record that it removes; without one it removes nothing that a reader knows of.
void add(std::vector<Exclusion>& list, Exclusion out, const Roster& roster) {
  double first = std::numeric_limits<double>::infinity();
  for (const RosterBase& base : roster.bases) {
    if (open_weights(base.licence) && hits(out, base)) first = std::min(first, base.days);
  }
  if (first == std::numeric_limits<double>::infinity()) return;
  out.card.from = day_of(first);
  list.push_back(std::move(out));
}

}  // namespace

std::vector<Exclusion> knock_outs(const Roster& roster) {
  std::vector<Exclusion> list;
  for (std::size_t l = 0; l < roster.labs.size(); ++l) {
    const RosterLab& lab = roster.labs[l];
    Exclusion out{{"lab:" + lab.id, "all releases of " + lab.name, {}, {lab.id}}, static_cast<LabIndex>(l)};
    out.card.concerns.push_back(roster.jurisdictions[at(lab.country)].code);
    for (const Family& family : roster.families) {
      if (at(family.lab) == l) out.card.concerns.push_back(family.name);
    }
    add(list, std::move(out), roster);
  }
  for (std::size_t f = 0; f < roster.families.size(); ++f) {
    const std::string& name = roster.families[f].name;
    const auto family = static_cast<FamilyIndex>(f);
    add(list, {{"family:" + name, "all of " + name, {}, {name}}, no_lab, family}, roster);
    Exclusion small{{"small:" + name, name + " language models of up to 10 billion parameters", {}, {name}}};
    small.family = family;
    small.small = true;
    add(list, std::move(small), roster);
  }
  std::string_view last;
  for (const RosterBase& base : roster.bases) {
    if (base.task_class != TaskClass::language || !open_weights(base.licence) || base.release == last) continue;
    last = base.release;
    const bool known = std::any_of(list.begin(), list.end(), [&](const Exclusion& k) { return k.release == last; });
    if (known) continue;
    const std::string& family = roster.families[at(base.family)].name;
    Exclusion out{{"release:" + base.release,
                   "the release " + base.release + " (" + to_string(day_of(base.days)) + ")",
                   {},
                   {family}}};
    out.family = base.family;
    out.release = base.release;
    add(list, std::move(out), roster);
  }
  for (const RosterBase& base : roster.bases) {
    Exclusion out{{"base:" + base.model, "the base " + base.model, {}, {}, true}};
    out.model = base.model;
    add(list, std::move(out), roster);
  }
  for (const std::vector<Programme>* facts : {&roster.programmes, &roster.purchases}) {
    for (const Programme& fact : *facts) {
      Exclusion out{{"adoption:" + fact.name,
                     "the decision “" + fact.name + "” (" + to_string(day_of(fact.days)) + ")",
                     day_of(fact.days),
                     {roster.jurisdictions[at(fact.origin)].code}}};
      if (fact.family != no_family) out.card.concerns.push_back(roster.families[at(fact.family)].name);
      if (fact.region != unknown_country) out.card.concerns.push_back(roster.jurisdictions[at(fact.region)].code);
      out.fact = fact.name;
      list.push_back(std::move(out));
    }
  }
  return list;
}

bool Withheld::fact(std::string_view name) const {
  return std::any_of(out_.begin(), out_.end(), [&](const Exclusion& out) { return out.fact == name; });
}

void Withheld::follow(const std::vector<int>& without, const Roster& roster) {
  if (without == without_) return;
  without_ = without;
  out_.clear();
  const std::vector<Exclusion> all = without.empty() ? std::vector<Exclusion>{} : knock_outs(roster);
  for (const int position : without) out_.push_back(all[static_cast<std::size_t>(position)]);
}

bool Withheld::operator()(LabIndex lab, FamilyIndex family, TaskClass task_class, double total_parameters,
                          std::string_view release, std::string_view model) const {
  return std::any_of(out_.begin(), out_.end(), [&](const Exclusion& out) {
    return out.fact.empty() && (out.lab == no_lab || out.lab == lab) &&
           (out.family == no_family || out.family == family) && (out.release.empty() || out.release == release) &&
           (out.model.empty() || out.model == model) &&
           (!out.small || (task_class == TaskClass::language && total_parameters <= small_model));
  });
}

}  // namespace weightshed::roster
