// The files that make CI, or a hook before commits, run Cordon. Their texts stand in ci/ and are compiled in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_tree.h"
#include "base/result.h"

namespace cordon::app {

enum class CiSystem : std::uint8_t { github, gitlab, pre_commit };

struct FileToSetUp {
  std::string path;     // from the top of the project
  std::string purpose;  // one phrase
  std::string content;
  bool executable = false;
};

// The systems that the project uses already, by the files that they have.
std::vector<CiSystem> systems_of(const FileTree& tree);

// What a system needs. A file that others have written into is never among them (.gitlab-ci.yml, the configuration of
// pre-commit): where there is one that does not name ours, `next` says what is to be added to it.
std::vector<FileToSetUp> files_for(CiSystem system, const FileTree& tree, std::vector<std::string>& next);

// A text of ci/ by its path below it; empty for one that there is not.
std::string_view ci_text(std::string_view path);

}  // namespace cordon::app
