// SHA-256 in hexadecimal, by which results name the scenario and the tables that they came from, and files prove whole.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace sim {

// Of bytes that come in pieces.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  void add(std::string_view bytes);
  std::string digest();  // 64 hexadecimal digits of all that was added; then nothing may be added any more

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

std::string sha256(std::string_view bytes);  // 64 hexadecimal digits

}  // namespace sim
