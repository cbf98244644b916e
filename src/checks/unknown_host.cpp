#include "checks/unknown_host.h"

#include <fmt/format.h>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "checks/collect.h"
#include "checks/comparison.h"
#include "checks/package_host.h"

namespace cordon::checks {
namespace {

constexpr std::string_view kName = "unknown_host";
constexpr std::size_t kShown = 10;  // places that are told of a host

using model::Component;
using model::RegistryClass;

class Finder {
 public:
  Finder(const Project& project, const Comparison& comparison) : project_(project), comparison_(comparison) {}

  void run(std::vector<model::Finding>& out) {
    std::set<std::string> before;
    bool had_private = false;
    for (const Component& component : comparison_.before().components) {
      PackageHost source = undeclared_host(project_, component);
      had_private = had_private || component.registry.class_ == RegistryClass::private_;
      if (!source.host.empty()) before.insert(std::move(source.host));
    }
    std::map<std::string, std::vector<const Component*>> news;
    for (const Component& component : comparison_.after().components) {
      PackageHost source = undeclared_host(project_, component);
      if (source.host.empty() || before.contains(source.host) || (source.is_by_name && !had_private)) continue;
      news[std::move(source.host)].push_back(&component);
    }
    for (const auto& [host, components] : news) conclude(host, components, out);
  }

 private:
  void conclude(const std::string& host, const std::vector<const Component*>& components,
                std::vector<model::Finding>& out) const {
    model::FindingInput input;
    input.rule_id = "change.unknown-registry";
    input.kind = model::FindingKind::source;
    input.severity = model::Severity::high;
    input.subject = model::file_subject(comparison_.after().path, components.front()->place.line);
    input.subject.name = host;
    input.instances = static_cast<std::uint32_t>(components.size());
    const std::string what = components.size() == 1 ? label(*components.front()) + " comes"
                                                    : fmt::format("{} packages come", components.size());
    input.title = what + " from " + host + ", from where nothing came before and which nobody declared";
    for (std::size_t i = 0; i < components.size() && i < kShown; ++i)
      input.evidence.push_back(
          model::text_span(components[i]->place.path, components[i]->place.line,
                           label(*components[i]) + " " + components[i]->resolved.value_or("(no address)"), kName));
    input.tags = {"attack.t1195.002"};
    input.remedy = {
        {1, "Find out whose host it is before anything is installed: it can serve what it likes by any name.",
         std::nullopt},
        {2,
         "If it is meant, declare it in cordon.yaml: private.hosts where it has packages of your own, registries "
         "(domain and class: mirror) where it serves those of others.",
         std::nullopt}};
    append(out, std::move(input));
  }

  const Project& project_;
  const Comparison& comparison_;
};

}  // namespace

void check_unknown_host(const Project& project, const intel::Knowledge&, std::vector<model::Finding>& out) {
  if (project.before == nullptr) return;
  for (const auto& comparison : *comparisons_of(project))
    // From a document nobody installs.
    if (!comparison->is_gone() && !comparison->after().document) Finder(project, *comparison).run(out);
}

}  // namespace cordon::checks
