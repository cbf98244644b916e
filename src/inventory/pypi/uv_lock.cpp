#include "inventory/pypi/uv_lock.h"

#include <algorithm>
#include <unordered_set>

#include "base/text.h"
#include "base/toml.h"
#include "inventory/npm/location.h"
#include "inventory/pypi/identify.h"
#include "inventory/pypi/lock_builder.h"
#include "inventory/pypi/name.h"

namespace cordon::inventory::pypi {
namespace {

using model::EdgeKind;

// Before 0.3 a source was one text, "registry+https://...", and packages were [[distribution]].
struct Source {
  std::string_view kind, address;
};

Source source_of(Value value) {
  if (value.is_string()) {
    const std::size_t plus = value.text().find('+');
    if (plus == std::string_view::npos) return {value.text(), {}};
    const std::string_view kind = value.text().substr(0, plus);
    return {kind == "direct" ? "url" : kind, value.text().substr(plus + 1)};
  }
  for (const std::string_view kind : {"registry", "git", "url", "path", "directory", "editable", "virtual"})
    if (const Value address = value[kind]; address.is_string()) return {kind, address.text()};
  return {};
}

bool is_folder(std::string_view kind) { return kind == "editable" || kind == "virtual" || kind == "directory"; }

class UvLock {
 public:
  UvLock(const Document& document, const ReadContext& context)
      : root_(document.root()), builder_(context, "uv.lock " + std::string(root_["version"].text())) {}

  model::Inventory read() {
    const Value list = root_["package"] ? root_["package"] : root_["distribution"];
    if (list && !list.is_array()) builder_.unread().add(list.line(), ErrorCode::wrong_type, "not a list: package");
    find_members(list);
    for (const Value element : list.elements()) package(element);
    script();
    static constexpr std::string_view kKnown[] = {
        "version", "revision",  "requires-python",     "resolution-markers", "supported-markers", "required-markers",
        "options", "conflicts", "environment-markers", "manifest",           "package",           "distribution"};
    for (const Value::Member& section : root_.members())
      if (std::ranges::find(kKnown, section.key) == std::end(kKnown))
        builder_.unread().add(section.line(), ErrorCode::unknown_key,
                              "not understood: " + text::visible(section.key, 80));
    overrides();
    return builder_.finish();
  }

 private:
  // Without a list of members: the project is a folder, and what it names by path are others.
  void find_members(Value list) {
    for (const Value member : root_["manifest"]["members"].elements()) members_.insert(normal_name(member.text()));
    if (!members_.empty()) return;
    for (const Value element : list.elements()) {
      const Source source = source_of(element["source"]);
      const bool is_project = is_folder(source.kind) && npm::normalize_location(source.address).empty();
      if (is_project) members_.insert(normal_name(element["name"].text()));
    }
  }

  void package(Value value) {
    auto component = builder_.begin(value);
    if (!component) return;
    const Source source = source_of(value["source"]);
    NodeRef node;
    if (is_folder(source.kind) && members_.contains(component->name)) {
      node = member(value, *component, source);
    } else {
      archives(value, *component);
      origin(value, source, *component);
      builder_.expect_version(*component);
      node = builder_.add(std::move(*component), key(source));
    }
    dependencies(value["dependencies"], node, EdgeKind::runtime, false);
    for (const Value::Member& extra : value["optional-dependencies"].members())
      dependencies(extra.value, node, EdgeKind::optional, true);
    for (const char* word : {"dev-dependencies", "dependency-groups"})
      for (const Value::Member& group : value[word].members())
        dependencies(group.value, node, EdgeKind::development, false);
  }

  NodeRef member(Value value, const model::Component& component, const Source& source) {
    const std::string location = npm::normalize_location(source.address);
    const bool is_project = location.empty();
    const NodeRef node =
        builder_.add_root(component.name, component.version,
                          is_project ? model::RootKind::project : model::RootKind::workspace, component.place);
    if (!is_project && location.size() <= npm::kMaxLocationBytes) builder_.inventory().members.push_back(location);
    declare(value, node);
    return node;
  }

  void declare(Value value, NodeRef node) {
    const Value metadata = value["metadata"];
    const auto list = [&](Value requirements, bool development) {
      for (const Value each : requirements.elements()) {
        std::string range(each["specifier"].text());
        for (const char* word : {"git", "url", "path", "directory", "editable"})
          if (each[word].is_string()) range = "@ " + std::string(each[word].text());
        const bool optional = each["marker"].text().find("extra ==") != std::string_view::npos;
        const auto kind = development ? EdgeKind::development : optional ? EdgeKind::optional : EdgeKind::runtime;
        builder_.root(node).declared.push_back(
            {normal_name(each["name"].text()), std::move(range), kind, {builder_.context().display_path, each.line()}});
      }
    };
    list(metadata["requires-dist"], false);
    for (const char* word : {"requires-dev", "dependency-groups"})
      for (const Value::Member& group : metadata[word].members()) list(group.value, true);
  }

