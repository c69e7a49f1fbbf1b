// Known answer 8: what must be conserved in a real run: shipments, stocks, shares, children and the order of birth.
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/models/small_history.hpp"

using namespace weightshed;
using namespace weightshed::test;

namespace {

// Sums of consecutive groups of `width` entries are 1, or the whole group has no value.
void check_shares(const std::vector<double>& row, std::size_t width) {
  REQUIRE(row.size() % width == 0);
  for (std::size_t group = 0; group < row.size() / width; ++group) {
    double sum = 0.0;
    std::size_t missing = 0;
    for (std::size_t i = 0; i < width; ++i) {
      const double share = row[group * width + i];
      missing += std::isnan(share) ? 1 : 0;
      if (!std::isnan(share)) CHECK(share >= 0.0);
      sum += std::isnan(share) ? 0.0 : share;
    }
    INFO("group " << group);
    CHECK((missing == 0 || missing == width));
    if (missing == 0) CHECK(sum == Approx(1.0));
  }
}

std::size_t size_of(const sim::Study& study, std::string_view dimension) {
  return study.coordinates.find(dimension)->second.size();
}

}  // namespace

TEST_CASE("in every week of a run all shipments arrive and no stock turns negative") {
  const sim::Study study = load("baseline");
  history::History history = begin(study, 0.0005);
  const ecosystem::Assumptions& a = history.assumptions();
  const double dt = sim::Steps{}.length().value;
  while (history.clock().now() < sim::date_of(2030, 1, 1)) {
    const supply::Stocks before = history.state().stocks;
    history.step(study.policies[0]);
    const supply::Stocks& after = history.state().stocks;
    double imported = 0.0;
    for (std::size_t c = 0; c < after.stock.size(); ++c) {
      imported += after.stock[c] - before.stock[c] * (1.0 - a.supply.wear * dt) - after.capacity[c] * dt;
      REQUIRE(after.stock[c] > 0.0);
      REQUIRE(after.unhindered[c] > 0.0);
      REQUIRE(after.capacity[c] >= 0.0);
      REQUIRE(after.rented[c] >= 0.0);
    }
    REQUIRE(imported == Approx(after.shipped).margin(1e-11 * after.total()));
    // Controls move accelerators between countries; the world has as many as without them.
    double unhindered = 0.0;
    for (const double stock : after.unhindered) unhindered += stock;
    REQUIRE(unhindered == Approx(after.total()).epsilon(1e-9));
  }
}

TEST_CASE("the shares of every measure sum to 1 wherever they have a value") {
  const sim::Study study = load("baseline");
  history::History history = begin(study, 0.01);
  for (const sim::Date date : {sim::date_of(2021, 1, 4), sim::date_of(2024, 1, 1)}) {
    run_until(history, study.policies[0], date);
    const auto row = [&](std::string_view key) { return row_of(history, measure_at(key), study.coordinates); };
    check_shares(row("download_share"), size_of(study, "creator_country"));
    check_shares(row("derivative_share"), size_of(study, "country"));
    check_shares(row("adoption"), size_of(study, "origin") * size_of(study, "mode"));
    check_shares(row("licence_mix"), size_of(study, "licence"));
    for (const double value : row("concentration")) {
      if (!std::isnan(value)) CHECK((value >= 0.0 && value <= 1.0));
    }
  }
}

TEST_CASE("every child is counted once, the graph has no cycle and nothing is older than its parent") {
  const sim::Study study = load("baseline");
  history::History history = begin(study, 0.01);
  run_until(history, study.policies[0], sim::date_of(2024, 7, 1));
  const ecosystem::Ecosystem& e = history.state();
  const lineage::Models& models = e.models;
  const std::size_t nodes = models.base.size();
  REQUIRE(nodes > 1000);
  REQUIRE(models.topology.size() == nodes);
  REQUIRE(models.sampler.size() == nodes);

  // Edges by the children that nodes count, by the topology, and by parents named.
  std::vector<std::uint32_t> children(nodes, 0);
  std::size_t open_bases = 0;
  for (const lineage::Base& base : models.bases) open_bases += base.node.exists() ? 1 : 0;
  CHECK(models.topology.roots() == open_bases);
  for (std::size_t n = 0; n < nodes; ++n) {
    const sim::NodeIndex node(n), parent = models.topology.parent(node);
    if (!parent.exists()) continue;
    REQUIRE(parent.value < n);  // parents stand before children: a topological order, so no cycle
    REQUIRE(models.born_step[parent.value] <= models.born_step[n]);
    ++children[parent.value];
    for (const auto& further : models.topology.further_parents(node)) {
      REQUIRE(further.parent.value < n);
      REQUIRE(further.parent != parent);
      REQUIRE(models.born_step[further.parent.value] <= models.born_step[n]);
      ++children[further.parent.value];
    }
  }
  std::size_t edges = 0;
  for (std::size_t n = 0; n < nodes; ++n) {
    REQUIRE(models.sampler.nodes()[n].children == children[n]);
    edges += children[n];
  }
  CHECK(edges == models.topology.edges());

  // The ledger counts each derivative and each independent work once.
  double by_kind = 0.0, by_country = 0.0, by_family = 0.0, licences_sum = 0.0;
  const std::size_t last = e.ledger.models_by_kind.steps() - 1;
  for (std::size_t k = 0; k < derivation_kinds; ++k) by_kind += e.ledger.models_by_kind.sum(0, last, k);
  for (std::size_t c = 0; c < e.ledger.derivatives_by_country.width(); ++c) {
    by_country += e.ledger.derivatives_by_country.sum(0, last, c);
  }
  for (std::size_t f = 0; f < e.ledger.derivatives_by_family.width(); ++f) {
    by_family += e.ledger.derivatives_by_family.sum(0, last, f);
  }
  for (std::size_t l = 0; l < licences; ++l) licences_sum += e.ledger.licences_of_works.sum(0, last, l);
  const auto derivatives = static_cast<double>(nodes - open_bases);
  const auto independents = static_cast<double>(models.independents.size());
  CHECK(by_kind * e.scale == Approx(derivatives + independents));
  CHECK(licences_sum * e.scale == Approx(derivatives));
  CHECK(by_country == Approx(by_family));
}

TEST_CASE("in the lineage table nothing is born before its parent") {
  const sim::Study study = load("baseline");
  history::History history = begin(study, 0.01);
  run_until(history, study.policies[0], sim::date_of(2024, 7, 1));
  const sim::LineageTable table = history.lineage();
  std::size_t early = 0, derivatives = 0;
  for (std::size_t n = 0; n < table.parent.size(); ++n) {
    if (table.parent[n] == sim::LineageTable::no_parent) continue;
    ++derivatives;
    early += table.born[n] < table.born[table.parent[n]] ? 1 : 0;
  }
  INFO(early << " of " << derivatives << " derivatives are older than their parent");
  CHECK(early == 0);
}
