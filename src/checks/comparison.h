// What lies between the lockfiles of a project before and after a change, compared and weighed once for all who ask.
#pragma once

#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "change/delta.h"
#include "change/facts.h"
#include "change/risk.h"
#include "checks/project.h"
#include "model/inventory.h"

namespace cordon::checks {

// The lockfiles to compare: of each after the one before that has its name, else one that a client of the same
// ecosystem wrote. Null before: there was none. Null after: it is gone, and no other stands for it.
using LockfilePair = std::pair<const model::Inventory*, const model::Inventory*>;
std::vector<LockfilePair> pair_lockfiles(std::span<const model::Inventory> before,
                                         std::span<const model::Inventory> after);

// What a lockfile that was not there before is compared with.
model::Inventory nothing_like(const model::Inventory& other);

// A release that was not there before.
struct WeighedChange {
  const change::ReleaseChange* change = nullptr;
  change::Facts facts;
  model::Risk risk;
};

// One pair of lockfiles, whose inventories must outlive it. It is made in place: its parts point to each other.
class Comparison {
 public:
  Comparison(LockfilePair pair, const change::Sources& sources);
  Comparison(const Comparison&) = delete;
  Comparison& operator=(const Comparison&) = delete;

  bool is_gone() const { return is_gone_; }  // the lockfile: there is nothing after
  const model::Inventory& before() const { return before_; }
  const model::Inventory& after() const { return after_; }
  const change::Delta& delta() const { return delta_; }
  const std::vector<WeighedChange>& added() const { return added_; }      // of Delta::added, in its order
  const std::vector<WeighedChange>& changed() const { return changed_; }  // of Delta::changed

 private:
  bool is_gone_;
  model::Inventory nothing_;  // stands for the side that is not there
  const model::Inventory& before_;
  const model::Inventory& after_;
  change::Delta delta_;
  std::vector<WeighedChange> added_, changed_;
};

using Comparisons = std::vector<std::unique_ptr<const Comparison>>;

// Those that the project keeps (Project::comparisons), or made anew: of every pair of lockfiles, none where no change
// is looked at. Both projects must outlive them.
std::shared_ptr<const Comparisons> comparisons_of(const Project& project);

}  // namespace cordon::checks
