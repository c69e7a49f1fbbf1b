// The open-weight ecosystem as the engine knows it: `sim::load_study` takes it, the step is in step.cpp.
#pragma once

#include "sim/model/model.hpp"

namespace weightshed::history {

const sim::ModelKind& kind();

}  // namespace weightshed::history
