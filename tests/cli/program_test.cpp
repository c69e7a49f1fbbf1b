// The program from outside: exit codes, and what goes to standard output and what to standard error.
#include <sys/wait.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace {

namespace fs = std::filesystem;

struct Ended {
  int code = 0;
  std::string out, err;
};

std::string content(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// A folder in which the program runs, with the scenarios of the robustness tests as its library.
class Shell {
 public:
  Shell() {
    std::string name = (fs::temp_directory_path() / "weightshed-cli-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    folder = name;
  }
  ~Shell() { fs::remove_all(folder); }

  Ended operator()(const std::string& arguments, const std::string& before = "") const {
    const std::string library = std::string(WEIGHTSHED_SOURCE_DIR) + "/tests/robustness/cases";
    const std::string command = "cd '" + folder.string() + "' && " + before + " NO_COLOR=1 WEIGHTSHED_SCENARIOS='" +
                                library + "' '" TOY_PROGRAM "' " + arguments + " >.out 2>.err";
    const int status = std::system(command.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), content(folder / ".out"),
            content(folder / ".err")};
  }

  fs::path folder;
};

}  // namespace

TEST_CASE("no command, an unknown command and an unknown option are usage errors") {
  const Shell shell;
  CHECK(shell("").code == 2);
  const Ended unknown = shell("chekc");
  CHECK(unknown.code == 2);
  CHECK_THAT(unknown.err, Catch::Contains("did you mean 'check'?"));
  CHECK(shell("run two_policies --fast").code == 2);
  CHECK(shell("run two_policies --shard 5/4").code == 2);
  CHECK(shell("explain nothing").code == 2);
  CHECK(shell("list everything").code == 2);
}

TEST_CASE("help and version go to standard output, with examples first") {
  const Shell shell;
  const Ended help = shell("run --help");
  CHECK(help.code == 0);
  CHECK(help.out.find("Examples:") < help.out.find("Options:"));
  CHECK_THAT(shell("--version").out, Catch::StartsWith("weightshed "));
}

TEST_CASE("a valid scenario checks, an invalid one is told in full and ends in 3") {
  const Shell shell;
  const Ended good = shell("check two_policies");
  CHECK(good.code == 0);
  CHECK_THAT(good.out, Catch::Contains("2 policies × 1 worlds × 4 members = 8 cells"));
  CHECK_THAT(good.err, Catch::Contains("next: weightshed run"));
  std::ofstream(shell.folder / "bad.toml") << "extends = \"baseline\"\n[run]\nmembrs = 3\nscale = 7.0\n";
  const Ended bad = shell("check bad.toml");
  CHECK(bad.code == 3);
  CHECK_THAT(bad.out, Catch::Contains("bad.toml:3:1: run.membrs: unknown key") &&
                          Catch::Contains("bad.toml:4:9: run.scale") && Catch::Contains("2 problems"));
  CHECK_THAT(shell("check bad.toml --json").out, Catch::Contains("\"suggestion\": \"members\""));
  CHECK(shell("run bad.toml").code == 3);
  CHECK_THAT(shell("run basline").err, Catch::Contains("did you mean 'baseline'?"));
}

TEST_CASE("the resolved scenario names the origin of each value and is itself valid") {
  const Shell shell;
  const Ended resolved = shell("check two_policies --resolved -s run.members=8");
  CHECK_THAT(resolved.out,
             Catch::Contains("# -s") && Catch::Contains("baseline.toml:8") && Catch::Contains("# default"));
  std::ofstream(shell.folder / "resolved.toml") << resolved.out;
  CHECK(shell("check resolved.toml").code == 0);
}

TEST_CASE("a run writes its result, says where on standard output, and keeps an existing one") {
  const Shell shell;
  const Ended run = shell("run two_policies");
  CHECK(run.code == 0);
  CHECK(run.out == "two_policies.h5\n");
  CHECK_THAT(run.err, Catch::Contains("8 cells") && Catch::Contains("next: weightshed compare two_policies.h5"));
  CHECK(shell("run two_policies").code == 3);
  CHECK(shell("run two_policies --force -q").err.empty());
  CHECK(shell("run two_policies -o absent/out.h5").code == 3);
}

TEST_CASE("effects are paired and an untouched country has an effect of exactly nothing") {
  const Shell shell;
  REQUIRE(shell("run two_policies").code == 0);
  const Ended compared = shell("compare two_policies.h5 --measure stock --at 2027-06");
  CHECK(compared.code == 0);
  CHECK_THAT(compared.out, Catch::Contains("at 2027-06-30") && Catch::Contains("no change"));
  const std::string json = shell("compare two_policies.h5 --measure stock --json").out;
  for (const char* field : {"\"policy\": \"tight\"", "\"reference\": \"current\"", "\"coordinates\"",
                            "\"sign_probability\"", "\"variance_removed\""})
    CHECK_THAT(json, Catch::Contains(field));
  CHECK(shell("compare two_policies.h5 --vs nobody").code == 3);
  CHECK(shell("compare two_policies.h5 --at yesterday").code == 2);
  CHECK(shell("compare absent.h5").code == 3);
}

