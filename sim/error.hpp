// Problems that a person can fix, and the exception that carries them to the command line or to Python.
#pragma once

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace sim {

// Where something is in a text that a person wrote; line and column count from 1, 0 means unknown.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;
};

// One thing that is wrong, told to the person who can fix it.
struct Problem {
  Place place;
  std::string key;         // dotted path of the scenario key, or the column of a reference table
  std::string message;     // what is wrong, with the text that was given
  std::string allowed;     // what would be right: values, range with unit, or empty
  std::string suggestion;  // the nearest valid name, or empty

  // "file:line:column: key: message (allowed: …; did you mean …?)", always one line.
  std::string text() const;
};

// One more for the list; trailing parts may be left out. Throws Error(invalid_input) with the list when it holds as
// many as are counted (limits::counted).
void add_problem(std::vector<Problem>& problems, Place place, std::string key, std::string message,
                 std::string allowed = {}, std::string suggestion = {});

// Exit codes of the program; `docs/cli.md` lists them.
enum class Failure : int {
  internal = 1,
  usage = 2,
  invalid_input = 3,
  failed_cells = 4,
  mismatch = 5,
  no_space = 6,  // a full disk, a quota, a limit of the size of files
  interrupted = 130
};

// Bad input or a hostile environment. Our own mistakes are assertions, never this.
class Error : public std::runtime_error {
 public:
  Error(Failure kind, std::vector<Problem> problems);
  Error(Failure kind, std::string message);  // one problem without a place

  Failure kind() const { return kind_; }
  // At most limits::problems; when there were more, a last one says how many.
  const std::vector<Problem>& problems() const { return problems_; }
  std::size_t count() const { return count_; }

 private:
  Failure kind_;
  std::size_t count_;
  std::vector<Problem> problems_;
};

// The valid name that `given` ends behind a dot, if only one does; else the nearest by edit distance, or empty when none
// is close enough to be a typing mistake.
std::string nearest_name(std::string_view given, std::span<const std::string> names);

}  // namespace sim
