# The libraries that are headers alone, for Emscripten: they are Debian's. Only these are seen, each by a link, since the
# other headers of the system are not for WebAssembly.
set(headers ${CMAKE_BINARY_DIR}/headers)
file(MAKE_DIRECTORY ${headers})
foreach(package boost eigen3 fmt nlohmann toml++ libfccp)
  find_path(folder_of_${package} NAMES ${package} PATHS /usr/include /usr/local/include NO_DEFAULT_PATH
    NO_CMAKE_FIND_ROOT_PATH REQUIRED)
  file(CREATE_LINK ${folder_of_${package}}/${package} ${headers}/${package} SYMBOLIC)
endforeach()
foreach(target Boost::headers fmt::fmt nlohmann_json::nlohmann_json)
  add_library(${target} INTERFACE IMPORTED GLOBAL)
  target_include_directories(${target} SYSTEM INTERFACE ${headers})
endforeach()
# Random123 1.14 refuses processors that it was never tried on. What it takes for the one named here is plain C, whose
# numbers the tests compare with the program's.
find_path(folder_of_random123 NAMES Random123/philox.h PATHS /usr/include /usr/local/include NO_DEFAULT_PATH
  NO_CMAKE_FIND_ROOT_PATH REQUIRED)
file(CONFIGURE OUTPUT ${headers}/Random123/philox.h @ONLY CONTENT [[
#include <cassert>
#include <cstdint>
#define __riscv 64
#include "@folder_of_random123@/Random123/philox.h"
#undef __riscv
]])
add_library(Eigen3::Eigen INTERFACE IMPORTED GLOBAL)
target_include_directories(Eigen3::Eigen SYSTEM INTERFACE ${headers}/eigen3)
target_compile_definitions(fmt::fmt INTERFACE FMT_HEADER_ONLY=1)

# Without OpenSSL studies have no digest, by which result files know each other.
set(powers_library)
set(digest_library explorer_digest)
set(library_of_scenarios /scenarios)
add_library(explorer_digest STATIC ${CMAKE_SOURCE_DIR}/explorer/engine/no_digest.cpp)
target_link_libraries(explorer_digest PRIVATE weightshed_flags)
