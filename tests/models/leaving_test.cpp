// Labs that give up open weights, come back to them, or had given them up before the handover.
#include <catch2/catch.hpp>
#include <cmath>

#include "models/governments/governments.hpp"
#include "models/openness/openness.hpp"
#include "tests/models/small_roster.hpp"
#include "tests/models/stage.hpp"

using namespace weightshed;
using namespace weightshed::openness;
using namespace weightshed::test;

namespace {

// Many labs that want to be open, and what becomes of them.
struct Crowd {
  static constexpr std::size_t labs_in_it = 2000;
  Stage stage{labs_in_it};
  labs::Labs labs;
  sim::Clock clock{sim::date_of(2026, 1, 5)};
  Parameters q;

  Crowd() {
    labs.handover = clock.now().days;
    labs.reconciled = true;
    labs::Lab lab;
    lab.entry = 2020.0;
    lab.flagship_share = 0.01;
    lab.best_released = 27.0;
    lab.stance = {30.0, 30.0};
    lab.open = lab.willing = lab.opened = {true, true};
    labs.labs.assign(labs_in_it, lab);
    q.leave = q.leave_flagship = q.come_back = 0.0;
  }
  void review(int quarters = 8, Variant variant = Variant::logit) {
    const std::vector<double> shares(labs_in_it, 0.0);
    for (int quarter = 0; quarter < quarters; ++quarter) {
      clock = sim::Clock(sim::date_of(2026 + quarter / 4, 1 + 3 * (quarter % 4), 5));
      while (!governments::review_due(clock)) clock = sim::Clock(clock.now().plus_days(1));
      openness::review(labs, {shares, 0.5}, variant, q, stage.at(clock));
    }
  }
  double share(auto is) const {
    double count = 0.0;
    for (const labs::Lab& lab : labs.labs) count += is(lab) ? 1.0 : 0.0;
    return count / static_cast<double>(labs_in_it);
  }
  // Four standard errors of a share.
  static double error(double share) { return 4.0 * std::sqrt(share * (1.0 - share) / labs_in_it); }
};

bool is_open(const labs::Lab& lab) { return lab.open[1]; }
bool has_open_flagship(const labs::Lab& lab) { return lab.open[0]; }

}  // namespace

TEST_CASE(
    "of labs that have long published nothing, Bayes' share has left by the handover, and comes back at its rate") {
  // Rates of 0.2 and 1 a year, silent for two years: 1/6 (1 - e^-2.4) against e^-2.4.
  const double expected = (1.0 - std::exp(-2.4)) / 6.0 / ((1.0 - std::exp(-2.4)) / 6.0 + std::exp(-2.4));
  CHECK(probability_of_having_left(2.0, 1.0, 0.2) == Approx(expected));
  CHECK(probability_of_having_left(0.0, 1.0, 0.2) == 0.0);
  CHECK(probability_of_having_left(40.0, 1.0, 0.2) == Approx(1.0));
  constexpr std::size_t many = 2000;
  roster::Roster record = roster_of(std::vector<roster::RosterLab>(many, lab_of_kind("lab", LabKind::firm, 0.1)));
  for (std::size_t l = 0; l < many; ++l) add_release(record, l, 2024.0, 7e9);
  Crowd crowd;
  crowd.labs.reconciled = false;
  crowd.labs.handover = sim::days_of_decimal_year(2026.0);
  crowd.labs.ladder = std::make_shared<const labs::Ladder>(record, crowd.labs.handover);
  for (labs::Lab& lab : crowd.labs.labs) lab.flagships.rate = lab.open_line.rate = 0.5;
  crowd.q.leave = 0.2;
  crowd.review(1);
  // The review that follows at once lets some more leave.
  const double left = 1.0 - (1.0 - expected) * std::exp(-0.2 * 0.25);
  CHECK(crowd.share(is_open) == Approx(1.0 - left).margin(Crowd::error(left)));
}

TEST_CASE("labs give up open weights, or their open flagship only, at the rates of the cards") {
  Crowd altogether, retreat;
  altogether.q.leave = 0.2;
  retreat.q.leave_flagship = 0.3;
  altogether.review();
  retreat.review();
  const double left = 1.0 - std::exp(-0.2 * 2.0), retreated = 1.0 - std::exp(-0.3 * 2.0);
  CHECK(altogether.share(is_open) == Approx(1.0 - left).margin(Crowd::error(left)));
  CHECK(altogether.share(has_open_flagship) == altogether.share(is_open));
  CHECK(retreat.share(is_open) == 1.0);
  CHECK(retreat.share(has_open_flagship) == Approx(1.0 - retreated).margin(Crowd::error(retreated)));
}

TEST_CASE("labs that have given up a line come back to it at the rate of the card, if they still want to") {
  Crowd crowd;
  crowd.q.come_back = 0.3;
  for (std::size_t l = 0; l < Crowd::labs_in_it; ++l) {
    crowd.labs.labs[l].left = {true, true};
    crowd.labs.labs[l].open = {false, false};
    if (l % 2 == 1) crowd.labs.labs[l].stance = {-30.0, -30.0};
  }
  crowd.review();
  const double back = 1.0 - std::exp(-0.3 * 2.0);
  CHECK(2.0 * crowd.share(is_open) == Approx(back).margin(Crowd::error(back) * std::sqrt(2.0)));
}

TEST_CASE("nothing makes a lab leave that is forced open, that follows the fixed rule, or that has published nothing") {
  Crowd forced, fixed, unpublished, leaving;
  for (Crowd* crowd : {&forced, &fixed, &unpublished, &leaving}) crowd->q.leave = crowd->q.leave_flagship = 2.0;
  forced.stage.terms.openness.forced.assign(Crowd::labs_in_it, 1);
  for (labs::Lab& lab : unpublished.labs.labs) lab.opened = {false, false};
  forced.review();
  fixed.review(8, Variant::fixed);
  unpublished.review();
  leaving.review();
  for (const Crowd* crowd : {&forced, &fixed, &unpublished}) CHECK(crowd->share(has_open_flagship) == 1.0);
  CHECK(leaving.share(is_open) < 0.1);
}

TEST_CASE("whether a lab leaves is drawn for the lab and the quarter: the same under every policy") {
  Crowd current, pushed;
  current.q.leave = pushed.q.leave = 0.5;
  pushed.stage.terms.openness.push.assign(pushed.stage.roster->jurisdictions.size(), 1.0);
  current.review();
  pushed.review();
  for (std::size_t l = 0; l < Crowd::labs_in_it; ++l) CHECK(current.labs.labs[l].left == pushed.labs.labs[l].left);
}
