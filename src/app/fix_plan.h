// How one lockfile gets rid of what is bad: planned and proved, not written.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/fix_history.h"
#include "app/fix_sources.h"
#include "app/online_documents.h"
#include "app/read_project.h"
#include "app/target.h"
#include "intel/knowledge.h"
#include "inventory/discover.h"
#include "model/generated/fix_report.h"

namespace cordon::app {

struct FixContext {
  const Target* target = nullptr;
  const FileTree* raw = nullptr;  // of the same folder, with nothing taken out of its files
  const inventory::Project* found = nullptr;
  const ProjectRead* read = nullptr;
  const ReadSettings* settings = nullptr;
  const intel::Knowledge* knowledge = nullptr;
  const FixSources* sources = nullptr;
  OnlineDocuments* online = nullptr;                 // asks registries; null: nobody is asked
  std::int64_t published_before = 0;                 // as in BadPlace
  bool forward = false;                              // what is vulnerable goes forward
  model::Severity severity = model::Severity::high;  // that much, or more
  FixHistory* history = nullptr;                     // earlier commits; null: none are asked
  std::size_t target_index = 0;                      // among those that the history is of
};

// A file as it is and as it is to be.
struct PlannedFile {
  std::string inside;  // path in the tree
  std::string before, after;
};

struct LockfilePlan {
  model::FixedProject report;
  std::vector<PlannedFile> files;  // none where something bad cannot be taken back
};

// Never fails: what cannot be taken back is in report.unmended, and then nothing else of it is planned. A plan was
// proved: the changed files were read again by the readers of a scan, no range is unsatisfied and nothing unresolved
// that was not before, nothing known to be bad is left, no package.json asks for it again, and nothing else is another.
LockfilePlan plan_lockfile(const FixContext& context, const model::Inventory& lockfile,
                           std::vector<model::FileUnread>& unread);

}  // namespace cordon::app
