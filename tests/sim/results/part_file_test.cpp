// A part gives back exactly what was put in.
#include "sim/results/part_file.hpp"

#include <hdf5.h>

#include <catch2/catch.hpp>

#include "sim/execution/cell.hpp"
#include "sim/results/durable_file.hpp"
#include "sim/results/seal.hpp"
#include "tests/sim/execution/same_data.hpp"
#include "tests/sim/execution/toy_model.hpp"

namespace fs = std::filesystem;

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
  const fs::path path =
      sim::PartFile::keep(folder / "", part_of(study.source.sha256, layout, units), study.source.sha256, layout).path();
  const sim::PartFile part(path, study.source.sha256, layout);
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
  REQUIRE_THROWS_WITH(sim::PartFile(path, "other", layout), Catch::Contains("belongs to another study"));
}

TEST_CASE("a part is named after all of its units, so that none replaces one that holds more") {
  const walkers::Folder folder;
  const sim::Study study = walkers::study(2, 2);
  const sim::Layout layout = layout_of(study);
  std::vector<sim::UnitRecord> units;
  for (std::size_t unit = 0; unit < 3; ++unit) units.push_back(simulate_unit(study, layout, schedule_of(study), unit));
  const std::string& sha256 = study.source.sha256;
  const auto kept = [&](std::size_t count) {
    return sim::PartFile::keep(folder / "", part_of(sha256, layout, std::span(units).first(count)), sha256, layout);
  };
  const fs::path three = kept(3).path(), one = kept(1).path();
  CHECK(three != one);
  CHECK(kept(1).path() == one);
  CHECK(three.filename().string().starts_with("part-0000000000-"));
  CHECK(sim::PartFile(three, sha256, layout).units().size() == 3);
  CHECK_THROWS_WITH(sim::PartFile::keep(folder / "", part_of("other", layout, units), sha256, layout),
                    Catch::Contains("belongs to another study"));
  CHECK_THROWS_WITH(sim::PartFile::keep(folder / "", "no part", sha256, layout), Catch::Contains("is damaged"));
  CHECK(std::distance(fs::directory_iterator(folder / ""), {}) == 2);
}

TEST_CASE("a part of units at hand is the one that their bytes make, known without being read") {
  const walkers::Folder folder;
  sim::Study study = walkers::study(2, 2);
  study.design.values[3] = 0.5;  // world 1 fails when pushed
  const sim::Layout layout = layout_of(study);
  const std::string& sha256 = study.source.sha256;
  std::vector<sim::UnitRecord> units;
  for (const std::size_t unit : {std::size_t{1}, std::size_t{2}})
    units.push_back(simulate_unit(study, layout, schedule_of(study), unit));
  const sim::PartFile of_bytes = sim::PartFile::keep(folder / "", part_of(sha256, layout, units), sha256, layout);
  const std::string bytes = sim::read_text(of_bytes.path());
  const sim::PartFile of_units = sim::PartFile::keep(folder / "", units, sha256, layout);
  CHECK(of_units.path() == of_bytes.path());
  CHECK(sim::read_text(of_units.path()) == bytes);
  CHECK(of_units.units() == of_bytes.units());
  CHECK(of_units.failed() == 1);
  for (std::size_t row = 0; row < units.size(); ++row) CHECK(of_units.failed_of(row) == of_bytes.failed_of(row));
}

TEST_CASE("a part whose counts or indices point beyond what it holds is refused") {
  const walkers::Folder folder;
  const sim::Study study = walkers::study(2, 2);
  const sim::Layout layout = layout_of(study);
  const sim::UnitRecord unit = simulate_unit(study, layout, schedule_of(study), 0);
  for (const char* name : {"events/actor", "events/count"}) {
    INFO(name);
    const std::string bytes = part_of(study.source.sha256, layout, std::span(&unit, 1));
    const std::string path = sim::PartFile::keep(folder / "", bytes, study.source.sha256, layout).path().string();
    const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
    const hid_t dataset = H5Dopen2(file, name, H5P_DEFAULT), space = H5Dget_space(dataset);
    const std::vector<std::uint32_t> beyond(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)), 4'000'000);
    REQUIRE(!beyond.empty());
    H5Dwrite(dataset, H5T_NATIVE_UINT32, H5S_ALL, H5S_ALL, H5P_DEFAULT, beyond.data());
    H5Sclose(space);
    H5Dclose(dataset);
    H5Fclose(file);
    sim::append_seal(path);
    REQUIRE_THROWS_WITH(sim::PartFile(path, study.source.sha256, layout).read(), Catch::Contains("inconsistent"));
  }
}

TEST_CASE("values that a part declares and does not hold are refused before memory is taken for them") {
  const walkers::Folder folder;
  const sim::Study study = walkers::study(2, 2);
  const sim::Layout layout = layout_of(study);
  const sim::UnitRecord unit = simulate_unit(study, layout, schedule_of(study), 0);
  for (const char* name : {"unit", "message", "patterns", "measures/level", "events/count", "events/actors"}) {
    INFO(name);
    const std::string bytes = part_of(study.source.sha256, layout, std::span(&unit, 1));
    const std::string path = sim::PartFile::keep(folder / "", bytes, study.source.sha256, layout).path().string();
    const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
    const hid_t old = H5Dopen2(file, name, H5P_DEFAULT), type = H5Dget_type(old);
    H5Dclose(old);
    H5Ldelete(file, name, H5P_DEFAULT);
    const hsize_t extent[] = {hsize_t{1} << 20, hsize_t{1} << 20};  // more than any machine has
    const hid_t space = H5Screate_simple(2, extent, nullptr);
    REQUIRE(H5Dclose(H5Dcreate2(file, name, type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT)) >= 0);
    H5Sclose(space);
    H5Tclose(type);
    H5Fclose(file);
    sim::append_seal(path);
    REQUIRE_THROWS_WITH(sim::PartFile(path, study.source.sha256, layout).read(),
                        Catch::Contains("declares values that the file does not hold"));
  }
}
