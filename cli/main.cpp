// The program `weightshed`.
#include "cli/program.hpp"
#include "models/history/kind.hpp"

int main(int argc, char** argv) { return cli::run_program(weightshed::history::kind(), argc, argv); }
