#include "inspect/manifest_confusion.h"

#include <map>
#include <set>

#include "base/json.h"
#include "inspect/manifest.h"

namespace cordon::inspect {
namespace {

using Map = std::map<std::string, std::string, std::less<>>;

// What node-gyp's build is called where the client adds it.
constexpr std::string_view kImplicitInstall = "node-gyp rebuild";

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

// "1.0.0" of " =v1.0.0 ", as semver.clean has it; build metadata is not part of a version.
std::string_view clean_version(std::string_view text) {
  text = trimmed(text);
  while (!text.empty() && (text.front() == '=' || text.front() == 'v' || text.front() == ' ')) text.remove_prefix(1);
  return text.substr(0, text.find('+'));
}

Map install_scripts(const PackageManifest& manifest) {
  Map out;
  for (const Script& script : manifest.scripts)
    if (is_install_event(script.name) && !trimmed(script.text).empty())
      out.insert_or_assign(script.name, std::string(trimmed(script.text)));
  return out;
}

class Comparison {
 public:
  Comparison(const PackageManifest& told, const PackageManifest& found) : told_(told), found_(found) {}

  std::vector<ManifestDifference> run(const Value& entry) {
    texts(ManifestField::name, told_.name, found_.name);
    texts(ManifestField::version, clean_version(told_.version), clean_version(found_.version));
    const bool is_full = entry["_id"].exists() || entry["scripts"].exists();
    if (is_full) scripts();
    else if (entry["hasInstallScript"].boolean() == std::optional(false)) hidden_scripts();
    if (is_full || entry["dependencies"].exists())
      maps(ManifestField::dependency, told_.dependencies, found_.dependencies);
    if (is_full || entry["optionalDependencies"].exists())
      maps(ManifestField::optional_dependency, told_.optional_dependencies, found_.optional_dependencies);
    if (is_full || entry["bin"].exists())
      maps(ManifestField::bin, normal_bin(told_.name, told_.bin), normal_bin(found_.name, found_.bin));
    return std::move(out_);
  }

 private:
  void texts(ManifestField field, std::string_view told, std::string_view found) {
    if (!told.empty() && told != found) out_.push_back({field, "", std::string(told), std::string(found)});
  }

  void maps(ManifestField field, const Map& told, const Map& found) {
    std::set<std::string_view> keys;
    for (const auto& [key, value] : told) keys.insert(key);
    for (const auto& [key, value] : found) keys.insert(key);
    for (const std::string_view key : keys) {
      const auto a = told.find(key), b = found.find(key);
      const std::string_view is_told = a == told.end() ? std::string_view() : trimmed(a->second);
      const std::string_view is_found = b == found.end() ? std::string_view() : trimmed(b->second);
      const bool differs = (a == told.end()) != (b == found.end()) || is_told != is_found;
      if (differs) out_.push_back({field, std::string(key), std::string(is_told), std::string(is_found)});
    }
  }

  void scripts() {
    Map told = install_scripts(told_);
    const Map found = install_scripts(found_);
    // The client that published saw a binding.gyp and no script that stands for its build.
    if (const auto added = told.find("install"); added != told.end() && added->second == kImplicitInstall &&
                                                 !found.contains("install") && !found.contains("preinstall"))
      told.erase(added);
    maps(ManifestField::script, told, found);
  }

  void hidden_scripts() {
    for (const auto& [event, text] : install_scripts(found_)) out_.push_back({ManifestField::script, event, "", text});
  }

  const PackageManifest& told_;
  const PackageManifest& found_;
  std::vector<ManifestDifference> out_;
};

}  // namespace

std::string_view to_string(ManifestField field) {
  switch (field) {
    case ManifestField::name: return "name";
    case ManifestField::version: return "version";
    case ManifestField::script: return "script";
    case ManifestField::dependency: return "dependency";
    case ManifestField::optional_dependency: return "optional_dependency";
    case ManifestField::bin: return "bin";
  }
  return "unknown";
}

Result<std::vector<ManifestDifference>> manifest_confusion(std::string_view entry, std::string_view manifest,
                                                           const Limits& limits) {
  const PackageManifest told = TRY(read_package_manifest(entry, limits));
  const PackageManifest found = TRY(read_package_manifest(manifest, limits));
  const Document document = TRY(json::parse(std::string(entry), {.comments = false, .limits = limits}));
  return Comparison(told, found).run(document.root());
}

}  // namespace cordon::inspect
