// How one lockfile and the package.json files that belong to it are pinned: planned and proved, not written.
#pragma once

#include <string>
#include <vector>

#include "app/fix_plan.h"
#include "app/fix_sources.h"
#include "app/read_project.h"
#include "app/target.h"
#include "intel/knowledge.h"
#include "inventory/discover.h"
#include "model/generated/pin_report.h"

namespace cordon::app {

struct PinContext {
  const Target* target = nullptr;
  const FileTree* raw = nullptr;  // of the same folder, with nothing taken out of its files
  const inventory::Project* found = nullptr;
  const ProjectRead* read = nullptr;
  const ReadSettings* settings = nullptr;
  const intel::Knowledge* knowledge = nullptr;
  const FixSources* sources = nullptr;
  bool all = false;  // also what a library asks for
};

struct PinPlan {
  model::PinnedProject report;
  std::vector<PlannedFile> files;  // none where report.refused says why
};

// Never fails: what stands in the way is in report.refused, and then nothing of it is planned. A plan was proved: the
// changed files were read again, and nothing but ranges and digests that are reported is another. A lockfile with a
// release that is known to be bad is refused: pinning would keep it.
PinPlan pin_lockfile(const PinContext& context, const model::Inventory& lockfile,
                     std::vector<model::FileUnread>& unread);

// A file that changes, for the report.
model::PinnedFile pinned_file(const std::string& display_path, const std::string& before, const std::string& after);

}  // namespace cordon::app
