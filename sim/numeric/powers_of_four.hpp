// Powers by AVX, compiled for it; to be called only where the processor has it.
#pragma once

#include <cstddef>

namespace sim {

// Raises the first values, as many as are a multiple of four; returns how many.
std::size_t raise_fours(double* values, std::size_t count, double exponent);

}  // namespace sim
