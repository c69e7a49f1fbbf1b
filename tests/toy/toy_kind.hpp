// A small model with every sort of card, so that scenarios and the program can be tested in milliseconds.
#pragma once

#include "sim/model/model.hpp"

namespace toy {

const sim::ModelKind& kind();

}  // namespace toy
