// From reference tables to the roster.
#include "models/roster/roster.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "models/roster/coverage.hpp"
#include "models/roster/imputation.hpp"

namespace weightshed::roster {

namespace {

template <class Enum, std::size_t N>
Enum word(const std::array<std::string_view, N>& words, std::string_view text) {
  const auto it = std::find(words.begin(), words.end(), text);
  return static_cast<Enum>(it - words.begin());  // the schema has refused every other word
}

template <std::size_t N>
std::vector<std::string_view> all(const std::array<std::string_view, N>& words) {
  return {words.begin(), words.end()};
}

constexpr double any = std::numeric_limits<double>::infinity();  // a number of any size

sim::ColumnSchema text(std::string_view name) { return {name, sim::ColumnType::text, true, 0, 0, {}, {}}; }
sim::ColumnSchema optional_text(std::string_view name) { return {name, sim::ColumnType::text, false, 0, 0, {}, {}}; }
sim::ColumnSchema closed_text(std::string_view name, std::vector<std::string_view> words) {
  return {name, sim::ColumnType::text, true, 0, 0, std::move(words), {}};
}
sim::ColumnSchema optional_closed_text(std::string_view name, std::vector<std::string_view> words) {
  return {name, sim::ColumnType::text, false, 0, 0, std::move(words), {}};
}
sim::ColumnSchema reference(std::string_view name, std::string_view to) {
  return {name, sim::ColumnType::text, true, 0, 0, {}, to};
}
sim::ColumnSchema optional_reference(std::string_view name, std::string_view to) {
  return {name, sim::ColumnType::text, false, 0, 0, {}, to};
}
sim::ColumnSchema number(std::string_view name, double low, double high) {
  return {name, sim::ColumnType::number, true, low, high, {}, {}};
}
sim::ColumnSchema optional_number(std::string_view name, double low, double high) {
  return {name, sim::ColumnType::number, false, low, high, {}, {}};
}
sim::ColumnSchema date(std::string_view name) { return {name, sim::ColumnType::date, true, 0, 0, {}, {}}; }
sim::ColumnSchema optional_date(std::string_view name) { return {name, sim::ColumnType::date, false, 0, 0, {}, {}}; }
sim::ColumnSchema confidence() { return closed_text("confidence", {"high", "medium", "low", "guess"}); }

double year_or(const sim::Table& table, std::string_view column, std::size_t row, double otherwise) {
  return table.empty(column, row) ? otherwise : sim::decimal_year(table.date(column, row));
}

// Sectors of a row, words separated by spaces; empty: all. The check reports a word that is not a sector; it marks
// none.
void mark_sectors(const std::string& words, std::array<bool, sectors>& marked) {
  for (std::size_t s = 0; s < sectors; ++s) {
    marked[s] =
        words.empty() || (" " + words + " ").find(" " + std::string(sector_words[s]) + " ") != std::string::npos;
  }
}

// A model is built on, and taught by, models that are out: the rows are in no order yet, so their dates are compared. A
// teacher may come out on the same day.
void check_lineage(const sim::Table& releases, std::vector<sim::Problem>& problems) {
  std::map<std::string_view, std::size_t> by_model;
  for (std::size_t row = 0; row < releases.rows(); ++row) by_model.emplace(releases.text("model", row), row);
  for (std::size_t row = 0; row < releases.rows(); ++row) {
    for (const bool teacher : {false, true}) {
      const std::string column = teacher ? "taught_by" : "built_on";
      if (releases.empty(column, row)) continue;
      const auto on = by_model.find(releases.text(column, row));
      if (on == by_model.end()) continue;  // reported as an unknown name
      const sim::Date date = releases.date("date", row), before = releases.date("date", on->second);
      if (on->second != row && (before < date || (teacher && before == date))) continue;
      sim::add_problem(
          problems, releases.place(row), column,
          "'" + releases.text(column, row) + "' was not out when '" + releases.text("model", row) + "' came out",
          "a model of an earlier date", {});
    }
  }
}

void check_programmes(const sim::Table& table, std::vector<sim::Problem>& problems) {
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (row == most_programmes) {
      sim::add_problem(problems, table.place(row), "programme",
                       "the table has " + std::to_string(table.rows()) + " programmes",
                       "at most " + std::to_string(most_programmes), {});
    }
    if (table.empty("family", row) == table.empty("origin", row)) {
      sim::add_problem(problems, table.place(row), "family", "a programme names either a family or an origin",
                       "a value in one of the columns family and origin", {});
    }
    if (table.empty("buyer", row) != (table.text("kind", row) != "purchase")) {
      sim::add_problem(problems, table.place(row), "buyer", "a purchase needs a buyer, and nothing else may have one",
                       "the family whose users a purchase concerns", {});
    }
    const std::string& words = table.text("sectors", row);
    std::size_t known = 0, listed = words.empty() ? 0 : 1;
    for (const char c : words) listed += c == ' ' ? 1U : 0U;
    std::array<bool, sectors> marked{};
    mark_sectors(words, marked);
    for (const bool mark : marked) known += mark && !words.empty() ? 1U : 0U;
    if (known != listed) {
      sim::add_problem(problems, table.place(row), "sectors", "'" + words + "' contains a word that is not a sector",
                       "government, critical_infrastructure, technology, other; separated by single spaces", {});
    }
  }
}

double number_or(const sim::Table& table, std::string_view column, std::size_t row, double otherwise) {
  return table.empty(column, row) ? otherwise : table.number(column, row);
}

}  // namespace

