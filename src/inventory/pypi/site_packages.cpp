#include "inventory/pypi/site_packages.h"

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "inventory/pypi/core_metadata.h"
#include "inventory/pypi/identify.h"
#include "inventory/pypi/lock_builder.h"
#include "inventory/pypi/name.h"
#include "inventory/pypi/requirement.h"
#include "inventory/pypi/startup_files.h"
#include "model/pep440.h"
#include "model/version_key.h"

namespace cordon::inventory::pypi {
namespace {

constexpr std::string_view kWheel = ".dist-info", kEggInfo = ".egg-info", kEgg = ".egg";
constexpr std::uint64_t kMostMetadataBytes = 8u << 20;  // descriptions are long

std::string join(std::string_view directory, std::string_view name) {
  return directory.empty() ? std::string(name) : std::string(directory) + "/" + std::string(name);
}

// "ctx-0.2.3.dist-info" and "ctx-0.2.3-py3.9.egg-info" name a release; names and versions have no '-' there.
struct NamedRelease {
  std::string name, version;
};
NamedRelease release_of(std::string_view folder) {
  for (const std::string_view end : {kWheel, kEggInfo, kEgg})
    if (folder.ends_with(end)) folder.remove_suffix(end.size());
  const std::size_t first = folder.find('-');
  if (first == std::string_view::npos) return {};
  const std::string_view rest = folder.substr(first + 1);
  return {normal_name(folder.substr(0, first)), std::string(rest.substr(0, rest.find('-')))};
}

bool is_same_version(std::string_view one, std::string_view other) {
  const auto left = model::pep440::parse_version(one), right = model::pep440::parse_version(other);
  if (!left || !right) return one == other;
  model::VersionKey left_key, right_key;
  model::pep440::put_key(left_key, *left);
  model::pep440::put_key(right_key, *right);
  return left_key == right_key;
}

class SitePackages {
 public:
  SitePackages(const FileTree& tree, std::string_view directory, const ReadContext& context)
      : tree_(tree), directory_(directory), builder_(context, "site-packages") {}

  Result<npm::InstalledTree> read() {
    const std::vector<DirectoryEntry> entries = TRY(tree_.list(directory_));
    for (const DirectoryEntry& entry : entries) package(entry);
    out_.inventory = builder_.finish();
    out_.details.resize(out_.inventory.components.size());
    return std::move(out_);
  }

 private:
  void package(const DirectoryEntry& entry) {
    const bool is_folder = entry.kind == EntryKind::directory || entry.kind == EntryKind::symlink;
    if (entry.name.ends_with(kWheel) && is_folder) return metadata(entry.name, entry.name + "/METADATA");
    if (entry.name.ends_with(kEggInfo))
      return metadata(entry.name, entry.kind == EntryKind::file ? entry.name : entry.name + "/PKG-INFO");
    if (!entry.name.ends_with(kEgg)) return;
    if (is_folder) return metadata(entry.name, entry.name + "/EGG-INFO/PKG-INFO");
    unread(entry.name, {ErrorCode::unsupported_format, "a package in a zip archive is not read", 0, 0, {}});
  }

  void metadata(const std::string& folder, const std::string& file) {
    const std::uint64_t most = std::min(kMostMetadataBytes, builder_.context().limits.bytes);
    Result<std::string> text = tree_.read(join(directory_, file), most);
    if (!text) {
      out_.without_manifest.push_back(folder);
      return unread(file, text.error());
    }
    const auto read = parse_core_metadata(*text, builder_.context().limits);
    if (!read) {
      out_.without_manifest.push_back(folder);
      return unread(file, read.error());
    }
    model::Component component;
    component.name = normal_name(read->name);
    component.version = read->version;
    component.place = {join(builder_.context().display_path, file), read->line};
    component.install_script = model::InstallScript::unknown;
    if (!read->licence.empty()) component.licences.push_back(read->licence);
    if (component.name.empty()) return unread(file, {ErrorCode::invalid_value, "no name", read->line, 0, {}});
    // Two witnesses: the folder is named by who installed it, METADATA is written by who published it.
    if (const NamedRelease named = release_of(folder); !named.version.empty()) {
      if (component.version.empty()) component.version = named.version;
      if (named.name != component.name || !is_same_version(named.version, component.version))
        unread(file, {ErrorCode::invalid_value,
                      "says " + text::visible(component.name + " " + component.version, 120) +
                          ", and its folder is named for " + text::visible(named.name + " " + named.version, 120),
                      read->line,
                      0,
                      {}});
    }
    if (component.version.empty()) unread(file, {ErrorCode::missing_field, "no version", read->line, 0, {}});
    origin(folder, component);
    const std::string source = component.origin == model::Origin::registry ? "" : component.resolved.value_or("");
    const NodeRef node = builder_.add(std::move(component), source);
    if (node.index == out_.directories.size()) out_.directories.push_back(join(directory_, folder));
    for (std::size_t i = 0; i < read->requires_dist.size(); ++i)
      dependency(node, file, read->requires_dist[i], read->requires_lines[i]);
  }

