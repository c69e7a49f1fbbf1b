// Capability of language models that nobody has measured.
#pragma once

#include <vector>

#include "models/roster/roster.hpp"
#include "sim/random/stream.hpp"

namespace weightshed::roster {

// Gives each unmeasured language base a mean, a spread and a ceiling, from what was measured before `known_until`.
//   Same release: 14.5 ECI points per factor of ten in size, from the nearest measured size.
//   Otherwise: ridge regression of ECI on date, log10 of effective size, openness and lab, labs drawn to their mean.
// Never above the best measured model of its time, open for an open one, of its country for a closed one: a better one
// would have been noticed.
// Source: reference table releases.csv; the slope within generations is Epoch's index on Qwen, Llama and Gemma sizes.
void impute_capability(std::vector<RosterBase>& bases, const std::vector<RosterLab>& labs, double known_until);

// The index of a language base as a world has it: as measured, or drawn below its ceiling (a truncated normal). What is
// open is shared in part by the models of a lab and by the sizes of a release.
double imputed_index(const std::vector<RosterBase>& bases, std::size_t row, const sim::Stream& stream);

}  // namespace weightshed::roster
