#include "checks/lying_lockfile.h"

#include <algorithm>

#include "base/percent.h"
#include "checks/collect.h"
#include "inventory/npm/identify.h"

namespace cordon::checks {
namespace {

constexpr std::string_view kName = "lying_lockfile";

// Versions are compared without build metadata: registries drop it from file names.
std::string_view without_build(std::string_view version) { return version.substr(0, version.find('+')); }

std::string_view last_part(std::string_view name) { return name.substr(name.rfind('/') + 1); }

// Whether the path of the address names the scope. What stands before the path or behind it proves nothing.
bool path_names(std::string_view address, std::string_view scope) {
  address.remove_prefix(std::min(address.find("://") + 3, address.size()));
  address.remove_prefix(std::min(address.find('/'), address.size()));
  const std::string path = percent_decoded(address.substr(0, address.find_first_of("?#")));
  return path.substr(0, path.rfind("/-/")).find("/" + std::string(scope) + "/") != std::string::npos;
}

// What the address contradicts, or an empty text.
std::string contradiction(const model::Component& component) {
  if (!component.resolved || component.origin != model::Origin::registry) return {};
  const auto tarball = inventory::npm::parse_tarball_url(*component.resolved);
  if (!tarball) return {};
  // A proxy may serve a scoped package from a path without its scope; another scope or another name is a lie.
  const bool same_name = tarball->name == component.name ||
                         (tarball->name.find('/') == std::string::npos && tarball->name == last_part(component.name) &&
                          path_names(*component.resolved, component.name.substr(0, component.name.find('/'))));
  if (!same_name) return "the address is that of " + tarball->name;
  if (!component.version.empty() && !tarball->version.empty() &&
      without_build(tarball->version) != without_build(component.version))
    return "the address is that of version " + tarball->version;
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
