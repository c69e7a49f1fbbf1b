// Arrival of authors and their clocks: policy never enters, and expected works equal the logistic.
#include "models/arrival/arrival.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numeric>

#include "tests/models/stage.hpp"

using namespace weightshed;
using namespace weightshed::test;

namespace {

const sim::Date start = sim::date_of(2019, 7, 1);

struct Count {
  double works = 0.0, expected = 0.0;
  double late_works = 0.0, late_bulk = 0.0;  // of the last half year
  arrival::Authors authors;
};

// Lets all authors work until `steps` have passed; nothing is built.
Count run(double scale, std::uint32_t steps, std::uint32_t member, const arrival::Parameters& p) {
  const Streams streams(11, member);
  Stage stage(roster::make_roster(load("baseline").tables), 0, streams);
  const auto roster = stage.roster;
  Count count;
  count.authors = arrival::initial(*roster, {start}, steps, scale, p);
  std::vector<lineage::FamilyState> families(1);
  families[0].awareness.assign(roster->jurisdictions.size() + 1, 0.5);
  families[0].recent_by_region.assign(roster->jurisdictions.size() + 1, 0.0);
  sim::Clock clock(start);
  for (std::uint32_t step = 0; step < steps; ++step, clock.advance()) {
    arrival::Authors& a = count.authors;
    arrival::admit(a, families, {0.5, 0.3}, p, stage.at(clock));
    const std::vector<arrival::Opportunity>& calendar = a.calendar.open(step);
    for (std::size_t i = 0; i < calendar.size(); ++i) {
      const arrival::Opportunity due = calendar[i];
      ++a.authors[at(due.author)].works;
      const double begin = a.intensity[step], end = a.intensity[step + 1];
      arrival::schedule(a, due.author, begin + static_cast<double>(due.within) * (end - begin),
                        streams.clock.at(a.authors[at(due.author)].key, a.authors[at(due.author)].works));
      ++count.works;
      if (step + 26 < steps) continue;
      ++count.late_works;
      count.late_bulk += a.authors[at(due.author)].kind == AuthorKind::bulk_uploader ? 1.0 : 0.0;
    }
    count.expected += scale * arrival::models_a_year(clock.mid_year(), p) * sim::Steps{}.length().value;
  }
  return count;
}

// All who come in the first steps, whether they will publish or not; a horizon without end leaves nobody out.
std::vector<arrival::Author> everybody(double scale, std::uint32_t steps, const arrival::Parameters& p) {
  const auto roster = roster::make_roster(load("baseline").tables);
  const Streams streams(11, 0);
  const arrival::Authors plan = arrival::initial(*roster, {start}, steps, scale, p);
  std::vector<arrival::Author> authors;
  sim::Clock clock(start);
  for (std::uint32_t step = 0; step < steps; ++step, clock.advance()) {
    arrival::Arrivals arrivals(clock.year(), plan.country_of_known, {0.5, 0.3}, p);
    while (authors.size() < plan.arrived[step]) {
      authors.push_back(
          arrivals.draw(static_cast<std::uint32_t>(authors.size()), std::numeric_limits<double>::infinity(), streams)
              .value()
              .author);
    }
  }
  return authors;
}

}  // namespace

TEST_CASE("the expected number of works equals the logistic of models a year") {
  // Without bulk uploaders and quantisers the squared coefficient of variation of activity is 1 / shape.
  arrival::Parameters p;
  p.bulk_authors = p.quantiser_authors = 0.0;
  double works = 0.0, expected = 0.0, authors = 0.0;
  for (std::uint32_t member = 0; member < 16; ++member) {
    const Count count = run(0.05, 52 * 6, member, p);
    works += count.works;
    expected += count.expected;
    authors += count.authors.came;
  }
  // Works of an author are Poisson at a rate in proportion to activity; most works are by authors who came long ago,
  // so a quarter of all counts (judgement).
  const double error = std::sqrt(1.0 / works + 1.0 / p.activity_shape / (0.25 * authors));
  UNSCOPED_INFO(works << " works of " << expected << " expected; standard error " << 100 * error << "%");
  CHECK(works / expected == Approx(1.0).margin(4.0 * error));
}

