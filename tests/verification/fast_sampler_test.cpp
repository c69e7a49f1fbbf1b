// Known answer 12: the ticket sampler against the naive scan, one step and the whole growth.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <vector>

#include "sim/choice/ticket_sampler.hpp"
#include "sim/random/distributions.hpp"
#include "tests/sim/choice/naive_scan.hpp"
#include "tests/sim/random/goodness_of_fit.hpp"

using sim::GroupIndex;
using sim::NodeIndex;
using sim::Stream;
using sim::TicketSampler;
using namespace sim::test;

namespace {

constexpr std::uint32_t groups = 4;

// A graph that grows by a few per cent a step, with the sampler (if any) and the oracle's columns side by side. Births
// of a step see the state at its start in both.
struct Growth {
  Law law;
  NaiveGraph graph;
  TicketSampler sampler;
  std::uint32_t now = 0;

  Growth(const Law& l, std::uint32_t member)
      : law(l), sampler(l.popularity), parent_(3, member, "parent"), fitness_(3, member, "fitness") {
    for (std::uint32_t g = 0; g < groups; ++g) {
      sampler.add_root(sampler.add_group(), 1.0);
      naive_append(graph, g, NodeIndex::none(), 1.0, 0);
    }
  }

  enum class Method { tickets, scan };

  void step(Method method) {
    ++now;
    const std::size_t births = 2 + graph.size() / 12;
    std::vector<TicketSampler::Request> requests;
    for (std::uint64_t e = 0; e < births; ++e) {
      requests.push_back({e, now, GroupIndex{static_cast<std::uint32_t>(e % groups)}});
    }
    std::vector<NodeIndex> parents(births);
    if (method == Method::tickets) {
      sampler.draw(parent_, requests, parents);
    } else {
      for (std::uint32_t g = 0; g < groups; ++g) {
        const sim::Cumulative scan(naive_weights(graph, law, g, now));
        for (std::size_t i = g; i < births; i += groups) {
          parents[i] = NodeIndex(scan.draw(parent_.at(i, now).uniform()));
        }
      }
    }
    for (std::size_t i = 0; i < births; ++i) {
      sim::Draws draws = fitness_.at(i, now);
      const double fitness = sim::lognormal(draws, 1.0, law.fitness_sd);
      const std::uint32_t group = requests[i].group.value;
      if (method == Method::tickets) {
        sampler.append(requests[i].group, parents[i], forward_weight(fitness, law, now));
      }
      naive_append(graph, group, parents[i], fitness, now);
    }
  }

 private:
  Stream parent_, fitness_;
};

// Sums both columns over nodes of one key, such as age.
template <class Key>
double grouped_p(const NaiveGraph& graph, const std::vector<double>& observed, const std::vector<double>& expected,
                 Key key) {
  std::map<std::uint32_t, std::pair<double, double>> sums;
  for (std::size_t i = 0; i < graph.size(); ++i) {
    sums[key(graph[i])].first += observed[i];
    sums[key(graph[i])].second += expected[i];
  }
  std::vector<double> o, e;
  for (const auto& [unused, pair] : sums) {
    o.push_back(pair.first);
    e.push_back(pair.second);
  }
  return chi_square_p(o, e);
}

const std::vector<Law> laws{{0.8, 0.5, 20}, {1.0, 0.5, 20}, {1.2, 0.5, 20}, {1.0, 0.0, 0},
                            {0.8, 0.0, 0},  {0.0, 0.5, 20}, {1.0, 1.0, 5},  {0.3, 0.5, 0}};

}  // namespace

