// Downloads of the step (ODD 4.9): what users pin, what official repositories serve, what the community serves.
#include <algorithm>
#include <cmath>

#include "models/hub/community.hpp"
#include "sim/random/distributions.hpp"

namespace weightshed::downloads {

namespace {

constexpr double flow_measured = 2025.8;  // the Hub snapshot of 2025-10-23
constexpr double brand_measured = 2025.5;
constexpr double launch_years = 6.0 * 7.0 / 365.2425;

// Share of the use of other classes than language, by class: encoders, speech and vision carry nine tenths of Hub
// downloads (Bourdois 2025; split by judgement).
constexpr double other_use[task_classes] = {0.0, 0.06, 0.62, 0.15, 0.15, 0.02};

double growth_to(double year, double growth, double later, double slowing) {
  const double since = year - flow_measured;
  if (since <= 0.0) return growth * since;
  return later * since + (growth - later) * slowing * (1.0 - std::exp(-since / slowing));
}

// Log-odds of using a base that are its own; age in forward decay counted from 2024, the same for all of a class.
double own_utility(const Base& base, double points_an_order, double reference, const Parameters& p) {
  constexpr double age_origin = 2024.0;
  if (base.task_class != TaskClass::language) {
    return base.attraction_use - (age_origin - base.born_year) / p.other_ageing;
  }
  const double doublings = base.log2_size - std::log2(7e9);
  const double below = std::min(0.0, doublings) / p.size_width;
  double u = p.capability * (base.capability - reference) * points_an_order / 10.0 +
             p.size_slope * std::max(0.0, doublings) - 0.5 * below * below + p.ageing * (age_origin - base.born_year) +
             base.attraction_use;
  if (base.licence == Licence::gated_research) u += p.non_commercial;
  if (base.licence == Licence::restricted_commercial) u += p.restricted;
  if (base.purpose == Purpose::instruct) u += p.instruct;
  if (base.purpose == Purpose::code) u += p.code;
  return u;
}

// What the blocks of a family have in common in the eyes of users: brand, network and awareness, the latter the mean
// over regions, weighed by their use.
std::vector<double> family_factors(const Hub& hub, const Users& users, double year, const Parameters& p) {
  const double carried = p.brand * std::pow(p.brand_carried, std::max(0.0, year - brand_measured));
  std::vector<double> factors;
  for (std::size_t f = 0; f < hub.families.size(); ++f) {
    const FamilyState& family = hub.families[f];
    double aware = 0.0;
    for (std::size_t r = 0; r < users.demand->size(); ++r) aware += (*users.demand)[r] * family.awareness[r];
    factors.push_back(aware <= 0.0 ? 0.0
                                   : std::exp(carried * (*users.brand)[f] + p.network * std::log1p(family.recent) +
                                              p.awareness * std::log(aware)));
  }
  return factors;
}

// Renews the running sums of blocks with new members: what users weigh does not change after a release.
void weigh(const Models& models, Hub& hub, const Users& users, const Parameters& p) {
  for (std::size_t k = 0; k < task_classes; ++k) {
    for (Shelf::Block& block : hub.shelf.blocks(static_cast<TaskClass>(k))) {
      if (!block.stale) continue;
      double sum = 0.0;
      for (std::size_t m = 0; m < block.members.size(); ++m) {
        const Base& base = models.bases[at(block.members[m])];
        block.use[m] = sum += std::exp(own_utility(base, users.points_an_order, users.reference, p));
      }
      block.stale = false;  // the last to weigh in a step
    }
  }
}

// Share of each block in the new pins of a class, over regions with their demand, ties and bans.
std::vector<double> block_shares(const Hub& hub, TaskClass task_class, const UseTerms& use, const Users& users,
                                 double year, const Parameters& p) {
  const auto blocks = hub.shelf.blocks(task_class);
  const bool language = task_class == TaskClass::language;
  std::vector<double> shares(blocks.size(), 0.0), common(blocks.size()), weights(blocks.size());
  const std::vector<double> factors = language ? family_factors(hub, users, year, p) : std::vector<double>();
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    common[b] = blocks[b].use_total() * (language ? factors[at(blocks[b].family)] : 1.0);
  }
  const double home = std::exp(p.home);
  std::vector<double> allowed(use.countries);  // in the region, by origin
  for (std::size_t region = 0; region < users.demand->size(); ++region) {
    double total = 0.0;
    for (std::size_t origin = 0; origin < use.countries; ++origin) {
      allowed[origin] = use.allowed(region, origin);
    }
    for (std::size_t b = 0; b < blocks.size(); ++b) {
      const std::size_t origin = at(blocks[b].country);
      const double factor = language && origin == region ? home : 1.0;
      weights[b] = common[b] * factor * allowed[origin];
      total += weights[b];
    }
    if (total <= 0.0) continue;
    for (std::size_t b = 0; b < blocks.size(); ++b) shares[b] += (*users.demand)[region] * weights[b] / total;
  }
  return shares;
}

// Official downloads of a class: one count a block and age, split among its members as expected. The chance of single
// repositories is far below the spread of their attraction.
void pull_official(const Models& models, Hub& hub, TaskClass task_class, double flow, const UseTerms& use,
                   const Users& users, Ledger& ledger, const sim::Clock& clock, const Parameters& p,
                   const Streams& streams) {
  const auto blocks = hub.shelf.blocks(task_class);
  if (blocks.empty() || flow <= 0.0) return;
  const double dt = sim::Clock::length().value;
  const double year = clock.year();
  const double half_life = task_class == TaskClass::language ? p.language_half_life : p.other_half_life;
  const double kept = std::exp(-std::log(2.0) / half_life * dt);

  double held = 0.0;
  for (const Shelf::Block& block : blocks) {
    for (const BaseIndex b : block.members) held += hub.pins[at(b)].pins *= kept;
  }
  // Pins are in downloads a year, so new pins fill what the flow leaves after the old ones have decayed.
  const double fresh = std::max(0.0, flow - held);
  const std::vector<double> shares = block_shares(hub, task_class, use, users, year, p);
  double total = 0.0, young = 0.0;
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    const double block_total = blocks[b].use_total();
    const double unit = block_total > 0.0 ? fresh * shares[b] / block_total : 0.0;
    for (std::size_t m = 0; m < blocks[b].members.size(); ++m) {
      const std::size_t base = at(blocks[b].members[m]);
      const double weight = blocks[b].use_of(m);
      total += hub.pins[base].pins += unit * weight;
      if (year - models.bases[base].born_year < launch_years) young += weight;
    }
  }
  if (total <= 0.0) return;
  const double trial = young > 0.0 ? p.trial : 0.0;
  std::vector<double> expected;
  for (const Shelf::Block& block : blocks) {
    expected.assign(block.members.size(), 0.0);
    double mean[ages] = {0.0, 0.0};
    for (std::size_t m = 0; m < block.members.size(); ++m) {
      const std::size_t b = at(block.members[m]);
      const double age = year - models.bases[b].born_year;
      double share = (1.0 - trial) * hub.pins[b].pins / total;
      if (age < launch_years && young > 0.0) share += trial * block.use_of(m) / young;
      expected[m] = share * flow * dt;
      mean[age < 1.0 ? 0 : 1] += expected[m];
    }
    double drawn[ages] = {0.0, 0.0};
    for (std::size_t a = 0; a < ages; ++a) {
      if (mean[a] <= 0.0) continue;
      // Keyed by what the block is, never by when its first member came.
      const std::uint64_t identity =
          ((at(block.family) * 256 + at(block.country)) * licences + static_cast<std::size_t>(block.licence)) * ages +
          a;
      sim::Draws draws =
          streams.official.at(identity * task_classes + static_cast<std::size_t>(task_class), clock.step());
      drawn[a] = static_cast<double>(sim::negative_binomial(draws, mean[a], p.dispersion));
      const Base& first = models.bases[at(block.members.front())];
      count_download(ledger, at(block.country), (*users.creator)[at(first.lab)], a, drawn[a]);
      if (task_class == TaskClass::language) {
        ledger.official_downloads.add(at(block.family), drawn[a]);
      }
    }
    for (std::size_t m = 0; m < block.members.size(); ++m) {
      const std::size_t b = at(block.members[m]);
      const std::size_t a = year - models.bases[b].born_year < 1.0 ? 0 : 1;
      const double count = mean[a] > 0.0 ? drawn[a] * expected[m] / mean[a] : 0.0;
      hub.pins[b].downloads += count;
      hub.pins[b].last_weeks[clock.step() % 4] = count;
    }
  }
}

}  // namespace

