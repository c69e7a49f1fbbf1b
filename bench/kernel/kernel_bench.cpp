// Time and memory a node of growing a derivation graph, against what the machine allows in the same run.
//
// Usage: kernel_bench [--json] [--rounds R] [--law full|ba] [NODES ...]; both laws by default; without sizes 1000000
// and 10000000, three rounds. kernel_bench --limits [ROUNDS] measures the machine alone, with lines of 16 MB, as JSON.
// Law "full": 400 families, popularity 1, lognormal fitness of sd 0.5, decay 52 weeks, logistic growth over 676 weeks.
// Law "ba": one family, no fitness, no ageing, the same weeks: what Barabasi-Albert generators make. CPU time of one
// thread, the median of rounds in which laws, sizes and limits take turns. Warm: a round before the first touches the
// memory, and the allocator keeps it. Nodes of a week are numbered by family, then by entity.
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <numeric>
#include <string>
#include <vector>

#include "bench/kernel/machine_limits.hpp"
#include "sim/choice/cumulative.hpp"
#include "sim/choice/ticket_sampler.hpp"
#include "sim/graph/topology.hpp"
#include "sim/random/normal.hpp"

namespace {

using bench::cpu_ns;

constexpr std::uint32_t weeks = 676;

struct Law {
  const char* name;
  std::uint32_t families;
  double fitness_sd;
  double decay_weeks;  // 0: no ageing
};
constexpr Law full{"full", 400, 0.5, 52};
constexpr Law ba{"ba", 1, 0, 0};

// ns a node of each part; `total` is measured around all of them.
struct Times {
  double requests = 0, sort = 0, draw = 0, fitness = 0, append = 0, columns = 0, total = 0;
};

// Bytes resident in this process.
double resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  double size = 0, resident = 0;
  statm >> size >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

// Nodes at the end of week w: logistic from about 1% to 99%.
std::size_t nodes_by(std::uint32_t week, std::size_t size) {
  const double x = 9.2 * (week / (weeks - 1.0) - 0.5);
  return static_cast<std::size_t>(static_cast<double>(size) / (1 + std::exp(-x)) / (1 / (1 + std::exp(-4.6))));
}

struct Graph {
  sim::TicketSampler sampler{1.0};
  sim::Topology topology;
  // The cold columns of a model.
  std::vector<std::uint32_t> author;
  std::vector<std::uint16_t> family, born, capability;

  // Forgets all nodes and keeps the memory: copying a vector into one that has room takes none.
  void clear() {
    const sim::TicketSampler no_nodes(1.0);
    const sim::Topology no_edges;
    sampler = no_nodes;
    topology = no_edges;
    author.clear();
    family.clear();
    born.clear();
    capability.clear();
  }

