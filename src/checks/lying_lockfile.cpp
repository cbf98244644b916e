#include "checks/lying_lockfile.h"

#include "checks/collect.h"
#include "inventory/npm/identify.h"

namespace cordon::checks {
namespace {

constexpr std::string_view kName = "lying_lockfile";

// What the address contradicts, or an empty text.
std::string contradiction(const model::Component& component) {
  if (component.ecosystem != "npm") return {};  // only npm's addresses name the package
  if (!component.resolved || component.origin != model::Origin::registry) return {};
  const auto other = inventory::npm::another_release_at(*component.resolved, component.name, component.version);
  if (other && other->name != component.name) return "the address is that of " + other->name;
  if (other) return "the address is that of version " + other->version;
  return {};
}

}  // namespace

void check_lying_lockfile(const Project& project, const intel::Knowledge&, std::vector<model::Finding>& out) {
  for (const model::Inventory& lock : project.lockfiles) {
    for (const model::Component& component : lock.components) {
      const std::string why = contradiction(component);
      if (why.empty()) continue;
      model::FindingInput input;
      input.rule_id = "integrity.lying-lockfile";
      input.kind = model::FindingKind::integrity;
      input.severity = model::Severity::critical;
      input.confidence = model::Confidence::high;
      input.subject = model::package_subject(component);
      input.title = label(component) + " is installed from somewhere else: " + why;
      input.evidence.push_back(model::text_span(component.place.path, component.place.line,
                                                label(component) + " resolved to " + *component.resolved, kName));
      input.tags = {"attack.t1195.002"};
      input.remedy = {
          {1, "Do not install from this lockfile: the client fetches the address, not the name.", std::nullopt},
          {2, "Find out which commit changed the entry and who made it.", std::nullopt},
          {3, "Restore the entry from the registry's own metadata, or regenerate the lockfile.", std::nullopt}};
      append(out, std::move(input));
    }
  }
}

}  // namespace cordon::checks
