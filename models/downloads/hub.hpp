// The hub: bases as users choose from them, what is known of families, pins of pipelines, and the nodes drawn one by
// one because they have many downloads.
#pragma once

#include <array>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "models/context/context.hpp"
#include "models/downloads/parameters.hpp"
#include "models/lineage/families.hpp"
#include "models/lineage/models.hpp"
#include "models/lineage/shelf.hpp"
#include "sim/graph/huge_page_allocator.hpp"

namespace weightshed::downloads {

inline constexpr std::int32_t weeks_of_a_month = 4;

// Pins of pipelines on a base, in downloads per year: the official flow of its class follows them.
struct BasePins {
  double pins = 0.0;
  double downloads = 0.0;                             // all-time, official repositories
  std::array<double, weeks_of_a_month> last_weeks{};  // downloads of the steps of the last month, one after the other
};

// What the brands of families read of a base, every step.
struct LanguageBase {
  BaseIndex base{};
  FamilyIndex family{};
};

// A community node that a pipeline pins. `amplitude` is its pins in forward-decayed units: its weight at t years after
// the start is amplitude * exp(-t / life), so nothing needs updating while it ages.
struct PinnedNode {
  double amplitude = 0.0;
  double downloads = 0.0;      // drawn while in the head
  double tail_due = 0.0;       // expected downloads of its past spells in the tail, without the present one
  std::uint64_t identity = 0;  // (author, work) of its birth, the key of its draws; of a twin, drawn
  std::uint32_t node = 0;      // node, or independent work if `independent`
  std::uint32_t account = 0;   // position in Hub::accounts
  std::uint16_t born_step = 0;
  std::uint16_t spell_step = 0;  // when its present spell, in the head or in the tail, began
  std::uint8_t country = 0;      // coordinate creator_country
  CreatorKind creator{};
  bool language : 1 = false;
  bool independent : 1 = false;
  bool in_head : 1 = false;
  bool heavy : 1 = false;  // one real model; any other stands for 1 / scale models like it
};
static_assert(sizeof(PinnedNode) == 48);  // three quarters of a cache line: every measure reads all of them

// A node that is drawn individually: its position in `pinned`, and its amplitude; amplitudes are added up before any
// node is drawn.
struct HeadNode {
  double amplitude = 0.0;
  std::uint32_t position = 0;
};

// The key of a work's draws, whatever it becomes: its author's key and the number of works before it.
inline std::uint64_t identity_of(std::uint32_t author, std::uint32_t work) {
  return static_cast<std::uint64_t>(author) << 32 | work;
}
inline std::uint64_t author_of(std::uint64_t identity) { return identity >> 32; }
inline std::uint32_t work_of(std::uint64_t identity) { return static_cast<std::uint32_t>(identity); }

// The key of an account: its author's, and which of the real authors that the simulated one stands for. `common` holds
// the nodes that all of them have, `itself` the author's own heavy nodes, and its twins follow.
inline std::uint64_t account_of(std::uint64_t author, std::uint32_t which) { return author << 32 | which; }
inline constexpr std::uint32_t common = 0, itself = 1, first_twin = 2;

// Sums over the nodes of a (creator country, creator kind, age, pin class) that are not in the head.
struct Cell {
  double body = 0.0;  // forward-decayed lifetime downloads of crawlers and trials
  double pins = 0.0;  // forward-decayed amplitude
};

// How much a family's name is worth by itself, by family: log-odds among those who build on it and those who use it.
struct Brands {
  std::vector<double> derive, use;
};

struct Hub {
  lineage::Shelf shelf;
  std::vector<lineage::FamilyState> families;
  Brands brands;
  std::vector<double> best_of_size;          // capability of the best open language base by whole doublings of size
  std::vector<BasePins> pins;                // one per base
  std::vector<LanguageBase> language_bases;  // those with open weights, in the order of all bases
  sim::Column<PinnedNode> pinned;            // in order of birth
  std::unordered_map<std::uint64_t, std::uint32_t> accounts;  // positions, by account_of
  std::vector<std::uint32_t> common_account;                  // of each account's author, by position
  std::array<std::vector<HeadNode>, 2> head;                  // by pin class
  std::vector<Cell> cells;                                    // see downloads::cell
  std::size_t aged_nodes = 0, aged_pinned = 0;                // how many are a year old and have moved cell
  lineage::Independents::Place aged_independents;
  // Expected downloads of a unit of amplitude since the start, by pin class, at the start of each step.
  std::array<std::vector<double>, 2> due{std::vector<double>{0.0}, std::vector<double>{0.0}};
};

inline constexpr std::size_t ages = 2;         // under a year, older
inline constexpr std::size_t pin_classes = 2;  // language, other

inline std::size_t cell(std::size_t country, CreatorKind creator, std::size_t age, bool language) {
  return ((country * creator_kinds + static_cast<std::size_t>(creator)) * ages + age) * pin_classes +
         (language ? 0 : 1);
}

// Downloads per year of a class's official repositories and of its community nodes, at a moment.
struct Volume {
  double official = 0.0;
  double community = 0.0;
};
Volume language_flow(double year, const Parameters& p);
Volume other_flow(double year, const Parameters& p);  // all other classes together

// What a node receives at birth, from its identity alone.
struct Birthright {
  double body = 0.0;  // lifetime downloads from crawlers and trials; 0: never downloaded
  double pins = 0.0;  // pipelines that will pin it
  double task = 0.0;  // uniform: the class of a work that states no base
};
Birthright birthright(const Streams& streams, std::uint64_t identity, CreatorKind creator, const Parameters& p);
Birthright birthright(sim::Draws draws, CreatorKind creator, const Parameters& p);  // from the draws of its identity

// Nodes with at least so many pins are simulated one for one at every scale. One pinned node in 150 is heavy, and
// they have 55% of the pins: if each stood for 1 / scale others, one node would decide who gets the downloads of
// a country or an age.
inline constexpr std::uint32_t heavy_pins = 100;

// What the births of a step share: an amount in forward-decayed units, of bodies and of pins by pin class, and how
// likely a pinned node is heavy.
struct Forward {
  double body = 1.0;
  std::array<double, pin_classes> pins{1.0, 1.0};
  double heavy = 0.0;

