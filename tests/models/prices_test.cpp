// Prices of closed APIs, and what they earn, while open models come closer.
#include <catch2/catch.hpp>
#include <cmath>

#include "models/adoption/adoption.hpp"
#include "models/ecosystem/views.hpp"
#include "tests/models/small_history.hpp"

using namespace weightshed;
using namespace weightshed::test;

namespace {

constexpr double then = 2024.9, lead_then = 0.60;  // what the cards were measured at

}  // namespace

TEST_CASE("at the date and lead of the list prices the gap is its card, and a token earns all of its margin") {
  const adoption::Parameters p;
  CHECK(adoption::log_price_gap(then, lead_then, p) == Approx(p.price_gap));
  CHECK(adoption::margin(then, lead_then, p) == Approx(1.0));
  const adoption::Prices prices = adoption::prices_at(then, lead_then, p);
  CHECK(prices.log_open == 0.0);
  CHECK(prices.log_closed == Approx(p.price_gap));
}

TEST_CASE("closed prices fall as open models come close, by the share that is paid for the lead, and no further") {
  adoption::Parameters p;
  for (const double response : {0.0, 0.4, 1.0}) {
    p.price_response = response;
    const double level = adoption::log_price_gap(then, 0.0, p);
    CHECK(level == Approx((1.0 - response) * p.price_gap).margin(1e-12));
    CHECK(adoption::log_price_gap(then, -0.5, p) == level);                                  // open models lead
    CHECK(adoption::log_price_gap(then, 9.0, p) == Approx((1.0 + response) * p.price_gap));  // far behind
    double before = level;
    for (const double lead : {0.2, 0.6, 1.0}) {
      const double gap = adoption::log_price_gap(then, lead, p);
      CHECK((response == 0.0 ? gap == before : gap > before));
      CHECK(adoption::margin(then, lead, p) >= 0.0);
      before = gap;
    }
  }
  p.price_response = 1.0;
  CHECK(adoption::margin(then, 0.0, p) == 0.0);  // an equal model for nothing leaves nothing to earn
}

TEST_CASE("the revenue of a lab is its share of organisations times the margin of the time") {
  const sim::Study study = load("baseline");
  const auto revenue = [&](double response, sim::Date date) {
    history::History history =
        begin(study, 0.0005, 0, {0, 0}, sim::Past::observed, {{"adoption.price_response", response}});
    run_until(history, study.policies[0], date);
    return row_of(history, measure_at("api_revenue"), study.coordinates);
  };
  // Revenue is read once a quarter. Early in 2025, after o1, the lead was larger than when prices were measured, so
  // those that answer to it earn more; in the autumn, before Gemini 3, it was smaller.
  const sim::Date after_o1 = sim::date_of(2025, 1, 13), autumn = sim::date_of(2025, 12, 29);
  CHECK(revenue(0.0, after_o1)[1] > 0.0);
  CHECK(revenue(1.0, after_o1)[1] > revenue(0.0, after_o1)[1]);
  CHECK(revenue(1.0, autumn)[1] < revenue(0.0, autumn)[1]);
}
