#include "app/fix_manifests.h"

#include <algorithm>

#include "inventory/npm/manifest.h"
#include "model/semver.h"

namespace cordon::app {
namespace {

struct Asked {
  std::string_view name, range;
};

// "npm:name@range" asks for name.
Asked asked_for(const inventory::npm::ManifestDependency& dependency) {
  constexpr std::string_view kAlias = "npm:";
  std::string_view range = dependency.range;
  if (!range.starts_with(kAlias)) return {dependency.name, range};
  range.remove_prefix(kAlias.size());
  const std::size_t at = range.find('@', 1);
  if (at == std::string_view::npos) return {range, "*"};
  return {range.substr(0, at), range.substr(at + 1)};
}

// Whether it is a range of versions that has this one.
bool takes(std::string_view range, std::string_view version) {
  const auto parsed = model::semver::parse_range(range, {.loose = true});
  const auto exact = model::semver::parse_version(version, {.loose = true});
  return parsed && exact && model::semver::satisfies(*exact, *parsed);
}

}  // namespace

Result<void> check_manifest(const std::string& text, const std::string& display_path, const std::vector<Moved>& moved,
                            const std::vector<Gone>& gone, const Limits& limits) {
  const inventory::npm::Manifest manifest =
      TRY_CONTEXT(inventory::npm::parse_manifest(text, limits), "reading " + display_path);
  for (const inventory::npm::ManifestDependency& dependency : manifest.dependencies) {
    const Asked asked = asked_for(dependency);
    const auto still = [&](const std::string& version) {
      return fail(ErrorCode::refused,
                  display_path + " asks for " + dependency.name + " " + dependency.range + ", which may be " + version +
                      " again, and the lockfile does not tell so: change it there first",
                  dependency.line);
    };
    for (const Moved& each : moved)
      if (each.name == asked.name && takes(asked.range, each.from) && !takes(asked.range, each.to))
        return still(each.from);
    for (const Gone& each : gone)
      if (each.name == asked.name && takes(asked.range, each.version)) return still(each.version);
  }
  return {};
}

}  // namespace cordon::app
