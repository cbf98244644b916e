#include <algorithm>

#include "inventory/npm/identify.h"
#include "inventory/npm/pnpm_parts.h"

namespace cordon::inventory::npm {
namespace {

using model::EdgeKind;

class Edges {
 public:
  Edges(PnpmPart& part, PnpmDraft& draft) : part_(part), draft_(draft) {}

  void read() {
    for (const PnpmInstance& instance : part_.instances) read_instance(instance);
    for (const PnpmImporter& importer : part_.importers) read_importer(importer);
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

  void read_instance(const PnpmInstance& instance) {
    read_peers(instance.package);
    for (const Value& entry : {instance.snapshot, instance.package}) {
      for (const PnpmList& list : kPnpmPackageLists) {
        for (const Value::Member member : entry[list.key].members()) {
          Wanted wanted{instance.component, list.kind, member.key, member.value.string().value_or(""), {}, ".",
                        member.name};
          const Peer* const peer = list.kind == EdgeKind::runtime ? find_peer(member.key) : nullptr;
          if (peer != nullptr) {
            wanted.kind = EdgeKind::peer;
            wanted.range = peer->range;
          }
          if (connect(wanted) && peer != nullptr && peer->optional)
            draft_.optional_peers.push_back(static_cast<std::uint32_t>(draft_.inventory.edges.size() - 1));
        }
      }
    }
  }

  // A dependency that the package's manifest has as a peer stands in `dependencies` once it is resolved.
  struct Peer {
    std::string_view name, range;
    bool optional = false;
  };

  void read_peers(const Value& package) {
    peers_.clear();
    for (const Value::Member peer : package["peerDependencies"].members())
      peers_.push_back({peer.key, peer.value.string().value_or("")});
    if (peers_.empty()) return;
    std::sort(peers_.begin(), peers_.end(), [](const Peer& a, const Peer& b) { return a.name < b.name; });
    for (const Value::Member meta : package["peerDependenciesMeta"].members())
      if (Peer* const peer = find_peer(meta.key)) peer->optional = meta.value["optional"].is_true();
  }

  Peer* find_peer(std::string_view name) {
    const auto found = std::lower_bound(peers_.begin(), peers_.end(), name,
                                        [](const Peer& peer, std::string_view text) { return peer.name < text; });
    return found != peers_.end() && found->name == name ? &*found : nullptr;
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
  std::string key_;          // kept for its memory, as are the peers
  std::vector<Peer> peers_;  // of the instance being read, by name
};

}  // namespace

void read_pnpm_edges(PnpmPart& part, PnpmDraft& draft) { Edges(part, draft).read(); }

}  // namespace cordon::inventory::npm
