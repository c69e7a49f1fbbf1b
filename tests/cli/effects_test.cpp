// The dozen effects that `compare` prints, and the others.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/cli/shell.hpp"

using Json = nlohmann::json;
using shell::Ended, shell::Shell;

namespace {

// The toy with several policies on the second country.
void run_toy(const Shell& shell, int policies) {
  std::ofstream file(shell.folder / "toy.toml");
  file << "extends = \"baseline\"\n[run]\nmembers = 3\n[[policy]]\nname = \"current\"\n";
  for (int p = 1; p <= policies; ++p) {
    file << "[[policy]]\nname = \"p" << p << "\"\nactions = [{ lever = \"us.export_control\", of = \"CN\", at = 2026-0"
         << p << "-01, to = 0.9" << p << " }]\n";
  }
  file << "[[policy]]\nname = \"placebo\"\n";
  file.close();
  REQUIRE(shell("run toy.toml").code == 0);
}

std::size_t rows_of(const std::string& out) {  // with an interval
  return static_cast<std::size_t>(std::count(out.begin(), out.end(), '['));
}

}  // namespace

TEST_CASE("compare prints what the policies aim at, says how many effects are left out, and prints them with --all") {
  const Shell shell;
  run_toy(shell, 2);
  const Ended few = shell("compare toy.h5");
  CHECK(few.code == 0);
  CHECK_THAT(few.out, Catch::Contains("p1 against current, at 2027-12-31") &&
                          Catch::Contains("stock*, country=China") && !Catch::Contains("country=United States") &&
                          !Catch::Contains("removed"));
  CHECK_THAT(few.out, Catch::Contains("placebo against current, at 2027-12-31\n  changes nothing that is recorded: "
                                      "every effect is exactly 0\n"));
  CHECK_THAT(few.out, Catch::Contains("frontier_lag [months]*") && Catch::Contains("*: not calibrated"));
  const Json effects = Json::parse(shell("compare toy.h5 --json").out);
  REQUIRE(effects.size() == 12);  // three policies; three countries and a lag
  CHECK_THAT(few.out, Catch::Contains("and 8 more; --all shows every effect"));
  const Ended all = shell("compare toy.h5 --all");
  CHECK_THAT(all.out, Catch::Contains("country=United States") && Catch::Contains("removed") &&
                          Catch::Contains("no change") && !Catch::Contains("more; --all"));
  CHECK(rows_of(all.out) > rows_of(few.out));
}

TEST_CASE("the digest keeps to a dozen rows, however many policies there are, and tells of each") {
  const Shell shell;
  run_toy(shell, 8);
  const std::string out = shell("compare toy.h5").out;
  std::size_t rows = 0;
  for (std::size_t at = out.find("\n  stock"); at != std::string::npos; at = out.find("\n  stock", at + 1)) ++rows;
  CHECK(rows == 8);
  CHECK(out.find("frontier_lag") == std::string::npos);  // what the policies aim at comes first
  for (int p = 1; p <= 8; ++p) CHECK_THAT(out, Catch::Contains("p" + std::to_string(p) + " against current"));
}
