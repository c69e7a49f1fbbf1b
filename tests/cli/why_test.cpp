// `weightshed why` from outside: what it takes out, which policy it tells of, and what it leaves behind.
#include "tests/cli/shell.hpp"

namespace fs = std::filesystem;
using shell::Ended, shell::Shell;

TEST_CASE("why takes levers out of a result's histories and keeps nothing beside it") {
  const Shell shell;
  REQUIRE(shell("run two_policies -o a.h5 -q").code == 0);
  const Ended asked = shell("why a.h5 stock --where country=CN");
  CHECK(asked.code == 0);
  CHECK_THAT(asked.out, Catch::Contains("Removed from the same histories, one at a time:") &&
                            Catch::Contains("us.export_control") && Catch::Contains("What happened"));
  CHECK(shell("why a.h5 stokc").code == 3);
  CHECK_THAT(shell("why a.h5 stock --where country").err, Catch::Contains("write dimension=label"));
  CHECK_THAT(shell("why a.h5 stock --without lever:us.exprot").err,
             Catch::Contains("allowed: lever:us.export_control"));
  const Ended part = shell("why a.h5 stock --where country=CN --without lever:EXPORT");
  CHECK(part.code == 0);
  CHECK_THAT(part.out, Catch::Contains("us.export_control"));
  CHECK_THAT(asked.out, Catch::Contains("US export control goes to") && !Catch::Contains("us.export_control goes to"));
  std::size_t entries = 0;
  for (const auto& entry : fs::directory_iterator(shell.folder)) entries += entry.path().extension() == ".h5" ? 1 : 0;
  CHECK(entries == 1);
  CHECK_FALSE(fs::exists(shell.folder / "a.h5.parts"));
}

TEST_CASE("why tells what the policy in question did, of the levers that it moves itself, too") {
  const Shell shell;
  std::ofstream(shell.folder / "both.toml")
      << "title = \"Three levers on a day\"\nextends = \"two_policies\"\n[[policy]]\nname = \"current\"\n"
         "[[policy]]\nname = \"both\"\nactions = [\n"
         "{ lever = \"us.export_control\", of = \"CN\", at = 2026-06-01, to = 1.0 },\n"
         "{ lever = \"ban_foreign_weights\", of = \"CN\", in = \"US\", at = 2026-06-01, to = 1.0 },\n"
         "{ lever = \"us.smuggling_enforcement\", at = 2026-06-01, to = 1.0 }]\n";
  REQUIRE(shell("run both.toml -o a.h5 -q").code == 0);
  const Ended asked = shell("why a.h5 stock --where country=CN --policy both --all");
  CHECK_THAT(asked.out,
             Catch::Contains("  2026-06-01  US export control goes to 1\n") &&
                 Catch::Contains("  2026-06-01  ban foreign weights and US smuggling enforcement go to 1\n"));
  CHECK_THAT(shell("why a.h5 stock --where country=CN --policy both --json").out,
             Catch::Contains("\"event\": \"US export control goes to 1\""));
  CHECK_THAT(shell("why a.h5 stock --where country=CN --all").out, !Catch::Contains("2026-06-01"));
}

TEST_CASE("why says that it explains the reference, which policies there are, and how much it will simulate") {
  const Shell shell;
  REQUIRE(shell("run two_policies -o a.h5 -q").code == 0);
  const Ended asked = shell("why a.h5 stock --where country=CN");
  CHECK_THAT(asked.out,
             Catch::Contains("\n  the reference, as no --policy is given; --policy NAME asks about another: tight\n"));
  CHECK_THAT(asked.err, !Catch::Contains("histories again"));  // a handful
  CHECK_THAT(shell("why a.h5 stock --where country=CN --policy tight").out, !Catch::Contains("the reference, as"));
  const std::string worlds = " -s 'assume.derivation.habit={range=[0.1,0.4]}' -s run.worlds=32";
  REQUIRE(shell("run two_policies -o many.h5 -q" + worlds).code == 0);
  const Ended many = shell("why many.h5 stock --where country=CN --worlds 32");
  CHECK_THAT(many.err, Catch::Contains("simulates about 64 histories again; fewer with --worlds N\n"));
}
