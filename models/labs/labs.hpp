// Labs: named ones from the roster, slots for entrants, and the slot of a public programme.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "models/labs/ladder.hpp"
#include "models/words.hpp"

namespace weightshed::labs {

// When a lab releases: a renewal process from a start of its own. It never looks at policy, so a policy changes what
// comes out, not when.
struct ReleaseClock {
  double rate = 0.0;        // releases per year
  double next = 1e9;        // decimal year; the first release is the start
  std::uint32_t ticks = 0;  // so far
};

// Classes that no lab decides on: when the next release of each comes.
struct UndecidedClock {
  double next = 0.0;  // days since 1970-01-01
  std::uint32_t releases = 0;
};

struct Lab {
  std::string id;
  CountryIndex country{};
  LabKind kind{};
  double entry = 1e9, exit = 1e9;  // decimal years
  double flagship_share = 0.0;     // of the national stock at full allocation
  double talent = 1.0;
  double allocation = 1.0;       // share of its full allocation with which its ramp begins
  double surprise_weight = 0.0;  // factor on research.surprise
  bool programme = false;        // paid by terms.open_programme, not by a share of the stock
  FamilyIndex family = no_family;
  std::array<double, 2> stance{};  // by Line

  // Capability, in orders of magnitude of effective training compute.
  double log_compute = 0.0;       // of the generation in progress
  double next_generation = -1e9;  // decimal year
  std::uint32_t generations = 0;
  double efficiency = 0.0, induced = 0.0, copied = 0.0, surprise = 0.0;
  double luck = 0.0;                  // of the generation in progress
  double shift = 0.0;                 // that a policy or a study adds outright
  double recorded = 0.0;              // the part of its record that the equations do not explain; not transferable
  double best_released = -1e9;        // of its releases so far
  double released_efficiency = -1e9;  // of its best open release

  // Openness.
  std::array<bool, 2> open{};        // by Line: what it publishes now
  std::array<bool, 2> willing{};     // by Line: as its last review found
  std::array<bool, 2> left{};        // by Line: it has given the line up, willing or not
  std::array<double, 2> residual{};  // by Line: what the record says beyond the stance, fixed at the handover
  std::array<bool, 2> opened{};      // by Line: it has had an open release
  bool permissive = false;           // licence of its next open release
  PermissiveLicence permissive_licence = PermissiveLicence::apache_2_0;  // its name, if so: as of its last one
  double licence_lean = 0.0;                                             // persistent: by kind of lab, and a draw
  double licence_residual = 0.0;                                         // as `residual`
  double inclination = 0.0;                                              // persistent draw
  // Share of organisations that pay for its closed API, times what each pays above the price of open weights, relative
  // to 2024.9.
  double revenue = 0.0;

  // Release.
  ReleaseClock flagships, open_line;  // flagships, open or closed; and what else is open
  double open_from = 1e9;             // decimal year of its own start: from then on it may publish weights
  std::uint32_t releases = 0;         // so far, of both clocks

  bool active(double year) const { return year >= entry && year < exit && (flagship_share > 0.0 || programme); }
  double capability() const { return log_compute + efficiency + induced + copied + luck + surprise + recorded + shift; }
};

// An open release that waits until a duty lets its weights out.
struct WaitingRelease {
  std::size_t lab = 0;
  std::uint32_t number = 0, release = 0;  // of the clock, of the lab
  double days = 0.0, due = 0.0;           // since 1970-01-01: when it was ready, and when it may come out
  double size = 0.0, architecture = 0.0;  // the draws of its portfolio and of its architecture
  double capability = 0.0;                // orders
  Licence licence{};
  Line line{};
  bool flagship = false;
};

// A country whose best labs are held at a lag behind all others.
struct Held {
  double shift = 0.0;       // orders that its labs get
  double correction = 0.0;  // months: what releases lag behind capability, learned from the lag that results
};

// What everybody can see of the frontier at the start of a step.
struct Frontier {
  double best = -1e9, best_closed = -1e9, best_open = -1e9;    // released capability
  double best_open_efficiency = -1e9, best_efficiency = -1e9;  // behind the best open, and behind any, release
  double frontier_compute = 0.0;                               // log10 FLOP, of generations in progress
};

struct Labs {
  std::vector<Lab> labs;
  Frontier frontier;
  double handover = 0.0;      // days: labs decide from here on
  double record_until = 0.0;  // days: until here the record says what nobody decides on
  std::shared_ptr<const Ladder> ladder;
  std::array<UndecidedClock, task_classes> undecided;
  std::size_t next_in_roster = 0;  // the next release of the roster that has not come out yet
  std::vector<WaitingRelease> waiting;
  std::vector<Held> held;   // by jurisdiction
  bool reconciled = false;  // residuals of openness are set
  bool anchored = false;    // capability is that of the last releases on record
};

}  // namespace weightshed::labs
