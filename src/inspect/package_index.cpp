#include "inspect/package_index.h"

#include <algorithm>

#include "inspect/manifest.h"
#include "inspect/paths.h"

namespace cordon::inspect {
namespace {

constexpr std::string_view kModules = "node_modules/";
constexpr std::size_t kMostKnown = 16'384, kMostKnownPath = 512;  // modules that are remembered

bool ends_with_one_of(std::string_view path, std::initializer_list<std::string_view> endings) {
  return std::ranges::any_of(endings, [&](std::string_view ending) { return path.ends_with(ending); });
}

// Of a package.json in a folder, of which only what names files counts.
Limits small_limits() {
  Limits out;
  out.bytes = 8u << 20;
  return out;
}

// Where the last folder "node_modules" of the path ends; npos where there is none.
std::size_t behind_modules(std::string_view path) {
  std::size_t at = path.rfind(kModules);
  while (at != std::string_view::npos && at > 0 && path[at - 1] != '/') at = path.rfind(kModules, at - 1);
  return at == std::string_view::npos ? at : at + kModules.size();
}

bool is_elf(const PackageFile& file) {
  return file.content.starts_with(
      "\x7F"
      "ELF");
}

std::string_view first_line(const PackageFile& file) {
  return file.content.substr(0, std::min<std::size_t>(file.content.find('\n'), 120));
}

FileLanguage language_of_line(std::string_view first) {
  if (first.find("node") != std::string_view::npos || first.find("bun") != std::string_view::npos)
    return FileLanguage::javascript;
  return first.find("sh") != std::string_view::npos ? FileLanguage::shell : FileLanguage::other_script;
}

}  // namespace

PackageIndex::PackageIndex(std::span<const PackageFile> files) {
  for (const PackageFile& file : files) files_.insert_or_assign(file.path, &file);
  for (const auto& [path, file] : files_) {
    const std::size_t at = behind_modules(path);
    if (at == std::string_view::npos) continue;
    std::string_view package = package_name_in(path.substr(at));
    // One that is a file: node_modules/dep.js
    if (package.size() == path.size() - at) package = package.substr(0, package.rfind('.'));
    std::vector<std::string_view>& homes = homes_[package];
    const std::string_view home = path.substr(0, at - 1);
    if (homes.empty() || homes.back() != home) homes.push_back(home);
  }
}

const PackageFile* PackageIndex::find(std::string_view path) const {
  const auto found = files_.find(path);
  return found == files_.end() ? nullptr : found->second;
}

const PackageFile* PackageIndex::module(std::string_view folder, std::string_view name) const {
  const std::string path = path_from(folder, name);
  if (path.empty() && name != "." && name != "./" && name != ".." && !name.ends_with("/..")) return nullptr;
  if (const auto known = modules_.find(path); known != modules_.end()) return known->second;
  const PackageFile* out = look_up(path);
  if (modules_.size() < kMostKnown && path.size() <= kMostKnownPath) modules_.emplace(path, out);
  return out;
}

const PackageFile* PackageIndex::look_up(const std::string& path) const {
  // TypeScript names what its compiler will have written.
  const auto typed = [&] { return path.ends_with(".js") ? find(path.substr(0, path.size() - 3) + ".ts") : nullptr; };
  // All other names that may be meant begin with this one.
  const auto first = files_.lower_bound(path);
  if (first == files_.end() || !first->first.starts_with(path)) return typed();
  if (first->first == path) return first->second;
  for (const char* ending : {".js", ".cjs", ".mjs", ".ts", ".mts", ".cts", ".json", ".node"})
    if (const PackageFile* file = find(path + ending)) return file;
  if (const PackageFile* file = typed()) return file;
  const std::string inside = path.empty() ? "" : path + "/";
  if (const std::string& main = entries_of(path).main; !main.empty())
    for (const char* ending : {"", ".js", "/index.js"})
      if (const PackageFile* file = find(path_from(path, main) + ending)) return file;
  for (const char* index : {"index.js", "index.cjs", "index.mjs", "index.ts", "index.json", "index.node"})
    if (const PackageFile* file = find(inside + index)) return file;
  return nullptr;
}

const ModuleEntries& PackageIndex::entries_of(std::string_view folder) const {
  static const ModuleEntries none;
  const PackageFile* manifest = find(path_from(folder, "package.json"));
  if (manifest == nullptr) return none;
  const auto [at, is_new] = entries_.try_emplace(manifest);
  if (!is_new) return at->second;
  if (auto read = read_package_manifest(manifest->content, small_limits())) {
    read->exported.resize(std::min(read->exported.size(), kMostExported));
    at->second = {std::move(read->main), std::move(read->exported)};
  }
  return at->second;
}

std::vector<std::string> PackageIndex::homes_of(std::string_view package, std::string_view folder) const {
  std::vector<std::string> out;
  const auto known = homes_.find(package);
  if (known == homes_.end()) return out;
  for (const std::string_view home : known->second) {
    const std::string_view sees = folder_of(home);
    if (sees.empty() || folder == sees || (folder.starts_with(sees) && folder[sees.size()] == '/'))
      out.emplace_back(home);
  }
  std::ranges::sort(out, std::greater(), &std::string::size);
  if (out.size() > kMostHomes) out.resize(kMostHomes);
  return out;
}

std::vector<std::string_view> PackageIndex::bundled() const {
  std::vector<std::string_view> out;
  for (auto at = files_.lower_bound(kModules); at != files_.end() && at->first.starts_with(kModules); ++at) {
    if (!at->first.ends_with("/package.json")) continue;
    const std::string_view folder = folder_of(at->first);
    // Each folder of it is one of modules or a package, as npm lays them out.
    std::string_view left = folder;
    while (left.starts_with(kModules)) {
      left.remove_prefix(kModules.size());
      left.remove_prefix(std::min(package_name_in(left).size() + 1, left.size()));
    }
    if (left.empty()) out.push_back(folder);
  }
  return out;
}

std::string_view package_name_in(std::string_view module) {
  std::size_t slash = module.find('/');
  if (module.starts_with('@') && slash != std::string_view::npos) slash = module.find('/', slash + 1);
  return module.substr(0, slash);
}

FileLanguage language_of(const PackageFile& file) {
  const std::string_view path = file.path;
  if (ends_with_one_of(path, {".d.ts", ".d.mts", ".d.cts"})) return FileLanguage::data;
  if (ends_with_one_of(path, {".js", ".cjs", ".mjs", ".ts", ".cts", ".mts", ".jsx", ".tsx"}))
    return FileLanguage::javascript;
  if (ends_with_one_of(path, {".sh", ".bash", ".bat", ".cmd", ".ps1", ".zsh"})) return FileLanguage::shell;
  if (ends_with_one_of(path, {".py", ".rb", ".pl", ".php", ".coffee", ".vbs", ".applescript"}))
    return FileLanguage::other_script;
  if (ends_with_one_of(path, {".node", ".exe", ".dll", ".so", ".dylib", ".wasm"}) || is_elf(file) ||
      file.content.starts_with("MZ"))
    return FileLanguage::native;
  const std::string_view first = first_line(file);
  if (first.starts_with("#!")) return language_of_line(first);
  const std::size_t slash = path.rfind('/');
  const bool has_ending = path.find('.', slash == std::string_view::npos ? 0 : slash) != std::string_view::npos;
  return has_ending ? FileLanguage::data : FileLanguage::javascript;
}

FileLanguage language_of(const PackageFile& file, Starter starter) {
  switch (starter) {
    case Starter::loaded:
    case Starter::node:
      if (file.path.ends_with(".json")) return FileLanguage::data;
      // Only what begins as no text of JavaScript can is native for its content.
      return ends_with_one_of(file.path, {".node", ".wasm"}) || is_elf(file) ? FileLanguage::native
                                                                             : FileLanguage::javascript;
    case Starter::shell: return is_elf(file) ? FileLanguage::native : FileLanguage::shell;
    case Starter::other: return is_elf(file) ? FileLanguage::native : FileLanguage::other_script;
    case Starter::itself: {
      if (const std::string_view first = first_line(file); first.starts_with("#!")) return language_of_line(first);
      const FileLanguage is = language_of(file);
      // A kernel refuses what has no first line of that kind; then a shell reads it.
      const std::size_t slash = file.path.rfind('/');
      const bool has_ending =
          file.path.find('.', slash == std::string_view::npos ? 0 : slash) != std::string_view::npos;
      return is == FileLanguage::data || !has_ending ? (is == FileLanguage::native ? is : FileLanguage::shell) : is;
    }
    case Starter::named: break;
  }
  return language_of(file);
}

}  // namespace cordon::inspect
