// The Python module weightshed._core: the studies of the engine over the ecosystem model. It has no logic of its own.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

#include "bindings/dictionaries.hpp"
#include "bindings/errors.hpp"
#include "bindings/gathering.hpp"
#include "bindings/live.hpp"
#include "bindings/results.hpp"
#include "models/history/kind.hpp"
#include "sim/error.hpp"
#include "sim/execution/estimate.hpp"
#include "sim/execution/run.hpp"
#include "sim/printable.hpp"
#include "sim/registry/certainty.hpp"
#include "sim/registry/fields.hpp"
#include "sim/results/result_file.hpp"
#include "sim/scenario/library.hpp"
#include "sim/scenario/load.hpp"

namespace py = pybind11;

namespace {

using bindings::as_dictionary_of, bindings::describe, bindings::dictionaries;
using Paths = std::vector<std::filesystem::path>;

// --- studies ---------------------------------------------------------------------------------------------------------

// `given` is a path or the name of a library scenario.
sim::Study load(const std::filesystem::path& given, const std::vector<std::string>& overrides, const Paths& library,
                std::vector<std::string>* warnings) {
  return sim::load_study(weightshed::history::kind(), sim::scenario_file(given.string(), library), {overrides, library},
                         warnings);
}

// A study that no file holds; `path` says what it is called and where its own paths begin.
sim::Study load_text(const std::string& text, const std::filesystem::path& path,
                     const std::vector<std::string>& overrides, const Paths& library,
                     std::vector<std::string>* warnings) {
  return sim::load_study(weightshed::history::kind(), path, {overrides, library, text}, warnings);
}

// The problems and warnings of what `work` loads.
template <class Work>
py::tuple check(Work work) {
  std::vector<std::string> warnings;
  py::list problems;
  try {
    work(&warnings);
  } catch (const sim::Error& error) {
    const py::module_ errors = py::module_::import("weightshed.errors");
    for (const sim::Problem& problem : error.problems()) problems.append(bindings::as_python(problem, errors));
  }
  return py::make_tuple(problems, warnings);
}

py::list policies_of(const sim::Study& study) {
  using namespace py::literals;
  py::list out;
  for (const sim::Policy& policy : study.policies) {
    out.append(py::dict("name"_a = policy.name, "label"_a = policy.label.empty() ? policy.name : policy.label,
                        "actions"_a = policy.actions.size()));
  }
  return out;
}

py::list assumptions_of(const sim::Study& study) {
  py::list out;
  for (const std::size_t parameter : study.design.sampled) {
    py::list values;
    for (std::size_t world = 0; world < study.design.worlds(); ++world) {
      values.append(study.design.row(world)[parameter]);
    }
    py::dict card = describe(study.kind->parameters[parameter]);
    card["values"] = values;
    out.append(card);
  }
  return out;
}

// The variants in force, world by world.
py::list structures_of(const sim::Study& study) {
  py::list worlds;
  for (const std::vector<std::size_t>& chosen : study.design.structure) {
    py::dict variants;
    for (std::size_t s = 0; s < chosen.size(); ++s) {
      const sim::StructureCard& card = study.kind->structures[s];
      variants[py::str(std::string(card.key))] = std::string(card.variants[chosen[s]]);
    }
    worlds.append(variants);
  }
  return worlds;
}

py::dict settings_of(const sim::Study& study) {
  using namespace py::literals;
  const sim::RunSettings& run = study.run;
  py::object precision = py::none();
  if (study.precision) {
    const sim::Precision& asked = *study.precision;
    precision =
        py::dict("measure"_a = study.kind->measures[asked.measure].key, "policy"_a = study.policies[asked.policy].name,
                 "vs"_a = study.policies[asked.reference].name, "at"_a = to_string(study.record_dates()[asked.date]),
                 "half_width"_a = asked.half_width, "interval"_a = asked.interval, "batch"_a = asked.batch);
  }
  return py::dict("past"_a = run.past == sim::Past::observed ? "observed" : "simulated",
                  "observed_until"_a = to_string(run.observed_until), "start"_a = to_string(run.start),
                  "fork"_a = to_string(study.fork()), "end"_a = to_string(run.end), "seed"_a = run.seed,
                  "members"_a = run.members, "worlds"_a = study.design.worlds(), "design"_a = name_of(run.sampling),
                  "scale"_a = run.scale, "step"_a = sim::lengths_of_step[static_cast<std::size_t>(run.step_weeks - 1)],
                  "precision"_a = precision);
}

// --- running ---------------------------------------------------------------------------------------------------------

// Runs `work` on its own thread while this one, Python's, reports progress and listens for Ctrl-C several times a
// second: signals reach Python's main thread only, and a callback never waits for the interpreter lock.
sim::RunOutcome run_listening(sim::RunOptions options, const py::object& report,
                              const std::function<sim::RunOutcome(const sim::RunOptions&)>& work) {
  std::mutex mutex;
  std::condition_variable changed;
  sim::Progress latest;
  bool finished = false;
  std::atomic<bool> stop{false};
  std::exception_ptr failure;
  sim::RunOutcome outcome;
  options.stop = &stop;
  options.progress = [&](const sim::Progress& progress) {
    const std::lock_guard lock(mutex);
    latest = progress;
  };
  std::thread worker([&] {
    try {
      outcome = work(options);
    } catch (...) {
      failure = std::current_exception();
    }
    const std::lock_guard lock(mutex);
    finished = true;
    changed.notify_one();
  });
  std::exception_ptr raised;  // by Ctrl-C or by the callback
  for (bool over = false; !over;) {
    sim::Progress now;
    {
      const py::gil_scoped_release release;
      std::unique_lock lock(mutex);
      over = changed.wait_for(lock, std::chrono::milliseconds(100), [&] { return finished; });
      now = latest;
    }
    if (raised) continue;
    try {
      if (PyErr_CheckSignals() != 0) throw py::error_already_set();
      if (!report.is_none() && now.total > 0) report(as_dictionary_of(now));
    } catch (...) {
      raised = std::current_exception();
      stop = true;
    }
  }
  worker.join();
  if (failure) std::rethrow_exception(failure);
  if (raised) {
    try {
      std::rethrow_exception(raised);
    } catch (py::error_already_set& error) {
      if (!error.matches(PyExc_KeyboardInterrupt)) throw;
    }
    const std::string path = outcome.output.string();
    const std::string next = outcome.interrupted ? "weightshed.resume(\"" + path + "\") continues it"
                                                 : "the run had just ended: weightshed.open(\"" + path + "\")";
    const std::string message = std::to_string(outcome.progress.done) + " of " +
                                std::to_string(outcome.progress.total) + " histories are kept; " + next;
    py::set_error(PyExc_KeyboardInterrupt, message.c_str());
    throw py::error_already_set();
  }
  return outcome;
}

sim::RunOptions options_for(const std::filesystem::path& output, int threads) {
  sim::RunOptions options;
  options.output = output;
  options.threads = threads;
  return options;
}

// The call as one would write it in Python; the overrides are the settings whose origin is `-s`.
std::string call_of(const sim::Study& study) {
  if (!std::filesystem::exists(study.source.path)) return "weightshed.Study.from_toml(TEXT).run()";
  std::string overrides;
  for (const sim::Setting& setting : study.source.resolved) {
    if (setting.origin != "-s") continue;
    std::string quoted;
    for (const char letter : setting.key + "=" + setting.value) {
      if (letter == '\'' || letter == '\\') quoted += '\\';
      quoted += letter;
    }
    overrides += (overrides.empty() ? ", ['" : ", '") + quoted + "'";
  }
  return "weightshed.load(\"" + study.source.path.string() + "\"" + (overrides.empty() ? "" : overrides + "]") +
         ").run()";
}

py::dict run(const sim::Study& study, const std::filesystem::path& output, int threads, bool force, std::size_t shard,
             std::size_t shards, const py::object& report) {
  sim::RunOptions options = options_for(output, threads);
  options.force = force;
  options.shard = shard;
  options.shards = shards;
  options.command = call_of(study);
  return as_dictionary_of(
      run_listening(std::move(options), report, [&](const sim::RunOptions& o) { return sim::run_study(study, o); }));
}

py::dict resume(const std::filesystem::path& output, int threads, const py::object& report) {
  sim::RunOptions options = options_for(output, threads);
  options.command = "weightshed.resume(\"" + output.string() + "\")";
  return as_dictionary_of(run_listening(std::move(options), report, [](const sim::RunOptions& o) {
    return sim::resume_run(weightshed::history::kind(), o);
  }));
}

py::dict merge(const Paths& shards, const std::filesystem::path& output, bool force) {
  sim::RunOptions options = options_for(output, 0);
  options.force = force;
  options.command = "weightshed.merge(" + std::to_string(shards.size()) + " shards)";
  sim::RunOutcome outcome;
  {
    const py::gil_scoped_release release;
    outcome = sim::merge_shards(weightshed::history::kind(), shards, options);
  }
  return as_dictionary_of(outcome);
}

py::dict estimate(const sim::Study& study, int threads, double most_seconds) {
  using namespace py::literals;
  sim::Estimate cost;
  {
    const py::gil_scoped_release release;
    cost = sim::estimate_run(study, threads, 1, most_seconds);
  }
  return py::dict("past_seconds"_a = cost.past_seconds, "future_seconds"_a = cost.future_seconds,
                  "seconds"_a = cost.seconds, "at_least"_a = cost.at_least, "threads"_a = cost.threads,
                  "histories"_a = cost.histories);
}

}  // namespace

