// The bits of a value as another type, also where the standard library is older than std::bit_cast (libc++ 13).
#pragma once

#include <bit>

namespace sim {

#ifdef __cpp_lib_bit_cast
using std::bit_cast;
#else
template <class To, class From>
constexpr To bit_cast(const From& from) {
  return __builtin_bit_cast(To, from);
}
#endif

}  // namespace sim
