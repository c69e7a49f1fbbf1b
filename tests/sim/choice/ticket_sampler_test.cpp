// The ticket sampler as a data structure: what it counts, what it refuses, copies, order. Its law is verification 12.
#include "sim/choice/ticket_sampler.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "sim/error.hpp"
#include "tests/sim/random/goodness_of_fit.hpp"

using sim::GroupIndex;
using sim::NodeIndex;
using sim::Stream;
using sim::TicketSampler;

namespace {

std::vector<NodeIndex> draw(TicketSampler& sampler, const std::vector<TicketSampler::Request>& requests,
                            const Stream& stream = Stream(1, 0, "draw")) {
  std::vector<NodeIndex> parents(requests.size());
  sampler.draw(stream, requests, parents);
  return parents;
}

std::vector<TicketSampler::Request> requests_in(GroupIndex group, std::uint64_t count, std::uint32_t step = 0) {
  std::vector<TicketSampler::Request> requests;
  for (std::uint64_t e = 0; e < count; ++e) requests.push_back({e, step, group});
  return requests;
}

// Some groups with a few thousand nodes of uneven weight.
TicketSampler grown(double popularity, std::uint32_t groups = 5, std::uint32_t steps = 30) {
  TicketSampler sampler(popularity);
  for (std::uint32_t g = 0; g < groups; ++g) sampler.add_root(sampler.add_group(), 1.0 + g);
  for (std::uint32_t step = 1; step <= steps; ++step) {
    std::vector<TicketSampler::Request> requests;
    for (std::uint64_t e = 0; e < 100; ++e) {
      requests.push_back({e, step, GroupIndex{static_cast<std::uint32_t>(e % groups)}});
    }
    const auto parents = draw(sampler, requests);
    for (std::size_t i = 0; i < parents.size(); ++i) {
      sampler.append(requests[i].group, parents[i], std::exp(0.1 * step) * (1 + static_cast<double>(i % 7)));
    }
  }
  return sampler;
}

}  // namespace

TEST_CASE("a hot record is a quarter of a cache line") { STATIC_REQUIRE(sizeof(sim::HotNode) == 16); }

TEST_CASE("a group with one node can only draw that node") {
  TicketSampler sampler(1.0);
  const GroupIndex first = sampler.add_group(), second = sampler.add_group();
  sampler.add_root(first, 2.0);
  const NodeIndex root = sampler.add_root(second, 1e-30);
  for (const NodeIndex parent : draw(sampler, requests_in(second, 1000))) REQUIRE(parent == root);
}

TEST_CASE("every birth counts once for its parent, drawn or named") {
  TicketSampler sampler(1.0);
  const GroupIndex group = sampler.add_group();
  const NodeIndex root = sampler.add_root(group, 1.0);
  const NodeIndex child = sampler.append(group, root, 1.0);
  sampler.append(group, root, 1.0);
  sampler.append(group, child, 1.0);
  CHECK(child == NodeIndex(1));
  CHECK(sampler.size() == 4);
  CHECK(sampler[root].children == 2);
  CHECK(sampler[child].children == 1);
}

TEST_CASE("the second parent of a merge counts the child and becomes likelier") {
  TicketSampler sampler(1.0);
  const GroupIndex here = sampler.add_group(), there = sampler.add_group();
  const NodeIndex a = sampler.add_root(here, 1.0), b = sampler.add_root(there, 1.0);
  const NodeIndex rival = sampler.add_root(there, 1.0);
  sampler.append(here, a, 1.0);
  sampler.add_child(there, b);
  CHECK(sampler[b].children == 1);
  CHECK(sampler.size() == 4);
  const auto parents = draw(sampler, requests_in(there, 30000));
  const auto chosen = static_cast<double>(std::count(parents.begin(), parents.end(), b));
  CHECK(std::count(parents.begin(), parents.end(), rival) == 30000 - static_cast<std::ptrdiff_t>(chosen));
  CHECK(chosen / 30000 == Approx(2.0 / 3).margin(4 * std::sqrt(2.0 / 9 / 30000)));
}

TEST_CASE("draws stay inside their group") {
  TicketSampler sampler = grown(1.0);
  // Roots have the numbers of their groups; births went round the groups in turn.
  for (std::uint32_t g = 0; g < 5; ++g) {
    for (const NodeIndex parent : draw(sampler, requests_in(GroupIndex{g}, 500, 99))) REQUIRE(parent.value % 5 == g);
  }
}

