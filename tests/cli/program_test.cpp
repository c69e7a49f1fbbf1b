// The program from outside: exit codes, and what goes to standard output and what to standard error.
#include "tests/cli/shell.hpp"

namespace fs = std::filesystem;
using shell::content, shell::Ended, shell::Shell;

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
  CHECK_THAT(shell("--version").out, Catch::Matches("weightshed [0-9.]+, revision ([0-9a-f]{12}|unknown)\n"));
}

TEST_CASE("the list of commands has one line a command, and those of the Python package in a group of their own") {
  const Shell shell;
  const std::string help = shell("--help").out;
  const auto group = help.find("Commands of the Python package:");
  REQUIRE(group != std::string::npos);
  for (const char* verb : {"figures", "brief", "export", "calibrate", "backtest", "sensitivity", "discover", "robust",
                           "lock", "score", "odd"})
    CHECK(help.find(std::string("\n  ") + verb + " ", group) != std::string::npos);
  CHECK(help.find("--resolved") == std::string::npos);  // an example of `check`
  CHECK_THAT(shell("check --help").out, Catch::Contains("--resolved          after inheritance"));
}

TEST_CASE("a missing or unknown subject is told with what is allowed") {
  const Shell shell;
  CHECK_THAT(shell("list").err, Catch::Contains("list: say what to list (allowed: parameters, levers, measures"));
  CHECK(shell("list").code == 2);
  CHECK_THAT(shell("list parametres").err, Catch::Contains("did you mean 'parameters'?"));
  CHECK_THAT(shell("explain").err, Catch::Contains("give the name of a card (allowed: the key of a parameter"));
  CHECK(shell("explain").code == 2);
}

TEST_CASE("what somebody probably meant is suggested, and a country goes by its name, too") {
  const Shell shell;
  CHECK_THAT(shell("check two_policies -s members=4").out, Catch::Contains("did you mean 'run.members'?"));
  CHECK_THAT(shell("check two_policies -s derivation.habit=0.3").out,
             Catch::Contains("did you mean 'assume.derivation.habit'?"));
  std::ofstream(shell.folder / "china.toml")
      << "extends = \"baseline\"\n[[policy]]\nname = \"current\"\n[[policy]]\nname = \"tight\"\n"
         "actions = [{ lever = \"us.export_control\", of = \"china\", at = 2026-06-01, to = 0.9 }]\n";
  CHECK(shell("check china.toml").code == 0);
}

TEST_CASE("an action that names no country is warned of, a ban of all others is not") {
  const Shell shell;
  const auto scenario = [&](const std::string& action) {
    std::ofstream(shell.folder / "wide.toml")
        << "extends = \"baseline\"\n[[policy]]\nname = \"current\"\n[[policy]]\nname = \"tight\"\nactions = [" << action
        << "]\n";
  };
  scenario("{ lever = \"us.export_control\", at = 2026-06-01, to = 0.9 }");
  const Ended wide = shell("check wide.toml");
  CHECK(wide.code == 0);
  CHECK_THAT(wide.err, Catch::Contains("us.export_control names no country, so it aims at every country"));
  CHECK_THAT(shell("check wide.toml --json").out, Catch::Contains("names no country"));
  scenario("{ lever = \"us.export_control\", of = \"CN\", at = 2026-06-01, to = 0.9 }");
  CHECK_THAT(shell("check wide.toml -s run.members=32").err, !Catch::Contains("warning"));
  scenario("{ lever = \"ban_foreign_weights\", in = \"US\", at = 2026-06-01, to = 1 }");
  CHECK_THAT(shell("check wide.toml").err, !Catch::Contains("names no country"));
}

