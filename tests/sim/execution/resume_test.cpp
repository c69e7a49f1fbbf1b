// No cell is lost: interrupted runs, broken parts and shards all end in the data of an uninterrupted run.
#include <atomic>
#include <catch2/catch.hpp>
#include <fstream>
#include <functional>

#include "sim/execution/run.hpp"
#include "sim/results/durable_file.hpp"
#include "sim/results/result_file.hpp"
#include "tests/sim/execution/same_data.hpp"
#include "tests/sim/execution/toy_model.hpp"

namespace fs = std::filesystem;

namespace {

constexpr std::size_t cells = 2 * 6 * 3;

sim::Study study() { return walkers::study(2, 6); }

sim::RunOptions to(const fs::path& output) {
  sim::RunOptions options;
  options.output = output;
  options.threads = 1;
  return options;
}

// Runs until `stop_at` cells are done, as an interrupt would end it.
sim::RunOutcome interrupted_run(const fs::path& output, std::size_t stop_at) {
  std::atomic<bool> stop{false};
  sim::RunOptions options = to(output);
  options.stop = &stop;
  options.progress = [&](const sim::Progress& progress) { stop = progress.done >= stop_at; };
  return run_study(study(), options);
}

std::vector<fs::path> parts_of(const fs::path& output) {
  std::vector<fs::path> parts;
  for (const auto& entry : fs::directory_iterator(output.string() + ".parts")) {
    if (entry.path().filename().string().starts_with("part-")) parts.push_back(entry.path());
  }
  return parts;
}

std::string message_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const sim::Error& error) {
    return error.what();
  }
  return "";
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("an interrupted run keeps its cells and ends in the same data when resumed") {
  const walkers::Folder folder;
  run_study(study(), to(folder / "whole.h5"));
  const sim::RunOutcome first = interrupted_run(folder / "out.h5", 9);
  REQUIRE(first.interrupted);
  REQUIRE(first.progress.done == 9);
  REQUIRE_FALSE(fs::exists(folder / "out.h5"));
  std::size_t simulated = 0;
  sim::RunOptions options = to(folder / "out.h5");
  options.progress = [&](const sim::Progress&) { ++simulated; };
  const sim::RunOutcome second = resume_run(walkers::kind(), options);
  REQUIRE_FALSE(second.interrupted);
  REQUIRE(second.progress.done_before == 9);
  REQUIRE(second.progress.done == cells);
  REQUIRE(simulated == (cells - 9) / 3);
  REQUIRE_FALSE(fs::exists(folder / "out.h5.parts"));
  walkers::require_same_data(folder / "whole.h5", folder / "out.h5");
}

TEST_CASE("running an interrupted study again goes on with it") {
  const walkers::Folder folder;
  interrupted_run(folder / "out.h5", 12);
  const sim::RunOutcome outcome = run_study(study(), to(folder / "out.h5"));
  REQUIRE(outcome.progress.done_before == 12);
  REQUIRE(outcome.progress.done == cells);
}

TEST_CASE("a run that was interrupted before its first part can be resumed") {
  const walkers::Folder folder;
  run_study(study(), to(folder / "whole.h5"));
  interrupted_run(folder / "out.h5", 3);
  for (const fs::path& part : parts_of(folder / "out.h5")) fs::remove(part);
  REQUIRE(resume_run(walkers::kind(), to(folder / "out.h5")).progress.done_before == 0);
  walkers::require_same_data(folder / "whole.h5", folder / "out.h5");
}

TEST_CASE("the cells of a truncated part are simulated again") {
  const walkers::Folder folder;
  run_study(study(), to(folder / "whole.h5"));
  interrupted_run(folder / "out.h5", 9);
  const fs::path part = parts_of(folder / "out.h5").at(0);
  fs::resize_file(part, fs::file_size(part) / 2);
  const sim::RunOutcome outcome = resume_run(walkers::kind(), to(folder / "out.h5"));
  REQUIRE(outcome.progress.done_before == 0);
  REQUIRE(outcome.progress.done == cells);
  walkers::require_same_data(folder / "whole.h5", folder / "out.h5");
}