CountryIndex Roster::country(std::string_view code) const {
  for (std::size_t c = 0; c < jurisdictions.size(); ++c) {
    if (jurisdictions[c].code == code) return static_cast<CountryIndex>(c);
  }
  return unknown_country;
}

std::vector<sim::TableSchema> reference_tables() {
  return {
      {"jurisdictions",
       {text("code"), text("name"), closed_text("bloc", {"us_aligned", "china", "non_aligned"}),
        number("gdp_share", 0, 1), number("demand_share_2019", 0, 1), number("demand_share_2024", 0, 1),
        number("legal_distillation", 0, 1), number("diffusion_tier", 1, 3), optional_text("source"), confidence()},
       "code",
       "Jurisdictions: blocs, weights and shares of world demand for accelerators"},
      {"labs",
       {text("id"), text("name"), reference("country", "jurisdictions.code"), closed_text("kind", all(lab_kind_words)),
        optional_date("entry"), optional_number("flagship_share", 0, 1), optional_number("talent", 0, 5),
        optional_number("stance_flagship", -10, 10), optional_number("stance_second_line", -10, 10),
        optional_date("exit"), optional_number("brand_derive", -10, 10), optional_number("brand_use", -10, 10),
        closed_text("big_name", {"true", "false"}), optional_number("allocation", 0, 1),
        optional_number("surprise", 0, 1), optional_text("source"), confidence()},
       "id",
       "Organisations that release models, with their stance and brand"},
      {"releases",
       {text("release"),
        text("model"),
        text("family"),
        reference("lab", "labs.id"),
        closed_text("task_class", all(task_class_words)),
        date("date"),
        text("licence"),
        closed_text("licence_class", all(licence_words)),
        closed_text("line", all(line_words)),
        closed_text("purpose", all(purpose_words)),
        optional_number("total_parameters", 0, any),
        optional_number("active_parameters", 0, any),
        optional_number("eci", 0, 300),
        optional_closed_text("eci_origin", {"measured", "same_weights"}),
        optional_number("training_compute", 0, any),
        optional_number("repositories", 0, 10000),
        optional_number("attraction", -20, 20),
        optional_text("label"),
        optional_reference("built_on", "releases.model"),
        optional_reference("taught_by", "releases.model"),
        optional_text("hub_id"),
        optional_text("source"),
        confidence()},
       "model",
       "One row for each size of a release; each becomes a base node of the derivation graph"},
      {"policy_dates",
       {text("lever"), optional_text("of"), optional_text("in"), optional_text("sectors"), date("date"),
        number("value", -any, any), optional_number("fee", 0, 1), optional_text("source"), confidence()},
       {},
       "Dated facts of policy: the baseline of the levers"},
      {"adoption_programmes",
       {text("programme"), closed_text("kind", {"sovereign", "cloud_bundle", "start_ups", "purchase"}),
        optional_reference("region", "jurisdictions.code"), optional_text("sectors"),
        optional_reference("buyer", "releases.family"), optional_reference("family", "releases.family"),
        optional_reference("origin", "jurisdictions.code"), date("date"), number("reach", 0, 1),
        optional_text("source"), confidence()},
       "programme",
       "Dated facts that tie the organisations of a region to a family or to a country's families"},
      {"published_figures",
       {text("pattern"), optional_text("part"), text("title"), optional_number("value", -any, any),
        optional_number("low", -any, any), optional_number("high", -any, any), text("unit"), date("period_start"),
        date("period_end"), closed_text("counted", {"observed", "given", "shown"}),
        closed_text("validation", {"true", "false"}), text("definition"), text("source"), confidence()},
       {},
       "Published figures that the model is compared with"},
      {"published_series",
       {text("series"), date("date"), text("entity"), number("value", -any, any), text("unit"),
        closed_text("reading", {"value", "state"}), optional_text("source"), confidence()},
       {},
       "Published time series: the ink line of the figures"},
      {"eci_scores",
       {text("model"), optional_date("date"), number("eci", 0, 300), optional_number("eci_low", 0, 300),
        optional_number("eci_high", 0, 300), optional_text("organization"), optional_text("country"),
        optional_text("accessibility")},
       {},
       "Epoch Capabilities Index (CC BY 4.0, Epoch AI)"},
  };
}

