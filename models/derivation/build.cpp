// The opportunities of one step (ODD 4.7): choose on the state at its start, then append in canonical order.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <span>

#include "models/derivation/segments.hpp"
#include "sim/random/distributions.hpp"
#include "sim/random/together.hpp"

namespace weightshed::derivation {

namespace {

// Authors and parents lie anywhere in memory: they are prefetched this many works before they are used.
constexpr std::size_t ahead = 16;

// One work that will be built on a base.
struct Work {
  AuthorIndex author{};
  std::uint64_t identity = 0;  // the author's key, then its number of earlier works
  BaseIndex base{};
  sim::NodeIndex parent{};  // none yet: drawn in the tree of the base
  DerivationKind kind{};
  bool default_licence = false;
  CreatorKind creator{};
  std::uint8_t country = 0;  // the author's
  bool bulk = false;
  double fitness = 0.0;  // log
};

// The uniforms of one opportunity, in the order in which they are drawn: a new one comes last.
struct Uniforms {
  double task_class, habit, base, kind, direct, fitness;

  explicit Uniforms(sim::Draws& draws)
      : task_class(draws.uniform()),
        habit(draws.uniform()),
        base(draws.uniform()),
        kind(draws.uniform()),
        direct(draws.uniform()),
        fitness(draws.uniform()) {}
};

constexpr double adapters_of_bulk =
    0.9;                             // share among the works of bulk uploaders, the rest are fine-tunes (judgement)
constexpr double fitness_cut = 2.5;  // standard deviations: unbounded, one node would attract nearly all works
constexpr int most_trainings = 31;   // that a node's attributes can hold

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
  if (author == AuthorKind::bulk_uploader)
    return u < adapters_of_bulk ? DerivationKind::adapter : DerivationKind::fine_tune;
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

// Renews the running sums of the blocks in which a member's own weight may have changed, and the weights that have.
void weigh(downloads::Hub& hub, const lineage::Models& models, double year, double points_an_order,
           const Parameters& p) {
  for (std::size_t k = 0; k < task_classes; ++k) {
    for (lineage::Shelf::Block& block : hub.shelf.blocks(static_cast<TaskClass>(k))) {
      if (!block.stale && year < block.changes_at) continue;
      block.stale = false;
      block.changes_at = std::numeric_limits<double>::infinity();
      double sum = 0.0;
      for (std::size_t m = 0; m < block.members.size(); ++m) {
        const lineage::Base& base = models.bases[at(block.members[m])];
        const bool language = base.task_class == TaskClass::language;
        const lineage::Rivalry rivalry{language ? hub.best_of_size[lineage::size_class(base.log2_size)] : 0.0,
                                       lineage::in_launch(base, year)};
        block.derive[m] = sum +=
            block.own[m].of(rivalry, [&] { return std::exp(own_utility(base, rivalry, points_an_order, p)); });
        const double launch_ends = base.born_year + lineage::launch_years;
        if (launch_ends > year) block.changes_at = std::min(block.changes_at, launch_ends);
      }
    }
  }
}

// Works of one tree are adjacent: the order of births is canonical, by base, then by opportunity. A counting sort: it
// costs one pass over the bases and one over the works.
std::vector<Work> by_base(const std::vector<Work>& works, std::size_t bases) {
  std::vector<std::uint32_t> places(bases + 1, 0);
  for (const Work& work : works) ++places[at(work.base) + 1];
  std::partial_sum(places.begin(), places.end(), places.begin());
  std::vector<Work> sorted(works.size());
  for (const Work& work : works) sorted[places[at(work.base)]++] = work;
  return sorted;
}

// All opportunities of a step, in three stages: each is chosen on the state at its start, then parents are drawn, then
// works are appended in canonical order.
class Opportunities {
 public:
  Opportunities(arrival::Authors& authors, lineage::Models& models, downloads::Hub& hub, const Scene& scene,
                const Parameters& p, const context::Context& context)
      : authors_(authors),
        models_(models),
        hub_(hub),
        scene_(scene),
        p_(p),
        context_(context),
        represented_(1.0 / context.scale),
        born_step_(static_cast<std::uint16_t>(context.clock.step())),
        born_weight_(context.clock.years(context.clock.step()) / p.decay),
        forward_(context.clock, scene.downloads) {}

