// The class behind weightshed.Ecosystem: it adds Python's threads, signals and arrays to a LiveHistory, and no rule.
#include "bindings/live.hpp"

#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "bindings/views.hpp"
#include "sim/execution/cell.hpp"
#include "sim/execution/live_history.hpp"
#include "sim/execution/triggers.hpp"
#include "sim/model/labels.hpp"
#include "sim/results/lineage_columns.hpp"
#include "sim/scenario/further_policies.hpp"

namespace bindings {

namespace py = pybind11;

namespace {

// What all forks of a history share.
struct Plan {
  explicit Plan(sim::Study s) : study(std::move(s)), layout(layout_of(study)), schedule(schedule_of(study)) {}
  Plan(const Plan&) = delete;
  Plan& operator=(const Plan&) = delete;

  const sim::Study study;
  const sim::Layout layout;
  const sim::Schedule schedule;
};

template <class Value>
py::array_t<Value> array_of(const Value* values, const std::vector<py::ssize_t>& shape) {
  return py::array_t<Value>(shape, values);
}

std::vector<py::ssize_t> extents(const sim::MeasureCard& card, const sim::Coordinates& coordinates) {
  std::vector<py::ssize_t> shape;
  for (std::size_t d = 0; d < card.rank(); ++d) {
    shape.push_back(static_cast<py::ssize_t>(coordinates.find(card.dimensions[d])->second.size()));
  }
  return shape;
}

std::unique_ptr<sim::Model> begin(const sim::Study& study, std::size_t unit, std::optional<std::uint32_t> key) {
  sim::Beginning beginning = sim::beginning_of(study, unit);
  if (key) beginning.world_key = *key;
  const py::gil_scoped_release release;
  return study.kind->begin(beginning);
}

class Live {
 public:
  Live(const sim::Study& study, std::size_t policy, std::size_t world, std::size_t member,
       std::optional<std::uint32_t> key)
      : plan_(std::make_shared<const Plan>(study)),
        policy_(policy),
        history_(plan_->study, plan_->layout, plan_->schedule,
                 begin(plan_->study, world * plan_->study.run.members + member, key)) {}

  // A fork.
  Live copy() const {
    require_idle();
    return *this;
  }

  void step(std::uint32_t count) {
    require_idle();
    const std::uint32_t left = plan_->schedule.steps - history_.steps();
    if (count > left) {
      throw sim::Error(sim::Failure::invalid_input,
                       left == 0 ? "the history has ended on " + end()
                                 : "the history has " + std::to_string(left) + " steps left, until " + end());
    }
    run_to(history_.steps() + count);
  }

  // Until the first step that starts on or after the date.
  void run_until(const std::string& date) {
    require_idle();
    const sim::Date until = sim::day_or_month(date, sim::MonthDay::first);
    const sim::RunSettings& run = plan_->study.run;
    if (until < history_.model().clock().now() || until > run.end.plus_days(1)) {
      std::vector<sim::Problem> problems;
      add_problem(problems, {}, "date", sim::to_string(until) + " is not ahead of this history",
                  sim::to_string(history_.model().clock().now()) + " to " + sim::to_string(run.end.plus_days(1)));
      throw sim::Error(sim::Failure::invalid_input, std::move(problems));
    }
    run_to(std::min(plan_->schedule.steps, run.steps().first_from(until)));
  }

  void change(const std::string& actions) {
    require_idle();
    const sim::Policy& own = history_.follows() ? history_.policy() : plan_->study.policies[policy_];
    const std::vector<sim::Action> further =
        sim::further_actions(plan_->study, own, actions, history_.model().clock().now());
    if (!history_.follows()) history_.follow(plan_->study.policies[policy_]);
    history_.change(further);
  }

  std::string now() const { return sim::to_string(clock().now()); }
  std::string end() const { return sim::to_string(plan_->study.run.end); }
  std::uint32_t steps() const { return clock().step(); }
  bool is_over() const {
    require_idle();
    return history_.is_over();
  }

  // Days, word, actor and value, in the order of time; since the last call of step or run_until, or all.
  py::list events(bool all) const {
    require_idle();
    const auto& own = history_.model().events();
    const auto fired = history_.fired();
    std::vector<sim::Event> found(own.begin() + (all ? 0 : seen_events_), own.end());
    found.insert(found.end(), fired.begin() + (all ? 0 : seen_fired_), fired.end());
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.days < b.days; });
    const auto words = plan_->study.kind->event_words();
    py::list rows;
    for (const sim::Event& event : found)
      rows.append(py::make_tuple(event.days, words[event.kind], event.actor, event.value));
    return rows;
  }

  // The label of a dimension that is meant, and else the nearest one; each may be empty.
  std::pair<std::string, std::string> label(const std::string& dimension, const std::string& given) const {
    const sim::Study& study = plan_->study;
    const std::vector<std::string>& labels = study.coordinates.find(dimension)->second;
    const auto names = sim::label_names(*study.kind, study.tables, dimension);
    const auto meant = sim::label_meant(labels, names, given);
    return {meant ? labels[*meant] : std::string(), meant ? std::string() : sim::nearest_label(labels, names, given)};
  }

