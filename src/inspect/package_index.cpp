#include "inspect/package_index.h"

#include <algorithm>

#include "inspect/manifest.h"
#include "inspect/paths.h"

namespace cordon::inspect {
namespace {

bool ends_with_one_of(std::string_view path, std::initializer_list<std::string_view> endings) {
  return std::ranges::any_of(endings, [&](std::string_view ending) { return path.ends_with(ending); });
}

// Of a package.json in a folder, of which only "main" counts.
Limits small_limits() {
  Limits out;
  out.bytes = 1u << 20;
  return out;
}

}  // namespace

PackageIndex::PackageIndex(std::span<const PackageFile> files) {
  for (const PackageFile& file : files) files_.insert_or_assign(file.path, &file);
}

const PackageFile* PackageIndex::find(std::string_view path) const {
  const auto found = files_.find(path);
  return found == files_.end() ? nullptr : found->second;
}

const PackageFile* PackageIndex::module(std::string_view folder, std::string_view name) const {
  const std::string path = path_from(folder, name);
  if (path.empty() && name != "." && name != "./" && name != ".." && !name.ends_with("/..")) return nullptr;
  if (const PackageFile* exact = find(path)) return exact;
  for (const char* ending : {".js", ".cjs", ".mjs", ".ts", ".mts", ".cts", ".json", ".node"})
    if (const PackageFile* file = find(path + ending)) return file;
  // TypeScript names what its compiler will have written.
  if (path.ends_with(".js"))
    if (const PackageFile* file = find(path.substr(0, path.size() - 3) + ".ts")) return file;
  const std::string inside = path.empty() ? "" : path + "/";
  if (!path.empty())
    if (const PackageFile* manifest = find(inside + "package.json"))
      if (const auto read = read_package_manifest(manifest->content, small_limits()); read && !read->main.empty())
        for (const char* ending : {"", ".js", "/index.js"})
          if (const PackageFile* file = find(path_from(path, read->main) + ending)) return file;
  for (const char* index : {"index.js", "index.cjs", "index.mjs", "index.ts", "index.json", "index.node"})
    if (const PackageFile* file = find(inside + index)) return file;
  return nullptr;
}

FileLanguage language_of(const PackageFile& file) {
  const std::string_view path = file.path;
  if (ends_with_one_of(path, {".d.ts", ".d.mts", ".d.cts"})) return FileLanguage::data;
  if (ends_with_one_of(path, {".js", ".cjs", ".mjs", ".ts", ".cts", ".mts", ".jsx", ".tsx"}))
    return FileLanguage::javascript;
  if (ends_with_one_of(path, {".sh", ".bash", ".bat", ".cmd", ".ps1", ".zsh"})) return FileLanguage::shell;
  if (ends_with_one_of(path, {".py", ".rb", ".pl", ".php", ".coffee", ".vbs", ".applescript"}))
    return FileLanguage::other_script;
  if (ends_with_one_of(path, {".node", ".exe", ".dll", ".so", ".dylib", ".wasm"}) ||
      file.content.starts_with("\x7F"
                               "ELF") ||
      file.content.starts_with("MZ"))
    return FileLanguage::native;
  const std::string_view first = file.content.substr(0, std::min<std::size_t>(file.content.find('\n'), 120));
  if (!first.starts_with("#!")) {
    const std::size_t slash = path.rfind('/');
    const bool has_ending = path.find('.', slash == std::string_view::npos ? 0 : slash) != std::string_view::npos;
    return has_ending ? FileLanguage::data : FileLanguage::javascript;
  }
  if (first.find("node") != std::string_view::npos || first.find("bun") != std::string_view::npos)
    return FileLanguage::javascript;
  return first.find("sh") != std::string_view::npos ? FileLanguage::shell : FileLanguage::other_script;
}

}  // namespace cordon::inspect
