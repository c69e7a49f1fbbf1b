// What the program tells, to a terminal that would obey it.
#include <catch2/catch.hpp>
#include <fstream>
#include <string>

#include "tests/cli/shell.hpp"

using shell::Ended, shell::Shell;

namespace {

std::string scenario(const std::string& title, const std::string& name, const std::string& label) {
  return "title = \"" + title +
         "\"\nextends = \"baseline\"\n\n[run]\nmembers = 2\n\n[[policy]]\nname = \"current\"\n\n" +
         "[[policy]]\nname = \"" + name + "\"\nlabel = \"" + label +
         "\"\nactions = [{ lever = \"us.export_control\", of = \"CN\", at = 2026-06-01, to = 0.95 }]\n";
}

}  // namespace

TEST_CASE("words of a scenario never reach a terminal as commands") {
  const Shell shell;
  // Names that hold commands are refused, in words that hold none; marks that turn the direction of writing are not.
  std::ofstream(shell.folder / "commands.toml")
      << scenario("Ban\\u001b]0;no\\u0007", "ban\\u001b[31m\\nnow", "Ban\\u009b31m");
  std::ofstream(shell.folder / "marks.toml") << scenario("Ban\\u202e", "ban\\u202e", "Ban\\u202e now");
  CHECK(shell("check commands.toml").code == 3);
  REQUIRE(shell("run marks.toml -o a.h5 -q").code == 0);
  for (const char* arguments :
       {"check commands.toml", "check commands.toml --json", "run commands.toml", "check marks.toml",
        "check marks.toml --resolved", "check marks.toml --json", "run marks.toml --dry-run", "show a.h5",
        "show a.h5 --json", "compare a.h5", "compare a.h5 --json", "compare a.h5 --vs 'no\033[31mbody'",
        "check 'a\033[31m.toml'", "run marks.toml '--no\033[31m'", "diff marks.toml two_policies"}) {
    INFO(arguments);
    const Ended ended = shell(arguments);
    for (const std::string& said : {ended.out, ended.err}) {
      for (const char* obeyed : {"\033", "\a", "\u009b", "\u202e"}) CHECK(said.find(obeyed) == std::string::npos);
    }
  }
  CHECK_THAT(shell("show a.h5").out, Catch::StartsWith("Ban\\u202e\n") && Catch::Contains("ban\\u202e"));
  CHECK_THAT(shell("compare a.h5").out, Catch::Contains("ban\\u202e against current, at "));
  CHECK_THAT(shell("compare a.h5 --vs 'no\033[31mbody'").err, Catch::Contains("no\\u001b[31mbody"));
}
