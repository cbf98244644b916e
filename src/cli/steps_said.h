// What to do about one cause is said once: findings of the same incident share their first steps.
#pragma once

#include <string>
#include <unordered_map>

#include "model/generated/model.h"

namespace cordon::cli {

class StepsSaid {
 public:
  struct Earlier {
    std::size_t steps = 0;  // how many of the finding's first steps were said before; 0: none
    std::string title;      // of the finding they were said for, e.g. "axios@1.14.1"; hostile text
  };

  // Which of this finding's first steps an earlier one said in full, in the same order; notes what this one says.
  // Steps count as said only where all the earlier finding's steps before them were the same too.
  Earlier note(const model::Finding& finding);

 private:
  std::unordered_map<std::string, std::string> said_;  // steps up to one, joined: who said them first
};

}  // namespace cordon::cli
