#include "inventory/pypi/poetry_lock.h"

#include <algorithm>
#include <unordered_map>

#include "base/text.h"
#include "base/toml.h"
#include "inventory/pypi/identify.h"
#include "inventory/pypi/lock_builder.h"
#include "inventory/pypi/manifest.h"
#include "inventory/pypi/name.h"

namespace cordon::inventory::pypi {
namespace {

constexpr std::string_view kManifest = "pyproject.toml";

class PoetryLock {
 public:
  PoetryLock(const Document& document, const ReadContext& context, const std::string& version)
      : root_(document.root()), builder_(context, "poetry.lock " + version) {}

  model::Inventory read() {
    listed_files();
    const Value list = root_["package"];
    if (list && !list.is_array()) builder_.unread().add(list.line(), ErrorCode::wrong_type, "not a list: package");
    for (const Value element : list.elements()) package(element);
    static constexpr std::string_view kKnown[] = {"package", "metadata", "extras"};
    for (const Value::Member& section : root_.members())
      if (std::ranges::find(kKnown, section.key) == std::end(kKnown))
        builder_.unread().add(section.line(), ErrorCode::unknown_key,
                              "not understood: " + text::visible(section.key, 80));
    if (const auto manifest = manifest_beside(kManifest, builder_)) ask_for_project(*manifest, kManifest, builder_);
    return builder_.finish();
  }

 private:
  // The archives of all packages, from before each package had its own.
  void listed_files() {
    for (const char* table : {"files", "hashes"})
      for (const Value::Member& entry : root_["metadata"][table].members())
        files_.try_emplace(normal_name(entry.key), entry.value);
  }

  void package(Value value) {
    auto component = builder_.begin(value);
    if (!component) return;
    files(value["files"] ? value["files"] : listed(component->name), *component);
    source(value["source"], *component);
    if (component->version.empty())
      builder_.unread().add(value.line(), ErrorCode::missing_field,
                            text::visible(component->name, 80) + " has no version");
    const std::string resolved = component->resolved.value_or("");
    const NodeRef node = builder_.add(std::move(*component), resolved);
    scope(value, node);
    for (const Value::Member& entry : value["dependencies"].members()) dependency(node, entry);
    if (const Value dependencies = value["dependencies"]; dependencies && !dependencies.is_object())
      builder_.unread().add(dependencies.line(), ErrorCode::wrong_type, "dependencies: not a table");
  }

  Value listed(const std::string& name) const {
    const auto found = files_.find(name);
    return found == files_.end() ? Value() : found->second;
  }

  void files(Value list, model::Component& component) {
    if (list && !list.is_array())
      builder_.unread().add(list.line(), ErrorCode::wrong_type,
                            text::visible(component.name, 80) + ": files is no list");
    Archives archives;
    for (const Value file : list.elements()) {
      if (file.is_object()) builder_.digest(archives, file["file"].text(), file["hash"]);
      else if (!archives.add({}, "sha256:" + std::string(file.text())))
        builder_.unread().add(file.line(), ErrorCode::invalid_value,
                              "a digest that nothing is compared with: " + text::visible(file.text(), 80), false);
    }
    builder_.take(archives, component);
  }

  void source(Value value, model::Component& component) {
    component.origin = model::Origin::registry;
    if (!value) return;
    const std::string_view type = value["type"].text(), url = value["url"].text();
    const std::vector<std::string> listed = component.integrity;
    const model::InstallScript script = component.install_script;
    if (type == "git") {
      const Value commit = value["resolved_reference"] ? value["resolved_reference"] : value["reference"];
      take_repository(component, url, commit.text());
    } else if (type == "url") {
      take_address(component, url, builder_.context());
      if (script != model::InstallScript::unknown) component.install_script = script;
    } else if (type == "directory" || type == "file") {
      take_path(component, url, builder_.inventory(), builder_.context());
    } else {
      if (!url.empty()) component.resolved = url;
      if (type != "legacy")
        builder_.unread().add(value.line(), ErrorCode::invalid_value,
                              "an unknown kind of source: " + text::visible(type, 80));
    }
    component.integrity = listed;
  }

  // Category and optional before 1.5, groups since 2.0. What only an extra needs is optional.
  void scope(Value value, NodeRef node) {
    const bool optional = value["optional"].is_true();
    const auto say = [&](bool is_main) {
      builder_.say_scope(node, !is_main   ? model::Scope::development
                               : optional ? model::Scope::optional
                                          : model::Scope::runtime);
    };
    if (const Value category = value["category"]; category.is_string()) say(category.text() == "main");
    for (const Value group : value["groups"].elements()) say(group.text() == "main");
  }

  // A version, a table with one, or several of them with markers that exclude one another.
  void dependency(NodeRef node, const Value::Member& entry) {
    std::vector<Value> ways;
    if (entry.value.is_array())
      for (const Value each : entry.value.elements()) ways.push_back(each);
    else ways.push_back(entry.value);
    for (const Value way : ways) {
      auto read = parse_tool_dependency(entry.key, way, entry.line());
      if (!read) {
        builder_.unread().add(entry.line(), ErrorCode::wrong_type, "not a dependency: " + text::visible(entry.key, 80));
        continue;
      }
      const bool of_extra = read->kind == model::EdgeKind::optional;
      builder_.ask(node, {.name = read->name,
                          .range = read->range,
                          .kind = read->kind,
                          .with_extras = read->has_extras,
                          .of_extra = of_extra,
                          .may_be_absent = of_extra || read->has_marker});
    }
  }

  Value root_;
  LockBuilder builder_;
  std::unordered_map<std::string, Value> files_;
};

// "1.1", "2.1"; nothing for what Poetry before 1.0 wrote.
Result<std::string> version_of(Value root) {
  const Value version = root["metadata"]["lock-version"];
  if (!version) return std::string("without version");
  const std::string_view text = version.text();
  if (!text.starts_with("1.") && !text.starts_with("2."))
    return fail(ErrorCode::unsupported_version, "poetry.lock version " + text::visible(text, 20) + "; 1 and 2 are read",
                version.line());
  return std::string(text);
}

}  // namespace

Result<model::Inventory> read_poetry_lock(std::string text, const ReadContext& context) {
  const Document document = TRY(toml::parse(std::move(text), context.limits));
  const Value root = document.root();
  if (!root["metadata"] && !root["package"])
    return fail(ErrorCode::missing_field, "no packages and no metadata: no poetry.lock", 1);
  const std::string version = TRY(version_of(root));
  return PoetryLock(document, context, text::visible(version, 20)).read();
}

}  // namespace cordon::inventory::pypi
