// What a flow keeps of former steps reads as it was added, in any way of reading.
#include "models/ledger/ledger.hpp"

#include <catch2/catch.hpp>
#include <vector>

using weightshed::ledger::Flow;

namespace {

// Three steps of four columns: nothing in the second, and in every other step columns that stay empty.
Flow three_steps() {
  Flow flow(4);
  flow.begin_step();
  flow.add(3, 0.1);
  flow.add(1, 2.5);
  flow.add(3, 0.2);
  flow.begin_step();
  flow.begin_step();
  flow.add(0, 7.0);
  flow.add(3, -1.0);
  return flow;
}

}  // namespace

TEST_CASE("A flow gives back every step, the last one as the others") {
  Flow flow = three_steps();
  const std::vector<std::vector<double>> added{{0.0, 2.5, 0.0, 0.1 + 0.2}, {0.0, 0.0, 0.0, 0.0}, {7.0, 0.0, 0.0, -1.0}};
  for (const std::size_t steps : {3U, 4U}) {
    REQUIRE(flow.steps() == steps);
    for (std::size_t step = 0; step < added.size(); ++step) {
      for (std::size_t column = 0; column < flow.width(); ++column) CHECK(flow.at(step, column) == added[step][column]);
    }
    flow.begin_step();
  }
  CHECK(flow.at(3, 0) == 0.0);
}

TEST_CASE("A column of a flow reads as the flow does, whatever other columns come and go") {
  Flow flow(6);
  for (std::size_t step = 0; step < 60; ++step) {
    flow.begin_step();
    for (std::size_t column = 0; column < flow.width(); ++column) {
      if ((step / (column + 1) + column) % 3 != 0) flow.add(column, 1.0 + static_cast<double>(step * column));
    }
  }
  for (std::size_t column = 0; column < flow.width(); ++column) {
    Flow::Column reader(flow, column), sparse(flow, column);
    for (std::size_t step = 0; step < flow.steps(); ++step) CHECK(reader.at(step) == flow.at(step, column));
    for (std::size_t step = 3; step < flow.steps(); step += 7) CHECK(sparse.at(step) == flow.at(step, column));
  }
}

TEST_CASE("Sums of a flow add its steps in their order, and steps outside the record count as nothing") {
  const Flow flow = three_steps();
  CHECK(flow.sum(0, 2, 3) == (0.1 + 0.2) - 1.0);
  CHECK(flow.sum(1, 9, 0) == 7.0);
  CHECK(flow.sum(5, 9, 0) == 0.0);
  std::vector<double> totals(4, 1.0);
  flow.add_sums(0, 9, totals);
  CHECK(totals == std::vector<double>{8.0, 3.5, 1.0, 1.0 + (0.1 + 0.2) - 1.0});
}

TEST_CASE("A copy of a flow goes on by itself") {
  const Flow past = three_steps();
  Flow future = past;
  future.begin_step();
  future.add(2, 4.0);
  CHECK(past.steps() == 3);
  CHECK(future.sum(0, 3, 2) == 4.0);
  CHECK(past.sum(0, 3, 2) == 0.0);
}
