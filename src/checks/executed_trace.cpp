#include "checks/executed_trace.h"

#include <algorithm>

#include "checks/collect.h"
#include "checks/exposure.h"

namespace cordon::checks {
namespace {

constexpr std::string_view kName = "executed_trace";

// Whether a lockfile or the tree itself still names the bad release: then known_bad tells the whole story.
bool told_elsewhere(const Project& project, const intel::InstallTrace& trace) {
  const auto names_it = [&](const model::Inventory& inventory) {
    return std::any_of(inventory.components.begin(), inventory.components.end(),
                       [&](const model::Component& c) { return c.name == trace.name && c.version == trace.version; });
  };
  return std::any_of(project.lockfiles.begin(), project.lockfiles.end(), names_it) ||
         (project.hidden_lockfile && names_it(*project.hidden_lockfile)) || names_it(project.installed->inventory);
}

}  // namespace

void check_executed_trace(const Project& project, const intel::Knowledge& knowledge, std::vector<model::Finding>& out) {
  if (!project.installed) return;
  for (const model::Component& installed : project.installed->inventory.components) {
    if (installed.origin == model::Origin::link) continue;
    for (const intel::InstallTrace& trace : knowledge.traces("npm", installed.name)) {
      if (installed.version != trace.version_after || told_elsewhere(project, trace)) continue;
      model::Component bad = installed;
      bad.version = trace.version;
      model::Exposure exposure = exposure_of(project, bad, knowledge);
      if (exposure.executed.value != model::FactValue::yes) continue;
      model::FindingInput input;
      input.rule_id = "malware.executed-trace";
      input.kind = model::FindingKind::malware;
      input.severity = model::Severity::critical;
      input.confidence = model::Confidence::medium;  // the decoy release looks the same
      input.title =
          label(installed) + " looks as " + trace.name + "@" + trace.version + " does after its install script has run";
      input.subject = model::package_subject(installed);
      for (const std::string& evidence : exposure.executed.evidence)
        input.evidence.push_back(model::file_state(installed.place.path, evidence, kName));
      input.exposure = std::move(exposure);
      for (const intel::BadRelease& release : knowledge.find("npm", trace.name, trace.version)) {
        const intel::IncidentPack pack = knowledge.open(release.pack);
        input.aliases = pack.aliases;
        input.tags = pack.tags;
        for (const std::string& step : pack.recovery)
          input.remedy.push_back({static_cast<std::uint32_t>(input.remedy.size() + 1), step, std::nullopt});
        break;
      }
      append(out, std::move(input));
    }
  }
}

}  // namespace cordon::checks
