#include "checks/unknown_host.h"

#include <fmt/format.h>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "checks/collect.h"
#include "checks/comparison.h"

namespace cordon::checks {
namespace {

constexpr std::string_view kName = "unknown_host";
constexpr std::size_t kShown = 10;  // places that are told of a host

constexpr std::pair<std::string_view, std::string_view> kShortcuts[] = {{"github:", "github.com"},
                                                                        {"gist:", "gist.github.com"},
                                                                        {"gitlab:", "gitlab.com"},
                                                                        {"bitbucket:", "bitbucket.org"}};

using model::Component;
using model::Origin;
using model::RegistryClass;

// Of "git+ssh://git@host/x", "git@host:x.git" and "host/x"; github's archives are github's repositories.
std::string host_of(std::string_view address) {
  std::string host = model::Registries::host_of(address);
  if (host.empty()) {
    std::string_view rest = address.substr(0, address.find('#'));
    if (rest.starts_with("git+")) rest.remove_prefix(4);
    for (const auto& [prefix, of] : kShortcuts)
      if (rest.starts_with(prefix)) return std::string(of);
    if (const std::size_t at = rest.find('@'); at != std::string_view::npos) rest.remove_prefix(at + 1);
    host = rest.substr(0, rest.find_first_of(":/"));
  }
  return host == "codeload.github.com" || host == "ssh.github.com" ? "github.com" : host;
}

// Where a package comes from, if that is nowhere that is declared.
struct Source {
  std::string host;         // empty: it is declared, or nothing is fetched
  bool is_by_name = false;  // it is private by its name alone
};

class Finder {
 public:
  Finder(const Project& project, const Comparison& comparison) : project_(project), comparison_(comparison) {}

  void run(std::vector<model::Finding>& out) {
    std::set<std::string> before;
    bool had_private = false;
    for (const Component& component : comparison_.before().components) {
      Source source = source_of(component);
      had_private = had_private || component.registry.class_ == RegistryClass::private_;
      if (!source.host.empty()) before.insert(std::move(source.host));
    }
    std::map<std::string, std::vector<const Component*>> news;
    for (const Component& component : comparison_.after().components) {
      Source source = source_of(component);
      if (source.host.empty() || before.contains(source.host) || (source.is_by_name && !had_private)) continue;
      news[std::move(source.host)].push_back(&component);
    }
    for (const auto& [host, components] : news) conclude(host, components, out);
  }

 private:
  // By the host alone, whatever the package is called.
  bool is_declared(const Component& component, std::string_view url) const {
    return project_.registries != nullptr &&
           project_.registries->classify(component.ecosystem, url, {}).class_ != RegistryClass::unknown;
  }

  Source source_of(const Component& component) const {
    const std::string_view resolved = component.resolved ? std::string_view(*component.resolved) : std::string_view();
    if (component.bundled && resolved.empty()) return {};  // it comes in the archive of another
    const model::Registry& registry = component.registry;
    switch (component.origin) {
      case Origin::registry:
      case Origin::patch:
        if (registry.class_ == RegistryClass::unknown) return {registry.id};
        if (registry.class_ == RegistryClass::private_ && project_.registries != nullptr &&
            registry.id != component.ecosystem && !is_declared(component, "https://" + registry.id + "/"))
          return {registry.id, true};
        return {};
      case Origin::git:
      case Origin::http: {
        // An action is a repository: where its code comes from is what its name says.
        if (component.ecosystem == "github-actions") return {};
        std::string host = host_of(resolved);
        const bool is_web = model::Registries::is_web_address(resolved);
        if (host.empty() || is_declared(component, is_web ? std::string(resolved) : "https://" + host + "/")) return {};
        return {std::move(host)};
      }
      case Origin::file:
      case Origin::link:
      case Origin::workspace:
      case Origin::vendored: return {};
    }
    return {};
  }

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