TEST_CASE("bulk uploaders and quantisers share the works with the rest and do not add to them") {
  const arrival::Parameters p;
  double works = 0.0, expected = 0.0, late = 0.0, bulk = 0.0;
  for (std::uint32_t member = 0; member < 4; ++member) {
    const Count count = run(0.02, 52 * 6, member, p);
    works += count.works;
    expected += count.expected;
    late += count.late_works;
    bulk += count.late_bulk;
  }
  CHECK(works / expected == Approx(1.0).margin(0.05));
  // In the middle of the last half year: activity of those who came after bulk uploading began, over all activity.
  const double middle = sim::decimal_year(start.plus_days(52 * 6 * 7 - 91));
  const double now = arrival::authors_by(middle, p);
  const double after = now - arrival::authors_by(p.bulk_start, p);
  const double bulk_activity = after * p.bulk_authors * p.bulk_activity;
  const double rest = now * (1.0 + p.quantiser_authors * (p.quantiser_activity - 1.0));
  // A thousand bulk uploaders in all, each with a squared coefficient of variation of 1/2: 2% of error.
  CHECK(bulk / late == Approx(bulk_activity / (bulk_activity + rest)).epsilon(0.08));
}

TEST_CASE("authors come on dates of their own: as many as the curve says, with the stated mix of kinds") {
  arrival::Parameters p;
  p.firm_decline = 0.0;
  const std::vector<arrival::Author> authors = everybody(0.02, 52 * 6, p);
  const std::size_t countries = roster::make_roster(load("baseline").tables)->jurisdictions.size();
  const double end = sim::decimal_year(start.plus_days(52 * 6 * 7));
  CHECK(static_cast<double>(authors.size()) == Approx(0.02 * arrival::authors_by(end, p)).margin(1.0));
  const double n = static_cast<double>(authors.size());
  double firms = 0.0, known = 0.0, individuals = 0.0, chinese = 0.0, own_licence = 0.0, early_bulk = 0.0,
         activity = 0.0;
  for (std::size_t i = 0; i < authors.size(); ++i) {
    const arrival::Author& a = authors[i];
    const bool is_known = a.country < countries;
    firms += a.kind == AuthorKind::firm;
    if (a.kind == AuthorKind::firm) CHECK(is_known);
    if (a.kind == AuthorKind::individual) {
      ++individuals;
      known += is_known;
      chinese += a.country == 1;
      own_licence += a.own_licence;
      activity += static_cast<double>(a.activity);
    }
    const bool before_bulk = static_cast<double>(i) < 0.02 * arrival::authors_by(p.bulk_start - 0.02, p);
    early_bulk += before_bulk && a.kind == AuthorKind::bulk_uploader;
  }
  const auto within = [](double count_of, double of, double share) {
    CHECK(count_of / of == Approx(share).margin(4.0 * std::sqrt(share * (1.0 - share) / of)));
  };
  within(firms, n, p.firm_authors);
  within(known, individuals, p.known_country);
  within(chinese, known, p.known_china);
  within(own_licence, individuals, 0.3);
  CHECK(early_bulk == 0.0);
  CHECK(activity / individuals == Approx(1.0).margin(4.0 * std::sqrt(1.0 / p.activity_shape / individuals)));
}

TEST_CASE("only authors who publish before the end are kept, each as it was drawn, and the rest are counted") {
  const arrival::Parameters p;
  const Count count = run(0.02, 52 * 6, 0, p);
  const std::vector<arrival::Author> all = everybody(0.02, 52 * 6, p);
  REQUIRE(count.authors.came == all.size());
  REQUIRE(count.authors.authors.size() < all.size() / 2);
  double works = 0.0;
  for (std::size_t i = 0; i < count.authors.authors.size(); ++i) {
    const arrival::Author& kept = count.authors.authors[i];
    REQUIRE(kept.works > 0);
    if (i > 0) REQUIRE(kept.key > count.authors.authors[i - 1].key);
    const arrival::Author& drawn = all[kept.key];
    REQUIRE((kept.activity == drawn.activity && kept.kind == drawn.kind && kept.country == drawn.country &&
             kept.commercial == drawn.commercial && kept.own_licence == drawn.own_licence));
    works += kept.works;
  }
  CHECK(works == count.works);
  // Who is left out would have published nothing: the chance of that, summed over everybody, is their number.
  double silent = 0.0, variance = 0.0;
  const arrival::Authors& plan = count.authors;
  for (std::size_t step = 0, a = 0; a < all.size(); ++step) {
    const double left = plan.intensity.back() - 0.5 * (plan.intensity[step] + plan.intensity[step + 1]);
    for (; a < plan.arrived[step]; ++a) {
      const double chance = std::exp(-static_cast<double>(all[a].activity) * left);
      silent += chance;
      variance += chance * (1.0 - chance);
    }
  }
  CHECK(static_cast<double>(all.size() - count.authors.authors.size()) ==
        Approx(silent).margin(4.0 * std::sqrt(variance)));
}

