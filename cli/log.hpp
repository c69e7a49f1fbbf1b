// Where the engine's log goes.
#pragma once

namespace cli {

// Warnings of the engine to standard error, as results own standard output; -q leaves errors, -v adds information.
void log_to_standard_error(bool quiet, int verbosity);

}  // namespace cli
