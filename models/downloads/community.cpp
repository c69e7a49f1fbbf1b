// Downloads of community nodes (ODD 4.9): cells whose totals are drawn at once, a head drawn node by node, and a tail
// settled when it is asked for.
#include "models/downloads/community.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "sim/random/distributions.hpp"
#include "sim/random/together.hpp"

namespace weightshed::downloads {

namespace {

constexpr std::int32_t weeks_of_youth = 52;   // a node is young for a year
constexpr std::int32_t promotion_weeks = 26;  // how often the tail is searched for nodes that have outgrown it

double life(bool language, const Parameters& p) { return language ? p.language_pin_life : p.other_pin_life; }

Cell& cell_of(Hub& hub, const PinnedNode& node, std::size_t age) {
  return hub.cells[cell(node.country, node.creator, age, node.language)];
}

void take(double& sum, double amount) { sum = std::max(0.0, sum - amount); }

// The head lies scattered among the pinned nodes: its nodes are prefetched before they are used.
constexpr std::size_t prefetch_distance = 16;

void prefetch(const Hub& hub, const std::vector<HeadNode>& head, std::size_t h) {
  if (h < head.size()) __builtin_prefetch(&hub.pinned[head[h].position], 1);
}

// Nodes that have just become a year old leave the cells of the young for those of the old.
void grow_older(const lineage::Models& models, Hub& hub, const sim::Clock& clock, const Parameters& p) {
  const std::uint32_t youth = clock.steps().in_weeks(weeks_of_youth);
  if (clock.step() < youth) return;
  const std::uint32_t born = clock.step() - youth;
  const double of_born = std::exp(clock.years(born) / p.body_life);
  const auto move_body = [&](double body, std::uint32_t born_step, std::size_t country, CreatorKind creator,
                             bool language) {
    if (body <= 0.0) return;
    const double amount = body * (born_step == born ? of_born : std::exp(clock.years(born_step) / p.body_life));
    take(hub.cells[cell(country, creator, 0, language)].body, amount);
    hub.cells[cell(country, creator, 1, language)].body += amount;
  };
  for (; hub.aged_nodes < models.born_step.size() && models.born_step[hub.aged_nodes] <= born; ++hub.aged_nodes) {
    const HotView node = hot_view(models, hub.aged_nodes);
    move_body(node.body, models.born_step[hub.aged_nodes], node.attributes.country, node.attributes.creator,
              node.language);
  }
  lineage::Independents::Place& aged = hub.aged_independents;
  for (; aged.work < models.independents.size(); models.independents.move_on(aged)) {
    const lineage::Independent work = models.independents[aged];
    if (work.born_step > born) break;
    move_body(work.body, work.born_step, work.country, work.creator, work.language);
  }
  for (; hub.aged_pinned < hub.pinned.size() && hub.pinned[hub.aged_pinned].born_step <= born; ++hub.aged_pinned) {
    PinnedNode& node = hub.pinned[hub.aged_pinned];
    if (node.in_head) continue;
    take(cell_of(hub, node, 0).pins, node.amplitude);
    cell_of(hub, node, 1).pins += node.amplitude;
  }
}

std::size_t age_of(const PinnedNode& node, const sim::Clock& clock) {
  return node.born_step + clock.steps().in_weeks(weeks_of_youth) <= clock.step() ? 1 : 0;
}

// How likely a live node is pinned: pinned nodes are live nodes.
double pinned_of_live(CreatorKind creator, const Parameters& p) {
  return std::min(1.0, p.pinned * (creator == CreatorKind::unaffiliated ? 1.0 : p.organisation_pinned) / p.live);
}

// No single node has a million pins: the law is cut off there.
double cut(double pins) { return std::min(1e6, pins); }

}  // namespace

Birthright birthright(const Streams& streams, std::uint64_t identity, CreatorKind creator, const Parameters& p) {
  return birthright(streams.node.at(author_of(identity), work_of(identity)), creator, p);
}

Birthright birthright(sim::Draws draws, CreatorKind creator, const Parameters& p) {
  Birthright right;
  right.task = draws.uniform();
  if (draws.uniform() >= p.live) return right;
  const double body = draws.uniform(), pinned = draws.uniform();
  right.body = p.body_median * std::exp(p.body_spread * sim::normal_quantile(body));
  if (pinned < pinned_of_live(creator, p)) right.pins = cut(sim::yule_simon(draws, p.pin_exponent));
  return right;
}

Forward::Forward(const sim::Clock& clock, const Parameters& p)
    : body(std::exp(clock.years(clock.step()) / p.body_life)),
      pins{std::exp(clock.years(clock.step()) / life(true, p)), std::exp(clock.years(clock.step()) / life(false, p))},
      heavy(sim::yule_simon_tail(p.pin_exponent, heavy_pins)) {}

namespace {

// Position of an author's account; the one that is common to its twins comes before all others.
std::uint32_t account_at(Hub& hub, std::uint64_t author, std::uint32_t which) {
  const std::uint32_t shared = which == common ? 0 : account_at(hub, author, common);
  const auto next = static_cast<std::uint32_t>(hub.accounts.size());
  const auto [account, is_new] = hub.accounts.try_emplace(account_of(author, which), next);
  if (is_new) hub.common_account.push_back(which == common ? next : shared);
  return account->second;
}

void pin(Hub& hub, PinnedNode node, std::uint32_t account, double amplitude) {
  node.amplitude = amplitude;
  node.spell_step = node.born_step;
  node.account = account;
  cell_of(hub, node, 0).pins += amplitude;
  hub.pinned.push_back(node);
}

}  // namespace

void enter(Hub& hub, const PinnedNode& birth, const Birthright& right, const Forward& now, const Parameters& p,
           const context::Context& context) {
  if (right.body <= 0.0) return;  // never downloaded, like its twins: pinned nodes are live nodes
  cell_of(hub, birth, 0).body += right.body * now.body;
  const double pins_now = now.pins[birth.language ? 0 : 1];
  // A heavy node counts once, where all others count 1 / scale times.
  const double heavy_now = pins_now * context.scale;
  const std::uint64_t author = author_of(birth.identity);
  PinnedNode node = birth;
  node.heavy = right.pins >= heavy_pins;
  if (right.pins > 0.0) {
    pin(hub, node, account_at(hub, author, node.heavy ? itself : common),
        right.pins * (node.heavy ? heavy_now : pins_now));
  }
  // Twins hang on works that have more downloads of their own than most, on each of these twice as many: what becomes
  // of a twin does not depend on that, and so the median over works is not moved by what hangs on them.
  const double others = 1.0 / context.scale - 1.0;
  if (others <= 0.0 || right.body < p.body_median) return;
  // Behind the keys of birthrights, whose authors have 32 bits.
  sim::Draws draws = context.streams.node.at(author | std::uint64_t{1} << 32, work_of(birth.identity));
  node.heavy = true;
  const double mean = 2.0 * others * pinned_of_live(birth.creator, p) * now.heavy;
  for (std::int64_t left = sim::poisson(draws, mean); left > 0; --left) {
    node.identity = draws.bits();
    const auto twin = first_twin + static_cast<std::uint32_t>(draws.uniform() * others);
    const double pins = cut(sim::yule_simon_from(draws, p.pin_exponent, heavy_pins));
    pin(hub, node, account_at(hub, author, twin), pins * heavy_now);
  }
}

namespace {

// Nodes of the tail that have outgrown it are drawn one by one from here on.
void promote(Hub& hub, bool language, double unit, const sim::Clock& clock, const Parameters& p) {
  const std::size_t pin_class = language ? 0 : 1;
  const std::vector<double>& due = hub.due[pin_class];
  const std::uint32_t step = clock.step();
  for (std::size_t i = 0; i < hub.pinned.size(); ++i) {
    PinnedNode& node = hub.pinned[i];
    if (node.in_head || node.language != language || node.amplitude * unit < p.head_threshold) continue;
    take(cell_of(hub, node, age_of(node, clock)).pins, node.amplitude);
    node.tail_due += node.amplitude * (due[step] - due[node.spell_step]);
    node.spell_step = static_cast<std::uint16_t>(step);
    node.in_head = true;
    hub.head[pin_class].push_back({node.amplitude, static_cast<std::uint32_t>(i)});
  }
}

// Draws of the head, made together for neighbours in it.
class HeadDraws {
 public:
  sim::Draws at(std::size_t h, const Hub& hub, const std::vector<HeadNode>& head, const sim::Stream& stream,
                std::uint32_t step) {
    if (h >= end_) make(h, hub, head, stream, step);
    // A node that returns to the tail leaves its place to another one, which then draws alone.
    return draws_.at(stream, h - first_, hub.pinned[head[h].position].identity, step);
  }

