// The engine as JavaScript calls it: plain C, one session. engine.js wraps it, engine.d.ts says what it means.
//
// A text that is returned stays until the next call. A refusal is a null pointer, or the number that each function
// names; then explorer_problems() says what was wrong, and nothing has changed.
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

const char* explorer_problems(void);  // JSON: of the last refusal

const char* explorer_about(void);                   // JSON
const char* explorer_scenario(const char* name);    // TOML
const char* explorer_names(const char* dimension);  // JSON
const char* explorer_published(void);               // JSON
const char* explorer_study(void);                   // JSON
const char* explorer_toml(void);                    // TOML

// These return 0, or 1 for a refusal. `text` may be null, `overrides` is a JSON list of texts.
int explorer_load(const char* name, const char* text, const char* overrides);
int explorer_set_action(int policy, int action, const char* change);  // JSON: key to value, or null
int explorer_set_policies(const char* toml);
int explorer_set_setting(const char* key, const char* value);  // JSON: a value, or null
int explorer_keep_pasts(int most);
int explorer_begin(int world, int member, int policy);
int explorer_begin_past(int world, int member);
int explorer_advance(int steps);  // how many are left, or -1 for a refusal

const float* explorer_values(void);                // of the history
int explorer_value_count(void);                    // how many these are
const char* explorer_events(void);                 // JSON
const char* explorer_story(const char* question);  // JSON to JSON
const char* explorer_lineage(void);  // JSON: of each column its type, address and length; the columns stay likewise

#ifdef __cplusplus
}
#endif
