// RecordColumns are members of the records of a vector: the stride of an array is the size of a record.
#include "bindings/views.hpp"

#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <array>
#include <span>
#include <stdexcept>
#include <type_traits>
#include <vector>

#include "models/history/history.hpp"

namespace bindings {

namespace py = pybind11;

namespace {

using namespace weightshed;
using State = std::shared_ptr<const sim::Model>;

constexpr std::array<std::string_view, author_kinds> author_kind_words{"individual", "firm", "university",
                                                                       "bulk_uploader", "quantiser"};

const ecosystem::Ecosystem& ecosystem_of(const sim::Model& model) {
  return static_cast<const history::History&>(model).state();
}

// The number that a member is stored as: itself, or what stands behind an index or a word.
template <class Member>
struct Stored {
  using Number = Member;
  static constexpr py::ssize_t each = 0;  // values of a record, 0 for one
};
template <class Member>
requires std::is_enum_v<Member>
struct Stored<Member> {
  using Number = std::underlying_type_t<Member>;
  static constexpr py::ssize_t each = 0;
};
template <>
struct Stored<sim::NodeIndex> {
  using Number = std::uint32_t;
  static constexpr py::ssize_t each = 0;
};
template <class Member, std::size_t Size>
struct Stored<std::array<Member, Size>> {
  using Number = typename Stored<Member>::Number;
  static constexpr py::ssize_t each = Size;
};

// One value of each of `count` records, `stride` bytes apart; the array owns a share of the state.
template <class Member>
py::array view(const State& state, const Member* first, std::size_t count, std::size_t stride) {
  using Number = typename Stored<Member>::Number;
  std::vector<py::ssize_t> shape{static_cast<py::ssize_t>(count)}, strides{static_cast<py::ssize_t>(stride)};
  if constexpr (Stored<Member>::each > 0) {
    shape.push_back(Stored<Member>::each);
    strides.push_back(sizeof(Number));
  }
  const py::capsule owner(new State(state), [](void* share) { delete static_cast<State*>(share); });
  py::array_t<Number> array(shape, strides, reinterpret_cast<const Number*>(first), owner);
  py::detail::array_proxy(array.ptr())->flags &= ~py::detail::npy_api::NPY_ARRAY_WRITEABLE_;
  return array;
}

// Members of the records of a vector, as columns.
template <class Record>
class RecordColumns {
 public:
  RecordColumns(State state, std::span<const Record> records, py::dict into)
      : state_(std::move(state)), records_(records), into_(std::move(into)) {}

  template <class Member>
  RecordColumns& operator()(const char* name, Member Record::*member) {
    static const Record none{};  // an array of no length begins somewhere too
    const Record& first = records_.empty() ? none : records_.front();
    into_[name] = view(state_, &(first.*member), records_.size(), sizeof(Record));
    return *this;
  }

