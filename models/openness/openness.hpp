// Openness: whether labs publish their weights, and under which licence.
#pragma once

#include <vector>

#include "models/context/context.hpp"
#include "models/labs/labs.hpp"
#include "models/openness/parameters.hpp"

namespace weightshed::openness {

// What a review looks at; the caller fills it, so that variants are pure functions of it.
struct Situation {
  double peers_open = 0.0;  // share of rivals' flagships that are open, weighted by how close they come to the lab
  double peers_permissive = 0.0;  // of open rivals
  double behind_open = 0.0;       // orders below the best open release
  double maturity = 0.0;          // of the community that builds on open weights
  double gain_share = 0.0;        // share of works that opening would gain
  double rent = 0.0;              // API revenue
  double behind = 0.0;            // orders below the best release
  double encouragement = 0.0;     // of the state, less its leash on labs that lead
  double push = 0.0;
  bool most_adopted_rival_open = false;
  double noise = 0.0;  // of this review
};

enum class Variant { logit, imitation, fixed };

// The latent variable of the logit rule: a line opens above the threshold and closes below its negative.
double inclination_to_open(const labs::Lab& lab, Line line, const Situation& situation, const Parameters& p);

// Whether the line is open after the review.
using Rule = bool (*)(const labs::Lab& lab, Line line, const Situation& situation, const Parameters& p);
Rule rule_of(Variant variant);

// Probability that a lab has left, after so many years without an open release; `pace` and `leave` are
// rates per year, at which it would have published and would have left.
double probability_of_having_left(double silence, double pace, double leave);

// The latent variable of the licence: an open release is permissive above 0.
double inclination_to_permit(const labs::Lab& lab, const Situation& situation, const Parameters& p);

// Who builds on open weights, as labs see it.
struct Community {
  std::vector<double> work_share_by_lab;  // of the language derivatives of the last two months
  double maturity = 0.0;                  // new models per year, relative to the number towards which they tend
};

// Quarterly, from the handover on: each lab reviews flagship, second line and licence; forced states act at once.
void review(labs::Labs& labs, const Community& community, Variant variant, const Parameters& p,
            const context::Context& context);

}  // namespace weightshed::openness
