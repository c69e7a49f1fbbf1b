// Inverse cumulative sums: frequencies, zeros, monotonicity.
#include "sim/choice/cumulative.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "sim/random/stream.hpp"
#include "tests/sim/random/goodness_of_fit.hpp"

using sim::Cumulative;

TEST_CASE("an index is drawn in proportion to its weight and never at weight 0") {
  const std::vector<double> weights{0, 1, 0, 3, 0.5, 0, 5.5, 0};
  const Cumulative law(weights);
  CHECK(law.total() == 10.0);
  std::vector<double> drawn(weights.size(), 0.0), positive_drawn, expected;
  const sim::Stream stream(1, 0, "cumulative");
  for (std::uint64_t e = 0; e < 100000; ++e) drawn[law.draw(stream.at(e, 0).uniform())] += 1;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] == 0) {
      CHECK(drawn[i] == 0);
    } else {
      positive_drawn.push_back(drawn[i]);
      expected.push_back(weights[i] * 1e4);
    }
  }
  CHECK(sim::test::chi_square_p(positive_drawn, expected) > 0.001);
}

TEST_CASE("the ends of the unit interval draw the first and the last positive weight") {
  const Cumulative law(std::vector<double>{0, 0.1, 0.3, 0.2, 0});
  CHECK(law.draw(0x1p-53) == 1);
  CHECK(law.draw(1 - 0x1p-53) == 3);
}

TEST_CASE("the draw rises with the uniform, in the order of the alternatives") {
  const Cumulative law(std::vector<double>{3, 1, 4, 1, 5, 9, 2, 6});
  std::size_t last = 0;
  for (int i = 1; i < 1000; ++i) {
    const std::size_t drawn = law.draw(i / 1000.0);
    CHECK(drawn >= last);
    last = drawn;
  }
  CHECK(last == 7);
}

TEST_CASE("raising one weight moves draws only towards it") {
  std::vector<double> weights{2, 2, 2, 2};
  const Cumulative before(weights);
  weights[3] = 3;
  const Cumulative after(weights);
  for (int i = 1; i < 1000; ++i) CHECK(after.draw(i / 1000.0) >= before.draw(i / 1000.0));
}

TEST_CASE("assigning again forgets the old weights") {
  Cumulative law(std::vector<double>{1, 1, 1});
  law.assign(std::vector<double>{0, 2});
  CHECK(law.size() == 2);
  CHECK(law.draw(0.01) == 1);
  law.assign({});
  CHECK(law.total() == 0.0);
}

TEST_CASE("a favourite counts so many times in the draw, as if the sums were made anew") {
  std::vector<double> weights{0, 1, 0, 3, 0.5, 0, 5.5, 0};
  const Cumulative law(weights);
  for (const std::size_t favourite : {std::size_t{0}, std::size_t{1}, std::size_t{3}, std::size_t{6}, std::size_t{7}}) {
    for (const double factor : {1.0, 2.0, 64.0}) {  // exact in binary, so that both ways round alike
      std::vector<double> changed = weights;
      changed[favourite] *= factor;
      const Cumulative anew(changed);
      CHECK(law.total({favourite, factor}) == anew.total());
      for (int i = 1; i < 512; ++i) CHECK(law.draw(i / 512.0, {favourite, factor}) == anew.draw(i / 512.0));
      CHECK(law.draw(0x1p-53, {favourite, factor}) == 1);
      CHECK(law.draw(1 - 0x1p-53, {favourite, factor}) == 6);
    }
  }
}

TEST_CASE("a favourite never lets an alternative of weight 0 be drawn, whatever rounds") {
  const Cumulative law(std::vector<double>{0.1, 0.3, 0.2, 0, 0});
  for (const double factor : {1.1, 1.7, 2.225, 1e6}) {
    for (std::size_t favourite = 0; favourite < 5; ++favourite) {
      CHECK(law.draw(1 - 0x1p-53, {favourite, factor}) <= 2);
    }
  }
}
