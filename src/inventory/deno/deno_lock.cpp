#include "inventory/deno/deno_lock.h"

#include <unordered_map>
#include <unordered_set>

#include "base/json.h"
#include "base/text.h"
#include "inventory/deno/module_address.h"
#include "inventory/npm/identify.h"
#include "inventory/npm/specifier.h"
#include "inventory/scope.h"
#include "inventory/unread_list.h"
#include "model/integrity.h"
#include "model/purl.h"

namespace cordon::inventory::deno {
namespace {

constexpr std::uint32_t kNone = 0xFFFFFFFF;

class Builder {
 public:
  Builder(const Document& document, const ReadContext& context)
      : root_(document.root()), context_(context), unread_(context.display_path) {}

  model::Inventory build(std::string_view version) {
    out_.path = context_.display_path;
    out_.format = "deno.lock " + std::string(version);
    for (const Value::Member& entry : section("npm").members()) package("npm", entry);
    for (const Value::Member& entry : section("jsr").members()) package("jsr", entry);
    std::unordered_set<std::string_view> fetched;
    for (const Value::Member& entry : section("remote").members()) {
      remote(entry);
      fetched.insert(entry.key);
    }
    for (const Value::Member& entry : section("redirects").members())
      if (fetched.insert(entry.value.text()).second) redirect(entry);
    const auto packages = static_cast<std::uint32_t>(entries_.size());
    add_root();
    for (std::uint32_t i = 0; i < packages; ++i) dependencies(i);
    project_dependencies();
    compute_scopes(out_);
    unread_.move_to(out_.unread);
    return std::move(out_);
  }

 private:
  Value section(const char* name) {
    const Value value = root_[name];
    if (value && !value.is_object())
      unread_.add(value.line(), ErrorCode::wrong_type, std::string("not an object: section ") + name);
    return value;
  }

  void package(const char* ecosystem, const Value::Member& entry) {
    const auto split = inventory::npm::split_name(entry.key);
    if (split.name.empty() || split.rest.empty() || split.rest.starts_with('_') || !entry.value.is_object())
      return unread_.add(entry.line(), ErrorCode::invalid_value, "not a package entry: " + text::visible(entry.key));
    model::Component component;
    component.id = context_.display_path + "#" + ecosystem + ":" + std::string(entry.key);
    component.name = split.name;
    component.version = split.rest.substr(0, split.rest.find('_'));  // the rest are the peers
    component.place = {context_.display_path, entry.line()};
    const std::string_view digest = entry.value["integrity"].text();
    const bool npm = std::string_view(ecosystem) == "npm";
    const std::string integrity =
        npm ? std::string(digest) : model::integrity_of_hex(model::DigestAlgorithm::sha256, digest);
    if (!integrity.empty()) component.integrity.push_back(integrity);
    else if (!digest.empty())
      unread_.add(entry.line(), ErrorCode::invalid_value, "not a digest: " + text::visible(digest, 80));
    if (const Value tarball = entry.value["tarball"]; tarball.is_string() && !tarball.text().empty())
      component.resolved = std::string(tarball.text());
    if (component.resolved && !model::Registries::is_web_address(*component.resolved))
      unread_.add(entry.line(), ErrorCode::invalid_value,
                  "a release that lies at no address: " + text::visible(entry.key));
    component.install_script = entry.value["scripts"].is_true() ? model::InstallScript::yes
                               : npm                            ? model::InstallScript::no
                                                                : model::InstallScript::unknown;
    if (npm) {
      component.origin = inventory::npm::origin_of_release(component.resolved.value_or(""), component.name, context_);
      inventory::npm::identify(component, context_);
    } else {
      component.ecosystem = "jsr";
      component.registry = context_.registries->classify("jsr", "", component.name);
      component.purl = model::make_purl("jsr", component.name, component.version);
    }
    const auto index = static_cast<std::uint32_t>(out_.components.size());
    by_key_.emplace(std::string(ecosystem) + ":" + std::string(entry.key), index);
    const auto [known, first] = by_name_.try_emplace(std::string(ecosystem) + ":" + component.name, index);
    if (!first) known->second = kNone;  // more than one version: the name alone says nothing
    entries_.push_back(entry.value);
    out_.components.push_back(std::move(component));
  }

