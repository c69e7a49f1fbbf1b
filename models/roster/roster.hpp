// The reference tables as the model reads them: who the labs are and what they have released, all of it data.
#pragma once

#include <array>
#include <compare>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "models/words.hpp"
#include "sim/model/model.hpp"

namespace weightshed::roster {

struct Jurisdiction {
  std::string code;
  std::string bloc;
  double gdp_share = 0.0;
  double demand_share_2019 = 0.0;  // of world demand for accelerators, to 2022.0
  double demand_share_2024 = 0.0;  // from 2024.5
  double legal_distillation = 0.0;
  int diffusion_tier = 1;      // of the US Framework for AI Diffusion: 1 allies, 2 capped, 3 embargoed
  double closed_scored = 1.0;  // share of its closed flagships that the capability index scores
};

struct RosterLab {
  std::string id, name;
  CountryIndex country{};
  LabKind kind{};
  double entry = 0.0;           // decimal year in which it begins to train language models
  double exit = 1e9;            // decimal year in which it stopped pre-training
  double flagship_share = 0.0;  // of the national stock, in its flagship run; 0: trains no language models
  double talent = 1.0;
  double stance_flagship = 0.0, stance_second_line = 0.0;  // latent scale of openness
  double brand_derive = 0.0, brand_use = 0.0;              // log-odds against Microsoft
  bool big_name = false;                                   // its families are known from their first day
  double allocation = -1.0;  // share of its full allocation with which its ramp begins; below 0: the default
  double surprise = 0.0;     // share of research.surprise that it has
};

inline constexpr std::size_t no_row = std::numeric_limits<std::size_t>::max();

struct RosterBase {
  std::string release, model;
  std::string label;  // how events name it
  FamilyIndex family{};
  LabIndex lab{};
  TaskClass task_class{};
  Licence licence{};
  Line line{};
  Purpose purpose{};
  double days = 0.0;  // since 1970-01-01
  double total_parameters = 0.0, active_parameters = 0.0;
  double eci = 0.0;         // measured, of the same weights or imputed; 0 outside language
  double eci_spread = 0.0;  // standard deviation of what imputation leaves open; 0 where it is measured
  double eci_spread_of_lab = 0.0, eci_spread_of_release = 0.0;  // parts of it that all models of a lab, a release share
  double eci_at_most = 1e9;   // of an imputed one: of an open model the best measured open one that was out by then, of
                              // a closed one the best measured one of its country
  bool eci_measured = false;  // of this row: a possible record of the frontier; weights opened after their API are not
  bool leads = false;         // the largest size of its release
  PermissiveLicence permissive_licence = PermissiveLicence::other;  // where the licence is free of restriction
  std::size_t taught_by = no_row;  // the row whose answers it was trained on, if another model's
  std::size_t built_on = no_row;   // the row whose weights it was trained from, if another model's
  double repositories = 1.0;
  double attraction = 0.0;  // log-odds inside a class without a capability measure
};

struct Family {
  std::string name;
  LabIndex lab{};
  CountryIndex country{};
};

// A dated fact that ties users to a family: a sovereign programme, a cloud bundle, like-minded start-ups; or a
// purchase, after which the users of one family depend on another.
struct Programme {
  std::string name = {};                  // on record
  CountryIndex region = unknown_country;  // unknown_country: everywhere
  std::array<bool, weightshed::sectors> sectors{};
  FamilyIndex buyer = no_family;   // of a purchase
  FamilyIndex family = no_family;  // no_family: every family of `origin`
  CountryIndex origin{};
  double days = 0.0;   // since 1970-01-01
  double reach = 0.0;  // share of the organisations of its region and sectors
  friend auto operator<=>(const Programme&, const Programme&) = default;
};

inline constexpr std::size_t most_programmes = 64;  // the programmes that reach an organisation are bits of one word

struct Roster {
  std::vector<Jurisdiction> jurisdictions;
  std::vector<RosterLab> labs;
  std::vector<Family> families;       // in order of country, then lab, then name: the canonical order of choice
  std::vector<RosterBase> bases;      // in order of date, then row
  std::vector<Programme> programmes;  // at most most_programmes
  std::vector<Programme> purchases;
  CountryIndex united_states{}, china{}, association_of_southeast_asian_nations{}, gulf{};

  CountryIndex country(std::string_view code) const;
};

// Parameters of models whose labs state no size. Judgement: of the order of the open flagships of 2024 and 2025.
inline constexpr double unstated_total_parameters = 200e9, unstated_active_parameters = 40e9;

// Entrants and the programme lab have fixed slots after the named labs, so that no policy shifts an identity.
inline constexpr std::size_t entrant_slots_us = 16, entrant_slots_cn = 12, entrant_slots_elsewhere = 12;
inline constexpr std::size_t entrant_slots = entrant_slots_us + entrant_slots_cn + entrant_slots_elsewhere;

std::vector<sim::TableSchema> reference_tables();
void check_reference_tables(const sim::Tables& tables, std::vector<sim::Problem>& problems);

// Whether its lab decided on it: a language model of a lab that trains them. Nobody in the model decides on the rest.
bool decided_on(const RosterBase& base, const Roster& roster);

// Builds the roster. Capability that was not measured is imputed from measurements before `known_until` (days since
// 1970-01-01).
std::shared_ptr<const Roster> make_roster(const sim::Tables& tables,
                                          double known_until = std::numeric_limits<double>::infinity());

}  // namespace weightshed::roster
