// What the verbs that read a result file share: dates as typed, coordinates as text.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/options.hpp"
#include "sim/results/compare.hpp"
#include "sim/results/result_file.hpp"
#include "sim/results/shown.hpp"
#include "sim/results/slices.hpp"
#include "sim/time/calendar.hpp"

namespace cli {

using sim::doubt_about;
using sim::Labels;
using sim::shown;
using sim::shown_alike;
using sim::text_of;
using sim::unit_text;

// --measure and --where, which mean the same for every verb that reads a result. Throws Error(usage).
sim::Asked asked_of(const Options& options);

// "2032-12" means the last day of the month; nothing for an empty text. Throws Error(usage).
std::optional<sim::Date> date_of_option(const std::string& text);

// Index of the recording date that `at` names; without it, of the last one. Between two dates it means the earlier one.
// Before the first, or after the month of the last, there is nothing to read: throws Error(invalid_input) with the
// range.
std::size_t recorded_date(const sim::ResultFile& result, const std::optional<sim::Date>& at);

// Effects as JSON on standard output: every one, nothing left out.
void print_effects_json(const std::vector<sim::Effect>& effects);

// Eight heights for the values between their extremes; a space where there is none.
std::string sparkline(const std::vector<double>& values);

}  // namespace cli
