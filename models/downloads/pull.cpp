// Downloads of the step (ODD 4.9): what users pin, what official repositories serve, what the community serves.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "models/downloads/community.hpp"
#include "sim/random/distributions.hpp"

namespace weightshed::downloads {

namespace {

constexpr double flow_measured = 2025.8;  // the Hub snapshot of 2025-10-23
constexpr double size_reference = 7e9;    // parameters at which the weight of size is 0
// Language models never crowd out the rest: the smallest share of the hub left to other classes (judgement).
constexpr double least_of_others = 0.2;

// Share of use by class, outside language: encoders, speech and vision carry nine tenths of Hub
// downloads (Bourdois 2025; split by judgement).
constexpr double other_use[task_classes] = {0.0, 0.06, 0.62, 0.15, 0.15, 0.02};

double growth_to(double year, double growth, double later, double slowing) {
  const double since = year - flow_measured;
  if (since <= 0.0) return growth * since;
  return later * since + (growth - later) * slowing * (1.0 - std::exp(-since / slowing));
}

// Log-odds of using a base that depend on the base alone; age in forward decay, the same for a whole class.
double own_utility(const lineage::Base& base, const Users& users, const Parameters& p) {
  if (base.task_class != TaskClass::language) {
    return base.attraction_use - (lineage::age_origin - base.born_year) / p.other_ageing;
  }
  const double doublings = base.log2_size - std::log2(size_reference);
  const double below = std::min(0.0, doublings) / p.size_width;
  double u = p.capability * (base.capability - users.reference) * users.points_an_order / 10.0 +
             p.size_slope * std::max(0.0, doublings) - 0.5 * below * below +
             p.ageing * (lineage::age_origin - base.born_year) + base.attraction_use;
  if (base.licence == Licence::gated_research) u += p.non_commercial;
  if (base.licence == Licence::restricted_commercial) u += p.restricted;
  if (base.purpose == Purpose::instruct) u += p.instruct;
  if (base.purpose == Purpose::code) u += p.code;
  return u;
}

// What the blocks of a family have in common for users: brand, network and awareness. Awareness is the mean over
// regions, weighted by their use.
double family_factor(const lineage::FamilyState& family, double brand, const roster::Names& names,
                     const Parameters& p) {
  double aware = 0.0;
  for (std::size_t r = 0; r < names.use_by_region.size(); ++r) aware += names.use_by_region[r] * family.awareness[r];
  if (aware <= 0.0) return 0.0;
  return std::exp(p.brand * brand + p.network * std::log1p(family.recent) + p.awareness * std::log(aware));
}

// Carries the running sums of blocks on over new members: what users weigh does not change after a release.
void weigh(const lineage::Models& models, Hub& hub, const Users& users, const Parameters& p) {
  for (std::size_t k = 0; k < task_classes; ++k) {
    for (lineage::Shelf::Block& block : hub.shelf.blocks(static_cast<TaskClass>(k))) {
      for (std::size_t& m = block.weighed_for_use; m < block.members.size(); ++m) {
        const double weight = std::exp(own_utility(models.bases[at(block.members[m])], users, p));
        block.use[m] = (m == 0 ? 0.0 : block.use[m - 1]) + weight;
      }
    }
  }
}

// What bans and the hub leave of each origin in each region, for all classes of a step.
class AllowedOrigins {
 public:
  AllowedOrigins(const levers::UseTerms& use, std::size_t regions) : origins_(use.countries) {
    left_.reserve(regions * origins_);
    for (std::size_t region = 0; region < regions; ++region) {
      for (std::size_t origin = 0; origin < origins_; ++origin) left_.push_back(use.allowed(region, origin));
    }
  }
  double operator()(std::size_t region, CountryIndex origin) const { return left_[region * origins_ + at(origin)]; }

