// Weights that are renewed only where an input changed, against weighing everything again.
#include <catch2/catch.hpp>
#include <cmath>

#include "models/ecosystem/views.hpp"
#include "models/roster/kept_rosters.hpp"
#include "tests/models/small_history.hpp"

using namespace weightshed;
using namespace weightshed::test;

namespace {

// Forgets all that the shelf has kept, so that the next step weighs everything.
void forget(lineage::Shelf& shelf) {
  for (std::size_t k = 0; k < task_classes; ++k) {
    for (lineage::Shelf::Block& block : shelf.blocks(static_cast<TaskClass>(k))) {
      block.stale = true;
      block.weighed_for_use = 0;
      block.own.assign(block.members.size(), {});
    }
  }
}

}  // namespace

TEST_CASE("the weights of bases are those that weighing all of them every week gives") {
  const sim::Study study = load("us-labs-close");
  history::History history = begin(study, 0.0003);
  run_until(history, study.policies.back(), sim::date_of(2025, 10, 1));
  ecosystem::Ecosystem keeping = history.state(), anew = keeping;
  const std::size_t bases = keeping.models.bases.size();
  for (int week = 0; week < 60; ++week) {
    forget(anew.hub.shelf);
    for (ecosystem::Ecosystem* e : {&keeping, &anew})
      ecosystem::step(*e, history.assumptions(), {}, study.policies.back(), history.streams());
    for (std::size_t k = 0; k < task_classes; ++k) {
      const auto kept = keeping.hub.shelf.blocks(static_cast<TaskClass>(k)),
                 weighed = anew.hub.shelf.blocks(static_cast<TaskClass>(k));
      REQUIRE(kept.size() == weighed.size());
      for (std::size_t b = 0; b < kept.size(); ++b) {
        REQUIRE(kept[b].derive == weighed[b].derive);
        REQUIRE(kept[b].use == weighed[b].use);
      }
    }
  }
  CHECK(keeping.models.bases.size() > bases + 20);  // new bases, new records of their sizes, and launches that ended
}

TEST_CASE("a block knows when its members were born, and those of one family stand together") {
  const sim::Study study = load("baseline");
  history::History history = begin(study, 0.0003);
  run_until(history, study.policies[0], sim::date_of(2027, 1, 4));
  const ecosystem::Ecosystem& e = history.state();
  for (std::size_t k = 0; k < task_classes; ++k) {
    for (const lineage::Shelf::Block& block : e.hub.shelf.blocks(static_cast<TaskClass>(k))) {
      REQUIRE(block.born.size() == block.members.size());
      for (std::size_t m = 0; m < block.members.size(); ++m)
        REQUIRE(block.born[m] == e.models.bases[at(block.members[m])].born_year);
    }
  }
}

TEST_CASE("awareness spreads by its rule in every region of every family, with and without those who build on it") {
  const sim::Study study = load("baseline");
  history::History history = begin(study, 0.0003);
  run_until(history, study.policies[0], sim::date_of(2026, 6, 1));
  ecosystem::Ecosystem e = history.state();
  const arrival::Parameters& p = history.assumptions().arrival;
  const std::vector<lineage::FamilyState> before = e.hub.families;
  const levers::Terms terms = levers::Terms::neutral(e.roster->jurisdictions.size(), e.labs.labs.size());
  const context::Context context = ecosystem::context_of(e, terms, history.streams());
  arrival::admit(e.authors, e.hub.families, ecosystem::shares(history.assumptions()), p, context);
  std::size_t with_peers = 0, without = 0;
  for (std::size_t f = 0; f < before.size(); ++f) {
    const lineage::FamilyState& family = before[f];
    for (std::size_t region = 0; region < family.awareness.size(); ++region) {
      double expected = family.awareness[region];
      if (family.first_release <= e.clock.year()) {
        double all = 0.0;
        for (const lineage::FamilyState& other : before) all += other.recent_by_region[region];
        const double own = family.recent_by_region[region];
        const bool counts = all > 0.0 && own >= 1e-6 * all;
        (counts ? with_peers : without) += 1;
        if (e.clock.year() >= family.sensation) expected = std::max(expected, p.awareness_big);
        expected = arrival::spread_awareness(expected, counts ? own / all : 0.0, sim::Steps{}.length(), p);
      }
      REQUIRE(e.hub.families[f].awareness[region] == Approx(expected).epsilon(1e-14));
    }
  }
  CHECK(with_peers > 50);
  CHECK(without > 50);
}

TEST_CASE("a roster that was kept is the one that its tables make, and others' tables make another") {
  const sim::Study study = load("baseline");
  const double until = sim::date_of(2024, 7, 1).days;
  const auto kept = roster::roster_of(study.tables, until), again = roster::roster_of(study.tables, until);
  CHECK(kept == again);
  const auto made = roster::make_roster(study.tables, until);
  REQUIRE(kept->bases.size() == made->bases.size());
  for (std::size_t b = 0; b < made->bases.size(); ++b) REQUIRE(kept->bases[b].eci == made->bases[b].eci);
  CHECK(roster::roster_of(study.tables) != kept);
  sim::Tables others = study.tables;
  others.find("jurisdictions")->second.columns.find("name")->second.text[0] = "Elsewhere";
  CHECK(roster::roster_of(others, until) != kept);
}
