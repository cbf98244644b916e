#include "inventory/cargo/manifest.h"

#include <algorithm>

#include "base/text.h"
#include "base/toml.h"

namespace cordon::inventory::cargo {
namespace {

class Parser {
 public:
  Result<Manifest> run(Value root) {
    package(root["package"].exists() ? root["package"] : root["project"]);
    workspace(root["workspace"]);
    if (!out_.has_package && !out_.is_workspace)
      return fail(ErrorCode::missing_field, "neither [package] nor [workspace]: no manifest of Cargo", 1);
    lists(root);
    for (const Value::Member& target : table(root["target"], "target").members()) lists(table(target.value, "target"));
    for (const Value::Member& source : table(root["patch"], "patch").members())
      for (const Value::Member& entry : table(source.value, "patch").members()) patch(entry);
    for (const Value::Member& entry : table(root["replace"], "replace").members()) patch(entry);
    return std::move(out_);
  }

 private:
  void problem(std::uint32_t line, std::string_view where) {
    out_.problems.push_back(
        Error{ErrorCode::wrong_type, text::visible(where, 80) + ": not of the type expected", line, 0, {}});
  }

  // The value if it is a table; else an absent one, and a problem unless it is absent already.
  Value table(Value value, std::string_view where) {
    if (value.is_object()) return value;
    if (value) problem(value.line(), where);
    return {};
  }

  std::string string(Value value, std::string_view where) {
    if (value.is_string()) return std::string(value.text());
    if (value) problem(value.line(), where);
    return {};
  }

  static bool is_inherited(Value value) { return value["workspace"].is_true(); }

  void package(Value value) {
    const Value fields = table(value, "package");
    if (!fields) return;
    out_.has_package = true;
    out_.name = string(fields["name"], "name");
    out_.line = std::max(fields["name"] ? fields["name"].line() : fields.line(), 1u);
    out_.version_inherited = is_inherited(fields["version"]);
    if (!out_.version_inherited) out_.version = string(fields["version"], "version");
  }

  void workspace(Value value) {
    const Value fields = table(value, "workspace");
    if (!fields) return;
    out_.is_workspace = true;
    out_.workspace_version = string(fields["package"]["version"], "version");
    patterns(fields["members"], "members", out_.members);
    patterns(fields["exclude"], "exclude", out_.excluded);
    for (const Value::Member& entry : table(fields["dependencies"], "dependencies").members())
      dependency(entry, model::EdgeKind::runtime, out_.workspace_dependencies);
  }

  void patterns(Value list, std::string_view where, std::vector<MemberPattern>& out) {
    if (list && !list.is_array()) return problem(list.line(), where);
    for (const Value element : list.elements()) {
      if (element.is_string()) out.push_back({std::string(element.text()), element.line()});
      else problem(element.line(), where);
    }
  }

  void lists(Value parent) {
    struct List {
      const char* name;
      model::EdgeKind kind;
    };
    // What builds a package runs on the machine that builds: it counts as much as what is built in.
    static constexpr List kLists[] = {{"dependencies", model::EdgeKind::runtime},
                                      {"build-dependencies", model::EdgeKind::runtime},
                                      {"build_dependencies", model::EdgeKind::runtime},
                                      {"dev-dependencies", model::EdgeKind::development},
                                      {"dev_dependencies", model::EdgeKind::development}};
    for (const List& list : kLists)
      for (const Value::Member& entry : table(parent[list.name], list.name).members())
        dependency(entry, list.kind, out_.dependencies);
  }

  void dependency(const Value::Member& entry, model::EdgeKind kind, std::vector<ManifestDependency>& out) {
    ManifestDependency read;
    read.key = read.name = entry.key;
    read.kind = kind;
    read.line = entry.line();
    if (entry.value.is_string()) {
      read.version = entry.value.text();
    } else if (entry.value.is_object()) {
      details(entry.value, read);
    } else {
      return problem(entry.line(), entry.key);
    }
    if (read.name.empty()) return problem(entry.line(), "a dependency without a name");
    out.push_back(std::move(read));
  }

  void details(Value fields, ManifestDependency& read) {
    if (const Value name = fields["package"]) read.name = string(name, "package");
    read.version = string(fields["version"], "version");
    read.path = string(fields["path"], "path");
    read.git = string(fields["git"], "git");
    for (const char* word : {"branch", "tag", "rev"})
      if (const Value reference = fields[word]) read.git_reference = std::string(word) + "=" + string(reference, word);
    read.registry = string(fields["registry"], "registry");
    if (read.registry.empty()) read.registry = string(fields["registry-index"], "registry-index");
    read.inherited = is_inherited(fields);
    if (fields["optional"].is_true() && read.kind == model::EdgeKind::runtime) read.kind = model::EdgeKind::optional;
  }

  void patch(const Value::Member& entry) {
    std::vector<ManifestDependency> read;
    dependency(entry, model::EdgeKind::runtime, read);
    for (const ManifestDependency& by : read) out_.patches.push_back({by.key, by.specification(), by.line});
  }

  Manifest out_;
};

}  // namespace

std::string ManifestDependency::specification() const {
  std::string out = key == name ? std::string() : name + "@";
  if (inherited) return out + "workspace";
  if (!path.empty()) return out + "path+" + path;
  if (!git.empty()) return out + "git+" + git + (git_reference.empty() ? "" : "?" + git_reference);
  return out + version + (registry.empty() ? "" : " (registry " + registry + ")");
}

void Manifest::inherit(const Manifest& workspace) {
  if (version_inherited) version = workspace.workspace_version;
  for (ManifestDependency& dependency : dependencies) {
    if (!dependency.inherited) continue;
    const auto from = std::ranges::find(workspace.workspace_dependencies, dependency.key, &ManifestDependency::key);
    if (from == workspace.workspace_dependencies.end()) continue;
    ManifestDependency taken = *from;
    taken.kind = dependency.kind;
    taken.line = dependency.line;
    dependency = std::move(taken);
  }
}

Result<Manifest> parse_manifest(std::string text, const Limits& limits) {
  const Document document = TRY(toml::parse(std::move(text), limits));
  return Parser().run(document.root());
}

}  // namespace cordon::inventory::cargo
