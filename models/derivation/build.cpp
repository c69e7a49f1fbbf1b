// The opportunities of one step (ODD 4.7): choose on the state at its start, then append in canonical order.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>

#include "models/derivation/derivation.hpp"
#include "sim/random/distributions.hpp"

namespace weightshed::derivation {

namespace {

// Authors and parents lie anywhere in memory: they are asked for so many works before they are used.
constexpr std::size_t ahead = 16;

// One work that will stand on a base.
struct Work {
  AuthorIndex author{};
  std::uint64_t identity = 0;  // the author's key, then how many works it had before
  BaseIndex base{};
  sim::NodeIndex parent{};  // none yet: drawn in the tree of the base
  DerivationKind kind{};
  bool default_licence = false;
  CreatorKind creator{};
  std::uint8_t country = 0;  // the author's
  bool bulk = false;
  double fitness = 0.0;  // log
};

CreatorKind creator_of(AuthorKind kind) {
  switch (kind) {
    case AuthorKind::firm:
      return CreatorKind::industry;
    case AuthorKind::university:
      return CreatorKind::academia;
    default:
      return CreatorKind::unaffiliated;
  }
}

DerivationKind kind_of(AuthorKind author, double u, const Parameters& p) {
  if (author == AuthorKind::quantiser) return DerivationKind::quantisation;
  if (author == AuthorKind::bulk_uploader) return u < 0.9 ? DerivationKind::adapter : DerivationKind::fine_tune;
  for (const auto& [kind, share] :
       {std::pair{DerivationKind::adapter, p.adapter}, std::pair{DerivationKind::quantisation, p.quantisation},
        std::pair{DerivationKind::merge, p.merge}, std::pair{DerivationKind::distillation, p.distillation}}) {
    if (u < share) return kind;
    u -= share;
  }
  return DerivationKind::fine_tune;
}

double direct_share(DerivationKind kind, const Parameters& p) {
  switch (kind) {
    case DerivationKind::adapter:
      return p.direct_adapter;
    case DerivationKind::quantisation:
    case DerivationKind::merge:
      return p.direct_quantisation;
    default:
      return p.direct_fine_tune;
  }
}

// Renews the running sums of the blocks in which a member's own weight has changed.
void weigh(Hub& hub, const Models& models, double year, const Scale& scale, const Parameters& p) {
  for (std::size_t k = 0; k < task_classes; ++k) {
    for (Shelf::Block& block : hub.shelf.blocks(static_cast<TaskClass>(k))) {
      if (!block.stale && year < block.changes_at) continue;
      block.changes_at = std::numeric_limits<double>::infinity();
      double sum = 0.0;
      for (std::size_t m = 0; m < block.members.size(); ++m) {
        const Base& base = models.bases[at(block.members[m])];
        const double best = base.task_class == TaskClass::language
                                ? hub.best_of_size[static_cast<std::size_t>(std::clamp(base.log2_size, 0.0, 63.0))]
                                : 0.0;
        block.derive[m] = sum += std::exp(own_utility(base, best, year, scale, p));
        const double launch_ends = base.born_year + launch_years;
        if (launch_ends > year) block.changes_at = std::min(block.changes_at, launch_ends);
      }
    }
  }
}

// What an author of one segment faces in a class: running sums over blocks, made when first needed in the step.
class Segments {
 public:
  Segments(const Hub& hub, const UseTerms& use, const Surroundings& around, double year, const Parameters& p)
      : hub_(hub), use_(use), around_(around), p_(p), regions_(around.salience->size()) {
    for (std::size_t f = 0; f < hub.families.size(); ++f) {
      common_.push_back(std::exp(family_utility(hub.families[f], (*around.brand)[f], year, p)));
    }
    for (std::size_t m = 0; m < kinds_of_minds; ++m) {
      for (std::size_t l = 0; l < licences; ++l) {
        licence_[m][l] = licence_factor(static_cast<Licence>(l), static_cast<Minds>(m), p);
      }
    }
    for (std::size_t region = 0; region < use.countries; ++region) {
      has_bans_.push_back(false);
      for (std::size_t origin = 0; origin < use.countries; ++origin) {
        if (use.allowed(region, origin) < 1.0) has_bans_.back() = true;
      }
    }
    sums_.resize(task_classes * regions_ * kinds_of_minds);
    family_.resize(regions_);
    origin_.resize(regions_);
  }

