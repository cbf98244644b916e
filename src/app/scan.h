// `cordon scan`: is anything here known to be bad, and can the lockfiles be relied on?
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/known_by_ratchet.h"
#include "app/memory.h"
#include "app/online_documents.h"
#include "app/progress.h"
#include "app/projects.h"
#include "app/registry_documents.h"
#include "app/release_archives.h"
#include "app/target.h"
#include "base/clock.h"
#include "intel/knowledge.h"
#include "inventory/client_config_read.h"
#include "model/generated/change_report.h"
#include "model/generated/model.h"
#include "policy/settings.h"

namespace cordon::app {

struct ScanOptions {
  std::vector<Target> targets;
  std::vector<model::FileUnread> unopened;      // what the caller could not do, such as open an argument
  const intel::Knowledge* knowledge = nullptr;  // empty knowledge when the user asked for none
  bool knowledge_off = false;                   // --no-knowledge
  bool packs_only = false;                      // missing advisories do not make the answer incomplete
  policy::Settings settings;
  model::Severity fail_on = model::Severity::high;
  std::optional<std::uint32_t> max_age_days;
  inventory::UserConfig user_config;
  unsigned threads = 1;
  // What there was before, a target for each of `targets`: then findings are those that the change brought. Empty: no
  // change is looked at.
  std::vector<Target> before = {};
  ReleaseArchives* archives = nullptr;     // what their files say of releases that are new; null: nothing is at hand
  RegistryDocuments* documents = nullptr;  // what registries said of them; null: nothing is at hand
  OnlineDocuments* online = nullptr;       // asks registries, for `documents`; null: nobody is asked
  // Whether an earlier version of a file of the target's tree named the package; empty: nobody knows.
  std::function<std::optional<bool>(const Target& target, const std::string& inside, std::string_view name)>
      seen_before;
  std::string before_what;                           // what that is, for people
  std::vector<model::Finding> also_found = {};       // what the caller concluded: judged with the others
  RatchetStep* ratchet = nullptr;                    // findings that are accepted; null: none are
  std::vector<model::Change>* changes = nullptr;     // gets what differs of each lockfile, where somebody wants to know
  std::vector<FoundArtefacts>* artefacts = nullptr;  // gets what clients keep beside projects, where somebody hunts
  std::vector<SeenProject>* seen = nullptr;  // gets every project with its packages, where somebody wants to remember
};

// Contract of the result: findings most severe first, then by path, rule and subject; Coverage by path; the same bytes
// for the same input whatever the number of threads.
model::ScanReport scan(const ScanOptions& options, const Clock& clock, Progress& progress);

}  // namespace cordon::app
