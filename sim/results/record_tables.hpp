// Reference tables of a recorded study.
#pragma once

#include "sim/model/tables.hpp"
#include "sim/results/record_numbers.hpp"

namespace sim::record {

Json json_of(const Table& table);
// Throws Error when a column has another length than its table, and as the library does where something is missing.
Table table_of(const Json& j);

}  // namespace sim::record
