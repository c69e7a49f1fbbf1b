// Terms: the short list of everything that policy can press on, each neutral until a lever presses it. Rules read
// terms and never levers; each term combines by a commutative rule, so the order of levers cannot matter.
#pragma once

#include <algorithm>
#include <array>
#include <vector>

#include "models/roster/roster.hpp"
#include "models/words.hpp"

namespace weightshed::levers {

// Indexed by jurisdiction unless stated.
struct TradeTerms {
  std::vector<double> blocked;      // share of accelerator demand that may not be shipped; strictest wins
  std::vector<double> fee;          // share of the price; highest wins
  std::vector<double> discouraged;  // share of demand that the buyer's own government suppresses; strictest wins
  double enforcement = 0.0;         // against smuggling; strictest wins; leak falls by exp(-enforcement)
};

struct ComputeTerms {
  std::vector<double> equipment_blocked;   // share of capacity growth that is stopped; strictest wins
  std::vector<double> know_your_customer;  // share of rented compute that is refused; strictest wins
  std::vector<double> subsidy;             // USD per year; sums
  std::vector<double> energy;              // change of the accelerators that find power, as a share; sums
};

struct ResearchTerms {
  std::vector<double> funding;       // USD per year of public money for flagship runs; sums
  std::vector<double> talent;        // change of the pace of a country's own ideas, as a share; sums
  std::vector<double> lag_held;      // months behind the best of others at which a country is held; the least wins
  std::vector<double> shift;         // orders added to the capability of a country's labs; sums
  std::vector<double> shift_spread;  // standard deviation of what is added, over histories; the largest wins
  // By lab.
  std::vector<double> lab_shift, lab_shift_spread;  // as above
  std::vector<double> lab_stall;                    // share of its own progress that stops; strictest wins
};

// Duties on releases above a threshold of training compute, by country of the lab.
struct DutyTerms {
  std::vector<double> threshold;  // log10 FLOP; the lowest wins
  std::vector<double> delay;      // years until weights come out; the longest wins
  std::vector<double> withheld;   // share of such releases whose weights never come out; strictest wins
  std::vector<double> cost;       // USD a release; sums
};

struct OpennessTerms {
  std::vector<double> forbidden;  // probability that a release of open weights is held back; strictest wins
  std::vector<double> push;       // on the latent scale; sums
  std::vector<double> limit;      // log10 FLOP of training above which open weights are refused; the lowest wins
  std::vector<double> leash;      // on labs that lead their country, against encouragement; strictest wins
  std::vector<int> forced;        // by lab: -1 own decision, 0 closes, 1 opens; the stricter (closed) wins
  // Share of a country's open releases that must carry a permissive or a restricted licence, by line; the larger wins,
  // and of the two rules the permissive one comes first.
  std::array<std::vector<double>, 2> permissive, restricted;
  std::vector<int> licence;  // by lab: -1 own decision, 0 restricted, 1 permissive; the stricter (restricted) wins
  DutyTerms duty;
};

// What buyers in a region and sector must prefer, as shares of their choices; strictest wins.
struct ProcurementTerms {
  double open = 0.0;              // bound to open weights
  double home = 0.0;              // to families of the region itself
  double certified = 0.0;         // to families that pass the test of safety
  double uncertified_loss = 0.0;  // share of its choices that a family without a certificate loses
  double hijacking_limit = 1e9;   // that a family passes, as a multiple of US models; the strictest wins
  friend bool operator==(const ProcurementTerms&, const ProcurementTerms&) = default;
};

struct HubTerms {
  std::vector<double> closed;      // by origin: share of choices that gates and delisting keep from it, everywhere
  std::vector<double> geoblocked;  // [region][origin]: share of choices in the region
  std::vector<double> gated;       // by family: share of choices that its lab's own gates cost it; empty: none
};

struct UseTerms {
  std::size_t countries = 0;
  std::vector<double> forbidden;  // [region][sector][origin]: share of choices for which the origin is ruled out
  std::vector<ProcurementTerms> procurement;  // [region][sector]
  std::vector<double> credits;                // by region: USD per year for start-ups that use open weights; sums
  std::vector<roster::Programme> programmes;  // that tie users to families; all count
  std::vector<roster::Programme> purchases;   // after which the users of one family depend on another
  double programme_cost = 0.0;                // USD per year of them; sums
  HubTerms hub;

  double& at_forbidden(std::size_t region, std::size_t sector, std::size_t origin) {
    return forbidden[(region * sectors + sector) * countries + origin];
  }
  double at_forbidden(std::size_t region, std::size_t sector, std::size_t origin) const {
    return forbidden[(region * sectors + sector) * countries + origin];
  }
  // The ban that binds developers and downloads, which belong to no sector: only a ban on every sector does.
  double in_every_sector(std::size_t region, std::size_t origin) const {
    double least = 1.0;
    for (std::size_t s = 0; s < sectors; ++s) least = std::min(least, at_forbidden(region, s, origin));
    return least;
  }
  // Probability that bans and the hub still let a user in the region take a model of the origin from the hub; where the
  // region is unknown, only what holds everywhere counts.
  double allowed(std::size_t region, std::size_t origin) const {
    const double open = 1.0 - hub.closed[origin];
    if (region >= countries) return open;
    return (1.0 - in_every_sector(region, origin)) * (1.0 - hub.geoblocked[region * countries + origin]) * open;
  }
  // Probability that the gates of its lab let a user take a model of the family.
  double admitted(FamilyIndex family) const { return hub.gated.empty() ? 1.0 : 1.0 - hub.gated[at(family)]; }
};

struct Terms {
  TradeTerms trade;
  ComputeTerms compute;
  ResearchTerms research;
  OpennessTerms openness;
  UseTerms use;
  std::vector<double> open_programme;  // USD per year for open weights; sums
  std::vector<double> api_allowed;     // share of distillation from closed APIs that remains possible; the least wins

  // No policy at all; `labs` includes the slots of entrants.
  static Terms neutral(std::size_t countries, std::size_t labs);
  friend bool operator==(const Terms&, const Terms&);

  // USD per year that governments spend.
  double spending() const;
};

constexpr double no_limit = 40.0;   // log10 FLOP: more than any run
constexpr double not_held = 120.0;  // months of lag

inline void strictest(double& term, double value) { term = std::max(term, value); }
inline void least(double& term, double value) { term = std::min(term, value); }

}  // namespace weightshed::levers
