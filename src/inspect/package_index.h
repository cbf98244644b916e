// The files of a package by their path, and what Node finds under a module's name.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/package_files.h"

namespace cordon::inspect {

// What a file is read as.
enum class FileLanguage : std::uint8_t { javascript, shell, other_script, native, data };

// What of a folder's package.json says which file a module is.
struct ModuleEntries {
  std::string main;
  std::vector<std::string> exported;  // at most kMostExported
};
inline constexpr std::size_t kMostExported = 64;

class PackageIndex {
 public:
  explicit PackageIndex(std::span<const PackageFile> files);

  const PackageFile* find(std::string_view path) const;
  // The file that Node loads for "./x" or "../x" in a file of `folder`, or for a path that a command names: the name
  // itself, with its endings, a folder's main or index. Null where it is none of the package's. A package.json is
  // parsed once, however often its folder is asked for.
  const PackageFile* module(std::string_view folder, std::string_view name) const;
  // Of the package.json of a folder; empty where there is none.
  const ModuleEntries& entries_of(std::string_view folder) const;
  // In order of their paths.
  const std::map<std::string_view, const PackageFile*, std::less<>>& files() const { return files_; }

  bool has_bundled(std::string_view package) const { return homes_.contains(package); }
  // Folders "node_modules" of this package that hold a package "a" or "@s/a" and that a file in `folder` sees, the
  // nearest first, at most kMostHomes.
  std::vector<std::string> homes_of(std::string_view package, std::string_view folder) const;
  // Folders of the packages that are bundled: "node_modules/a", "node_modules/a/node_modules/@s/b", in order.
  std::vector<std::string_view> bundled() const;

  std::size_t manifests_parsed() const { return entries_.size(); }

 private:
  const PackageFile* look_up(const std::string& path) const;

  std::map<std::string_view, const PackageFile*, std::less<>> files_;
  std::map<std::string_view, std::vector<std::string_view>, std::less<>> homes_;  // by name of package
  // What was found before.
  mutable std::map<const PackageFile*, ModuleEntries> entries_;
  mutable std::map<std::string, const PackageFile*, std::less<>> modules_;
};
inline constexpr std::size_t kMostHomes = 8;

// "dep" of "dep/lib/x", "@s/dep" of "@s/dep/lib/x".
std::string_view package_name_in(std::string_view module);

// By its ending, else by its first line.
FileLanguage language_of(const PackageFile& file);
// What starts a file decides: Node takes any ending but .json, .node and .wasm for JavaScript, a shell any for its own.
FileLanguage language_of(const PackageFile& file, Starter starter);

}  // namespace cordon::inspect