 private:
  State state_;
  std::span<const Record> records_;
  py::dict into_;
};

template <class Records>
auto columns(const State& state, const Records& records, const py::dict& into) {
  const std::span all(records.begin(), records.end());
  return RecordColumns<typename decltype(all)::value_type>(state, all, into);
}

void labs(const State& state, const py::dict& into) {
  using labs::Lab;
  const std::vector<Lab>& all = ecosystem_of(*state).labs.labs;
  columns(state, all, into)("country", &Lab::country)("kind", &Lab::kind)("family", &Lab::family)("entry", &Lab::entry)(
      "exit", &Lab::exit)("flagship_share", &Lab::flagship_share)("talent", &Lab::talent)(
      "log_compute", &Lab::log_compute)("efficiency", &Lab::efficiency)("induced", &Lab::induced)(
      "copied", &Lab::copied)("luck", &Lab::luck)("surprise", &Lab::surprise)("recorded", &Lab::recorded)(
      "shift", &Lab::shift)("best_released", &Lab::best_released)("open", &Lab::open)("revenue", &Lab::revenue)(
      "releases", &Lab::releases);
}

void bases(const State& state, const py::dict& into) {
  using lineage::Base;
  columns(state, ecosystem_of(*state).models.bases, into)("family", &Base::family)("lab", &Base::lab)(
      "country", &Base::country)("origin", &Base::origin)("task_class", &Base::task_class)("licence", &Base::licence)(
      "line", &Base::line)("purpose", &Base::purpose)("born", &Base::born_days)("parameters", &Base::total_parameters)(
      "active_parameters", &Base::active_parameters)("capability", &Base::capability)(
      "attraction_derive", &Base::attraction_derive)("attraction_use", &Base::attraction_use)("node", &Base::node);
}

void authors(const State& state, const py::dict& into) {
  using arrival::Author;
  columns(state, ecosystem_of(*state).authors.authors, into)("country", &Author::country)("kind", &Author::kind)(
      "activity", &Author::activity)("works", &Author::works)("last_parent", &Author::last_parent)(
      "habit", &Author::habit)("commercial", &Author::commercial)("own_licence", &Author::own_licence);
}

void adopters(const State& state, const py::dict& into) {
  using adoption::Organisation;
  columns(state, ecosystem_of(*state).adopters.organisations, into)("region", &Organisation::region)(
      "sector", &Organisation::sector)("family", &Organisation::family)("mode", &Organisation::mode)(
      "contracts", &Organisation::contracts)("next_choice", &Organisation::next_choice)("log_size",
                                                                                        &Organisation::log_size);
}

void graph(const State& state, const py::dict& into) {
  const lineage::Models& models = ecosystem_of(*state).models;
  const auto column = [&](const char* name, const auto& values) {
    into[name] = view(state, values.data(), values.size(), sizeof(*values.data()));
  };
  column("parent", models.topology.first_parents());
  column("base", models.base);
  column("author", models.author);
  column("born_step", models.born_step);
  column("capability", models.capability);
}

void merges(const State& state, const py::dict& into) {
  using Further = sim::Topology::FurtherParent;
  columns(state, ecosystem_of(*state).models.topology.further_parents(), into)("node", &Further::child)(
      "further_parent", &Further::parent);
}

}  // namespace

py::dict columns_of(const State& state, const std::string& table) {
  py::dict into;
  if (table == "labs") {
    labs(state, into);
  } else if (table == "bases") {
    bases(state, into);
  } else if (table == "authors") {
    authors(state, into);
  } else if (table == "adopters") {
    adopters(state, into);
  } else if (table == "graph") {
    graph(state, into);
  } else if (table == "merges") {
    merges(state, into);
  } else {
    throw std::invalid_argument("no table '" + table + "'");
  }
  return into;
}

py::dict words_of(const sim::Model& state, const sim::Coordinates& coordinates, const std::string& table) {
  using namespace py::literals;
  const auto labels = [&](const char* dimension) { return py::cast(coordinates.find(dimension)->second); };
  const auto words = [](const auto& all) { return py::cast(std::vector<std::string_view>(all.begin(), all.end())); };
  const py::object family = labels("family"), country = labels("country");
  if (table == "labs") {
    std::vector<std::string> names;
    for (const labs::Lab& lab : ecosystem_of(state).labs.labs) names.push_back(lab.id);
    return py::dict("lab"_a = names, "country"_a = country, "family"_a = family, "kind"_a = words(lab_kind_words));
  }
  if (table == "bases") {
    return py::dict("family"_a = family, "lab"_a = labels("lab"), "country"_a = country, "origin"_a = country,
                    "task_class"_a = words(task_class_words), "licence"_a = words(licence_words),
                    "line"_a = words(line_words), "purpose"_a = words(purpose_words));
  }
  if (table == "authors") {
    return py::dict("country"_a = labels("creator_country"), "kind"_a = words(author_kind_words), "habit"_a = family);
  }
  if (table == "adopters") {
    return py::dict("region"_a = country, "sector"_a = words(sector_words), "family"_a = family,
                    "mode"_a = words(adoption_mode_words));
  }
  return {};
}

}  // namespace bindings