  // Works built on a base, in the order of their opportunities; works without one are entered at once.
  std::vector<Work> choose() {
    weigh(hub_, models_, context_.clock.year(), scene_.points_an_order, p_);
    Segments segments(hub_, scene_.salience, p_, context_);
    const std::vector<double> demand = class_demand(context_.clock.year(), p_);
    const std::uint32_t step = context_.clock.step();
    const std::size_t independents = models_.independents.size();
    std::vector<Work> works;
    // An author's next opportunity can fall into the same step, so the list grows while it is read.
    const std::vector<arrival::Opportunity>& calendar = authors_.calendar.open(step);
    for (std::size_t i = 0; i < calendar.size(); ++i) {
      if (i + ahead < calendar.size()) __builtin_prefetch(&authors_.authors[at(calendar[i + ahead].author)], 1);
      if (i % together == 0) prepare(calendar, i);
      const arrival::Opportunity due = calendar[i];
      arrival::Author& author = authors_.authors[at(due.author)];
      const std::uint32_t number = author.works++;
      const double begin = authors_.intensity[step], end = authors_.intensity[step + 1];
      arrival::schedule(authors_, due.author, begin + static_cast<double>(due.within) * (end - begin),
                        clocks_.at(context_.streams.clock, i % together, author.key, author.works));

      sim::Draws draws = choices_.at(context_.streams.work, i % together, author.key, number);
      std::optional<Work> work;
      if (draws.uniform() < scene_.stated_base) work = choose(due.author, number, demand, segments, Uniforms(draws));
      if (!work) {
        enter_independent(author, number, nodes_.at(context_.streams.node, i % together, author.key, number));
        continue;
      }
      author.habit = models_.bases[at(work->base)].family;
      works.push_back(*work);
    }
    authors_.calendar.close();
    context_.ledger.models_by_kind.add(static_cast<std::size_t>(DerivationKind::base),
                                       static_cast<double>(models_.independents.size() - independents) * represented_);
    return works;
  }

  // The parents of works in their order: on the base itself (no draw), or drawn in its tree; a merge draws a second.
  std::vector<sim::NodeIndex> draw_parents(const std::vector<Work>& works) {
    std::vector<sim::TicketSampler::Request> requests;
    for (const Work& work : works) {
      const sim::GroupIndex group = models_.bases[at(work.base)].group;
      if (!work.parent.exists()) requests.push_back({work.identity, 0, group});
      if (work.kind == DerivationKind::merge) requests.push_back({work.identity, 1, group});
    }
    std::vector<sim::NodeIndex> drawn(requests.size());
    models_.sampler.draw(context_.streams.parent, requests, drawn);
    return drawn;
  }

  void append(const std::vector<Work>& works, const std::vector<sim::NodeIndex>& drawn) {
    std::size_t next = 0;
    for (std::size_t i = 0; i < std::min(ahead, drawn.size()); ++i) models_.prefetch(drawn[i]);
    for (std::size_t w = 0; w < works.size(); ++w) {
      const Work& work = works[w];
      if (w + ahead < works.size()) __builtin_prefetch(&authors_.authors[at(works[w + ahead].author)], 1);
      if (next + ahead < drawn.size()) models_.prefetch(drawn[next + ahead]);
      if (w % together == 0) prepare(std::span(works).subspan(w));
      const sim::NodeIndex parent = work.parent.exists() ? work.parent : drawn[next++];
      std::array<sim::NodeIndex, 2> parents{parent, parent};
      if (work.kind == DerivationKind::merge) parents[1] = drawn[next++];
      append(work, parents,
             nodes_.at(context_.streams.node, w % together, downloads::author_of(work.identity),
                       downloads::work_of(work.identity)));
    }
  }

