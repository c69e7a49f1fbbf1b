// The most that a file or a command line may hold. What is beyond is refused before memory is taken for it: with one
// line, in a second, within 200 MB. `weightshed list limits` and docs/scenarios-format.md show this table.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace sim {

struct Limit {
  std::string_view key;
  std::size_t most;  // the two years: the first and the last that a date may name
  std::string_view unit;
  std::string_view of;   // what is limited
  std::string_view why;  // why not more
};

// "at most 200 characters": what is allowed, for messages.
inline std::string at_most(const Limit& limit) {
  return "at most " + std::to_string(limit.most) + " " + std::string(limit.unit);
}

namespace limits {

inline constexpr Limit scenario{"scenario", std::size_t{1} << 20, "bytes", "a scenario file",
                                "a scenario is a page of text; anything longer is the wrong file"};
inline constexpr Limit line{"line", std::size_t{1} << 18, "bytes", "a line of a scenario or a table",
                            "a policy with as many actions as are allowed still fits when it is printed on one line"};
inline constexpr Limit depth{"depth", 16, "levels", "tables and lists inside each other; each dot of a key is a level",
                             "a condition of a policy needs eight, and parsers descend once a level"};
inline constexpr Limit values{"values", 20'000, "values", "keys and entries of lists in a scenario file",
                              "a thousand actions need five thousand"};
inline constexpr Limit text{"text", 2'000, "bytes", "one text or key",
                            "sources and paths are the longest; longer words are a file in the wrong place"};
inline constexpr Limit name{"name", 200, "characters", "a title, a policy's name or its label",
                            "figures and tables have to show it"};
inline constexpr Limit comment{"comment", 10'000, "bytes", "the comment paragraph that opens a scenario",
                               "briefs quote it in full"};
inline constexpr Limit extends{"extends", 8, "files", "a chain of `extends`, the scenario itself included",
                               "a reader has to follow it"};
inline constexpr Limit policies{"policies", 100, "policies", "policies of a study", "each is run in every world"};
inline constexpr Limit actions{"actions", 1'000, "actions",
                               "actions of a policy; one that lists several names counts once for each combination",
                               "each step of a history looks at all of them"};
inline constexpr Limit conditions{"conditions", 100, "conditions", "conditions of a trigger",
                                  "each is checked in each step"};
inline constexpr Limit measures{"measures", 200, "measures", "measures under `record`", "no model has as many"};
inline constexpr Limit members{"members", 100'000, "members", "members of a world",
                               "the ends of an 80% interval are then known to a five-hundredth of its width"};
inline constexpr Limit worlds{"worlds", 50'000, "worlds", "worlds of a study, all combinations of structures included",
                              "the design is held in memory, a kilobyte a world; more are run as several studies"};
inline constexpr Limit cells{"cells", 2'000'000, "cells", "policies × worlds × members",
                             "at the scale of the library they take two cores two days and more"};
inline constexpr Limit first_year{"first year", 1900, "", "the earliest year of a date",
                                  "what is dated earlier is a slip of the pen"};
inline constexpr Limit last_year{"last year", 2199, "", "the latest year of a date", "likewise"};
inline constexpr Limit years{"years", 100, "years", "from the start of a run to its end",
                             "no assumption reaches nearly as far"};
inline constexpr Limit dates{"dates", 2'000, "dates", "recorded dates",
                             "weekly records of 38 years; results hold every measure at each of them"};
inline constexpr Limit table{"table", std::size_t{32} << 20, "bytes", "a CSV file",
                             "the longest list of worlds that is allowed fits"};
inline constexpr Limit rows{"rows", 50'000, "rows", "rows of a CSV file", "one for each world of a list"};
inline constexpr Limit columns{"columns", 500, "columns", "columns of a CSV file",
                               "several times the number of parameters"};
inline constexpr Limit fields{"fields", 2'000'000, "fields", "fields of a CSV file, rows × columns",
                              "all of them are held in memory while they are checked"};
inline constexpr Limit field{"field", 5'000, "bytes", "one field of a CSV file", "sources are the longest"};
inline constexpr Limit overrides{"overrides", 1'000, "overrides", "keys set with `-s`", "there are fewer keys to set"};
inline constexpr Limit arguments{"arguments", 10'000, "arguments", "arguments of a command line",
                                 "more than a shell makes of a folder of shards"};
inline constexpr Limit argument{"argument", 10'000, "bytes", "one argument of a command line, or one override",
                                "a path may have 4096"};
inline constexpr Limit problems{"problems", 100, "problems", "problems shown; the others are counted",
                                "nobody reads more at once"};
inline constexpr Limit counted{"counted", 2'000, "problems", "problems counted; reading stops there",
                               "so that a file of mistakes is refused as fast as a file with one"};

inline constexpr std::array all{scenario,  line,      depth,      values,   text,    name,    comment, extends,
                                policies,  actions,   conditions, measures, members, worlds,  cells,   first_year,
                                last_year, years,     dates,      table,    rows,    columns, fields,  field,
                                overrides, arguments, argument,   problems, counted};

}  // namespace limits

}  // namespace sim