  void dependency(NodeRef node, const std::string& file, const std::string& text, std::uint32_t line) {
    const auto read = parse_requirement(text);
    if (!read)
      return unread(file, {ErrorCode::syntax, "not a dependency: " + text::visible(text, 80), line, 0, {}}, false);
    builder_.ask(node, {.name = read->name,
                        .range = read->specification(),
                        .with_extras = !read->extras.empty(),
                        .of_extra = read->marker.find("extra") != std::string::npos,
                        .may_be_absent = true});
  }

  // PEP 610. What the file does not say is as if it were not there.
  void origin(const std::string& folder, model::Component& component) {
    component.origin = model::Origin::registry;
    const std::string file = folder + "/direct_url.json";
    Result<std::string> text = tree_.read(join(directory_, file), builder_.context().limits.bytes);
    if (!text) {
      if (text.error().code != ErrorCode::not_found && text.error().code != ErrorCode::not_a_regular_file)
        unread(file, text.error());
      return;
    }
    json::Options options;
    options.limits = builder_.context().limits;
    const Result<Document> document = json::parse(std::move(*text), options);
    if (!document) return unread(file, document.error());
    const Value root = document->root();
    const std::string_view url = root["url"].text();
    if (!root["url"].is_string() || url.empty())
      return unread(file, {ErrorCode::missing_field, "no address", 1, 0, {}});
    if (const Value vcs = root["vcs_info"]) {
      take_repository(component, url, vcs["commit_id"].text());
    } else if (const Value folder_info = root["dir_info"]) {
      component.origin = folder_info["editable"].is_true() ? model::Origin::link : model::Origin::file;
      component.resolved = url;
      component.install_script = model::InstallScript::yes;
    } else {
      take_address(component, url, builder_.context());
      archive(root["archive_info"], component);
    }
  }

  static void archive(Value info, model::Component& component) {
    Archives archives;
    for (const Value::Member& hash : info["hashes"].members())
      archives.add({}, std::string(hash.key) + ":" + std::string(hash.value.text()));
    if (std::string old(info["hash"].text()); archives.integrity().empty() && old.find('=') != std::string::npos) {
      old[old.find('=')] = ':';
      archives.add({}, old);
    }
    if (!archives.integrity().empty()) component.integrity = archives.integrity();
  }

  void unread(const std::string& file, const Error& error, bool incomplete = true) {
    std::vector<model::FileUnread>& list = builder_.inventory().unread;
    if (list.size() < UnreadList::kMaxEntries)
      list.push_back({join(builder_.context().display_path, file), error.line, std::string(to_string(error.code)),
                      error.message, incomplete});
  }

  const FileTree& tree_;
  std::string directory_;
  LockBuilder builder_;
  npm::InstalledTree out_;
};

}  // namespace

bool is_site_packages(std::string_view directory) {
  const std::string_view name = directory.substr(directory.rfind('/') + 1);
  return name == "site-packages" || name == "dist-packages";
}

bool shows_installation(std::string_view directory, const DirectoryEntry& entry) {
  if (entry.name.ends_with(kWheel)) return entry.kind == EntryKind::directory;
  return is_site_packages(directory) &&
         (entry.name.ends_with(kEggInfo) || entry.name.ends_with(kEgg) || is_startup_file(entry.name));
}

Result<npm::InstalledTree> read_site_packages(const FileTree& tree, std::string_view directory,
                                              const ReadContext& context) {
  return SitePackages(tree, directory, context).read();
}

}  // namespace cordon::inventory::pypi
