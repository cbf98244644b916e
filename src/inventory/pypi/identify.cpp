#include "inventory/pypi/identify.h"

#include <algorithm>
#include <array>

#include "inventory/npm/location.h"
#include "model/ascii.h"
#include "model/purl.h"

namespace cordon::inventory::pypi {
namespace {

using model::Origin;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = model::ascii::lower(c);
  return out;
}

bool is_repository(std::string_view address) {
  return std::ranges::any_of(std::to_array<std::string_view>({"git+", "hg+", "svn+", "bzr+", "git:", "ssh:"}),
                             [&](std::string_view scheme) { return address.starts_with(scheme); });
}

// "sha256=<hex>" among the parts behind '#'.
void take_fragment(std::string_view address, Archives& archives) {
  const std::size_t hash = address.find('#');
  archives.add(address, {});
  if (hash == std::string_view::npos) return;
  std::string_view rest = address.substr(hash + 1);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('&'), rest.size());
    std::string part(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const std::size_t equals = part.find('=');
    if (equals == std::string::npos) continue;
    part[equals] = ':';
    if (part.starts_with("sha")) archives.add({}, part);
  }
}

}  // namespace

void identify(model::Component& component, const ReadContext& context) {
  component.ecosystem = "pypi";
  component.registry = {std::string(), model::RegistryClass::unknown};
  if (component.resolved && component.resolved->empty()) component.resolved.reset();
  const std::string resolved = component.resolved.value_or("");
  model::Qualifiers qualifiers;
  // A folder of archives serves as an index, too: what is in it nobody but its owner knows.
  const bool on_disk = !resolved.empty() && !model::Registries::is_web_address(resolved);
  if (component.origin == Origin::registry && !on_disk)
    component.registry = context.registries->classify("pypi", resolved, component.name);
  else if (component.origin == Origin::git) qualifiers.emplace_back("vcs_url", resolved);
  else if (component.origin == Origin::http) qualifiers.emplace_back("download_url", resolved);
  component.purl = model::make_purl("pypi", component.name, lower(component.version), qualifiers);
}

void take_address(model::Component& component, std::string_view address, const ReadContext& context) {
  component.resolved = std::string(address);
  component.install_script = model::InstallScript::yes;
  if (is_repository(address)) {
    component.origin = Origin::git;
    return;
  }
  const ArchiveName archive = archive_name(address);
  if (component.version.empty() && (component.name.empty() || archive.name == component.name))
    component.version = archive.version;
  if (component.name.empty()) component.name = archive.name;
  Archives archives;
  take_fragment(address, archives);
  component.integrity = archives.integrity();
  if (archive.kind != ArchiveKind::other) component.install_script = archives.install_script();
  if (!model::Registries::is_web_address(address)) {
    component.origin = Origin::file;
    return;
  }
  const auto known = context.registries->classify("pypi", address, component.name).class_;
  const bool is_release =
      archive.name == component.name && !archive.name.empty() && known != model::RegistryClass::unknown;
  component.origin = is_release ? Origin::registry : Origin::http;
}

void take_repository(model::Component& component, std::string_view address, std::string_view commit) {
  component.origin = Origin::git;
  component.install_script = model::InstallScript::yes;
  std::string resolved = is_repository(address) ? "" : "git+";
  resolved += address;
  if (!commit.empty() && address.find('#') == std::string_view::npos) resolved.append("#").append(commit);
  component.resolved = std::move(resolved);
}

void take_path(model::Component& component, std::string_view path, model::Inventory& inventory,
               const ReadContext& context) {
  component.resolved = std::string(path.empty() ? "." : path);
  const ArchiveKind kind = archive_kind(path);
  component.install_script = kind == ArchiveKind::wheel ? model::InstallScript::no : model::InstallScript::yes;
  component.origin = Origin::file;
  if (kind != ArchiveKind::other || path.size() > npm::kMaxLocationBytes) return;
  const std::string location = npm::normalize_location(path);
  const std::string folder = npm::join_location(context.directory, location);
  if (folder == ".." || folder.starts_with("../") || folder.starts_with('/')) return;
  component.origin = Origin::workspace;
  if (!location.empty()) inventory.members.push_back(location);
}

}  // namespace cordon::inventory::pypi