void check_reference_tables(const sim::Tables& tables, std::vector<sim::Problem>& problems) {
  const sim::Table& jurisdictions = tables.find("jurisdictions")->second;
  for (const std::string_view column : {"gdp_share", "demand_share_2019", "demand_share_2024"}) {
    double sum = 0.0;
    for (std::size_t row = 0; row < jurisdictions.rows(); ++row) sum += jurisdictions.number(column, row);
    if (std::abs(sum - 1.0) > 1e-6) {
      sim::add_problem(problems, {jurisdictions.file, 1, 0}, std::string(column),
                       "shares sum to " + std::to_string(sum), "a sum of 1", {});
    }
  }
  for (const std::string_view code : {"US", "CN", "ASEAN", "GULF"}) {
    bool found = false;
    for (std::size_t row = 0; row < jurisdictions.rows(); ++row) found |= jurisdictions.text("code", row) == code;
    if (!found) {
      sim::add_problem(problems, {jurisdictions.file, 1, 0}, "code", "no row for " + std::string(code),
                       "a row for each of US, CN, ASEAN, GULF", {});
    }
  }
  check_programmes(tables.find("adoption_programmes")->second, problems);
  const sim::Table& releases = tables.find("releases")->second;
  std::map<std::string, std::string, std::less<>> lab_of_family;
  for (std::size_t row = 0; row < releases.rows(); ++row) {
    const auto [it, fresh] = lab_of_family.emplace(releases.text("family", row), releases.text("lab", row));
    if (!fresh && it->second != releases.text("lab", row)) {
      sim::add_problem(problems, releases.place(row), "family",
                       "family '" + it->first + "' belongs to lab '" + it->second + "' in an earlier row",
                       "one lab per family", {});
    }
  }
  check_lineage(releases, problems);
}

