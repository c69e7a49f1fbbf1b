// The command line as CLI11 reads it; nothing else includes CLI11.
#include "cli/options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <iostream>
#include <sstream>

#include "cli/help.hpp"
#include "sim/limits.hpp"
#include "sim/printable.hpp"
#include "sim/results/provenance.hpp"

namespace cli {

namespace {

constexpr Verb package_verbs[] = {
    {"figures", "Draws a result: fans, effects, shares, a lineage; SVG, PDF, PNG, with numbers and alt text."},
    {"brief", "Writes a policy brief of a result in Markdown, HTML and PDF, or verifies its numbers."},
    {"export", "Writes a result as tables for other programs: CSV, Parquet, or the IAMC format that pyam reads."},
    {"cluster", "Runs a study on the workers of a Dask cluster, here or elsewhere, or on jobs of Slurm, PBS or SGE."},
    {"calibrate", "Fits the uncertain assumptions of a scenario to published figures."},
    {"backtest", "Fits to what was known at each of several dates, and scores what came after them."},
    {"sensitivity", "Which assumptions move the effect of a policy, with intervals: Morris, then Sobol indices."},
    {"discover", "Where a policy fails, as a sentence with coverage and density: PRIM and CART."},
    {"robust", "Which policy holds up: regret, share of good histories, rank by structure."},
    {"lock", "Writes a dated, hashed table of the quantiles that a result projects."},
    {"score", "Scores a projection on published figures, beside naive rivals."},
    {"odd", "Describes the model in the ODD form, with its equations and every card; Markdown or PDF."},
};

std::string first_line(std::string_view text) { return std::string(text.substr(0, text.find('\n'))); }

template <std::size_t count>
std::vector<std::string> names_of(const Verb (&list)[count]) {
  std::vector<std::string> names;
  for (const Verb& verb : list) names.emplace_back(verb.name);
  return names;
}

std::string shard_check(const std::string& text) {
  const auto slash = text.find('/');
  const auto number = [](const std::string& digits) {
    return !digits.empty() && digits.size() < 7 && digits.find_first_not_of("0123456789") == std::string::npos;
  };
  if (slash == std::string::npos || !number(text.substr(0, slash)) || !number(text.substr(slash + 1)))
    return "'" + text + "' is not a shard; write i/n, as in 1/4";
  const auto i = std::stoul(text.substr(0, slash));
  const auto n = std::stoul(text.substr(slash + 1));
  return i < 1 || i > n ? "shard " + text + " does not exist; i goes from 1 to n" : "";
}

constexpr std::size_t most_units = 10'000'000;  // as many as fit a list in memory with ease

// "0-3,8": the units in order, each once; empty when the text is no such list.
std::vector<std::size_t> units_of(const std::string& text) {
  std::vector<std::size_t> units;
  std::istringstream ranges(text);
  for (std::string range; std::getline(ranges, range, ',');) {
    unsigned long long first = 0, last = 0;
    const char* end = range.data() + range.size();
    std::from_chars_result read = std::from_chars(range.data(), end, first);
    if (read.ec != std::errc()) return {};
    last = first;
    if (read.ptr != end && *read.ptr == '-') read = std::from_chars(read.ptr + 1, end, last);
    if (read.ec != std::errc() || read.ptr != end || last < first || last - first >= most_units) return {};
    for (unsigned long long i = 0; i <= last - first; ++i) units.push_back(first + i);
    if (units.size() > most_units) return {};
  }
  std::sort(units.begin(), units.end());
  units.erase(std::unique(units.begin(), units.end()), units.end());
  return units;
}

std::string units_check(const std::string& text) {
  return units_of(text).empty() ? "'" + text + "' is no list of units; write ranges and numbers, as in 0-63,70" : "";
}

// An argument that is over a limit, or one with nothing in it, as a script writes it when a variable is empty: taken
// for "not given", it would be silently replaced by a default, or by the word that follows.
std::string bad_argument(int argc, const char* const* argv) {
  if (static_cast<std::size_t>(argc) > sim::limits::arguments.most)
    return std::to_string(argc - 1) + " arguments (allowed: " + at_most(sim::limits::arguments) + ")";
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word.size() > sim::limits::argument.most) {
      return "argument " + std::to_string(i) + " has " + std::to_string(word.size()) +
             " bytes (allowed: " + at_most(sim::limits::argument) + ")";
    }
    if (word.empty()) return "argument " + std::to_string(i) + " is empty";
    if (word == "--") return "";
    if (word.starts_with("--") && word.find('=') == word.size() - 1) return std::string(word) + " has no value";
  }
  return "";
}

