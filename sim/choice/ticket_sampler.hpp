// Draws parents with probability fitness * (1 + children)^popularity * exp(-age / decay), exactly, in constant time.
//
// Three ideas make this cheap (derivation and measurements: docs, "the kernel"):
// 1. Forward decay. weight = fitness * exp(born / decay) has the same proportions for ever, so ageing costs nothing.
// 2. Telescoping. (1 + c)^p = 1 + sum over m = 1..c of D(m) with D(m) = (1 + m)^p - m^p, so a birth appends one ticket
//    of weight w(child) for the child and one of weight w(parent) * D(c) for its parent, and no ticket ever changes.
// 3. Static classes. A ticket goes to the bag (group, binary exponent of its weight). A bag is bounded by
//    count * 2^(exponent + 1), an integer times a power of two: no drift and no order of summation. Draw a bag by
//    bound, a ticket evenly, accept with weight / 2^(exponent + 1) >= 1/2, else start again.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/graph/huge_page_allocator.hpp"
#include "sim/graph/node_index.hpp"
#include "sim/random/stream.hpp"

namespace sim {

// The number of a group of nodes among which parents are drawn, such as the tree of one base.
struct GroupIndex {
  std::uint32_t value = 0;
  constexpr auto operator<=>(const GroupIndex&) const = default;
};

// What a birth touches of its parent, in a quarter of a cache line. The sampler owns the first two fields, the model
// the last two; they lie here so that one miss fetches all.
struct HotNode {
  float weight;                  // forward-decayed, relative to the scale of the node's group
  std::uint32_t children;        // simulated births
  float mark = 0;                // free for the model
  std::uint32_t attributes = 0;  // free for the model
};

// A value: a fork of the world is a copy of the sampler.
class TicketSampler {
 public:
  // popularity in [0, 2]; at 0 children do not matter, 1 is proportional to 1 + children.
  explicit TicketSampler(double popularity);

  void reserve(std::size_t nodes);

  // A group without nodes; nothing may be drawn from it until it has a root.
  GroupIndex add_group();

  // A node without parent. Weight > 0, finite: only proportions within a group matter; they may span 2^170 from the
  // group's first node on (13 years at an ageing time of 5 weeks), else sim::Error.
  NodeIndex add_root(GroupIndex group, double weight);

  struct Birth {
    GroupIndex group;  // of parent and child
    NodeIndex parent;  // drawn, or named by the caller (a work built on the base itself)
    double weight;     // of the child
  };
  // Appends the children in the order given, numbered from the returned index on. Takes effect for the next call of
  // `draw`, so all births of a step see the state at its start if they are drawn in one call.
  NodeIndex append(std::span<const Birth> births);
  NodeIndex append(GroupIndex group, NodeIndex parent, double weight);

  // One more child of a node by a birth in another place: the second parent of a merge. The group is the parent's.
  void add_child(GroupIndex group, NodeIndex parent);

  struct Request {
    std::uint64_t entity;  // who draws, e.g. author and number of the work
    std::uint32_t step;
    GroupIndex group;  // must have a node
  };
  // parents[i] for requests[i], independent of each other and of their order. Trial r of a request is block r of
  // stream.at(entity, step), so the stream must not serve other draws. About 1.4 trials per draw, at most 2 on average.
  void draw(const Stream& stream, std::span<const Request> requests, std::span<NodeIndex> parents);

  std::size_t size() const { return nodes_.size(); }
  std::size_t groups() const { return groups_.size(); }
  const HotNode& operator[](NodeIndex node) const { return nodes_[node.value]; }
  HotNode& operator[](NodeIndex node) { return nodes_[node.value]; }
  std::span<const HotNode> nodes() const { return nodes_; }

  // Asks the memory for a node that will be read soon; speed only.
  void prefetch(NodeIndex node) const { __builtin_prefetch(nodes_.data() + node.value, 1); }

 private:
  struct Ticket {
    float weight;
    NodeIndex node;
  };

  // The tickets of one (group, exponent), in chunks of one pool.
  struct Bag {
    std::uint32_t count = 0;
    std::uint32_t cursor = 0;     // pool position of the next ticket
    std::uint32_t end = 0;        // end of the last chunk
    std::uint32_t directory = 0;  // where the bag's list of chunk positions starts
  };

  // Owns the slots [first, first + capacity) of bags_ and of bounds_.
  struct Group {
    double scale = 0;            // stored weight = weight * scale, a power of two; 0 until the first node
    double total = 0;            // bound of all bags at the last refresh
    std::uint32_t first = 0;     // slot of the bag with exponent `lowest`
    std::uint32_t capacity = 0;  // 0 or a power of two >= 8
    std::uint16_t lowest = 0;    // biased exponents as float32 stores them, 1 to 254
    std::uint16_t highest = 0;   // of the highest bag that is not empty
    bool stale = false;          // has tickets that bounds_ does not know
  };

  NodeIndex add_node(GroupIndex group, double weight);
  void add_ticket(GroupIndex group, float weight, NodeIndex node);
  [[gnu::cold]] void cover(Group& group, unsigned exponent);
  [[gnu::noinline]] void add_chunk(Bag& bag);
  void refresh();
  void refresh(Group& group);
  double increment(std::uint32_t children) const;

  double popularity_;
  std::vector<double> increments_;  // D(m) for small m, empty at popularity 0 and 1
  Column<HotNode> nodes_;
  Column<Ticket> tickets_;
  std::vector<Bag> bags_;
  std::vector<double> bounds_;  // running sums from a group's highest exponent down, the rest of its slots infinite
  std::vector<std::uint32_t> directories_;
  std::vector<Group> groups_;
  std::vector<GroupIndex> stale_;
};

}  // namespace sim
