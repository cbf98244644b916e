#include "inventory/cargo/cargo_lock.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "base/text.h"
#include "base/toml.h"
#include "inventory/cargo/package_id.h"
#include "inventory/cargo/workspace.h"
#include "inventory/scope.h"
#include "inventory/unread_list.h"
#include "model/integrity.h"

namespace cordon::inventory::cargo {
namespace {

constexpr std::uint32_t kNone = 0xFFFFFFFF;
constexpr std::string_view kChecksum = "checksum ";

struct Entry {
  Value value;
  std::string_view name, version, source;
  std::uint32_t line = 0;
  std::uint32_t node = kNone;                     // in the inventory
  const WorkspacePackage* package = nullptr;      // of a root: its manifest
  std::optional<PackageReference> replacement{};  // of a replaced package: what stands in for it
};

class Builder {
 public:
  Builder(const Document& document, const ReadContext& context)
      : root_(document.root()), context_(context), unread_(context.display_path) {}

  model::Inventory build(std::string_view version) {
    out_.path = context_.display_path;
    out_.format = "Cargo.lock " + std::string(version);
    collect();
    checksums();
    packages_ = find_packages(context_, out_.unread);
    for (Entry& entry : entries_)
      if (!entry.source.empty() && !entry.replacement) component(entry);
    roots();
    for (const Entry& entry : entries_)
      if (!entry.source.empty() && !entry.replacement) edges(entry);
    for (const std::size_t i : root_entries_) edges(entries_[i]);
    compute_scopes(out_);
    const bool complete =
        std::ranges::all_of(root_entries_, [&](std::size_t i) { return entries_[i].package != nullptr; });
    if (!complete)
      for (model::Component& each : out_.components) each.scope = model::Scope::unknown;
    patches();
    unread_.move_to(out_.unread);
    return std::move(out_);
  }

 private:
  void collect() {
    if (const Value project = root_["root"]) entry(project);
    const Value list = root_["package"];
    if (list && !list.is_array()) unread_.add(list.line(), ErrorCode::wrong_type, "not a list: package");
    for (const Value element : list.elements()) entry(element);
    for (const Value::Member& section : root_.members()) {
      static constexpr std::string_view kKnown[] = {"version", "root", "package", "metadata", "patch"};
      if (std::ranges::find(kKnown, section.key) == std::end(kKnown))
        unread_.add(section.line(), ErrorCode::unknown_key, "not understood: " + text::visible(section.key, 80));
    }
    for (std::size_t i = 0; i < entries_.size(); ++i) by_name_[entries_[i].name].push_back(i);
  }

  void entry(Value value) {
    Entry read;
    read.value = value;
    read.line = value.line();
    read.name = value["name"].text();
    read.version = value["version"].text();
    if (!value["name"].is_string() || !value["version"].is_string() || read.name.empty() || read.version.empty())
      return unread_.add(read.line, ErrorCode::missing_field, "a package without name and version");
    if (const Value source = value["source"]) {
      read.source = source.text();
      if (!source.is_string() || read.source.empty())
        return unread_.add(read.line, ErrorCode::wrong_type, text::visible(read.name, 80) + ": its source is no text");
    }
    if (const Value by = value["replace"]) {
      read.replacement = parse_reference(by.text());
      if (!read.replacement)
        unread_.add(read.line, ErrorCode::invalid_value, text::visible(read.name, 80) + ": replaced by nothing known");
    }
    if (!ids_.insert(package_id(read.name, read.version, read.source)).second)
      return unread_.add(read.line, ErrorCode::invalid_value,
                         text::visible(read.name, 80) + " stands twice with one version and source");
    entries_.push_back(read);
  }

  // Version 1: "checksum name version (source)" = "<hash>".
  void checksums() {
    const Value metadata = root_["metadata"];
    for (const Value::Member& member : metadata.members()) {
      if (!member.key.starts_with(kChecksum)) continue;
      if (ids_.contains(std::string(member.key.substr(kChecksum.size())))) {
        checksums_.emplace(member.key.substr(kChecksum.size()), member.value);
      } else {
        unread_.add(member.line(), ErrorCode::invalid_value,
                    "a checksum of no package: " + text::visible(member.key, 80), false);
      }
    }
  }

  void component(Entry& entry) {
    model::Component component;
    const std::string id = package_id(entry.name, entry.version, entry.source);
    component.id = context_.display_path + "#" + id;
    component.name = entry.name;
    component.version = entry.version;
    component.place = {context_.display_path, entry.line};
    component.install_script = model::InstallScript::unknown;  // build.rs is not recorded
    if (!identify(component, entry.source, context_))
      unread_.add(entry.line, ErrorCode::invalid_value,
                  "an unknown kind of source: " + text::visible(entry.source, 80));
    Value digest = entry.value["checksum"];
    if (const auto listed = checksums_.find(id); !digest && listed != checksums_.end()) digest = listed->second;
    if (std::string sri = model::integrity_of_hex(model::DigestAlgorithm::sha256, digest.text()); !sri.empty())
      component.integrity.push_back(std::move(sri));
    else if (digest && digest.text() != "<none>")
      unread_.add(digest.line(), ErrorCode::invalid_value, "not a digest: " + text::visible(digest.text(), 80));
    entry.node = static_cast<std::uint32_t>(out_.components.size());
    out_.components.push_back(std::move(component));
  }

