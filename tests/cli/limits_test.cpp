// Hostile files: the program refuses each with exit code 3 within a second of computing and 200 MB.
#include <sys/resource.h>

#include "tests/cli/shell.hpp"

using shell::Ended, shell::Shell;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr double dearer = 20.0;  // a sanitizer takes its own time and memory
#else
constexpr double dearer = 1.0;
#endif

std::string repeated(const std::string& what, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += what;
  return out;
}

double seconds_of_children() {
  rusage used{};
  getrusage(RUSAGE_CHILDREN, &used);
  return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
         1e-6 * static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
}

}  // namespace

TEST_CASE("files made to exhaust a machine are refused within a second and 200 MB") {
  const Shell shell;
  const std::string child = "extends = \"baseline\"\n";
  std::string keys;
  for (int i = 0; i < 100'000; ++i) keys += "k" + std::to_string(i) + "=1\n";
  const std::vector<std::string> hostile{
      repeated("a.", 12'000) + "a = 1\n",
      "x = " + std::string(900'000, '['),
      repeated("[a]\n", 200'000),
      repeated("[[a]]\n", 170'000),
      "x = [" + repeated("1,", 120'000) + "]\n",
      "[assume]\n" + keys,
      child + "[run]\nworlds = 1000000\n",
      child + "[run]\nworlds = 50000\nmembers = 100000\n",
      child + "[run]\nend = 9999-12-31\n[measure]\nevery = \"week\"\n",
      child +
          "[[policy]]\nname = \"current\"\n[[policy]]\nname = \"other\"\nactions = [{ lever = \"ban_foreign_weights\", "
          "of = [" +
          repeated("\"CN\",", 9'000) + "], in = [" + repeated("\"US\",", 9'000) + "], at = 2026-06-01, to = 1 }]\n",
      "title = \"" + std::string(250'000, 'x') + "\"\n" + child,
  };
  for (const std::string& text : hostile) {
    INFO(text.substr(0, 80));
    std::ofstream(shell.folder / "hostile.toml", std::ios::binary) << text;
    const double before = seconds_of_children();
    const Ended ended = shell("check hostile.toml");
    CHECK(ended.code == 3);
    CHECK(seconds_of_children() - before < dearer);
  }
  rusage used{};
  getrusage(RUSAGE_CHILDREN, &used);
  CHECK(static_cast<double>(used.ru_maxrss) < 200'000.0 * dearer);  // kilobytes, of the largest of them
}

TEST_CASE("a long argument and a great number of arguments are usage errors") {
  const Shell shell;
  const Ended longest = shell("check " + std::string(10'000, 'x'));
  CHECK(longest.code == 3);  // there is no such scenario
  const Ended longer = shell("check " + std::string(10'001, 'x'));
  CHECK(longer.code == 2);
  CHECK(longer.err == "error: argument 2 has 10001 bytes (allowed: at most 10000 bytes)\n");
  const Ended many = shell("check " + repeated("x ", 10'000));
  CHECK(many.code == 2);
  CHECK_THAT(many.err, Catch::Contains("allowed: at most 10000 arguments"));
}

TEST_CASE("the limits are listed, and the number of all problems is told") {
  const Shell shell;
  CHECK_THAT(shell("list limits").out, Catch::Contains("a scenario file") && Catch::Contains("1048576 bytes"));
  std::string keys = "[assume]\n";
  for (int i = 0; i < 300; ++i) keys += "k" + std::to_string(i) + "=1\n";
  std::ofstream(shell.folder / "many.toml") << "extends = \"baseline\"\n" << keys;
  const Ended ended = shell("check many.toml");
  CHECK_THAT(ended.out, Catch::Contains("and 200 more") && Catch::Contains("many.toml: 300 problems"));
}
