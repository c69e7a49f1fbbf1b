// When labs begin to release and how often they do.
#include "models/release/pace.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <memory>

#include "tests/models/small_history.hpp"
#include "tests/models/small_roster.hpp"

using namespace weightshed;
using namespace weightshed::release;
using namespace weightshed::test;

namespace {

const Parameters p;
constexpr std::uint32_t members = 4000;

labs::Labs labs_of(const roster::Roster& roster, double handover) {
  labs::Labs labs;
  labs.handover = labs.record_until = sim::days_of_decimal_year(handover);
  labs.ladder = std::make_shared<const labs::Ladder>(roster, labs.record_until);
  for (const roster::RosterLab& known : roster.labs) {
    labs::Lab lab;
    lab.kind = known.kind;
    lab.entry = known.entry;
    labs.labs.push_back(lab);
  }
  return labs;
}

// Mean over members of something of a lab's clocks.
double mean_of(const roster::Roster& roster, const labs::Labs& labs, bool on_record, std::size_t lab, auto value) {
  const Paces paces(roster, labs, on_record, p);
  double sum = 0.0;
  for (std::uint32_t m = 0; m < members; ++m) {
    labs::Lab with_clocks = labs.labs[lab];
    paces.set_clocks(with_clocks, static_cast<LabIndex>(lab), Streams(1, m));
    sum += value(with_clocks);
  }
  return sum / members;
}

double flagship_rate(const labs::Lab& lab) { return lab.flagships.rate; }
double open_rate(const labs::Lab& lab) { return lab.open_line.rate; }

}  // namespace

TEST_CASE("the time of the industry and its inverse agree, and a year of a mature industry is a year") {
  for (const double year : {2018.0, 2021.0, 2023.5, 2025.0, 2032.0, 2060.0}) {
    CHECK(year_of_activity(activity(year, p), p) == Approx(year).epsilon(1e-9));
  }
  CHECK(activity(p.ramp_midpoint, p) == Approx(std::log(2.0) / p.ramp_growth));
  const double half = 1e-4;
  CHECK(activity(p.ramp_midpoint + half, p) - activity(p.ramp_midpoint - half, p) == Approx(half));  // half the rate
  CHECK(activity(2041.0, p) - activity(2040.0, p) == Approx(1.0));
  CHECK(activity(2019.0, p) < 0.001);
}

TEST_CASE("without a record labs release on average as the card of their kind says") {
  const roster::Roster roster = roster_of(
      {lab_of_kind("largest", LabKind::frontier_start_up, 0.1), lab_of_kind("near", LabKind::big_tech, 0.04),
       lab_of_kind("behind", LabKind::tiger_start_up, 0.01), lab_of_kind("small", LabKind::university, 0.001)});
  const labs::Labs labs = labs_of(roster, 2019.5);
  const double flagships[] = {p.flagship_pace_frontier, p.flagship_pace_frontier, p.flagship_pace_behind,
                              p.flagship_pace_small};
  const double open[] = {p.pace_frontier_start_up, p.pace_big_tech, p.pace_tiger_start_up, p.pace_other};
  for (std::size_t l = 0; l < roster.labs.size(); ++l) {
    INFO(roster.labs[l].id);
    // Four standard errors of gamma variates of the shapes on the cards; a little more for the least rate.
    const double error = 4.0 / std::sqrt(static_cast<double>(members));
    CHECK(mean_of(roster, labs, false, l, flagship_rate) ==
          Approx(flagships[l]).epsilon(error / std::sqrt(p.flagship_pace_shape)));
    CHECK(mean_of(roster, labs, false, l, open_rate) ==
          Approx(open[l]).epsilon(error / std::sqrt(p.pace_shape) + 0.01));
  }
}

TEST_CASE("a long record outweighs the cards, for the lab and for those of its kind that have none") {
  roster::Roster roster =
      roster_of({lab_of_kind("busy", LabKind::firm, 0.1), lab_of_kind("silent", LabKind::firm, 0.05)});
  constexpr int releases = 401;  // in 20 years: flagships, since all are of one size
  for (int i = 0; i < releases; ++i) add_release(roster, 0, 2000.0 + 20.0 * i / (releases - 1) - 1e-6, 7e9);
  const labs::Labs labs = labs_of(roster, 2020.0);
  CHECK(mean_of(roster, labs, true, 0, flagship_rate) == Approx(20.0).epsilon(0.02));
  CHECK(mean_of(roster, labs, true, 1, flagship_rate) == Approx(20.0).epsilon(0.06));  // (4 + 400) / (1 + 20)
  CHECK(mean_of(roster, labs, false, 0, flagship_rate) == Approx(p.flagship_pace_frontier).epsilon(0.05));
}

TEST_CASE("of a line that a lab has never had in a long record, it has hardly any later") {
  roster::Roster roster = roster_of({lab_of_kind("flagships only", LabKind::firm, 0.1)});
  for (int i = 0; i < 10; ++i) add_release(roster, 0, 2020.0 + i, 7e9);
  const labs::Labs labs = labs_of(roster, 2030.0);
  // Gamma-Poisson with no release in ten years, but never below the least rate, 0.05 a year.
  const double mean = p.pace_shape / (p.pace_shape / p.pace_other + 10.0);
  const double error = 4.0 * mean / std::sqrt(static_cast<double>(members));
  CHECK(mean_of(roster, labs, true, 0, open_rate) == Approx(mean + 0.05 * std::exp(-1.0) * 0.6).margin(error + 0.01));
  const auto soon = [](const labs::Lab& lab) { return lab.open_line.next < 2031.0 ? 1.0 : 0.0; };
  CHECK(mean_of(roster, labs, true, 0, soon) < 0.12);
  CHECK(mean_of(roster, labs, false, 0, soon) > 0.6);
}

