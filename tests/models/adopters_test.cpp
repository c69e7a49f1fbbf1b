// Adopters: nested logit shares that can be computed by hand.
#include <catch2/catch.hpp>
#include <cmath>

#include "models/adoption/adoption.hpp"
#include "tests/models/stage.hpp"

using namespace weightshed;
using namespace weightshed::test;

namespace {

// One region, organisations of one sector, families whose utility is the logarithm of their awareness alone.
struct Market {
  Stage stage{roster::make_roster(load("baseline").tables), 0, Streams(5, 0)};
  std::shared_ptr<const roster::Roster>& roster = stage.roster;
  std::size_t regions = roster->jurisdictions.size();
  adoption::Parameters p;
  std::vector<lineage::FamilyState> families;
  std::vector<CountryIndex> origins;
  std::vector<double> brand, salience;
  levers::UseTerms& use = stage.terms.use;
  adoption::Adopters adopters;
  sim::Clock clock{sim::date_of(2026, 1, 5)};

  Market() {
    p.capability = p.brand = p.home = p.alliance = p.peers = p.aversion = p.switching_cost = 0.0;
    p.sovereignty = p.compliance = 0.0;
    p.closed_in_china = 1.0;
    salience.assign(regions + 1, 0.0);
  }
  void add(CountryIndex origin, double awareness, bool open, bool closed) {
    lineage::FamilyState f;
    f.awareness.assign(regions + 1, awareness);
    if (open) f.best_open = 27.0;
    if (closed) f.best_closed = 27.0;
    families.push_back(f);
    origins.push_back(origin);
    brand.push_back(0.0);
  }
  void organisations(std::size_t count, Sector sector = Sector::other, double place = 1.0) {
    adoption::Organisation o;
    o.sector = sector;
    o.place = place;
    adopters = {};
    adopters.organisations = std::vector(count, o);
  }
  void renew() {
    const adoption::Market seen{&families, &origins, &brand, &salience, roster->china, 11.6};
    adoption::renew(adopters, seen, p, stage.at(clock));
  }
  double share(AdoptionMode mode, std::size_t family) const {
    double count = 0.0;
    for (const adoption::Organisation& o : adopters.organisations) {
      count += o.mode == mode && o.family == static_cast<FamilyIndex>(family) ? 1.0 : 0.0;
    }
    return count / static_cast<double>(adopters.organisations.size());
  }
};

void check_share(double measured, double expected, double count) {
  CHECK(measured == Approx(expected).margin(4.0 * std::sqrt(expected * (1.0 - expected) / count)));
}

constexpr AdoptionMode closed = AdoptionMode::closed_api, hosted = AdoptionMode::hosted_open_weights,
                       self = AdoptionMode::self_hosted_open_weights;
constexpr CountryIndex us{0}, cn{1};

}  // namespace

TEST_CASE("shares of modes and families are those of a nested logit") {
  Market m;
  m.add(us, 0.8, false, true);
  m.add(us, 0.4, true, true);
  m.add(cn, 0.2, true, false);
  const double n = 40000;
  m.organisations(static_cast<std::size_t>(n));
  m.renew();
  // McFadden 1978: within a nest exp(u / nest), a nest by exp(its own utility + nest * ln of that sum).
  const double nest = m.p.nest, a = std::pow(0.8, 1 / nest), b = std::pow(0.4, 1 / nest), c = std::pow(0.2, 1 / nest);
  const double since = m.clock.year() - 2024.9;  // prices fall at one rate, and their gap closes at another
  const double price_open = -m.p.price_fall * since,
               // No model leads here, so what is paid for a lead is gone.
      price_closed = price_open + (1.0 - m.p.price_response) * m.p.price_gap * std::exp(-m.p.price_closing * since);
  const double kept = 0.5 * m.p.sensitivity_other;  // data leave the house, not the country: all closed families are US
  const double weight_closed =
      std::exp(m.p.closed_premium - m.p.price_weight * price_closed - kept) * std::pow(a + b, nest);
  const double weight_hosted = std::exp(-m.p.price_weight * price_open - kept) * std::pow(b + c, nest);
  const double weight_self = std::exp(m.p.self_hosting) * std::pow(b + c, nest);
  const double total = weight_closed + weight_hosted + weight_self;
  check_share(m.share(closed, 0), weight_closed / total * a / (a + b), n);
  check_share(m.share(closed, 1), weight_closed / total * b / (a + b), n);
  check_share(m.share(closed, 2), 0.0, n);
  check_share(m.share(hosted, 1), weight_hosted / total * b / (b + c), n);
  check_share(m.share(hosted, 2), weight_hosted / total * c / (b + c), n);
  check_share(m.share(self, 0), 0.0, n);
  check_share(m.share(self, 2), weight_self / total * c / (b + c), n);
}

