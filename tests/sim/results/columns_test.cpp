// Turned round, every value is where it belongs, in memory and on disk alike.
#include "sim/results/columns.hpp"

#include <catch2/catch.hpp>

#include "tests/sim/execution/toy_model.hpp"

namespace {

// A file whose value tells its place, and a layout to read it by.
struct Made {
  sim::Layout layout;
  sim::h5::Handle file = sim::h5::create_image();
  sim::h5::Handle dataset;

  Made(std::size_t worlds, std::size_t members, std::size_t dates, std::size_t width) {
    layout.policies = 2;
    layout.worlds = worlds;
    layout.members = members;
    layout.dates.resize(dates);
    sim::MeasureLayout measure;
    measure.width = width;
    layout.measures.push_back(measure);
    const sim::h5::Extent extent{2, worlds, members, dates, width};
    dataset = sim::h5::create_dataset(file.get(), "m", H5T_NATIVE_FLOAT, extent, {{1, 1, 1, dates, width}, true});
    std::vector<float> all(2 * worlds * members * dates * width);
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<float>(i);
    sim::h5::write(dataset.get(), H5T_NATIVE_FLOAT, all.data());
  }

  float expected(std::size_t policy, std::size_t unit, std::size_t value) const {
    const std::size_t values = layout.dates.size() * layout.measures[0].width;
    return static_cast<float>((policy * layout.units() + unit) * values + value);
  }
};

}  // namespace

TEST_CASE("columns hold every value of every unit, whether they fit into memory or not") {
  const walkers::Folder folder;
  // The last two are larger than what is kept in memory: many units with few values, and few with many.
  const std::size_t sizes[][4] = {{1, 1, 1, 1}, {3, 5, 7, 3}, {2, 1500, 9, 1}, {300, 7, 40, 26}, {2, 11, 600, 170}};
  for (const auto& [worlds, members, dates, width] : sizes) {
    const Made made(worlds, members, dates, width);
    const sim::Columns columns(made.dataset.get(), made.layout, made.layout.measures[0], 1, folder / "");
    REQUIRE(columns.values() == dates * width);
    bool right = true;
    for (std::size_t value = 0; value < columns.values();) {
      const sim::Tile tile = columns.read_tile(value / columns.tile());
      for (std::size_t v = 0; v < tile.values(); ++v) {
        const std::span<const float> column = tile[v];
        REQUIRE(column.size() == made.layout.units());
        for (std::size_t u = 0; u < column.size(); ++u) right = right && column[u] == made.expected(1, u, value);
        ++value;
      }
    }
    INFO(worlds << " " << members << " " << dates << " " << width);
    REQUIRE(right);
  }
  REQUIRE(std::filesystem::is_empty(folder / ""));
}
