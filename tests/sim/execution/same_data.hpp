// Two result files hold the same bits, apart from /provenance.
#pragma once

#include <catch2/catch.hpp>
#include <cstring>

#include "sim/results/result_file.hpp"

namespace walkers {

inline bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

inline void require_same_data(const std::filesystem::path& one, const std::filesystem::path& other) {
  const sim::ResultFile a(one);
  const sim::ResultFile b(other);
  REQUIRE(a.scenario_sha256() == b.scenario_sha256());
  REQUIRE(a.policies() == b.policies());
  REQUIRE(a.dates() == b.dates());
  REQUIRE(a.status() == b.status());
  REQUIRE(a.measures().size() == b.measures().size());
  for (const auto& measure : a.measures()) {
    INFO(measure.name);
    for (std::size_t p = 0; p < a.policies().size(); ++p) {
      REQUIRE(same_bits(a.values(measure.name, p), b.values(measure.name, p)));
    }
    for (const char* ending : {"", "_effect", "_effect_low", "_effect_high", "_effect_sign_probability"}) {
      REQUIRE(same_bits(a.summary(measure.name + ending), b.summary(measure.name + ending)));
    }
  }
  const auto mine = a.events();
  const auto theirs = b.events();
  REQUIRE(mine.size() == theirs.size());
  for (std::size_t i = 0; i < mine.size(); ++i) {
    const bool same = mine[i].policy == theirs[i].policy && mine[i].world == theirs[i].world &&
                      mine[i].member == theirs[i].member && mine[i].days == theirs[i].days &&
                      mine[i].kind == theirs[i].kind && mine[i].actor == theirs[i].actor &&
                      mine[i].value == theirs[i].value;
    if (!same) FAIL("event " << i << " differs");
  }
  REQUIRE(a.failed_cells().size() == b.failed_cells().size());
}

}  // namespace walkers
