// Entries that a changed lockfile lacks, from those who know of the release that came.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/fix_graph.h"
#include "app/fix_sources.h"
#include "base/result.h"
#include "change/rewrite/release.h"
#include "intel/knowledge.h"
#include "model/generated/fix_report.h"
#include "model/inventory.h"
#include "model/registries.h"

namespace cordon::app {

struct AdditionContext {
  const model::Inventory* before = nullptr;
  LockfileKind kind = LockfileKind::package_lock;
  const FixSources* sources = nullptr;
  const model::Registries* registries = nullptr;
  const intel::Knowledge* knowledge = nullptr;
  std::string doubt;                  // as in BadPlace
  std::int64_t published_before = 0;  // as in BadPlace
  // What the registry of a package says of it; may be empty.
  std::function<std::optional<CachedPackument>(const model::Component&)> ask = {};
};

struct Addition {
  change::Add edit;
  model::Added report;
};

// Whether it is among them: yarn has one block for all who ask for it.
bool is_told(const std::vector<model::Added>& told, const model::Added& added, LockfileKind kind);

// For what `after` lacks of what came, one of each name, of yarn one alone: once they are in it, more may be lacking.
// Nothing where it lacks nothing. Of an older lockfile of the same kind what it had there, else the best that
// objection_to_added lets pass and that is not known to be bad. Fails with refused where no source has one, naming who
// needs it, and as place_for does.
Result<std::vector<Addition>> additions_for(const AdditionContext& context, const model::Inventory& after,
                                            const std::vector<Moved>& came);

}  // namespace cordon::app
