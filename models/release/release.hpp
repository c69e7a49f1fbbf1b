// Release: finished models come out on the hub as bases, one for each size.
#pragma once

#include "models/context/context.hpp"
#include "models/downloads/hub.hpp"
#include "models/labs/labs.hpp"
#include "models/lineage/models.hpp"
#include "models/release/parameters.hpp"
#include "models/research/research.hpp"

namespace weightshed::release {

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
  double decay = 0.75;  // years in which its weight as a parent falls to 1/e
};

// The roster's releases of the step until the handover, then those that labs decide on; each size becomes a base.
void publish(labs::Labs& labs, lineage::Models& models, downloads::Hub& hub, const Reception& reception,
             const Parameters& p, const context::Context& context);

}  // namespace weightshed::release
