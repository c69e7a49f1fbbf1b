// The bricks of the scenario reader: quantiles, CSV, digests, TOML text.
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "sim/plan/sha256.hpp"
#include "sim/scenario/document.hpp"
#include "sim/scenario/quantile.hpp"
#include "sim/scenario/reference.hpp"

TEST_CASE("the digest is the published one of SHA-256") {
  // FIPS 180-4, examples of NIST.
  CHECK(sim::sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sim::sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("an 80% interval has its three points where it says, centred or not") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  for (const double median : {0.8, 0.5}) {
    const sim::Assumed a = sim::from_interval(median, 0.4, 1.2, -infinity, infinity);
    CHECK(a.quantile(0.1) == Approx(0.4));
    CHECK(a.quantile(0.5) == Approx(median));
    CHECK(a.quantile(0.9) == Approx(1.2));
  }
}

TEST_CASE("a truncated normal stays in its range and keeps the density inside it") {
  const sim::Assumed a{sim::Assumed::Form::normal, 0.0, 1.0, 0.0, 1.0, 1.0};
  CHECK(a.quantile(1e-12) == Approx(0.0).margin(1e-9));
  CHECK(a.quantile(1.0 - 1e-12) == Approx(1.0));
  // Half of the mass of a half normal on [0, 1]: Phi(x) = (Phi(0) + Phi(1)) / 2 = 0.67067…
  CHECK(a.quantile(0.5) == Approx(0.44174).epsilon(1e-3));
}

TEST_CASE("a log-normal has its median, and one sd of the logarithm at 84.13%") {
  const sim::Assumed a{sim::Assumed::Form::log_normal, 0.0, 1e9, 2.0, 0.5, 0.5};
  CHECK(a.quantile(0.5) == Approx(2.0));
  CHECK(a.quantile(0.8413447460685429) == Approx(2.0 * std::exp(0.5)).epsilon(1e-6));
}

TEST_CASE("quoted fields keep their commas and quotes") {
  std::vector<sim::Problem> problems;
  const sim::CsvFile csv = sim::read_csv("a,b\r\n\"x, \"\"y\"\"\",2\n\n3,\n", "t.csv", problems);
  CHECK(problems.empty());
  REQUIRE(csv.rows.size() == 3);
  CHECK(csv.rows[1].fields == std::vector<std::string>{"x, \"y\"", "2"});
  CHECK(csv.rows[2].line == 4);
  CHECK(csv.rows[2].fields == std::vector<std::string>{"3", ""});
}

TEST_CASE("TOML that was written reads back as it was") {
  const std::string text =
      "title = \"a \\\"b\\\" \\\\ \\n\"\n\n[run]\nseed = 3\nscale = 0.1\nstart = 2025-01-01\n\n[[policy]]\nname = "
      "\"p\"\nactions = [{ to = 1.0, on = true }]\n";
  std::vector<sim::Problem> problems;
  const auto tree = sim::parse_toml(text, "t.toml", problems);
  REQUIRE(tree);
  CHECK(sim::toml_document(*tree) == text);
  CHECK(sim::toml_number(0.1 + 0.2) == "0.30000000000000004");
  CHECK(sim::toml_number(1.0) == "1.0");
  CHECK(sim::toml_key("supply.growth") == "\"supply.growth\"");
}