TEST_CASE("the share of firms among new authors falls until 2025 at the stated rate") {
  arrival::Parameters p;
  const auto firms = [&](double decline) {
    p.firm_decline = decline;
    const std::vector<arrival::Author> authors = everybody(1.0, 52, p);  // a year from the start
    double n = 0.0;
    for (const arrival::Author& a : authors) n += a.kind == AuthorKind::firm;
    return n / static_cast<double>(authors.size());
  };
  const double years = 2025.0 - (sim::decimal_year(start) + 0.5);
  REQUIRE(years > 1.0);
  CHECK(firms(0.2) / firms(0.0) == Approx(std::exp(0.2 * years)).epsilon(0.2));
}

TEST_CASE("the models of the logistic pass a million in September 2024 and two million in August 2025") {
  const arrival::Parameters p;
  double models = 0.0, million = 0.0, two = 0.0;
  for (double year = 2010.0; year < 2027.0; year += 1.0 / 365.0) {
    models += arrival::models_a_year(year, p) / 365.0;
    if (million == 0.0 && models > 1e6) million = year;
    if (two == 0.0 && models > 2e6) two = year;
  }
  CHECK(million == Approx(2024.71).margin(2.0 / 12.0));
  CHECK(two == Approx(2025.62).margin(2.0 / 12.0));
}

TEST_CASE("awareness rises towards 1, faster with a larger share, and only for families that have come out") {
  const arrival::Parameters p;
  const sim::Years week = sim::Steps{}.length();
  CHECK(arrival::spread_awareness(1.0, 1.0, week, p) == 1.0);
  CHECK(arrival::spread_awareness(0.3, 0.0, week, p) > 0.3);
  CHECK(arrival::spread_awareness(0.3, 0.5, week, p) > arrival::spread_awareness(0.3, 0.1, week, p));
  // Exact for a constant share: two half steps are one step.
  const sim::Years half{0.5 * week.value};
  const double twice = arrival::spread_awareness(arrival::spread_awareness(0.3, 0.4, half, p), 0.4, half, p);
  CHECK(twice == Approx(arrival::spread_awareness(0.3, 0.4, week, p)).epsilon(1e-13));

  Stage stage(0);
  const auto roster = stage.roster;
  const std::size_t regions = roster->jurisdictions.size() + 1;
  arrival::Authors authors = arrival::initial(*roster, {start}, 2, 1e-6, p);
  std::vector<lineage::FamilyState> families(3);
  for (lineage::FamilyState& f : families) {
    f.awareness.assign(regions, 0.3);
    f.recent_by_region.assign(regions, 0.0);
    f.first_release = 2018.0;
  }
  families[0].recent = families[0].recent_by_region[0] = 30.0;
  families[1].recent = families[1].recent_by_region[0] = 10.0;
  families[2].first_release = 2025.0;
  families.push_back(families[1]);
  families[3].recent = 0.0;
  families[3].recent_by_region.assign(regions, 0.0);
  families[3].sensation = sim::decimal_year(start);
  const sim::Clock clock(start);
  arrival::admit(authors, families, {0.5, 0.3}, p, stage.at(clock));
  CHECK(families[0].awareness[0] == Approx(arrival::spread_awareness(0.3, 0.75, week, p)));
  CHECK(families[1].awareness[0] == Approx(arrival::spread_awareness(0.3, 0.25, week, p)));
  CHECK(families[0].awareness[1] == Approx(arrival::spread_awareness(0.3, 0.0, week, p)));
  CHECK(families[2].awareness == std::vector<double>(regions, 0.3));
  for (const double awareness : families[3].awareness) CHECK(awareness >= p.awareness_big);
}
