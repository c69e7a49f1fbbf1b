// Scenarios for tests given as text, on the toy model.
#pragma once

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "sim/scenario/load.hpp"
#include "tests/toy/toy_kind.hpp"

namespace scenario_test {

inline const std::filesystem::path library =
    std::filesystem::path(WEIGHTSHED_SOURCE_DIR) / "tests" / "robustness" / "cases";

// The scenario stands in a folder of its own, beside a list of worlds and a fit; its library is that of the robustness
// tests.
inline sim::Study load(const std::string& text, std::vector<std::string> overrides = {},
                       std::vector<std::string>* warnings = nullptr) {
  namespace fs = std::filesystem;
  std::string name = (fs::temp_directory_path() / "weightshed-scenario-XXXXXX").string();
  REQUIRE(mkdtemp(name.data()) != nullptr);
  const fs::path file = fs::path(name) / "mine.toml";
  std::ofstream(file) << text;
  std::ofstream(fs::path(name) / "worlds.csv") << "derivation.habit,supply.domestic_growth\n0.1,1.5\n0.3,0.5\n";
  fs::create_directory(fs::path(name) / "reference");
  std::ofstream(fs::path(name) / "reference" / "posterior_observed.csv")
      << "world_key,derivation.habit\n4000000000,0.1\n7,0.3\n11,0.2\n";
  try {
    sim::Study study = load_study(toy::kind(), file, {std::move(overrides), {library}}, warnings);
    fs::remove_all(name);
    return study;
  } catch (...) {
    fs::remove_all(name);
    throw;
  }
}

}  // namespace scenario_test
