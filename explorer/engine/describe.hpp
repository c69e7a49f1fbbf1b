// What a page reads of the engine, as JSON: shapes as engine.d.ts declares them.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "explorer/engine/session.hpp"

namespace explorer {

using Json = nlohmann::ordered_json;

// Version, vintage, the library, and every card of the registry.
Json about();

// The text of a study of the library. Throws Error(invalid_input) with the nearest name.
std::string scenario_text(const std::string& name);

// The study as it is now.
Json study_json(const Session& session);

// Published figures that are drawn on a measure, and the monthly series.
Json published_json(const sim::Study& study);

// Labels of a dimension with their full names.
Json names_json(const sim::Study& study, const std::string& dimension);

// Everything that happened in the session's history.
Json events_json(const Session& session);

// What of it bears on a measure, in words: `question` is { measure, where, at }.
Json story_json(const Session& session, const Json& question);

Json problems_json(const sim::Error& error);

// A value of a page as TOML would have it: text that looks like a date is a date, null an empty table.
sim::Node node_of(const Json& value);

}  // namespace explorer