TEST_CASE("an open second line is not a flagship, however large beside the lab's other open models") {
  roster::Roster roster = roster_of({lab_of_kind("closed flagship", LabKind::firm, 0.1)});
  for (int i = 0; i < 200; ++i) add_release(roster, 0, 2020.0 + 0.05 * i, 7e9).line = Line::second_line;
  const labs::Labs labs = labs_of(roster, 2030.0);
  CHECK(mean_of(roster, labs, true, 0, open_rate) == Approx(20.0).epsilon(0.03));
  CHECK(mean_of(roster, labs, true, 0, flagship_rate) < 0.5);
  for (roster::RosterBase& base : roster.bases) base.licence = Licence::api_only;  // closed: neither line
  CHECK(mean_of(roster, labs_of(roster, 2030.0), true, 0, open_rate) < 0.1);
}

TEST_CASE("intervals last on average as long as the rate says, flagships more evenly than open lines") {
  const sim::Stream stream(1, 0, "pace test");
  for (const Line line : {Line::flagship, Line::second_line}) {
    double sum = 0.0, squares = 0.0;
    constexpr std::uint32_t trials = 20000;
    for (std::uint32_t i = 0; i < trials; ++i) {
      sim::Draws draws = stream.at(i, static_cast<std::uint32_t>(line));
      const double years = interval(line, 4.0, p, draws);
      sum += years;
      squares += years * years;
    }
    const double mean = sum / trials;
    CHECK(mean == Approx(0.25).epsilon(0.03));
    const double variation = std::sqrt(squares / trials - mean * mean) / mean;
    CHECK(variation == Approx(line == Line::flagship ? 1.0 / std::sqrt(p.interval_shape) : 1.0).epsilon(0.05));
  }
}

TEST_CASE("a lab without releases starts after its entry and the handover: flagships soon, open weights with time") {
  const roster::Roster roster = roster_of({lab_of_kind("early", LabKind::firm, 0.1)});
  const labs::Labs labs = labs_of(roster, 2019.5);
  const auto start = [](const labs::Lab& lab) { return lab.flagships.next; };
  CHECK(mean_of(roster, labs, false, 0, start) == Approx(2019.5 + p.onset).margin(4.0 * p.onset / std::sqrt(members)));
  // Exponential in the time of the industry.
  const double from = activity(2019.5, p);
  const auto waited = [&](const labs::Lab& lab) { return activity(lab.open_line.next, p) - from; };
  CHECK(mean_of(roster, labs, false, 0, waited) == Approx(p.onset).epsilon(4.0 / std::sqrt(members)));
  const auto is_late = [](const labs::Lab& lab) { return lab.open_line.next < 2022.0 ? 0.0 : 1.0; };
  CHECK(mean_of(roster, labs, false, 0, is_late) > 0.9);
}

TEST_CASE("a lab with releases on record goes on from the last of them, and never before the handover") {
  roster::Roster roster = roster_of({lab_of_kind("old", LabKind::firm, 0.1)});
  add_release(roster, 0, 2024.0, 7e9);
  add_release(roster, 0, 2025.0, 7e9);
  const labs::Labs labs = labs_of(roster, 2026.0);
  const Paces paces(roster, labs, true, p);
  for (std::uint32_t m = 0; m < 200; ++m) {
    labs::Lab lab = labs.labs[0];
    paces.set_clocks(lab, LabIndex{0}, Streams(1, m));
    CHECK(lab.flagships.next > 2026.0);
    CHECK(lab.open_from == Approx(2026.0));  // it has begun
  }
}

TEST_CASE("clocks are the same under every policy") {
  const sim::Study study = load("baseline");
  history::History current = begin(study, 0.0002);
  run_until(current, study.policies[0], sim::date_of(2026, 1, 5));
  const std::unique_ptr<sim::Model> closed = current.copy();
  sim::Policy all_close = study.policies[0];
  for (std::size_t l = 0; l < history::kind().levers.size(); ++l) {
    if (history::kind().levers[l].key != "lab.openness") continue;
    sim::Action action;
    action.target.lever = static_cast<int>(l);
    action.at = sim::date_of(2026, 1, 5);
    action.to = 1.0;
    all_close.actions.push_back(action);
  }
  run_until(current, study.policies[0], sim::date_of(2028, 1, 3));
  run_until(*closed, all_close, sim::date_of(2028, 1, 3));
  const auto& a = current.state().labs.labs;
  const auto& b = dynamic_cast<const history::History&>(*closed).state().labs.labs;
  std::size_t ticks = 0, open = 0;
  for (std::size_t l = 0; l < a.size(); ++l) {
    INFO(a[l].id);
    CHECK(a[l].flagships.next == b[l].flagships.next);
    CHECK(a[l].open_line.next == b[l].open_line.next);
    CHECK(a[l].releases == b[l].releases);
    CHECK_FALSE((b[l].open[0] || b[l].open[1]));
    ticks += a[l].flagships.ticks + a[l].open_line.ticks;
    open += a[l].open[1] ? 1 : 0;
  }
  CHECK(ticks > 100);
  CHECK(open > 10);  // the policy is not idle
}
