#include "checks/executed_trace.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "checks/collect.h"
#include "checks/exposure.h"

namespace cordon::checks {
namespace {

constexpr std::string_view kName = "executed_trace";

// What one project shows of the releases that traces are of.
class Traced {
 public:
  Traced(const Project& project, const intel::Knowledge& knowledge) : exposures_(project, knowledge) {
    for (const model::Inventory& lock : project.lockfiles) indices_.emplace_back(lock);
    if (project.hidden_lockfile) indices_.emplace_back(*project.hidden_lockfile);
    indices_.emplace_back(project.installed->inventory);
  }

  // The exposure of the release, null where the trace is not that of a script that ran, or where a lockfile or the tree
  // itself still names the release: then known_bad tells the whole story.
  const model::Exposure* of(const model::Component& installed, const intel::InstallTrace& trace) {
    const auto [known, fresh] = known_.try_emplace({trace.name, trace.version});
    if (fresh && !named(trace)) {
      model::Component bad = installed;
      bad.version = trace.version;
      model::Exposure exposure = exposures_.of(bad);
      if (exposure.executed.value == model::FactValue::yes) known->second = std::move(exposure);
    }
    return known->second ? &*known->second : nullptr;
  }

 private:
  bool named(const intel::InstallTrace& trace) const {
    return std::any_of(indices_.begin(), indices_.end(), [&](const ComponentIndex& index) {
      const auto same = index.named(trace.name);
      return std::any_of(same.begin(), same.end(),
                         [&](std::uint32_t i) { return index.inventory().components[i].version == trace.version; });
    });
  }

  Exposures exposures_;
  std::vector<ComponentIndex> indices_;
  std::map<std::pair<std::string, std::string>, std::optional<model::Exposure>> known_;  // by name and version
};

}  // namespace

void check_executed_trace(const Project& project, const intel::Knowledge& knowledge, std::vector<model::Finding>& out) {
  if (!project.installed || project.installed->inventory.ecosystem != "npm") return;
  std::optional<Traced> traced;  // most projects have nothing that a trace is of
  for (const model::Component& installed : project.installed->inventory.components) {
    if (installed.origin == model::Origin::link) continue;
    for (const intel::InstallTrace& trace : knowledge.traces("npm", installed.name)) {
      if (installed.version != trace.version_after) continue;
      if (!traced) traced.emplace(project, knowledge);
      const model::Exposure* exposure = traced->of(installed, trace);
      if (exposure == nullptr) continue;
      model::FindingInput input;
      input.rule_id = "malware.executed-trace";
      input.kind = model::FindingKind::malware;
      input.severity = model::Severity::critical;
      input.confidence = model::Confidence::medium;  // the decoy release looks the same
      input.title =
          label(installed) + " looks as " + trace.name + "@" + trace.version + " does after its install script has run";
      input.subject = model::package_subject(installed);
      for (const std::string& evidence : exposure->executed.evidence)
        input.evidence.push_back(model::file_state(installed.place.path, evidence, kName));
      input.exposure = *exposure;
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
