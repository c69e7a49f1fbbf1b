// Incidents: Poisson in proportion to exposure, and salience that decays.
#include "models/incidents/incidents.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/models/stage.hpp"

using namespace weightshed;
using namespace weightshed::test;

namespace {

struct World {
  Stage stage{roster::make_roster(load("baseline").tables), 0, Streams(2, 0)};
  incidents::Exposure exposure{std::vector<double>(3, 0.0)};  // of the first two regions
  ledger::Ledger& ledger = stage.ledger;
  std::vector<sim::Event>& events = stage.events;
  sim::Clock clock{sim::date_of(2024, 1, 1)};
  incidents::Parameters p;

  World() { ledger.incidents = ledger::Flow(2); }
  void strike(const std::vector<double>& rate) {
    ledger.begin_step();
    incidents::strike(exposure, rate, p, stage.at(clock));
    clock.advance();
  }
};

}  // namespace

TEST_CASE("incidents come at their rate, are noted once each, and salience settles at rate times its time of decay") {
  World w;
  const std::uint32_t steps = 20000;
  double salience = 0.0;
  for (std::uint32_t i = 0; i < steps; ++i) {
    w.strike({6.0, 0.0});
    salience += w.exposure.salience[0];
  }
  const double years = steps * sim::Steps{}.length().value;
  const double counted = w.ledger.incidents.sum(0, steps - 1, 0);
  CHECK(counted == Approx(6.0 * years).margin(4.0 * std::sqrt(6.0 * years)));
  double noted = 0.0;
  for (const sim::Event& event : w.events) {
    CHECK(event.actor == "US");
    noted += event.value;
  }
  CHECK(noted == counted);
  // Counted at the end of the step: half a step more than in continuous time.
  CHECK(salience / steps == Approx(6.0 * (w.p.salience_decay + 0.5 * sim::Steps{}.length().value)).epsilon(0.08));
  CHECK(w.ledger.incidents.sum(0, steps - 1, 1) == 0.0);
}

TEST_CASE("without incidents salience falls to 1/e in its time of decay, and the unknown region has the mean") {
  World w;
  w.exposure.salience = {2.0, 1.0, 0.0};
  double time = 0.0;
  while (time < w.p.salience_decay) {
    w.strike({0.0, 0.0});
    time += sim::Steps{}.length().value;
  }
  CHECK(w.exposure.salience[0] == Approx(2.0 * std::exp(-time / w.p.salience_decay)));
  CHECK(w.exposure.salience[2] == Approx(0.5 * (w.exposure.salience[0] + w.exposure.salience[1])));
}
