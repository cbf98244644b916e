// What a reviewer of an incident pack would say: faults that keep it from being used, and warnings about what is
// allowed and seldom meant.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "intel/incident_pack.h"
#include "intel/knowledge.h"

namespace cordon::intel {

enum class LintLevel : std::uint8_t { error, warning };

struct LintRemark {
  LintLevel level = LintLevel::error;
  std::string code;        // of an error its ErrorCode; of a warning a name of its own, such as "no_integrity"
  std::uint32_t line = 0;  // 1-based; 0: the file as a whole
  std::string message;     // may hold text of the pack: print through text::visible
};

struct LintContext {
  std::string_view file_name;            // without folders; empty: not to be held against the id
  std::string_view today;                // YYYY-MM-DD
  const Knowledge* knowledge = nullptr;  // what is known without this pack; null: nothing
  Limits limits;
};

struct PackLint {
  std::optional<IncidentPack> pack;  // absent when there are errors
  std::vector<LintRemark> remarks;   // by line
  std::size_t errors() const;
  std::size_t warnings() const { return remarks.size() - errors(); }
};

// Never fails: a text that is no pack at all is one error. Warnings are given for packs without errors only.
//   date_to_come       date or updated lies in the future
//   file_name          the file is not named <id>.yaml
//   every_release      "*": right only for a name that never had an honest release
//   no_integrity       releases whose archive is not recognised under another name
//   no_last_good       a package with nothing to go back to
//   spelling           a name that differs from another one that is listed by capitals only
//   listed_elsewhere   another pack lists the release already
//   unroutable_address an indicator that stands for every network: private, loopback, documentation
PackLint lint_pack(const std::string& text, const LintContext& context);

}  // namespace cordon::intel
