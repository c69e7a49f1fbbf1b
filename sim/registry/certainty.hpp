// How sure the direction of an effect is said to be. Briefs, figures and the explorer all read it here.
#pragma once

#include <array>
#include <string_view>

namespace sim {

// Words for a direction that at least this share of the pairs of histories has, and of the worlds in their mean.
struct CertaintyWords {
  std::string_view words;
  double pairs = 0.0;
  double worlds = 0.0;
};

// From the surest on; the first whose bounds are reached holds. Few sets of assumptions stand behind many pairs, so the
// two strongest words also need the sets to agree.
inline constexpr std::array<CertaintyWords, 4> certainty_words{{
    {"virtually certain", 0.99, 1.0},
    {"very likely", 0.9, 0.9},
    {"likely", 0.75, 0.0},
    {"direction unclear", 0.0, 0.0},
}};

// When none of these words is said.
struct CertaintyLimits {
  std::string_view nothing = "no effect";  // where most pairs hardly move
  double little = 0.01;                    // of the level, or orders of magnitude: a pair that moves less hardly moves
  double most = 0.8;                       // share of such pairs from which on there is no effect to speak of
  int pairs = 16;                          // fewer show no range and no direction: one more moves a share by six points
  int worlds = 2;                          // one shows chance, and not what is unknown
};
inline constexpr CertaintyLimits certainty_limits;

template <class Visit>
void fields(Visit&& visit, const CertaintyWords& c) {
  visit("words", c.words, "what is said");
  visit("pairs", c.pairs, "least share of pairs with the direction");
  visit("worlds", c.worlds, "least share of worlds whose mean has the direction");
}

template <class Visit>
void fields(Visit&& visit, const CertaintyLimits& c) {
  visit("nothing", c.nothing, "what is said where most pairs hardly move");
  visit("little", c.little, "share of the level, or orders of magnitude, below which a pair hardly moves");
  visit("most", c.most, "share of pairs that hardly move from which on there is no effect");
  visit("pairs", c.pairs, "fewest pairs that show a direction");
  visit("worlds", c.worlds, "fewest worlds that show one");
}

}  // namespace sim
