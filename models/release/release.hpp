// Release: finished models come out on the hub as bases, one for each size.
#pragma once

#include "models/context/context.hpp"
#include "models/downloads/hub.hpp"
#include "models/labs/labs.hpp"
#include "models/lineage/models.hpp"
#include "models/release/parameters.hpp"
#include "models/research/research.hpp"

namespace weightshed::release {

// Orders of compute that the controls on record kept from China on average while its open flagships of 2023 to 2025
// came out, at the default assumptions: what the regression behind release.mixture_china saw.
inline constexpr double scarcity_on_record = 0.17;

// Attraction of new bases: standard deviations of the draws, and what Chinese language bases on record have in common
// by the time of their release. Log-odds.
struct Attraction {
  double derive_spread = 0.0, use_spread = 0.0;
  double chinese_2023 = 0.0, chinese_2024_first = 0.0, chinese_2024_second = 0.0, chinese_2025 = 0.0;

  double of_chinese(double days) const;
};

// What other processes say of a base that comes out.
struct Reception {
  const research::Parameters& research;  // how much its size takes from the capability of its lab
  Attraction attraction;
  double decay = 0.75;      // years in which its weight as a parent falls to 1/e
  double sensation = 0.55;  // orders above every open model so far that make an open release known to everybody
  const std::vector<double>& scarcity;  // orders of compute that policy keeps from each jurisdiction
};

// Releases of the step on record: all until the handover; those that nobody decides on (bases outside language, and
// labs that train no language models) until the record ends.
void publish_from_record(labs::Labs& labs, lineage::Models& models, downloads::Hub& hub, const Reception& reception,
                         const context::Context& context);

// After the record, releases that nobody decides on go on at the rate of its last year and a half, class by class, as
// copies of those.
void publish_undecided(labs::Labs& labs, lineage::Models& models, downloads::Hub& hub, const Reception& reception,
                       const context::Context& context);

// From the handover on, releases that labs decide on.
void publish_own(labs::Labs& labs, lineage::Models& models, downloads::Hub& hub, const Reception& reception,
                 const Parameters& p, const context::Context& context);

// All releases of the step; each size becomes a base.
void publish(labs::Labs& labs, lineage::Models& models, downloads::Hub& hub, const Reception& reception,
             const Parameters& p, const context::Context& context);

}  // namespace weightshed::release
