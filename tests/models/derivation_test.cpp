// Derivation: utilities, blocks, classes and kinds of works.
#include "models/derivation/derivation.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "tests/models/small_history.hpp"

using namespace weightshed;
using namespace weightshed::derivation;
using namespace weightshed::test;

namespace {

const Parameters p;
constexpr double points_an_order = 11.6;

lineage::Base base_of(double size, double capability = 27.0, double born = 2024.0) {
  lineage::Base b;
  b.task_class = TaskClass::language;
  b.log2_size = std::log2(size);
  b.capability = capability;
  b.born_year = born;
  return b;
}

struct Place {
  lineage::Shelf::Block block;
  lineage::FamilyState family;
  levers::UseTerms use = levers::Terms::neutral(3, 0).use;

  Place() {
    block.country = CountryIndex{1};
    block.licence = Licence::permissive;
    family.awareness.assign(4, 1.0);
  }
  double factor(std::size_t region, bool commercial = false, bool bulk = false, double salience = 0.0) const {
    arrival::Author author;
    author.commercial = commercial;
    author.kind = bulk ? AuthorKind::bulk_uploader : AuthorKind::individual;
    double aware = family.awareness[region];
    weigh_awareness({&aware, 1}, p);
    return licence_factor(block.licence, minds_of(author), p) * aware *
           origin_factor(block.country, region, salience, block.country, use, p);
  }
};

}  // namespace

TEST_CASE("the demand for task classes sums to 1 at all times, and language has its stated share in the end") {
  for (double year = 2018.0; year < 2040.0; year += 0.25) {
    const std::vector<double> demand = class_demand(year, p);
    REQUIRE(demand.size() == task_classes);
    REQUIRE(std::accumulate(demand.begin(), demand.end(), 0.0) == Approx(1.0));
    for (const double share : demand) REQUIRE(share >= 0.0);
  }
  CHECK(class_demand(2040.0, p)[0] == Approx(p.language_share));
  CHECK(class_demand(p.language_midpoint, p)[0] == Approx(0.5 * p.language_share));
}

TEST_CASE("a block's factor is its awareness to its exponent, times what the author minds") {
  Place place;
  CHECK(place.factor(0) == 1.0);
  place.family.awareness[0] = 0.25;
  CHECK(place.factor(0) == Approx(std::pow(0.25, p.awareness)));
  CHECK(place.factor(2) == 1.0);
  CHECK(place.factor(2, false, false, 3.0) == Approx(std::exp(-3.0 * p.aversion)));
  CHECK(place.factor(1, false, false, 3.0) == Approx(std::exp(p.home)));  // at home, no aversion
  place.block.licence = Licence::gated_research;
  CHECK(place.factor(2) == 1.0);
  CHECK(place.factor(2, true) == Approx(std::exp(2.0 * p.non_commercial)));
  CHECK(place.factor(2, false, true) == 0.0);  // bulk uploaders keep to permissive bases
  place.block.licence = Licence::restricted_commercial;
  CHECK(place.factor(2, true) == Approx(std::exp(2.0 * p.restricted)));
}

TEST_CASE("a ban of strength 1 in all sectors leaves nothing, one that leaves a sector out binds no developer") {
  Place place;
  for (std::size_t sector = 0; sector < sectors; ++sector) {
    CHECK(place.factor(0) == 1.0);
    place.use.at_forbidden(0, sector, 1) = 1.0;
  }
  CHECK(place.factor(0) == 0.0);
  CHECK(place.factor(2) == 1.0);
  CHECK(place.factor(3) == 1.0);  // an author of unknown country
  for (std::size_t sector = 0; sector < sectors; ++sector) {
    place.use.at_forbidden(0, sector, 1) = 0.25 + 0.1 * static_cast<double>(sector);
  }
  CHECK(place.factor(0) == Approx(0.75));
}

TEST_CASE("the utility of a base is highest at the optimal size and falls by a normal curve in doublings") {
  const double at_best = own_utility(base_of(p.size_optimum), {27.0, false}, points_an_order, p);
  CHECK(at_best == Approx(0.0).margin(1e-12));
  for (const double doublings : {-3.0, -1.0, 2.0}) {
    const double u = own_utility(base_of(p.size_optimum * std::exp2(doublings)), {27.0, false}, points_an_order, p);
    CHECK(u == Approx(-0.5 * std::pow(doublings / p.size_width, 2)));
  }
}

