// Paths as code hosts want them: from the top of the repository, wherever the command ran and however its targets were
// named.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/target.h"
#include "model/generated/model.h"

namespace cordon::cli {

// Whether it stands for something that is no file, "(confinement)" or "(registry) https://…": a word or several in
// brackets, and nothing behind it but what follows a blank. A folder may be called "(shop)".
bool is_no_path(std::string_view shown);

class RepositoryPaths {
 public:
  RepositoryPaths() = default;  // changes nothing
  // Looks at the machine: before the process is confined.
  static RepositoryPaths of(std::span<const app::Target> targets);

  // A path of a report: from the top of the repository that holds it, else as it is: without a repository nobody knows
  // what it should be relative to. What is no path, "(confinement)", stays what it is.
  std::string from_top(std::string_view shown) const;

  // The report with the paths of findings, of their evidence in the same file and of what was not read so. Ids stay.
  model::ScanReport from_top(model::ScanReport report) const;

 private:
  struct Folder {
    std::string shown, real;
  };
  std::vector<Folder> folders_;    // of the targets, longest name first
  std::vector<std::string> tops_;  // of repositories, longest first
  std::string working_;
};

}  // namespace cordon::cli
