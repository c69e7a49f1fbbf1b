// The nouns of the ecosystem as types: what must not be mixed up has a type of its own.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace weightshed {

// Positions in the tables of the roster; strong, so that a lab is never taken for a family.
enum class CountryIndex : std::uint8_t {};  // jurisdiction
enum class LabIndex : std::uint16_t {};
enum class FamilyIndex : std::uint16_t {};
enum class BaseIndex : std::uint16_t {};  // one size of one release
enum class AuthorIndex : std::uint32_t {};

inline constexpr std::size_t most_bases = 65536;  // that an index can tell apart

template <class Index>
constexpr std::size_t at(Index index) {
  return static_cast<std::size_t>(index);
}

inline constexpr CountryIndex unknown_country{255};
inline constexpr FamilyIndex no_family{65535};
inline constexpr LabIndex no_lab{65535};

enum class TaskClass : std::uint8_t { language, diffusion, text_encoder, speech, vision, time_series };
inline constexpr std::size_t task_classes = 6;
inline constexpr std::array<std::string_view, task_classes> task_class_words{"language", "diffusion", "text_encoder",
                                                                             "speech",   "vision",    "time_series"};

// Ordered from the most closed to the most open.
enum class Licence : std::uint8_t { closed, api_only, gated_research, restricted_commercial, permissive, fully_open };
inline constexpr std::size_t licences = 6;
inline constexpr std::array<std::string_view, licences> licence_words{
    "closed", "api_only", "gated_research", "restricted_commercial", "permissive", "fully_open"};
constexpr bool open_weights(Licence licence) { return licence >= Licence::gated_research; }
constexpr bool free_of_restriction(Licence licence) { return licence >= Licence::permissive; }

// What a permissive licence is called; patents and notices differ, freedom to use does not.
enum class PermissiveLicence : std::uint8_t { apache_2_0, mit, other };
inline constexpr std::size_t permissive_licences = 3;
inline constexpr std::array<std::string_view, permissive_licences> permissive_licence_words{"apache-2.0", "mit",
                                                                                            "other"};

enum class Line : std::uint8_t { flagship, second_line };
inline constexpr std::array<std::string_view, 2> line_words{"flagship", "second_line"};

enum class Purpose : std::uint8_t { base, instruct, code, embedding, other };
inline constexpr std::array<std::string_view, 5> purpose_words{"base", "instruct", "code", "embedding", "other"};

enum class LabKind : std::uint8_t {
  big_tech,
  frontier_start_up,
  tiger_start_up,
  firm,
  public_body,
  university,
  non_profit,
  community
};
inline constexpr std::array<std::string_view, 8> lab_kind_words{
    "big_tech", "frontier_start_up", "tiger_start_up", "firm", "public", "university", "non_profit", "community"};

enum class DerivationKind : std::uint8_t { base, fine_tune, adapter, quantisation, merge, distillation };
inline constexpr std::size_t derivation_kinds = 6;
inline constexpr std::array<std::string_view, derivation_kinds> derivation_kind_words{
    "base", "fine_tune", "adapter", "quantisation", "merge", "distillation"};

enum class AuthorKind : std::uint8_t { individual, firm, university, bulk_uploader, quantiser };
inline constexpr std::size_t author_kinds = 5;

// Whose account a download is credited to, as publishers count it: the creator of the model.
enum class CreatorKind : std::uint8_t { industry, academia, unaffiliated };
inline constexpr std::size_t creator_kinds = 3;
inline constexpr std::array<std::string_view, creator_kinds> creator_kind_words{"industry", "academia", "unaffiliated"};

enum class Sector : std::uint8_t { government, critical_infrastructure, technology, other };
inline constexpr std::size_t sectors = 4;
inline constexpr std::array<std::string_view, sectors> sector_words{"government", "critical_infrastructure",
                                                                    "technology", "other"};

// Who pays for a policy.
enum class Payer : std::uint8_t { governments, labs };
inline constexpr std::size_t payers = 2;
inline constexpr std::array<std::string_view, payers> payer_words{"governments", "labs"};

// What a history logs; the position is the number that an event carries.
enum class EventKind : std::uint16_t { release, opens, closes, incident, enters, exits, policy, reaction, sensation };
inline constexpr std::size_t event_kinds = 9;
inline constexpr std::array<std::string_view, event_kinds> event_kind_words{
    "release", "opens", "closes", "incident", "enters", "exits", "policy", "reaction", "sensation"};
// As a sentence about the actor.
inline constexpr std::array<std::string_view, event_kinds> event_kind_phrases{"{} is released",
                                                                              "{} opens its weights",
                                                                              "{} closes its weights",
                                                                              "incident in {}",
                                                                              "{} enters",
                                                                              "{} gives up",
                                                                              "{} changes",
                                                                              "{}",
                                                                              "{} becomes known to everybody"};
constexpr std::uint16_t number_of(EventKind kind) { return static_cast<std::uint16_t>(kind); }

enum class AdoptionMode : std::uint8_t { closed_api, hosted_open_weights, self_hosted_open_weights };
inline constexpr std::size_t adoption_modes = 3;
inline constexpr std::array<std::string_view, adoption_modes> adoption_mode_words{"closed_api", "hosted_open_weights",
                                                                                  "self_hosted_open_weights"};

}  // namespace weightshed
