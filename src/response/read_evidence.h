// What a file that was taken in gives: findings, events, coverage. What cannot be read of it is Coverage, and the rest
// stays.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/generated/case_report.h"
#include "response/record.h"

namespace cordon::response {

struct EvidenceRead {
  std::uint64_t findings = 0, events = 0;
  std::vector<model::FileUnread> unread;  // the first hundred; their `path` is that of the original
};

// Takes over one record: what it holds, and the line of the file it stands on.
using RecordSink = std::function<Result<void>(RecordPayload, std::optional<std::uint64_t> line)>;

// Reads the copy at `copy_path` as what `file` was recognised as. Gives a coverage record, too, when something was not
// understood. Fails as the sink does, and with io.
Result<EvidenceRead> read_evidence(const std::string& copy_path, const model::CaseFile& file, const RecordSink& sink);

}  // namespace cordon::response
