// Paths as they enter the ids of findings: the same wherever a checkout stands and however its path was spelled.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "app/target.h"
#include "model/generated/model.h"

namespace cordon::app {

class PathKeys {
 public:
  explicit PathKeys(std::span<const Target> targets);

  // A displayed path without "." and doubled slashes. A relative one stays whole: it tells projects of one repository
  // apart. Of an absolute one, the folder that all absolute arguments share is left out; beside relative arguments a
  // '/' in front of the rest keeps the two apart.
  std::string key(std::string_view path) const;

  // Gives the finding its id anew, over the key of its path.
  void identify(model::Finding& finding) const;

 private:
  std::string shared_;  // with a slash at its end; empty without absolute arguments
  bool relative_ = false;
};

}  // namespace cordon::app
