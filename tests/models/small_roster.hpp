// Rosters of a few labs and releases, for rules that read the record.
#pragma once

#include <string>
#include <vector>

#include "models/roster/roster.hpp"

namespace weightshed::test {

inline roster::RosterLab lab_of_kind(const std::string& id, LabKind kind, double share) {
  roster::RosterLab lab;
  lab.id = lab.name = id;
  lab.kind = kind;
  lab.entry = 2015.0;
  lab.flagship_share = share;
  return lab;
}

// One jurisdiction, the United States, with these labs, each with a family of its own.
inline roster::Roster roster_of(std::vector<roster::RosterLab> labs) {
  roster::Roster r;
  r.jurisdictions = {{"US", "us_aligned", 1.0, 1.0, 1.0, 1.0}};
  r.labs = std::move(labs);
  for (std::size_t l = 0; l < r.labs.size(); ++l) {
    r.families.push_back({r.labs[l].id, static_cast<LabIndex>(l), CountryIndex{}});
  }
  return r;
}

// Appends an open language release of one size; releases have to come in order of date.
inline roster::RosterBase& add_release(roster::Roster& r, std::size_t lab, double year, double parameters) {
  roster::RosterBase base;
  base.release = base.model = base.label = "release_" + std::to_string(r.bases.size());
  base.lab = static_cast<LabIndex>(lab);
  base.family = static_cast<FamilyIndex>(lab);
  base.licence = Licence::permissive;
  base.days = sim::days_of_decimal_year(year);
  base.total_parameters = base.active_parameters = parameters;
  base.eci = 100.0;
  r.bases.push_back(base);
  return r.bases.back();
}

}  // namespace weightshed::test
