// What the program tells, to a terminal that would obey it.
#include <catch2/catch.hpp>
#include <fstream>
#include <string>

#include "tests/cli/shell.hpp"

TEST_CASE("words of a scenario never reach a terminal as commands") {
  const Shell shell;
  std::ofstream(shell.folder / "marks.toml") << R"(title = "Ban\u001b]0;no\u0007"
extends = "baseline"

[run]
members = 2

[[policy]]
name = "current"

[[policy]]
name    = "ban\u001b[31m\nnow"
label   = "Ban\u009b31m\u202e"
actions = [{ lever = "us.export_control", of = "CN", at = 2026-06-01, to = 0.95 }]
)";
  REQUIRE(shell("run marks.toml -o a.h5 -q").code == 0);
  for (const char* arguments :
       {"check marks.toml", "check marks.toml --resolved", "check marks.toml --json", "run marks.toml --dry-run",
        "show a.h5", "show a.h5 --json", "compare a.h5", "compare a.h5 --json", "compare a.h5 --vs 'no\033[31mbody'",
        "check 'a\033[31m.toml'", "run marks.toml '--no\033[31m'", "diff marks.toml two_policies"}) {
    INFO(arguments);
    const Ended ended = shell(arguments);
    for (const std::string& said : {ended.out, ended.err}) {
      for (const char* obeyed : {"\033", "\a", "\u009b", "\u202e"}) CHECK(said.find(obeyed) == std::string::npos);
    }
  }
  CHECK_THAT(shell("show a.h5").out,
             Catch::StartsWith("Ban\\u001b]0;no\\u0007\n") && Catch::Contains("ban\\u001b[31m\\u000anow"));
  CHECK_THAT(shell("compare a.h5").out, Catch::Contains("ban\\u001b[31m\\u000anow against current: "));
  CHECK_THAT(shell("compare a.h5 --vs 'no\033[31mbody'").err, Catch::Contains("no\\u001b[31mbody"));
}
