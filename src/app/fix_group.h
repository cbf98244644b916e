// A release that is to go, and what may take its place.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/fix_sources.h"
#include "app/known_malware.h"
#include "checks/project.h"
#include "intel/knowledge.h"
#include "model/inventory.h"
#include "model/registries.h"

namespace cordon::app {

struct FixGroup {
  KnownMalware bad;
  bool is_vulnerable = false;  // not malware: the way is forward
  std::string fixed;           // the first release with the fixes; empty: none is known
  std::vector<Candidate> candidates;
  std::vector<Candidate> witnesses;      // who else knows digests of the package, and nothing more
  std::vector<std::string> passed_over;  // why others may not
  std::vector<std::string> named;        // of these, what the user named: told even where another one does
};

struct GroupContext {
  const model::Inventory* lockfile = nullptr;
  LockfileKind kind = LockfileKind::package_lock;
  const FixSources* sources = nullptr;
  const model::Registries* registries = nullptr;
  const intel::Knowledge* knowledge = nullptr;
  std::string doubt;                                 // as in BadPlace
  std::int64_t published_before = 0;                 // as in BadPlace
  model::Severity severity = model::Severity::high;  // of what counts as vulnerable
  std::optional<CachedPackument> registry = {};      // what its registry says of the package
};

// Best first: of what is bad in the order of candidates_for; of what is vulnerable first what everybody asks for, then
// the lowest. None that is bad itself, that is objected to, or, of what is vulnerable, that is below the fix or
// vulnerable itself; none at all where two lockfiles that the user named contradict each other about a way back. A
// source that is not understood becomes a line of `unread`, once.
void find_candidates(FixGroup& group, const GroupContext& context, std::vector<model::FileUnread>& unread);

// Why what is kept in node_modules of the project is not believed: something of these that is bad was installed there.
// Empty: it is.
std::string doubt_of_installed(const checks::Project& project, const std::vector<FixGroup>& groups);

}  // namespace cordon::app
