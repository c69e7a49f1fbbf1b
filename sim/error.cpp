// Text of problems, and the search for the name that was meant.
#include "sim/error.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "sim/limits.hpp"
#include "sim/printable.hpp"

namespace sim {

namespace {

std::string join(const std::vector<Problem>& problems) {
  std::string text;
  for (const Problem& problem : problems) {
    if (!text.empty()) text += '\n';
    text += problem.text();
  }
  return text;
}

// The first of them, and a last one that counts the others.
std::vector<Problem> few(std::vector<Problem> problems) {
  const std::size_t all = problems.size();
  if (all <= limits::problems.most) return problems;
  problems.resize(limits::problems.most + 1);
  problems.back() = {};
  problems.back().message = "and " + std::to_string(all - limits::problems.most) + " more";
  if (all >= limits::counted.most) problems.back().message += "; reading stopped there";
  return problems;
}

std::vector<Problem> without_place(std::string message) {
  std::vector<Problem> problems(1);
  problems.front().message = std::move(message);
  return problems;
}

// Lines and tabs become spaces; what else a terminal would obey is written out.
std::string one_line(std::string text) {
  for (char& c : text) {
    if (c == '\n' || c == '\r' || c == '\t') c = ' ';
  }
  return printable(text);
}

// Levenshtein distance in bytes, two rows.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substitute = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substitute});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string Problem::text() const {
  std::string out;
  if (!place.file.empty()) {
    out += place.file;
    if (place.line > 0) out += ':' + std::to_string(place.line);
    if (place.line > 0 && place.column > 0) out += ':' + std::to_string(place.column);
    out += ": ";
  }
  if (!key.empty()) out += key + ": ";
  out += message;
  if (!allowed.empty()) out += " (allowed: " + allowed + ")";
  if (!suggestion.empty()) out += "; did you mean '" + suggestion + "'?";
  return one_line(std::move(out));
}

void add_problem(std::vector<Problem>& problems, Place place, std::string key, std::string message, std::string allowed,
                 std::string suggestion) {
  if (problems.size() >= limits::counted.most) throw Error(Failure::invalid_input, problems);
  Problem problem;
  problem.place = std::move(place);
  problem.key = std::move(key);
  problem.message = std::move(message);
  problem.allowed = std::move(allowed);
  problem.suggestion = std::move(suggestion);
  problems.push_back(std::move(problem));
}

Error::Error(Failure kind, std::vector<Problem> problems)
    : std::runtime_error(join(few(problems))),
      kind_(kind),
      count_(problems.size()),
      problems_(few(std::move(problems))) {}

Error::Error(Failure kind, std::string message) : Error(kind, without_place(std::move(message))) {}

std::string nearest_name(std::string_view given, std::span<const std::string> names) {
  // "kappa" for "research.kappa": half-remembered names are their last words.
  const std::string end = "." + std::string(given);
  const auto ends = [&](const std::string& name) { return given.size() > 2 && name.ends_with(end); };
  const auto first = std::find_if(names.begin(), names.end(), ends);
  const auto other = [&](const std::string& name) { return ends(name) && name != *first; };
  if (first != names.end() && std::none_of(first, names.end(), other)) return *first;
  std::string best;
  // One slip in a short word, two in a longer one (swapped letters count as two), a third of a long one.
  std::size_t least = (given.size() <= 3 ? 1 : std::max<std::size_t>(2, given.size() / 3)) + 1;
  for (const std::string& name : names) {
    const std::size_t apart = std::max(given.size(), name.size()) - std::min(given.size(), name.size());
    if (apart >= least) continue;  // at least as many letters are missing
    const std::size_t distance = edit_distance(given, name);
    if (distance < least) {
      least = distance;
      best = name;
    }
  }
  return best;
}

}  // namespace sim
