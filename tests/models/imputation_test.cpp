// Capability that nobody has measured: what it is drawn from, and what bounds it.
#include "models/roster/imputation.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "models/release/entry.hpp"
#include "tests/models/small_roster.hpp"
#include "tests/models/stage.hpp"

using namespace weightshed;
using namespace weightshed::test;

namespace {

const std::vector<double> without_scarcity;

// Index points of a base on record in a world.
double drawn_for(std::uint32_t world_key, std::size_t row) {
  Stage stage(0, Streams(1, 0, world_key));
  const research::Parameters p;
  const sim::Clock clock(sim::date_of(2026, 1, 5));
  const lineage::Base base =
      release::base_on_record(stage.roster->bases[row], row, {p, {}, 0.75, 0.55, without_scarcity}, stage.at(clock));
  return research::index_of_orders(base.capability, p);
}

}  // namespace

TEST_CASE("no open model that nobody measured is better than the best measured open model of its time, in any world") {
  const research::Parameters p;
  const sim::Clock clock(sim::date_of(2026, 1, 5));
  std::size_t imputed = 0;
  for (const std::uint32_t key : {1U, 2U, 3U, 4U, 5U, 6U, 7U, 8U, 9U, 10U}) {
    static const Stage of_tables(0);
    Stage stage(of_tables.roster, 0, Streams(1, 0, key));
    double best = -1e9;
    const auto& bases = stage.roster->bases;
    for (std::size_t row = 0; row < bases.size(); ++row) {
      if (bases[row].task_class != TaskClass::language || !open_weights(bases[row].licence)) continue;
      for (std::size_t same_day = row; same_day < bases.size() && bases[same_day].days == bases[row].days; ++same_day) {
        const roster::RosterBase& known = bases[same_day];
        if (known.eci_measured && open_weights(known.licence)) best = std::max(best, known.eci);
      }
      if (bases[row].eci_spread == 0.0 || best < 0.0) continue;
      const lineage::Base base =
          release::base_on_record(bases[row], row, {p, {}, 0.75, 0.55, without_scarcity}, stage.at(clock));
      const double points = research::index_of_orders(base.capability, p);
      INFO(bases[row].model);
      CHECK(points <= best + 1e-9);
      ++imputed;
    }
  }
  CHECK(imputed > 1000);
}

TEST_CASE("below its ceiling a capability that nobody measured is a truncated normal") {
  roster::Roster r = roster_of({lab_of_kind("lab", LabKind::firm, 0.1)});
  for (const int i : {0, 1}) {
    roster::RosterBase& base = add_release(r, 0, 2024.0 + i, 7e9);
    base.eci = 100.0;
    base.eci_spread = 10.0;
    base.eci_spread_of_lab = 6.0;
    base.eci_spread_of_release = 6.0;
    base.eci_at_most = 100.0;  // the mean: what is left is half a normal
  }
  constexpr int worlds = 4000;
  double sum = 0.0, together = 0.0;
  const double mean = 100.0 - 10.0 * std::sqrt(2.0 / std::numbers::pi),
               variance = 100.0 * (1.0 - 2.0 / std::numbers::pi);
  for (std::uint32_t key = 1; key <= worlds; ++key) {
    const Streams streams(1, 0, key);
    const double first = roster::imputed_index(r.bases, 0, streams.observed_capability);
    const double second = roster::imputed_index(r.bases, 1, streams.observed_capability);
    CHECK(first < 100.0);
    sum += first;
    together += (first - mean) * (second - mean);
  }
  CHECK(sum / worlds == Approx(mean).margin(4.0 * std::sqrt(variance / worlds)));
  // Two releases of a lab share 36 of 100 parts of the variance before the cut.
  CHECK(together / worlds / variance == Approx(0.36).margin(0.1));
}

TEST_CASE("a world's draw of what nobody measured is its own, and what was measured is the same in all worlds") {
  const Stage stage(0);
  std::size_t row_measured = 0, row_imputed = 0;
  for (std::size_t row = 0; row < stage.roster->bases.size(); ++row) {
    const roster::RosterBase& base = stage.roster->bases[row];
    if (base.task_class != TaskClass::language) continue;
    // In 2019 and 2020 nothing was measured: no bound flattens the draw.
    (base.eci_spread > 0.0 && base.eci_at_most > 1e8 ? row_imputed : row_measured) = row;
  }
  REQUIRE(stage.roster->bases[row_imputed].eci_spread > 0.0);
  CHECK(drawn_for(3, row_imputed) == drawn_for(3, row_imputed));
  CHECK(drawn_for(3, row_imputed) != drawn_for(4, row_imputed));
  for (std::size_t row = 0; row < stage.roster->bases.size(); ++row) {
    if (stage.roster->bases[row].eci_measured) row_measured = row;
  }
  CHECK(drawn_for(3, row_measured) == Approx(stage.roster->bases[row_measured].eci));
  CHECK(drawn_for(3, row_measured) == drawn_for(4, row_measured));
}

TEST_CASE("a lab whose measured models are better than size and date say gets part of that for those unmeasured") {
  roster::Roster r = roster_of({lab_of_kind("good", LabKind::firm, 0.1), lab_of_kind("poor", LabKind::firm, 0.1)});
  // Eight measured models each, ten points apart, at the same dates and sizes: five above and below the plane.
  for (int i = 0; i < 8; ++i) {
    for (const std::size_t lab : {0U, 1U}) {
      roster::RosterBase& base = add_release(r, lab, 2023.0 + 0.2 * i, i % 2 == 0 ? 7e9 : 70e9);
      base.eci = 100.0 + 2.0 * i + (i % 2 == 0 ? 0.0 : 10.0) + (lab == 0 ? 5.0 : -5.0);
      base.eci_measured = true;
    }
  }
  for (const std::size_t lab : {0U, 1U}) add_release(r, lab, 2025.0, 7e9).eci = 0.0;
  roster::impute_capability(r.bases, r.labs, 1e9);
  const double good = r.bases[16].eci, poor = r.bases[17].eci;
  // Of a lab of n measured models, 1 / (n + 2) is open, in units of the variance within a lab.
  CHECK(r.bases[16].eci_spread_of_lab == Approx(r.bases[16].eci_spread * std::sqrt(0.1 / 1.1)));
  // Ridge: of a lab's mean residual d over n models, n d / (n + penalty), the penalty being 2.
  CHECK(good - poor == Approx(10.0 * 8.0 / (8.0 + 2.0)).epsilon(0.01));
  CHECK(0.5 * (good + poor) == Approx(120.0).margin(1.0));  // 2 points each 0.2 years, at the small size
}

TEST_CASE("what was measured after the end of what is known moves nothing") {
  const auto bases = [](double later) {
    roster::Roster r = roster_of({lab_of_kind("lab", LabKind::firm, 0.1)});
    for (int i = 0; i < 10; ++i) {
      roster::RosterBase& base = add_release(r, 0, 2023.0 + 0.3 * i, i % 2 == 0 ? 7e9 : 70e9);
      base.eci = i < 6 ? 100.0 + 3.0 * i : later;
      base.eci_measured = true;
    }
    add_release(r, 0, 2026.0, 7e9).eci = 0.0;
    roster::impute_capability(r.bases, r.labs, sim::days_of_decimal_year(2024.7));
    return r.bases;
  };
  const auto low = bases(90.0), high = bases(190.0);
  CHECK(low.back().eci == high.back().eci);
  CHECK(low.back().eci_spread == high.back().eci_spread);
  CHECK(low.back().eci_at_most == high.back().eci_at_most);
  CHECK(low.back().eci_at_most == Approx(115.0));
}
