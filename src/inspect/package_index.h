// The files of a package by their path, and what Node finds under a module's name.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "inspect/package_files.h"

namespace cordon::inspect {

// What a file is read as.
enum class FileLanguage : std::uint8_t { javascript, shell, other_script, native, data };

class PackageIndex {
 public:
  explicit PackageIndex(std::span<const PackageFile> files);

  const PackageFile* find(std::string_view path) const;
  // The file that Node loads for "./x" or "../x" in a file of `folder`, or for a path that a command names: the name
  // itself, with its endings, a folder's main or index. Null where it is none of the package's.
  const PackageFile* module(std::string_view folder, std::string_view name) const;
  // In order of their paths.
  const std::map<std::string_view, const PackageFile*, std::less<>>& files() const { return files_; }

 private:
  std::map<std::string_view, const PackageFile*, std::less<>> files_;
};

// By its ending, else by its first line.
FileLanguage language_of(const PackageFile& file);

}  // namespace cordon::inspect
