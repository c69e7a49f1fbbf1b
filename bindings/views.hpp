// What a live history holds, as columns that NumPy reads in place.
#pragma once

#include <pybind11/pybind11.h>

#include <memory>
#include <string>

#include "sim/model/model.hpp"

namespace bindings {

// The columns of one table ("labs", "bases", "authors", "adopters", "graph", "merges") by name, as arrays that nobody
// can write to. Nothing is copied: each array keeps the state that it shows alive, and a state that is shown never
// changes. Throws std::invalid_argument for another table.
pybind11::dict columns_of(const std::shared_ptr<const sim::Model>& state, const std::string& table);

// What the codes of a column mean: column to words, by position.
pybind11::dict words_of(const sim::Model& state, const sim::Coordinates& coordinates, const std::string& table);

}  // namespace bindings
