// SHA-256 in hexadecimal, by which results name the scenario and the tables that they came from.
#pragma once

#include <string>
#include <string_view>

namespace sim {

std::string sha256(std::string_view bytes);  // 64 hexadecimal digits

}  // namespace sim