  const WorkspacePackage* package_of(const Entry& entry) const {
    const WorkspacePackage* found = nullptr;
    for (const std::size_t i : manifests_of(entry.name)) {
      const Manifest& manifest = packages_[i].manifest;
      if (found == nullptr || manifest.version == entry.version) found = &packages_[i];
    }
    return found;
  }

  std::vector<std::size_t> manifests_of(std::string_view name) const {
    const auto named = manifests_.find(name);
    return named == manifests_.end() ? std::vector<std::size_t>() : named->second;
  }

  void roots() {
    for (std::size_t i = 0; i < packages_.size(); ++i) manifests_[packages_[i].manifest.name].push_back(i);
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (!entries_[i].source.empty()) continue;
      entries_[i].package = package_of(entries_[i]);
      root_entries_.push_back(i);
    }
    // The project is the package of the lockfile's own folder, the one of [root], or the only one there is.
    const auto is_project = [&](std::size_t i) {
      const Entry& each = entries_[i];
      return (each.package != nullptr && each.package->location.empty()) || each.line == root_["root"].line() ||
             root_entries_.size() == 1;
    };
    std::ranges::stable_partition(root_entries_, is_project);
    for (const std::size_t i : root_entries_) {
      Entry& entry = entries_[i];
      entry.node = out_.node_count();
      model::Root& root = out_.roots.emplace_back();
      root.id = context_.display_path + "#" + package_id(entry.name, entry.version, entry.source);
      root.name = entry.name;
      root.version = entry.version;
      root.kind = is_project(i) ? model::RootKind::project : model::RootKind::workspace;
      root.place = {context_.display_path, entry.line};
      declare(entry, root);
      if (entry.package != nullptr && !entry.package->location.empty()) out_.members.push_back(entry.package->location);
    }
    for (const WorkspacePackage& package : packages_) unlocked(package);
  }

  // A package of the workspace that the lockfile does not know: what it asks for is chosen by the next build.
  void unlocked(const WorkspacePackage& package) {
    const auto is_it = [&](std::size_t i) { return entries_[i].package == &package; };
    if (!package.manifest.has_package || std::ranges::any_of(root_entries_, is_it)) return;
    model::Root& root = out_.roots.emplace_back();
    root.id = context_.display_path + "#" + (package.location.empty() ? "." : package.location);
    while (std::ranges::any_of(out_.roots,
                               [&](const model::Root& other) { return &other != &root && other.id == root.id; }))
      root.id += '\'';
    root.name = package.manifest.name;
    root.version = package.manifest.version;
    root.kind = package.location.empty() ? model::RootKind::project : model::RootKind::workspace;
    root.place = {package.display_path, package.manifest.line};
    for (const ManifestDependency& each : package.manifest.dependencies)
      root.declared.push_back({each.key, each.specification(), each.kind, {package.display_path, each.line}});
    if (!package.location.empty()) out_.members.push_back(package.location);
    out_.unread.push_back({package.display_path, package.manifest.line, "not_locked",
                           "the lockfile does not know the package " + text::visible(package.manifest.name, 80) +
                               ": the next build chooses what it asks for",
                           true});
  }

  void declare(const Entry& entry, model::Root& root) {
    if (entry.package == nullptr) {
      for (const Value element : entry.value["dependencies"].elements())
        if (const auto reference = parse_reference(element.text()))
          root.declared.push_back(
              {std::string(reference->name), "", model::EdgeKind::runtime, {context_.display_path, element.line()}});
      return;
    }
    for (const ManifestDependency& each : entry.package->manifest.dependencies)
      root.declared.push_back({each.key, each.specification(), each.kind, {entry.package->display_path, each.line}});
  }

  // The package that a reference means, as Cargo looks it up; null when it is none, or more than one.
  const Entry* find(const PackageReference& reference) const {
    const auto named = by_name_.find(reference.name);
    if (named == by_name_.end()) return nullptr;
    const Entry *found = nullptr, *of_path = nullptr;
    std::size_t count = 0, paths = 0;
    for (const std::size_t i : named->second) {
      const Entry& each = entries_[i];
      if (!reference.version.empty() && each.version != reference.version) continue;
      if (!reference.source.empty() && !same_source(each.source, reference.source)) continue;
      ++count;
      found = &each;
      if (!each.source.empty()) continue;
      ++paths;
      of_path = &each;
    }
    return count == 1 ? found : paths == 1 ? of_path : nullptr;
  }

