// Disks without room, outputs that are no files and readers that go away, as a shell shows them.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

#include "tests/cli/shell.hpp"

using shell::Ended, shell::Shell;

namespace {

std::size_t lines_of(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

TEST_CASE("standard output on a full disk is one line and 6, whatever the verb") {
  const Shell shell;
  REQUIRE(shell("run two_policies -o a.h5 -q").code == 0);
  for (const char* arguments :
       {"schema", "new", "list levers", "show a.h5", "compare a.h5 --json", "check two_policies"}) {
    INFO(arguments);
    // The shell of the tests directs the outer command; the program is the inner one.
    const Ended ended = shell(std::string(arguments) + " -q >/dev/full 2>err; echo $? >code; true");
    CHECK(ended.code == 0);
    CHECK(shell::content(shell.folder / "code") == "6\n");
    CHECK_THAT(shell::content(shell.folder / "err"), Catch::StartsWith("error: no space left for standard output"));
    CHECK(lines_of(shell::content(shell.folder / "err")) == 1);
  }
}

TEST_CASE("a reader that goes away ends a command without a word") {
  const Shell shell;
  const Ended ended = shell("schema -q 2>err | head -1");
  CHECK(ended.out == "{\n");
  CHECK(shell::content(shell.folder / "err").empty());
}

TEST_CASE("a run that may write no more says how to go on, and goes on") {
  const Shell shell;
  REQUIRE(shell("run two_policies -o whole.h5 -q -s run.members=50").code == 0);
  const Ended full = shell("run two_policies -o 'a b.h5' -q -s run.members=50", "ulimit -f 100;");
  CHECK(full.code == 6);
  CHECK_THAT(full.err, Catch::StartsWith("error: no space left on '.' (a limit of the size of files is reached); raise "
                                         "it (ulimit -f), then resume with: weightshed resume 'a b.h5'"));
  CHECK(lines_of(full.err) == 1);
  CHECK_FALSE(std::filesystem::exists(shell.folder / "a b.h5"));
  // All cells come in one part of a run so short; what fits of it is kept in smaller ones.
  const auto parts = std::filesystem::directory_iterator(shell.folder / "a b.h5.parts");
  CHECK(std::count_if(begin(parts), end(parts),
                      [](const auto& entry) { return entry.path().filename().string().starts_with("part-"); }) > 1);
  for (const char* reading : {"show", "compare"}) {
    const Ended early = shell(std::string(reading) + " 'a b.h5'");
    CHECK(early.code == 3);
    CHECK_THAT(early.err, Catch::Contains("'a b.h5' does not exist yet: its run is going on or was interrupted; "
                                          "weightshed resume 'a b.h5' continues it"));
  }
  CHECK(shell("resume 'a b.h5' -q").code == 0);
  CHECK(shell("diff whole.h5 'a b.h5'").code == 0);
  const Ended text = shell("schema -o schema.json", "ulimit -f 2;");
  CHECK(text.code == 6);
  CHECK_FALSE(std::filesystem::exists(shell.folder / "schema.json"));
}

TEST_CASE("an output that is no file is refused in one line") {
  const Shell shell;
  const Ended ended = shell("run two_policies -o /dev/null --force -q");
  CHECK(ended.code == 3);
  CHECK(lines_of(ended.err) == 1);
  CHECK_THAT(ended.err, Catch::Contains("'/dev/null' is a device"));
}
