// The engine's problems as the exceptions of weightshed.errors, in the words of Python.
#pragma once

#include <pybind11/pybind11.h>

#include "sim/error.hpp"

namespace bindings {

// A weightshed.errors.Problem; `errors` is that module.
pybind11::object as_python(const sim::Problem& problem, const pybind11::module_& errors);

// Sets weightshed.errors.Error with all its problems as Python's error.
void raise_in_python(const sim::Error& error);

}  // namespace bindings
