// The C++ side of the docking: arrival, derivation and downloads as the model runs them, on a small roster, with every
// other process left out; prints its parameters for the independent implementation, or one row of statistics a seed.
//
// usage: docking parameters [NAME=VALUE...]          JSON on standard output, what the Python sides read
//        docking run SEEDS [FIRST] [NAME=VALUE...]   CSV on standard output
//        docking design                              CSV of the runs on standard input, `SEED [NAME=VALUE...]` a line
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "models/ecosystem/ecosystem.hpp"
#include "models/ecosystem/views.hpp"

namespace {

using namespace weightshed;
using Assigned = std::map<std::string, double>;

constexpr std::uint32_t years_simulated = 6, steps_a_year = 52, steps = years_simulated * steps_a_year;
constexpr double scale = 0.003;
const sim::Date start = sim::date_of(2020, 1, 6);

// Values that differ from the cards: terms that are 0 by default are switched on, and what the roster must say alone
// (attraction) is not drawn.
const Assigned departures{{"derivation.attraction_spread", 0.0},
                          {"downloads.attraction_spread", 0.0},
                          {"derivation.aversion", 0.0},
                          {"derivation.home", 0.4},
                          {"downloads.home", 0.3},
                          {"arrival.stated_base", 0.6},
                          {"downloads.head_threshold", 20.0},
                          {"derivation.language_midpoint", 2021.5},
                          {"downloads.other_ageing", 4.0},
                          {"arrival.imitate", 5.0},
                          {"arrival.awareness_start", 0.05}};

std::vector<sim::ParameterCard> cards_of(const Assigned& extra) {
  std::vector<sim::ParameterCard> cards = ecosystem::parameter_cards();
  for (const Assigned* assigned : {&departures, &extra}) {
    for (const auto& [name, value] : *assigned) {
      const auto card = std::find_if(cards.begin(), cards.end(), [&](const auto& c) { return c.key == name; });
      if (card == cards.end()) throw std::invalid_argument("no parameter " + name);
      card->initial = value;
    }
  }
  return cards;
}

// Five families of three countries: a big name with a brand, a fast challenger, a restricted licence, a late giant, and
// one outside language only. All values are made up: docking needs contrasts, not facts.
roster::Roster small_roster() {
  roster::Roster r;
  r.jurisdictions = {{"US", "us_aligned", 0.35, 0.5, 0.6, 0.4},
                     {"CN", "china", 0.25, 0.3, 0.2, 1.0},
                     {"REST", "non_aligned", 0.40, 0.2, 0.2, 0.7}};
  r.united_states = CountryIndex{0};
  r.china = CountryIndex{1};
  r.association_of_southeast_asian_nations = r.gulf = CountryIndex{2};
  const auto lab = [&](const char* id, std::size_t country, LabKind kind, double derive, double use) {
    roster::RosterLab l;
    l.id = l.name = id;
    l.country = static_cast<CountryIndex>(country);
    l.kind = kind;
    l.big_name = kind == LabKind::big_tech;
    l.entry = 2018.0;
    l.brand_derive = derive;
    l.brand_use = use;
    r.families.push_back({id, static_cast<LabIndex>(r.labs.size()), l.country});
    r.labs.push_back(l);
  };
  lab("Alder", 0, LabKind::big_tech, 1.5, 2.0);
  lab("Birch", 0, LabKind::university, 0.0, 0.5);
  lab("Cedar", 1, LabKind::frontier_start_up, 0.3, 0.8);
  lab("Dogwood", 1, LabKind::big_tech, -0.5, 0.2);
  lab("Elm", 2, LabKind::firm, 0.8, 1.0);
  const auto release = [&](std::size_t family, TaskClass task, Licence licence, Purpose purpose, sim::Date date,
                           double total, double active, double eci, double attraction) {
    roster::RosterBase b;
    b.release = b.model = r.families[family].name + std::to_string(r.bases.size());
    b.family = static_cast<FamilyIndex>(family);
    b.lab = r.families[family].lab;
    b.task_class = task;
    b.licence = licence;
    b.line = Line::flagship;
    b.purpose = purpose;
    b.days = date.days + 0.25;
    b.total_parameters = total;
    b.active_parameters = active;
    b.eci = eci;
    b.repositories = 1.0;
    b.attraction = attraction;
    r.bases.push_back(b);
  };
  using enum TaskClass;
  using enum Licence;
  using enum Purpose;
  release(0, text_encoder, permissive, Purpose::base, sim::date_of(2020, 1, 7), 1.1e8, 1.1e8, 0, 1.0);
  release(4, text_encoder, permissive, embedding, sim::date_of(2020, 3, 11), 1.1e8, 1.1e8, 0, 0.5);
  release(1, language, permissive, Purpose::base, sim::date_of(2020, 2, 5), 1.5e9, 1.5e9, 80, 0.2);
  release(0, language, gated_research, Purpose::base, sim::date_of(2020, 9, 16), 6.7e9, 6.7e9, 95, 0.0);
  release(0, language, gated_research, Purpose::base, sim::date_of(2020, 9, 16), 6.5e10, 6.5e10, 105, 0.3);
  release(2, language, permissive, instruct, sim::date_of(2021, 2, 3), 7e9, 7e9, 97, -0.2);
  release(4, diffusion, restricted_commercial, Purpose::base, sim::date_of(2021, 5, 12), 1e9, 1e9, 0, 1.0);
  release(4, language, permissive, Purpose::base, sim::date_of(2021, 6, 9), 3e9, 3e9, 98, 0.1);
  release(0, language, restricted_commercial, Purpose::base, sim::date_of(2021, 7, 21), 8e9, 8e9, 104, 0.6);
  release(0, language, restricted_commercial, instruct, sim::date_of(2021, 7, 21), 8e9, 8e9, 106, 0.4);
  release(3, language, permissive, instruct, sim::date_of(2022, 1, 19), 1.5e9, 1.5e9, 99, 0.0);
  release(3, text_encoder, permissive, embedding, sim::date_of(2022, 3, 2), 6e8, 6e8, 0, 1.5);
  release(2, language, permissive, code, sim::date_of(2022, 4, 6), 7e9, 7e9, 108, 0.5);
  release(2, language, permissive, Purpose::base, sim::date_of(2022, 6, 15), 3e9, 3e9, 107, 0.0);
  release(1, language, fully_open, Purpose::base, sim::date_of(2022, 9, 7), 1e9, 1e9, 98, 0.0);
  release(3, language, permissive, Purpose::base, sim::date_of(2023, 1, 18), 2.35e11, 2.2e10, 122, 0.8);
  release(3, language, permissive, instruct, sim::date_of(2023, 1, 18), 8e9, 8e9, 114, 0.3);
  release(3, diffusion, permissive, Purpose::base, sim::date_of(2023, 5, 10), 2e9, 2e9, 0, 1.8);
  release(4, language, gated_research, instruct, sim::date_of(2023, 8, 2), 1.2e10, 1.2e10, 116, 0.2);
  release(0, language, restricted_commercial, instruct, sim::date_of(2024, 2, 14), 3e9, 3e9, 115, 0.2);
  release(2, language, permissive, instruct, sim::date_of(2024, 7, 10), 3e10, 3e9, 124, 0.5);
  release(1, language, fully_open, instruct, sim::date_of(2025, 3, 5), 7e9, 7e9, 121, 0.0);
  std::stable_sort(r.bases.begin(), r.bases.end(), [](const auto& a, const auto& b) { return a.days < b.days; });
  return r;
}

nlohmann::json parameters(const Assigned& extra) {
  nlohmann::json out;
  for (const sim::ParameterCard& card : cards_of(extra)) out["parameters"][std::string(card.key)] = card.initial;
  const roster::Roster roster = small_roster();
  const roster::Names names = roster::make_names(roster);
  for (std::size_t c = 0; c < roster.jurisdictions.size(); ++c) {
    out["regions"].push_back({{"code", names.regions[c]}, {"use", names.use_by_region[c]}});
  }
  for (std::size_t f = 0; f < roster.families.size(); ++f) {
    const roster::RosterLab& lab = roster.labs[at(roster.families[f].lab)];
    const auto creator = static_cast<std::size_t>(names.lab_creator[at(roster.families[f].lab)]);
    out["families"].push_back({{"name", names.families[f]},
                               {"country", at(names.family_country[f])},
                               {"big_name", lab.big_name},
                               {"creator", creator_kind_words[creator]},
                               {"brand_derive", lab.brand_derive},
                               {"brand_use", lab.brand_use}});
  }
  for (const roster::RosterBase& b : roster.bases) {
    out["bases"].push_back({{"family", at(b.family)},
                            {"task_class", task_class_words[static_cast<std::size_t>(b.task_class)]},
                            {"licence", licence_words[static_cast<std::size_t>(b.licence)]},
                            {"purpose", purpose_words[static_cast<std::size_t>(b.purpose)]},
                            {"born", sim::decimal_year(b.days)},
                            {"born_step", static_cast<int>((b.days - start.days) / sim::Steps{}.days())},
                            {"total_parameters", b.total_parameters},
                            {"active_parameters", b.active_parameters},
                            {"eci", b.eci},
                            {"attraction", b.attraction}});
  }
  sim::Clock clock(start);
  for (std::uint32_t s = 0; s <= steps; ++s, clock.advance()) out["years"].push_back(clock.year());
  out["scale"] = scale;
  out["steps"] = steps;
  out["steps_a_year"] = steps_a_year;
  out["years_a_step"] = sim::Steps{}.length().value;
  return out;
}

double share(double part, double whole) { return whole > 0.0 ? part / whole : 0.0; }

// The numbers that both implementations report, by name; the definitions stand in README.md.
std::map<std::string, double> statistics(const ecosystem::Ecosystem& e) {
  std::map<std::string, double> out;
  const lineage::Models& m = e.models;
  const std::size_t nodes = m.base.size(), families = e.roster->families.size();
  const auto window = [&](const ledger::Flow& flow, std::uint32_t year, std::size_t column) {
    return flow.sum(year * steps_a_year, (year + 1) * steps_a_year - 1, column);
  };
  for (std::uint32_t year = 2; year < years_simulated; ++year) {
    double derivatives = 0.0, official = 0.0;
    for (std::size_t f = 0; f < families; ++f) {
      derivatives += window(e.ledger.derivatives_by_family, year, f);
      official += window(e.ledger.official_downloads, year, f);
    }
    for (std::size_t f = 0; f < families; ++f) {
      const std::string which = e.names->families[f] + " year " + std::to_string(year);
      out["derivatives " + which] = share(window(e.ledger.derivatives_by_family, year, f), derivatives);
      if (year >= 4) out["official " + which] = share(window(e.ledger.official_downloads, year, f), official);
    }
  }

  std::vector<std::uint32_t> depth(nodes, 0), tree(m.bases.size(), 0);
  double derivatives = 0, childless = 0, one = 0, two = 0, more = 0, on_base = 0, depths = 0, most = 0, permissive = 0;
  double breaches = 0;
  std::map<DerivationKind, double> kinds;
  for (std::size_t n = 0; n < nodes; ++n) {
    const sim::NodeIndex parent = m.topology.parent(sim::NodeIndex(n));
    if (!parent.exists()) continue;
    depth[n] = depth[parent.value] + 1;
    ++tree[at(m.base[n])];
    derivatives += 1;
    const double children = m.sampler.nodes()[n].children;
    childless += children == 0;
    one += children == 1;
    two += children == 2;
    more += children >= 3;
    most = std::max(most, children);
    on_base += depth[n] == 1;
    depths += depth[n];
    const lineage::NodeAttributes attributes = lineage::NodeAttributes::unpack(m.sampler.nodes()[n].attributes);
    kinds[attributes.kind] += 1;
    permissive += attributes.licence == Licence::permissive;
    breaches += attributes.breach;
  }
  out["derivatives"] = derivatives;
  out["independent works"] = static_cast<double>(m.independents.size());
  out["nodes without children"] = share(childless, derivatives);
  out["nodes with 1 child"] = share(one, derivatives);
  out["nodes with 2 children"] = share(two, derivatives);
  out["nodes with 3 or more children"] = share(more, derivatives);
  out["most children of a derivative"] = most;
  out["derivatives on a base"] = share(on_base, derivatives);
  out["mean depth"] = share(depths, derivatives);
  out["greatest depth"] = *std::max_element(depth.begin(), depth.end());
  out["largest tree"] = share(*std::max_element(tree.begin(), tree.end()), derivatives);
  out["adapters"] = share(kinds[DerivationKind::adapter], derivatives);
  out["quantisations"] = share(kinds[DerivationKind::quantisation], derivatives);
  out["merges with two parents"] = static_cast<double>(m.topology.further_parents().size());
  out["permissive derivatives"] = share(permissive, derivatives);
  out["breaches"] = share(breaches, derivatives);

  std::vector<double> works;
  for (const arrival::Author& author : e.authors.authors) works.push_back(author.works);
  works.resize(e.authors.came, 0.0);  // who never publishes is only counted
  std::sort(works.begin(), works.end(), std::greater<>());
  double total = 0.0, top = 0.0;
  for (std::size_t i = 0; i < works.size(); ++i) {
    total += works[i];
    if (i < works.size() / 100) top += works[i];
  }
  out["works of the busiest 1% of authors"] = share(top, total);
  for (const std::size_t f : {std::size_t{1}, std::size_t{2}}) {
    out["awareness of " + e.names->families[f] + " at the end"] = e.hub.families[f].awareness.back();
  }

  const std::size_t regions = e.names->regions.size();
  const std::uint32_t last = years_simulated - 1;
  double all = 0.0, young = 0.0;
  std::vector<double> by_country(regions + 1, 0.0);
  for (std::size_t c = 0; c <= regions; ++c) {
    for (std::size_t age = 0; age < downloads::ages; ++age) {
      const double count = window(e.ledger.downloads, last, c * downloads::ages + age);
      all += count;
      by_country[c] += count;
      if (age == 0) young += count;
    }
  }
  double unaffiliated = 0.0;
  for (std::size_t age = 0; age < downloads::ages; ++age) {
    unaffiliated += window(e.ledger.downloads_by_creator, last,
                           static_cast<std::size_t>(CreatorKind::unaffiliated) * downloads::ages + age);
  }
  out["downloads"] = all;
  out["downloads under a year"] = share(young, all);
  out["downloads, creator CN"] = share(by_country[1], all);
  out["downloads, creator unknown"] = share(by_country[regions], all);
  out["downloads, creator unaffiliated"] = share(unaffiliated, all);
  return out;
}

std::map<std::string, double> run(std::uint32_t seed, const Assigned& extra) {
  std::vector<double> values;
  for (const sim::ParameterCard& card : cards_of(extra)) values.push_back(card.initial);
  const ecosystem::Assumptions a = ecosystem::assumptions(values);
  const Streams streams(seed, 0);
  sim::Beginning beginning;
  beginning.start = start;
  beginning.end = start.plus_days(static_cast<std::int32_t>((steps - 1) * sim::Steps{}.days()));
  beginning.observed_until = beginning.end.plus_days(4000);  // the roster alone releases
  beginning.scale = scale;
  ecosystem::Ecosystem e =
      ecosystem::initial(beginning, std::make_shared<const roster::Roster>(small_roster()), a, streams);
  const levers::Terms terms = levers::Terms::neutral(e.names->regions.size(), e.labs.labs.size());
  for (std::uint32_t s = 0; s < steps; ++s) {  // the timetable of models/ecosystem/step.cpp, less what is left out
    e.ledger.begin_step();
    const context::Context context = context_of(e, terms, streams);
    release::publish(e.labs, e.models, e.hub, reception(e, a), a.release, context);
    arrival::admit(e.authors, e.hub.families, shares(a), a.arrival, context);
    derivation::build(e.authors, e.models, e.hub, scene(e, a), a.derivation, context);
    downloads::pull(e.hub, e.models, users(a), a.downloads, context);
    keep_standing(e, a);
    e.clock.advance();
  }
  return statistics(e);
}

// A row of the table: statistics and the processor's seconds, after the names of the columns if it is the first.
void print_run(std::uint32_t seed, const Assigned& extra, bool first) {
  const std::clock_t begin = std::clock();
  std::map<std::string, double> row = run(seed, extra);
  row["seconds"] = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  if (first) {
    std::printf("seed");
    for (const auto& [name, value] : row) std::printf(";%s", name.c_str());
    std::printf("\n");
  }
  std::printf("%u", seed);
  for (const auto& [name, value] : row) std::printf(";%.10g", value);
  std::printf("\n");
}

// Numbers in order, and assignments.
struct Given {
  std::vector<std::uint32_t> numbers;
  Assigned assigned;