namespace {

using LabsById = std::map<std::string, LabIndex, std::less<>>;
using FamiliesByName = std::map<std::string, FamilyIndex, std::less<>>;

void read_jurisdictions(Roster& roster, const sim::Table& table) {
  for (std::size_t row = 0; row < table.rows(); ++row) {
    roster.jurisdictions.push_back({table.text("code", row), table.text("bloc", row), table.number("gdp_share", row),
                                    table.number("demand_share_2019", row), table.number("demand_share_2024", row),
                                    table.number("legal_distillation", row),
                                    static_cast<int>(table.number("diffusion_tier", row))});
  }
  roster.united_states = roster.country("US");
  roster.china = roster.country("CN");
  roster.association_of_southeast_asian_nations = roster.country("ASEAN");
  roster.gulf = roster.country("GULF");
}

LabsById read_labs(Roster& roster, const sim::Table& table) {
  LabsById index;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    index[table.text("id", row)] = static_cast<LabIndex>(roster.labs.size());
    RosterLab lab;
    lab.id = table.text("id", row);
    lab.name = table.text("name", row);
    lab.country = roster.country(table.text("country", row));
    lab.kind = word<LabKind>(lab_kind_words, table.text("kind", row));
    lab.entry = year_or(table, "entry", row, 2019.0);
    lab.exit = year_or(table, "exit", row, 1e9);
    lab.flagship_share = number_or(table, "flagship_share", row, 0.0);
    lab.talent = number_or(table, "talent", row, 1.0);
    lab.stance_flagship = number_or(table, "stance_flagship", row, 0.0);
    lab.stance_second_line = number_or(table, "stance_second_line", row, lab.stance_flagship);
    lab.brand_derive = number_or(table, "brand_derive", row, 0.0);
    lab.brand_use = number_or(table, "brand_use", row, 0.0);
    lab.big_name = table.text("big_name", row) == "true";
    if (!table.empty("allocation", row)) lab.allocation = table.number("allocation", row);
    lab.surprise = number_or(table, "surprise", row, 0.0);
    roster.labs.push_back(std::move(lab));
  }
  return index;
}

FamiliesByName read_families(Roster& roster, const sim::Table& releases, const LabsById& labs) {
  LabsById lab_of_family;
  for (std::size_t row = 0; row < releases.rows(); ++row) {
    lab_of_family.emplace(releases.text("family", row), labs.at(releases.text("lab", row)));
  }
  // A lab that trains but has released nothing yet will need a family of its own.
  for (std::size_t l = 0; l < roster.labs.size(); ++l) {
    const RosterLab& lab = roster.labs[l];
    const bool has_one = std::any_of(lab_of_family.begin(), lab_of_family.end(),
                                     [&](const auto& entry) { return at(entry.second) == l; });
    if (lab.flagship_share > 0.0 && !has_one) lab_of_family.emplace(lab.name, static_cast<LabIndex>(l));
  }
  for (const auto& [name, lab] : lab_of_family) {
    roster.families.push_back({name, lab, roster.labs[at(lab)].country});
  }
  std::sort(roster.families.begin(), roster.families.end(), [](const Family& a, const Family& b) {
    return std::tuple(at(a.country), at(a.lab), a.name) < std::tuple(at(b.country), at(b.lab), b.name);
  });
  FamiliesByName index;
  for (std::size_t f = 0; f < roster.families.size(); ++f) {
    index[roster.families[f].name] = static_cast<FamilyIndex>(f);
  }
  return index;
}