 private:
  // Class, base, kind and licence of one work; nothing where no base of the class is released yet.
  std::optional<Work> choose(AuthorIndex index, std::uint32_t number, const std::vector<double>& demand,
                             Segments& segments, const Uniforms& u) const {
    const arrival::Author& author = authors_.authors[at(index)];
    std::size_t task_class = 0;
    for (double rest = u.task_class; task_class + 1 < task_classes && rest >= demand[task_class]; ++task_class) {
      rest -= demand[task_class];
    }
    std::optional<BaseIndex> base;
    sim::NodeIndex parent;
    // Some of the authors who return to a family continue with their last parent: a series of variants.
    if (author.last_parent.exists() && u.habit < p_.habit * p_.series &&
        u.habit < p_.habit * p_.series * still_allowed(author)) {
      parent = author.last_parent;
      base = models_.base[parent.value];
    } else if (author.habit != no_family && u.habit < p_.habit) {
      base = segments.draw(static_cast<TaskClass>(task_class), author, author.habit, u.base);
    }
    if (!base) base = segments.draw(static_cast<TaskClass>(task_class), author, no_family, u.base);
    if (!base) return std::nullopt;
    Work work{index, downloads::identity_of(author.key, number), *base, parent, kind_of(author.kind, u.kind, p_)};
    work.creator = creator_of(author.kind);
    work.country = author.country;
    work.bulk = author.kind == AuthorKind::bulk_uploader;
    work.parent = parent.exists() || u.direct >= direct_share(work.kind, p_) ? parent : models_.bases[at(*base)].node;
    work.default_licence = author.own_licence;
    work.fitness = p_.fitness_spread * std::clamp(sim::normal_quantile(u.fitness), -fitness_cut, fitness_cut);
    return work;
  }

  // How likely the author can still take a model of the family that he built on last.
  double still_allowed(const arrival::Author& author) const {
    const lineage::Base& base = models_.root(author.last_parent);
    const levers::UseTerms& use = context_.terms.use;
    return use.allowed(author.country, at(base.country)) * use.admitted(base.family);
  }

  void enter_independent(const arrival::Author& author, std::uint32_t number, const sim::Draws& draws) {
    const downloads::Parameters& d = scene_.downloads;
    const std::uint64_t identity = downloads::identity_of(author.key, number);
    const CreatorKind creator = creator_of(author.kind);
    const downloads::Birthright right = downloads::birthright(draws, creator, d);
    const lineage::Independent work{static_cast<float>(right.body), born_step_, author.country, creator,
                                    right.task < d.independent_language};
    downloads::PinnedNode birth;
    birth.identity = identity;
    birth.node = static_cast<std::uint32_t>(models_.independents.size());
    birth.born_step = born_step_;
    birth.country = author.country;
    birth.creator = creator;
    birth.language = work.language;
    birth.independent = true;
    models_.independents.add(work);
    downloads::enter(hub_, birth, right, forward_, d, context_);
  }

  // One birth: a node in the tree of its base, with what it inherits.
  void append(const Work& work, const std::array<sim::NodeIndex, 2>& parents, const sim::Draws& draws) {
    const lineage::Base& base = models_.bases[at(work.base)];
    const sim::NodeIndex parent = parents[0];
    const lineage::NodeAttributes own =
        inherit(work, lineage::NodeAttributes::unpack(models_.sampler[parent].attributes));
    const float parent_capability = models_.capability[parent.value];
    const double gain = work.kind == DerivationKind::quantisation ? p_.gain_quantisation : p_.gain_fine_tune;

    const sim::NodeIndex child = models_.sampler.append(base.group, parent, std::exp(work.fitness + born_weight_));
    if (parents[1] != parent) {
      models_.sampler.add_child(base.group, parents[1]);
      models_.topology.add_merge(parents);
    } else {
      models_.topology.add(parent);
    }
    const downloads::Birthright right = downloads::birthright(draws, own.creator, scene_.downloads);
    authors_.authors[at(work.author)].last_parent = parent;
    models_.sampler[child].attributes = own.pack();
    models_.sampler[child].mark = static_cast<float>(right.body);
    models_.base.push_back(work.base);
    models_.author.push_back(work.author);
    models_.born_step.push_back(born_step_);
    models_.capability.push_back(parent_capability + static_cast<float>(gain));

    downloads::PinnedNode birth;
    birth.identity = work.identity;
    birth.node = child.value;
    birth.born_step = born_step_;
    birth.country = work.country;
    birth.creator = own.creator;
    birth.language = base.task_class == TaskClass::language;
    downloads::enter(hub_, birth, right, forward_, scene_.downloads, context_);
    record(work, own, base, parent);
  }