Flow language_flow(double year, const Parameters& p) {
  const double official =
      p.language_flow * std::exp(growth_to(year, p.language_growth, p.hub_growth, p.language_slowing));
  return {official, official * p.language_community / (1.0 - p.language_community)};
}

Flow other_flow(double year, const Parameters& p) {
  const Flow language = language_flow(year, p);
  const double hub = p.hub_flow * std::exp(p.hub_growth * (year - flow_measured));
  // Language models never crowd out the rest: a fifth of the hub is the least that other classes keep (judgement).
  const double other = std::max(hub - language.official - language.community, 0.2 * hub);
  return {other * (1.0 - p.other_community), other * p.other_community};
}

void pull(const Models& models, Hub& hub, const UseTerms& use, const Users& users, Ledger& ledger,
          const sim::Clock& clock, double scale, const Parameters& p, const Streams& streams) {
  const double year = clock.mid_year();
  weigh(models, hub, users, p);
  const Flow language = language_flow(year, p);
  const Flow other = other_flow(year, p);
  const double unserved_language =
      pull_community(models, hub, true, language.community, ledger, clock, scale, p, streams);
  const double unserved_other = pull_community(models, hub, false, other.community, ledger, clock, scale, p, streams);
  pull_official(models, hub, TaskClass::language, language.official + unserved_language, use, users, ledger, clock, p,
                streams);
  for (std::size_t k = 1; k < task_classes; ++k) {
    pull_official(models, hub, static_cast<TaskClass>(k), (other.official + unserved_other) * other_use[k], use, users,
                  ledger, clock, p, streams);
  }
}

}  // namespace weightshed::downloads
