// What `weightshed --help` and each verb's `--help` say, examples first.
#pragma once

namespace cli {

inline constexpr const char* program_help = R"(Weightshed: what policy does to the ecosystem of open-weight AI models.

Examples:
  weightshed demo                          the whole path, in a minute or two
  weightshed new > my.toml                 a commented scenario to start from
  weightshed check my.toml                 every problem at once
  weightshed run my.toml                   writes my.h5
  weightshed compare my.h5 --at 2032-12    paired effects with intervals

Results go to standard output, messages and progress to standard error.
Exit codes: 0 done, 1 internal error, 2 usage, 3 invalid input, 4 finished with failed histories, 5 mismatch, 130 interrupted.)";

struct Verb {
  const char* name;
  const char* help;  // examples first
};

inline constexpr Verb verbs[] = {
    {"demo", R"(Runs a small bundled study and prints what its policy changes.

Examples:
  weightshed demo
  weightshed demo -o demo.h5)"},
    {"new", R"(Prints a commented scenario to start from.

Examples:
  weightshed new > my.toml
  weightshed new export-controls -o my.toml    a copy of a library scenario)"},
    {"check", R"(Validates scenarios: every problem at once, each with its place.

Examples:
  weightshed check my.toml
  weightshed check my.toml --resolved          after inheritance, each value with its origin
  weightshed check my.toml -s run.members=8 --json)"},
    {"list", R"(Lists what can be named in a scenario.

Examples:
  weightshed list parameters
  weightshed list levers --json
  weightshed list labs                         what `of`, `in`, `sectors` and --where can name)"},
    {"explain", R"(Shows the card of a parameter, lever, measure, structure or pattern.

Examples:
  weightshed explain us.export_control)"},
    {"run", R"(Runs studies: all policies, worlds and members.

Examples:
  weightshed run my.toml
  weightshed run my.toml -s run.members=8 -j 2 -o quick.h5
  weightshed run my.toml --dry-run             cells and an estimate of the time
  weightshed run my.toml --shard 1/4           a quarter of the histories; join with `merge`
  weightshed run my.h5.parts/study.json --units 0-63 -o first.h5
                                               some histories of a recorded study, anywhere; the same)"},
    {"resume", R"(Continues an interrupted run; finished histories are kept.

Examples:
  weightshed resume my.h5)"},
    {"merge", R"(Joins the shards of one study into one result.

Examples:
  weightshed merge a/my.h5 b/my.h5 -o my.h5)"},
    {"branch", R"(Runs further policies from a date on, in the same worlds and with the same luck as a finished result.

Examples:
  weightshed branch my.h5 tighter.toml --at 2028-01 -o tighter.h5    tighter.toml holds [[policy]] tables)"},
    {"replay", R"(Runs the study of a result again and says whether it is identical.

Examples:
  weightshed replay my.h5                      exit code 5 when a value differs)"},
    {"why", R"(Why a measure has its value: what moved it, found by removing parts of the history one at a time.

Examples:
  weightshed why my.h5 overtaking --where race=Qwen-Llama --at 2026-06
  weightshed why my.h5 derivative_share --where country=CN --at 2025-09 --without small:Qwen)"},
    {"lineage",
     R"(Which models depend on which in one history: descendants, models on one base only, licence conflicts, exposure.

Examples:
  weightshed lineage my.h5
  weightshed lineage my.h5 --by lab --top 20
  weightshed lineage my.h5 --without family:Qwen     what falls away at once, and what would have been built instead
  weightshed lineage my.h5 --graphml my.graphml --csv my)"},
    {"ranking", R"(The open models of one history by capability at a date, and how often a lab or a family is that high.

Examples:
  weightshed ranking my.h5 --at 2026-06
  weightshed ranking my.h5 --policy tight --top 30 --json)"},
    {"diff", R"(How two scenarios, or two results, differ: settings, policies, tables, values.

Examples:
  weightshed diff export-controls tighter-controls
  weightshed diff mine.h5 yours.h5               exit code 5 when they differ)"},
    {"compare", R"(Paired effects of the policies against the reference, with 80% intervals.

Examples:
  weightshed compare my.h5 --at 2032-12                          the dozen effects that matter
  weightshed compare my.h5 --all                                 every effect
  weightshed compare my.h5 --where region=EU,sector=government
  weightshed compare my.h5 --vs current --measure frontier_lag --json)"},
    {"show", R"(Summary of a result: bands, sparklines, events.

Examples:
  weightshed show my.h5
  weightshed show my.h5 --measure download_share --at 2030-06)"},
    {"patterns", R"(Published figures against the model.

Examples:
  weightshed patterns
  weightshed patterns --past simulated -s run.members=16 --json)"},
    {"schema", R"(Prints the JSON Schema of scenario files, for editors that read it (Taplo).

Examples:
  weightshed schema > scenario.schema.json)"},
};

}  // namespace cli
