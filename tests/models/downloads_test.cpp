// Downloads: flows, what a node is born with, and the bookkeeping of cells, head and tail against a rebuild.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "models/downloads/community.hpp"
#include "sim/random/yule_simon.hpp"
#include "tests/models/small_history.hpp"

using namespace weightshed;
using namespace weightshed::downloads;
using namespace weightshed::test;

namespace {

const Parameters p;

double years(std::uint32_t steps) { return steps * sim::Steps{}.length().value; }

}  // namespace

TEST_CASE("the flows of the hub are those of the snapshot of October 2025 and grow as stated") {
  const Volume language = language_flow(2025.8, p), other = other_flow(2025.8, p);
  CHECK(language.official == Approx(p.language_flow));
  CHECK(language.community / (language.official + language.community) == Approx(p.language_community));
  CHECK(other.community / (other.official + other.community) == Approx(p.other_community));
  CHECK(language.official + language.community + other.official + other.community == Approx(p.hub_flow));
  CHECK(std::log(language_flow(2024.8, p).official / language.official) == Approx(-p.language_growth));
  // In the long run language models grow no faster than the hub.
  const double late = std::log(language_flow(2046.0, p).official / language_flow(2045.0, p).official);
  CHECK(late == Approx(p.hub_growth).epsilon(1e-3));
  for (double year = 2019.5; year < 2033.0; year += 0.1) {
    const Volume l = language_flow(year, p), o = other_flow(year, p);
    REQUIRE(l.official > 0.0);
    REQUIRE(o.official > 0.0);
    REQUIRE(o.community > 0.0);
  }
}

TEST_CASE("six in ten nodes are ever downloaded; their bodies are lognormal with the stated median and spread") {
  const Streams streams(3, 0);
  std::vector<double> logs;
  const std::uint32_t n = 100000;
  for (std::uint32_t i = 0; i < n; ++i) {
    const Birthright right = birthright(streams, identity_of(i, 0), CreatorKind::unaffiliated, p);
    if (right.body > 0.0) logs.push_back(std::log(right.body));
    if (right.body <= 0.0) REQUIRE(right.pins == 0.0);
  }
  const double live = static_cast<double>(logs.size());
  CHECK(live / n == Approx(p.live).margin(4.0 * std::sqrt(0.24 / n)));
  std::nth_element(logs.begin(), logs.begin() + static_cast<std::ptrdiff_t>(logs.size() / 2), logs.end());
  // Standard error of a median of normal draws: 1.2533 sd / sqrt(n).
  CHECK(logs[logs.size() / 2] ==
        Approx(std::log(p.body_median)).margin(4.0 * 1.2533 * p.body_spread / std::sqrt(live)));
  const double mean = std::accumulate(logs.begin(), logs.end(), 0.0) / live;
  double squares = 0.0;
  for (const double x : logs) squares += (x - mean) * (x - mean);
  CHECK(std::sqrt(squares / live) == Approx(p.body_spread).epsilon(4.0 / std::sqrt(2.0 * live)));
}

TEST_CASE("the stated share of nodes is pinned, of firms and universities twelve times as many") {
  const Streams streams(3, 1);
  const std::uint32_t n = 100000;
  for (const CreatorKind creator : {CreatorKind::unaffiliated, CreatorKind::industry, CreatorKind::academia}) {
    double pinned = 0.0;
    for (std::uint32_t i = 0; i < n; ++i) pinned += birthright(streams, identity_of(i, 0), creator, p).pins > 0.0;
    const double share = p.pinned * (creator == CreatorKind::unaffiliated ? 1.0 : p.organisation_pinned);
    CHECK(pinned / n == Approx(share).margin(4.0 * std::sqrt(share * (1.0 - share) / n)));
  }
}