  void remote(const Value::Member& entry) {
    if (!entry.key.starts_with("https://") && !entry.key.starts_with("http://"))
      return unread_.add(entry.line(), ErrorCode::invalid_value, "not an address: " + text::visible(entry.key));
    if (auto release = release_in_address(entry.key))
      return module(std::move(*release), entry.key, entry.value.text(), entry.line());
    model::Component component;
    component.id = context_.display_path + "#" + std::string(entry.key);
    component.name = entry.key;
    component.ecosystem = "generic";
    component.origin = model::Origin::http;
    component.install_script = model::InstallScript::no;  // a module is loaded, not installed
    component.resolved = std::string(entry.key);
    component.registry = {std::string(), model::RegistryClass::unknown};
    component.place = {context_.display_path, entry.line()};
    if (std::string sri = model::integrity_of_hex(model::DigestAlgorithm::sha256, entry.value.text()); !sri.empty())
      component.integrity.push_back(std::move(sri));
    component.purl = model::make_purl("generic", entry.key, "", {{"download_url", std::string(entry.key)}});
    remotes_.push_back(static_cast<std::uint32_t>(out_.components.size()));
    out_.components.push_back(std::move(component));
  }

  // Where an address without a version leads to, in case that does not stand under `remote`.
  void redirect(const Value::Member& entry) {
    const std::string_view target = entry.value.text();
    if (auto release = release_in_address(target)) module(std::move(*release), target, {}, entry.line());
  }

  // A module of an npm package from a server that turns packages into modules. The digest is the module's own.
  void module(AddressRelease release, std::string_view address, std::string_view digest, std::uint32_t line) {
    model::Component component;
    component.id = context_.display_path + "#" + std::string(address);
    component.name = std::move(release.name);
    component.version = std::move(release.version);
    component.origin = model::Origin::http;
    component.resolved = std::string(address);
    component.place = {context_.display_path, line};
    component.install_script = model::InstallScript::no;
    if (!digest.empty()) component.checksum = std::string(digest);
    inventory::npm::identify(component, context_);
    remotes_.push_back(static_cast<std::uint32_t>(out_.components.size()));
    out_.components.push_back(std::move(component));
  }

  void add_root() {
    model::Root root;
    root.id = context_.display_path + "#";
    root.place = {context_.display_path, 1};
    out_.roots.push_back(std::move(root));
  }

  std::uint32_t find(std::string_view ecosystem, std::string_view reference) const {
    std::string key(ecosystem);
    key.append(":").append(reference);
    if (const auto exact = by_key_.find(key); exact != by_key_.end()) return exact->second;
    if (const auto named = by_name_.find(key); named != by_name_.end()) return named->second;
    return kNone;
  }

  void dependencies(std::uint32_t index) {
    const auto list = [&](std::string_view name, model::EdgeKind kind) {
      const Value references = entries_[index][name];
      if (references && !references.is_array())
        unread_.add(references.line(), ErrorCode::wrong_type, std::string("not a list: ") + std::string(name));
      for (const Value element : references.elements()) {
        if (element.is_string()) connect(index, out_.components[index].ecosystem, element.text(), kind);
        else unread_.add(element.line(), ErrorCode::wrong_type, std::string("not a text in ") + std::string(name));
      }
    };
    list("dependencies", model::EdgeKind::runtime);
    list("optionalDependencies", model::EdgeKind::optional);
    list("optionalPeers", model::EdgeKind::peer_optional);
  }

  // A dependency of a package: "name", "name@version", or with its own registry in front ("npm:name@^1",
  // "jsr:@std/x@1").
  void connect(std::uint32_t from, std::string_view ecosystem, std::string_view reference, model::EdgeKind kind) {
    for (const std::string_view prefix : {"npm:", "jsr:"})
      if (reference.starts_with(prefix)) return connect_specifier(from, reference, kind);
    // An alias stands as "alias@npm:name@version".
    if (const std::size_t alias = reference.find("@npm:", 1); alias != std::string_view::npos)
      reference.remove_prefix(alias + 5);
    const std::uint32_t to = find(ecosystem, reference);
    if (to == kNone) out_.unresolved.push_back({from, std::string(reference), "", kind});
    else out_.edges.push_back({from, to, kind, ""});
  }

