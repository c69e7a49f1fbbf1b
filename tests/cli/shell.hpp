// The program in a folder of its own, as a person runs it in a shell.
#pragma once

#include <sys/wait.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace shell {

namespace fs = std::filesystem;

struct Ended {
  int code = 0;
  std::string out, err;
};

inline std::string content(const fs::path& path) {
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

}  // namespace shell
