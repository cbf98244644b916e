// Why a record concerns a release, or does not: everything it says of the package, and what of it decided.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "intel/index/index_read.h"
#include "intel/osv/evaluate.h"

namespace cordon::intel {

struct ExplainedEntry {
  Affected affected;
  Judgement judgement;
};

struct ExplainedRecord {
  Advisory advisory;                    // with its texts
  std::vector<ExplainedEntry> entries;  // what it says of the package; empty: it does not speak of it
};

// The record with this id, then those that have it as an alias and speak of the package. Empty when there is none.
// `name` is as the ecosystem's client compares it (normal_name). Fails with invalid_value when the index is damaged.
Result<std::vector<ExplainedRecord>> explain(const AdvisoryIndex& index, std::string_view id,
                                             std::string_view ecosystem, std::string_view name,
                                             std::string_view version);

// Of several records and entries what counts in the end: affected, where one that is not withdrawn says so; else
// unknown, where one cannot be compared, or none speaks of the package.
Standing standing_of(const std::vector<ExplainedRecord>& records);

}  // namespace cordon::intel
