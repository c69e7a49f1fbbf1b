// Terms: the short list of everything that policy can press on, each neutral until a lever presses it. Rules read
// terms and never levers; each term combines by a commutative rule, so the order of levers cannot matter.
#pragma once

#include <algorithm>
#include <vector>

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
};

struct OpennessTerms {
  std::vector<double> forbidden;  // probability that a release of open weights is held back; strictest wins
  std::vector<double> push;       // on the latent scale; sums
  std::vector<double> limit;      // log10 FLOP of training above which open weights are refused; the lowest wins
  std::vector<double> leash;      // on labs that lead their country, against encouragement; strictest wins
  std::vector<int> forced;        // by lab: -1 own decision, 0 closes, 1 opens; the stricter (closed) wins
};

struct UseTerms {
  std::size_t countries = 0;
  std::vector<double> forbidden;  // [region][sector][origin]: share of choices for which the origin is ruled out
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
  // Probability that such a ban still lets a user in the region choose the origin; 1 where the region is unknown.
  double allowed(std::size_t region, std::size_t origin) const {
    return region < countries ? 1.0 - in_every_sector(region, origin) : 1.0;
  }
};

struct Terms {
  TradeTerms trade;
  ComputeTerms compute;
  OpennessTerms openness;
  UseTerms use;
  std::vector<double> open_programme;  // USD per year for open weights; sums
  std::vector<double> api_allowed;     // share of distillation from closed APIs that remains possible; the least wins

  // No policy at all; `labs` includes the slots of entrants.
  static Terms neutral(std::size_t countries, std::size_t labs);
  friend bool operator==(const Terms&, const Terms&);
};

constexpr double no_limit = 40.0;  // log10 FLOP: more than any run

inline void strictest(double& term, double value) { term = std::max(term, value); }

}  // namespace weightshed::levers
