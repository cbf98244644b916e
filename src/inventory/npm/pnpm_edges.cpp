#include "inventory/npm/identify.h"
#include "inventory/npm/pnpm_parts.h"

namespace cordon::inventory::npm {
namespace {

using model::EdgeKind;

class Edges {
 public:
  Edges(PnpmPart& part, PnpmDraft& draft) : part_(part), draft_(draft) {}

  Result<void> read() {
    for (const PnpmInstance& instance : part_.instances) TRY(read_instance(instance));
    for (const PnpmImporter& importer : part_.importers) read_importer(importer);
    return {};
  }

 private:
  // One dependency of a list.
  struct Wanted {
    std::uint32_t from = 0;
    EdgeKind kind = EdgeKind::runtime;
    std::string_view name;
    std::string_view reference;  // what was chosen: a version, a key, link:, file:, an address
    std::string_view range;      // what was asked for, where the file says so
    std::string_view folder;     // what link: is relative to
    Value at;
  };

  void read_importer(const PnpmImporter& importer) {
    std::unordered_map<std::string_view, Value::Member> specifiers;  // 5.x; what remains was chosen in no list
    for (const Value::Member member : importer.value["specifiers"].members()) specifiers.emplace(member.key, member);
    std::unordered_map<std::string_view, Value::Member> left = specifiers;
    for (const PnpmList& list : kPnpmImporterLists) {
      for (const Value::Member member : importer.value[list.key].members()) {
        Wanted wanted{kPnpmRoot + importer.root, list.kind, member.key, {}, {}, importer.path, member.name};
        if (member.value.is_object()) {
          wanted.reference = member.value["version"].string().value_or("");
          wanted.range = member.value["specifier"].string().value_or("");
        } else {
          wanted.reference = member.value.string().value_or("");
          if (const auto found = specifiers.find(member.key); found != specifiers.end())
            wanted.range = found->second.value.string().value_or("");
        }
        left.erase(member.key);
        connect(wanted);
      }
    }
    if (left.empty()) return;
    for (const Value::Member member : importer.value["specifiers"].members()) {
      const std::string_view range = member.value.string().value_or("");
      if (!left.contains(member.key) || range.starts_with("link:") || range.starts_with("workspace:")) continue;
      draft_.inventory.unresolved.push_back(
          {kPnpmRoot + importer.root, std::string(member.key), std::string(range), EdgeKind::runtime});
    }
  }

  Result<void> read_instance(const PnpmInstance& instance) {
    const PnpmPackage& package = part_.packages[instance.package];
    TRY(read_list(instance, EdgeKind::runtime, instance.dependencies, Value(), false));
    TRY(read_list(instance, EdgeKind::runtime, package.dependencies, instance.dependencies, part_.split));
    TRY(read_list(instance, EdgeKind::optional, instance.optional_dependencies, Value(), false));
    return read_list(instance, EdgeKind::optional, package.optional_dependencies, instance.optional_dependencies,
                     part_.split);
  }

  // `already` is the list of the snapshot when a list of its entry of `packages` is read. pnpm writes none there since
  // 7.x, but where one stands it takes the place of the snapshot's. Several instances may share that list.
  Result<void> read_list(const PnpmInstance& instance, EdgeKind kind, const Value& list, const Value& already,
                         bool shared) {
    const PnpmPackage& package = part_.packages[instance.package];
    std::unordered_map<std::string_view, std::string_view> known;
    if (list.exists())
      for (const Value::Member member : already.members()) known.emplace(member.key, member.value.text());
    for (const Value::Member member : list.members()) {
      const std::string_view reference = member.value.string().value_or("");
      if (shared) TRY(draft_.repeat(sizeof(model::Edge) + member.key.size() + reference.size()));
      if (const auto same = known.find(member.key); same != known.end() && same->second == reference) continue;
      Wanted wanted{instance.component, kind, member.key, reference, {}, ".", member.name};
      const PnpmPeer* const peer = kind == EdgeKind::runtime ? package.find_peer(member.key) : nullptr;
      if (peer != nullptr) {
        wanted.kind = EdgeKind::peer;
        wanted.range = peer->range;
        TRY(draft_.repeat(peer->range.size()));
      }
      if (connect(wanted) && peer != nullptr && peer->optional)
        draft_.optional_peers.push_back(static_cast<std::uint32_t>(draft_.inventory.edges.size() - 1));
    }
    return {};
  }

  // False when the file does not have what the reference leads to.
  bool connect(const Wanted& wanted) {
    if (wanted.reference.starts_with("link:")) {
      add_edge(wanted, link_target(wanted));
      return true;
    }
    if (!wanted.reference.empty()) {
      for (int attempt = 0; pnpm_reference_key(attempt, wanted.name, wanted.reference, part_.style, key_); ++attempt) {
        const auto found = part_.by_key.find(key_);
        if (found == part_.by_key.end()) continue;
        remember_name(found->second, wanted.name);
        add_edge(wanted, found->second);
        return true;
      }
    }
    const std::string_view range = wanted.range.empty() ? wanted.reference : wanted.range;
    draft_.inventory.unresolved.push_back({wanted.from, std::string(wanted.name), std::string(range), wanted.kind});
    return false;
  }

  void add_edge(const Wanted& wanted, std::uint32_t to) {
    draft_.inventory.edges.push_back({wanted.from, to, wanted.kind, std::string(wanted.range)});
  }

  void remember_name(std::uint32_t component, std::string_view name) {
    if (draft_.installed.size() <= component) draft_.installed.resize(component + 1);
    PnpmDraft::Installed& installed = draft_.installed[component];
    if (draft_.inventory.components[component].name == name) installed.by_own_name = true;
    else if (installed.alias.empty()) installed.alias = name;
  }

  // A root when the folder is an importer's; else a component of its own.
  std::uint32_t link_target(const Wanted& wanted) {
    const std::string_view written = wanted.reference.substr(5);
    std::string folder = join_importer_path(wanted.folder, written);
    if (const auto found = part_.importer_of.find(folder); found != part_.importer_of.end())
      return kPnpmRoot + part_.importers[found->second].root;
    if (const auto found = part_.linked.find(folder); found != part_.linked.end()) return found->second;
    const auto index = static_cast<std::uint32_t>(draft_.inventory.components.size());
    model::Component& component = draft_.inventory.components.emplace_back();
    component.id = draft_.context.display_path + "#" + part_.prefix + "link:" + folder;
    component.name = wanted.name;
    component.origin = model::Origin::link;
    component.resolved = wanted.reference;
    component.place = {draft_.context.display_path, wanted.at.line()};
    component.scope = model::Scope::unknown;
    component.install_script = model::InstallScript::unknown;
    identify(component, draft_.context);
    part_.linked.emplace(std::move(folder), index);
    return index;
  }

  PnpmPart& part_;
  PnpmDraft& draft_;
  std::string key_;  // kept for its memory
};

}  // namespace

Result<void> read_pnpm_edges(PnpmPart& part, PnpmDraft& draft) { return Edges(part, draft).read(); }

}  // namespace cordon::inventory::npm
