// The catalogue of levers: adding one is a new file and one line here.
#include "models/levers/lever.hpp"

namespace weightshed::levers {

const std::vector<const Lever*>& catalogue() {
  static const std::vector<const Lever*> list = [] {
    std::vector<const Lever*> all;
    {
      extern const Lever us_export_control;
      all.push_back(&us_export_control);
    }
    {
      extern const Lever us_smuggling_enforcement;
      all.push_back(&us_smuggling_enforcement);
    }
    {
      extern const Lever us_open_weight_programme;
      all.push_back(&us_open_weight_programme);
    }
    {
      extern const Lever cn_export_of_weights;
      all.push_back(&cn_export_of_weights);
    }
    {
      extern const Lever ban_foreign_weights;
      all.push_back(&ban_foreign_weights);
    }
    {
      extern const Lever lab_openness;
      all.push_back(&lab_openness);
    }
    {
      extern const Lever us_equipment_control;
      all.push_back(&us_equipment_control);
    }
    {
      extern const Lever us_cloud_access;
      all.push_back(&us_cloud_access);
    }
    {
      extern const Lever api_access;
      all.push_back(&api_access);
    }
    {
      extern const Lever cn_compute_subsidy;
      all.push_back(&cn_compute_subsidy);
    }
    {
      extern const Lever cn_import_discouragement;
      all.push_back(&cn_import_discouragement);
    }
    {
      extern const Lever cn_open_encouragement;
      all.push_back(&cn_open_encouragement);
    }
    {
      extern const Lever us_diffusion_rule;
      all.push_back(&us_diffusion_rule);
    }
    {
      extern const Lever us_open_release_limit;
      all.push_back(&us_open_release_limit);
    }
    {
      extern const Lever cn_state_leash;
      all.push_back(&cn_state_leash);
    }
    return all;
  }();
  return list;
}

Terms fold(const sim::LeverValues& values, std::size_t countries, std::size_t labs) {
  Terms terms = Terms::neutral(countries, labs);
  for (const sim::LeverValue& value : values) {
    catalogue()[static_cast<std::size_t>(value.target.lever)]->press(value, terms);
  }
  return terms;
}

}  // namespace weightshed::levers