TEST_CASE("ten points of capability, a year of age, launch, purpose and attraction weigh what their cards say") {
  const auto u = [&](const lineage::Base& b, double year = 2025.0) {
    return own_utility(b, {27.0, lineage::in_launch(b, year)}, points_an_order, p);
  };
  const double size = p.size_optimum;
  CHECK(u(base_of(size, 27.0 + 10.0 / 11.6)) == Approx(p.capability));
  // Forward decay: a base born a year later is a year younger for ever.
  CHECK(u(base_of(size, 27.0, 2023.0)) - u(base_of(size, 27.0, 2024.0)) == Approx(p.ageing));
  CHECK(u(base_of(size), 2024.1) == Approx(p.launch));
  CHECK(u(base_of(size), 2024.0 + lineage::launch_years + 1e-9) == Approx(0.0).margin(1e-12));
  lineage::Base b = base_of(size);
  b.purpose = Purpose::instruct;
  CHECK(u(b) == Approx(p.instruct));
  b.purpose = Purpose::code;
  CHECK(u(b) == Approx(p.code));
  b.purpose = Purpose::base;
  b.attraction_derive = 0.7;
  CHECK(u(b) == Approx(0.7));
  b.task_class = TaskClass::vision;  // no capability, no size
  b.log2_size = 50.0;
  CHECK(u(b) == Approx(0.7));
}

TEST_CASE("a family's brand weighs what its card says, and the network counts represented derivatives") {
  lineage::FamilyState family;
  CHECK(family_utility(family, 2.0, p) == Approx(2.0 * p.brand));
  family.recent = 999.0;
  CHECK(family_utility(family, 0.0, p) == Approx(p.network * std::log(1000.0)));
}

TEST_CASE("what Chinese language bases of a period have in common adds to their attraction and to no other's") {
  const sim::Study study = load("baseline");
  const auto bases = [&](const char* key, double value) {
    history::History history = begin(study, 0.001, 0, {0, 0}, sim::Past::observed, {{key, value}});
    run_until(history, study.policies[0], sim::date_of(2025, 12, 29));
    return history.state().models.bases;
  };
  const auto china = roster::make_roster(study.tables)->china;
  const std::vector<lineage::Base> without = bases("derivation.chinese_2023", 0.0);
  const std::pair<const char*, std::pair<double, double>> periods[] = {
      {"derivation.chinese_2023", {2000.0, 2024.0}},
      {"derivation.chinese_2024_first", {2024.0, 2024.5}},
      {"derivation.chinese_2024_second", {2024.5, 2025.0}},
      {"derivation.chinese_2025", {2025.0, 2026.0}}};
  for (const auto& [key, period] : periods) {
    const std::vector<lineage::Base> with = bases(key, 0.5);
    REQUIRE(with.size() == without.size());
    double moved = 0.0;
    for (std::size_t b = 0; b < with.size(); ++b) {
      const lineage::Base& base = with[b];
      const bool meant = base.country == china && base.task_class == TaskClass::language &&
                         base.born_year >= period.first && base.born_year < period.second;
      REQUIRE(base.attraction_derive - without[b].attraction_derive == Approx(meant ? 0.5 : 0.0).margin(1e-12));
      moved += meant ? 1.0 : 0.0;
    }
    CHECK(moved > 0.0);
  }
}

TEST_CASE("authors go on with the parent of their last work as often as they return to a family in series") {
  const sim::Study study = load("baseline");
  const auto again = [&](double series) {
    history::History history = begin(study, 0.02, 0, {0, 0}, sim::Past::observed, {{"derivation.series", series}});
    run_until(history, study.policies[0], sim::date_of(2024, 9, 2));
    const lineage::Models& models = history.state().models;
    std::vector<sim::NodeIndex> last(history.state().authors.authors.size());
    double pairs = 0.0, same = 0.0;
    for (std::size_t n = 0; n < models.base.size(); ++n) {
      const sim::NodeIndex parent = models.topology.parent(sim::NodeIndex(n));
      // Direct works share a base by chance; only parents that are derivatives tell.
      if (models.is_base(sim::NodeIndex(n))) continue;
      sim::NodeIndex& before = last[at(models.author[n])];
      if (before.exists() && !models.is_base(before)) {
        pairs += 1.0;
        same += parent == before ? 1.0 : 0.0;
      }
      before = parent;
    }
    REQUIRE(pairs > 300.0);
    return same / pairs;
  };
  const double none = again(0.0), all = again(1.0);
  CHECK(none < 0.05);
  CHECK(all - none == Approx(p.habit).margin(0.06));
}

