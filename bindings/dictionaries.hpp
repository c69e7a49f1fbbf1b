// Cards, effects and summaries as dictionaries of their declared fields.
#pragma once

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bindings {

class DictionaryFields {
 public:
  explicit DictionaryFields(pybind11::dict dictionary) : dictionary_(std::move(dictionary)) {}
  template <class Value>
  void operator()(const char* name, const Value& value, const char*) {
    dictionary_[name] = value;
  }
  void operator()(const char* name, std::span<const std::string_view> words, const char*) {
    dictionary_[name] = std::vector<std::string_view>(words.begin(), words.end());
  }
  void operator()(const char* name, const std::vector<std::pair<std::string, std::string>>& labels, const char*) {
    pybind11::dict coordinates;  // in the order of the measure's dimensions
    for (const auto& [dimension, label] : labels) coordinates[pybind11::str(dimension)] = label;
    dictionary_[name] = coordinates;
  }

 private:
  pybind11::dict dictionary_;
};

template <class Declared>
pybind11::dict describe(const Declared& declared) {
  pybind11::dict dictionary;
  fields(DictionaryFields(dictionary), declared);
  return dictionary;
}

template <class All>
pybind11::list dictionaries(const All& all) {
  pybind11::list out;
  for (const auto& one : all) out.append(describe(one));
  return out;
}

}  // namespace bindings
