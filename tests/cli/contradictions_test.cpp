// What the program says of policies that did nothing, of paths that a shell takes apart, and of empty options.
#include "tests/cli/shell.hpp"

namespace fs = std::filesystem;
using shell::Ended, shell::Shell;

TEST_CASE("compare says that a policy was never in force and that a condition never fired") {
  const Shell shell;
  std::ofstream(shell.folder / "idle.toml")
      << "extends = \"baseline\"\n[[policy]]\nname = \"current\"\n[[policy]]\nname = \"a day\"\nactions = [{ lever = "
         "\"us.export_control\", of = \"CN\", at = 2026-06-01, until = 2026-06-02, to = 0.9 }]\n[[policy]]\nname = "
         "\"waits\"\nactions = [{ lever = \"us.export_control\", of = \"CN\", to = 0.9, when = { measure = \"stock\", "
         "country = \"CN\", above = 1e9 } }]\n[[policy]]\nname = \"tight\"\nactions = [{ lever = "
         "\"us.export_control\", "
         "of = \"CN\", at = 2026-06-01, to = 0.9 }]\n";
  const Ended run = shell("run idle.toml");
  REQUIRE(run.code == 0);
  CHECK_THAT(run.err, Catch::Contains("policy 'a day': us.export_control is never in force"));
  const std::string out = shell("compare idle.h5").out;
  CHECK_THAT(out, Catch::Contains("a day was never in force") && Catch::Contains("waits was never in force") &&
                      Catch::Contains("waits: in no history did the condition fire that us.export_control waits for") &&
                      !Catch::Contains("tight was"));
  CHECK_THAT(shell("compare idle.h5 --json").err, Catch::Contains("warning: a day was never in force"));
}

TEST_CASE("the command that is named next can be copied whatever the path, and an empty option is no default") {
  const Shell shell;
  fs::create_directory(shell.folder / "my files");
  fs::copy(std::string(WEIGHTSHED_SOURCE_DIR) + "/tests/robustness/cases/two_policies.toml",
           shell.folder / "my files" / "it's.toml");
  CHECK_THAT(shell("check \"my files/it's.toml\"").err,
             Catch::Contains("next: weightshed run 'my files/it'\\''s.toml'"));
  const Ended empty = shell("run two_policies --output=");
  CHECK(empty.code == 2);
  CHECK(empty.err == "error: --output= has no value\n");
  CHECK(shell("run --output= two_policies").code == 2);
  CHECK_THAT(shell("run two_policies -o ''").err, Catch::Contains("argument 4 is empty"));
  CHECK_FALSE(fs::exists(shell.folder / "two_policies.h5"));
}

TEST_CASE("one pair of histories tells no interval and no sign") {
  const Shell shell;
  REQUIRE(shell("run two_policies -q -s run.members=1 -o one.h5").code == 0);
  const std::string out = shell("compare one.h5").out;
  CHECK_THAT(out, Catch::Contains("one pair tells neither an interval nor how often a sign holds") &&
                      Catch::Contains("not told") && !Catch::Contains("100%"));
  CHECK_THAT(shell("compare one.h5 --json").out, Catch::Contains("\"sign_probability\": null"));
  REQUIRE(shell("run two_policies -q -s run.members=2 -o two.h5").code == 0);
  CHECK_THAT(shell("compare two.h5").out, !Catch::Contains("not told"));
}

TEST_CASE("branch warns as run does of an action that holds for no step") {
  const Shell shell;
  REQUIRE(shell("run baseline -q -o base.h5").code == 0);
  std::ofstream(shell.folder / "idle.toml")
      << "[[policy]]\nname = \"a day\"\nactions = [{ lever = \"us.export_control\", of = "
         "\"CN\", at = 2026-06-04, until = 2026-06-05, to = 0.9 }]\n";
  const Ended branched = shell("branch base.h5 idle.toml --at 2026-06");
  CHECK(branched.code == 0);
  CHECK_THAT(branched.err, Catch::Contains("warning: idle.toml: policy 'a day': us.export_control is never in force"));
}

TEST_CASE("a dry run counts on as many threads as the run would take") {
  const Shell shell;
  CHECK_THAT(shell("run baseline --dry-run", "taskset -c 0 env").out, Catch::Contains(" on 1 thread\n"));
  CHECK_THAT(shell("run baseline --dry-run -j 3").out, Catch::Contains(" on 3 threads\n"));
}
