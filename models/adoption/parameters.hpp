// Assumptions of adopters: organisations that choose a family, or a closed API, when a contract ends.
#pragma once

#include <cstddef>

#include "sim/registry/cards.hpp"

namespace weightshed::adoption {

// Key of the first developer in the streams of organisations: above the largest possible number of organisations.
inline constexpr std::size_t first_developer = 1'000'000;

struct Parameters {
  double organisations = 2000;
  double developers = 2000;
  double start_midpoint = 2024.5;
  double start_growth = 1.6;
  double contract = 1.2;
  double developer_contract = 0.12;
  double grace = 0.5;
  double switching_cost = 0.8;
  double capability = 0.7;
  double developer_capability = 3.6;
  double brand = 0.8;
  double closed_premium = 2.75;
  double developer_closed = 0.15;
  double price_gap = 2.0;
  double price_closing = 0.15;
  double price_response = 0.5;
  double price_fall = 0.6;
  double price_weight = 0.25;
  double price_elasticity = 0.06;
  double self_hosting = -0.8;
  double self_hosting_size = 0.3;
  double size_spread = 1.2;
  double sensitivity_government = 1.2;
  double sensitivity_critical = 1.0;
  double sensitivity_technology = 0.2;
  double sensitivity_other = 0.5;
  double home = 0.6;
  double sovereignty = 0.5;
  double alliance = 0.4;
  double compliance = 0.5;
  double closed_in_china = 0.1;
  double peers = 0.5;
  double ranking = 0.3;
  double discovery = 0.005;
  double attention = 0.1;
  double aversion = 0.2;
  double programme_pull = 1.5;
  double start_ups = 60000;
  double start_up_bill = 40000;
  double credit_pull = 1.0;
  double nest = 0.7;
  double government_share = 0.12;
  double critical_share = 0.18;
  double technology_share = 0.30;
  double hijacking_cn = 12.0;
  double hijacking_other = 1.5;
  double misinformation_us = 0.25;
  double misinformation_cn = 0.60;
  double misinformation_other = 0.30;
  double erosion = 0.25;
  double mitigation = 0.1;
  double derivatives_hosted = 0.5;
};

void describe(auto& visit, Parameters& p) {
  using enum sim::Prior;
  using enum sim::Standing;
  using enum sim::Confidence;
  visit("adoption.organisations", p.organisations,
        sim::About{"1", 200, 20000, fixed, 0, judgement, high, "enough for a standard error of one point", "adoption"},
        "Organisations simulated; each represents the same share of its region's output");
  visit(
      "adoption.developers", p.developers,
      sim::About{"1", 200, 20000, fixed, 0, judgement, high, "enough for a standard error of one point", "token_share"},
      "Simulated developers who buy tokens through an API router; all are outside China, spread by output");
  visit("adoption.start_midpoint", p.start_midpoint,
        sim::About{"date", 2023.5, 2026.0, fixed, 0, judgement, low, "business surveys 2023 to 2025", "adoption"},
        "Decimal year in which half of all organisations have begun to use such models");
  visit("adoption.start_growth", p.start_growth,
        sim::About{"/ year", 0.8, 3.0, fixed, 0, judgement, low, "business surveys 2023 to 2025", "adoption"},
        "Growth rate of that logistic curve");
  visit("adoption.contract", p.contract,
        sim::About{"years", 0.5, 3.0, fixed, 0, judgement, guess, "yearly contracts", "adoption"},
        "Mean time between an organisation's choices");
  visit("adoption.developer_contract", p.developer_contract,
        sim::About{"years", 0.03, 0.4, uniform, 0, judgement, low, "a router requires no contract", "token_share",
                   "how seldom developers reconsider the model that they rent"},
        "Mean time between a developer's choices");
  visit("adoption.grace", p.grace,
        sim::About{"years", 0.05, 1.5, uniform, 0, judgement, guess,
                   "30 days to a year in past orders to remove equipment and applications", "adoption",
                   "the time that users have to leave a model that is ruled out"},
        "Time within which users leave a family that has been ruled out altogether");
  visit("adoption.switching_cost", p.switching_cost,
        sim::About{"log-odds", 0.0, 2.0, uniform, 0, judgement, guess, "no published count", "adoption",
                   "how much organisations stay with the model that they use"},
        "Weight of staying with the family in use");
  visit("adoption.capability", p.capability,
        sim::About{"log-odds", -0.2, 1.8, normal, 0.5, judgement, low, "as downloads.capability", "adoption",
                   "how much organisations care about capability"},
        "Weight of 10 points on the Epoch Capabilities Index (ECI)");
  visit("adoption.developer_capability", p.developer_capability,
        sim::About{"log-odds", 0.5, 6.0, normal, 0.6, fitted, low,
                   "P21; OpenRouter and a16z 2025-12: use depends far more on capability than on price", "P21",
                   "how much developers who rent models care about capability"},
        "Weight of capability for developers on a router, who compare models side by side");
  visit(
      "adoption.brand", p.brand,
      sim::About{"1", 0.0, 1.3, uniform, 0, judgement, guess,
                 "as downloads.brand; matching P21 in late 2024 takes more than half of the brand weights in the panel",
                 "P21, adoption", "how much a lab’s name counts with organisations"},
      "Factor on a lab's brand among users");
  visit(
      "adoption.closed_premium", p.closed_premium,
      sim::About{"log-odds", -1.0, 4.5, normal, 0.4, fitted, low,
                 "P29: US enterprises run 11 to 19% of their workloads on open weights (Menlo Ventures 2024 and 2025)",
                 "P29, adoption, closed_dependence", "what closed services offer organisations beyond the model"},
      "Weight of a closed API relative to open weights hosted by others, apart from price: support, integration, "
      "reach");
  visit("adoption.developer_closed", p.developer_closed,
        sim::About{"log-odds", -1.0, 2.0, normal, 0.5, fitted, low,
                   "OpenRouter and a16z 2025-12: open weights about a third of tokens late in 2025", "P21, P22",
                   "how much developers who rent models prefer closed ones"},
        "Weight of a closed API relative to hosted open weights for developers on a router");
  visit("adoption.price_gap", p.price_gap,
        sim::About{"1", 1.0, 3.0, uniform, 0, judgement, medium,
                   "list prices per million input tokens at the end of 2024: GPT-4o 2.5 and Claude 3.5 Sonnet 3 USD, "
                   "DeepSeek-V3 and Llama 3.3 70B about 0.3 USD",
                   "token_share, closed_dependence", "how much dearer closed models were than open ones in late 2024"},
        "Natural logarithm of the ratio of the price of a closed token to that of a hosted open one at 2024.9");
  visit("adoption.price_closing", p.price_closing,
        sim::About{"/ year", 0.0, 0.5, uniform, 0, judgement, guess, "no series", "token_share, closed_dependence",
                   "how fast the prices of closed models come down to those of open ones"},
        "Rate at which that gap closes, whatever open models can do");
  visit("adoption.price_response", p.price_response,
        sim::About{"1", 0.0, 1.0, uniform, 0, judgement, guess,
                   "no series; list prices fell most where open models came close (2024 and 2025)",
                   "closed_price, api_revenue, closed_dependence",
                   "the part of the price of closed models that is paid for their lead over open ones"},
        "Share of that gap that is paid for the lead of the best closed model over the best open one, and goes with "
        "it: 0 means prices that do not answer to open models");
  visit("adoption.price_fall", p.price_fall,
        sim::About{"/ year", 0.0, 1.5, uniform, 0, judgement, guess,
                   "prices at equal capability fall by a factor of 10 or more per year; prices actually paid fall "
                   "less, and own machines get cheaper too",
                   "adoption", "how fast the use of rented models gets cheaper"},
        "Rate at which tokens get cheaper, beyond the rate at which own machines do");
  visit("adoption.price_weight", p.price_weight,
        sim::About{"log-odds", 0.0, 0.8, uniform, 0, judgement, guess,
                   "no panel compares the prices of closed and open models", "token_share, closed_dependence",
                   "how much organisations care about price"},
        "Weight against price, per unit of its natural logarithm");
  visit("adoption.price_elasticity", p.price_elasticity,
        sim::About{"1", 0.0, 0.6, uniform, 0, published, medium,
                   "OpenRouter and a16z 2025-12: use is 0.5 to 0.7% higher where the price is 10% lower", "token_share",
                   "how much more people use models when they get cheaper"},
        "Elasticity of a user's tokens with respect to their price, with the sign reversed");
  visit("adoption.self_hosting", p.self_hosting,
        sim::About{"log-odds", -2.0, 1.0, uniform, 0, judgement, guess, "staff and machines", "adoption",
                   "how much organisations like to run models themselves"},
        "Weight of hosting open weights oneself, before data sensitivity");
  visit("adoption.self_hosting_size", p.self_hosting_size,
        sim::About{"log-odds", 0.0, 1.0, uniform, 0, judgement, guess,
                   "a larger user spreads the fixed cost over more use", "adoption",
                   "how much more large organisations like to run models themselves"},
        "Addition to that weight per unit of the natural logarithm of size");
  visit("adoption.size_spread", p.size_spread,
        sim::About{"1", 0.5, 2.0, fixed, 0, judgement, low, "firm sizes are lognormal to a first approximation",
                   "adoption"},
        "Standard deviation of the natural logarithm of an organisation's use");
  visit("adoption.sensitivity_government", p.sensitivity_government,
        sim::About{"log-odds", 0.0, 3.0, fixed, 0, judgement, guess, "no published count", "adoption"},
        "Weight that government gives to keeping data: half against data leaving the organisation, half against data "
        "leaving the country");
  visit("adoption.sensitivity_critical", p.sensitivity_critical,
        sim::About{"log-odds", 0.0, 3.0, fixed, 0, judgement, guess, "no published count", "adoption"},
        "Weight that critical infrastructure gives to keeping data");
  visit("adoption.sensitivity_technology", p.sensitivity_technology,
        sim::About{"log-odds", 0.0, 3.0, fixed, 0, judgement, guess, "no published count", "adoption"},
        "Weight that technology firms give to keeping data");
  visit("adoption.sensitivity_other", p.sensitivity_other,
        sim::About{"log-odds", 0.0, 3.0, fixed, 0, judgement, guess, "no published count", "adoption"},
        "Weight that other sectors give to keeping data");
  visit("adoption.home", p.home,
        sim::About{"log-odds", 0.0, 2.0, uniform, 0, judgement, guess, "no published count", "adoption",
                   "how much organisations prefer models from their own country"},
        "Weight of a family from one's own country");
  visit("adoption.sovereignty", p.sovereignty,
        sim::About{"log-odds", 0.0, 2.0, uniform, 0, judgement, guess, "no published count", "adoption",
                   "how much more governments prefer models from their own country"},
        "Addition to that weight in government");
  visit("adoption.alliance", p.alliance,
        sim::About{"log-odds", 0.0, 2.0, uniform, 0, judgement, guess, "no published count", "adoption",
                   "how much organisations prefer models from allied countries"},
        "Weight of a family from one's own bloc");
  visit("adoption.compliance", p.compliance,
        sim::About{"log-odds", 0.0, 2.0, uniform, 0, judgement, guess, "no published count", "adoption, exposure",
                   "how much governments and critical infrastructure avoid models from outside their alliance"},
        "Weight against families from outside one's own bloc, in government and critical infrastructure");
  visit("adoption.closed_in_china", p.closed_in_china,
        sim::About{"1", 0.01, 0.5, uniform, 0, judgement, low,
                   "OpenAI, Anthropic and Google list no API service in mainland China", "closed_dependence",
                   "how well closed American models reach China through resellers"},
        "Factor on closed APIs of the US bloc in China: the part that reaches users through resellers");
  visit("adoption.peers", p.peers,
        sim::About{"log-odds", 0.0, 1.5, fixed, 0, judgement, guess, "no published count", "adoption"},
        "Weight of a family's share among organisations of the same region and sector");
  visit("adoption.ranking", p.ranking,
        sim::About{"1", 0.0, 0.6, normal, 0.1, fitted, low, "P21: the rise from late 2024 to the peak", "P21",
                   "how much organisations follow what developers use"},
        "Elasticity with respect to the share of a family's country among developers, as the router's ranking shows "
        "it: trust spreads");
  visit("adoption.discovery", p.discovery,
        sim::About{"1", 0.0005, 0.03, log_normal, 0.7, judgement, guess, "no published count", "P21",
                   "how readily models from a country that nobody uses yet are discovered"},
        "Share assumed in that ranking for a country whose models nobody uses yet");
  visit("adoption.attention", p.attention,
        sim::About{"1", 0.01, 0.3, log_normal, 0.7, judgement, guess,
                   "no published count; the jump of Chinese tokens within weeks of DeepSeek-R1 (P21)",
                   "P21, token_share", "how much trust a sensational model earns its country"},
        "Share assumed in that ranking, besides its own, for a country from which a sensation has come "
        "(arrival.sensation)");
  visit("adoption.aversion", p.aversion,
        sim::About{"log-odds", 0.0, 1.0, uniform, 0, judgement, guess, "no published count", "adoption",
                   "how much incidents turn organisations away from Chinese models"},
        "Weight against Chinese families outside China, per unit of salience of incidents");
  visit("adoption.start_ups", p.start_ups,
        sim::About{
            "1", 10000, 300000, fixed, 0, judgement, guess,
            "no count exists; for comparison: Stanford AI Index 2025 counts a few thousand newly funded AI companies "
            "a year",
            "adoption"},
        "Start-ups worldwide that use language models, spread by output: what compute credits are shared among");
  visit("adoption.start_up_bill", p.start_up_bill,
        sim::About{"USD / year", 5000, 500000, fixed, 0, judgement, guess, "of the order of a few hosted GPUs",
                   "adoption"},
        "What open weights cost such a start-up per year in compute");
  visit("adoption.credit_pull", p.credit_pull,
        sim::About{"1", 0.3, 3.0, fixed, 0, judgement, guess, "as programme_pull", "adoption"},
        "Log-odds by which a start-up whose compute is paid prefers open weights");
  visit("adoption.programme_pull", p.programme_pull,
        sim::About{"log-odds", 0.0, 4.0, uniform, 0, judgement, guess, "no published count", "adoption, exposure",
                   "how strongly a public programme draws organisations to its models"},
        "Weight of a family for the organisations that a programme reaches, from the programme's date on");
  visit("adoption.nest", p.nest,
        sim::About{"1", 0.3, 1.0, fixed, 0, judgement, guess, "nested logit, McFadden 1978", "adoption"},
        "Dissimilarity of families within a mode of use");
  visit("adoption.government_share", p.government_share,
        sim::About{"1", 0.05, 0.3, fixed, 0, judgement, low, "share of public bodies in output", "adoption"},
        "Share of organisations that are public bodies");
  visit("adoption.critical_share", p.critical_share,
        sim::About{"1", 0.05, 0.3, fixed, 0, judgement, low, "energy, health, finance in output", "adoption"},
        "Share of organisations that are critical infrastructure");
  visit("adoption.technology_share", p.technology_share,
        sim::About{"1", 0.1, 0.5, fixed, 0, judgement, low, "early users of models", "adoption"},
        "Share of organisations that are technology firms");
  visit(
      "exposure.hijacking_cn", p.hijacking_cn,
      sim::About{"1", 3.0, 30.0, log_normal, 0.6, published, low,
                 "CAISI 2025-09: DeepSeek agents are 12 times as likely to follow malicious instructions; one "
                 "family, one test",
                 "exposure", "how much more easily agents on Chinese models are hijacked than those on American ones"},
      "Rate at which agents on Chinese bases follow malicious instructions, relative to agents on US bases");
  visit(
      "exposure.hijacking_other", p.hijacking_other,
      sim::About{"1", 0.5, 10.0, log_normal, 0.6, judgement, guess, "not tested", "exposure",
                 "how much more easily agents on other models are hijacked than those on American ones"},
      "Rate at which agents on bases of other countries follow malicious instructions, relative to agents on US bases");
  visit("exposure.misinformation_us", p.misinformation_us,
        sim::About{"1", 0.05, 0.5, uniform, 0, judgement, guess,
                   "NewsGuard 2025-08: ten leading chatbots repeat 35% of false claims about the news; the claims "
                   "differ from those tested on Chinese models",
                   "exposure", "the share of falsehoods that American models repeat"},
        "Of false claims that favour a country, the share that leading US models repeat or do not correct");
  visit("exposure.misinformation_cn", p.misinformation_cn,
        sim::About{"1", 0.3, 0.8, uniform, 0, published, medium,
                   "NewsGuard 2025-07-25: five leading Chinese models, ten claims", "exposure",
                   "the share of falsehoods that Chinese models repeat"},
        "Of false claims that favour a country, the share that leading Chinese models repeat or do not correct");
  visit("exposure.misinformation_other", p.misinformation_other,
        sim::About{"1", 0.05, 0.6, uniform, 0, judgement, guess, "not tested", "exposure",
                   "the share of falsehoods that models of other countries repeat"},
        "Of false claims that favour a country, the share that models of other countries repeat or do not correct");
  visit("exposure.erosion", p.erosion,
        sim::About{"1", 0.02, 1.0, log_normal, 0.6, judgement, guess,
                   "Qi et al. 2023 (arXiv 2310.03693): benign fine-tuning weakens refusals; the size varies by task",
                   "exposure", "how much adapting a model weakens its guard against hijacking"},
        "Fraction by which each training between base and derivative raises the rate of hijacked agents");
  visit("exposure.mitigation", p.mitigation,
        sim::About{"1", 0.0, 0.5, uniform, 0, judgement, guess,
                   "R1 1776 (Perplexity, 2025-02) shows that this can be trained away; most derivatives do not try",
                   "exposure", "how much adapting a model cures it of falsehoods"},
        "Fraction by which each such training lowers the share of false claims repeated");
  visit("exposure.derivatives_hosted", p.derivatives_hosted,
        sim::About{"1", 0.0, 1.0, uniform, 0, judgement, guess, "no published count", "exposure",
                   "the share of self-hosting organisations that run an adapted model"},
        "Of the organisations that host weights themselves, the share that run a derivative instead of the base");
}

}  // namespace weightshed::adoption
