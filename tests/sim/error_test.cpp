// Problems as one line, and the name that was meant.
#include "sim/error.hpp"

#include <catch2/catch.hpp>

TEST_CASE("a problem is one line with place, key, message, what is allowed and the nearest name") {
  const sim::Problem problem{{"a.toml", 3, 7}, "run.membrs", "unknown key", "members, worlds", "members"};
  CHECK(problem.text() == "a.toml:3:7: run.membrs: unknown key (allowed: members, worlds); did you mean 'members'?");
  CHECK(sim::Problem{{"a.toml", 0, 0}, "", "is a directory", "", ""}.text() == "a.toml: is a directory");
  CHECK(sim::Problem{{}, "", "two\nlines", "", ""}.text() == "two lines");
}

TEST_CASE("an error says all its problems, one a line") {
  std::vector<sim::Problem> problems;
  add_problem(problems, {}, "a", "first");
  add_problem(problems, {}, "b", "second", "less");
  const sim::Error error(sim::Failure::invalid_input, problems);
  CHECK(std::string(error.what()) == "a: first\nb: second (allowed: less)");
  CHECK(error.problems().size() == 2);
  CHECK(static_cast<int>(error.kind()) == 3);
}

TEST_CASE("the nearest name is a slip of the hand away, or there is none") {
  const std::vector<std::string> names{"members", "worlds", "title", "US", "CN"};
  CHECK(sim::nearest_name("membrs", names) == "members");
  CHECK(sim::nearest_name("titel", names) == "title");
  CHECK(sim::nearest_name("XN", names) == "CN");
  CHECK(sim::nearest_name("ZZ", names).empty());
  CHECK(sim::nearest_name("calibrate", names).empty());
  const std::vector<std::string> dotted{"research.kappa", "us.subsidy", "cn.subsidy"};
  CHECK(sim::nearest_name("kappa", dotted) == "research.kappa");
  CHECK(sim::nearest_name("subsidy", dotted).empty());  // either may be meant
}
