// What scenarios and results can name besides cards: countries, sectors, labs, families.
#pragma once

#include <string_view>
#include <vector>

#include "sim/model/model.hpp"

namespace weightshed::roster {

inline constexpr std::string_view catalogues[] = {"countries", "sectors", "labs", "families"};

// One of the lists, in the order of the reference tables; families by name. Not in them: labs that enter during a run.
std::vector<sim::NamedThing> catalogue(std::string_view which, const sim::Tables& tables);

}  // namespace weightshed::roster
