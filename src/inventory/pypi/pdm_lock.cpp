#include "inventory/pypi/pdm_lock.h"

#include <algorithm>
#include <unordered_map>

#include "base/text.h"
#include "base/toml.h"
#include "inventory/pypi/identify.h"
#include "inventory/pypi/lock_builder.h"
#include "inventory/pypi/manifest.h"
#include "inventory/pypi/name.h"
#include "inventory/pypi/requirement.h"

namespace cordon::inventory::pypi {
namespace {

constexpr std::string_view kManifest = "pyproject.toml";

class PdmLock {
 public:
  PdmLock(const Document& document, const ReadContext& context, const std::string& version)
      : root_(document.root()), builder_(context, "pdm.lock " + version) {}

  model::Inventory read() {
    // Before version 4: "name version" = [...].
    for (const Value::Member& entry : root_["metadata"]["files"].members()) {
      const std::size_t blank = entry.key.find(' ');
      if (blank != std::string_view::npos)
        files_.try_emplace(key(entry.key.substr(0, blank), entry.key.substr(blank + 1)), entry.value);
    }
    const auto manifest = manifest_beside(kManifest, builder_);
    const Value list = root_["package"];
    if (list && !list.is_array()) builder_.unread().add(list.line(), ErrorCode::wrong_type, "not a list: package");
    for (const Value element : list.elements()) package(element, !manifest);
    for (const Value::Member& section : root_.members())
      if (section.key != "package" && section.key != "metadata")
        builder_.unread().add(section.line(), ErrorCode::unknown_key,
                              "not understood: " + text::visible(section.key, 80));
    if (manifest) ask_for_project(*manifest, kManifest, builder_);
    return builder_.finish();
  }

 private:
  static std::string key(std::string_view name, std::string_view version) {
    return normal_name(name.substr(0, name.find('['))) + " " + std::string(version);
  }

  void package(Value value, bool say_scope) {
    auto component = builder_.begin(value);
    if (!component) return;
    Archives archives;
    Value list = value["files"];
    if (const auto listed = files_.find(key(component->name, component->version)); !list && listed != files_.end())
      list = listed->second;
    if (list && !list.is_array())
      builder_.unread().add(list.line(), ErrorCode::wrong_type,
                            text::visible(component->name, 80) + ": files is no list");
    for (const Value file : list.elements())
      builder_.digest(archives, file["file"] ? file["file"].text() : file["url"].text(), file["hash"]);
    builder_.take(archives, *component);
    source(value, *component);
    const std::string resolved = component->resolved.value_or("");
    builder_.expect_version(*component);
    const NodeRef node = builder_.add(std::move(*component), resolved);
    if (say_scope)
      for (const Value group : value["groups"].elements())
        if (group.text() == "default") builder_.say_scope(node, model::Scope::runtime);
    dependencies(value["dependencies"], node);
  }

  void source(Value value, model::Component& component) {
    component.origin = model::Origin::registry;
    if (const Value git = value["git"]; git.is_string()) {
      take_repository(component, git.text(), value["revision"].text());
    } else if (const Value path = value["path"]; path.is_string()) {
      take_path(component, path.text(), builder_.inventory(), builder_.context());
    } else if (const Value url = value["url"]; url.is_string()) {
      const model::Component listed = component;
      take_address(component, url.text(), builder_.context());
      component.integrity = listed.integrity;
      if (listed.install_script != model::InstallScript::unknown) component.install_script = listed.install_script;
    }
  }

  void dependencies(Value list, NodeRef node) {
    if (list && !list.is_array())
      return builder_.unread().add(list.line(), ErrorCode::wrong_type, "dependencies: not a list");
    for (const Value each : list.elements()) {
      const auto read = parse_requirement(each.text());
      if (!read || !each.is_string()) {
        builder_.unread().add(each.line(), ErrorCode::syntax, "not a dependency: " + text::visible(each.text(), 80));
        continue;
      }
      // A package with extras needs itself without them.
      if (read->name == builder_.inventory().components[node.index].name) continue;
      builder_.ask(node, {.name = read->name,
                          .range = read->specification(),
                          .with_extras = !read->extras.empty(),
                          .may_be_absent = !read->marker.empty()});
    }
  }

  Value root_;
  LockBuilder builder_;
  std::unordered_map<std::string, Value> files_;
};

}  // namespace

Result<model::Inventory> read_pdm_lock(std::string text, const ReadContext& context) {
  const Document document = TRY(toml::parse(std::move(text), context.limits));
  const Value root = document.root();
  if (!root["metadata"] && !root["package"])
    return fail(ErrorCode::missing_field, "no packages and no metadata: no pdm.lock", 1);
  const Value version = root["metadata"]["lock_version"];
  const std::string_view major = version.text().substr(0, version.text().find('.'));
  if (version && major != "2" && major != "3" && major != "4")
    return fail(ErrorCode::unsupported_version,
                "pdm.lock version " + text::visible(version.text(), 20) + "; 2 to 4 are read", version.line());
  const std::string shown = version ? text::visible(version.text(), 20) : "without version";
  return PdmLock(document, context, shown).read();
}

}  // namespace cordon::inventory::pypi