TEST_CASE("a valid scenario checks, an invalid one is told in full and ends in 3") {
  const Shell shell;
  const Ended good = shell("check two_policies");
  CHECK(good.code == 0);
  CHECK_THAT(good.out, Catch::Contains("2 policies × 1 world × 4 members = 8 histories"));
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
  CHECK_THAT(run.err, Catch::Contains("8 histories") && Catch::Contains("next: weightshed compare two_policies.h5"));
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
  for (const char* field : {"\"policy\": \"tight\"", "\"vs\": \"current\"", "\"coordinates\"", "\"sign_probability\"",
                            "\"variance_removed\""})
    CHECK_THAT(json, Catch::Contains(field));
  CHECK(shell("compare two_policies.h5 --vs nobody").code == 3);
  CHECK(shell("compare two_policies.h5 --at yesterday").code == 2);
  CHECK(shell("compare absent.h5").code == 3);
}

TEST_CASE("a date outside what the result records is an error with the range, for compare and show alike") {
  const Shell shell;
  REQUIRE(shell("run two_policies").code == 0);
  for (const std::string verb : {"compare", "show"}) {
    for (const std::string at : {"2028-01", "2040-01-01", "2024-12", "2024-12-31"}) {
      const Ended ended = shell(verb + " two_policies.h5 --at " + at);
      INFO(verb << " " << at);
      CHECK(ended.code == 3);
      CHECK_THAT(ended.err, Catch::Contains("(allowed: 2025-01-31 to 2027-12-31)"));
      CHECK(ended.out.empty());
    }
    CHECK(shell(verb + " two_policies.h5 --at 2027-12").code == 0);
    CHECK(shell(verb + " two_policies.h5 --at 2027-12-31").code == 0);
  }
}

TEST_CASE("effects say on how many pairs and worlds they rest, and in plain words where these are few") {
  const Shell shell;
  REQUIRE(shell("run two_policies -o few.h5").code == 0);
  CHECK_THAT(shell("compare few.h5").out,
             Catch::StartsWith("from 4 pairs of one world: chance only, no uncertainty of assumptions"));
  const std::string worlds = " -s 'assume.derivation.habit={range=[0.1,0.4]}' -s run.worlds=";
  REQUIRE(shell("run two_policies -o two.h5" + worlds + "2").code == 0);
  CHECK_THAT(shell("compare two.h5").out, Catch::StartsWith("from 8 pairs of 2 worlds: too few"));
  REQUIRE(shell("run two_policies -o many.h5" + worlds + "4").code == 0);
  CHECK_THAT(shell("compare many.h5").out, Catch::StartsWith("from 16 pairs of 4 worlds\n\ntight against current"));
}

TEST_CASE("units are words, or nothing where a number is its own unit") {
  const Shell shell;
  REQUIRE(shell("run two_policies").code == 0);
  for (const std::string verb : {"compare", "show"}) {
    const std::string out = shell(verb + " two_policies.h5").out;
    CHECK_THAT(out, Catch::Contains("frontier_lag [months]") && !Catch::Contains("[1]") && !Catch::Contains("[1e6]"));
  }
  CHECK_THAT(shell("show two_policies.h5").out, Catch::Contains("2 policies × 1 world × 4 members"));
}

TEST_CASE("what a command prints comes before the command that it names next, when both go to one place") {
  const Shell shell;
  shell("list levers >both 2>&1 #");
  const std::string both = content(shell.folder / "both");
  CHECK(both.find("us.export_control") < both.find("next:"));
  CHECK_THAT(both, Catch::Contains("next:"));
}