 private:
  std::size_t origins_;
  std::vector<double> left_;
};

// Neighbouring blocks of one origin.
struct Run {
  CountryIndex origin{};
  std::size_t first = 0, last = 0;
};

// What is worked out by block, in memory that one class leaves to the next.
struct ByBlock {
  std::vector<double> shares;
  std::vector<double> common, weights;  // in all regions, and in the region at hand
  std::vector<Run> runs;
};

// Share of each block in the new pins of a class, over regions with their demand, ties and bans; into `of.shares`.
void weigh_blocks(ByBlock& of, const Hub& hub, TaskClass task_class, const AllowedOrigins& allowed, const Parameters& p,
                  const context::Context& context) {
  const levers::UseTerms& use = context.terms.use;
  const std::vector<double>& demand = context.names.use_by_region;
  const auto blocks = hub.shelf.blocks(task_class);
  const bool language = task_class == TaskClass::language;
  auto& [shares, common, weights, runs] = of;
  shares.assign(blocks.size(), 0.0);
  common.resize(blocks.size());
  weights.resize(blocks.size());
  runs.clear();
  double factor_of_family = 1.0;
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    const std::size_t family = at(blocks[b].family);
    const bool is_another = b == 0 || blocks[b - 1].family != blocks[b].family;  // a family's blocks are adjacent
    if (language && is_another)
      factor_of_family = family_factor(hub.families[family], hub.brands.use[family], context.names, p);
    common[b] = blocks[b].use_total() * factor_of_family;
  }
  // The blocks of an origin are adjacent.
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    if (runs.empty() || runs.back().origin != blocks[b].country) runs.push_back({blocks[b].country, b, b});
    runs.back().last = b + 1;
  }
  const double home = std::exp(p.home);
  for (std::size_t region = 0; region < demand.size(); ++region) {
    for (const Run& run : runs) {
      const double factor = language && at(run.origin) == region ? home : 1.0;
      const double left = allowed(region, run.origin);
      for (std::size_t b = run.first; b < run.last; ++b) weights[b] = common[b] * factor * left;
    }
    if (!use.hub.gated.empty()) {
      for (std::size_t b = 0; b < blocks.size(); ++b) weights[b] *= use.admitted(blocks[b].family);
    }
    const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
    if (total <= 0.0) continue;
    for (std::size_t b = 0; b < blocks.size(); ++b) shares[b] += demand[region] * weights[b] / total;
  }
}

// Official downloads of the step, a class at a time: pins move, then one count per block and age is drawn and split
// among the block's members in proportion to expectation. Chance in single repositories is far smaller than the spread
// of their attraction.
class Official {
 public:
  Official(Hub& hub, const lineage::Models& models, const Parameters& p, const context::Context& context)
      : hub_(hub),
        models_(models),
        allowed_(context.terms.use, context.names.use_by_region.size()),
        p_(p),
        context_(context),
        year_(context.clock.year()) {}

  // `flow`: downloads per year.
  void pull(TaskClass task_class, double flow) {
    task_class_ = task_class;
    const std::span<const lineage::Shelf::Block> blocks = shelf();
    if (blocks.empty() || flow <= 0.0) return;
    for (lineage::Shelf::Block& block : hub_.shelf.blocks(task_class_)) grow_older(block);
    move_pins(flow);
    if (total_ <= 0.0) return;
    for (const lineage::Shelf::Block& block : blocks) draw(block, flow);
  }

 private:
  std::span<const lineage::Shelf::Block> shelf() const {
    return static_cast<const lineage::Shelf&>(hub_.shelf).blocks(task_class_);
  }

  // Members are looked at four times a week: what is asked of a block's own columns stays in the cache.
  double age_of(const lineage::Shelf::Block& block, std::size_t member) const { return year_ - block.born[member]; }

  // Time only passes: who leads the members and is past an age stays past it, and need not be asked again.
  void grow_older(lineage::Shelf::Block& block) const {
    const auto pass = [&](std::size_t& leading, double years) {
      while (leading < block.members.size() && age_of(block, leading) >= years) ++leading;
    };
    pass(block.past_launch, lineage::launch_years);
    pass(block.past_year, 1.0);
  }

  void move_pins(double flow) {
    const auto blocks = shelf();
    const double half_life = task_class_ == TaskClass::language ? p_.language_half_life : p_.other_half_life;
    const double kept = std::exp(-std::log(2.0) / half_life * context_.clock.length().value);
    double held = 0.0;
    for (const lineage::Shelf::Block& block : blocks) {
      for (const BaseIndex b : block.members) held += hub_.pins[at(b)].pins *= kept;
    }
    // Pins are in downloads per year, so new pins fill what remains of the flow after the old ones have decayed.
    const double fresh = std::max(0.0, flow - held);
    weigh_blocks(by_block_, hub_, task_class_, allowed_, p_, context_);
    double total = 0.0, young = 0.0;
    for (std::size_t b = 0; b < blocks.size(); ++b) {
      const double block_total = blocks[b].use_total();
      const double unit = block_total > 0.0 ? fresh * by_block_.shares[b] / block_total : 0.0;
      for (std::size_t m = 0; m < blocks[b].members.size(); ++m) {
        total += hub_.pins[at(blocks[b].members[m])].pins += unit * blocks[b].use_of(m);
      }
      for (std::size_t m = blocks[b].past_launch; m < blocks[b].members.size(); ++m) {
        if (age_of(blocks[b], m) < lineage::launch_years) young += blocks[b].use_of(m);
      }
    }
    total_ = total;
    young_ = young;
  }

