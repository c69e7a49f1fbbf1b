// Cards and effects as JSON, an object of their declared fields; and problems.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "sim/error.hpp"
#include "sim/registry/fields.hpp"

namespace sim {

class JsonFields {
 public:
  explicit JsonFields(nlohmann::ordered_json& object) : object_(object) {}
  template <class Value>
  void operator()(const char* name, const Value& value, const char*) {
    object_[name] = value;
  }
  void operator()(const char* name, const std::vector<std::pair<std::string, std::string>>& labels, const char*) {
    object_[name] = nlohmann::ordered_json::object();
    for (const auto& [dimension, label] : labels) object_[name][dimension] = label;
  }

 private:
  nlohmann::ordered_json& object_;
};

template <class Declared>
nlohmann::ordered_json json_of_fields(const Declared& declared, nlohmann::ordered_json object = {}) {
  fields(JsonFields(object), declared);
  return object;
}

inline nlohmann::ordered_json json_of(const Problem& problem) {
  return {{"file", problem.place.file},      {"line", problem.place.line},
          {"column", problem.place.column},  {"key", problem.key},
          {"message", problem.message},      {"allowed", problem.allowed},
          {"suggestion", problem.suggestion}};
}

}  // namespace sim