TEST_CASE("one step of the ticket sampler has the law of the naive scan, by node, by children and by age") {
  std::uint32_t member = 0;
  for (const Law& law : laws) {
    Growth growth(law, member++);
    while (growth.graph.size() < 5000) growth.step(Growth::Method::tickets);
    INFO("popularity " << law.popularity << ", fitness sd " << law.fitness_sd << ", decay " << law.decay);

    const std::uint32_t now = growth.now + 7;  // a few steps without births age everybody
    const double draws = 400000;
    std::vector<double> observed(growth.graph.size(), 0.0), expected(growth.graph.size(), 0.0);
    for (std::uint32_t g = 0; g < groups; ++g) {
      std::vector<TicketSampler::Request> requests;
      for (std::uint64_t e = 0; e < static_cast<std::uint64_t>(draws); ++e) requests.push_back({e, now, GroupIndex{g}});
      std::vector<NodeIndex> parents(requests.size());
      growth.sampler.draw(Stream(4, member, "one step"), requests, parents);
      for (const NodeIndex parent : parents) observed[parent.value] += 1;
      const auto weights = naive_weights(growth.graph, law, g, now);
      double total = 0;
      for (const double w : weights) total += w;
      for (std::size_t i = 0; i < weights.size(); ++i) expected[i] += draws * weights[i] / total;
    }
    CHECK(chi_square_p(observed, expected) > 0.001);
    CHECK(grouped_p(growth.graph, observed, expected, [](const NaiveNode& n) { return n.children; }) > 0.001);
    CHECK(grouped_p(growth.graph, observed, expected, [](const NaiveNode& n) { return n.born; }) > 0.001);
    for (std::size_t i = 0; i < growth.graph.size(); ++i) {
      REQUIRE(growth.sampler[NodeIndex(i)].children == growth.graph[i].children);
    }
  }
}

TEST_CASE("the one-step test would notice a popularity wrong by two hundredths") {
  Growth growth({1.0, 0.5, 20}, 1);
  while (growth.graph.size() < 5000) growth.step(Growth::Method::tickets);
  std::vector<TicketSampler::Request> requests;
  for (std::uint64_t e = 0; e < 400000; ++e) requests.push_back({e, growth.now, GroupIndex{0}});
  std::vector<NodeIndex> parents(requests.size());
  growth.sampler.draw(Stream(4, 0, "power"), requests, parents);
  const auto p_against = [&](double popularity) {
    std::vector<double> observed(growth.graph.size(), 0.0);
    for (const NodeIndex parent : parents) observed[parent.value] += 1;
    auto expected = naive_weights(growth.graph, {popularity, 0.5, 20}, 0, growth.now);
    double total = 0;
    for (const double w : expected) total += w;
    for (double& w : expected) w *= 400000 / total;
    return grouped_p(growth.graph, observed, expected, [](const NaiveNode& n) { return n.children; });
  };
  CHECK(p_against(1.0) > 0.001);
  CHECK(p_against(1.02) < 1e-6);
}

TEST_CASE("a graph grown with tickets has the law of a graph grown with the naive scan") {
  constexpr int statistics = 7;
  constexpr std::uint32_t replicates = 300;
  const auto summarise = [](const NaiveGraph& graph) {
    std::array<double, statistics> s{};
    std::vector<double> ages;
    for (const NaiveNode& node : graph) {
      s[0] = std::max(s[0], static_cast<double>(node.children));
      s[1] += node.children == 0;
      s[2] += node.children >= 10;
      s[3] += std::log1p(node.children);
      s[4] += node.depth;
      if (node.parent.exists()) ages.push_back(node.born - graph[node.parent.value].born);
    }
    for (const double age : ages) s[5] += age;
    std::nth_element(ages.begin(), ages.begin() + static_cast<std::ptrdiff_t>(ages.size() * 9 / 10), ages.end());
    s[6] = ages[ages.size() * 9 / 10];
    return s;
  };
  for (const Law& law : {Law{1.0, 0.5, 20}, Law{0.8, 0.5, 40}, Law{1.2, 0.3, 0}}) {
    std::array<std::vector<double>, statistics> tickets, scan;
    for (std::uint32_t r = 0; r < replicates; ++r) {
      Growth fast(law, 1000 + r), slow(law, 5000 + r);
      while (fast.graph.size() < 1500) fast.step(Growth::Method::tickets);
      while (slow.graph.size() < 1500) slow.step(Growth::Method::scan);
      const auto f = summarise(fast.graph), s = summarise(slow.graph);
      for (std::size_t i = 0; i < statistics; ++i) {
        tickets[i].push_back(f[i]);
        scan[i].push_back(s[i]);
      }
    }
    for (std::size_t i = 0; i < statistics; ++i) {
      INFO("popularity " << law.popularity << ", statistic " << i);
      CHECK(two_sample_ks_p(tickets[i], scan[i]) > 0.001);
    }
  }
}
