// What a library is recognised by in files that somebody copied into a tree.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace cordon::model {

struct LibraryPattern {
  std::string expression;  // a regular expression of JavaScript
  std::string version;     // how the version is made of its groups: "$1.$2.$3"; empty: the first group
  bool operator==(const LibraryPattern&) const = default;
};

struct LibrarySignature {
  std::string name;                        // as its list calls it: "jquery-ui-dialog"
  std::string purl;                        // of what is published, without a version: "pkg:npm/jquery-ui"
  std::vector<LibraryPattern> contents;    // found in the text of a file
  std::vector<LibraryPattern> file_names;  // match the whole name of a file
  std::vector<LibraryPattern> paths;       // found in the path of a file, which begins with '/'
  std::vector<std::pair<std::string, std::string>> digests;  // SHA-1 of the text in hexadecimal, and the version
  bool operator==(const LibrarySignature&) const = default;
};

}  // namespace cordon::model