TEST_CASE("a birthright depends on the author and the number of the work alone") {
  const Streams streams(3, 0);
  const Birthright a = birthright(streams, identity_of(17, 4), CreatorKind::unaffiliated, p);
  birthright(streams, identity_of(18, 4), CreatorKind::unaffiliated, p);
  const Birthright b = birthright(streams, identity_of(17, 4), CreatorKind::unaffiliated, p);
  CHECK(a.body == b.body);
  CHECK(a.pins == b.pins);
  CHECK(a.task == b.task);
  CHECK(a.task != birthright(streams, identity_of(17, 5), CreatorKind::unaffiliated, p).task);
}

TEST_CASE("heavy nodes are as many at every scale, and each is one real model of one real account") {
  const sim::Study study = load("baseline");
  const double heavy_share = sim::yule_simon_tail(p.pin_exponent, heavy_pins);
  for (const double scale : {0.003, 0.03, 0.3}) {
    history::History history = begin(study, scale);
    run_until(history, study.policies[0], sim::date_of(scale > 0.1 ? 2023 : 2025, 1, 6));
    const ecosystem::Ecosystem& e = history.state();
    // As many as the real works should have, by kind of creator.
    std::array<double, creator_kinds> live{}, heavy{};
    for (std::size_t n = 0; n < e.models.base.size(); ++n) {
      const HotView node = hot_view(e.models, n);
      live[static_cast<std::size_t>(node.attributes.creator)] += node.body > 0.0 ? 1.0 / scale : 0.0;
    }
    for (const lineage::Independent& work : e.models.independents) {
      live[static_cast<std::size_t>(work.creator)] += work.body > 0.0F ? 1.0 / scale : 0.0;
    }
    double largest_light = 0.0, least_heavy = 1e9;
    for (const PinnedNode& node : e.hub.pinned) {
      const double born = std::exp(years(node.born_step) / (node.language ? p.language_pin_life : p.other_pin_life));
      if (node.heavy) heavy[static_cast<std::size_t>(node.creator)] += 1.0;
      double& extreme = node.heavy ? least_heavy : largest_light;
      extreme =
          node.heavy ? std::min(extreme, node.amplitude / born / scale) : std::max(extreme, node.amplitude / born);
    }
    CHECK(largest_light > 1.0);
    CHECK(largest_light < heavy_pins);
    CHECK(least_heavy > heavy_pins - 0.5);
    double expected = 0.0, found = 0.0;
    for (std::size_t k = 0; k < creator_kinds; ++k) {
      const bool individual = k == static_cast<std::size_t>(CreatorKind::unaffiliated);
      const double pinned = p.pinned / p.live * (individual ? 1.0 : p.organisation_pinned);
      expected += live[k] * pinned * heavy_share;
      found += heavy[k];
    }
    // Which works carry twins is chance besides their number: up to a twentieth.
    INFO("scale " << scale << ": " << found << " heavy nodes, " << expected << " expected");
    CHECK(found == Approx(expected).margin(5.0 * std::sqrt(expected) + 0.05 * expected));
    std::map<std::uint32_t, std::uint64_t> keys;
    for (const auto& [key, position] : e.hub.accounts) keys[position] = key;
    REQUIRE(keys.size() == e.hub.accounts.size());
    for (const PinnedNode& node : e.hub.pinned) {
      const auto which = static_cast<std::uint32_t>(keys.at(node.account));
      CHECK((which == common) == !node.heavy);
      CHECK(which < 1.0 / scale + first_twin);
    }
  }
}