TEST_CASE("works have the kinds of their authors, inherit or loosen licences and add their gain to their parent's") {
  const sim::Study study = load("baseline");
  history::History history = begin(study, 0.01);
  run_until(history, study.policies[0], sim::date_of(2024, 7, 1));
  const lineage::Models& models = history.state().models;
  const arrival::Authors& authors = history.state().authors;
  std::vector<double> kinds(derivation_kinds, 0.0);
  double ordinary = 0.0, breaches = 0.0, merges = 0.0, on_base = 0.0, works = 0.0;
  for (std::size_t n = 0; n < models.base.size(); ++n) {
    const sim::NodeIndex node(n), parent = models.topology.parent(node);
    const lineage::NodeAttributes own = lineage::NodeAttributes::unpack(models.sampler[node].attributes);
    if (models.is_base(node)) {
      REQUIRE(own.kind == (parent.exists() ? DerivationKind::fine_tune : DerivationKind::base));
      continue;
    }
    ++works;
    on_base += parent == models.root(node).node ? 1.0 : 0.0;
    const arrival::Author& author = authors.authors[at(models.author[n])];
    const lineage::NodeAttributes above = lineage::NodeAttributes::unpack(models.sampler[parent].attributes);
    REQUIRE(models.base[n] == models.base[parent.value]);
    REQUIRE(own.country == author.country);
    REQUIRE(own.licence == (author.own_licence ? Licence::permissive : above.licence));
    REQUIRE((author.kind != AuthorKind::quantiser || !author.own_licence));
    REQUIRE(own.breach == (own.licence > above.licence));
    REQUIRE(own.trainings == above.trainings + (own.kind == DerivationKind::quantisation ? 0 : 1));
    breaches += own.breach ? 1.0 : 0.0;
    const double gain = own.kind == DerivationKind::quantisation ? p.gain_quantisation : p.gain_fine_tune;
    REQUIRE(models.capability[n] == models.capability[parent.value] + static_cast<float>(gain));
    const bool two = !models.topology.further_parents(node).empty();
    if (two) REQUIRE(own.kind == DerivationKind::merge);
    merges += two ? 1.0 : 0.0;
    if (author.kind == AuthorKind::quantiser) {
      REQUIRE(own.kind == DerivationKind::quantisation);
    } else if (author.kind == AuthorKind::bulk_uploader) {
      REQUIRE((own.kind == DerivationKind::adapter || own.kind == DerivationKind::fine_tune));
      // Licences are minded among language bases only.
      if (models.root(node).task_class == TaskClass::language) REQUIRE(free_of_restriction(models.root(node).licence));
    } else {
      ++kinds[static_cast<std::size_t>(own.kind)];
      ++ordinary;
    }
  }
  REQUIRE(ordinary > 1500);
  const auto share = [&](DerivationKind kind, double expected) {
    INFO(derivation_kind_words[static_cast<std::size_t>(kind)]);
    CHECK(kinds[static_cast<std::size_t>(kind)] / ordinary ==
          Approx(expected).margin(4.0 * std::sqrt(expected * (1.0 - expected) / ordinary)));
  };
  share(DerivationKind::adapter, p.adapter);
  share(DerivationKind::quantisation, p.quantisation);
  share(DerivationKind::merge, p.merge);
  share(DerivationKind::distillation, p.distillation);
  share(DerivationKind::fine_tune, 1.0 - p.adapter - p.quantisation - p.merge - p.distillation);
  CHECK(breaches > 0.0);
  CHECK(merges > 0.0);
  CHECK(on_base / works > 0.5);
}

TEST_CASE("a ban of an origin in all sectors stops the region's authors in every class of bases") {
  const sim::Study study = load("baseline");
  history::History history = begin(study, 0.05);
  run_until(history, study.policies[0], sim::date_of(2024, 9, 2));
  const std::uint32_t from = history.clock().step();
  sim::Policy banned = study.policies[0];
  const auto& kind = history::kind();
  int lever = 0;
  while (kind.levers[static_cast<std::size_t>(lever)].key != "ban_foreign_weights") ++lever;
  const roster::Roster& roster = *history.state().roster;
  banned.actions.push_back(
      {{lever, static_cast<int>(roster.china), static_cast<int>(roster.united_states), sim::any_index},
       history.clock().now(),
       {},
       {},
       1.0,
       0.0});
  // New works of authors known to be in the US on Chinese bases, of language and of other classes.
  const auto count = [&](const ecosystem::Ecosystem& e) {
    std::array<double, 2> works{};
    for (std::size_t n = 0; n < e.models.base.size(); ++n) {
      const lineage::NodeAttributes own = lineage::NodeAttributes::unpack(e.models.sampler.nodes()[n].attributes);
      const lineage::Base& root = e.models.root(sim::NodeIndex(n));
      if (own.kind == DerivationKind::base || e.models.born_step[n] < from) continue;
      if (own.country != at(roster.united_states) || root.country != roster.china) continue;
      works[root.task_class == TaskClass::language ? 0 : 1] += 1.0;
    }
    return works;
  };
  const auto free = history.copy();
  run_until(history, banned, sim::date_of(2025, 12, 29));
  run_until(*free, study.policies[0], sim::date_of(2025, 12, 29));
  const auto with = count(history.state()), without = count(dynamic_cast<const history::History&>(*free).state());
  CHECK(with[0] == 0.0);
  CHECK(with[1] == 0.0);
  CHECK(without[0] > 10.0);
  CHECK(without[1] > 0.0);
}