  // "npm:name@range": what `specifiers` says was chosen for it.
  void connect_specifier(std::uint32_t from, std::string_view specifier, model::EdgeKind kind) {
    const std::string_view ecosystem = specifier.substr(0, 3);
    const auto asked = inventory::npm::split_name(specifier.substr(4));
    std::uint32_t to = kNone;
    if (const Value chosen = root_["specifiers"][specifier]; chosen.is_string()) {
      to = find(ecosystem, std::string(asked.name) + "@" + std::string(chosen.text()));
      if (to == kNone && chosen.text().find('@', 1) != std::string_view::npos) to = find(ecosystem, chosen.text());
    }
    if (to == kNone) to = find(ecosystem, asked.name);
    if (to == kNone) out_.unresolved.push_back({from, std::string(asked.name), std::string(asked.rest), kind});
    else out_.edges.push_back({from, to, kind, std::string(asked.rest)});
  }

  void ask(std::uint32_t root, std::string_view specifier, std::uint32_t line) {
    const auto asked = inventory::npm::split_name(specifier.substr(4));
    out_.roots.front().declared.push_back(
        {std::string(asked.name), std::string(asked.rest), model::EdgeKind::runtime, {context_.display_path, line}});
    connect_specifier(root, specifier, model::EdgeKind::runtime);
  }

  // What the project, or a member of its workspace, asks for and `specifiers` has no choice for.
  void ask_without_specifier(std::uint32_t root, Value project) {
    for (const Value list : {project["dependencies"], project["packageJson"]["dependencies"]})
      for (const Value element : list.elements()) {
        const std::string_view specifier = element.text();
        if (!element.is_string() || (!specifier.starts_with("npm:") && !specifier.starts_with("jsr:"))) continue;
        if (!root_["specifiers"][specifier].exists()) ask(root, specifier, element.line());
      }
  }

  void project_dependencies() {
    const auto root = static_cast<std::uint32_t>(out_.components.size());
    for (const Value::Member& entry : section("specifiers").members()) {
      if (!entry.key.starts_with("npm:") && !entry.key.starts_with("jsr:")) {
        unread_.add(entry.line(), ErrorCode::invalid_value, "not a specifier: " + text::visible(entry.key));
        continue;
      }
      ask(root, entry.key, entry.line());
    }
    ask_without_specifier(root, root_["workspace"]);
    for (const Value::Member& member : root_["workspace"]["members"].members())
      ask_without_specifier(root, member.value);
    for (const std::uint32_t i : remotes_) out_.edges.push_back({root, i, model::EdgeKind::runtime, ""});
  }

  const Value root_;
  const ReadContext& context_;
  UnreadList unread_;
  model::Inventory out_;
  std::vector<Value> entries_;          // of the packages, by component
  std::vector<std::uint32_t> remotes_;  // components that are fetched by their address
  std::unordered_map<std::string, std::uint32_t> by_key_, by_name_;
};

}  // namespace

Result<model::Inventory> read_deno_lock(std::string text, const ReadContext& context) {
  const Document document = TRY(json::parse(std::move(text), {.comments = false, .limits = context.limits}));
  const Value root = document.root();
  if (!root.is_object()) return fail(ErrorCode::wrong_type, "expected an object", root.line());
  const Value version = root["version"];
  if (!version) return fail(ErrorCode::missing_field, "without \"version\" this is no deno.lock", 1);
  if (version.text() != "5" && version.text() != "4")
    return fail(ErrorCode::unsupported_version,
                "deno.lock version " + text::visible(version.text(), 20) +
                    "; 4 and 5 are read ('deno install' rewrites older ones)",
                version.line());
  model::Inventory inventory = Builder(document, context).build(version.text());
  inventory.duplicates = document.duplicates();
  return inventory;
}

}  // namespace cordon::inventory::deno
