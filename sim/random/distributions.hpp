// All distributions: each with a fixed algorithm (own or Boost's, never the standard library's, which differs by
// vendor).
#pragma once

#include "sim/random/binomial.hpp"
#include "sim/random/exponential.hpp"
#include "sim/random/gamma.hpp"
#include "sim/random/normal.hpp"
#include "sim/random/poisson.hpp"
#include "sim/random/yule_simon.hpp"
