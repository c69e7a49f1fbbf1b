// Things that messages call by the program's options have other names in Python.
#include "bindings/errors.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bindings {

namespace py = pybind11;

namespace {

// In Python --force is a keyword, and the verb `list` a function.
std::string in_python_words(std::string text) {
  constexpr std::pair<std::string_view, std::string_view> words[] = {
      {"--force", "force=True"}, {"`weightshed list scenarios`", "weightshed.scenarios()"}};
  for (const auto& [option, keyword] : words) {
    for (std::size_t at = 0; (at = text.find(option, at)) != std::string::npos; at += keyword.size()) {
      text.replace(at, option.size(), keyword);
    }
  }
  return text;
}

// What the program takes with -s are called overrides in Python.
sim::Problem in_python_words(sim::Problem problem) {
  if (problem.place.file == "-s") problem.place.file = "overrides";
  return problem;
}

}  // namespace

py::object as_python(const sim::Problem& problem, const py::module_& errors) {
  const sim::Problem p = in_python_words(problem);
  return errors.attr("Problem")(p.place.file, p.place.line, p.place.column, p.key, in_python_words(p.message),
                                in_python_words(p.allowed), p.suggestion, in_python_words(p.text()));
}

void raise_in_python(const sim::Error& error) {
  const py::module_ errors = py::module_::import("weightshed.errors");
  py::list problems;
  std::vector<sim::Problem> told;
  for (const sim::Problem& problem : error.problems()) {
    problems.append(as_python(problem, errors));
    told.push_back(in_python_words(problem));
  }
  const std::string text = told.empty() ? error.what() : sim::Error(error.kind(), told).what();
  const py::object type = errors.attr(error.kind() == sim::Failure::no_space ? "NoSpace" : "Error");
  py::set_error(type, type(in_python_words(text), py::tuple(problems), static_cast<int>(error.kind())));
}

}  // namespace bindings