  void read(const std::string& word) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos) {
      numbers.push_back(static_cast<std::uint32_t>(std::stoul(word)));
    } else {
      assigned[word.substr(0, equals)] = std::stod(word.substr(equals + 1));
    }
  }
};

void print_design(std::istream& lines) {
  bool first = true;
  for (std::string line; std::getline(lines, line); first = false) {
    std::istringstream words(line);
    Given given;
    for (std::string word; words >> word;) given.read(word);
    if (given.numbers.size() != 1) throw std::invalid_argument("a run needs one seed: '" + line + "'");
    print_run(given.numbers[0], given.assigned, first);
  }
}

}  // namespace

int main(int count, char** words) {
  try {
    const std::string command = count > 1 ? words[1] : "";
    Given given;
    for (int i = 2; i < count; ++i) given.read(words[i]);
    if (command == "parameters") {
      std::cout << parameters(given.assigned).dump(1) << '\n';
    } else if (command == "run" && !given.numbers.empty()) {
      const std::uint32_t first = given.numbers.size() > 1 ? given.numbers[1] : 0;
      for (std::uint32_t i = 0; i < given.numbers[0]; ++i) print_run(first + i, given.assigned, i == 0);
    } else if (command == "design" && count == 2) {
      print_design(std::cin);
    } else {
      std::cerr
          << "usage: docking parameters [NAME=VALUE...] | docking run SEEDS [FIRST] [NAME=VALUE...] | docking design\n";
      return 3;
    }
  } catch (const std::exception& error) {
    std::cerr << "docking: " << error.what() << '\n';
    return 3;
  }
}