RosterBase read_base(const sim::Table& releases, std::size_t row, const LabsById& labs,
                     const FamiliesByName& families) {
  RosterBase base;
  base.release = releases.text("release", row);
  base.model = releases.text("model", row);
  base.family = families.at(releases.text("family", row));
  base.lab = labs.at(releases.text("lab", row));
  base.task_class = word<TaskClass>(task_class_words, releases.text("task_class", row));
  base.licence = word<Licence>(licence_words, releases.text("licence_class", row));
  base.permissive_licence = releases.text("licence", row) == "apache-2.0" ? PermissiveLicence::apache_2_0
                            : releases.text("licence", row) == "mit"      ? PermissiveLicence::mit
                                                                          : PermissiveLicence::other;
  base.line = word<Line>(line_words, releases.text("line", row));
  base.purpose = word<Purpose>(purpose_words, releases.text("purpose", row));
  base.label = releases.empty("label", row) ? base.model + (open_weights(base.licence) ? "" : " (closed)")
                                            : releases.text("label", row);
  base.days = releases.date("date", row).days;
  base.total_parameters = number_or(releases, "total_parameters", row, unstated_total_parameters);
  base.active_parameters =
      number_or(releases, "active_parameters", row, std::min(base.total_parameters, unstated_active_parameters));
  const bool language = base.task_class == TaskClass::language;
  base.eci = language ? number_or(releases, "eci", row, 0.0) : 0.0;
  base.eci_measured = base.eci != 0.0 && releases.text("eci_origin", row) != "same_weights";
  base.repositories = number_or(releases, "repositories", row, 1.0);
  base.attraction = number_or(releases, "attraction", row, 0.0);
  return base;
}

void read_programmes(Roster& roster, const sim::Table& table, const FamiliesByName& families) {
  for (std::size_t row = 0; row < table.rows(); ++row) {
    Programme programme;
    programme.name = table.text("programme", row);
    programme.region = roster.country(table.text("region", row));
    mark_sectors(table.text("sectors", row), programme.sectors);
    if (!table.empty("buyer", row)) programme.buyer = families.at(table.text("buyer", row));
    if (table.empty("family", row)) {
      programme.origin = roster.country(table.text("origin", row));
    } else {
      programme.family = families.at(table.text("family", row));
      programme.origin = roster.families[at(programme.family)].country;
    }
    programme.days = table.date("date", row).days;
    programme.reach = table.number("reach", row);
    (programme.buyer == no_family ? roster.programmes : roster.purchases).push_back(programme);
  }
}

// What can be said of a row only beside the others: which size leads its release, and which row it was built on.
void relate(std::vector<RosterBase>& bases, const sim::Table& releases) {
  std::map<std::string_view, std::size_t> by_model, largest;
  for (std::size_t i = 0; i < bases.size(); ++i) {
    by_model.emplace(bases[i].model, i);
    const auto [entry, is_new] = largest.try_emplace(bases[i].release, i);
    if (!is_new && bases[i].total_parameters > bases[entry->second].total_parameters) entry->second = i;
  }
  for (const auto& [release, row] : largest) bases[row].leads = true;
  for (std::size_t row = 0; row < releases.rows(); ++row) {
    RosterBase& base = bases[by_model.at(releases.text("model", row))];
    if (!releases.empty("built_on", row)) base.built_on = by_model.at(releases.text("built_on", row));
    if (!releases.empty("taught_by", row)) base.taught_by = by_model.at(releases.text("taught_by", row));
  }
}

}  // namespace

bool decided_on(const RosterBase& base, const Roster& roster) {
  return base.task_class == TaskClass::language && base.purpose != Purpose::embedding &&
         roster.labs[at(base.lab)].flagship_share > 0.0;
}

std::shared_ptr<const Roster> make_roster(const sim::Tables& tables, double known_until) {
  auto roster = std::make_shared<Roster>();
  const sim::Table& releases = tables.find("releases")->second;
  read_jurisdictions(*roster, tables.find("jurisdictions")->second);
  const LabsById labs = read_labs(*roster, tables.find("labs")->second);
  const FamiliesByName families = read_families(*roster, releases, labs);
  for (std::size_t row = 0; row < releases.rows(); ++row) {
    roster->bases.push_back(read_base(releases, row, labs, families));
  }
  std::stable_sort(roster->bases.begin(), roster->bases.end(),
                   [](const RosterBase& a, const RosterBase& b) { return a.days < b.days; });
  relate(roster->bases, releases);
  impute_capability(roster->bases, roster->labs, known_until);
  count_closed_scored(*roster);
  read_programmes(*roster, tables.find("adoption_programmes")->second, families);
  return roster;
}

}  // namespace weightshed::roster
