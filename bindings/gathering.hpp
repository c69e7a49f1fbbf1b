// Work that is divided over computers: a study as text, its parts as bytes, and the run that gathers them.
#pragma once

#include <pybind11/pybind11.h>

#include "sim/execution/run.hpp"

namespace bindings {

void add_gathering(pybind11::module_& m);

// What Python learns of a run under way, and of one that has ended.
pybind11::dict as_dictionary_of(const sim::Progress& progress);
pybind11::dict as_dictionary_of(const sim::RunOutcome& outcome);

}  // namespace bindings
