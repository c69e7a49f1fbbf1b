// SHA-256 (FIPS 180-4) from OpenSSL's libcrypto; docs/decisions/sha256.md says why.
#include "sim/plan/sha256.hpp"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace sim {

namespace {

void require(int result) {
  if (result != 1) throw std::runtime_error("libcrypto refuses to compute SHA-256");
}

}  // namespace

struct Sha256::Context {
  std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> state{EVP_MD_CTX_new(), EVP_MD_CTX_free};
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {
  require(context_->state != nullptr && EVP_DigestInit_ex(context_->state.get(), EVP_sha256(), nullptr) == 1 ? 1 : 0);
}
Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes) {
  require(EVP_DigestUpdate(context_->state.get(), bytes.data(), bytes.size()));
}

std::string Sha256::digest() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  require(EVP_DigestFinal_ex(context_->state.get(), digest.data(), &length));
  constexpr std::string_view hex = "0123456789abcdef";
  std::string text;
  for (unsigned int i = 0; i < length; ++i) {
    text += hex[digest[i] >> 4];
    text += hex[digest[i] & 15];
  }
  return text;
}

std::string sha256(std::string_view bytes) {
  Sha256 sum;
  sum.add(bytes);
  return sum.digest();
}

}  // namespace sim