  // What a measure is now, on its own dimensions: flows over the last four weeks, or the last year.
  py::array_t<double> observe(std::size_t measure) const {
    require_idle();
    const sim::MeasureCard& card = plan_->study.kind->measures.at(measure);
    std::vector<double> row(width_of(card, plan_->study.coordinates), std::numeric_limits<double>::quiet_NaN());
    if (const auto window = sim::latest_steps(card.window, history_.steps(), plan_->study.run.steps()))
      history_.model().observe(measure, *window, row);
    return array_of(row.data(), extents(card, plan_->study.coordinates));
  }

  // Dates that have been read so far, and by measure what a run would have recorded, dates × its own dimensions.
  py::tuple recorded() const {
    require_idle();
    const std::size_t dates = history_.recorded_dates();
    std::vector<std::string> days;
    for (std::size_t d = 0; d < dates; ++d) days.push_back(sim::to_string(plan_->layout.dates[d]));
    py::dict values;
    for (std::size_t m = 0; m < plan_->layout.measures.size(); ++m) {
      const sim::MeasureCard& card = *plan_->layout.measures[m].card;
      std::vector<py::ssize_t> shape = extents(card, plan_->study.coordinates);
      shape.insert(shape.begin(), static_cast<py::ssize_t>(dates));
      values[py::str(std::string(card.key))] = array_of(history_.rows()[m].data(), shape);
    }
    return py::make_tuple(days, values);
  }

  py::dict columns(const std::string& table) const {
    require_idle();
    return columns_of(history_.state(), table);
  }
  py::dict words(const std::string& table) const {
    require_idle();
    return words_of(history_.model(), plan_->study.coordinates, table);
  }

  // The columns of the lineage so far, those of its merges, and the words of coded columns.
  py::tuple lineage() const {
    require_idle();
    const sim::LineageTable table = history_.model().lineage();
    py::dict nodes, merges, words;
    sim::each_node_column(
        [&](const sim::LineageColumn& column, const auto& values) {
          nodes[column.name] = array_of(values.data(), {static_cast<py::ssize_t>(values.size())});
          const std::string labels = column.labels;
          if (column.flags != nullptr) {
            words[column.name] = plan_->study.kind->*(column.flags);
          } else if (labels.starts_with("/")) {
            words[column.name] = plan_->study.coordinates.find(labels.substr(1))->second;
          } else if (!labels.empty()) {
            words[column.name] = table.releases;
          }
        },
        table);
    sim::each_merge_column(
        [&](const sim::LineageColumn& column, const auto& values) {
          merges[column.name] = array_of(values.data(), {static_cast<py::ssize_t>(values.size())});
        },
        table);
    return py::make_tuple(nodes, merges, words);
  }

 private:
  // A history is stepped without the interpreter lock: another thread may ask meanwhile.
  void require_idle() const {
    if (stepping_) throw std::runtime_error("another thread is stepping this ecosystem; step a copy of it instead");
    if (!failure_.empty()) throw std::runtime_error("this history failed and cannot go on: " + failure_);
  }

  const sim::Clock& clock() const {
    require_idle();
    return history_.model().clock();
  }

  void run_to(std::uint32_t step) {
    using Clock = std::chrono::steady_clock;
    struct Stepping {
      explicit Stepping(bool& f) : flag(f) { flag = true; }
      ~Stepping() { flag = false; }
      Stepping(const Stepping&) = delete;
      Stepping& operator=(const Stepping&) = delete;
      bool& flag;
    } const stepping(stepping_);
    seen_events_ = static_cast<std::ptrdiff_t>(history_.model().events().size());
    seen_fired_ = static_cast<std::ptrdiff_t>(history_.fired().size());
    while (history_.steps() < step) {
      {
        const py::gil_scoped_release release;
        const auto began = Clock::now();
        do {
          advance();
        } while (history_.steps() < step && Clock::now() - began < std::chrono::milliseconds(20));
      }
      // Ctrl-C is heard between two steps, so that what it leaves is a whole history.
      if (PyErr_CheckSignals() != 0) throw py::error_already_set();
    }
  }

  void advance() {
    if (!history_.follows() && history_.steps() == plan_->schedule.fork)
      history_.follow(plan_->study.policies[policy_]);
    try {
      history_.step();
    } catch (const std::exception& error) {
      failure_ = error.what();
      throw;
    }
  }

  std::shared_ptr<const Plan> plan_;
  std::size_t policy_;
  sim::LiveHistory history_;
  std::ptrdiff_t seen_events_ = 0, seen_fired_ = 0;
  bool stepping_ = false;
  std::string failure_;
};

}  // namespace

void add_live(py::module_& m) {
  using namespace py::literals;
  py::class_<Live>(m, "Live")
      .def(py::init<const sim::Study&, std::size_t, std::size_t, std::size_t, std::optional<std::uint32_t>>(),
           "study"_a, "policy"_a, "world"_a, "member"_a, "key"_a)
      .def("copy", &Live::copy)
      .def("step", &Live::step, "count"_a)
      .def("run_until", &Live::run_until, "date"_a)
      .def("change", &Live::change, "actions"_a)
      .def("events", &Live::events, "all"_a)
      .def("label", &Live::label, "dimension"_a, "given"_a)
      .def("observe", &Live::observe, "measure"_a)
      .def("recorded", &Live::recorded)
      .def("columns", &Live::columns, "table"_a)
      .def("words", &Live::words, "table"_a)
      .def("lineage", &Live::lineage)
      .def_property_readonly("now", &Live::now)
      .def_property_readonly("end", &Live::end)
      .def_property_readonly("steps", &Live::steps)
      .def_property_readonly("is_over", &Live::is_over);
}

}  // namespace bindings
