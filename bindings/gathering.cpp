// The lock of the interpreter is held wherever HDF5 works, which not every build of it allows on two threads at once.
#include "bindings/gathering.hpp"

#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <memory>
#include <string>
#include <vector>

#include "models/history/kind.hpp"
#include "sim/execution/gathering.hpp"
#include "sim/results/part_file.hpp"
#include "sim/results/provenance.hpp"
#include "sim/results/study_record.hpp"

namespace bindings {

namespace py = pybind11;

namespace {

sim::Study study_of_record(const std::string& record) {
  return study_from_json(weightshed::history::kind(), record, "the record of a study");
}

// Units of a study as a part; only simulating lets other threads of Python go on.
py::bytes part(const sim::Study& study, const std::vector<std::size_t>& units, int threads) {
  if (units.empty()) throw sim::Error(sim::Failure::usage, "a part has at least one unit");
  std::vector<sim::UnitRecord> records;
  {
    const py::gil_scoped_release release;
    records = simulate_units(study, units, threads);
  }
  return sim::part_of(study.source.sha256, layout_of(study), records);
}

// A run whose units are simulated elsewhere.
class Gatherer {
 public:
  Gatherer(const sim::Study& study, const std::filesystem::path& output, bool force, const std::string& command) {
    sim::RunOptions options;
    options.output = output;
    options.force = force;
    options.command = command;
    run_ = begin_run(study, options);
  }

  std::string record() const { return run().record(); }
  std::vector<std::size_t> missing() const { return run().missing(); }
  py::dict progress() const { return as_dictionary_of(run().progress()); }
  void add(const std::string& part) { run().add(part); }

  // Only once; what is missing stays missing, and the folder is free for another process.
  py::dict finish() {
    const std::unique_ptr<sim::Gathering> run = std::move(run_);
    if (!run) throw sim::Error(sim::Failure::usage, "this run has been finished");
    sim::RunOutcome outcome;
    {
      const py::gil_scoped_release release;  // nothing else of ours works on files meanwhile
      outcome = std::move(*run).finish();
    }
    return as_dictionary_of(outcome);
  }

 private:
  sim::Gathering& run() const {
    if (!run_) throw sim::Error(sim::Failure::usage, "this run has been finished");
    return *run_;
  }

  std::unique_ptr<sim::Gathering> run_;
};

}  // namespace

py::dict as_dictionary_of(const sim::Progress& p) {
  using namespace py::literals;
  return py::dict("done"_a = p.done, "failed"_a = p.failed, "total"_a = p.total, "seconds"_a = p.seconds,
                  "done_before"_a = p.done_before);
}

py::dict as_dictionary_of(const sim::RunOutcome& outcome) {
  using namespace py::literals;
  return py::dict("output"_a = outcome.output, "progress"_a = as_dictionary_of(outcome.progress),
                  "interrupted"_a = outcome.interrupted, "failures"_a = outcome.failures,
                  "precision"_a = outcome.precision);
}

void add_gathering(py::module_& m) {
  using namespace py::literals;
  m.def("program", [] {
    return py::dict("version"_a = sim::program_version(), "revision"_a = sim::program_revision(),
                    "compiler"_a = sim::compiler());
  });
  m.def("study_of_record", &study_of_record, "record"_a);
  m.def("part", &part, "study"_a, "units"_a, "threads"_a);
  py::class_<Gatherer>(m, "Gathering")
      .def(py::init<const sim::Study&, const std::filesystem::path&, bool, const std::string&>(), "study"_a, "output"_a,
           "force"_a, "command"_a)
      .def("record", &Gatherer::record)
      .def("missing", &Gatherer::missing)
      .def("progress", &Gatherer::progress)
      .def("add", &Gatherer::add, "part"_a)
      .def("finish", &Gatherer::finish);
}

}  // namespace bindings
