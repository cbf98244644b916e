#include <unordered_set>

#include "inventory/npm/pnpm_parts.h"

namespace cordon::inventory::npm {
namespace {

// A project's name and version stand in its package.json only; one without stays unnamed.
void name_root(const ProjectManifest* manifest, model::Root& root) {
  if (manifest == nullptr) return;
  root.name = manifest->root()["name"].string().value_or("");
  root.version = manifest->root()["version"].string().value_or("");
}

// Whether the lockfile has what the package.json asks for by now. What is linked from elsewhere may be left out of it.
bool is_current(const ProjectManifest* manifest, const model::Root& root) {
  if (manifest == nullptr) return true;
  std::unordered_set<std::string_view> locked;
  for (const model::Declared& declared : root.declared) locked.insert(declared.name);
  for (const char* list : {"dependencies", "devDependencies"})
    for (const Value::Member asked : manifest->root()[list].members())
      if (!locked.contains(asked.key) && !asked.value.text().starts_with("link:")) return false;
  return true;
}

// 5.x keeps what was asked for in `specifiers`, beside the lists of what was chosen.
using Specifiers = std::unordered_map<std::string_view, Value::Member>;

Specifiers specifiers_of(const Value& importer) {
  Specifiers out;
  for (const Value::Member member : importer["specifiers"].members()) out.emplace(member.key, member);
  return out;
}

void declare(const Value& importer, PnpmDraft& draft, model::Root& root) {
  Specifiers specifiers = specifiers_of(importer);
  const auto add = [&](const Value::Member& member, model::EdgeKind kind) -> model::Declared& {
    model::Declared& declared = root.declared.emplace_back();
    declared.name = member.key;
    declared.kind = kind;
    declared.place = {draft.context.display_path, member.line()};
    return declared;
  };
  std::unordered_set<std::string_view> chosen;
  for (const PnpmList& list : kPnpmImporterLists) {
    const Value members = importer[list.key];
    if (members.exists() && !members.is_object() && !members.is_null())
      draft.unread(members, "wrong_type", std::string(list.key) + " is no mapping", true);
    for (const Value::Member member : members.members()) {
      model::Declared& declared = add(member, list.kind);
      const auto found = specifiers.find(member.key);
      if (found != specifiers.end()) chosen.insert(member.key);
      const Value range = member.value.is_object()    ? member.value["specifier"]
                          : found != specifiers.end() ? found->second.value
                                                      : Value();
      declared.range = range.string().value_or("");
    }
  }
  for (const Value::Member member : importer["specifiers"].members())
    if (!chosen.contains(member.key)) add(member, model::EdgeKind::runtime).range = member.value.string().value_or("");
}

void add_importer(std::string_view key, const Value& value, const Value& at, PnpmPart& part, PnpmDraft& draft) {
  PnpmImporter importer{value, join_importer_path(".", key), static_cast<std::uint32_t>(draft.inventory.roots.size())};
  model::Root& root = draft.inventory.roots.emplace_back();
  root.id = draft.context.display_path + "#" + part.prefix + "importers/" + std::string(key);
  root.kind = importer.path == "." ? model::RootKind::project : model::RootKind::workspace;
  root.place = {draft.context.display_path, at.line()};
  const bool project = importer.path == ".";
  const ProjectManifest* const manifest =
      draft.files.manifest(project ? std::string_view() : std::string_view(importer.path), draft.inventory.unread);
  name_root(manifest, root);
  declare(value, draft, root);
  if (!project && is_current(manifest, root)) draft.inventory.members.push_back(importer.path);
  part.importer_of.emplace(importer.path, static_cast<std::uint32_t>(part.importers.size()));
  part.importers.push_back(std::move(importer));
}

}  // namespace

void read_pnpm_importers(PnpmPart& part, PnpmDraft& draft) {
  const Value importers = part.root["importers"];
  if (importers.exists() && !importers.is_object() && !importers.is_null())
    draft.unread(importers, "wrong_type", "importers is no mapping", true);
  for (const Value::Member member : importers.members()) {
    if (!member.value.is_object() && !member.value.is_null()) {
      draft.unread(member.name, "wrong_type", "an importer that is no mapping", true);
      continue;
    }
    add_importer(member.key, member.value, member.name, part, draft);
  }
  // A single project of 5.x and 6.x has its lists in the document itself. pnpm ignores them beside `importers`, but
  // another reader of the same file might not: they are read as well.
  bool lists = false;
  for (const PnpmList& list : kPnpmImporterLists) lists = lists || part.root[list.key].is_object();
  if (lists && importers.is_object())
    draft.unread(part.root, "disagreement", "the file has dependency lists beside its importers", false);
  if (lists || !importers.is_object()) {
    const bool fresh = !part.importer_of.contains(".");
    if (fresh) add_importer(".", part.root, part.root, part, draft);
    else {
      const PnpmImporter& own = part.importers[part.importer_of.find(".")->second];
      declare(part.root, draft, draft.inventory.roots[own.root]);
      part.importers.push_back({part.root, ".", own.root});
    }
  }
}

}  // namespace cordon::inventory::npm
