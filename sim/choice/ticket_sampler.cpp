// The ticket sampler: appending tickets to bags, and drawing a batch with the memory fetched ahead.
#include "sim/choice/ticket_sampler.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

#include "sim/error.hpp"
#include "sim/numeric/bits.hpp"

namespace sim {
namespace {

// Chunks of a bag hold 8, 8, 16, 32, ... 512 tickets, then 1024 each: small bags stay small (thousands of groups with a
// dozen bags each), large ones waste at most 8 KB.
constexpr std::uint32_t first_chunk = 8;
constexpr std::uint32_t largest_chunk = 1024;
constexpr std::uint32_t chunks_below_largest = std::bit_width(largest_chunk / first_chunk);  // together 1024 tickets

struct ChunkPlace {
  std::uint32_t chunk;
  std::uint32_t offset;
};

constexpr ChunkPlace place_of(std::uint32_t slot) {
  if (slot >= largest_chunk) return {chunks_below_largest - 1 + slot / largest_chunk, slot % largest_chunk};
  const auto chunk = static_cast<std::uint32_t>(std::bit_width(slot / first_chunk));
  return {chunk, chunk == 0 ? slot : slot - (first_chunk << (chunk - 1))};
}

static_assert(place_of(7).chunk == 0 && place_of(8).chunk == 1 && place_of(15).offset == 7);
static_assert(place_of(16).chunk == 2 && place_of(512).offset == 0 && place_of(1023).offset == 511);
static_assert(place_of(1024).chunk == place_of(1023).chunk + 1 && place_of(2048).chunk == place_of(1023).chunk + 2);

// The first weight of a group is stored near 2^-44: float32 then has 82 binary orders below it for lower fitness and
// small increments, and 170 above it for forward decay.
constexpr int first_weight_exponent = -44;

// Slots of a group's bounds are read eight at a time.
constexpr std::uint32_t lanes = 8;

// Draws are made in tiles: all addresses of a tile are known and prefetched before the first ticket is read.
constexpr std::size_t tile = 64;
// How many births ahead a parent's record is prefetched.
constexpr std::size_t births_ahead = 16;

constexpr std::uint32_t small_counts = 1024;  // increments kept in a table

unsigned exponent_of(float weight) { return bit_cast<std::uint32_t>(weight) >> 23; }

// The 24 significant bits of a normal float: weight / 2^(exponent + 1) = significand / 2^24.
std::uint32_t significand_of(float weight) { return (bit_cast<std::uint32_t>(weight) & 0x7fffffU) | 0x800000U; }

// 2^(exponent + 1) of a biased float32 exponent, as double (bias 127 there, 1023 here).
double bound_of(unsigned exponent) { return bit_cast<double>(std::uint64_t{exponent + 1 + 1023 - 127} << 52); }

// The first of these rising sums that exceeds the target; infinity follows the last. Counts those that do not,
// eight at a time and without branches (GCC's vector extension: two doubles are in every 64-bit machine's registers).
std::uint32_t first_above(const double* sums, double target) {
  using Pair = double __attribute__((vector_size(16), aligned(8), may_alias));
  const Pair targets = {target, target};
  for (std::uint32_t rank = 0;; rank += lanes) {
    const auto pair = [&](std::uint32_t i) { return *reinterpret_cast<const Pair*>(sums + rank + i) <= targets; };
    const auto minus_count = (pair(0) + pair(2)) + (pair(4) + pair(6));
    const auto count = static_cast<std::uint32_t>(-(minus_count[0] + minus_count[1]));
    if (count < lanes) return rank + count;
  }
}

// (1 + m)^p - m^p without cancellation.
double exact_increment(double m, double p) { return std::pow(m, p) * std::expm1(p * std::log1p(1.0 / m)); }

[[noreturn, gnu::cold]] void refuse_range() {
  throw Error(Failure::invalid_input,
              "the weights of one derivation tree span more than float32 holds (2^82 below or 2^170 above its first "
              "node); allowed: an ageing time of at least 5 weeks over 13 years, fitness of standard deviation <= 1");
}

float checked(double stored) {
  if (!(stored >= 0x1p-126 && stored < 0x1p127)) refuse_range();
  return static_cast<float>(stored);
}

}  // namespace

TicketSampler::TicketSampler(double popularity) : popularity_(popularity) {
  assert(popularity >= 0.0 && popularity <= 2.0);
  if (popularity == 0.0 || popularity == 1.0) return;
  increments_.resize(small_counts, 0.0);
  for (std::uint32_t m = 1; m < small_counts; ++m) increments_[m] = exact_increment(m, popularity);
}

void TicketSampler::reserve(std::size_t nodes) {
  nodes_.reserve(nodes);
  // Two tickets a node at most, and room for the chunks that are not full, which costs nothing until it is touched.
  tickets_.reserve((popularity_ == 0.0 ? nodes : 2 * nodes) + nodes / 2);
}

GroupIndex TicketSampler::add_group() {
  groups_.emplace_back();
  return {static_cast<std::uint32_t>(groups_.size() - 1)};
}

double TicketSampler::increment(std::uint32_t children) const {
  if (increments_.empty()) return 1.0;
  return children < small_counts ? increments_[children] : exact_increment(children, popularity_);
}

NodeIndex TicketSampler::add_node(GroupIndex index, double weight) {
  assert(weight > 0.0 && std::isfinite(weight));
  Group& group = groups_[index.value];
  if (group.scale == 0.0) group.scale = std::ldexp(1.0, first_weight_exponent - std::ilogb(weight));
  const float stored = checked(weight * group.scale);
  const NodeIndex node(nodes_.size());
  assert(node.exists());
  nodes_.push_back({stored, 0});
  add_ticket(index, stored, node);
  return node;
}

NodeIndex TicketSampler::add_root(GroupIndex group, double weight) { return add_node(group, weight); }

NodeIndex TicketSampler::append(GroupIndex group, NodeIndex parent, double weight) {
  add_child(group, parent);
  return add_node(group, weight);
}

NodeIndex TicketSampler::append(std::span<const Birth> births) {
  const NodeIndex first(nodes_.size());
  for (std::size_t i = 0; i < births.size(); ++i) {
    if (i + births_ahead < births.size()) prefetch(births[i + births_ahead].parent);
    append(births[i].group, births[i].parent, births[i].weight);
  }
  return first;
}

void TicketSampler::add_child(GroupIndex group, NodeIndex parent) {
  assert(parent.value < nodes_.size());
  HotNode& node = nodes_[parent.value];
  ++node.children;
  if (popularity_ == 0.0) return;  // every increment is 0: a node keeps its one ticket
  add_ticket(group, checked(node.weight * increment(node.children)), parent);
}

void TicketSampler::add_ticket(GroupIndex index, float weight, NodeIndex node) {
  Group& group = groups_[index.value];
  const unsigned exponent = exponent_of(weight);
  if (exponent - group.lowest >= group.capacity) cover(group, exponent);  // unsigned: also when below
  group.highest = std::max(group.highest, static_cast<std::uint16_t>(exponent));
  Bag& bag = bags_[group.first + (exponent - group.lowest)];
  if (bag.cursor == bag.end) add_chunk(bag);
  tickets_[bag.cursor++] = {weight, node};
  ++bag.count;
  if (!group.stale) {
    group.stale = true;
    stale_.push_back(index);
  }
}

// Gives the group slots from its lowest to its highest exponent and the new one. Old slots are abandoned; as capacities
// double, that wastes less than the slots in use.
void TicketSampler::cover(Group& group, unsigned exponent) {
  const bool fresh = group.capacity == 0;
  const unsigned lowest = fresh ? exponent : std::min<unsigned>(group.lowest, exponent);
  const unsigned highest = fresh ? exponent : std::max<unsigned>(group.highest, exponent);
  const std::uint32_t capacity = std::max(lanes, std::bit_ceil(highest - lowest + 1));
  const auto first = static_cast<std::uint32_t>(bags_.size());
  bags_.resize(first + capacity);
  bounds_.resize(first + capacity);
  if (!fresh) {
    const auto source = bags_.begin() + group.first;
    std::copy(source, source + (group.highest - group.lowest + 1), bags_.begin() + first + (group.lowest - lowest));
  }
  group.first = first;
  group.capacity = capacity;
  group.lowest = static_cast<std::uint16_t>(lowest);
  group.highest = static_cast<std::uint16_t>(highest);
}

void TicketSampler::add_chunk(Bag& bag) {
  const std::uint32_t chunk = bag.count == 0 ? 0 : place_of(bag.count).chunk;
  const std::uint32_t length =
      chunk == 0 ? first_chunk : std::min(largest_chunk, first_chunk << std::min(chunk - 1, 7U));
  // The list of chunks has room for 4, 8, 16, ...; when full it moves to the end of all lists.
  if (chunk == 0 || (chunk >= 4 && std::has_single_bit(chunk))) {
    const std::size_t start = directories_.size();
    directories_.resize(start + std::max(4U, 2 * chunk));
    std::copy_n(directories_.begin() + bag.directory, chunk, directories_.begin() + static_cast<std::ptrdiff_t>(start));
    bag.directory = static_cast<std::uint32_t>(start);
  }
  const std::size_t position = tickets_.size();
  if (position + length > std::numeric_limits<std::uint32_t>::max()) {
    throw Error(Failure::invalid_input, "the derivation graph has more than 2^31 nodes; allowed: a smaller scale");
  }
  tickets_.resize(position + length);
  directories_[bag.directory + chunk] = static_cast<std::uint32_t>(position);
  bag.cursor = static_cast<std::uint32_t>(position);
  bag.end = bag.cursor + length;
}

void TicketSampler::refresh() {
  for (const GroupIndex index : stale_) refresh(groups_[index.value]);
  stale_.clear();
}

void TicketSampler::refresh(Group& group) {
  double sum = 0;
  double* bound = bounds_.data() + group.first;
  double* const end = bound + group.capacity;
  for (unsigned exponent = group.highest + 1U; exponent-- > group.lowest;) {
    sum += bags_[group.first + (exponent - group.lowest)].count * bound_of(exponent);
    *bound++ = sum;
  }
  std::fill(bound, end, std::numeric_limits<double>::infinity());
  group.total = sum;
  group.stale = false;
}

void TicketSampler::draw(const Stream& stream, std::span<const Request> requests, std::span<NodeIndex> parents) {
  assert(requests.size() == parents.size());
  refresh();
  std::vector<std::uint32_t> pending(requests.size());
  std::iota(pending.begin(), pending.end(), 0U);
  std::array<PhiloxBlock, tile> words;
  std::array<std::uint32_t, tile> position;
  std::array<std::uint32_t, tile> fraction;  // 24 bits

  // Round r makes trial r of all requests that were rejected r times; survivors close up in place.
  for (std::uint32_t trial = 0; !pending.empty(); ++trial) {
    std::size_t rejected = 0;
    for (std::size_t start = 0; start < pending.size(); start += tile) {
      const std::size_t length = std::min(tile, pending.size() - start);
      // Three short loops instead of one long: the processor then overlaps the waits of several draws.
      for (std::size_t i = 0; i < length; ++i) {
        const Request& request = requests[pending[start + i]];
        words[i] = stream.block(request.entity, request.step, trial);
      }
      for (std::size_t i = 0; i < length; ++i) {
        const Group& group = groups_[requests[pending[start + i]].group.value];
        assert(group.total > 0.0);
        const PhiloxBlock& x = words[i];
        const double target = open_uniform((std::uint64_t{x[0]} << 32) | x[1]) * group.total;
        const std::uint32_t rank = first_above(bounds_.data() + group.first, target);
        const Bag& bag = bags_[group.first + (group.highest - group.lowest) - rank];
        // A 64-bit fraction times the count: the whole part is the slot, what is left decides acceptance.
        const std::uint64_t low = std::uint64_t{x[3]} * bag.count;
        const std::uint64_t high = std::uint64_t{x[2]} * bag.count + (low >> 32);
        const ChunkPlace place = place_of(static_cast<std::uint32_t>(high >> 32));
        position[i] = directories_[bag.directory + place.chunk] + place.offset;
        fraction[i] = static_cast<std::uint32_t>(high) >> 8;
        __builtin_prefetch(tickets_.data() + position[i]);
      }
      for (std::size_t i = 0; i < length; ++i) {
        const std::uint32_t request = pending[start + i];
        const Ticket ticket = tickets_[position[i]];
        parents[request] = ticket.node;  // overwritten by a later trial if rejected
        pending[rejected] = request;
        rejected += fraction[i] >= significand_of(ticket.weight) ? 1U : 0U;
      }
    }
    pending.resize(rejected);
  }
}

}  // namespace sim