// Which part of a result is read, and when: the same for every verb.
void add_at(CLI::App& app, Options& o) {
  app.add_option("--at", o.at, "A day or a month: the last recorded date up to it; default the last one");
}
void add_where(CLI::App& app, Options& o, const char* what) {
  app.add_option("--where", o.where, what)->allow_extra_args(false)->take_all();
}
void add_slices(CLI::App& app, Options& o) {
  app.add_option("--measure", o.measures, "Only these measures: NAME, or NAME,NAME")
      ->allow_extra_args(false)
      ->delimiter(',')
      ->take_all();
  add_where(app, o, "Only these values: dimension=label, as in region=EU,sector=government; * is every label");
  add_at(app, o);
}

// Which recorded history.
void add_history(CLI::App& app, Options& o) {
  app.add_option("--policy", o.policy, "The history under this policy; default the reference");
  app.add_option("--world", o.world, "The history of this world; default 0");
  app.add_option("--member", o.member, "The history of this member; default 0");
}

// What is read from its text only when the line has been parsed.
struct TypedShares {
  std::string shard, units;
};

void add_options(CLI::App& app, const std::string& verb, Options& o, TypedShares& shares) {
  const auto output = [&](const char* what) { app.add_option("-o,--output,--out", o.output, what); };
  const auto overrides = [&] {
    app.add_option("-s,--set", o.overrides, "Override a key of the scenario: run.members=8")
        ->allow_extra_args(false)
        ->take_all();
  };
  const auto threads = [&] {
    app.add_option("-j,--threads", o.threads, "Threads; default one per core")->check(CLI::Range(1, 4096));
  };
  const auto json = [&] { app.add_flag("--json", o.json, "Print JSON"); };
  if (verb == "demo") {
    output("Result file; default demo.h5");
    threads();
    json();
    app.add_flag("--force", o.force, "Replace an existing result");
  } else if (verb == "new") {
    app.add_option("template", o.subject, "A library scenario to copy");
    output("File to write; default standard output");
    app.add_flag("--force", o.force, "Replace an existing file");
  } else if (verb == "check") {
    app.add_option("scenario", o.files, "Scenario files or library names")->required();
    overrides();
    app.add_flag("--resolved", o.resolved, "Print the scenario after inheritance, each value with its origin");
    app.add_flag("--origin", o.origin, "Print keys, values and origins as a table");
    json();
  } else if (verb == "list") {
    app.add_option("what", o.subject,
                   "parameters, levers, measures, structures, patterns, scenarios, limits, countries, sectors, labs or "
                   "families");
    json();
  } else if (verb == "explain") {
    app.add_option("name", o.subject, "Its key, as `weightshed list` shows it");
    json();
  } else if (verb == "run") {
    app.add_option("scenario", o.files, "Scenario files, library names, or the record of a study (study.json)")
        ->required();
    output("Result file; default the scenario's name, ending in .h5, in the current folder");
    overrides();
    threads();
    app.add_flag("--dry-run", o.dry_run, "Print how many histories, and an estimate; run nothing");
    CLI::Option* shard =
        app.add_option("--shard", shares.shard, "Run part i of n of the histories")->check(shard_check);
    app.add_option("--units", shares.units,
                   "Run these (world, member) pairs only, as in 0-63,70: world × members + member")
        ->check(units_check)
        ->excludes(shard);
    app.add_flag("--force", o.force, "Replace an existing result");
    json();
  } else if (verb == "resume") {
    app.add_option("result", o.files, "Result file")->required()->expected(1);
    threads();
    json();
  } else if (verb == "merge") {
    app.add_option("shards", o.files, "Results of the shards")->required();
    app.add_option("-o,--output,--out", o.output, "Result file")->required();
    app.add_flag("--force", o.force, "Replace an existing result");
    json();
  } else if (verb == "branch") {
    app.add_option("files", o.files, "Result file, and a TOML file with [[policy]] tables")->required()->expected(2);
    app.add_option("--at", o.at, "A day or a month; every action must be dated on or after it")->required();
    output("Result file; default the name of the policies' file, ending in .h5, in the current folder");
    threads();
    app.add_flag("--force", o.force, "Replace an existing result");
    json();
  } else if (verb == "replay") {
    app.add_option("result", o.files, "Result file")->required()->expected(1);
    threads();
    json();
  } else if (verb == "why") {
    app.add_option("files", o.files, "Result file, and a measure (`weightshed list measures`)")
        ->required()
        ->expected(1, 2);
    add_at(app, o);
    add_where(app, o, "Which value of the measure: dimension=label; default the first labels");
    app.add_option("--without", o.without,
                   "Remove this and nothing else: lab:ID, family:NAME, small:NAME, "
                   "release:ID, lever:KEY")
        ->allow_extra_args(false)
        ->take_all();
    app.add_option("--policy", o.policy, "Under this policy; default the reference");
    app.add_flag("--all", o.all, "Print every event of the history, not only the most telling");
    app.add_option("--worlds", o.worlds, "Worlds to pair, one history each")->check(CLI::Range(2, 100000));
    threads();
    json();
  } else if (verb == "lineage") {
    app.add_option("result", o.files, "Result file")->required()->expected(1);
    app.add_option("--by", o.by, "What each row shows: a base, family, lab or country, or a derivative (model)")
        ->check(CLI::IsMember({"base", "family", "lab", "country", "model"}));
    app.add_option("--top", o.top, "Number of rows; 0 for all");
    app.add_option("--without", o.without,
                   "Remove these bases: base:NAME, family:NAME, lab:ID, country:CODE, or the name alone")
        ->allow_extra_args(false)
        ->take_all();
    add_history(app, o);
    app.add_option("--graphml", o.graphml, "GraphML file to write, for Gephi, igraph, NetworkX");
    app.add_option("--dot", o.dot, "DOT file to write, for Graphviz");
    app.add_option("--csv", o.csv, "Tables to write, for Gephi: STEM-nodes.csv and STEM-edges.csv");
    app.add_flag("--force", o.force, "Replace existing files");
    json();
  } else if (verb == "ranking") {
    app.add_option("result", o.files, "Result file")->required()->expected(1);
    add_at(app, o);
    add_history(app, o);
    app.add_option("--top", o.top, "Number of places; 0 for all");
    json();
  } else if (verb == "diff") {
    app.add_option("files", o.files, "Two scenarios, library names or results")->required()->expected(2);
    json();
  } else if (verb == "compare" || verb == "show") {
    app.add_option("result", o.files, "Result file")->required()->expected(1);
    if (verb == "compare") {
      app.add_option("--vs", o.against, "Reference policy; default the first");
      app.add_flag("--all", o.all, "Print every effect, not only the dozen that matter");
    }
    add_slices(app, o);
    app.add_flag("--point", o.point, "Print the median alone, without its interval");
    json();
  } else if (verb == "patterns") {
    app.add_option("--past", o.past, "observed or simulated")->check(CLI::IsMember({"observed", "simulated"}));
    app.add_option("--scenario", o.subject, "Scenario whose reference policy is run; default patterns");
    overrides();
    threads();
    output("Markdown page to write");
    json();
  } else if (verb == "schema") {
    output("File to write; default standard output");
    app.add_flag("--force", o.force, "Replace an existing file");
  }
}

