// Arrival of authors and spread of awareness (ODD 4.6). Policy never enters a clock.
#include "models/arrival/arrival.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "sim/random/distributions.hpp"

namespace weightshed::arrival {

namespace {

constexpr std::size_t searches = 4096;  // several per step, so that a search takes a comparison or two

double activity_of(AuthorKind kind, const Parameters& p) {
  switch (kind) {
    case AuthorKind::bulk_uploader:
      return p.bulk_activity;
    case AuthorKind::quantiser:
      return p.quantiser_activity;
    default:
      return 1.0;
  }
}

// Share of firms among those who arrive at a moment.
double firms_at(double year, const Parameters& p) {
  return std::min(0.5, p.firm_authors * std::exp(p.firm_decline * std::max(0.0, 2025.0 - year)));
}

// Kind of one of them, by shares as thresholds of one uniform.
AuthorKind kind_of(double u, double year, double firms, const Parameters& p) {
  if (u < p.bulk_authors) return year >= p.bulk_start ? AuthorKind::bulk_uploader : AuthorKind::individual;
  u -= p.bulk_authors;
  if (u < p.quantiser_authors) return AuthorKind::quantiser;
  u -= p.quantiser_authors;
  if (u < firms) return AuthorKind::firm;
  u -= firms;
  return u < p.university_authors ? AuthorKind::university : AuthorKind::individual;
}

// Expected activity of one author who arrives at a moment.
double mean_activity(double year, const Parameters& p) {
  const double bulk = year >= p.bulk_start ? p.bulk_authors : 0.0;
  return 1.0 + bulk * (p.bulk_activity - 1.0) + p.quantiser_authors * (p.quantiser_activity - 1.0);
}

// The integrated intensity at which a work is due that an author of activity 1 would wait for so long.
double opportunity_after(double wait, double intensity_now, const Author& author) {
  if (author.activity <= 0.0F) return std::numeric_limits<double>::infinity();
  return intensity_now + wait / static_cast<double>(author.activity);
}

// Into the calendar, at the step in which the intensity passes `due`, which must be before the end.
void enter(Authors& authors, AuthorIndex index, double due) {
  const std::vector<double>& table = authors.intensity;
  std::size_t step = authors.step_by_intensity[static_cast<std::size_t>(due / table.back() * searches)];
  while (table[step + 1] <= due) ++step;
  const double within = (due - table[step]) / (table[step + 1] - table[step]);
  authors.calendar.add(step, {index, static_cast<float>(within)});
}

}  // namespace

double models_a_year(double year, const Parameters& p) {
  return p.models_ceiling / (1.0 + std::exp(-p.models_growth * (year - p.models_midpoint)));
}

double authors_by(double year, const Parameters& p) {
  const auto logistic = [&](double t) { return 1.0 / (1.0 + std::exp(-p.authors_growth * (t - p.authors_midpoint))); };
  const double size = p.authors_2025 / logistic(2026.0);
  if (year <= 2026.0) return size * logistic(year);
  return p.authors_2025 * std::exp(p.authors_later_growth * (year - 2026.0));
}

Authors initial(const roster::Roster& roster, const sim::Steps& grid, std::uint32_t steps, double scale,
                const Parameters& p) {
  Authors authors;
  authors.calendar = Calendar(steps);
  sim::Clock clock(grid);
  double activity = authors_by(clock.year(), p) * mean_activity(clock.year(), p);
  authors.intensity.push_back(0.0);
  for (std::uint32_t step = 0; step < steps; ++step) {
    const double begin = authors_by(clock.year(), p);
    const double end = authors_by(sim::decimal_year(clock.end_of_step()), p);
    const double joining = (end - begin) * mean_activity(clock.mid_year(), p);
    // The common rate makes expected works equal the logistic, however many authors share them. Those who join in the
    // step are there for half of it on average.
    authors.intensity.push_back(authors.intensity.back() +
                                models_a_year(clock.mid_year(), p) * clock.length().value / (activity + 0.5 * joining));
    activity += joining;
    authors.expected_works += models_a_year(clock.mid_year(), p) * clock.length().value * scale;
    authors.arrived.push_back(static_cast<std::uint32_t>(std::floor(end * scale)));
    clock.advance();
  }
  authors.step_by_intensity.resize(searches);
  for (std::size_t part = 0; part < searches; ++part) {
    const double passed = static_cast<double>(part) / searches * authors.intensity.back();
    const auto after = std::upper_bound(authors.intensity.begin(), authors.intensity.end(), passed);
    authors.step_by_intensity[part] = static_cast<std::uint32_t>(after - authors.intensity.begin() - 1);
  }
  double sum = 0.0, rest = 0.0;
  for (std::size_t c = 0; c < roster.jurisdictions.size(); ++c) {
    const auto country = static_cast<CountryIndex>(c);
    if (country != roster.united_states && country != roster.china) rest += roster.jurisdictions[c].gdp_share;
  }
  for (std::size_t c = 0; c < roster.jurisdictions.size(); ++c) {
    const auto country = static_cast<CountryIndex>(c);
    double share = roster.jurisdictions[c].gdp_share / rest * (1.0 - p.known_china - p.known_us);
    if (country == roster.china) share = p.known_china;
    if (country == roster.united_states) share = p.known_us;
    authors.country_of_known.push_back(sum += share);
  }
  return authors;
}

Arrivals::Arrivals(double year, const std::vector<double>& country_of_known, const Shares& shares, const Parameters& p)
    : year_(year),
      country_of_known_(country_of_known),
      shares_(shares),
      p_(p),
      firms_(firms_at(year, p)),
      // Bulk uploaders and quantisers are few and alike; among the rest, a few authors do most of the work.
      alike_(2.0, 1.0 / 2.0),
      unequal_(p.activity_shape, 1.0 / p.activity_shape) {}

void Arrivals::prepare(std::uint32_t key, const Streams& streams) {
  constexpr std::uint32_t together = sim::DrawsTogether<1>::together;
  if (is_prepared_ && key >= first_prepared_ && key - first_prepared_ < together) return;
  is_prepared_ = true;
  first_prepared_ = key;
  std::array<sim::Drawing, together> whose;
  for (std::uint32_t i = 0; i < together; ++i) whose[i] = {key + i, 0};
  authors_.make(streams.author, whose);
  clocks_.make(streams.clock, whose);
}

std::optional<Newcomer> Arrivals::draw(std::uint32_t key, double horizon, const Streams& streams) {
  prepare(key, streams);
  const auto unknown = static_cast<std::uint8_t>(country_of_known_.size());
  sim::Draws draws = authors_.at(streams.author, key - first_prepared_, key, 0);
  Newcomer newcomer;
  Author& author = newcomer.author;
  author.key = key;
  const double kind = draws.uniform(), known = draws.uniform(), country = draws.uniform();
  author.kind = kind_of(kind, year_, firms_, p_);
  // Most authors never publish. The first uniform of the clock shows it: the exponential made from it is larger still.
  // The margin is for rounding; an author within it is judged by the exponential itself.
  sim::Draws clock = clocks_.at(streams.clock, key - first_prepared_, key, 0);
  const double soonest = sim::Draws(clock).uniform();
  const double least = soonest / (1.000001 * horizon), activity = activity_of(author.kind, p_);
  sim::Gamma& law = activity > 1.0 ? alike_ : unequal_;
  const std::optional<double> drawn = law.unless_below(draws, least / activity);
  if (!drawn) return std::nullopt;
  author.activity = static_cast<float>(activity * *drawn);
  if (soonest > 1.000001 * horizon * static_cast<double>(author.activity)) return std::nullopt;
  newcomer.wait = sim::exponential(clock);
  author.country = unknown;
  // Organisations say where they are; the country of a third of individuals is known.
  const bool organisation = author.kind == AuthorKind::firm || author.kind == AuthorKind::university;
  if (organisation || known < p_.known_country) {
    const auto above = std::upper_bound(country_of_known_.begin(), country_of_known_.end(), country);
    author.country =
        static_cast<std::uint8_t>(std::min<std::ptrdiff_t>(above - country_of_known_.begin(), unknown - 1));
  }
  author.commercial = author.kind == AuthorKind::firm || draws.uniform() < shares_.commercial;
  newcomer.within = draws.uniform();
  // The tools of quantisers copy the licence of what they convert.
  author.own_licence = draws.uniform() < shares_.own_licence && author.kind != AuthorKind::quantiser;
  return newcomer;
}

void schedule(Authors& authors, AuthorIndex index, double intensity_now, sim::Draws clock) {
  const double due = opportunity_after(sim::exponential(clock), intensity_now, authors.authors[at(index)]);
  if (due < authors.intensity.back()) enter(authors, index, due);
}

double spread_awareness(double awareness, double share, sim::Years dt, const Parameters& p) {
  return 1.0 - (1.0 - awareness) * std::exp(-(p.innovate + p.imitate * share) * dt.value);
}

namespace {

// Authors who come in the step join with their first opportunity, unless that lies beyond the end.
void join(Authors& authors, const Shares& shares, const Parameters& p, const context::Context& context) {
  const std::uint32_t step = context.clock.step();
  Arrivals arrivals(context.clock.year(), authors.country_of_known, shares, p);
  const double begin = authors.intensity[step], end = authors.intensity[step + 1];
  for (; authors.came < authors.arrived[step]; ++authors.came) {
    const std::optional<Newcomer> newcomer =
        arrivals.draw(authors.came, authors.intensity.back() - begin, context.streams);
    if (!newcomer) continue;
    const double due = opportunity_after(newcomer->wait, begin + newcomer->within * (end - begin), newcomer->author);
    if (due >= authors.intensity.back()) continue;
    authors.authors.push_back(newcomer->author);
    enter(authors, static_cast<AuthorIndex>(authors.authors.size() - 1), due);
  }
}

// Awareness of the families that have come out spreads in each region, with and without those who build on them.
void spread(std::vector<lineage::FamilyState>& families, const sim::Clock& clock, const Parameters& p) {
  const double year = clock.year();
  const sim::Years dt = clock.length();
  const std::size_t regions = families.front().awareness.size();
  std::vector<double> total(regions, 0.0), few(regions);
  for (const lineage::FamilyState& family : families) {
    if (family.recent == 0.0) continue;  // nothing in any region
    for (std::size_t region = 0; region < regions; ++region) total[region] += family.recent_by_region[region];
  }
  constexpr double any = std::numeric_limits<double>::infinity();
  for (std::size_t region = 0; region < regions; ++region)
    few[region] = total[region] > 0.0 ? 1e-6 * total[region] : any;
  const double unaware_without_peers = 1.0 - spread_awareness(0.0, 0.0, dt, p);
  for (lineage::FamilyState& family : families) {
    if (family.first_release > year) continue;
    const double heard_of = year >= family.sensation ? p.awareness_big : 0.0;
    double* const aware = family.awareness.data();
    const double* const recent = family.recent_by_region.data();
    for (std::size_t region = 0; region < regions && heard_of > 0.0; ++region)
      aware[region] = std::max(aware[region], heard_of);
    bool has_peers = false;  // most families have none anywhere: a short loop for them
    for (std::size_t region = 0; region < regions && family.recent != 0.0; ++region)
      has_peers |= !(recent[region] < few[region]);
    if (!has_peers) {
      for (std::size_t region = 0; region < regions; ++region)
        aware[region] = 1.0 - (1.0 - aware[region]) * unaware_without_peers;
      continue;
    }
    for (std::size_t region = 0; region < regions; ++region) {
      if (recent[region] < few[region]) {
        aware[region] = 1.0 - (1.0 - aware[region]) * unaware_without_peers;
      } else {
        aware[region] = spread_awareness(aware[region], recent[region] / total[region], dt, p);
      }
    }
  }
}

}  // namespace

void admit(Authors& authors, std::vector<lineage::FamilyState>& families, const Shares& shares, const Parameters& p,
           const context::Context& context) {
  join(authors, shares, p, context);
  spread(families, context.clock, p);
}

}  // namespace weightshed::arrival
