// The program over the toy, for tests of the command line.
#include "cli/program.hpp"
#include "tests/toy/toy_kind.hpp"

int main(int argc, char** argv) { return cli::run_program(toy::kind(), argc, argv); }
