// A part gives back exactly what was put in.
#include "sim/results/part_file.hpp"

#include <catch2/catch.hpp>

#include "sim/execution/cell.hpp"
#include "tests/sim/execution/same_data.hpp"
#include "tests/sim/execution/toy_model.hpp"

TEST_CASE("a part file gives back its cells, ragged tables included") {
  const walkers::Folder folder;
  sim::Study study = walkers::study(2, 2);
  study.design.values[3] = 0.5;  // world 1 fails when pushed
  study.record.lineage = sim::LineageRecord::all;
  const sim::Layout layout = layout_of(study);
  const sim::Schedule schedule = schedule_of(study);
  std::vector<sim::UnitRecord> units;
  for (const std::size_t unit : {std::size_t{0}, std::size_t{3}}) {
    units.push_back(simulate_unit(study, layout, schedule, unit));
  }
  write_part(folder / "", study.source.sha256, layout, units);
  const sim::PartFile part(folder / "part-0000000000.h5", study.source.sha256, layout);
  REQUIRE(part.units() == std::vector<std::uint64_t>{0, 3});
  REQUIRE(part.failed() == 1);
  REQUIRE(part.sizes().actors == std::set<std::string, std::less<>>{"Läufer", "odd walker"});
  const std::vector<sim::UnitRecord> again = part.read();
  for (std::size_t u = 0; u < units.size(); ++u) {
    for (std::size_t p = 0; p < layout.policies; ++p) {
      const sim::CellRecord& a = units[u].policies[p];
      const sim::CellRecord& b = again[u].policies[p];
      REQUIRE(a.status == b.status);
      REQUIRE(a.message == b.message);
      REQUIRE(a.lineage.has_value() == b.lineage.has_value());
      if (a.lineage) REQUIRE(a.lineage->parent == b.lineage->parent);
      if (a.lineage) REQUIRE(a.lineage->downloads == b.lineage->downloads);
      REQUIRE(a.events.size() == b.events.size());
      for (std::size_t i = 0; i < a.events.size(); ++i) REQUIRE(a.events[i].actor == b.events[i].actor);
      REQUIRE(a.measures.size() == b.measures.size());
      for (std::size_t m = 0; m < a.measures.size(); ++m) REQUIRE(walkers::same_bits(a.measures[m], b.measures[m]));
    }
  }
  REQUIRE_THROWS_WITH(sim::PartFile(folder / "part-0000000000.h5", "other", layout),
                      Catch::Contains("belongs to another study"));
}
