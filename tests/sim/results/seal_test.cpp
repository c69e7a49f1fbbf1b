// A seal fits the bytes that it was made for and no others.
#include "sim/results/seal.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "sim/results/durable_file.hpp"
#include "tests/sim/execution/toy_model.hpp"

namespace {

void write(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

}  // namespace

TEST_CASE("a seal is the digest that sha256sum gives, in a line of its own") {
  REQUIRE(sim::seal_of("abc") ==
          "\nweightshed-sha256 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n");
  REQUIRE(sim::seal_of("").size() == sim::seal_size);
}

TEST_CASE("the content of sealed bytes is what was sealed, and nothing when one bit differs") {
  const std::string content = "some bytes\nand more";
  const std::string sealed = content + sim::seal_of(content);
  REQUIRE(sim::content_of(sealed) == content);
  REQUIRE_FALSE(sim::content_of(content));
  for (std::size_t at = 0; at < sealed.size(); ++at) {
    std::string broken = sealed;
    broken[at] = static_cast<char>(broken[at] ^ 1);
    INFO(at);
    REQUIRE_FALSE(sim::content_of(broken));
    REQUIRE_FALSE(sim::content_of(sealed.substr(0, at)));
  }
}

TEST_CASE("a file is sealed once it is complete, whatever its size") {
  const walkers::Folder folder;
  for (const std::size_t size : {std::size_t{0}, std::size_t{5}, std::size_t{1} << 20}) {
    const std::string bytes(size, 'x');
    write(folder / "file", bytes);
    REQUIRE(sim::check_seal(folder / "file") == sim::Seal::none);
    sim::append_seal(folder / "file");
    REQUIRE(sim::read_text(folder / "file") == bytes + sim::seal_of(bytes));
    REQUIRE(sim::check_seal(folder / "file") == sim::Seal::sound);
    write(folder / "file", "y" + bytes + sim::seal_of(bytes));
    REQUIRE(sim::check_seal(folder / "file") == sim::Seal::broken);
  }
}
