// A study as self-contained data: what `resume`, `merge`, `replay` and `branch` start from, without the files
// that it was loaded from.
#pragma once

#include <string>

#include "sim/plan/study.hpp"

namespace sim {

// Policies, design, settings and reference tables, exact to the bit.
std::string study_to_json(const Study& study);

// Throws Error(invalid_input) when the text is damaged or the model's cards are not those of the record; `place` names
// the file in messages.
Study study_from_json(const ModelKind& kind, const std::string& text, const std::string& place);

// What readers take from a record without knowing its model; throws Error(invalid_input) with what is wrong.
void require_record(const std::string& text);

// Whether a record is of a sweep, without reading it as a whole: in a text of a scenario the quotes would be escaped.
inline bool is_sweep(const std::string& text) { return text.find("\"sweep\":") != std::string::npos; }

// Version and revision of the program that wrote a record that one of the two above has read: only the same build gives
// the same bits.
std::string program_of_record(const std::string& text);

}  // namespace sim
