// package.json: of a project, of an installed package, and alone.
#include <string>

#include "check_inventory.h"
#include "inventory/npm/installed_manifest.h"
#include "inventory/npm/manifest.h"
#include "inventory/npm/manifest_only.h"

using namespace cordon;
using namespace cordon::inventory;

namespace {

void check_lines(const npm::Manifest& manifest, std::uint32_t lines) {
  const auto within = [&](std::uint32_t line) { fuzz::expect(line >= 1 && line <= lines); };
  for (const npm::ManifestDependency& dependency : manifest.dependencies) within(dependency.line);
  for (const npm::ManifestOverride& rule : manifest.overrides) within(rule.line);
  for (const npm::ManifestScript& script : manifest.scripts) within(script.line);
  for (const npm::ManifestProblem& problem : manifest.problems) {
    within(problem.line);
    fuzz::expect(!problem.field.empty());
  }
  fuzz::expect(manifest.name_line <= lines);
}

bool has_dependency(const npm::Manifest& manifest, std::string_view name) {
  return std::ranges::any_of(manifest.dependencies, [&](const auto& one) { return one.name == name; });
}

// What the lists hold is declared, or is a problem of that line.
void check_lists(const npm::Manifest& manifest, const Value& root) {
  const auto is_problem = [&](std::uint32_t line) {
    return std::ranges::any_of(manifest.problems,
                               [&](const auto& one) { return one.line == line || one.code == ErrorCode::too_many; });
  };
  for (const char* list : {"dependencies", "devDependencies", "optionalDependencies", "peerDependencies"}) {
    if (root[list].size() > 50) continue;  // the check is quadratic
    for (const Value::Member& member : root[list].members())
      fuzz::expect((member.value.is_string() && has_dependency(manifest, member.key)) ||
                   is_problem(member.value.line()));
    if (root[list].is_string() || root[list].is_number()) fuzz::expect(is_problem(root[list].line()));
  }
}

void check_installed(const std::string& text, const npm::Manifest& manifest, const Limits& limits) {
  for (const bool with_development : {false, true}) {
    const auto installed = npm::parse_installed_manifest(text, with_development, limits);
    fuzz::expect(installed.has_value() && installed->name == manifest.name && installed->version == manifest.version);
    for (const npm::InstalledDependency& dependency : installed->dependencies)
      fuzz::expect(with_development || dependency.kind != model::EdgeKind::development);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const model::Registries registries;
  const ClientConfig client;
  ReadContext context;
  context.display_path = "app/package.json";
  context.registries = &registries;
  context.client = &client;
  context.limits.entries = 100'000;
  const auto alone = fuzz::check_reader(npm::read_manifest_only, text, context);
  const auto manifest = npm::parse_manifest(text, context.limits);
  fuzz::expect(manifest.has_value() == alone.has_value());
  if (!manifest) return 0;
  fuzz::expect(alone->components.empty() && alone->roots.size() == 1);
  fuzz::expect(alone->roots.front().declared.size() == manifest->dependencies.size());
  fuzz::expect(manifest->dependencies.empty() || !alone->unread.empty());
  check_lines(*manifest, fuzz::lines_of(text));
  check_lists(*manifest, json::parse(text, {.comments = false, .limits = context.limits})->root());
  check_installed(text, *manifest, context.limits);
  return 0;
}