 private:
  void make(std::size_t h, const Hub& hub, const std::vector<HeadNode>& head, const sim::Stream& stream,
            std::uint32_t step) {
    std::array<sim::Drawing, sim::DrawsTogether<1>::together> whose;
    first_ = h;
    end_ = std::min(head.size(), h + whose.size());
    for (std::size_t i = h; i < end_; ++i) whose[i - h] = {hub.pinned[head[i].position].identity, step};
    draws_.make(stream, std::span(whose).first(end_ - h));
  }

  sim::DrawsTogether<1> draws_;
  std::size_t first_ = 0, end_ = 0;
};

// Draws the head node by node, into the places of cells; nodes too small for the head return to the tail.
std::vector<double> draw_head(Hub& hub, bool language, double unit, const Parameters& p,
                              const context::Context& context) {
  const std::uint32_t step = context.clock.step();
  std::vector<HeadNode>& head = hub.head[language ? 0 : 1];
  std::vector<double> drawn(hub.cells.size(), 0.0);
  HeadDraws draws_of;
  for (std::size_t h = 0; h < head.size();) {
    prefetch(hub, head, h + prefetch_distance);
    PinnedNode& node = hub.pinned[head[h].position];
    const double mean = head[h].amplitude * unit;
    if (mean < 0.5 * p.head_threshold) {
      cell_of(hub, node, age_of(node, context.clock)).pins += node.amplitude;
      node.spell_step = static_cast<std::uint16_t>(step);
      node.in_head = false;
      head[h] = head.back();
      head.pop_back();
    } else {
      sim::Draws draws = draws_of.at(h, hub, head, context.streams.head, step);
      const auto count = static_cast<double>(sim::negative_binomial(draws, mean, p.dispersion));
      node.downloads += count;
      drawn[cell(node.country, node.creator, age_of(node, context.clock), language)] += count;
      ++h;
    }
  }
  return drawn;
}

// Expected downloads of a node's present spell in the tail.
double due_in_tail(const PinnedNode& node, const Hub& hub, std::uint32_t now) {
  if (node.in_head) return 0.0;
  const std::vector<double>& due = hub.due[node.language ? 0 : 1];
  return node.amplitude * (due[now] - due[node.spell_step]);
}

}  // namespace

double pull_community(Hub& hub, const lineage::Models& models, bool language, double flow, const Parameters& p,
                      const context::Context& context) {
  const std::uint32_t step = context.clock.step();
  const double dt = context.clock.length().value;
  const std::size_t pin_class = language ? 0 : 1;
  if (language) grow_older(models, hub, context.clock, p);  // once a step, before either class draws

  double amplitude = 0.0;
  for (std::size_t c = pin_class; c < hub.cells.size(); c += pin_classes) amplitude += hub.cells[c].pins;
  for (const HeadNode& node : hub.head[pin_class]) amplitude += node.amplitude;
  // Downloads that a unit of amplitude is due in this step; the flow is that of the simulated share of the hub.
  const double unit = amplitude > 0.0 ? flow * context.scale * dt / amplitude : 0.0;
  std::vector<double>& due = hub.due[pin_class];
  due.push_back(due.back() + unit);

  if (step % context.clock.steps().in_weeks(promotion_weeks) == 0 && unit > 0.0)
    promote(hub, language, unit, context.clock, p);
  std::vector<double> drawn = draw_head(hub, language, unit, p, context);
  const double body_rate = dt / p.body_life * std::exp(-context.clock.years(step) / p.body_life);
  for (std::size_t c = pin_class; c < hub.cells.size(); c += pin_classes) {
    const double mean = hub.cells[c].pins * unit + hub.cells[c].body * body_rate;
    sim::Draws draws = context.streams.cells.at(c, step);
    drawn[c] += static_cast<double>(sim::negative_binomial(draws, mean, p.dispersion));
    if (drawn[c] <= 0.0) continue;
    const std::size_t age = c / pin_classes % ages, rest = c / pin_classes / ages;
    count_download(context.ledger, rest / creator_kinds, static_cast<CreatorKind>(rest % creator_kinds), age,
                   drawn[c] / context.scale);
  }
  return amplitude > 0.0 ? 0.0 : flow;  // the part that no node of the community could serve
}

double all_time(const PinnedNode& node, const Hub& hub, const sim::Clock& clock, double scale) {
  const double downloads = node.downloads + node.tail_due + due_in_tail(node, hub, clock.step());
  return node.heavy ? downloads / scale : downloads;
}

double last_month(const PinnedNode& node, const Hub& hub, const sim::Clock& clock, double scale) {
  const std::vector<double>& due = hub.due[node.language ? 0 : 1];
  const std::uint32_t now = clock.step(), month = clock.steps().in_weeks(weeks_of_a_month);
  const std::uint32_t since = std::max<std::uint32_t>(now >= month ? now - month : 0, node.born_step);
  const double downloads = node.amplitude * (due[now] - due[since]);
  return node.heavy ? downloads / scale : downloads;
}

Settlement settle(const lineage::Models& models, const Hub& hub, const sim::Clock& clock, const Parameters& p,
                  const Streams& streams) {
  const std::uint32_t now = clock.step();
  Settlement settled{std::vector<double>(models.base.size(), 0.0),
                     std::vector<double>(models.independents.size(), 0.0)};
  const auto due_of_body = [&](double body, std::uint32_t born) {
    return body * (1.0 - std::exp(-clock.years(now - born) / p.body_life));
  };
  for (std::size_t n = 0; n < settled.nodes.size(); ++n) {
    settled.nodes[n] = due_of_body(hot_view(models, n).body, models.born_step[n]);
  }
  auto due_of_independent = settled.independents.begin();
  for (const lineage::Independent& work : models.independents)
    *due_of_independent++ = due_of_body(work.body, work.born_step);
  const auto entry = [&](const PinnedNode& node) -> double& {
    return node.independent ? settled.independents[node.node] : settled.nodes[node.node];
  };
  for (const PinnedNode& node : hub.pinned) entry(node) += node.tail_due + due_in_tail(node, hub, now);
  for (std::size_t n = 0; n < settled.nodes.size(); ++n) {
    sim::Draws draws = streams.settle.at(n, 0);
    settled.nodes[n] = static_cast<double>(sim::poisson(draws, settled.nodes[n]));
  }
  for (std::size_t i = 0; i < settled.independents.size(); ++i) {
    sim::Draws draws = streams.settle.at(i, 1);
    settled.independents[i] = static_cast<double>(sim::poisson(draws, settled.independents[i]));
  }
  for (const PinnedNode& node : hub.pinned) entry(node) += node.downloads;
  for (std::size_t b = 0; b < models.bases.size(); ++b) {
    if (models.bases[b].node.exists()) settled.nodes[models.bases[b].node.value] = hub.pins[b].downloads;
  }
  return settled;
}

}  // namespace weightshed::downloads
