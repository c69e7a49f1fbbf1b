// The groups of a result file that say what the study was: /design, /registry, /published, /provenance.
#pragma once

#include "sim/plan/study.hpp"
#include "sim/results/hdf5.hpp"
#include "sim/results/provenance.hpp"

namespace sim {

void write_design(hid_t file, const Study& study);
void write_registry(hid_t file, const Study& study);
void write_published(hid_t file, const Study& study);  // nothing when the study has no table `published_figures`
void write_provenance(hid_t file, const Study& study, const Provenance& provenance);

}  // namespace sim