TEST_CASE("a ban of strength 1 takes the origin from the market of its sector, and from no other") {
  Market m;
  m.add(us, 0.5, true, false);
  m.add(cn, 0.5, true, true);
  m.use.at_forbidden(0, static_cast<std::size_t>(Sector::government), at(cn)) = 1.0;
  m.organisations(2000, Sector::government);
  m.renew();
  CHECK(m.share(hosted, 0) + m.share(self, 0) == 1.0);
  m.organisations(2000, Sector::technology);
  m.renew();
  CHECK(m.share(hosted, 1) + m.share(self, 1) + m.share(closed, 1) > 0.3);
}

TEST_CASE("a ban of strength one half halves the odds of the origin, before the nest reacts") {
  Market m;
  m.p.self_hosting = -100.0;  // one nest is left, with two families of equal weight
  m.add(us, 0.5, true, false);
  m.add(cn, 0.5, true, false);
  m.use.at_forbidden(0, static_cast<std::size_t>(Sector::other), at(cn)) = 0.5;
  m.organisations(40000);
  m.renew();
  const double factor = std::pow(0.5, 1.0 / m.p.nest);
  check_share(m.share(hosted, 1), factor / (1.0 + factor), 40000);
}

TEST_CASE("in a market of one everybody takes what there is") {
  Market m;
  m.add(us, 0.01, false, true);
  m.organisations(500);
  m.renew();
  CHECK(m.share(closed, 0) == 1.0);
}

TEST_CASE("in an empty market nobody adopts, and everybody looks again when the contract ends") {
  Market m;
  m.add(us, 0.5, false, false);
  m.organisations(500);
  m.renew();
  for (const adoption::Organisation& o : m.adopters.organisations) {
    REQUIRE(o.family == no_family);
    REQUIRE(o.next_choice > 0);
    REQUIRE(o.contracts == 1);
  }
}

TEST_CASE("only organisations whose contract has ended choose, and contracts last as long as stated on average") {
  Market m;
  m.add(us, 0.5, true, false);
  std::vector<adoption::Organisation> bound(20000);
  for (std::size_t i = 0; i < 10000; ++i) bound[i].next_choice = 1;
  m.adopters.organisations = bound;
  m.renew();
  double steps = 0.0;
  for (std::size_t i = 0; i < 20000; ++i) {
    const adoption::Organisation& o = m.adopters.organisations[i];
    REQUIRE((o.family != no_family) == (i >= 10000));
    if (i >= 10000) steps += o.next_choice;
  }
  // An exponential time rounded down, plus one step: half a step longer on average.
  const double mean = m.p.contract / sim::Steps{}.length().value;
  CHECK(steps / 10000 == Approx(mean + 0.5).margin(4.0 * mean / 100.0));
}