  explicit Graph(std::size_t size) {
    sampler.reserve(size);
    topology.reserve(size);
    author.reserve(size);
    family.reserve(size);
    born.reserve(size);
    capability.reserve(size);
  }
  void write_columns(std::uint32_t who, std::uint32_t group, std::uint32_t week) {
    author.push_back(who);
    family.push_back(static_cast<std::uint16_t>(group));
    born.push_back(static_cast<std::uint16_t>(week));
    capability.push_back(static_cast<std::uint16_t>(who));
  }
};

// Counting sort of a week's works by family: a family's bags and nodes are then touched together. The identity of a
// draw is (entity, week), so no parent depends on it.
void sort_by_family(std::vector<sim::TicketSampler::Request>& requests, std::uint32_t families,
                    std::vector<sim::TicketSampler::Request>& sorted) {
  if (families == 1) return;
  std::vector<std::uint32_t> next(families + 1, 0);
  for (const auto& request : requests) ++next[request.group.value + 1];
  std::partial_sum(next.begin(), next.end(), next.begin());
  sorted.resize(requests.size());
  for (const auto& request : requests) sorted[next[request.group.value]++] = request;
  requests.swap(sorted);
}

struct Run {
  Times times;
  std::uint64_t hash = 0;  // of all parents: must not depend on compiler flags
};

Run grow(Graph& graph, const Law& law, std::size_t size) {
  graph.clear();
  const sim::Stream family_stream(1, 0, "family"), parent_stream(1, 0, "parent"), fitness_stream(1, 0, "fitness");
  std::vector<double> attraction;
  for (std::uint32_t f = 0; f < law.families; ++f) {
    attraction.push_back(1.0 / (f + 1.0));  // Zipf
    const sim::GroupIndex group = graph.sampler.add_group();
    graph.sampler.add_root(group, 1.0);
    graph.topology.add_root();
    graph.write_columns(f, f, 0);
  }
  const sim::Cumulative families(attraction);

  Times t;
  std::vector<sim::TicketSampler::Request> requests, sorted;
  std::vector<sim::NodeIndex> parents;
  std::vector<sim::TicketSampler::Birth> births;
  std::uint64_t entity = 0;
  const double start = cpu_ns();
  for (std::uint32_t week = 1; week < weeks; ++week) {
    const std::size_t target = nodes_by(week, size);
    const std::size_t count = target > graph.sampler.size() ? target - graph.sampler.size() : 0;
    const double t0 = cpu_ns();
    requests.clear();
    for (std::size_t i = 0; i < count; ++i, ++entity) {
      const std::size_t f = law.families == 1 ? 0 : families.draw(family_stream.at(entity, week).uniform());
      requests.push_back({entity, week, sim::GroupIndex{static_cast<std::uint32_t>(f)}});
    }
    parents.resize(count);
    const double t0b = cpu_ns();
    sort_by_family(requests, law.families, sorted);
    const double t1 = cpu_ns();
    graph.sampler.draw(parent_stream, requests, parents);
    const double t2 = cpu_ns();
    births.clear();
    const double decayed = law.decay_weeks > 0 ? std::exp(week / law.decay_weeks) : 1.0;
    for (std::size_t i = 0; i < count; ++i) {
      double weight = decayed;
      if (law.fitness_sd > 0) {
        sim::Draws draws = fitness_stream.at(requests[i].entity, week);
        weight = sim::lognormal(draws, decayed, law.fitness_sd);
      }
      births.push_back({requests[i].group, parents[i], weight});
    }
    const double t3 = cpu_ns();
    graph.sampler.append(births);
    const double t4 = cpu_ns();
    for (std::size_t i = 0; i < count; ++i) {
      graph.topology.add(parents[i]);
      graph.write_columns(static_cast<std::uint32_t>(requests[i].entity), requests[i].group.value, week);
    }
    const double t5 = cpu_ns();
    t.requests += t0b - t0;
    t.sort += t1 - t0b;
    t.draw += t2 - t1;
    t.fitness += t3 - t2;
    t.append += t4 - t3;
    t.columns += t5 - t4;
  }
  t.total = cpu_ns() - start;
  Run run;
  const auto n = static_cast<double>(graph.sampler.size());
  for (double Times::*part : {&Times::requests, &Times::sort, &Times::draw, &Times::fitness, &Times::append,
                              &Times::columns, &Times::total}) {
    t.*part /= n;
  }
  run.times = t;
  for (std::size_t i = 0; i < graph.topology.size(); ++i) {
    run.hash = (run.hash ^ graph.topology.parent(sim::NodeIndex(i)).value) * 0x100000001b3U;
  }
  return run;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

struct Case {
  Case(const Law& l, std::size_t s) : law(l), size(s) {}

  Law law;
  std::size_t size;
  Graph graph{size};
  std::vector<Run> runs;
  Run cold;
  std::vector<double> philox, ticket_line, parent_line, write_byte;
  double cold_bytes_a_node = 0;

  double middle(double Times::*part) const {
    std::vector<double> values;
    for (const Run& run : runs) values.push_back(run.times.*part);
    return median(values);
  }

  // Trials a draw when significands are spread as 1/x: a proposal is accepted with 1 / (2 ln 2) = 0.721.
  static constexpr double trials_full = 1.386;
  // All weights 1 lie at the bottom of their class.
  static constexpr double trials_ba = 2.0;

  // What a node cannot do without: the words and ticket lines of its trials, one more block of words for family and
  // fitness (law full), its parent's line, its bytes. Per node 16 hot, 16 of tickets, 4 of topology, 10 of cold
  // columns.
  double bound() const {
    const bool plain = law.families == 1;
    const double trials = plain ? trials_ba : trials_full;
    return trials * (median(philox) + median(ticket_line)) + (plain ? 0 : median(philox)) + median(parent_line) +
           46 * median(write_byte);
  }
};

void measure(Case& c) {
  c.runs.push_back(grow(c.graph, c.law, c.size));
  c.philox.push_back(bench::philox_ns());
  c.ticket_line.push_back(bench::random_line_ns(16 * c.size));
  c.parent_line.push_back(bench::random_line_ns(16 * c.size));
  c.write_byte.push_back(bench::streaming_write_ns());
}

void print(const Case& c, bool json) {
  const double total = c.middle(&Times::total);
  if (json) {
    std::printf(
        "{\"law\": \"%s\", \"nodes\": %zu, \"ns\": %.2f, \"draw_ns\": %.2f, \"append_ns\": %.2f, \"bound_ns\": %.2f, "
        "\"cold_ns\": %.2f, "
        "\"bytes\": %.2f, \"hash\": \"%016lx\"}\n",
        c.law.name, c.size, total, c.middle(&Times::draw), c.middle(&Times::append), c.bound(), c.cold.times.total,
        c.cold_bytes_a_node, c.runs[0].hash);
    return;
  }
  std::printf("%-5s %9zu  %6.1f = %5.1f + %5.1f + %5.1f + %5.1f + %5.1f + %5.1f   %6.1f  %5.1f   %6.1f %6.1f  %016lx\n",
              c.law.name, c.size, total, c.middle(&Times::requests), c.middle(&Times::sort), c.middle(&Times::draw),
              c.middle(&Times::fitness), c.middle(&Times::append), c.middle(&Times::columns), c.bound(),
              total / c.bound(), c.cold.times.total, c.cold_bytes_a_node, c.runs[0].hash);
}

void print_limits(int rounds) {
  constexpr std::size_t bytes = 16'000'000;  // the hot records of a million nodes
  std::vector<double> philox, together, quantile, line, byte;
  for (int round = 0; round < rounds; ++round) {
    philox.push_back(bench::philox_ns());
    together.push_back(bench::philox_together_ns());
    quantile.push_back(bench::normal_quantile_ns());
    line.push_back(bench::random_line_ns(bytes));
    byte.push_back(bench::streaming_write_ns());
  }
  std::printf("{\"philox\": %.4f, \"philox_together\": %.4f, \"quantile\": %.4f, \"line\": %.4f, \"byte\": %.5f}\n",
              median(philox), median(together), median(quantile), median(line), median(byte));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1 && std::string(argv[1]) == "--limits") {
    print_limits(argc > 2 ? std::max(1, std::atoi(argv[2])) : 3);
    return 0;
  }
  bool json = false;
  int rounds = 3;
  std::string only;
  std::vector<std::size_t> sizes;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--json") {
      json = true;
    } else if (argument == "--rounds" && i + 1 < argc) {
      rounds = std::max(1, std::atoi(argv[++i]));
    } else if (argument == "--law" && i + 1 < argc) {
      only = argv[++i];
    } else {
      sizes.push_back(std::strtoull(argument.c_str(), nullptr, 10));
    }
  }
  if (sizes.empty()) sizes = {1'000'000, 10'000'000};

  std::vector<Case> cases;
  std::sort(sizes.begin(), sizes.end());  // a smaller size never hides the first touch of a larger one
  for (const Law& law : {full, ba}) {
    if (!only.empty() && only != law.name) continue;
    for (const std::size_t size : sizes) cases.emplace_back(law, size);
  }

  // The first growth touches the memory: it is timed as cold, and what it adds to the resident set is a node's memory.
  for (Case& c : cases) {
    const double before = resident_bytes();
    c.cold = grow(c.graph, c.law, c.size);
    c.cold_bytes_a_node = (resident_bytes() - before) / static_cast<double>(c.size);
  }
  for (int round = 0; round < rounds; ++round) {
    for (Case& c : cases) measure(c);
  }
  if (!json) {
    std::printf("median of %d rounds, ns of CPU a node; bytes: resident set a node, first growth\n", rounds);
    std::printf(
        "law       nodes   total = family +  sort +  draw + fitness + append + columns  bound  ratio     cold  bytes  "
        "hash\n");
  }
  for (const Case& c : cases) print(c, json);
  if (!json) {
    for (const Case& c : cases) {
      std::printf("limits at %9zu: Philox %.2f, ticket line %.2f, parent line %.2f, byte written %.3f\n", c.size,
                  median(c.philox), median(c.ticket_line), median(c.parent_line), median(c.write_byte));
    }
  }
}