TEST_CASE("a result is shown with its bands, as text and as JSON") {
  const Shell shell;
  REQUIRE(shell("run two_policies").code == 0);
  const Ended shown = shell("show two_policies.h5");
  CHECK(shown.code == 0);
  CHECK_THAT(shown.out, Catch::Contains("country=CN") && Catch::Contains("not calibrated"));
  CHECK_THAT(shell("show two_policies.h5 --json").out, Catch::Contains("\"quantiles\""));
}

TEST_CASE("failed cells end the run with 4 and are named") {
  const Shell shell;
  const Ended run = shell("run two_policies -s assume.toy.failing=1");
  CHECK(run.code == 4);
  CHECK_THAT(run.err, Catch::Contains("4 failed") && Catch::Contains("the toy broke on purpose"));
}

TEST_CASE("an interrupted run ends with 130 and resumes to the same data") {
  const Shell shell;
  const std::string big = " -s run.members=3000 -j 1 ";
  // The interrupt comes once the record of the study stands on the disk, however slow the machine is.
  std::ofstream(shell.folder / "interrupt.sh") << R"(
"$@" & program=$!
while kill -0 $program 2>/dev/null && ! [ -e two_policies.h5.parts ]; do sleep 0.005; done
kill -INT $program 2>/dev/null
wait $program
)";
  const Ended run = shell("run two_policies" + big, "sh interrupt.sh env");
  if (run.code == 0) {
    WARN("the run was faster than its interrupt");
    return;
  }
  CHECK(run.code == 130);
  CHECK_THAT(run.err, Catch::Contains("resume with: weightshed resume two_policies.h5"));
  const Ended resumed = shell("resume two_policies.h5");
  CHECK(resumed.code == 0);
  REQUIRE(shell("run two_policies -o whole.h5" + big).code == 0);
  const auto summary = [&](const std::string& file) { return shell("compare " + file + " --json").out; };
  CHECK(summary("two_policies.h5") == summary("whole.h5"));
}

TEST_CASE("shards merge to what one run gives") {
  const Shell shell;
  REQUIRE(shell("run two_policies -o whole.h5").code == 0);
  REQUIRE(shell("run two_policies -o a.h5 --shard 1/2").code == 0);
  REQUIRE(shell("run two_policies -o b.h5 --shard 2/2").code == 0);
  const Ended merged = shell("merge a.h5 b.h5 -o merged.h5");
  CHECK(merged.code == 0);
  CHECK(shell("compare merged.h5 --json").out == shell("compare whole.h5 --json").out);
}

TEST_CASE("a dry run runs nothing") {
  const Shell shell;
  const Ended dry = shell("run two_policies --dry-run");
  CHECK(dry.code == 0);
  CHECK_THAT(dry.out, Catch::Contains("= 8") && Catch::Contains("estimate"));
  CHECK_FALSE(fs::exists(shell.folder / "two_policies.h5"));
}

TEST_CASE("the scenario of `new` is valid as it stands") {
  const Shell shell;
  REQUIRE(shell("new -o my.toml").code == 0);
  // The toy's tables stand beside its library.
  fs::copy(std::string(WEIGHTSHED_SOURCE_DIR) + "/tests/robustness/cases/reference", shell.folder / "reference");
  CHECK(shell("check my.toml").out.find("valid") != std::string::npos);
  CHECK(shell("new -o my.toml").code == 2);
  CHECK_THAT(shell("new two_policies").out, Catch::Contains("extends = \"baseline\""));
}

TEST_CASE("every list and the schema print") {
  const Shell shell;
  for (const char* what : {"parameters", "levers", "measures", "structures", "patterns", "scenarios"}) {
    CHECK(shell(std::string("list ") + what).code == 0);
    CHECK_THAT(shell(std::string("list ") + what + " --json").out, Catch::StartsWith("["));
  }
  CHECK_THAT(shell("explain us.export_control").out, Catch::Contains("judgement"));
  CHECK_THAT(shell("schema").out, Catch::Contains("draft-07"));
}

TEST_CASE("a command beside the program or on the PATH takes over, with its arguments and exit code") {
  const Shell shell;
  const fs::path other = shell.folder / "weightshed-greet";
  std::ofstream(other) << "#!/bin/sh\necho \"hello $1\"\nexit 7\n";
  fs::permissions(other, fs::perms::owner_all);
  const Ended ended = shell("greet world", "PATH='" + shell.folder.string() + "':$PATH");
  CHECK(ended.code == 7);
  CHECK(ended.out == "hello world\n");
  CHECK_THAT(shell("figures out.h5").err, Catch::Contains("pip install"));
}
