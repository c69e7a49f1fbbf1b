// Gives the test library a source that takes part in precompiling Catch2's header, which the test programs reuse.
#include <catch2/catch.hpp>
