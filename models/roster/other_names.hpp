// What people call jurisdictions besides the names of the reference table, and the countries within a bloc.
#pragma once

#include <span>

#include "sim/model/model.hpp"

namespace weightshed::roster {

// Names that mean a whole jurisdiction first, then those of its parts; a name stands once.
std::span<const sim::OtherName> other_names();

}  // namespace weightshed::roster