  // The base at uniform `u` among all blocks, or among one family's; nothing where the author can choose none.
  std::optional<BaseIndex> draw(TaskClass task_class, const Author& author, FamilyIndex only, double u) {
    const auto blocks = hub_.shelf.blocks(task_class);
    const std::vector<double>& sums = sums_of(task_class, author);
    if (sums.empty() || sums.back() <= 0.0) return std::nullopt;
    const auto weight = [&](std::size_t b) { return sums[b] - (b == 0 ? 0.0 : sums[b - 1]); };
    if (only == no_family) {
      const double wanted = u * sums.back();
      const auto b =
          static_cast<std::size_t>(std::min(std::upper_bound(sums.begin(), sums.end(), wanted) - sums.begin(),
                                            static_cast<std::ptrdiff_t>(sums.size()) - 1));
      return Shelf::pick(blocks[b], (wanted - (sums[b] - weight(b))) / weight(b));
    }
    double total = 0.0;
    for (std::size_t b = 0; b < blocks.size(); ++b) total += blocks[b].family == only ? weight(b) : 0.0;
    double wanted = u * total;
    for (std::size_t b = 0; b < blocks.size(); ++b) {
      if (blocks[b].family != only || weight(b) <= 0.0) continue;
      if (weight(b) > wanted) return Shelf::pick(blocks[b], wanted / weight(b));
      wanted -= weight(b);
    }
    return std::nullopt;  // the family is not on the shelf of this class
  }

 private:
  // Segments differ by region and by what the author minds; outside language by bans alone.
  const std::vector<double>& sums_of(TaskClass task_class, const Author& author) {
    const bool language = task_class == TaskClass::language;
    const bool bound = author.country < use_.countries && has_bans_[author.country];
    const std::size_t region = language || bound ? author.country : regions_ - 1;
    const auto minds = static_cast<std::size_t>(language ? minds_of(author) : Minds::nothing);
    std::vector<double>& sums =
        sums_[(static_cast<std::size_t>(task_class) * regions_ + region) * kinds_of_minds + minds];
    if (!sums.empty()) return sums;
    const auto blocks = hub_.shelf.blocks(task_class);
    sums.reserve(blocks.size());
    if (language) face(region);
    double sum = 0.0;
    for (const Shelf::Block& block : blocks) {
      double weight = block.derive_total();
      if (language && weight > 0.0) {
        weight *= family_[region][at(block.family)] * origin_[region][at(block.country)] *
                  licence_[minds][static_cast<std::size_t>(block.licence)];
      } else if (bound) {
        weight *= use_.allowed(region, at(block.country));
      }
      sums.push_back(sum += weight);
    }
    return sums;
  }

  // Weighs families and origins in the eyes of a region.
  void face(std::size_t region) {
    if (!family_[region].empty()) return;
    family_[region].assign(hub_.families.size(), 0.0);
    for (const Shelf::Block& block : hub_.shelf.blocks(TaskClass::language)) {
      double& factor = family_[region][at(block.family)];
      if (factor == 0.0) {
        factor = common_[at(block.family)] * awareness_factor(hub_.families[at(block.family)], region, p_);
      }
    }
    for (std::size_t c = 0; c < use_.countries; ++c) {
      origin_[region].push_back(
          origin_factor(static_cast<CountryIndex>(c), region, (*around_.salience)[region], around_.china, use_, p_));
    }
  }

