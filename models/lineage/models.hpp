// The derivation graph with its domain columns: bases, the derivatives built on them, and works without a base.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "models/lineage/independents.hpp"
#include "models/words.hpp"
#include "sim/choice/ticket_sampler.hpp"
#include "sim/graph/huge_page_allocator.hpp"
#include "sim/graph/topology.hpp"

namespace weightshed::lineage {

inline constexpr double launch_years = 6.0 * 7.0 / 365.2425;  // the first six weeks after release
// Decimal year from which age is counted in forward decay: the same for all, so that a weight need not be renewed.
inline constexpr double age_origin = 2024.0;

inline constexpr std::uint32_t no_roster_row = 0xffffffffU;

// One size of one release.
struct Base {
  FamilyIndex family{};
  LabIndex lab{};
  CountryIndex country{};
  TaskClass task_class{};
  CountryIndex origin{};  // of the lab whose weights it stands on: its own, unless it was trained from another's model
  Licence licence{};
  PermissiveLicence permissive_licence = PermissiveLicence::other;  // where the licence is free of restriction
  Line line{};
  Purpose purpose{};
  double born_days = 0.0;
  double born_year = 0.0;  // the same moment as a decimal year
  double total_parameters = 0.0;
  double active_parameters = 0.0;                        // of a mixture of experts, per token; otherwise all
  double log2_size = 0.0;                                // of the geometric mean of total and active parameters
  double capability = 0.0;                               // log10 effective FLOP; 0 outside language
  double attraction_derive = 0.0, attraction_use = 0.0;  // log-odds, lasting
  double repositories = 1.0;
  std::uint32_t roster_row = no_roster_row;  // its row in Roster::bases
  bool leads = false;                        // the largest size of its release
  sim::NodeIndex built_on;                   // the node that it was trained from; none for a model of its own
  std::uint32_t release = 0;                 // of a base that its lab decided on: which of the lab's releases, from 1
  sim::NodeIndex node;                       // none for a closed model: it has no weights to derive from
  sim::GroupIndex group;                     // its tree
};

inline bool in_launch(const Base& base, double year) { return year - base.born_year < launch_years; }

// A model of which only a part works on each token; model cards round the parameters of dense ones.
inline constexpr double dense = 0.95;
inline bool is_mixture_of_experts(const Base& base) { return base.active_parameters < dense * base.total_parameters; }

// Position of a language base among the sizes, by whole doublings of its parameters.
inline constexpr std::size_t size_classes = 64;
inline std::size_t size_class(double log2_size) {
  return static_cast<std::size_t>(std::clamp(log2_size, 0.0, size_classes - 1.0));
}

// Logarithm to the base 2 of the geometric mean of total and active parameters.
inline double log2_size(double total, double active) { return 0.5 * std::log2(total * active); }

// What the sampler's hot record holds for us in its 32 bits of attributes.
struct NodeAttributes {
  DerivationKind kind{};
  Licence licence{};
  CreatorKind creator{};
  std::uint8_t country = 0;    // position in the coordinate creator_country: jurisdictions, then unknown
  bool breach = false;         // the licence grants more than the parent's
  std::uint8_t trainings = 0;  // between the base and this model, at most 31; a quantisation trains nothing

  constexpr std::uint32_t pack() const {
    return static_cast<std::uint32_t>(kind) | static_cast<std::uint32_t>(licence) << 3 |
           static_cast<std::uint32_t>(creator) << 6 | static_cast<std::uint32_t>(country) << 8 |
           static_cast<std::uint32_t>(breach) << 16 | static_cast<std::uint32_t>(trainings) << 17;
  }
  static constexpr NodeAttributes unpack(std::uint32_t bits) {
    return {static_cast<DerivationKind>(bits & 7U),
            static_cast<Licence>(bits >> 3 & 7U),
            static_cast<CreatorKind>(bits >> 6 & 3U),
            static_cast<std::uint8_t>(bits >> 8 & 255U),
            (bits >> 16 & 1U) != 0,
            static_cast<std::uint8_t>(bits >> 17 & 31U)};
  }
};

struct Models {
  explicit Models(double popularity) : sampler(popularity) {}

  std::vector<Base> bases;
  sim::Topology topology;      // nodes: bases with open weights and derivatives
  sim::TicketSampler sampler;  // the same nodes; `mark` is the body of downloads
  // Columns besides the hot record, one entry per node.
  sim::Column<BaseIndex> base;  // the root of its tree
  sim::Column<AuthorIndex> author;
  sim::Column<std::uint16_t> born_step;
  sim::Column<float> capability;
  Independents independents;

  // Prefetches what a birth reads of its parent, some births before it is read.
  void prefetch(sim::NodeIndex node) const {
    sampler.prefetch(node);
    __builtin_prefetch(&capability[node.value]);
  }

  const Base& root(sim::NodeIndex node) const { return bases[at(base[node.value])]; }
  bool is_base(sim::NodeIndex node) const { return root(node).node == node; }
};

}  // namespace weightshed::lineage
