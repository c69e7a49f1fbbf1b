// Assumptions of supply: accelerators shipped, smuggled, made domestically, worn out and rented.
#pragma once

#include "sim/registry/cards.hpp"

namespace weightshed::supply {

struct Parameters {
  double initial_stock = 0.12;
  double initial_shipments = 0.03;
  double early_growth = 0.83;
  double late_growth = 1.10;
  double long_run_growth = 0.30;
  double slowing_time = 1.5;
  double power_cap = 100.0;
  double efficiency_gain = 1.35;
  double china_demand = 1.0;
  double leak_base = 0.25;
  double wear = 0.25;
  double domestic_growth = 0.8;
  double domestic_ceiling = 0.6;
  double domestic_start = 0.003;
  double rent_share = 0.10;
  double price_of_compute = 17500.0;
  double shock_date = 2028.0;
  double shock_depth = 0.0;
  double shock_length = 1.5;
};

void describe(auto& visit, Parameters& p) {
  using enum sim::Prior;
  using enum sim::Standing;
  using enum sim::Confidence;
  visit("supply.initial_stock", p.initial_stock,
        sim::About{"million H100e", 0.05, 0.3, fixed, 0, judgement, low,
                   "Epoch AI, AI chip sales, carried back to 2019", "compute"},
        "World stock of accelerators at 2019-07");
  visit("supply.initial_shipments", p.initial_shipments,
        sim::About{"million H100e / year", 0.01, 0.08, fixed, 0, judgement, low,
                   "Epoch AI, AI chip sales, carried back to 2019", "compute"},
        "World shipments at 2019-07");
  visit("supply.early_growth", p.early_growth,
        sim::About{"/ year", 0.6, 1.1, normal, 0.08, published, medium, "Epoch AI: 2.3 times per year since 2019",
                   "compute", "the growth of chip output until 2021"},
        "Log growth of shipments until the end of 2021");
  visit("supply.late_growth", p.late_growth,
        sim::About{"/ year", 0.9, 1.3, normal, 0.08, published, medium,
                   "Epoch AI: 3.3 times (2.7 to 4.1) per year since 2022", "compute, P10",
                   "the growth of chip output from 2022 to 2025"},
        "Log growth of shipments from 2022 to the end of 2025");
  visit("supply.long_run_growth", p.long_run_growth,
        sim::About{"/ year", 0.1, 0.6, normal, 0.1, judgement, low, "performance per watt at constant power",
                   "frontier_lag", "the growth of chip output in the long run"},
        "Log growth to which shipments slow down after 2026");
  visit("supply.slowing_time", p.slowing_time,
        sim::About{"years", 1.0, 2.5, uniform, 0, judgement, low, "prototype: 66 to 93 GW in 2030", "frontier_lag",
                   "the time in which the growth of chip output slows down"},
        "Time in which growth falls from its late to its long-run rate");
  visit("supply.power_cap", p.power_cap,
        sim::About{"GW", 50, 180, uniform, 0, published, medium, "IEA 2025: 108 GW for all data centres in 2030",
                   "compute", "the electric power that all AI chips together can draw"},
        "Total power that accelerators can draw; shipments stop when it is reached");
  visit("supply.efficiency_gain", p.efficiency_gain,
        sim::About{"1", 1.2, 1.5, fixed, 0, judgement, low, "Epoch AI: more than 10 GW for 15 million H100e in 2025",
                   "compute"},
        "Yearly factor by which the power draw of one H100e falls; 1 kW in 2025");
  visit("supply.china_demand", p.china_demand,
        sim::About{"1", 0.4, 1.9, uniform, 0, judgement, guess,
                   "half of it gives China 7% of world compute in mid-2025, all of it 12%, 1.8 times it 19%",
                   "frontier_lag, frontier_gap, P10", "Chinese demand for AI chips, against the usual estimate"},
        "Factor on China's share of world demand in the table of jurisdictions");
  visit("supply.leak_base", p.leak_base,
        sim::About{"1", 0.02, 0.5, uniform, 0, judgement, low,
                   "CNAS 2025-06: 10,000 to several hundred thousand chips in 2024", "frontier_gap, P10",
                   "the part of the blocked chips that smuggling brings in"},
        "Share of blocked demand that smuggling meets when there is neither enforcement nor scarcity");
  visit("supply.wear", p.wear,
        sim::About{"/ year", 0.15, 0.35, fixed, 0, judgement, low, "accounting life of four to six years", "compute"},
        "Rate at which accelerators leave service");
  visit("supply.domestic_growth", p.domestic_growth,
        sim::About{"/ year", 0.4, 1.2, normal, 0.3, judgement, low,
                   "prototype; SemiAnalysis 2025-09: 805,000 Ascend units in 2025", "frontier_gap",
                   "the yearly growth of China’s own chip output"},
        "Growth rate of domestic accelerator capacity without equipment controls");
  visit("supply.domestic_ceiling", p.domestic_ceiling,
        sim::About{"1", 0.3, 1.0, uniform, 0, judgement, guess, "prototype: 14.8 to 22.8% Chinese share in 2032",
                   "frontier_gap", "the part of its demand that China’s own chips can come to meet"},
        "Share of national demand towards which domestic capacity tends (logistic, midpoint 2029)");
  visit("supply.domestic_start", p.domestic_start,
        sim::About{"million H100e / year", 0.0005, 0.02, fixed, 0, judgement, guess,
                   "set to give tens of thousands of H100e in 2025", "compute"},
        "China's domestic capacity at 2019-07");
  visit("supply.rent_share", p.rent_share,
        sim::About{"1", 0.0, 0.3, uniform, 0, judgement, guess, "press reports on offshore rental; no count",
                   "frontier_gap",
                   "the part of the chips in Singapore, South-East Asia and the Gulf that Chinese labs rent"},
        "Share of the stock in Singapore, ASEAN and the Gulf that Chinese labs rent");
  visit("supply.price_of_compute", p.price_of_compute,
        sim::About{"USD", 10000, 30000, uniform, 0, judgement, low, "rental at 2 USD per hour",
                   "us.open_weight_programme", "the cost of an AI chip for a year"},
        "Cost of one H100e for one year");
  visit("supply.shock_date", p.shock_date,
        sim::About{"year", 2019.5, 2033.0, fixed, 0, judgement, guess,
                   "a shock to Taiwan's output is an assumption, not a forecast", "frontier_lag, compute",
                   "the date of the shock to supply"},
        "Date at which world shipments of accelerators collapse");
  visit("supply.shock_depth", p.shock_depth,
        sim::About{"1", 0.0, 1.0, fixed, 0, judgement, guess,
                   "none by default; nine tenths of leading-edge capacity is in Taiwan", "frontier_lag, compute",
                   "the part of the world’s chips that the shock takes"},
        "Share of world shipments lost to a shock; 0 means no shock");
  visit("supply.shock_length", p.shock_length,
        sim::About{"years", 0.25, 5.0, fixed, 0, judgement, guess, "time to restore or replace a fab: judgement",
                   "frontier_lag, compute", "the time until supply has recovered"},
        "Time until shipments have recovered");
}

}  // namespace weightshed::supply
