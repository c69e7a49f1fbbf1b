// In a page nothing asks whether two studies are one: digests are empty, and OpenSSL stays out.
#include "sim/plan/sha256.hpp"

namespace sim {

struct Sha256::Context {};
Sha256::Sha256() = default;
Sha256::~Sha256() = default;
void Sha256::add(std::string_view) {}
std::string Sha256::digest() { return {}; }

std::string sha256(std::string_view) { return {}; }

}  // namespace sim
