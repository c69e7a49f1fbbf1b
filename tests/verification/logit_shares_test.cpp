// Known answer 3: what organisations choose at the end of a contract has the shares of a nested logit.
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <utility>

#include "models/adoption/adoption.hpp"
#include "tests/models/stage.hpp"
#include "tests/sim/random/goodness_of_fit.hpp"
#include "tests/verification/nested_logit.hpp"

using namespace weightshed;
using namespace weightshed::test;

namespace {

constexpr double none = -std::numeric_limits<double>::infinity();
constexpr CountryIndex us{0}, cn{1};
constexpr std::size_t families = 4, users = 4000, choosers = 60000;

// Governments of the EU before a choice: brands, awareness, what others use, a programme, a ban of half strength.
struct Situation {
  std::shared_ptr<roster::Roster> roster =
      std::make_shared<roster::Roster>(*roster::make_roster(load("baseline").tables));
  Stage stage{roster, 0, Streams(5, 0)};
  CountryIndex region = roster->country("EU");
  Sector sector = Sector::government;
  adoption::Parameters p;
  std::vector<lineage::FamilyState> state{families};
  std::vector<CountryIndex> origin;  // of each family
  std::vector<double> brand{0.8, 0.1, 0.4, 0.0}, awareness{0.9, 0.5, 0.3, 0.2}, salience;
  std::vector<double> closed{27.0, none, 26.4, none}, open{none, 26.0, 26.6, 25.5};
  levers::UseTerms& use = stage.terms.use;
  sim::Clock clock{sim::date_of(2026, 1, 5)};
  adoption::Adopters adopters;

  explicit Situation(std::vector<CountryIndex> origins) : origin(std::move(origins)) {
    const std::size_t regions = roster->jurisdictions.size() + 1;
    salience.assign(regions, 0.7);
    for (std::size_t f = 0; f < families; ++f) {
      state[f].awareness.assign(regions, awareness[f]);
      if (closed[f] > none) state[f].best_closed = closed[f];
      if (open[f] > none) state[f].best_open = open[f];
    }
    use.at_forbidden(at(region), static_cast<std::size_t>(sector), at(cn)) = 0.5;
    roster::Programme programme;
    programme.region = region;
    programme.sectors[static_cast<std::size_t>(sector)] = true;
    programme.family = FamilyIndex{3};
    programme.origin = region;
    programme.days = clock.now().days - 1.0;
    programme.reach = 2.0;
    roster->programmes = {programme};
    // A quarter use each family and are bound for years; the others are free, and use the second family now.
    std::vector<adoption::Organisation> all;
    adoption::Organisation o;
    o.region = region;
    o.sector = sector;
    o.log_size = 0.6;
    o.next_choice = 1000;
    for (std::size_t i = 0; i < users; ++i) {
      o.family = static_cast<FamilyIndex>(i % families);
      all.push_back(o);
    }
    o.next_choice = 0;
    o.family = FamilyIndex{1};
    all.insert(all.end(), choosers, o);
    adopters.organisations = all;
  }

  adoption::Market market() const {
    return {&state, &origin, &brand, &salience, roster->china, 11.6, clock.now().days + 1.0};
  }

  // Log-odds of a family in the nest of closed APIs or of open weights, term by term.
  double utility(std::size_t f, bool is_closed) const {
    const double capability = is_closed ? closed[f] : open[f];
    if (capability == none) return none;
    const double best = 27.0, users_of_family = users / families + (f == 1 ? choosers : 0);
    const bool favoured = f == 3 && !is_closed;
    const double ban = origin[f] == cn ? std::log(0.5) : 0.0;
    return adoption::merit(capability, best, market(), p) + p.brand * brand[f] +
           (favoured ? p.programme_pull : std::log(awareness[f])) + p.peers * users_of_family / (users + choosers) +
           adoption::ties(origin[f], is_closed, region, sector, market(), *roster, p) + ban +
           (f == 1 ? p.switching_cost : 0.0);
  }
};

}  // namespace

TEST_CASE("the oracle of a nested logit knows the textbook's answers") {
  // The red bus and the blue bus: a car against two buses that differ in colour only.
  const auto buses = nested_logit_shares({{0.0, {1.0}}, {0.0, {1.0, 1.0}}}, 0.001);
  CHECK(buses[0][0] == Approx(0.5).margin(0.001));
  CHECK(buses[1][1] == Approx(0.25).margin(0.001));
  // At dissimilarity 1 it is the plain logit, and what is not there has no share.
  const auto plain = nested_logit_shares({{0.3, {1.0, none}}, {0.0, {2.0}}}, 1.0);
  CHECK(plain[0][0] == Approx(1.0 / (1.0 + std::exp(0.7))));
  CHECK(plain[0][1] == 0.0);
}

// Ties and bans are weighed once for neighbours of one origin: families of an origin stand together, or apart.
TEST_CASE("organisations split over modes and families as the nested logit of their utilities says") {
  const CountryIndex eu = roster::make_roster(load("baseline").tables)->country("EU");
  Situation s(GENERATE_COPY(std::vector{us, us, cn, eu}, std::vector{cn, us, cn, us}, std::vector{us, cn, cn, cn}));
  std::vector<Nest> nests(adoption_modes);
  for (std::size_t m = 0; m < adoption_modes; ++m) {
    const auto mode = static_cast<AdoptionMode>(m);
    nests[m].utility = adoption::mode_utility(s.sector, mode, 0.6, adoption::prices_at(s.clock.year(), 0.0, s.p), s.p);
    for (std::size_t f = 0; f < families; ++f) {
      nests[m].alternatives.push_back(s.utility(f, mode == AdoptionMode::closed_api));
    }
  }
  const auto shares = nested_logit_shares(nests, s.p.nest);

  adoption::renew(s.adopters, s.market(), s.p, s.stage.at(s.clock));
  std::vector<std::vector<double>> chosen(adoption_modes, std::vector<double>(families, 0.0));
  for (std::size_t i = users; i < users + choosers; ++i) {
    const adoption::Organisation& o = s.adopters.organisations[i];
    chosen[static_cast<std::size_t>(o.mode)][at(o.family)] += 1.0;
  }
  std::vector<double> drawn, expected;
  for (std::size_t m = 0; m < adoption_modes; ++m) {
    for (std::size_t f = 0; f < families; ++f) {
      if (shares[m][f] == 0.0) CHECK(chosen[m][f] == 0.0);
      if (shares[m][f] * choosers < 5.0) continue;  // too few for a chi-square
      drawn.push_back(chosen[m][f]);
      expected.push_back(shares[m][f] * choosers);
    }
  }
  CHECK(expected.size() >= 5);
  CHECK(sim::test::chi_square_p(drawn, expected) > 0.001);
}
