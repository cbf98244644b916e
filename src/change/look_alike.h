// Names that could be taken for others: of popular packages, and of those that the tree names itself.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "change/name_list.h"
#include "change/name_relation.h"

namespace cordon::change {

// How much the name says when nothing else is known. Measured in docs/benchmarks.md: neither is proof of anything.
enum class LookAlikeStrength : std::uint8_t {
  hint,    // adds to a judgement that has other reasons
  report,  // worth a look by itself
};

// What is known of the package from elsewhere. Empty: unknown, which neither excuses nor accuses.
struct NameFacts {
  std::optional<bool> shared_publisher{};   // somebody who publishes the target publishes it, too
  std::optional<bool> same_repository{};    // both say they come from the same repository, and that was verified
  std::optional<std::uint32_t> age_days{};  // since its first release
};

struct LookAlike {
  std::string target;  // the name it could be taken for
  LookAlikeKind kind = LookAlikeKind::two_edits;
  LookAlikeStrength strength = LookAlikeStrength::hint;
  bool own = false;  // the target is a name of the tree, not one of the popular ones
  std::optional<Magnitude> name_popularity, target_popularity;
};

// The likeliest package that `name` could be taken for; empty when there is none, the name is one of `own`, or an
// excuse holds: it is itself popular in comparison with its target, it belongs to the target's scope or to another one
// that is known, publisher or repository are shared. `own` are the names that the project itself asks for. Where there
// is no list of popular names (has_list) only `own` is compared. Any bytes will do for a name; those above 214 are no
// name. After the first call (PopularTargets::of_npm) about 20 microseconds, and linear in `own`.
std::optional<LookAlike> look_alike(std::string_view ecosystem, std::string_view name,
                                    std::span<const std::string_view> own = {}, const NameFacts& facts = {});

}  // namespace cordon::change