  // A dependency's source is written without the commit, and before version 3 without "branch=master".
  static bool same_source(std::string_view own, std::string_view asked) {
    if (own == asked) return true;
    const std::string_view plain = without_commit(own), wanted = without_commit(asked);
    if (plain == wanted) return true;
    constexpr std::string_view kMaster = "?branch=master";
    return plain.ends_with(kMaster) && plain.substr(0, plain.size() - kMaster.size()) == wanted;
  }

  void edges(const Entry& entry) {
    const Value list = entry.value["dependencies"];
    if (list && !list.is_array())
      unread_.add(list.line(), ErrorCode::wrong_type, text::visible(entry.name, 80) + ": dependencies is no list");
    for (const Value element : list.elements()) {
      const auto reference = parse_reference(element.text());
      if (!reference || !element.is_string()) {
        unread_.add(element.line(), ErrorCode::invalid_value, "not a dependency: " + text::visible(element.text(), 80));
        continue;
      }
      const auto [kind, range] = asked(entry, reference->name);
      const Entry* to = find(*reference);
      if (to != nullptr && to->replacement) to = find(*to->replacement);
      if (to == nullptr || to->node == kNone)
        out_.unresolved.push_back({entry.node, std::string(reference->name), std::string(reference->version), kind});
      else out_.edges.push_back({entry.node, to->node, kind, range});
    }
  }

  // How the manifest of a root asks for a package: the strongest kind, and the range where only one does.
  static std::pair<model::EdgeKind, std::string> asked(const Entry& entry, std::string_view name) {
    if (entry.package == nullptr) return {model::EdgeKind::runtime, ""};
    const ManifestDependency* strongest = nullptr;
    std::size_t count = 0;
    const auto weight = [](model::EdgeKind kind) {
      return kind == model::EdgeKind::runtime ? 2 : kind == model::EdgeKind::optional ? 1 : 0;
    };
    for (const ManifestDependency& each : entry.package->manifest.dependencies) {
      if (each.name != name) continue;
      ++count;
      if (strongest == nullptr || weight(each.kind) > weight(strongest->kind)) strongest = &each;
    }
    if (strongest == nullptr) return {model::EdgeKind::runtime, ""};
    return {strongest->kind, count == 1 ? strongest->specification() : std::string()};
  }

  void patches() {
    for (const Entry& entry : entries_)
      if (entry.replacement)
        out_.overrides.push_back({std::string(entry.name) + ":" + std::string(entry.version),
                                  std::string(entry.value["replace"].text()),
                                  {context_.display_path, entry.line}});
    for (const WorkspacePackage& package : packages_)
      if (package.location.empty())
        for (const ManifestPatch& patch : package.manifest.patches)
          out_.overrides.push_back({patch.pattern, patch.replacement, {package.display_path, patch.line}});
    const Value unused = root_["patch"]["unused"];
    for (const Value element : unused.elements())
      unread_.add(element.line(), "unused_patch",
                  "a patch that nothing uses: " + text::visible(element["name"].text(), 80) + " " +
                      text::visible(element["version"].text(), 80),
                  false);
  }

  const Value root_;
  const ReadContext& context_;
  UnreadList unread_;
  model::Inventory out_;
  std::vector<Entry> entries_;
  std::vector<std::size_t> root_entries_;  // the project first
  std::unordered_set<std::string> ids_;
  std::unordered_map<std::string_view, std::vector<std::size_t>> by_name_, manifests_;
  std::unordered_map<std::string, Value> checksums_;
  std::vector<WorkspacePackage> packages_;
};

// 1 to 4, or nothing. Versions 1 and 2 do not say it: version 1 has its checksums in [metadata].
std::string_view version_of(Value root) {
  if (const Value written = root["version"]) {
    for (const std::string_view known : {"1", "2", "3", "4"})
      if (written.is_number() && written.text() == known) return known;
    return {};
  }
  if (root["root"]) return "1";
  for (const Value::Member& member : root["metadata"].members())
    if (member.key.starts_with(kChecksum)) return "1";
  return "2";
}

}  // namespace

Result<model::Inventory> read_cargo_lock(std::string text, const ReadContext& context) {
  const Document document = TRY(toml::parse(std::move(text), context.limits));
  const Value root = document.root();
  if (!root["package"] && !root["root"] && !root["version"])
    return fail(ErrorCode::missing_field, "no packages and no version: no Cargo.lock", 1);
  const std::string_view version = version_of(root);
  if (version.empty())
    return fail(ErrorCode::unsupported_version,
                "Cargo.lock version " + text::visible(root["version"].text(), 20) + "; 1 to 4 are read",
                root["version"].line());
  return Builder(document, context).build(version);
}

}  // namespace cordon::inventory::cargo