TEST_CASE("home, bloc and salience tie a family as stated") {
  Market m;
  m.p = adoption::Parameters{};
  m.add(us, 1.0, true, true);
  m.add(cn, 1.0, true, true);
  m.salience.assign(m.regions + 1, 2.0);
  const adoption::Market seen{&m.families, &m.origins, &m.brand, &m.salience, m.roster->china, 11.6};
  const CountryIndex eu = m.roster->country("EU");
  const auto ties = [&](CountryIndex origin, CountryIndex region) {
    return adoption::ties(origin, false, region, Sector::other, seen, *m.roster, m.p);
  };
  CHECK(ties(us, us) == Approx(m.p.home));
  CHECK(ties(us, eu) == Approx(m.p.alliance));
  CHECK(ties(cn, eu) == Approx(-2.0 * m.p.aversion));
  CHECK(ties(cn, cn) == Approx(m.p.home));
  CHECK(adoption::merit(26.0, 27.0, seen, m.p) == Approx(-1.16 * m.p.capability));
}

TEST_CASE("duties, sovereignty and what leaves the country tie a family as stated") {
  Market m;
  m.p = adoption::Parameters{};
  m.add(us, 1.0, true, true);
  m.add(cn, 1.0, true, true);
  const adoption::Market seen{&m.families, &m.origins, &m.brand, &m.salience, m.roster->china, 11.6};
  const CountryIndex eu = m.roster->country("EU");
  const auto ties = [&](CountryIndex origin, bool is_closed, CountryIndex region, Sector sector) {
    return adoption::ties(origin, is_closed, region, sector, seen, *m.roster, m.p);
  };
  CHECK(ties(us, false, us, Sector::government) == Approx(m.p.home + m.p.sovereignty));
  CHECK(ties(us, true, us, Sector::government) == Approx(m.p.home + m.p.sovereignty));
  CHECK(ties(us, true, eu, Sector::government) == Approx(m.p.alliance - 0.5 * m.p.sensitivity_government));
  CHECK(ties(cn, false, eu, Sector::critical_infrastructure) == Approx(-m.p.compliance));
  CHECK(ties(cn, false, eu, Sector::technology) == Approx(0.0).margin(1e-12));
  CHECK(ties(us, true, cn, Sector::other) == Approx(std::log(m.p.closed_in_china) - 0.5 * m.p.sensitivity_other));
  CHECK(ties(us, false, cn, Sector::other) == Approx(0.0).margin(1e-12));
}

TEST_CASE("a programme presses on its family from its date on, in its region and sectors, and within its reach") {
  Market m;
  m.p.programme_pull = 2.0;
  m.p.closed_premium = -100.0;  // open weights only
  m.add(us, 0.5, true, true);
  m.add(cn, 0.5, true, false);
  auto roster = std::make_shared<roster::Roster>(*m.roster);
  roster::Programme programme;
  programme.region = us;
  programme.sectors[static_cast<std::size_t>(Sector::government)] = true;
  programme.family = FamilyIndex{1};
  programme.origin = cn;
  programme.days = m.clock.now().days - 1.0;
  programme.reach = 0.5;
  roster->programmes = {programme};
  m.roster = roster;
  const auto share = [&](Sector sector, double place, double handover, double days) {
    roster->programmes[0].days = days;
    m.organisations(20000, sector, place);
    const adoption::Market seen{&m.families, &m.origins, &m.brand, &m.salience, m.roster->china, 11.6, handover};
    adoption::renew(m.adopters, seen, m.p, m.stage.at(m.clock));
    return m.share(hosted, 1) + m.share(self, 1);
  };
  const double now = m.clock.now().days, pulled = std::exp(2.0 / m.p.nest) * std::pow(0.5, -1.0 / m.p.nest);
  check_share(share(Sector::government, 0.4, now + 1.0, now - 1.0), pulled / (1.0 + pulled), 20000);
  check_share(share(Sector::government, 0.6, now + 1.0, now - 1.0), 0.5, 20000);  // beyond its reach
  check_share(share(Sector::technology, 0.4, now + 1.0, now - 1.0), 0.5, 20000);  // another sector
  check_share(share(Sector::government, 0.4, now + 9.0, now + 7.0), 0.5, 20000);  // not yet
  check_share(share(Sector::government, 0.4, now - 1.0, now - 1.0), 0.5, 20000);  // after what the run may know
}

