// Streams: known answers of the generator, independence of neighbours, copies.
#include "sim/random/stream.hpp"

#include <bit>
#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <vector>

#include "tests/sim/random/goodness_of_fit.hpp"

using sim::Draws;
using sim::philox4;
using sim::PhiloxBlock;
using sim::Stream;

TEST_CASE("philox gives the published known answers") {
  // kat_vectors of the Random123 distribution, philox4x32 with 10 rounds.
  CHECK(philox4({0, 0, 0, 0}, 0) == PhiloxBlock{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  CHECK(philox4({~0U, ~0U, ~0U, ~0U}, ~0ULL) == PhiloxBlock{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox4({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, 0x299f31d0a4093822ULL) ==
        PhiloxBlock{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("the key of a stream never changes between builds") {
  // Golden: a change here changes every result file, so it needs a line in the changelog.
  constexpr Stream stream(20251231, 7, "authors.parent");
  CHECK(stream.key() == 0x73e21c49e51dff4aULL);
  CHECK(stream.at(123456789012345, 300).bits() == 0x83e7251ca7aad799ULL);
}

TEST_CASE("a block is the same run of bits that the draws walk through") {
  const Stream stream(1, 2, "name");
  Draws draws = stream.at(99, 3);
  for (std::uint32_t b = 0; b < 5; ++b) {
    const PhiloxBlock x = stream.block(99, 3, b);
    CHECK(draws.bits() == ((std::uint64_t{x[0]} << 32) | x[1]));
    CHECK(draws.bits() == ((std::uint64_t{x[2]} << 32) | x[3]));
  }
}

TEST_CASE("a copy of draws goes on with the same bits as its original") {
  Draws original = Stream(5, 0, "copy").at(1, 1);
  for (int used = 0; used < 7; ++used) {
    Draws copy = original;
    Draws walk = original;
    for (int i = 0; i < 9; ++i) CHECK(copy.bits() == walk.bits());
    original.bits();
  }
}

TEST_CASE("the order in which entities draw changes nothing") {
  const Stream stream(5, 0, "order");
  std::vector<std::uint64_t> forward, backward;
  for (std::uint64_t e = 0; e < 50; ++e) forward.push_back(stream.at(e, 4).bits());
  for (std::uint64_t e = 50; e-- > 0;) backward.insert(backward.begin(), stream.at(e, 4).bits());
  CHECK(forward == backward);
}

TEST_CASE("seed, member, name, entity and step each change the numbers") {
  std::set<std::uint64_t> seen;
  const auto see = [&](const Stream& s, std::uint64_t entity, std::uint32_t step) {
    seen.insert(s.at(entity, step).bits());
  };
  see(Stream(1, 0, "a"), 0, 0);
  see(Stream(2, 0, "a"), 0, 0);
  see(Stream(1, 1, "a"), 0, 0);
  see(Stream(1, 0, "b"), 0, 0);
  see(Stream(1, 0, ""), 0, 0);
  see(Stream(1, 0, "a"), 1, 0);
  see(Stream(1, 0, "a"), 1ULL << 32, 0);
  see(Stream(1, 0, "a"), 0, 1);
  CHECK(seen.size() == 8);
}

TEST_CASE("worlds, members and names of a study have keys without collision") {
  std::set<std::uint64_t> keys;
  for (const std::uint32_t world_key : {0U, 1U, 0x80000000U, 0xffffffffU}) {
    for (std::uint32_t member = 0; member < 500; ++member) {
      const std::uint64_t luck = sim::luck_of(world_key, member);
      for (int n = 0; n < 50; ++n) keys.insert(Stream(42, luck, "stream " + std::to_string(n)).key());
    }
  }
  CHECK(keys.size() == 100000);
}

TEST_CASE("a member of one world and a member of another have different luck, whatever their numbers") {
  CHECK(sim::luck_of(0, 1) != sim::luck_of(1, 0));
  CHECK(sim::luck_of(7, 3) != sim::luck_of(3, 7));
  CHECK(sim::luck_of(0xffffffffU, 0) != sim::luck_of(0, 0xffffffffU));
  CHECK(sim::luck_of(7, 3) == sim::luck_of(7, 3));
}

TEST_CASE("a uniform lies strictly between 0 and 1 at both ends of the bits") {
  CHECK(sim::open_uniform(0) == 0x1p-53);
  CHECK(sim::open_uniform(~0ULL) == 1.0 - 0x1p-53);
  CHECK(sim::open_uniform(~0ULL) < 1.0);
  CHECK(sim::open_uniform(1ULL << 63) - 0.5 == 0x1p-53);
}

TEST_CASE("uniforms are uniform along draws, entities, steps and members") {
  std::vector<double> draws, entities, steps, members;
  Draws run = Stream(3, 0, "u").at(0, 0);
  for (std::uint32_t i = 0; i < 100000; ++i) {
    draws.push_back(run.uniform());
    entities.push_back(Stream(3, 0, "u").at(i, 0).uniform());
    steps.push_back(Stream(3, 0, "u").at(0, i).uniform());
    members.push_back(Stream(3, i, "u").at(0, 0).uniform());
  }
  const auto identity = [](double u) { return u; };
  CHECK(sim::test::ks_p(draws, identity) > 0.001);
  CHECK(sim::test::ks_p(entities, identity) > 0.001);
  CHECK(sim::test::ks_p(steps, identity) > 0.001);
  CHECK(sim::test::ks_p(members, identity) > 0.001);
}

TEST_CASE("neighbouring entities, steps, members, worlds and names draw independent numbers") {
  // Pairs of neighbours on a 16 x 16 board must fill it evenly: chi-square with 255 degrees of freedom.
  const auto independent = [](auto first, auto second) {
    std::vector<double> observed(256, 0.0);
    const std::uint32_t pairs = 200000;
    for (std::uint32_t i = 0; i < pairs; ++i) {
      const auto a = static_cast<std::size_t>(16 * first(i));
      const auto b = static_cast<std::size_t>(16 * second(i));
      observed[16 * a + b] += 1;
    }
    return sim::test::chi_square_p(observed, std::vector<double>(256, pairs / 256.0));
  };
  const Stream a(9, 0, "left"), next_member(9, 1, "left"), next_name(9, 0, "lefu");
  const Stream next_world(9, sim::luck_of(1, 0), "left");
  const auto base = [&](std::uint32_t i) { return a.at(i, 5).uniform(); };
  CHECK(independent(base, [&](std::uint32_t i) { return a.at(i + 1, 5).uniform(); }) > 0.001);
  CHECK(independent(base, [&](std::uint32_t i) { return a.at(i, 6).uniform(); }) > 0.001);
  CHECK(independent(base, [&](std::uint32_t i) { return next_member.at(i, 5).uniform(); }) > 0.001);
  CHECK(independent(base, [&](std::uint32_t i) { return next_world.at(i, 5).uniform(); }) > 0.001);
  CHECK(independent(base, [&](std::uint32_t i) { return next_name.at(i, 5).uniform(); }) > 0.001);
}

TEST_CASE("one bit of entity flips half of the bits drawn") {
  const Stream stream(11, 0, "avalanche");
  double flipped = 0;
  const int trials = 64 * 200;
  for (std::uint64_t e = 0; e < 200; ++e) {
    for (int bit = 0; bit < 64; ++bit) {
      flipped += std::popcount(stream.at(e, 0).bits() ^ stream.at(e ^ (1ULL << bit), 0).bits());
    }
  }
  CHECK(flipped / trials == Approx(32.0).margin(5 * 4.0 / std::sqrt(trials)));
}
