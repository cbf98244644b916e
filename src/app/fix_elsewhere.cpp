#include "app/fix_elsewhere.h"

#include <algorithm>

#include "app/known_malware.h"

namespace cordon::app {
namespace {

constexpr std::string_view kAsked = "malware.referenced";
constexpr std::string_view kCode = "unsupported_format";
constexpr std::string_view kInstalled = "delete what is installed and install anew from a lockfile, without scripts";
constexpr std::string_view kLockfile =
    "lockfiles of npm, yarn 1 and pnpm alone are rewritten: let its own client do it";
constexpr std::string_view kManifest = "ask for another version there, and lock the project";

class Elsewhere {
 public:
  Elsewhere(NamesAndVersions handled, const model::Registries& registries, const intel::Knowledge& knowledge)
      : handled_(std::move(handled)), registries_(registries), knowledge_(knowledge) {}

  void look_at(const model::Inventory& inventory, std::string_view help) {
    model::FixedProject& row = row_of(inventory.path, inventory.format);
    for (const KnownMalware& bad : known_malware(inventory, registries_, knowledge_))
      add(row, bad.name, bad.version, bad.why, help);
  }

  void look_at_requests(const checks::Project& project) {
    std::vector<model::Finding> found;
    for (const checks::CheckRow& check : checks::all_checks())
      if (std::ranges::any_of(check.rules, [](const checks::Rule& rule) { return rule.id == kAsked; }))
        check.run(project, knowledge_, found);
    for (const model::Finding& finding : found)
      if (finding.rule_id == kAsked)
        add(row_of(finding.subject.path.value_or(project.manifest_path), "package.json"),
            finding.subject.name.value_or(""), finding.subject.version.value_or(""), finding.title, kManifest);
  }

  std::vector<model::FixedProject> take() {
    std::erase_if(rows_, [](const model::FixedProject& row) { return row.unmended.empty(); });
    return std::move(rows_);
  }

 private:
  model::FixedProject& row_of(const std::string& path, std::string_view format) {
    for (model::FixedProject& row : rows_)
      if (row.path == path) return row;
    model::FixedProject& row = rows_.emplace_back();
    row.path = path;
    row.format = format;
    return row;
  }

  void add(model::FixedProject& row, const std::string& name, const std::string& version, const std::string& reason,
           std::string_view help) {
    if (!handled_.emplace(name, version).second) return;
    row.unmended.push_back({name, version, std::string(kCode), reason, std::string(help)});
  }

  NamesAndVersions handled_;
  const model::Registries& registries_;
  const intel::Knowledge& knowledge_;
  std::vector<model::FixedProject> rows_;
};

}  // namespace

std::vector<model::FixedProject> bad_elsewhere(const ProjectRead& read, bool has_plan, NamesAndVersions handled,
                                               const model::Registries& registries, const intel::Knowledge& knowledge) {
  Elsewhere out(std::move(handled), registries, knowledge);
  const checks::Project& project = read.project;
  for (const model::Inventory& lockfile : project.lockfiles)
    if (!has_plan || lockfile.document) out.look_at(lockfile, kLockfile);
  if (project.installed) out.look_at(project.installed->inventory, kInstalled);
  if (project.hidden_lockfile) out.look_at(*project.hidden_lockfile, kInstalled);
  if (project.self) out.look_at(*project.self, kInstalled);
  if (!has_plan) out.look_at_requests(project);
  return out.take();
}

}  // namespace cordon::app
