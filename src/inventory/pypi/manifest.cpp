#include "inventory/pypi/manifest.h"

#include "inventory/npm/location.h"
#include "inventory/pypi/name.h"

namespace cordon::inventory::pypi {
namespace {

std::string display_beside(const std::string& display_path, std::string_view name) {
  const std::size_t slash = display_path.rfind('/');
  return (slash == std::string::npos ? "" : display_path.substr(0, slash + 1)) + std::string(name);
}

std::string git_address(Value table) {
  const std::string_view git = table["git"].text();
  std::string out = git.starts_with("git+") ? "@ " : "@ git+";
  out += git;
  for (const char* word : {"rev", "ref", "tag", "branch"})
    if (const Value reference = table[word]; reference.is_string()) {
      out.append("@").append(reference.text());
      break;
    }
  return out;
}

}  // namespace

std::optional<ManifestDependency> parse_tool_dependency(std::string_view name, Value value, std::uint32_t line) {
  ManifestDependency out;
  out.name = normal_name(name);
  out.line = line;
  if (out.name.empty()) return std::nullopt;
  if (value.is_string()) {
    out.range = value.text();
    return out;
  }
  if (!value.is_object()) return std::nullopt;
  if (value["git"].is_string()) out.range = git_address(value);
  else if (value["version"].is_string()) out.range = value["version"].text();
  else
    for (const char* word : {"url", "file", "path"})
      if (const Value address = value[word]; address.is_string() && out.range.empty())
        out.range = "@ " + std::string(address.text());
  out.has_extras = value["extras"].size() > 0;
  for (const char* word : {"markers", "python", "platform", "sys_platform", "platform_machine"})
    out.has_marker = out.has_marker || value[word].exists();
  if (value["optional"].is_true()) out.kind = model::EdgeKind::optional;
  return out;
}

std::optional<Manifest> manifest_beside(std::string_view name, LockBuilder& builder) {
  const ReadContext& context = builder.context();
  if (context.tree == nullptr) return std::nullopt;
  const std::string path = npm::join_location(context.directory, name);
  UnreadList unread(display_beside(context.display_path, name));
  std::optional<Manifest> out;
  Result<std::string> text = context.tree->read(path, context.limits.bytes);
  if (text) {
    Result<Manifest> parsed = name == "Pipfile" ? parse_pipfile(std::move(*text), context.limits)
                                                : parse_pyproject(std::move(*text), context.limits);
    if (parsed) out = std::move(*parsed);
    else unread.add(parsed.error());
  } else if (text.error().code != ErrorCode::not_found) {
    unread.add(text.error());
  }
  if (out)
    for (const Error& problem : out->problems) unread.add(problem);
  unread.move_to(builder.inventory().unread);
  return out;
}

NodeRef add_project(const Manifest& manifest, std::string_view file_name, LockBuilder& builder) {
  const std::string display = display_beside(builder.context().display_path, file_name);
  const NodeRef ref =
      builder.add_root(manifest.name, manifest.version, model::RootKind::project, {display, manifest.line});
  for (const ManifestDependency& each : manifest.dependencies)
    builder.root(ref).declared.push_back({each.name, each.range, each.kind, {display, each.line}});
  return ref;
}

NodeRef ask_for_project(const Manifest& manifest, std::string_view file_name, LockBuilder& builder) {
  const NodeRef ref = add_project(manifest, file_name, builder);
  for (const ManifestDependency& each : manifest.dependencies)
    if (!each.builds)
      builder.ask(ref, {.name = each.name,
                        .range = each.range,
                        .kind = each.kind,
                        .with_extras = each.has_extras,
                        .may_be_absent = each.has_marker});
  return ref;
}

}  // namespace cordon::inventory::pypi
