#include "inventory/npm/build_decision.h"

#include <algorithm>
#include <charconv>

#include "inventory/npm/specifier.h"

namespace cordon::inventory::npm {
namespace {

using model::Client;
using model::Component;
using model::Origin;
using model::RunState;

std::string at(const model::Place& place, std::string_view what) {
  return place.path + (place.line > 0 ? ":" + std::to_string(place.line) : "") + ": " + std::string(what);
}

// The version in "pnpm@10.4.1" of that client; 0 where it says none.
struct ClientVersion {
  int major = 0, minor = 0;
};

ClientVersion version_of(std::string_view package_manager, std::string_view client) {
  const NameAndRest parts = split_name(package_manager);
  ClientVersion version;
  if (parts.name != client) return version;
  const char* const end = parts.rest.data() + parts.rest.size();
  const auto [after, error] = std::from_chars(parts.rest.data(), end, version.major);
  if (error == std::errc() && after != end && *after == '.') std::from_chars(after + 1, end, version.minor);
  return version;
}

int major_of(std::string_view package_manager, std::string_view client) {
  return version_of(package_manager, client).major;
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// "name", or "name@1.0.0 || 1.0.1": exact versions only, as npm and pnpm have it.
bool names_release(std::string_view key, const Component& component) {
  const NameAndRest parts = split_name(key);
  if (parts.name != component.name) return false;
  std::string_view rest = parts.rest;
  if (rest.empty() || rest == "*") return true;
  if (component.origin != Origin::registry && component.origin != Origin::patch) return false;
  for (;;) {
    const std::size_t bar = rest.find("||");
    if (trimmed(rest.substr(0, bar)) == component.version) return true;
    if (bar == std::string_view::npos) return false;
    rest.remove_prefix(bar + 2);
  }
}

// npm names what comes from no registry by where it comes from.
bool npm_names(std::string_view key, const Component& component) {
  if (component.origin == Origin::registry || component.origin == Origin::patch) return names_release(key, component);
  if (component.origin == Origin::git) {
    const std::string own = git_key(component);
    const std::string_view repository = std::string_view(own).substr(0, own.find('#'));
    // A shorter commit in the list stands for those that begin so.
    return !own.empty() && (key == repository || (key.size() > repository.size() + 1 && own.starts_with(key)));
  }
  return component.resolved && key == *component.resolved;
}

bool has_name(std::string_view key, const Component& component) {
  return key == (component.alias ? *component.alias : component.name);
}

// The rule that counts: of those that name the package the first that says `first`, else the first.
template <class Names>
const BuildRule* rule_for(const std::vector<BuildRule>& rules, bool first, const Names& names) {
  const BuildRule* found = nullptr;
  for (const BuildRule& rule : rules)
    if (names(rule) && (found == nullptr || (found->allowed != first && rule.allowed == first))) found = &rule;
  return found;
}

BuildDecision by_rule(const BuildRule& rule) {
  return {rule.allowed ? RunState::allowed : RunState::blocked, at(rule.place, rule.setting), !rule.allowed};
}

BuildDecision scripts_are_off(const BuildPolicy& policy, const Component& component, std::string_view way) {
  const std::string pinned = std::string(way) + "#" + component.version;
  const BuildRule* rule = rule_for(policy.lists.lavamoat, false, [&](const BuildRule& each) {
    return !way.empty() && (each.package == way || each.package == pinned);
  });
  if (rule != nullptr) return by_rule(*rule);
  return {RunState::blocked, policy.scripts_off + ": install scripts are off", false};
}

BuildDecision decide_npm(const BuildPolicy& policy, const Component& component) {
  const bool released = component.origin == Origin::registry || component.origin == Origin::patch;
  const bool unsure = released && !npm_knows_version(component);
  const BuildRule* rule = rule_for(policy.lists.npm, false, [&](const BuildRule& each) {
    // What came in another package's archive is named by no list.
    if (component.bundled || !npm_names(each.package, component)) return false;
    return !(unsure && each.allowed && !split_name(each.package).rest.empty());
  });
  // Nothing holds anybody to a version of npm: what only a newer one refuses to run may run all the same.
  if (rule != nullptr && !rule->allowed)
    return {RunState::unknown, at(rule->place, rule->setting) + " says no, which npm before 11.16 does not heed", true};
  if (rule != nullptr) return by_rule(*rule);
  if (major_of(policy.lists.package_manager, "npm") >= 12)
    return {RunState::unknown, "npm 12 runs only what allowScripts allows, and packageManager keeps no older npm away",
            false};
  return {};
}

BuildDecision decide_pnpm(const BuildPolicy& policy, const Component& component) {
  const AllowLists& lists = policy.lists;
  if (lists.pnpm_everything) return {RunState::allowed, at(lists.pnpm_place, "dangerouslyAllowAllBuilds"), false};
  const bool released = component.origin == Origin::registry || component.origin == Origin::patch;
  const std::string key = pnpm_key(component);
  const BuildRule* rule = rule_for(lists.pnpm, true, [&](const BuildRule& each) {
    // The name alone allows only what a registry has under it.
    return (!key.empty() && each.package == key) ||
           ((released || !each.allowed) && names_release(each.package, component));
  });
  if (rule != nullptr) return by_rule(*rule);
  if (lists.pnpm_listed_only) return {RunState::blocked, at(lists.pnpm_place, "no entry allows it"), false};
  const int major = major_of(lists.package_manager, "pnpm");
  if (major >= 10) return {RunState::blocked, "pnpm 10 and newer run only what is allowed", false};
  const bool old_lock = policy.lock_format.starts_with("pnpm-lock ") && !policy.lock_format.starts_with("pnpm-lock 9");
  if (major > 0 || old_lock) return {};
  return {RunState::unknown, "pnpm 10 and newer run only what is allowed, older ones everything; nothing says which",
          false};
}

BuildDecision decide_bun(const BuildPolicy& policy, const Component& component) {
  const AllowLists& lists = policy.lists;
  const BuildRule* rule =
      rule_for(lists.bun, true, [&](const BuildRule& each) { return has_name(each.package, component); });
  if (rule != nullptr) return by_rule(*rule);
  if (lists.bun_listed) return {RunState::blocked, at(lists.bun_place, "trustedDependencies does not name it")};
  if (component.origin != Origin::registry)
    return {RunState::blocked, "bun runs it only when trustedDependencies names it", false};
  return {RunState::unknown, "without trustedDependencies bun runs what is on a list of its own"};
}

BuildDecision decide_yarn_berry(const BuildPolicy& policy, const Component& component, std::string_view way) {
  const BuildRule* rule = rule_for(policy.lists.yarn_berry, false,
                                   [&](const BuildRule& each) { return names_release(each.package, component); });
  const ClientVersion version = version_of(policy.lists.package_manager, "yarn");
  const bool off_by_default = version.major > 4 || (version.major == 4 && version.minor >= 14);
  const bool is_off = !policy.scripts_off.empty() || (policy.scripts_on.empty() && off_by_default);
  if (rule != nullptr && (!rule->allowed || is_off)) return by_rule(*rule);
  if (!policy.scripts_off.empty()) return scripts_are_off(policy, component, way);
  if (is_off) return {RunState::blocked, "yarn 4.14 and newer run only what dependenciesMeta marks as built", false};
  if (!policy.scripts_on.empty() || version.major > 0) return {};
  return {RunState::unknown, "yarn 4.14 and newer run nothing unless enableScripts says so; nothing says which", false};
}

}  // namespace

BuildDecision decide_dependency(const BuildPolicy& policy, const Component& component, std::string_view way) {
  if (policy.client == Client::yarn_berry) return decide_yarn_berry(policy, component, way);
  if (!policy.scripts_off.empty()) return scripts_are_off(policy, component, way);
  switch (policy.client) {
    case Client::npm: return decide_npm(policy, component);
    case Client::pnpm: return decide_pnpm(policy, component);
    case Client::bun: return decide_bun(policy, component);
    case Client::deno:
      return {RunState::unknown, "deno runs what --allow-scripts or deno.json allows, which are not read"};
    default: return {};
  }
}

BuildDecision decide_project(const BuildPolicy& policy) {
  if (policy.scripts_off.empty() || policy.client == Client::yarn_berry) return {};
  return {RunState::blocked, policy.scripts_off + ": install scripts are off"};
}

std::string git_key(const Component& component) {
  if (component.origin != Origin::git || !component.resolved) return {};
  std::string_view text = *component.resolved;
  const std::size_t hash = text.find('#');
  const std::string commit(hash == std::string_view::npos ? std::string_view() : text.substr(hash + 1));
  text = text.substr(0, hash);
  struct Host {
    std::string_view host, shortcut;
  };
  static constexpr Host kHosts[] = {
      {"github.com", "github:"}, {"gitlab.com", "gitlab:"}, {"bitbucket.org", "bitbucket:"}};
  std::string key(text);
  for (const Host& host : kHosts) {
    const std::size_t found = text.find(host.host);
    if (found == std::string_view::npos || found + host.host.size() + 1 >= text.size()) continue;
    if (found > 0 && text[found - 1] != '/' && text[found - 1] != '@') continue;
    const char separator = text[found + host.host.size()];
    if (separator != '/' && separator != ':') continue;
    std::string_view path = text.substr(found + host.host.size() + 1);
    if (path.ends_with(".git")) path.remove_suffix(4);
    key = std::string(host.shortcut) + std::string(path);
  }
  return commit.empty() ? key : key + "#" + commit;
}

std::string pnpm_key(const Component& component) {
  if (component.origin == Origin::registry || component.origin == Origin::patch)
    return component.name + "@" + component.version;
  const std::size_t hash = component.id.find('#');
  if (hash == std::string::npos) return {};
  std::string_view key = std::string_view(component.id).substr(hash + 1);
  key = key.substr(0, key.find('('));  // what stands behind it are the peers it was resolved with
  if (key.starts_with('/')) key.remove_prefix(1);
  return split_name(key).name == component.name ? std::string(key) : std::string();
}

bool npm_knows_version(const Component& component) { return component.resolved.has_value(); }

}  // namespace cordon::inventory::npm