TEST_CASE("a purchase makes the buyer's users rest on the bases that it brings in") {
  Market m;
  m.add(us, 0.5, true, true);
  m.add(cn, 0.5, true, false);
  roster::Roster roster = *m.roster;
  roster::Programme purchase;
  for (bool& sector : purchase.sectors) sector = true;
  purchase.buyer = FamilyIndex{0};
  purchase.family = FamilyIndex{1};
  purchase.origin = cn;
  purchase.days = 100.0;
  purchase.reach = 0.5;
  roster.purchases = {purchase};
  const adoption::Market seen{&m.families, &m.origins, &m.brand, &m.salience, m.roster->china, 11.6, 1000.0};
  adoption::Organisation o;
  o.family = FamilyIndex{0};
  o.place = 0.4;
  CHECK(adoption::rests_on(o, seen, roster, 100.0) == cn);
  CHECK(adoption::rests_on(o, seen, roster, 99.0) == us);
  o.place = 0.6;
  CHECK(adoption::rests_on(o, seen, roster, 100.0) == us);
}

TEST_CASE("a ban of strength 1 empties the origin within the time of grace, and no sooner where contracts are long") {
  Market m;
  m.p.contract = 1000.0;
  m.add(us, 0.5, true, false);
  m.add(cn, 0.5, true, false);
  m.organisations(4000, Sector::government);
  m.renew();
  const double before = m.share(hosted, 1) + m.share(self, 1);
  CHECK(before > 0.4);
  m.use.at_forbidden(0, static_cast<std::size_t>(Sector::government), at(cn)) = 1.0;
  const auto grace = static_cast<int>(m.p.grace / sim::Steps{}.length().value);
  for (int week = 0; week < grace; ++week) {
    m.clock.advance();
    m.renew();
  }
  CHECK(m.share(hosted, 1) + m.share(self, 1) > 0.9 * before);
  m.clock.advance();
  m.renew();
  CHECK(m.share(hosted, 1) + m.share(self, 1) == 0.0);
}

TEST_CASE("a higher switching cost makes change slower") {
  const auto changed = [](double switching_cost) {
    Market m;
    m.p.switching_cost = switching_cost;
    m.add(us, 0.5, true, false);
    m.add(cn, 0.1, true, false);
    m.organisations(4000);
    m.renew();
    m.families[0].awareness.assign(m.regions + 1, 0.1);  // the second family overtakes
    m.families[1].awareness.assign(m.regions + 1, 0.5);
    for (int week = 0; week < 52; ++week) {
      m.clock.advance();
      m.renew();
    }
    return m.share(hosted, 1) + m.share(self, 1);
  };
  const double free = changed(0.0), dear = changed(1.0), dearer = changed(2.0);
  CHECK(free > dear + 0.02);
  CHECK(dear > dearer + 0.02);
}

TEST_CASE("organisations stand in regions by output and begin by a logistic") {
  const auto roster = roster::make_roster(load("baseline").tables);
  adoption::Parameters p;
  p.organisations = 20000;
  const sim::Date start = sim::date_of(2019, 7, 1);
  const adoption::Adopters adopters = adoption::initial(*roster, {start}, p, Streams(5, 0));
  REQUIRE(adopters.organisations.size() == 20000);
  std::vector<double> by_region(roster->jurisdictions.size(), 0.0);
  double government = 0.0, by_midpoint = 0.0;
  for (const adoption::Organisation& o : adopters.organisations) {
    ++by_region[at(o.region)];
    government += o.sector == Sector::government ? 1.0 : 0.0;
    by_midpoint += o.next_choice * sim::Steps{}.length().value < p.start_midpoint - 2019.5 ? 1.0 : 0.0;
  }
  for (std::size_t c = 0; c < by_region.size(); ++c) {
    CHECK(by_region[c] == Approx(20000 * roster->jurisdictions[c].gdp_share).margin(1.0));
  }
  check_share(government / 20000, p.government_share, 20000);
  check_share(by_midpoint / 20000, 0.5, 20000);
}