  static std::string key(const Source& source) { return std::string(source.kind) + "+" + std::string(source.address); }

  void archives(Value value, model::Component& component) {
    Archives all;
    const auto add = [&](Value archive) {
      std::string_view file;
      for (const char* word : {"filename", "url", "path"})
        if (archive[word].is_string() && file.empty()) file = archive[word].text();
      builder_.digest(all, file, archive["hash"]);
    };
    if (const Value sdist = value["sdist"]) {
      if (sdist.is_object()) add(sdist);
      else builder_.unread().add(sdist.line(), ErrorCode::wrong_type, "sdist: not a table");
    }
    const Value wheels = value["wheels"];
    if (wheels && !wheels.is_array()) builder_.unread().add(wheels.line(), ErrorCode::wrong_type, "wheels: not a list");
    for (const Value wheel : wheels.elements()) add(wheel);
    builder_.take(all, component);
  }

  void origin(Value value, const Source& source, model::Component& component) {
    component.origin = model::Origin::registry;
    const model::Component listed = component;
    if (source.kind == "registry") {
      component.resolved = source.address;
    } else if (source.kind == "git") {
      take_repository(component, source.address, {});
    } else if (source.kind == "url") {
      take_address(component, source.address, builder_.context());
      component.integrity = listed.integrity;
      if (listed.install_script != model::InstallScript::unknown) component.install_script = listed.install_script;
    } else if (source.kind == "path" || is_folder(source.kind)) {
      take_path(component, source.address, builder_.inventory(), builder_.context());
    } else {
      builder_.unread().add(std::max(value["source"].line(), value.line()), ErrorCode::invalid_value,
                            text::visible(component.name, 80) + " comes from no known kind of source");
    }
    if (component.resolved && component.resolved->empty()) component.resolved.reset();
  }

  void dependencies(Value list, NodeRef node, EdgeKind kind, bool of_extra) {
    if (list && !list.is_array())
      return builder_.unread().add(list.line(), ErrorCode::wrong_type, "a list of dependencies that is none");
    for (const Value each : list.elements()) {
      const std::string name = normal_name(each["name"].text());
      if (name.empty()) {
        builder_.unread().add(each.line(), ErrorCode::missing_field, "a dependency without a name");
        continue;
      }
      const Source source = source_of(each["source"]);
      builder_.ask(node, {.name = name,
                          .range = {},
                          .kind = kind,
                          .version = std::string(each["version"].text()),
                          .source = source.kind.empty() ? std::string() : key(source),
                          .with_extras = each["extra"].exists(),
                          .of_extra = of_extra});
    }
  }

  // What a script, or a workspace as a whole, asks for.
  void script() {
    const Value requirements = root_["manifest"]["requirements"], groups = root_["manifest"]["dependency-groups"];
    if (!requirements && !groups) return;
    const NodeRef node =
        builder_.add_root("", "", model::RootKind::project, {builder_.context().display_path, requirements.line()});
    const auto list = [&](Value asked, EdgeKind kind) {
      for (const Value each : asked.elements()) {
        const std::string name = normal_name(each["name"].text()), range(each["specifier"].text());
        if (name.empty()) continue;
        builder_.root(node).declared.push_back({name, range, kind, {builder_.context().display_path, each.line()}});
        builder_.ask(node, {.name = name, .range = range, .kind = kind, .with_extras = each["extras"].exists()});
      }
    };
    list(requirements, EdgeKind::runtime);
    for (const Value::Member& group : groups.members()) list(group.value, EdgeKind::development);
  }

  void overrides() {
    for (const Value each : root_["manifest"]["overrides"].elements())
      builder_.inventory().overrides.push_back({normal_name(each["name"].text()),
                                                std::string(each["specifier"].text()),
                                                {builder_.context().display_path, each.line()}});
  }

  Value root_;
  LockBuilder builder_;
  std::unordered_set<std::string> members_;
};

}  // namespace

Result<model::Inventory> read_uv_lock(std::string text, const ReadContext& context) {
  const Document document = TRY(toml::parse(std::move(text), context.limits));
  const Value root = document.root();
  const Value version = root["version"];
  if (!version.is_number()) return fail(ErrorCode::missing_field, "no version: no uv.lock", 1);
  if (version.text() != "1")
    return fail(ErrorCode::unsupported_version, "uv.lock version " + text::visible(version.text(), 20) + "; 1 is read",
                version.line());
  return UvLock(document, context).read();
}

}  // namespace cordon::inventory::pypi
