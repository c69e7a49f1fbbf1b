// What the engine says of result files, and how it reads the names in them.
#pragma once

#include <pybind11/pybind11.h>

namespace bindings {

void add_results(pybind11::module_& m);

}  // namespace bindings