// Flags that mean the same for every verb.
void add_talk(CLI::App& app, Options& o) {
  app.add_flag("-q,--quiet", o.quiet, "Errors only");
  app.add_flag("-v,--verbose", o.verbosity, "Say more");
}

}  // namespace

const std::vector<std::string>& own_verbs() {
  static const std::vector<std::string> names = names_of(verbs);
  return names;
}

const std::vector<std::string>& python_verbs() {
  static const std::vector<std::string> names = names_of(package_verbs);
  return names;
}

CommandLine parse_command_line(int argc, const char* const* argv) {
  CommandLine line;
  Options& o = line.options;
  TypedShares shares;
  CLI::App app{program_help, "weightshed"};
  app.set_version_flag("--version", "weightshed " + sim::program_version() + ", revision " + sim::program_revision());
  app.require_subcommand(1);
  for (const Verb& verb : verbs) {
    // The list of all verbs shows only the first line of each help.
    const bool typed = argc > 1 && std::string_view(argv[1]) == verb.name;
    CLI::App* sub = app.add_subcommand(verb.name, typed ? verb.help : first_line(verb.help));
    sub->group("Commands");
    add_options(*sub, verb.name, o, shares);
    add_talk(*sub, o);
    sub->callback([&o, name = verb.name] { o.verb = name; });
  }
  for (const Verb& verb : package_verbs)  // only to be listed: the program hands them on before it parses
    app.add_subcommand(verb.name, verb.help)->group("Commands of the Python package");
  app.get_formatter()->label("SUBCOMMAND", "COMMAND");
  app.footer("`weightshed COMMAND --help` shows the options of a command, with examples.");
  if (argc < 2) {
    std::cerr << program_help << "\n\nCommands:";
    for (const std::string& name : own_verbs()) std::cerr << ' ' << name;
    std::cerr << "\nCommands of the Python package:";
    for (const std::string& name : python_verbs()) std::cerr << ' ' << name;
    std::cerr << "\n";
    line.exit = 2;
    return line;
  }
  if (const std::string bad = bad_argument(argc, argv); !bad.empty()) {
    std::cerr << "error: " << bad << "\n";
    line.exit = 2;
    return line;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp& call) {
    app.exit(call);
    line.exit = 0;
  } catch (const CLI::CallForVersion& call) {
    app.exit(call);
    line.exit = 0;
  } catch (const CLI::ParseError& error) {
    std::ostringstream told;
    app.exit(error, std::cout, told);
    std::cerr << sim::printable(told.str(), "\n\t");
    line.exit = 2;
  }
  o.units = units_of(shares.units);
  if (const std::string& shard = shares.shard; !shard.empty()) {
    const auto slash = shard.find('/');
    o.shard = std::stoul(shard.substr(0, slash)) - 1;
    o.shards = std::stoul(shard.substr(slash + 1));
  }
  return line;
}

}  // namespace cli
