// Rosters that are kept: every cell of a study asks for the same one.
#pragma once

#include "models/roster/roster.hpp"

namespace weightshed::roster {

// As make_roster; the ones asked for last are kept and shared, by any thread.
std::shared_ptr<const Roster> roster_of(const sim::Tables& tables,
                                        double known_until = std::numeric_limits<double>::infinity());

}  // namespace weightshed::roster
