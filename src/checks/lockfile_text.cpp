#include "checks/lockfile_text.h"

#include "checks/collect.h"

namespace cordon::checks {
namespace {

constexpr std::string_view kName = "lockfile_text";

}  // namespace

void check_lockfile_text(const Project& project, const intel::Knowledge&, std::vector<model::Finding>& out) {
  for (const model::Inventory& lock : project.lockfiles) {
    FileFinding conflicts("lockfile.conflict-markers", model::FindingKind::integrity, model::Severity::high, lock.path);
    for (const model::Place& place : lock.conflicts) conflicts.add(place.line, "merge conflict starts here", kName);
    conflicts.finish(
        "unresolved merge conflict; both sides were read", "unresolved merge conflicts; both sides were read",
        {"Resolve the conflict and regenerate the lockfile: clients may take one side without a word."}, out);
    FileFinding duplicates("lockfile.duplicate-key", model::FindingKind::integrity, model::Severity::medium, lock.path);
    for (const Duplicate& duplicate : lock.duplicates)
      duplicates.add(duplicate.first_line,
                     "\"" + duplicate.key + "\" stands again in line " + std::to_string(duplicate.last_line) +
                         "; the last one counts",
                     kName);
    duplicates.finish("duplicate key: readers may disagree about which one counts",
                      "duplicate keys: readers may disagree about which ones count",
                      {"Regenerate the lockfile; find out how the second entry came in."}, out);
  }
}

}  // namespace cordon::checks