PYBIND11_MODULE(_core, m) {
  using namespace py::literals;
  m.doc() = "The C++ engine of weightshed; use the package `weightshed` instead.";
  // pybind11 asks for a function that takes the value. NOLINTNEXTLINE(performance-unnecessary-value-param)
  py::register_exception_translator([](std::exception_ptr thrown) {
    try {
      if (thrown) std::rethrow_exception(thrown);
    } catch (const sim::Error& error) {
      bindings::raise_in_python(error);
    }
  });

  py::class_<sim::Study>(m, "Study")
      .def_readonly("name", &sim::Study::name)
      .def_readonly("title", &sim::Study::title)
      .def_readonly("question", &sim::Study::question)
      .def_property_readonly("path", [](const sim::Study& s) { return s.source.path; })
      .def_property_readonly("text", [](const sim::Study& s) { return s.source.text; })
      .def_property_readonly("resolved_text", [](const sim::Study& s) { return s.source.resolved_text; })
      .def_property_readonly("structures", &structures_of)
      .def_property_readonly("coordinates",
                             [](const sim::Study& s) { return std::map(s.coordinates.begin(), s.coordinates.end()); })
      .def_property_readonly("sha256", [](const sim::Study& s) { return s.source.sha256; })
      .def_property_readonly("cells", &sim::Study::cells)
      .def_property_readonly("policies", &policies_of)
      .def_property_readonly("assumptions", &assumptions_of)
      .def_property_readonly("world_keys", [](const sim::Study& s) { return s.design.keys; })
      .def_property_readonly("settings", &settings_of)
      .def_property_readonly("measures",
                             [](const sim::Study& s) {
                               py::list out;
                               for (const std::size_t index : s.record.measures)
                                 out.append(s.kind->measures[index].key);
                               return out;
                             })
      .def_property_readonly("resolved", [](const sim::Study& s) {
        py::list out;
        for (const sim::Setting& setting : s.source.resolved) {
          out.append(py::make_tuple(setting.key, setting.value, setting.origin));
        }
        return out;
      });

  m.def(
      "load",
      [](const std::filesystem::path& path, const std::vector<std::string>& overrides, const Paths& library) {
        std::vector<std::string> warnings;
        sim::Study study = load(path, overrides, library, &warnings);
        return py::make_tuple(std::move(study), warnings);
      },
      "path"_a, "overrides"_a, "library"_a);
  m.def(
      "load_text",
      [](const std::string& text, const std::filesystem::path& path, const std::vector<std::string>& overrides,
         const Paths& library) {
        std::vector<std::string> warnings;
        sim::Study study = load_text(text, path, overrides, library, &warnings);
        return py::make_tuple(std::move(study), warnings);
      },
      "text"_a, "path"_a, "overrides"_a, "library"_a);
  m.def(
      "check",
      [](const std::filesystem::path& path, const std::vector<std::string>& overrides, const Paths& library) {
        return check([&](std::vector<std::string>* warnings) { load(path, overrides, library, warnings); });
      },
      "path"_a, "overrides"_a, "library"_a);
  m.def(
      "check_text",
      [](const std::string& text, const std::filesystem::path& path, const Paths& library) {
        return check([&](std::vector<std::string>* warnings) { load_text(text, path, {}, library, warnings); });
      },
      "text"_a, "path"_a, "library"_a);
  m.def("run", &run, "study"_a, "output"_a, "threads"_a, "force"_a, "shard"_a, "shards"_a, "progress"_a);
  m.def("resume", &resume, "output"_a, "threads"_a, "progress"_a);
  m.def("merge", &merge, "shards"_a, "output"_a, "force"_a);
  m.def("estimate", &estimate, "study"_a, "threads"_a, "most_seconds"_a);
  bindings::add_results(m);
  bindings::add_gathering(m);
  bindings::add_live(m);
  m.def(
      "check_result",
      [](const std::filesystem::path& path) {
        const py::gil_scoped_release release;
        const sim::ResultFile sound(path);
      },
      "path"_a);
  m.def(
      "printable",
      [](const std::string& text, const std::string& kept) {
        return py::bytes(sim::printable(text, kept));  // bytes, as a path need not be UTF-8
      },
      "text"_a, "kept"_a);
  m.def("parameters", [] { return dictionaries(weightshed::history::kind().parameters); });
  m.def("levers", [] { return dictionaries(weightshed::history::kind().levers); });
  m.def("measures", [] { return dictionaries(weightshed::history::kind().measures); });
  m.def("structures", [] { return dictionaries(weightshed::history::kind().structures); });
  m.def("certainty",
        [] { return py::make_tuple(dictionaries(sim::certainty_words), describe(sim::certainty_limits)); });
  m.def("patterns", [] { return dictionaries(weightshed::history::kind().patterns); });
  m.def(
      "nearest_name",
      [](const std::string& given, const std::vector<std::string>& names) { return sim::nearest_name(given, names); },
      "given"_a, "names"_a);
  m.def(
      "scenarios", [](const Paths& library) { return sim::scenario_names(library); }, "library"_a);
}