  void draw(const lineage::Shelf::Block& block, double flow) {
    const double trial = young_ > 0.0 ? p_.trial : 0.0, pinned = 1.0 - trial, dt = context_.clock.length().value;
    const std::size_t members = block.members.size();
    expected_.resize(members);
    double mean[ages] = {0.0, 0.0};
    // The old come first: nothing of theirs depends on their age any more.
    const auto share_of_pins = [&](std::size_t m) { return pinned * hub_.pins[at(block.members[m])].pins / total_; };
    const std::size_t old = std::min(block.past_launch, block.past_year);
    for (std::size_t m = 0; m < old; ++m) mean[1] += expected_[m] = share_of_pins(m) * flow * dt;
    for (std::size_t m = old; m < members; ++m) {
      const double age = age_of(block, m);
      double share = share_of_pins(m);
      if (age < lineage::launch_years && young_ > 0.0) share += trial * block.use_of(m) / young_;
      expected_[m] = share * flow * dt;
      mean[age < 1.0 ? 0 : 1] += expected_[m];
    }
    double drawn[ages] = {0.0, 0.0};
    for (std::size_t a = 0; a < ages; ++a) {
      if (mean[a] > 0.0) drawn[a] = draw(block, a, mean[a]);
    }
    const std::size_t week = context_.clock.step() % context_.clock.steps().in_weeks(weeks_of_a_month);
    const auto count = [&](std::size_t m, std::size_t a) {
      const double downloads = mean[a] > 0.0 ? drawn[a] * expected_[m] / mean[a] : 0.0;
      BasePins& pins = hub_.pins[at(block.members[m])];
      pins.downloads += downloads;
      pins.last_weeks[week] = downloads;
    };
    for (std::size_t m = 0; m < block.past_year; ++m) count(m, 1);
    for (std::size_t m = block.past_year; m < members; ++m) count(m, age_of(block, m) < 1.0 ? 0 : 1);
  }

  double draw(const lineage::Shelf::Block& block, std::size_t age, double mean) {
    // Keyed by what the block is, never by when its first member came.
    const std::uint64_t identity =
        ((at(block.family) * 256 + at(block.country)) * licences + static_cast<std::size_t>(block.licence)) * ages +
        age;
    sim::Draws draws = context_.streams.official.at(identity * task_classes + static_cast<std::size_t>(task_class_),
                                                    context_.clock.step());
    const auto count = static_cast<double>(sim::negative_binomial(draws, mean, p_.dispersion));
    const lineage::Base& first = models_.bases[at(block.members.front())];
    count_download(context_.ledger, at(block.country), context_.names.lab_creator[at(first.lab)], age, count);
    if (task_class_ == TaskClass::language) context_.ledger.official_downloads.add(at(block.family), count);
    return count;
  }

  Hub& hub_;
  const lineage::Models& models_;
  AllowedOrigins allowed_;
  const Parameters& p_;
  const context::Context& context_;
  double year_;
  TaskClass task_class_{};
  ByBlock by_block_;
  double total_ = 0.0, young_ = 0.0;  // pins of the class, and the weights of those in their first weeks
  std::vector<double> expected_;      // downloads of each member of a block
};

}  // namespace

Volume language_flow(double year, const Parameters& p) {
  const double official =
      p.language_flow * std::exp(growth_to(year, p.language_growth, p.hub_growth, p.language_slowing));
  return {official, official * p.language_community / (1.0 - p.language_community)};
}

Volume other_flow(double year, const Parameters& p) {
  const Volume language = language_flow(year, p);
  const double hub = p.hub_flow * std::exp(p.hub_growth * (year - flow_measured));
  const double other = std::max(hub - language.official - language.community, least_of_others * hub);
  return {other * (1.0 - p.other_community), other * p.other_community};
}

void pull(Hub& hub, const lineage::Models& models, const Users& users, const Parameters& p,
          const context::Context& context) {
  const double year = context.clock.mid_year();
  weigh(models, hub, users, p);
  const Volume language = language_flow(year, p);
  const Volume other = other_flow(year, p);
  const double unserved_language = pull_community(hub, models, true, language.community, p, context);
  const double unserved_other = pull_community(hub, models, false, other.community, p, context);
  Official official(hub, models, p, context);
  official.pull(TaskClass::language, language.official + unserved_language);
  for (std::size_t k = 1; k < task_classes; ++k)
    official.pull(static_cast<TaskClass>(k), (other.official + unserved_other) * other_use[k]);
}

}  // namespace weightshed::downloads