TEST_CASE("a result is shown with its bands, as text and as JSON") {
  const Shell shell;
  REQUIRE(shell("run two_policies").code == 0);
  const Ended shown = shell("show two_policies.h5");
  CHECK(shown.code == 0);
  CHECK_THAT(shown.out, Catch::Contains("country=CN") && Catch::Contains("not calibrated"));
  CHECK_THAT(shown.out, Catch::Contains("luck 100%, 4 draws"));
  CHECK_THAT(shell("show two_policies.h5 --json").out,
             Catch::Contains("\"quantiles\"") && Catch::Contains("\"effective_draws\""));
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
  CHECK(run.out.empty());  // there is no result to name
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

TEST_CASE("lists of units of a recorded study merge to what one run gives, without the scenario") {
  const Shell shell;
  REQUIRE(shell("run two_policies -o whole.h5").code == 0);
  REQUIRE(shell("run two_policies -o a.h5 --units 0,2-3").code == 0);
  fs::copy(shell.folder / "a.h5.parts" / "study.json", shell.folder / "study.json");
  const Ended rest = shell("run study.json --units 1-2 -o b.h5");
  CHECK(rest.code == 0);
  CHECK_THAT(rest.err, Catch::Contains("b.h5.parts: 4 histories") && Catch::Contains("next: weightshed merge"));
  CHECK(shell("merge a.h5 b.h5 -o merged.h5").code == 0);
  CHECK(shell("compare merged.h5 --json").out == shell("compare whole.h5 --json").out);
}

TEST_CASE("a list of units that is none, or names one that is none, is refused") {
  const Shell shell;
  for (const char* list : {"x", "3-1", "1-", "-1", "0-99999999999", "18446744073709551615-18446744073709551616"}) {
    INFO(list);
    const Ended ended = shell(std::string("run two_policies --units=") + list);
    CHECK(ended.code == 2);
    CHECK_THAT(ended.err, Catch::Contains("is no list of units"));
  }
  const Ended beyond = shell("run two_policies --units 0,4");
  CHECK(beyond.code == 3);
  CHECK_THAT(beyond.err, Catch::Contains("there is no unit 4: the study has 4"));
  CHECK(shell("run two_policies --units 0 --shard 1/2").code == 2);
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
  CHECK(shell("new -o my.toml").code == 3);
  CHECK_THAT(shell("new two_policies").out, Catch::Contains("extends = \"baseline\""));
  CHECK_THAT(content(shell.folder / "my.toml"), Catch::Contains("# \"supply.domestic_growth\" = { range = [0.1, 2.5]"));
  CHECK_THAT(content(shell.folder / "my.toml"), Catch::Contains("\nrecord = [\"frontier_lag\"]\n"));
}

TEST_CASE("every list and the schema print") {
  const Shell shell;
  for (const char* what : {"parameters", "levers", "measures", "structures", "patterns", "scenarios"}) {
    CHECK(shell(std::string("list ") + what).code == 0);
    CHECK_THAT(shell(std::string("list ") + what + " --json").out, Catch::StartsWith("["));
  }
  CHECK_THAT(shell("explain us.export_control").out, Catch::Contains("judgement"));
  for (const char* pattern : {"explain P2", "explain \"P2 CN\""}) {  // by its number, all parts; by its key, one
    CHECK_THAT(shell(pattern).out, Catch::StartsWith("P2 CN  (pattern)") && Catch::Contains("country=CN"));
  }
  CHECK_THAT(shell("schema").out, Catch::Contains("draft-07"));
  CHECK(shell("schema -o schema.json").code == 0);
  CHECK_THAT(shell("schema -o schema.json").err, Catch::Contains("schema.json already exists; --force replaces it"));
  CHECK(shell("schema -o schema.json --force").code == 0);
}

TEST_CASE("a command beside the program or on the PATH takes over, with its arguments and exit code") {
  const Shell shell;
  const fs::path other = shell.folder / "weightshed-greet";
  std::ofstream(other) << "#!/bin/sh\necho \"hello $1\"\nexit 7\n";
  fs::permissions(other, fs::perms::owner_all);
  const Ended ended = shell("greet world", "PATH='" + shell.folder.string() + "':$PATH");
  CHECK(ended.code == 7);
  CHECK(ended.out == "hello world\n");
  CHECK_THAT(shell("figures out.h5", "PATH=/usr/bin:/bin").err, Catch::Contains("pip install"));
}

TEST_CASE("the demonstration may be run again, and keeps a brief that the Python package refuses to replace") {
  const Shell shell;
  const auto install = [&](const std::string& verb, int code) {
    const fs::path program = shell.folder / ("weightshed-" + verb);
    std::ofstream(program) << "#!/bin/sh\necho \"" << verb << " of $1\"\nexit " << code << "\n";
    fs::permissions(program, fs::perms::owner_all);
  };
  const std::string path = "PATH='" + shell.folder.string() + "':$PATH";
  install("figures", 0);
  install("brief", 0);
  CHECK(shell("demo", path).code == 0);
  install("brief", 3);
  const Ended again = shell("demo >both 2>&1 #", path);
  CHECK(again.code == 0);
  const std::string both = content(shell.folder / "both");
  CHECK_THAT(both, Catch::Contains("warning: the existing brief is kept"));
  CHECK(both.find("tight against current") < both.find("figures of demo.h5"));
  CHECK(both.find("figures of demo.h5") < both.find("brief of demo.h5"));
  install("figures", 3);
  CHECK(shell("demo", path).code == 3);
}

TEST_CASE("diff names what differs and nothing else, and tells by its exit code") {
  const Shell shell;
  CHECK(shell("diff two_policies two_policies").code == 0);
  const Ended other = shell("diff baseline two_policies");
  CHECK(other.code == 5);
  CHECK_THAT(other.out, Catch::Contains("policy[1].name\n  - (absent)\n  + "));
  CHECK_THAT(other.out, !Catch::Contains("run.seed"));
  REQUIRE(shell("run two_policies -o a.h5 -q").code == 0);
  REQUIRE(shell("run two_policies -o b.h5 -q").code == 0);
  REQUIRE(shell("run two_policies -o c.h5 -q -s run.seed=8").code == 0);
  CHECK_THAT(shell("diff a.h5 b.h5").out, Catch::Equals("no differences\n"));
  const Ended seeds = shell("diff a.h5 c.h5");
  CHECK(seeds.code == 5);
  CHECK_THAT(seeds.out, Catch::StartsWith("run.seed\n  - 7\n  + 8\n"));
}

TEST_CASE("lineage counts, takes away, writes files once, and says what is not recorded") {
  const Shell shell;
  REQUIRE(shell("run two_policies -o none.h5 -q").code == 0);
  const Ended none = shell("lineage none.h5");
  CHECK(none.code == 3);
  CHECK_THAT(none.err, Catch::Contains("holds no lineage: set `lineage` in [measure]"));
  REQUIRE(shell("run two_policies -o a.h5 -q -s 'measure.lineage=\"one member\"'").code == 0);
  const Ended told = shell("lineage a.h5 --by country");
  CHECK(told.code == 0);
  CHECK_THAT(told.out, Catch::Contains("derivatives are merges with several parents") && Catch::Contains("\nCN "));
  const Ended less = shell("lineage a.h5 --by country --without CN --json");
  CHECK_THAT(less.out, Catch::Contains("\"fallen\": {\n      \"derivatives\": 2,") &&
                           Catch::Contains("no knock-out for country:CN"));
  CHECK_THAT(shell("lineage a.h5 --without country:XX").err, Catch::Contains("did you mean 'country:"));
  CHECK(shell("lineage a.h5 --policy nobody").code == 3);
  CHECK(shell("lineage a.h5 --by species").code == 2);
  REQUIRE(shell("lineage a.h5 --graphml a.graphml --dot a.dot --csv a").code == 0);
  CHECK_THAT(content(shell.folder / "a-nodes.csv"), Catch::Contains("\n0,\"Toy, 0\",base,"));
  CHECK_THAT(content(shell.folder / "a.dot"), Catch::Contains("0->2"));
  const Ended again = shell("lineage a.h5 --dot a.dot");
  CHECK(again.code == 3);
  CHECK_THAT(again.err, Catch::Contains("a.dot already exists; --force replaces it"));
}
