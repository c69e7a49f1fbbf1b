// The program over any kind of model, so that its tests can run it on a small one.
#pragma once

#include "sim/model/model.hpp"

namespace cli {

// Parses, runs the verb, prints; returns the exit code of docs/cli.md.
int run_program(const sim::ModelKind& kind, int argc, char** argv);

}  // namespace cli
