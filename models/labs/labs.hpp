// Labs: named ones from the roster, slots for entrants, and the slot of a public programme.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "models/hub/hub.hpp"
#include "models/labs/parameters.hpp"
#include "models/levers/terms.hpp"
#include "models/lineage/ledger.hpp"
#include "models/lineage/models.hpp"
#include "models/roster/knock_outs.hpp"
#include "models/roster/roster.hpp"
#include "models/roster/streams.hpp"
#include "models/supply/stocks.hpp"
#include "sim/model/model.hpp"

namespace weightshed {

// One size that a lab's next open release will have.
struct PortfolioSize {
  double total_parameters = 0.0, active_parameters = 0.0;
  double repositories = 1.0;
  Purpose purpose = Purpose::base;
};

using Portfolio = std::vector<PortfolioSize>;

struct Lab {
  std::string id;
  CountryIndex country{};
  LabKind kind{};
  double entry = 1e9, exit = 1e9;  // decimal years
  double flagship_share = 0.0;     // of the national stock at full allocation
  double talent = 1.0;
  bool programme = false;  // paid by terms.open_programme, not by a share of its own
  FamilyIndex family = no_family;
  std::array<double, 2> stance{};  // by Line

  // Capability, in orders of magnitude of effective training compute.
  double log_compute = 0.0;  // of the generation in progress
  double generation_started = -1e9;
  double efficiency = 0.0, induced = 0.0, copied = 0.0, quality = 0.0, surprise = 0.0;
  double recorded = 0.0;              // what the lab's releases on record have beyond the equations; not transferable
  double best_released = -1e9;        // of its releases so far
  double released_efficiency = -1e9;  // of its best open release

  // Openness.
  std::array<bool, 2> open{};        // by Line
  std::array<double, 2> residual{};  // by Line: what the record says beyond the stance, fixed at the handover
  std::array<bool, 2> opened{};      // by Line: it has had an open release on record
  bool permissive = false;           // licence of its next open release
  double licence_lean = 0.0;         // persistent: by kind of lab, and a draw
  double licence_residual = 0.0;     // as `residual`
  double inclination = 0.0;          // persistent draw
  double revenue = 0.0;              // share of organisations that pay for its closed API

  // Release.
  double last_release = -1e9, next_release = 1e18;  // days since 1970-01-01
  std::uint32_t releases = 0;
  double pace = 0.0;  // years between releases on its record; 0: the rule's, shorter for labs that are behind
  std::vector<Portfolio> portfolios;  // of which each release takes one, all alike likely

  bool active(double year) const { return year >= entry && year < exit && (flagship_share > 0.0 || programme); }
  double capability() const { return log_compute + efficiency + induced + copied + quality + surprise + recorded; }
};

// What everybody can see of the frontier at the start of a step.
struct Standing {
  double best = -1e9, best_closed = -1e9, best_open = -1e9;  // released capability
  double best_open_efficiency = -1e9;
  double frontier_compute = 0.0;  // log10 FLOP, of generations in progress
};

struct Labs {
  std::vector<Lab> labs;
  Standing standing;
  double handover = 0.0;           // days: labs decide from here on
  std::size_t next_in_roster = 0;  // the next release of the roster that has not come out yet
  bool reconciled = false;         // residuals are set
};

namespace research {

// Named labs as of `start`, then the slots of entrants (entry times drawn once for the member) and the programme.
Labs initial(const Roster& roster, const std::vector<FamilyIndex>& family_of_slot, const sim::Beginning& beginning,
             const Parameters& p, const release::Parameters& r, const openness::Parameters& o, const Streams& streams);

// log10 FLOP of a flagship run that starts now.
double training_compute(const Lab& lab, double stock_million, double year, bool chinese, const Parameters& p);

double orders_of_index(double eci, const Parameters& p);
double index_of_orders(double orders, const Parameters& p);

void train(Labs& labs, const Stocks& stocks, const Terms& terms, const sim::Clock& clock, const Roster& roster,
           const supply::Parameters& supply, const Parameters& p, const Streams& streams);

}  // namespace research

namespace openness {

// What a review looks at; filled by the caller so that variants are pure functions of it.
struct Situation {
  double peers_open = 0.0;        // share of rivals' flagships that are open, by how near they come to the lab
  double peers_permissive = 0.0;  // of open rivals
  double behind_open = 0.0;       // orders below the best open release
  double maturity = 0.0;          // of the community that builds on open weights
  double gain_share = 0.0;        // share of works that opening would win
  double rent = 0.0;              // API revenue
  double behind = 0.0;            // orders below the best release
  double encouragement = 0.0;     // of the state, less its leash on labs that lead
  double push = 0.0;
  bool most_adopted_rival_open = false;
  double noise = 0.0;  // of this review
};

enum class Variant { logit, imitation, fixed };

// The latent variable of the logit rule: a line opens above the threshold and closes below its negative.
double inclination_to_open(const Lab& lab, Line line, const Situation& situation, const Parameters& p);

// Whether the line is open after the review.
using Rule = bool (*)(const Lab& lab, Line line, const Situation& situation, const Parameters& p);
Rule rule_of(Variant variant);

// The latent variable of the licence: an open release is permissive above 0.
double inclination_to_permit(const Lab& lab, const Situation& situation, const Parameters& p);

// Who builds on open weights, as labs see it.
struct Community {
  std::vector<double> work_share_by_lab;  // of the language derivatives of the last two months
  double maturity = 0.0;                  // new models a year over the number they tend to
};

// Quarterly, from the handover on: each lab reviews flagship, second line and licence; forced states act at once.
void review(Labs& labs, const OpennessTerms& terms, const Community& community, const sim::Clock& clock,
            const Roster& roster, Variant variant, const Parameters& p, const Streams& streams,
            std::vector<sim::Event>& events);

}  // namespace openness

namespace release {

// Attraction of new bases: standard deviations of the draws, and what Chinese language bases on record have in common
// by the time of their release. Log-odds.
struct Attraction {
  double derive_spread = 0.0, use_spread = 0.0;
  double chinese_2023 = 0.0, chinese_2024_first = 0.0, chinese_2024_second = 0.0, chinese_2025 = 0.0;

  double of_chinese(double days) const;
};

// The roster's releases of the step until the handover, then those that labs decide on; each size becomes a base.
void publish(Labs& labs, Models& models, Hub& hub, const Terms& terms, Ledger& ledger, const sim::Clock& clock,
             const Roster& roster, const Withheld& withheld, const research::Parameters& research,
             const Attraction& attraction, double decay, const Parameters& p, const Streams& streams,
             std::vector<sim::Event>& events);

}  // namespace release
}  // namespace weightshed
