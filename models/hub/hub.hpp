// The hub: bases as they are chosen from, what is known of families, pins of pipelines, and the nodes that are drawn
// one by one because many download them.
#pragma once

#include <vector>

#include "models/ecosystem/families.hpp"
#include "models/ecosystem/ledger.hpp"
#include "models/ecosystem/models.hpp"
#include "models/ecosystem/shelf.hpp"
#include "models/ecosystem/streams.hpp"
#include "models/hub/parameters.hpp"
#include "models/levers/terms.hpp"
#include "sim/time/calendar.hpp"

namespace weightshed {

// Pins of pipelines on a base: shares of its class's official flow follow them.
struct BasePins {
  double pins = 0.0;            // of the class's unit of demand
  double downloads = 0.0;       // all-time, official repositories
  double downloads_month = 0.0; // last four weeks, forgotten exponentially
};

// A community node that a pipeline pins. `amplitude` is its pins in forward-decayed units: its weight at time t is
// amplitude * exp(-(t - t0) / life), so nothing needs updating while it ages.
struct PinnedNode {
  double amplitude = 0.0;
  double downloads = 0.0;        // all-time, drawn while in the head
  double downloads_month = 0.0;
  std::uint64_t identity = 0;    // (author, work) of its birth, the key of its draws
  std::uint32_t node = 0;        // node, or independent work if `independent`
  std::uint16_t born_step = 0;
  FamilyIndex family = no_family;
  std::uint8_t country = 0;      // coordinate creator_country
  CreatorKind creator{};
  bool language = false;
  bool independent = false;
  bool in_head = false;
  bool over_a_year = false;
};

// Sums over the nodes of a (creator country, creator kind, age, pin class) that are not in the head.
struct Cell {
  double body = 0.0;  // forward-decayed lifetime downloads of crawlers and trials
  double pins = 0.0;  // forward-decayed amplitude
};

struct Hub {
  Shelf shelf;
  std::vector<FamilyState> families;
  std::vector<double> best_of_size;  // capability of the best open language base by whole doublings of size
  std::vector<BasePins> pins;        // a base each
  std::vector<PinnedNode> pinned;    // in order of birth
  std::vector<std::uint32_t> head;   // positions in `pinned` that are drawn by themselves
  std::vector<Cell> cells;           // see downloads::cell
  std::vector<double> drawn_by_cell; // all-time downloads drawn for each cell, for the split among its nodes
  double salience_sum = 0.0;
};

namespace downloads {

inline constexpr std::size_t ages = 2;         // under a year, older
inline constexpr std::size_t pin_classes = 2;  // language, other

inline std::size_t cell(std::size_t country, CreatorKind creator, std::size_t age, bool language) {
  return ((country * creator_kinds + static_cast<std::size_t>(creator)) * ages + age) * pin_classes +
         (language ? 0 : 1);
}

// Downloads a year of a class's official repositories and of its community nodes, at a moment.
struct Flow {
  double official = 0.0;
  double community = 0.0;
};
Flow language_flow(double year, const Parameters& p);
Flow other_flow(double year, const Parameters& p);  // all other classes together

// The body and the pins that a node gets at birth, from its identity alone.
struct Birthright {
  double body = 0.0;
  double pins = 0.0;
};
Birthright birthright(const Streams& streams, std::uint64_t author, std::uint32_t work, const Parameters& p);

// Enters a new community node; `body` already stands in the node's own record.
void enter(Hub& hub, const PinnedNode& birth, double pins, double body, double year, double scale,
           const Parameters& p);

// Weighs the shelf for users, moves pins, draws official downloads, the head and the cells, and feeds popularity back.
void pull(Models& models, Hub& hub, const UseTerms& use, const std::vector<double>& demand_by_region,
          Ledger& ledger, const sim::Clock& clock, double scale, std::size_t countries, const Parameters& p,
          const Streams& streams);

// All-time and last-month downloads of every node, settled now: pinned nodes in the head as drawn, the tail as its
// cells' totals split in proportion to what each node has been due. Represented counts of the simulated nodes.
struct Settlement {
  std::vector<double> nodes, independents;              // all-time
  std::vector<double> nodes_month, independents_month;  // last 30 days
};
Settlement settle(const Models& models, const Hub& hub, const sim::Clock& clock, double scale, const Parameters& p);

}  // namespace downloads
}  // namespace weightshed
