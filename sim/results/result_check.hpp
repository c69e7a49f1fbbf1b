// What a result must hold before a value of it is used: it may come from a stranger.
#pragma once

#include "sim/results/plain_file.hpp"

namespace sim {

// Extents, types, codes, indices and dates of everything that the readers of a result use, in C++ and in Python;
// `format` is the major version that the file states. Logs are read once, in blocks. Throws Error(invalid_input) with
// the variable and the reason, without the name of the file.
void check_result(hid_t file, const h5::DeclaredFile& declared, int format);

}  // namespace sim