TEST_CASE("the order and the batching of requests change no parent") {
  TicketSampler sampler = grown(1.1);
  std::vector<TicketSampler::Request> requests;
  for (std::uint64_t e = 0; e < 1000; ++e)
    requests.push_back({e, 77, GroupIndex{static_cast<std::uint32_t>(e * e % 5)}});
  const auto together = draw(sampler, requests);
  auto reversed = requests;
  std::reverse(reversed.begin(), reversed.end());
  auto backward = draw(sampler, reversed);
  std::reverse(backward.begin(), backward.end());
  CHECK(together == backward);
  for (std::size_t i = 0; i < requests.size(); i += 37) CHECK(draw(sampler, {requests[i]})[0] == together[i]);
}

TEST_CASE("births appended in one batch equal births appended one by one") {
  TicketSampler one(0.9), batch(0.9);
  for (TicketSampler* sampler : {&one, &batch}) sampler->add_root(sampler->add_group(), 1.0);
  std::vector<TicketSampler::Birth> births;
  for (std::uint32_t i = 0; i < 200; ++i) births.push_back({GroupIndex{0}, NodeIndex(i / 3), 1.0 + i});
  for (const auto& birth : births) one.append(birth.group, birth.parent, birth.weight);
  CHECK(batch.append(births) == NodeIndex(1));
  CHECK(draw(one, requests_in(GroupIndex{0}, 3000)) == draw(batch, requests_in(GroupIndex{0}, 3000)));
}

TEST_CASE("a copied sampler draws the same parents and grows apart from its original") {
  TicketSampler original = grown(1.0);
  TicketSampler fork = original;
  const auto requests = requests_in(GroupIndex{2}, 5000, 88);
  const auto before = draw(original, requests);
  CHECK(draw(fork, requests) == before);
  for (int i = 0; i < 2000; ++i) fork.append(GroupIndex{2}, NodeIndex(2), 1e3);
  CHECK(draw(original, requests) == before);
  CHECK_FALSE(draw(fork, requests) == before);
}

TEST_CASE("the model's half of the hot record survives the sampler") {
  TicketSampler sampler(1.0);
  const GroupIndex group = sampler.add_group();
  const NodeIndex root = sampler.add_root(group, 1.0);
  sampler[root].mark = 2.5F;
  sampler[root].attributes = 0xabcdU;
  for (int i = 0; i < 5000; ++i) sampler.append(group, root, 1.0);
  CHECK(sampler[root].mark == 2.5F);
  CHECK(sampler[root].attributes == 0xabcdU);
}

TEST_CASE("weights may come in any order and span fifty orders of magnitude") {
  TicketSampler sampler(1.0);
  const GroupIndex group = sampler.add_group();
  const std::vector<double> weights{1.0, 1e-20, 1e30, 3e29, 1e-5, 2e30, 1e15};
  double total = 0;
  for (const double w : weights) {
    sampler.add_root(group, w);
    total += w;
  }
  const auto parents = draw(sampler, requests_in(group, 100000));
  std::vector<double> observed(3, 0.0);
  for (const NodeIndex parent : parents) {
    REQUIRE((parent.value == 2 || parent.value == 3 || parent.value == 5));
    observed[parent.value / 2] += parent.value == 3 ? 0 : 1;
    observed[0] += parent.value == 3 ? 1 : 0;
  }
  CHECK(sim::test::chi_square_p(observed, {1e5 * 3e29 / total, 1e5 * 1e30 / total, 1e5 * 2e30 / total}) > 0.001);
}

TEST_CASE("weights that no float can hold beside the first of their group are refused with the remedy") {
  TicketSampler sampler(1.0);
  const GroupIndex group = sampler.add_group();
  sampler.add_root(group, 1.0);
  CHECK_NOTHROW(sampler.add_root(group, std::ldexp(1.0, 170)));
  CHECK_NOTHROW(sampler.add_root(group, std::ldexp(1.0, -82)));
  CHECK_THROWS_AS(sampler.add_root(group, std::ldexp(1.0, 172)), sim::Error);
  CHECK_THROWS_AS(sampler.add_root(group, std::ldexp(1.0, -83)), sim::Error);
}

TEST_CASE("only proportions within a group matter, at any scale of a double") {
  TicketSampler small(1.0), large(1.0);
  const GroupIndex s = small.add_group(), l = large.add_group();
  for (int i = 0; i < 500; ++i) {
    small.add_root(s, std::ldexp(1.0 + i, -1000));
    large.add_root(l, std::ldexp(1.0 + i, 1000));
  }
  CHECK(draw(small, requests_in(s, 5000)) == draw(large, requests_in(l, 5000)));
}

TEST_CASE("no request is no work") {
  TicketSampler sampler(1.0);
  CHECK(draw(sampler, {}).empty());
}