  Forward(const sim::Clock& clock, const Parameters& p);
};

// Enters a new community node, `birth`, with its birthright into its cell, and the heavy nodes of its twins: of the
// 1 / scale - 1 real works that it stands for besides itself.
void enter(Hub& hub, const PinnedNode& birth, const Birthright& right, const Forward& now, const Parameters& p,
           const context::Context& context);

// How users weigh capability.
struct Users {
  double points_an_order = 11.6;
  double reference = 27.2;  // capability that utilities are counted from: cancels in every share, keeps exp in range
};

// Weighs the shelf for users, moves pins, draws official downloads, the head and the cells.
void pull(Hub& hub, const lineage::Models& models, const Users& users, const Parameters& p,
          const context::Context& context);

// All-time downloads of every simulated community node, settled now: the head as drawn, the tail by independent Poisson
// counts with the expectation that fell due. Keyed by position, so that settling twice gives the same counts; policies
// that add or remove nodes do not share the chance of the tail.
struct Settlement {
  std::vector<double> nodes, independents;
};
Settlement settle(const lineage::Models& models, const Hub& hub, const sim::Clock& clock, const Parameters& p,
                  const Streams& streams);

// How many real models a pinned node stands for.
inline double models_of(const PinnedNode& node, double scale) { return node.heavy ? 1.0 : 1.0 / scale; }

// Downloads of one of those models: all-time, as drawn in the head and as expected in the tail, and the expected ones
// of the last four weeks.
double all_time(const PinnedNode& node, const Hub& hub, const sim::Clock& clock, double scale);
double last_month(const PinnedNode& node, const Hub& hub, const sim::Clock& clock, double scale);

}  // namespace weightshed::downloads