TEST_CASE("cells are the sums over their nodes after five years of births, birthdays and promotions") {
  const sim::Study study = load("baseline");
  history::History history = begin(study, 0.01);
  run_until(history, study.policies[0], sim::date_of(2024, 7, 1));
  const ecosystem::Ecosystem& e = history.state();
  for (const std::vector<HeadNode>& pinned : e.hub.head) REQUIRE(!pinned.empty());

  std::vector<Cell> rebuilt(e.hub.cells.size());
  const std::uint32_t processed = e.clock.step() - 1;  // the last step that moved birthdays
  const auto cell_at = [&](std::size_t country, CreatorKind creator, std::uint32_t born, bool language) -> Cell& {
    return rebuilt[cell(country, creator, born + 52 <= processed ? 1 : 0, language)];
  };
  for (std::size_t n = 0; n < e.models.base.size(); ++n) {
    const HotView node = hot_view(e.models, n);
    const std::uint32_t born = e.models.born_step[n];
    if (node.body <= 0.0) continue;
    cell_at(node.attributes.country, node.attributes.creator, born, node.language).body +=
        node.body * std::exp(years(born) / p.body_life);
  }
  for (const lineage::Independent& work : e.models.independents) {
    cell_at(work.country, work.creator, work.born_step, work.language).body +=
        static_cast<double>(work.body) * std::exp(years(work.born_step) / p.body_life);
  }
  std::size_t in_head = 0;
  for (const PinnedNode& node : e.hub.pinned) {
    in_head += node.in_head ? 1 : 0;
    if (!node.in_head) cell_at(node.country, node.creator, node.born_step, node.language).pins += node.amplitude;
  }
  CHECK(in_head == e.hub.head[0].size() + e.hub.head[1].size());
  for (std::size_t k = 0; k < pin_classes; ++k) {
    for (const HeadNode& head : e.hub.head[k]) {
      const PinnedNode& node = e.hub.pinned[head.position];
      CHECK(node.in_head);
      CHECK(node.language == (k == 0));
      CHECK(head.amplitude == node.amplitude);
    }
  }
  double body = 0.0, pins = 0.0;
  for (const Cell& c : rebuilt) {
    body = std::max(body, c.body);
    pins = std::max(pins, c.pins);
  }
  for (std::size_t c = 0; c < rebuilt.size(); ++c) {
    INFO("cell " << c);
    // Bodies are kept in single precision beside the node.
    CHECK(e.hub.cells[c].body == Approx(rebuilt[c].body).epsilon(1e-6).margin(1e-6 * body));
    CHECK(e.hub.cells[c].pins == Approx(rebuilt[c].pins).epsilon(1e-9).margin(1e-9 * pins));
  }
}

TEST_CASE("the leading members of a block that are past an age are all that are") {
  const sim::Study study = load("baseline");
  history::History history = begin(study, 0.001);
  run_until(history, study.policies[0], sim::date_of(2026, 3, 2));
  const ecosystem::Ecosystem& e = history.state();
  const double year = sim::decimal_year(e.clock.steps().start_of(e.clock.step() - 1));  // when they were last drawn
  std::size_t members = 0, old = 0;
  for (const lineage::Shelf::Block& block : e.hub.shelf.blocks(TaskClass::language)) {
    const auto leading = [&](double age) {
      std::size_t first = 0;
      while (first < block.born.size() && year - block.born[first] >= age) ++first;
      return first;
    };
    CHECK(block.past_year == leading(1.0));
    CHECK(block.past_launch == leading(lineage::launch_years));
    members += block.born.size();
    old += block.past_year;
  }
  CHECK(2 * old > members);  // else it would save little
}

TEST_CASE("sums so far are the sums over all steps, bit for bit") {
  ledger::Flow flow(2);
  CHECK(flow.sum_so_far(1) == 0.0);
  for (int step = 0; step < 50; ++step) {
    flow.begin_step();
    for (int i = 0; i < 3; ++i) flow.add(1, std::pow(1.7, step) / (3.0 + i));
    CHECK(flow.sum_so_far(1) == flow.sum(0, flow.steps() - 1, 1));
  }
  CHECK(flow.sum_so_far(0) == 0.0);
}

