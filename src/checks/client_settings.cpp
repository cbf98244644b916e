#include "checks/client_settings.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "base/json.h"
#include "checks/collect.h"
#include "checks/joined_path.h"
#include "inventory/client_ways.h"
#include "inventory/npm/client_code.h"
#include "inventory/project_config.h"

namespace cordon::checks {
namespace {

constexpr std::string_view kName = "client_settings";
constexpr std::uint64_t kMostBytes = 1u << 20;

using inventory::ClientWay;
using inventory::WayKind;
using model::FindingKind;
using model::RegistryClass;
using model::Severity;

// Of what a client may load (client_code.h) that which no project needs for its work: the rest is a client's own
// program or file of hooks, which many projects have.
constexpr std::string_view kForeign[] = {"git",           "shell",       "script-shell", "node-options",
                                         "onload-script", "scriptShell", "nodeOptions"};

// The first line that has the text; 0 where none has.
std::uint32_t line_of(std::string_view text, std::string_view what) {
  const std::size_t at = text.find(what);
  if (at == std::string_view::npos) return 0;
  return static_cast<std::uint32_t>(1 + std::ranges::count(text.substr(0, at), '\n'));
}

std::string said(const ClientWay& way) {
  switch (way.kind) {
    case WayKind::proxy: return way.key + ": " + way.value + " is asked for every registry, a gate's address included";
    case WayKind::trust: return way.value.empty() ? way.key + ": certificates of its own" : way.key + ": " + way.value;
    case WayKind::stored: return way.key + ": archives that lie in " + way.value + " are installed without asking";
    case WayKind::direct: return way.key + ": " + way.value + " has the addresses of a lockfile asked as they are";
  }
  return way.key;
}

class Finder {
 public:
  Finder(const Project& project, std::vector<model::Finding>& out) : project_(project), out_(out) {}

  void run() {
    for (const inventory::ProjectConfig& file : inventory::kProjectConfigs)
      if (const auto text = text_of(file.name)) settings(file, *text);
    if (const auto text = text_of("package.json")) publishing(*text);
  }

 private:
  std::optional<std::string> text_of(std::string_view name) const {
    auto text = project_.tree->read(joined(project_.directory, name), kMostBytes);
    return text ? std::optional(std::move(*text)) : std::nullopt;  // what cannot be read its reader tells
  }

  std::string shown(std::string_view name) const { return joined(project_.display_directory, name); }

  // By the host alone: a scope of one's own may not come from anywhere.
  bool is_undeclared(const std::string& url) const {
    return project_.registries != nullptr && !url.empty() &&
           project_.registries->classify("npm", url, {}).class_ == RegistryClass::unknown;
  }

  void settings(const inventory::ProjectConfig& file, const std::string& text) {
    registries(file, text);
    FileFinding ways("client.way", FindingKind::source, Severity::medium, shown(file.name));
    // A folder for a cache is what many have in CI; filled and kept in the repository it is another matter.
    FileFinding stored("client.stored", FindingKind::source, Severity::low, shown(file.name));
    for (const ClientWay& way : inventory::read_client_ways(file.form, text))
      (way.kind == WayKind::stored ? stored : ways).add(way.line, said(way), kName);
    ways.finish("setting chooses by which way packages come", "settings choose by which way packages come",
                {"Take them out of the project: a proxy or a certificate that a repository names decides what "
                 "everybody installs who trusts a registry or a gate."},
                out_);
    stored.finish("setting names a folder of archives", "settings name folders of archives",
                  {"Keep that folder out of the repository: archives that lie in it are installed without asking."},
                  out_);
    FileFinding code("client.runs-code", FindingKind::source, Severity::medium, shown(file.name));
    if (const auto codes = inventory::npm::read_client_code(file.name, text))
      for (const inventory::npm::ClientCode& each : *codes)
        if (std::ranges::find(kForeign, each.when) != std::end(kForeign))
          code.add(each.line, each.when + ": " + each.text, kName);
    code.finish(
        "setting has the package client run a program", "settings have the package client run programs",
        {"Take them out of the project: they run with whoever installs, whatever is set about install scripts."}, out_);
  }

  void registries(const inventory::ProjectConfig& file, const std::string& text) {
    std::vector<model::FileUnread> told_elsewhere;
    const inventory::ConfigSource source =
        inventory::read_config_source(file.form, text, shown(file.name), told_elsewhere);
    // Many a company's own registry is declared nowhere else; that it is new is the change's matter.
    FileFinding found("client.registry", FindingKind::source, Severity::low, shown(file.name));
    const auto add = [&](const std::string& what, const std::string& url) {
      if (is_undeclared(url)) found.add(line_of(text, model::Registries::host_of(url)), what + " from " + url, kName);
    };
    add("packages", source.default_registry);
    for (const auto& [scope, url] : source.scopes) add("packages of " + scope, url);
    found.finish(
        "registry is neither known nor declared", "registries are neither known nor declared",
        {"Find out whose it is: clients heed a project's registries, those of scopes even above what a gate told "
         "them.",
         "If it is meant, declare its host in cordon.yaml: private.hosts, or registries."},
        out_);
  }

  // publishConfig stands above every other setting of npm, pnpm and yarn when they publish.
  void publishing(const std::string& text) {
    const Result<Document> document = json::parse(text);
    if (!document) return;
    FileFinding found("client.publish", FindingKind::source, Severity::low, shown("package.json"));
    for (const Value::Member each : document->root()["publishConfig"].members()) {
      const bool is_registry =
          each.key == "registry" || each.key == "npmRegistryServer" || each.key.ends_with(":registry");
      const std::string url(each.value.text());
      if (is_registry && is_undeclared(url)) found.add(each.line(), "published to " + public_part(url), kName);
    }
    found.finish(
        "registry to publish to is neither known nor declared",
        "registries to publish to are neither known nor declared",
        {"Find out whose it is: what is published goes there past any gate. If it is meant, declare its host."}, out_);
  }

  // Nothing that may be a password.
  static std::string public_part(const std::string& url) {
    const std::string host = model::Registries::host_of(url);
    return host.empty() ? "an address that is none" : host;
  }

  const Project& project_;
  std::vector<model::Finding>& out_;
};

}  // namespace

void check_client_settings(const Project& project, const intel::Knowledge&, std::vector<model::Finding>& out) {
  // A lockfile that was named alone is looked at alone: what stands beside it may be another project's.
  if (project.tree == nullptr || project.ecosystem() != "npm" || !project.manifest) return;
  Finder(project, out).run();
}

}  // namespace cordon::checks
