// The lineage of a result: written, read back, counted, written for other programs; and strangers' rows refused.
#include <catch2/catch.hpp>
#include <sstream>

#include "sim/execution/run.hpp"
#include "sim/results/hdf5.hpp"
#include "sim/results/lineage_files.hpp"
#include "sim/results/lineage_summary.hpp"
#include "tests/sim/execution/toy_model.hpp"
#include "tests/sim/results/old_format.hpp"

namespace {

std::filesystem::path run_toy(const walkers::Folder& folder, sim::LineageRecord lineage) {
  sim::Study study = walkers::study(2, 2);
  study.record.lineage = lineage;
  sim::RunOptions options;
  options.output = folder / "toy.h5";
  options.threads = 2;
  run_study(study, options);
  return options.output;
}

sim::RecordedLineage read(const std::filesystem::path& file, std::size_t world = 0, std::size_t member = 0) {
  return sim::read_lineage(sim::ResultFile(file), "pushed", world, member);
}

// The message of the error that opening gives after `spoil` has changed the file; empty when it opens.
template <class Spoil>
std::string message_after(const std::filesystem::path& file, Spoil spoil) {
  {
    const hid_t open = H5Fopen(file.c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
    spoil(open);
    H5Fclose(open);
  }
  try {
    read(file);
  } catch (const sim::Error& error) {
    return error.what();
  }
  return "";
}

void overwrite(hid_t file, const char* name, hsize_t at, std::uint32_t value) {
  const sim::h5::Handle dataset = sim::h5::open_dataset(file, name);
  sim::h5::write(dataset.get(), H5T_NATIVE_UINT32, {at}, {1}, &value);
}

}  // namespace

TEST_CASE("a result gives back the lineage of each history, with names, all parents and dates") {
  const walkers::Folder folder;
  const auto file = run_toy(folder, sim::LineageRecord::all);
  const sim::RecordedLineage lineage = read(file, 1, 1);
  const sim::LineageTable& t = lineage.table;
  REQUIRE(t.size() == 8);  // an event every 13 weeks of two years
  CHECK(lineage.name(0) == "walker of member 1");
  CHECK(read(file, 1, 0).name(0) == "walker one");
  CHECK(lineage.name(5) == "finetune of walker of member 1, 2020-09-28, row 5");
  CHECK(t.merge == std::vector<std::uint32_t>{3, 7});
  REQUIRE(lineage.graph.further_parents(sim::NodeIndex(7)).size() == 1);
  CHECK(lineage.graph.further_parents(sim::NodeIndex(7))[0].parent == sim::NodeIndex(0));
  CHECK(t.born[0] == Approx(sim::date_of(2019, 7, 1).days + 0.25));
  CHECK(lineage.word("country", t.country[1]) == "CN");
  CHECK(lineage.word("family", 0) == "unknown");  // the toy has no families
}

TEST_CASE("what hangs, falls and conflicts is counted by base and by country of base") {
  const walkers::Folder folder;
  sim::RecordedLineage lineage = read(run_toy(folder, sim::LineageRecord::one_member));
  lineage.table.licence = {3, 1, 3, 1, 4, 1, 3, 3};  // row i stands on i / 2; 3 and 7 on 0 too
  lineage.table.trainings = {0, 1, 1, 2, 2, 2, 3, 3};
  lineage.scale = 0.5;
  const sim::LineageSummary s = summarise(lineage, sim::LineageGrouping::base, 0);
  CHECK(s.bases == 1);
  CHECK(s.derivatives == 7);
  CHECK(s.merges == 2);
  CHECK(s.parts == 1);
  REQUIRE(s.rows.size() == 1);
  CHECK(s.rows[0].descendants == 7);
  CHECK(s.rows[0].alone.models == 7);
  CHECK(s.rows[0].alone.downloads == Approx(2.0 * (1 + 2 + 3 + 4 + 5 + 6 + 7)));  // the i-th has i, for two works
  CHECK(s.rows[0].exposure == Approx(1.0));
  CHECK(s.conflicts.with_parent == 4);  // rows 2, 4, 6 and 7
  CHECK(s.conflicts.with_ancestor == 4);
  lineage.table.licence[5] = 3;  // as its parent 2, which grants more than its own parent 1
  const auto again = summarise(lineage, sim::LineageGrouping::base, 0).conflicts;
  CHECK(again.with_parent == 4);
  CHECK(again.with_ancestor == 5);
  const sim::Removal removal = find_removal(lineage, "walker one");
  CHECK(removal.name() == "base:walker one");
  const std::vector<bool> gone = fallen(lineage, {removal});
  CHECK(std::count(gone.begin(), gone.end(), true) == 8);
  CHECK_THROWS_WITH(find_removal(lineage, "walker on"), Catch::Contains("did you mean 'walker one'?"));
}

TEST_CASE("rows of a stranger that contradict each other are refused with the reason") {
  const auto spoilt = [&](const char* dataset, hsize_t at, std::uint32_t value) {
    const walkers::Folder own;
    return message_after(run_toy(own, sim::LineageRecord::one_member),
                         [&](hid_t file) { overwrite(file, dataset, at, value); });
  };
  // The history of 'pushed' is the third of eight rows each.
  const char* const parent = "lineage/node_parent";
  CHECK_THAT(spoilt(parent, 16 + 4, 20), Catch::Contains("a parent has no row"));
  CHECK_THAT(spoilt(parent, 16 + 4, 100), Catch::Contains("/lineage/node_parent holds 100, which stands for nothing"));
  CHECK_THAT(spoilt(parent, 16 + 2, 5), Catch::Contains("descend from themselves"));
  CHECK_THAT(spoilt(parent, 16 + 2, 3), Catch::Contains("row 2 comes before its parent, row 3"));
  CHECK_THAT(spoilt("lineage/further_parents/further_merge", 4, 0),
             Catch::Contains("row 0 has a further parent and no first"));
}

TEST_CASE("a lineage that is missing or old is told apart") {
  const walkers::Folder folder;
  const auto file = run_toy(folder, sim::LineageRecord::one_member);
  CHECK_THROWS_WITH(read(file, 1), Catch::Contains("no lineage of policy 'pushed', world 1, member 0"));
  CHECK_THAT(message_after(walkers::file_of_format_1(folder / "old.h5"),
                           [](hid_t open) { H5Ldelete(open, "lineage/release", H5P_DEFAULT); }),
             Catch::Contains("format before 1.1"));
  CHECK_THAT(message_after(file, [](hid_t open) { H5Ldelete(open, "lineage", H5P_DEFAULT); }),
             Catch::Contains("holds no lineage: set `lineage`"));
}

TEST_CASE("tables for Gephi have a row for each model and each edge, and quote commas") {
  const walkers::Folder folder;
  const sim::RecordedLineage lineage = read(run_toy(folder, sim::LineageRecord::one_member));
  std::ostringstream nodes, edges;
  write_csv(nodes, edges, lineage);
  CHECK_THAT(nodes.str(),
             Catch::StartsWith("Id,Label,kind,licence,country,family,lab,release,born,parameters,") &&
                 Catch::Contains("\n0,walker one,base,apache-2.0,US,unknown,unknown,walker one,2019-07-01,") &&
                 Catch::Contains("\n3,\"finetune of walker one, 2020-03-30, row 3\",finetune,"));
  CHECK_THAT(edges.str(), Catch::Contains("\n1,3,Directed,finetune\n0,3,Directed,finetune\n"));
}