TEST_CASE("a flipped byte anywhere in a part is noticed or harmless") {
  const walkers::Folder folder;
  run_study(study(), to(folder / "whole.h5"));
  interrupted_run(folder / "out.h5", 9);
  const fs::path part = parts_of(folder / "out.h5").at(0);
  const std::string sound = sim::read_text(part);
  const std::string record = sim::read_text(folder / "out.h5.parts" / "study.json");
  for (std::size_t at = 0; at < sound.size(); at += 1 + sound.size() / 40) {
    INFO("byte " << at << " of " << sound.size());
    fs::create_directories(folder / "out.h5.parts");
    std::ofstream(folder / "out.h5.parts" / "study.json", std::ios::binary) << record;
    std::string broken = sound;
    broken[at] = static_cast<char>(broken[at] ^ 0x55);
    std::ofstream(part, std::ios::binary) << broken;
    resume_run(walkers::kind(), to(folder / "out.h5"));
    walkers::require_same_data(folder / "whole.h5", folder / "out.h5");
    fs::remove(folder / "out.h5");
  }
}

TEST_CASE("a complete result is left as it is by resume") {
  const walkers::Folder folder;
  run_study(study(), to(folder / "out.h5"));
  const auto written = fs::last_write_time(folder / "out.h5");
  const sim::RunOutcome outcome = resume_run(walkers::kind(), to(folder / "out.h5"));
  REQUIRE(outcome.progress.done == cells);
  REQUIRE(outcome.progress.done_before == cells);
  REQUIRE(fs::last_write_time(folder / "out.h5") == written);
}

TEST_CASE("resume without a run says that there is nothing to resume") {
  const walkers::Folder folder;
  REQUIRE(contains(message_of([&] { resume_run(walkers::kind(), to(folder / "out.h5")); }), "nothing to resume"));
}

TEST_CASE("parts of another study are not mixed in") {
  const walkers::Folder folder;
  interrupted_run(folder / "out.h5", 3);
  REQUIRE(contains(message_of([&] { run_study(walkers::study(1, 1), to(folder / "out.h5")); }),
                   "unfinished run of another"));
  sim::RunOptions options = to(folder / "out.h5");
  options.force = true;
  REQUIRE(run_study(walkers::study(1, 1), options).progress.done == 3);
}

TEST_CASE("two processes do not run one study into one output") {
  const walkers::Folder folder;
  std::string message;
  sim::RunOptions options = to(folder / "out.h5");
  options.progress = [&](const sim::Progress& progress) {
    if (progress.done == 3) message = message_of([&] { run_study(study(), to(folder / "out.h5")); });
  };
  run_study(study(), options);
  REQUIRE(contains(message, "another process is writing this study"));
}

TEST_CASE("shards merge into the data of one run, in one folder or in several") {
  const walkers::Folder folder;
  run_study(study(), to(folder / "whole.h5"));
  std::vector<fs::path> shards;
  for (std::size_t shard = 0; shard < 3; ++shard) {
    sim::RunOptions options = to(folder / ("shard" + std::to_string(shard) + ".h5"));
    options.shard = shard;
    options.shards = 3;
    const sim::RunOutcome outcome = run_study(study(), options);
    REQUIRE(outcome.progress.total == 12);
    shards.push_back(options.output);
    options.output = folder / "together.h5";
    run_study(study(), options);
  }
  const std::string lacking = message_of([&] {
    merge_shards(walkers::kind(), {shards[0], shards[2]}, to(folder / "merged.h5"));
  });
  REQUIRE(contains(lacking, "the parts lack 4 of 12 (world, member) pairs; the first is world 0, member 1"));
  REQUIRE(merge_shards(walkers::kind(), shards, to(folder / "merged.h5")).progress.done == cells);
  walkers::require_same_data(folder / "whole.h5", folder / "merged.h5");
  merge_shards(walkers::kind(), {folder / "together.h5.parts"}, to(folder / "merged2.h5"));
  walkers::require_same_data(folder / "whole.h5", folder / "merged2.h5");
  // Handing the same shards in twice changes nothing either.
  shards.insert(shards.end(), {folder / "together.h5"});
  merge_shards(walkers::kind(), shards, to(folder / "merged3.h5"));
  walkers::require_same_data(folder / "whole.h5", folder / "merged3.h5");
}

