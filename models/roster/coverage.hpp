// What the capability index that published figures come from has scored.
#pragma once

#include "models/roster/roster.hpp"

namespace weightshed::roster {

// Anybody can score open weights, but the index reaches few models that only an API in China serves. Countries with few
// closed flagships share one share. Counted since 2024, as models of 2023 were scored in hindsight, and over the whole
// record: it says what published figures see, not what a lab can know.
void count_closed_scored(Roster& roster);

}  // namespace weightshed::roster
