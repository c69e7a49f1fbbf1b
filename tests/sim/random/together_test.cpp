// Draws whose blocks are made together, against those made alone; and gamma draws that are left out.
#include "sim/random/together.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "sim/random/gamma.hpp"

using namespace sim;

TEST_CASE("blocks made together are those made alone, however many, across the edge of 32 bits too") {
  const Stream stream(7, 3, "together");
  for (std::size_t count = 0; count < 30; ++count) {
    std::vector<Drawing> whose;
    for (std::uint32_t i = 0; i < count; ++i) whose.push_back({0xfffffffaU + std::uint64_t{i} * 77, 9 + i % 3});
    for (const std::size_t each : {1, 2, 3}) {
      std::vector<PhiloxBlock> blocks(count * each);
      make_blocks(stream, whose, blocks);
      for (std::size_t i = 0; i < count; ++i) {
        for (std::uint32_t b = 0; b < each; ++b)
          CHECK(blocks[i * each + b] == stream.block(whose[i].entity, whose[i].step, b));
      }
    }
  }
}

TEST_CASE("draws made together are those of the stream, also beyond what was made and for others") {
  const Stream stream(8, 3, "together");
  const std::vector<Drawing> whose{{5, 1}, {6, 2}, {5, 3}, {9, 1}, {4, 1}};
  DrawsTogether<2> draws;
  draws.make(stream, whose);
  for (std::size_t place = 0; place < 7; ++place) {
    for (const Drawing& who : whose) {
      Draws together = draws.at(stream, place, who.entity, who.step), alone = stream.at(who.entity, who.step);
      for (int i = 0; i < 11; ++i) CHECK(together.bits() == alone.bits());
    }
  }
}

TEST_CASE("a gamma draw that is left out is below the bound, any other is the draw itself, and few are kept in vain") {
  const Stream stream(9, 3, "together");
  Gamma law(0.3, 1.0 / 0.3);
  int left_out = 0, below = 0;
  for (std::uint64_t entity = 0; entity < 20000; ++entity) {
    Draws draws = stream.at(entity, 0);
    const double exact = law(draws), least = std::pow(10.0, -6.0 + 7.0 * static_cast<double>(entity) / 20000.0);
    Draws again = stream.at(entity, 0);
    const std::optional<double> found = law.unless_below(again, least);
    if (found) CHECK(*found == exact);
    if (!found) CHECK(exact < least * (1.0 - 5e-7));
    if (least > 0.01) continue;  // near the mean the first uniforms show little
    left_out += found ? 0 : 1;
    below += exact < least ? 1 : 0;
  }
  CHECK(left_out > 4 * below / 5);
}