TEST_CASE("shards of different studies do not merge") {
  const walkers::Folder folder;
  interrupted_run(folder / "a.h5", 3);
  sim::RunOptions options = to(folder / "b.h5");
  options.shards = 2;
  run_study(walkers::study(1, 4), options);
  REQUIRE(contains(message_of([&] {
                     merge_shards(walkers::kind(), {folder / "a.h5", folder / "b.h5"}, to(folder / "c.h5"));
                   }),
                   "holds a different study"));
  run_study(study(), to(folder / "done.h5"));
  REQUIRE(contains(message_of([&] { merge_shards(walkers::kind(), {folder / "done.h5"}, to(folder / "c.h5")); }),
                   "a finished result cannot be merged"));
}

TEST_CASE("a run that may replace an output does not touch what another process is writing") {
  const walkers::Folder folder;
  std::string message, of_shard;
  sim::RunOptions options = to(folder / "out.h5");
  options.progress = [&](const sim::Progress& progress) {
    if (progress.done != 3) return;
    sim::RunOptions other = to(folder / "out.h5");
    other.force = true;
    message = message_of([&] { run_study(study(), other); });
    other.force = false;
    other.shard = 1;
    other.shards = 2;
    of_shard = message_of([&] { run_study(study(), other); });
  };
  REQUIRE(run_study(study(), options).progress.done == cells);
  REQUIRE(contains(message, "another process is writing this study"));
  REQUIRE(contains(of_shard, "another process is writing this study"));
}

TEST_CASE("shards work side by side, and nobody joins while one is at work") {
  const walkers::Folder folder;
  sim::RunOptions first = to(folder / "out.h5");
  first.shards = 2;
  std::string whole, resumed, same;
  first.progress = [&](const sim::Progress& progress) {
    if (progress.done != 3) return;
    sim::RunOptions second = to(folder / "out.h5");
    second.shards = 2;
    same = message_of([&] { run_study(study(), second); });
    second.shard = 1;
    REQUIRE(run_study(study(), second).progress.done == cells / 2);
    whole = message_of([&] { run_study(study(), to(folder / "out.h5")); });
    resumed = message_of([&] { resume_run(walkers::kind(), to(folder / "out.h5")); });
  };
  run_study(study(), first);
  for (const std::string& message : {whole, resumed, same}) {
    REQUIRE(contains(message, "another process is writing this study"));
  }
  REQUIRE(resume_run(walkers::kind(), to(folder / "out.h5")).progress.done_before == cells);
}

TEST_CASE("a part that disappears is missed, and nothing is written") {
  const walkers::Folder folder;
  sim::RunOptions shard = to(folder / "out.h5");
  shard.shards = 2;
  run_study(study(), shard);
  REQUIRE(contains(message_of([&] { merge_shards(walkers::kind(), {folder / "out.h5"}, to(folder / "merged.h5")); }),
                   "the parts lack 6 of 12"));
  REQUIRE_FALSE(fs::exists(folder / "merged.h5"));
}

TEST_CASE("a record of the study that is damaged is refused") {
  const walkers::Folder folder;
  interrupted_run(folder / "out.h5", 9);
  const fs::path path = folder / "out.h5.parts" / "study.json";
  std::string record = sim::read_text(path);
  const std::size_t at = record.find("0.5");
  record.at(at == std::string::npos ? record.size() / 2 : at) ^= 1;
  std::ofstream(path, std::ios::binary) << record;
  REQUIRE(contains(message_of([&] { resume_run(walkers::kind(), to(folder / "out.h5")); }), "is damaged"));
  REQUIRE(contains(message_of([&] { run_study(study(), to(folder / "out.h5")); }), "is damaged"));
  sim::RunOptions options = to(folder / "out.h5");
  options.force = true;
  REQUIRE(run_study(study(), options).progress.done == cells);
}

TEST_CASE("files of somebody else in a folder of parts stay, and a folder that is not ours is refused") {
  const walkers::Folder folder;
  interrupted_run(folder / "out.h5", 9);
  std::ofstream(folder / "out.h5.parts" / "notes.txt") << "mine";
  resume_run(walkers::kind(), to(folder / "out.h5"));
  REQUIRE(sim::read_text(folder / "out.h5.parts" / "notes.txt") == "mine");
  REQUIRE(std::distance(fs::directory_iterator(folder / "out.h5.parts"), {}) == 1);
  sim::RunOptions options = to(folder / "out.h5");
  options.force = true;
  REQUIRE(contains(message_of([&] { run_study(study(), options); }), "is in the way"));
  REQUIRE(sim::read_text(folder / "out.h5.parts" / "notes.txt") == "mine");
}
