// Search and start of `weightshed-VERB`.
#include "cli/external.hpp"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "sim/scenario/library.hpp"

extern char** environ;

namespace cli {

namespace {

// Pointers into `arguments`, which must outlive them; the program's own path goes first.
std::vector<char*> argument_vector(std::string& program, std::vector<std::string>& arguments) {
  std::vector<char*> pointers{program.data()};
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  return pointers;
}

bool executable(const std::filesystem::path& path) {
  std::error_code error;
  return std::filesystem::is_regular_file(path, error) && access(path.c_str(), X_OK) == 0;
}

}  // namespace

std::optional<std::filesystem::path> find_external(const std::string& verb) {
  if (verb.find('/') != std::string::npos) return std::nullopt;
  const std::string name = "weightshed-" + verb;
  if (const auto beside = sim::program_folder() / name; executable(beside)) return beside;
  const char* path = std::getenv("PATH");
  std::string_view rest = path == nullptr ? "" : path;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    const std::filesystem::path found = std::filesystem::path(rest.substr(0, end)) / name;
    if (end > 0 && executable(found)) return found;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return std::nullopt;
}

void become_external(const std::filesystem::path& program, std::vector<std::string> arguments) {
  std::fflush(stdout);  // what we printed comes before what it prints
  std::string path = program.string();
  execv(path.c_str(), argument_vector(path, arguments).data());
}

int run_external(const std::filesystem::path& program, std::vector<std::string> arguments) {
  std::fflush(stdout);
  std::string path = program.string();
  pid_t child = 0;
  if (posix_spawn(&child, path.c_str(), nullptr, nullptr, argument_vector(path, arguments).data(), environ) != 0)
    return 127;
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return 127;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace cli
