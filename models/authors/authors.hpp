// Authors: people and organisations that publish models, each with an exogenous clock of opportunities.
#pragma once

#include <cstdint>
#include <vector>

#include "models/authors/parameters.hpp"
#include "models/lineage/families.hpp"
#include "models/roster/roster.hpp"
#include "models/roster/streams.hpp"
#include "sim/graph/huge_page_allocator.hpp"
#include "sim/graph/node_index.hpp"
#include "sim/time/calendar.hpp"

namespace weightshed {

struct Author {
  float activity = 0.0F;         // relative to the mean author
  std::uint32_t works = 0;       // opportunities so far
  sim::NodeIndex last_parent{};  // of its last work
  FamilyIndex habit = no_family;
  std::uint8_t country = 0;  // coordinate creator_country: jurisdictions, then unknown
  AuthorKind kind{};
  bool commercial = false;   // licence limits on commercial use matter to it
  bool own_licence = false;  // puts a permissive licence on whatever it publishes
};

// An opportunity due inside a week; `within` is the share of the week's intensity that has passed.
struct Opportunity {
  AuthorIndex author{};
  float within = 0.0F;
};

struct Authors {
  sim::Column<Author> authors;
  std::vector<std::vector<Opportunity>> calendar;  // a list a step
  std::vector<double> intensity;                   // integrated, at the start of each step; one more at the end
  std::vector<std::uint32_t> arrived;              // simulated authors at the end of each step
  std::vector<double> country_of_known;            // cumulative shares by jurisdiction
};

namespace arrival {

// New models a year, over all authors (ODD 2).
double models_a_year(double year, const Parameters& p);
// Authors so far.
double authors_by(double year, const Parameters& p);

Authors initial(const Roster& roster, sim::Date start, std::uint32_t steps, double scale, const Parameters& p);

// Shares of new authors whose purpose is commercial, and who put a permissive licence of their own on their works.
struct Shares {
  double commercial = 0.0, own_licence = 0.0;
};

// Authors of the step join with their first opportunity; awareness of families spreads.
void admit(Authors& authors, std::vector<FamilyState>& families, const sim::Clock& clock, const Shares& shares,
           const Parameters& p, const Streams& streams);

// Puts an author's next opportunity, after `work` earlier ones, into the calendar; none if it falls after the end.
void schedule(Authors& authors, AuthorIndex author, double intensity_now, std::uint32_t step_now,
              const Streams& streams);

// One explicit step of dA/dt = (innovate + imitate * share) * (1 - A), exact for a constant share.
double spread_awareness(double awareness, double share, sim::Years dt, const Parameters& p);

}  // namespace arrival
}  // namespace weightshed
