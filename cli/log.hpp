// Where the engine's log goes.
#pragma once

namespace cli {

// The engine's warnings go to standard error, since standard output is for results; -q keeps only errors, -v adds
// information.
void log_to_standard_error(bool quiet, int verbosity);

}  // namespace cli