  static lineage::NodeAttributes inherit(const Work& work, const lineage::NodeAttributes& above) {
    lineage::NodeAttributes own{work.kind, above.licence, work.creator, work.country, false};
    if (work.default_licence) own.licence = Licence::permissive;
    own.breach = own.licence > above.licence;
    own.trainings = work.kind == DerivationKind::quantisation
                        ? above.trainings
                        : static_cast<std::uint8_t>(std::min(most_trainings, above.trainings + 1));
    return own;
  }

  // Records it in what is known of the family, and in the ledger.
  void record(const Work& work, const lineage::NodeAttributes& own, const lineage::Base& base, sim::NodeIndex parent) {
    lineage::FamilyState& family = hub_.families[at(base.family)];
    family.recent += represented_;
    family.recent_trainings += represented_ * own.trainings;
    family.recent_by_region[work.country] += represented_;
    ledger::Ledger& ledger = context_.ledger;
    ledger.models_by_kind.add(static_cast<std::size_t>(work.kind), represented_);
    ledger.licences_of_works.add(static_cast<std::size_t>(own.licence), represented_);
    if (own.breach) ledger.breaches.add(0, represented_);
    if (parent == base.node) ledger.derivatives_by_lab.add(at(base.lab), represented_);
    if (base.task_class == TaskClass::language) {
      ledger.derivatives_by_country.add(at(base.origin), represented_);
      ledger.derivatives_by_family.add(at(base.family), represented_);
      if (!work.bulk) {
        ledger.derivatives_without_bulk.add(at(base.origin), represented_);
        ledger.family_derivatives_without_bulk.add(at(base.family), represented_);
      }
    }
  }

  // Makes the draws of the next opportunities together. Where an author comes twice among them, the second draws alone.
  void prepare(const std::vector<arrival::Opportunity>& calendar, std::size_t first) {
    std::array<sim::Drawing, together> whose;
    const std::size_t count = std::min(together, calendar.size() - first);
    for (std::size_t i = 0; i < count; ++i) {
      const arrival::Author& author = authors_.authors[at(calendar[first + i].author)];
      whose[i] = {author.key, author.works};
    }
    choices_.make(context_.streams.work, std::span(whose).first(count));
    nodes_.make(context_.streams.node, std::span(whose).first(count));
    for (std::size_t i = 0; i < count; ++i) ++whose[i].step;  // the clock of the next work
    clocks_.make(context_.streams.clock, std::span(whose).first(count));
  }

  // Makes what the next births draw.
  void prepare(std::span<const Work> works) {
    std::array<sim::Drawing, together> whose;
    const std::size_t count = std::min(together, works.size());
    for (std::size_t i = 0; i < count; ++i)
      whose[i] = {downloads::author_of(works[i].identity), downloads::work_of(works[i].identity)};
    nodes_.make(context_.streams.node, std::span(whose).first(count));
  }

  static constexpr std::size_t together = sim::DrawsTogether<1>::together;
  sim::DrawsTogether<1> choices_, clocks_;
  sim::DrawsTogether<2> nodes_;
  arrival::Authors& authors_;
  lineage::Models& models_;
  downloads::Hub& hub_;
  const Scene& scene_;
  const Parameters& p_;
  const context::Context& context_;
  double represented_;  // works of the real population that one simulated work represents
  std::uint16_t born_step_;
  double born_weight_;  // logarithm of the weight of a parent born now
  downloads::Forward forward_;
};

}  // namespace

void build(arrival::Authors& authors, lineage::Models& models, downloads::Hub& hub, const Scene& scene,
           const Parameters& p, const context::Context& context) {
  Opportunities opportunities(authors, models, hub, scene, p, context);
  const std::vector<Work> works = by_base(opportunities.choose(), models.bases.size());
  opportunities.append(works, opportunities.draw_parents(works));
}

}  // namespace weightshed::derivation