  const Hub& hub_;
  const UseTerms& use_;
  const Surroundings& around_;
  const Parameters& p_;
  std::size_t regions_;         // the last is the unknown one
  std::vector<double> common_;  // of a family, in all regions
  std::vector<bool> has_bans_;  // by region: some origin is ruled out there, in part or altogether
  double licence_[kinds_of_minds][licences] = {};
  std::vector<std::vector<double>> family_, origin_;  // by region; empty until somebody there chooses
  std::vector<std::vector<double>> sums_;
};

double years_since_start(const sim::Clock& clock) { return clock.step() * sim::Clock::length().value; }

// Works of one tree stand together: the order of births is canonical, by base, then by opportunity. A sort by counting:
// it costs a step through the bases besides one through the works.
std::vector<Work> by_base(const std::vector<Work>& works, std::size_t bases) {
  std::vector<std::uint32_t> places(bases + 1, 0);
  for (const Work& work : works) ++places[at(work.base) + 1];
  std::partial_sum(places.begin(), places.end(), places.begin());
  std::vector<Work> sorted(works.size());
  for (const Work& work : works) sorted[places[at(work.base)]++] = work;
  return sorted;
}

void enter_independent(Models& models, Hub& hub, const Author& author, std::uint32_t number, const sim::Clock& clock,
                       const downloads::Forward& forward, const downloads::Parameters& d, const Streams& streams) {
  const downloads::Birthright right =
      downloads::birthright(streams, identity_of(author.key, number), creator_of(author.kind), d);
  const Independent work{static_cast<float>(right.body), static_cast<std::uint16_t>(clock.step()), author.country,
                         creator_of(author.kind), right.task < d.independent_language};
  PinnedNode birth;
  birth.identity = identity_of(author.key, number);
  birth.node = static_cast<std::uint32_t>(models.independents.size());
  birth.born_step = work.born_step;
  birth.country = author.country;
  birth.creator = work.creator;
  birth.language = work.language;
  birth.independent = true;
  models.independents.push_back(work);
  downloads::enter(hub, birth, right, forward);
}

}  // namespace

void build(Authors& authors, Models& models, Hub& hub, const UseTerms& use, Ledger& ledger, const sim::Clock& clock,
           const Surroundings& around, const Scale& scale, double stated_base, const downloads::Parameters& d,
           const Parameters& p, const Streams& streams) {
  const double year = clock.year();
  const double represented = 1.0 / scale.simulated;
  weigh(hub, models, year, scale, p);
  Segments segments(hub, use, around, year, p);
  const std::vector<double> demand = class_demand(year, p);
  const downloads::Forward forward(clock, d);

  std::vector<Work> works;
  const std::size_t independents = models.independents.size();
  // An author's next opportunity can fall into the same step, so the list grows while it is read.
  for (std::size_t i = 0; i < authors.calendar[clock.step()].size(); ++i) {
    const std::vector<Opportunity>& calendar = authors.calendar[clock.step()];
    if (i + ahead < calendar.size()) __builtin_prefetch(&authors.authors[at(calendar[i + ahead].author)], 1);
    const Opportunity due = calendar[i];
    Author& author = authors.authors[at(due.author)];
    const std::uint32_t number = author.works++;
    const double begin = authors.intensity[clock.step()], end = authors.intensity[clock.step() + 1];
    arrival::schedule(authors, due.author, begin + static_cast<double>(due.within) * (end - begin), streams);

    sim::Draws draws = streams.work.at(author.key, number);
    if (draws.uniform() >= stated_base) {
      enter_independent(models, hub, author, number, clock, forward, d, streams);
      continue;
    }
    std::array<double, 6> u{};
    for (double& value : u) value = draws.uniform();
    std::size_t task_class = 0;
    for (double rest = u[0]; task_class + 1 < task_classes && rest >= demand[task_class]; ++task_class) {
      rest -= demand[task_class];
    }
    std::optional<BaseIndex> base;
    sim::NodeIndex parent;
    // Of those who return to a family some go on with what they worked on last: a series of variants of one parent.
    if (author.last_parent.exists() && u[1] < p.habit * p.series &&
        u[1] < p.habit * p.series * use.allowed(author.country, at(models.root(author.last_parent).country))) {
      parent = author.last_parent;
      base = models.base[parent.value];
    } else if (author.habit != no_family && u[1] < p.habit) {
      base = segments.draw(static_cast<TaskClass>(task_class), author, author.habit, u[2]);
    }
    if (!base) base = segments.draw(static_cast<TaskClass>(task_class), author, no_family, u[2]);
    if (!base) {  // nothing of the class is released yet
      enter_independent(models, hub, author, number, clock, forward, d, streams);
      continue;
    }
    Work work{due.author, identity_of(author.key, number), *base, parent, kind_of(author.kind, u[3], p)};
    work.creator = creator_of(author.kind);
    work.country = author.country;
    work.bulk = author.kind == AuthorKind::bulk_uploader;
    work.parent = parent.exists() || u[4] >= direct_share(work.kind, p) ? parent : models.bases[at(*base)].node;
    work.default_licence = author.own_licence;
    work.fitness = p.fitness_spread * std::clamp(sim::normal_quantile(u[5]), -2.5, 2.5);
    author.habit = models.bases[at(*base)].family;
    works.push_back(work);
  }

  std::vector<Opportunity>().swap(authors.calendar[clock.step()]);
  ledger.models_by_kind.add(static_cast<std::size_t>(DerivationKind::base),
                            static_cast<double>(models.independents.size() - independents) * represented);

  works = by_base(works, models.bases.size());

  // Parents: on the base itself, or drawn in its tree; a merge draws a second one.
  std::vector<sim::TicketSampler::Request> requests;
  for (const Work& work : works) {
    const sim::GroupIndex group = models.bases[at(work.base)].group;
    if (!work.parent.exists()) requests.push_back({work.identity, 0, group});
    if (work.kind == DerivationKind::merge) requests.push_back({work.identity, 1, group});
  }
  std::vector<sim::NodeIndex> drawn(requests.size());
  models.sampler.draw(streams.parent, requests, drawn);

  std::size_t next = 0;
  for (std::size_t i = 0; i < std::min(ahead, drawn.size()); ++i) models.prefetch(drawn[i]);
  const double born_weight = years_since_start(clock) / p.decay;
  for (std::size_t w = 0; w < works.size(); ++w) {
    const Work& work = works[w];
    if (w + ahead < works.size()) __builtin_prefetch(&authors.authors[at(works[w + ahead].author)], 1);
    const Base& base = models.bases[at(work.base)];
    if (next + ahead < drawn.size()) models.prefetch(drawn[next + ahead]);
    const sim::NodeIndex parent = work.parent.exists() ? work.parent : drawn[next++];
    std::array<sim::NodeIndex, 2> parents{parent, parent};
    if (work.kind == DerivationKind::merge) parents[1] = drawn[next++];

    const NodeAttributes above = NodeAttributes::unpack(models.sampler[parent].attributes);
    NodeAttributes own{work.kind, above.licence, work.creator, work.country, false};
    if (work.default_licence) own.licence = Licence::permissive;
    own.breach = own.licence > above.licence;
    own.trainings = work.kind == DerivationKind::quantisation
                        ? above.trainings
                        : static_cast<std::uint8_t>(std::min(31, above.trainings + 1));
    const float parent_capability = models.capability[parent.value];
    const double gain = work.kind == DerivationKind::quantisation ? p.gain_quantisation : p.gain_fine_tune;

    const sim::NodeIndex child = models.sampler.append(base.group, parent, std::exp(work.fitness + born_weight));
    if (parents[1] != parent) {
      models.sampler.add_child(base.group, parents[1]);
      models.topology.add_merge(parents);
    } else {
      models.topology.add(parent);
    }
    const downloads::Birthright right = downloads::birthright(streams, work.identity, own.creator, d);
    authors.authors[at(work.author)].last_parent = parent;
    models.sampler[child].attributes = own.pack();
    models.sampler[child].mark = static_cast<float>(right.body);
    models.base.push_back(work.base);
    models.author.push_back(work.author);
    models.born_step.push_back(static_cast<std::uint16_t>(clock.step()));
    models.capability.push_back(parent_capability + static_cast<float>(gain));

    PinnedNode birth;
    birth.identity = work.identity;
    birth.node = child.value;
    birth.born_step = static_cast<std::uint16_t>(clock.step());
    birth.country = work.country;
    birth.creator = own.creator;
    birth.language = base.task_class == TaskClass::language;
    downloads::enter(hub, birth, right, forward);

    FamilyState& family = hub.families[at(base.family)];
    family.recent += represented;
    family.recent_trainings += represented * own.trainings;
    family.recent_by_region[work.country] += represented;
    ledger.models_by_kind.add(static_cast<std::size_t>(work.kind), represented);
    ledger.licences_of_works.add(static_cast<std::size_t>(own.licence), represented);
    if (own.breach) ledger.breaches.add(0, represented);
    if (parent == base.node) ledger.derivatives_by_lab.add(at(base.lab), represented);
    if (birth.language) {
      ledger.derivatives_by_country.add(at(base.country), represented);
      if (!work.bulk) ledger.derivatives_without_bulk.add(at(base.country), represented);
      ledger.derivatives_by_family.add(at(base.family), represented);
    }
  }
}

}  // namespace weightshed::derivation
