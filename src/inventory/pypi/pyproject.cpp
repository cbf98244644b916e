// pyproject.toml: PEP 621 (project), PEP 735 (dependency-groups), PEP 518 (build-system), and the tables of Poetry, PDM
// and uv of before those.
#include <algorithm>

#include "base/text.h"
#include "base/toml.h"
#include "inventory/pypi/manifest.h"
#include "inventory/pypi/name.h"
#include "inventory/pypi/requirement.h"

namespace cordon::inventory::pypi {
namespace {

using model::EdgeKind;

class Parser {
 public:
  Manifest run(Value root) {
    const Value tool = table(root["tool"], "tool");
    project(table(root["project"], "project"));
    groups(table(root["dependency-groups"], "dependency-groups"), EdgeKind::development);
    poetry(table(tool["poetry"], "tool.poetry"));
    groups(table(tool["pdm"]["dev-dependencies"], "dev-dependencies"), EdgeKind::development);
    requirements(tool["uv"]["dev-dependencies"], "dev-dependencies", EdgeKind::development);
    requirements(root["build-system"]["requires"], "build-system.requires", EdgeKind::development, true);
    return std::move(out_);
  }

 private:
  void problem(std::uint32_t line, ErrorCode code, std::string message) {
    out_.problems.push_back(Error{code, std::move(message), line, 0, {}});
  }
  void wrong_type(std::uint32_t line, std::string_view where) {
    problem(line, ErrorCode::wrong_type, text::visible(where, 80) + ": not of the type expected");
  }

  Value table(Value value, std::string_view where) {
    if (value.is_object()) return value;
    if (value) wrong_type(value.line(), where);
    return {};
  }

  void named(Value fields) {
    if (const Value name = fields["name"]; name.is_string() && out_.name.empty()) {
      out_.name = normal_name(name.text());
      out_.line = std::max(name.line(), 1u);
    }
    if (const Value version = fields["version"]; version.is_string() && out_.version.empty())
      out_.version = version.text();
  }

  void project(Value fields) {
    if (!fields) return;
    named(fields);
    requirements(fields["dependencies"], "dependencies", EdgeKind::runtime);
    groups(table(fields["optional-dependencies"], "optional-dependencies"), EdgeKind::optional);
    for (const Value each : fields["dynamic"].elements())
      out_.is_dynamic = out_.is_dynamic || each.text() == "dependencies" || each.text() == "optional-dependencies";
  }

  void groups(Value fields, EdgeKind kind) {
    for (const Value::Member& group : fields.members()) requirements(group.value, group.key, kind);
  }

  void requirements(Value list, std::string_view where, EdgeKind kind, bool builds = false) {
    if (list && !list.is_array()) return wrong_type(list.line(), where);
    for (const Value each : list.elements()) {
      if (each.is_object() && each["include-group"]) continue;  // that group is read by itself
      if (!each.is_string()) {
        wrong_type(each.line(), where);
        continue;
      }
      std::string_view written = each.text();
      if (written.starts_with("-e ")) {  // PDM: a folder that is asked for by its address
        const std::size_t egg = written.find("#egg=");
        if (egg == std::string_view::npos) continue;
        ManifestDependency folder;
        folder.name = normal_name(written.substr(egg + 5));
        folder.range = "@ " + std::string(written.substr(3, egg - 3));
        folder.kind = kind;
        folder.line = each.line();
        add(std::move(folder));
        continue;
      }
      if (const auto parsed = parse_requirement(written))
        add({parsed->name, parsed->specification(), kind, builds, !parsed->extras.empty(), !parsed->marker.empty(),
             each.line()});
      else problem(each.line(), ErrorCode::syntax, "not a dependency: " + text::visible(written, 80));
    }
  }

  void add(ManifestDependency dependency) {
    if (dependency.name.empty() || dependency.name == out_.name) return;  // an extra that gathers others of the project
    out_.dependencies.push_back(std::move(dependency));
  }

  void poetry(Value fields) {
    if (!fields) return;
    named(fields);
    poetry_list(table(fields["dependencies"], "dependencies"), EdgeKind::runtime);
    poetry_list(table(fields["dev-dependencies"], "dev-dependencies"), EdgeKind::development);
    for (const Value::Member& group : table(fields["group"], "group").members())
      poetry_list(table(group.value["dependencies"], group.key),
                  group.key == "main" ? EdgeKind::runtime : EdgeKind::development);
  }

  void poetry_list(Value fields, EdgeKind kind) {
    for (const Value::Member& entry : fields.members()) {
      if (entry.key == "python") continue;
      if (!entry.value.is_array()) {
        poetry_dependency(entry.key, entry.value, entry.line(), kind);
        continue;
      }
      for (const Value each : entry.value.elements()) poetry_dependency(entry.key, each, each.line(), kind);
    }
  }

  void poetry_dependency(std::string_view name, Value value, std::uint32_t line, EdgeKind kind) {
    auto read = parse_tool_dependency(name, value, line);
    if (!read) return wrong_type(line, name);
    // A table beside [project] may only say where the package comes from.
    const auto known = std::ranges::find(out_.dependencies, read->name, &ManifestDependency::name);
    if (read->range.empty() && known != out_.dependencies.end()) return;
    if (kind == EdgeKind::development || read->kind == EdgeKind::runtime) read->kind = kind;
    out_.dependencies.push_back(std::move(*read));
  }

  Manifest out_;
};

}  // namespace

Result<Manifest> parse_pyproject(std::string text, const Limits& limits) {
  const Document document = TRY(toml::parse(std::move(text), limits));
  return Parser().run(document.root());
}

}  // namespace cordon::inventory::pypi
