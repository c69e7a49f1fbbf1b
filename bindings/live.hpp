// The live model: one history that Python steps, forks, changes and looks into.
#pragma once

#include <pybind11/pybind11.h>

namespace bindings {

void add_live(pybind11::module_& m);

}  // namespace bindings
