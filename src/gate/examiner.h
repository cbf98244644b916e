// What looking into the archive of a release says of it.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "gate/package.h"

namespace cordon::gate {

class Archives;
class Packages;

struct Examined {
  bool blocks = false;
  std::string rule, reason;  // of what blocks; else of what somebody should look at, or empty
  bool is_final = true;      // false: it could not be looked at now, and another time may
};

class Examiner {
 public:
  virtual ~Examiner() = default;

  // Where other releases are had from, once: before it is asked for the first time.
  virtual void use(Packages& packages, Archives& archives) = 0;

  // `archive` is the release's, checked. Waits, for the time that the options allow at most; what could not be looked
  // at is a reason like others. Never fails: the archive is hostile, and its death is a finding.
  virtual Examined examine(const Package& package, const Release& release, std::string_view archive) = 0;
};

}  // namespace cordon::gate
