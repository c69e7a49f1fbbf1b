// Texts cross the border as UTF-8 and JSON; exceptions do not cross it.
#include "explorer/engine/interface.hpp"

#include <emscripten.h>

#include <memory>
#include <new>

#include "explorer/engine/describe.hpp"
#include "explorer/engine/lineage.hpp"
#include "explorer/engine/session.hpp"

namespace {

using explorer::Json;

// What the last calls left, until the next ones.
struct Desk {
  explorer::Session session;
  std::string text, problems;
  std::vector<float> values;
  std::unique_ptr<explorer::LineageColumns> lineage;
};

Desk& desk() {
  static Desk one;
  return one;
}

void note(const sim::Error& error) { desk().problems = explorer::problems_json(error).dump(); }

// What `work` returns, or `refused`.
template <class Work, class Result>
Result guarded(Result refused, const Work& work) {
  try {
    return work();
  } catch (const sim::Error& error) {
    note(error);
  } catch (const std::bad_alloc&) {
    note({sim::Failure::internal, "out of memory; a smaller run.scale needs less"});
  } catch (const std::exception& error) {
    note({sim::Failure::internal, error.what()});
  }
  return refused;
}

template <class Work>
const char* text_of(const Work& work) {
  return guarded(static_cast<const char*>(nullptr), [&] {
    desk().text = work();
    return desk().text.c_str();
  });
}

template <class Work>
int done(const Work& work) {
  return guarded(1, [&] {
    work();
    return 0;
  });
}

std::size_t unit_of(int world, int member) {
  return desk().session.unit(static_cast<std::size_t>(world), static_cast<std::size_t>(member));
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE const char* explorer_problems() { return desk().problems.c_str(); }

EMSCRIPTEN_KEEPALIVE const char* explorer_about() {
  return text_of([] { return explorer::about().dump(); });
}

EMSCRIPTEN_KEEPALIVE const char* explorer_scenario(const char* name) {
  return text_of([&] { return explorer::scenario_text(name); });
}

EMSCRIPTEN_KEEPALIVE const char* explorer_names(const char* dimension) {
  return text_of([&] { return explorer::names_json(desk().session.study(), dimension).dump(); });
}

EMSCRIPTEN_KEEPALIVE const char* explorer_published() {
  return text_of([] { return explorer::published_json(desk().session.study()).dump(); });
}

EMSCRIPTEN_KEEPALIVE const char* explorer_study() {
  return text_of([] { return explorer::study_json(desk().session).dump(); });
}

EMSCRIPTEN_KEEPALIVE const char* explorer_toml() {
  return text_of([] { return desk().session.toml(); });
}

EMSCRIPTEN_KEEPALIVE int explorer_load(const char* name, const char* text, const char* overrides) {
  return done([&] {
    desk().session.load(name, text == nullptr ? std::nullopt : std::optional<std::string>(text),
                        Json::parse(overrides).get<std::vector<std::string>>());
  });
}

EMSCRIPTEN_KEEPALIVE int explorer_set_action(int policy, int action, const char* change) {
  return done([&] {
    const Json given = Json::parse(change);
    sim::Node keys;
    for (const auto& [key, value] : given.items()) keys.set(key, explorer::node_of(value));
    desk().session.set_action(static_cast<std::size_t>(policy), static_cast<std::size_t>(action), keys);
  });
}

EMSCRIPTEN_KEEPALIVE int explorer_set_policies(const char* toml) {
  return done([&] { desk().session.set_policies(toml); });
}

EMSCRIPTEN_KEEPALIVE int explorer_set_setting(const char* key, const char* value) {
  return done([&] {
    const Json given = Json::parse(value);
    desk().session.set_setting(
        key, given.is_null() ? std::nullopt : std::optional(sim::toml_text(explorer::node_of(given))));
  });
}

EMSCRIPTEN_KEEPALIVE int explorer_keep_pasts(int most) {
  return done([&] { desk().session.keep_pasts(static_cast<std::size_t>(most)); });
}

EMSCRIPTEN_KEEPALIVE int explorer_begin(int world, int member, int policy) {
  return done([&] { desk().session.begin({unit_of(world, member), static_cast<std::size_t>(policy)}); });
}

EMSCRIPTEN_KEEPALIVE int explorer_begin_past(int world, int member) {
  return done([&] { desk().session.begin_past(unit_of(world, member)); });
}

EMSCRIPTEN_KEEPALIVE int explorer_advance(int steps) {
  return guarded(-1, [&] { return static_cast<int>(desk().session.advance(static_cast<std::uint32_t>(steps))); });
}

EMSCRIPTEN_KEEPALIVE const float* explorer_values() {
  return guarded(static_cast<const float*>(nullptr), [] {
    desk().values.clear();
    for (const std::vector<float>& row : desk().session.history().rows())
      desk().values.insert(desk().values.end(), row.begin(), row.end());
    return static_cast<const float*>(desk().values.data());
  });
}

EMSCRIPTEN_KEEPALIVE int explorer_value_count() { return static_cast<int>(desk().values.size()); }

EMSCRIPTEN_KEEPALIVE const char* explorer_events() {
  return text_of([] { return explorer::events_json(desk().session).dump(); });
}

EMSCRIPTEN_KEEPALIVE const char* explorer_story(const char* question) {
  return text_of([&] { return explorer::story_json(desk().session, Json::parse(question)).dump(); });
}

EMSCRIPTEN_KEEPALIVE const char* explorer_lineage() {
  return text_of([] {
    desk().lineage = std::make_unique<explorer::LineageColumns>(desk().session);
    return desk().lineage->layout().dump();
  });
}

}  // extern "C"
