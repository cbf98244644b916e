// What is said of a release that takes the place of a bad one.
#pragma once

#include <string>
#include <vector>

#include "app/fix_sources.h"
#include "app/known_malware.h"
#include "intel/knowledge.h"
#include "model/generated/fix_report.h"
#include "model/inventory.h"

namespace cordon::app {

struct MendInput {
  const model::Inventory* lockfile = nullptr;
  const KnownMalware* bad = nullptr;
  const std::vector<std::string>* not_taken = nullptr;  // what the user named, and why another one is taken
  const intel::Knowledge* knowledge = nullptr;
  bool has_fields = false;                             // entries of the format say more than dependencies
  const model::Inventory* installed = nullptr;         // where something is
  bool is_vulnerable = false;                          // no malware, which might have written what is known
  const std::vector<Candidate>* candidates = nullptr;  // all that may come: who else knows the same archive
  const std::vector<Candidate>* witnesses = nullptr;   // who knows nothing else of it
};

// With every reason to doubt what comes as a note.
model::Mend mend_of(const MendInput& input, const Candidate& candidate);

// What helps where no source has a good release: whether a lockfile was named, and whether registries were asked.
std::string help_without_source(bool is_named, bool is_online);

}  // namespace cordon::app
