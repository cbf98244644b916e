#include "checks/client_config_change.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "checks/collect.h"
#include "checks/joined_path.h"
#include "inventory/guards.h"
#include "inventory/npm/allow_lists.h"
#include "inventory/project_config.h"

namespace cordon::checks {
namespace {

constexpr std::string_view kName = "client_config_change";
constexpr std::uint64_t kMostBytes = 1u << 20;

using inventory::Guard;
using inventory::npm::AllowLists;
using inventory::npm::BuildRule;
using model::Client;
using model::RegistryClass;
using model::Severity;

// A file of the project; empty where there is none.
std::string text_of(const Project& project, std::string_view name) {
  if (project.tree == nullptr) return {};
  return project.tree->read(joined(project.directory, name), kMostBytes).value_or(std::string());
}

AllowLists lists_of(const Project& project) {
  std::vector<model::FileUnread> told_elsewhere;
  AllowLists lists;
  if (std::string manifest = text_of(project, "package.json"); !manifest.empty())
    if (auto read = inventory::npm::read_allow_lists(std::move(manifest), "package.json", told_elsewhere))
      lists = std::move(*read);
  if (std::string workspace = text_of(project, "pnpm-workspace.yaml"); !workspace.empty())
    if (auto read = inventory::npm::read_pnpm_workspace(std::move(workspace), "pnpm-workspace.yaml"))
      inventory::npm::add_pnpm_settings(std::move(*read), lists);
  return lists;
}

// How far a registry may be relied on: what the user declared, what everybody knows, anything else.
int trust_of(RegistryClass kind) {
  switch (kind) {
    case RegistryClass::private_: return 3;
    case RegistryClass::mirror: return 2;
    case RegistryClass::public_: return 1;
    case RegistryClass::unknown: return 0;
  }
  return 0;
}

class Finder {
 public:
  Finder(const Project& before, const Project& now) : before_(before), now_(now) {}

  void run(std::vector<model::Finding>& out) {
    for (const inventory::ProjectConfig& file : inventory::kProjectConfigs) guards(file);
    builds();
    // Of a project that is new nobody knows what the user's own files said for it.
    if (now_.registries != nullptr && before_.tree != nullptr) registries();
    for (auto& [name, said] : said_) conclude(name, std::move(said), out);
  }

 private:
  struct Said {
    Severity severity = Severity::low;
    std::vector<model::Evidence> evidence;
  };

  void say(std::string_view file, Severity severity, std::uint32_t line, const std::string& text) {
    Said& said = said_[std::string(file)];
    said.severity = std::max(said.severity, severity);
    if (said.evidence.size() < FileFinding::kEvidence)
      said.evidence.push_back(model::text_span(joined(now_.display_directory, file), line, text, kName));
  }

  void guards(const inventory::ProjectConfig& file) {
    const std::string was = text_of(before_, file.name), is = text_of(now_, file.name);
    if (was == is) return;
    const std::vector<Guard> guards_before = inventory::read_guards(file.form, was),
                             guards_now = inventory::read_guards(file.form, is);
    for (std::size_t i = 0; i < guards_now.size(); ++i) {
      const Guard &old = guards_before[i], &now = guards_now[i];
      if (now.level >= old.level) continue;
      const auto shown = [](const Guard& guard) { return guard.value.empty() ? std::string("unsaid") : guard.value; };
      say(file.name, Severity::medium, now.line, std::string(now.key) + ": " + shown(now) + ", before: " + shown(old));
    }
  }

  // What may run code at install and might not before, and what was denied.
  void builds() {
    const AllowLists was = lists_of(before_), is = lists_of(now_);
    struct Pair {
      const std::vector<BuildRule>& before;
      const std::vector<BuildRule>& now;
    };
    for (const Pair& lists : {Pair{was.npm, is.npm}, Pair{was.pnpm, is.pnpm}, Pair{was.bun, is.bun},
                              Pair{was.yarn_berry, is.yarn_berry}, Pair{was.lavamoat, is.lavamoat}}) {
      std::set<std::pair<std::string, bool>> before, now;
      for (const BuildRule& rule : lists.before) before.emplace(rule.package, rule.allowed);
      for (const BuildRule& rule : lists.now) now.emplace(rule.package, rule.allowed);
      for (const BuildRule& rule : lists.now)
        if (rule.allowed && !before.contains({rule.package, true}))
          say(rule.place.path, before.contains({rule.package, false}) ? Severity::medium : Severity::low,
              rule.place.line, rule.setting + " lets " + rule.package + " run code when it is installed");
      for (const BuildRule& rule : lists.before)
        if (!rule.allowed && !now.contains({rule.package, false}) && !now.contains({rule.package, true}))
          say(rule.place.path, Severity::medium, 0, "no longer denied: the scripts of " + rule.package);
    }
    if (was.pnpm_listed_only && !is.pnpm_listed_only && !is.pnpm_everything)
      say(was.pnpm_place.path, Severity::medium, 0, "the list of packages that may run code is gone");
    if (was.bun_listed && !is.bun_listed)
      say(was.bun_place.path, Severity::low, 0, "the list of packages that may run code is gone");
  }

