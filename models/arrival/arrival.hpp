// Authors: people and organisations that publish models, each with an exogenous clock of opportunities.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/arrival/calendar.hpp"
#include "models/arrival/parameters.hpp"
#include "models/context/context.hpp"
#include "models/lineage/families.hpp"
#include "sim/graph/huge_page_allocator.hpp"
#include "sim/graph/node_index.hpp"
#include "sim/random/gamma.hpp"
#include "sim/random/together.hpp"

namespace weightshed::arrival {

struct Author {
  std::uint32_t key = 0;         // how many authors came before it: the entity of its draws
  float activity = 0.0F;         // relative to the mean author
  std::uint32_t works = 0;       // opportunities so far
  sim::NodeIndex last_parent{};  // of its last work
  FamilyIndex habit = no_family;
  std::uint8_t country = 0;  // coordinate creator_country: jurisdictions, then unknown
  AuthorKind kind{};
  bool commercial = false;   // whether limits on commercial use matter to it
  bool own_licence = false;  // puts a permissive licence on everything it publishes
};

struct Authors {
  sim::Column<Author> authors;  // only those that publish before the run ends; most never do
  std::uint32_t came = 0;       // all so far
  Calendar calendar;
  std::vector<double> intensity;                 // integrated, at the start of each step; one more at the end
  std::vector<std::uint32_t> step_by_intensity;  // at equal parts of the whole intensity: where a search begins
  double expected_works = 0.0;                   // simulated, by the end of the run
  std::vector<std::uint32_t> arrived;            // simulated authors at the end of each step
  std::vector<double> country_of_known;          // cumulative shares by jurisdiction
};

// New models per year, over all authors (ODD 2).
double models_a_year(double year, const Parameters& p);
// Authors so far.
double authors_by(double year, const Parameters& p);

Authors initial(const roster::Roster& roster, const sim::Steps& grid, std::uint32_t steps, double scale,
                const Parameters& p);

// Shares of new authors whose purpose is commercial, and who put a permissive licence of their own on their works.
struct Shares {
  double commercial = 0.0, own_licence = 0.0;
};

struct Newcomer {
  Author author;
  double within = 0.0;  // the share of the step's intensity that has passed when it comes
  double wait = 0.0;    // by how much the intensity would rise before its first work if its activity were 1
};
// Draws the authors who come at a moment, each from the draws of its key alone.
class Arrivals {
 public:
  Arrivals(double year, const std::vector<double>& country_of_known, const Shares& shares, const Parameters& p);
  // Returns nothing for most authors whose first work is due only when the intensity has risen by more than the
  // horizon.
  std::optional<Newcomer> draw(std::uint32_t key, double horizon, const Streams& streams);

 private:
  void prepare(std::uint32_t key, const Streams& streams);

  // Draws of neighbouring keys: of who they are, and of their clocks.
  sim::DrawsTogether<3> authors_;
  sim::DrawsTogether<1> clocks_;
  std::uint32_t first_prepared_ = 0;  // key
  bool is_prepared_ = false;

  double year_;
  const std::vector<double>& country_of_known_;
  Shares shares_;
  const Parameters& p_;
  double firms_;                // their share
  sim::Gamma alike_, unequal_;  // activity
};

// Authors of the step join with their first opportunity, unless that lies beyond the end; awareness of families
// spreads.
void admit(Authors& authors, std::vector<lineage::FamilyState>& families, const Shares& shares, const Parameters& p,
           const context::Context& context);

// Puts an author's next opportunity into the calendar; none if it falls after the end. `clock`: from the stream of
// that name, the draws of the author's key at the number of its works so far.
void schedule(Authors& authors, AuthorIndex author, double intensity_now, sim::Draws clock);

// One explicit step of dA/dt = (innovate + imitate * share) * (1 - A), exact for a constant share.
double spread_awareness(double awareness, double share, sim::Years dt, const Parameters& p);

}  // namespace weightshed::arrival
