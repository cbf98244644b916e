#include "inventory/pypi/pylock.h"

#include <algorithm>

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

// What a marker ties a package to. Which way "and" and "or" join is not worked out: a package that anything
// ties to the default is taken for one of runtime.
model::EdgeKind kind_of(std::string_view marker) {
  constexpr std::string_view kGroups = " in dependency_groups";
  if (marker.find(kGroups) == std::string_view::npos)
    return marker.find(" in extras") == std::string_view::npos ? model::EdgeKind::runtime : model::EdgeKind::optional;
  for (const char* name : {"'default'", "\"default\"", "'main'", "\"main\""})
    if (marker.find(std::string(name) + std::string(kGroups)) != std::string_view::npos)
      return model::EdgeKind::runtime;
  return model::EdgeKind::development;
}

class Pylock {
 public:
  Pylock(const Document& document, const ReadContext& context)
      : root_(document.root()), builder_(context, "pylock.toml " + text::visible(root_["lock-version"].text(), 20)) {}

  model::Inventory read() {
    const Value list = root_["packages"];
    if (list && !list.is_array()) builder_.unread().add(list.line(), ErrorCode::wrong_type, "not a list: packages");
    for (const Value element : list.elements()) package(element);
    static constexpr std::string_view kKnown[] = {"lock-version", "environments",      "requires-python",
                                                  "extras",       "dependency-groups", "default-groups",
                                                  "created-by",   "packages",          "tool"};
    for (const Value::Member& section : root_.members())
      if (std::ranges::find(kKnown, section.key) == std::end(kKnown))
        builder_.unread().add(section.line(), ErrorCode::unknown_key,
                              "not understood: " + text::visible(section.key, 80));
    project();
    return builder_.finish();
  }

 private:
  struct Package {
    NodeRef node;
    model::EdgeKind kind;
  };

  void package(Value value) {
    auto component = builder_.begin(value);
    if (!component) return;
    Archives archives;
    if (const Value sdist = value["sdist"]) archive(sdist, archives);
    for (const Value wheel : value["wheels"].elements()) archive(wheel, archives);
    builder_.take(archives, *component);
    origin(value, *component);
    const std::string source = component->origin == model::Origin::registry ? "" : component->resolved.value_or("");
    const NodeRef node = builder_.add(std::move(*component), source);
    packages_.push_back({node, kind_of(value["marker"].text())});
    for (const Value each : value["dependencies"].elements()) {
      const std::string name = normal_name(each["name"].text());
      if (name.empty()) builder_.unread().add(each.line(), ErrorCode::missing_field, "a dependency without a name");
      else ask(node, name, each["version"].text(), {}, {});
    }
    for (const Value each : value["tool"]["pdm"]["dependencies"].elements())
      if (const auto read = parse_requirement(each.text());
          read && read->name != builder_.inventory().components[node.index].name)
        ask(node, read->name, {}, read->specification(), read->marker);
  }

  void ask(NodeRef from, const std::string& name, std::string_view version, std::string range,
           std::string_view marker) {
    has_edges_ = true;
    builder_.ask(
        from,
        {.name = name, .range = std::move(range), .version = std::string(version), .may_be_absent = !marker.empty()});
  }

  void archive(Value value, Archives& archives) {
    if (!value.is_object())
      return builder_.unread().add(value.line(), ErrorCode::wrong_type, "an archive that is no table");
    std::string_view file;
    for (const char* word : {"name", "url", "path"})
      if (value[word].is_string() && file.empty()) file = value[word].text();
    digests(value, file, archives);
  }

  void digests(Value value, std::string_view file, Archives& archives) {
    archives.add(file, {});
    for (const Value::Member& hash : value["hashes"].members())
      if (!archives.add({}, std::string(hash.key) + ":" + std::string(hash.value.text())))
        builder_.unread().add(hash.line(), ErrorCode::invalid_value,
                              "a digest that nothing is compared with: " + text::visible(hash.key, 80), false);
  }

  void origin(Value value, model::Component& component) {
    component.origin = model::Origin::registry;
    const ReadContext& context = builder_.context();
    const auto address = [](Value from) { return from["url"].is_string() ? from["url"].text() : from["path"].text(); };
    if (const Value vcs = value["vcs"]) {
      take_repository(component, address(vcs), vcs["commit-id"].text());
    } else if (const Value directory = value["directory"]) {
      take_path(component, directory["path"].text(), builder_.inventory(), context);
    } else if (const Value archived = value["archive"]) {
      if (archived["url"].is_string()) take_address(component, archived["url"].text(), context);
      else take_path(component, archived["path"].text(), builder_.inventory(), context);
      Archives archives;
      digests(archived, address(archived), archives);
      component.integrity = archives.integrity();
    } else {
      if (const Value index = value["index"]; index.is_string() && !index.text().empty()) {
        component.resolved = index.text();
      } else if (const std::string_view first = first_address(value); !first.empty()) {
        component.resolved = first;
      }
      if (component.version.empty())
        builder_.unread().add(value.line(), ErrorCode::missing_field,
                              text::visible(component.name, 80) + " has no version");
    }
  }

  // Of a package without an index: where its archives are.
  static std::string_view first_address(Value value) {
    if (const Value url = value["sdist"]["url"]; url.is_string()) return url.text();
    for (const Value wheel : value["wheels"].elements())
      if (wheel["url"].is_string()) return wheel["url"].text();
    return {};
  }

  void project() {
    const auto manifest = manifest_beside(kManifest, builder_);
    if (has_edges_) {
      if (manifest) ask_for_project(*manifest, kManifest, builder_);
      return;
    }
    const NodeRef root =
        manifest ? add_project(*manifest, kManifest, builder_)
                 : builder_.add_root("", "", model::RootKind::project, {builder_.context().display_path, 1});
    for (const Package& each : packages_) {
      const model::Component& component = builder_.inventory().components[each.node.index];
      builder_.ask(root, {.name = component.name, .range = {}, .kind = each.kind, .version = component.version});
    }
  }

  Value root_;
  LockBuilder builder_;
  std::vector<Package> packages_;
  bool has_edges_ = false;
};

}  // namespace

Result<model::Inventory> read_pylock(std::string text, const ReadContext& context) {
  const Document document = TRY(toml::parse(std::move(text), context.limits));
  const Value root = document.root();
  const Value version = root["lock-version"];
  if (!version.is_string()) return fail(ErrorCode::missing_field, "no lock-version: no pylock.toml", 1);
  if (version.text() != "1" && !version.text().starts_with("1."))
    return fail(ErrorCode::unsupported_version,
                "pylock.toml version " + text::visible(version.text(), 20) + "; 1 is read", version.line());
  return Pylock(document, context).read();
}

}  // namespace cordon::inventory::pypi