  std::set<Client> clients() const {
    std::set<Client> out;
    for (const model::Inventory& lock : now_.lockfiles)
      if (!lock.document && lock.ecosystem == "npm" && lock.client != Client::other) out.insert(lock.client);
    if (out.empty() && now_.manifest) out.insert(inventory::client_named(now_.manifest->package_manager));
    return out;
  }

  void registries() {
    std::set<std::pair<std::string, std::string>> told;  // scope and address
    for (const Client client : clients()) {
      const inventory::ClientConfig &was = before_.clients.of(client), &is = now_.clients.of(client);
      std::set<std::string> scopes{""};
      for (const auto* config : {&was, &is})
        for (const auto& [scope, url] : config->scopes) scopes.insert(scope);
      for (const std::string& scope : scopes) {
        const std::string name = scope.empty() ? "package" : scope + "/package";
        const std::string from(was.registry_for(name)), to(is.registry_for(name));
        if (from != to && told.emplace(scope, to).second) moved(scope, name, from, to);
      }
    }
  }

  void moved(const std::string& scope, const std::string& name, const std::string& from, const std::string& to) {
    const model::Registry was = now_.registries->classify("npm", from, name),
                          is = now_.registries->classify("npm", to, name);
    const bool is_plain = to.starts_with("http://") && !from.starts_with("http://");
    if (was == is && !is_plain) return;
    const int trust_before = trust_of(was.class_), trust_now = trust_of(is.class_);
    Severity severity = Severity::medium;
    if (was != is) {
      // Of a name that is one's own any host is private where none is declared: then the host alone decides.
      const bool is_other_host = now_.registries->classify("npm", to, {}).class_ == RegistryClass::unknown;
      const bool is_own_to_public = was.class_ == RegistryClass::private_ && trust_now < trust_before;
      if (is_other_host || is_own_to_public) severity = Severity::high;
      else if (trust_now >= trust_before && was.class_ != RegistryClass::unknown && !is_plain) return;
      else if (is.class_ == RegistryClass::private_ && !is_plain) return;
    }
    const auto shown = [](const std::string& url) { return url.empty() ? std::string("the public registry") : url; };
    const auto [file, line] = place_of(to.empty() ? before_ : now_, to.empty() ? from : to);
    say(file, severity, to.empty() ? 0 : line,
        (scope.empty() ? std::string("packages") : "packages of " + scope) + " come from " + shown(to) +
            ", before: " + shown(from) + (is_plain ? " (unencrypted)" : ""));
  }

  // The file and line that name the address.
  static std::pair<std::string, std::uint32_t> place_of(const Project& project, const std::string& url) {
    const std::string host = model::Registries::host_of(url);
    for (const inventory::ProjectConfig& file : inventory::kProjectConfigs) {
      const std::string text = text_of(project, file.name);
      const std::size_t at = host.empty() ? std::string::npos : text.find(host);
      if (at != std::string::npos)
        return {file.name, 1 + static_cast<std::uint32_t>(
                                   std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'))};
    }
    return {".npmrc", 0};
  }

  void conclude(const std::string& file, Said said, std::vector<model::Finding>& out) const {
    const std::string path = joined(now_.display_directory, file);
    model::FindingInput input;
    input.rule_id = "change.client-config";
    input.kind = model::FindingKind::source;
    input.severity = said.severity;
    input.subject = model::file_subject(path, 0);
    input.instances = static_cast<std::uint32_t>(said.evidence.size());
    input.title = said.evidence.size() == 1
                      ? "the change weakens a setting of the package client"
                      : std::to_string(said.evidence.size()) + " settings of package clients are weaker by the change";
    input.evidence = std::move(said.evidence);
    input.tags = {"attack.t1195.002"};
    input.remedy = {
        {1, "Find out why: what these settings kept out may come in with the next installation.", std::nullopt}};
    append(out, std::move(input));
  }

  const Project& before_;
  const Project& now_;
  std::map<std::string, Said> said_;  // by file
};

}  // namespace

void check_client_config_change(const Project& project, const intel::Knowledge&, std::vector<model::Finding>& out) {
  // A lockfile that was named alone is compared alone: what stands beside it may be another project's.
  if (project.before == nullptr || project.ecosystem() != "npm" || !project.manifest) return;
  if (project.before->tree != nullptr && !project.before->manifest) return;
  Finder(*project.before, project).run(out);
}

}  // namespace cordon::checks