TEST_CASE("downloads settled node by node add up to the downloads that were drawn") {
  const sim::Study study = load("baseline");
  history::History history = begin(study, 0.01);
  run_until(history, study.policies[0], sim::date_of(2025, 7, 7));
  const ecosystem::Ecosystem& e = history.state();
  double drawn = 0.0, official = 0.0, community = 0.0;
  for (std::size_t c = 0; c < e.ledger.downloads.width(); ++c) {
    drawn += e.ledger.downloads.sum(0, e.ledger.downloads.steps() - 1, c);
  }
  for (const BasePins& pins : e.hub.pins) official += pins.downloads;
  const Settlement settled = settle(e.models, e.hub, e.clock, p, history.streams());
  REQUIRE(settled.nodes.size() == e.models.base.size());
  REQUIRE(settled.independents.size() == e.models.independents.size());
  for (const double count : settled.independents) community += count;
  for (std::size_t n = 0; n < settled.nodes.size(); ++n) {
    if (!e.models.is_base(sim::NodeIndex(n))) community += settled.nodes[n];
  }
  REQUIRE(official > 0.0);
  // Weekly counts are overdispersed by 1 + 20: over six years their error is far below 1%.
  CHECK(official + community / e.scale == Approx(drawn).epsilon(0.01));
  CHECK(community / e.scale == Approx(drawn - official).epsilon(0.02));

  double by_creator = 0.0;
  for (std::size_t c = 0; c < e.ledger.downloads_by_creator.width(); ++c) {
    by_creator += e.ledger.downloads_by_creator.sum(0, e.ledger.downloads_by_creator.steps() - 1, c);
  }
  CHECK(by_creator == Approx(drawn).epsilon(1e-9));

  const Settlement again = settle(e.models, e.hub, e.clock, p, history.streams());
  CHECK(again.nodes == settled.nodes);
  CHECK(again.independents == settled.independents);
}

TEST_CASE("a week's downloads are the flow of the hub within the dispersion of weekly counts") {
  const sim::Study study = load("baseline");
  history::History history = begin(study, 0.01);
  run_until(history, study.policies[0], sim::date_of(2024, 1, 1));
  const ecosystem::Ecosystem& e = history.state();
  double drawn = 0.0, expected = 0.0;
  const std::uint32_t last = e.clock.step() - 1;
  for (std::uint32_t step = last - 25; step <= last; ++step) {
    for (std::size_t c = 0; c < e.ledger.downloads.width(); ++c) drawn += e.ledger.downloads.at(step, c);
    const double year = sim::decimal_year(e.clock.steps().start.days + 7.0 * step + 3.5);
    const Volume l = language_flow(year, p), o = other_flow(year, p);
    expected += (l.official + l.community + o.official + o.community) * sim::Steps{}.length().value;
  }
  // Bodies of community nodes come on top of the flow: at this date under a tenth of it.
  CHECK(drawn > 0.98 * expected);
  CHECK(drawn < 1.10 * expected);
}

TEST_CASE("a ban on an origin everywhere empties its official downloads") {
  const sim::Study study = load("baseline");
  history::History history = begin(study, 0.01);
  run_until(history, study.policies[0], sim::date_of(2024, 1, 1));
  sim::Policy banned = study.policies[0];
  const auto& kind = history::kind();
  int lever = 0;
  while (kind.levers[static_cast<std::size_t>(lever)].key != "ban_foreign_weights") ++lever;
  for (int region = 0; region < static_cast<int>(history.state().names->regions.size()); ++region) {
    banned.actions.push_back({{lever, 1, region, sim::any_index}, history.clock().now(), {}, {}, 1.0, 0.0});
  }
  const auto official = [](const ecosystem::Ecosystem& e) {
    double chinese = 0.0;
    const std::size_t last = e.ledger.official_downloads.steps() - 1;
    for (std::size_t f = 0; f < e.ledger.official_downloads.width(); ++f) {
      if (e.names->family_country[f] == e.roster->china) chinese += e.ledger.official_downloads.sum(last, last, f);
    }
    return chinese;
  };
  const auto free = history.copy();
  run_until(history, banned, sim::date_of(2025, 6, 30));
  run_until(*free, study.policies[0], sim::date_of(2025, 6, 30));
  const double with = official(history.state()),
               without = official(dynamic_cast<const history::History&>(*free).state());
  REQUIRE(without > 0.0);
  // China itself goes on, at its share of the world's users; elsewhere only pins from before the ban are left.
  CHECK(with < 0.6 * without);
}
