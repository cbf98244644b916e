// RECORD, the list of an installed package's files: packaging.python.org, "Recording installed projects" (PEP 376 and
// 627) and "Binary distribution format" (PEP 427). Comma-separated, a file a row: its path, digest and size.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "base/sha256.h"
#include "model/generated/model.h"

namespace cordon::inventory::pypi {

struct RecordRow {
  std::string path;                    // as written: absolute, or seen from the folder that the package stands in
  std::string algorithm;               // "sha256"; empty: the row has no digest, or none that means anything
  std::optional<Sha256Digest> sha256;  // where that is the algorithm
  std::optional<std::uint64_t> size;   // in bytes
  std::uint32_t line = 0;              // where the row begins
};

struct Record {
  std::vector<RecordRow> rows;            // in the order of the file
  std::vector<model::FileUnread> unread;  // rows, or parts of them, that mean nothing
};

// Rows that are kept of one file; real packages have some ten thousand.
inline constexpr std::size_t kMostRecordRows = 200'000;

// Every line that is not blank is a row or is named in `unread`; beyond kMostRecordRows the rest is named as a whole. A
// row whose digest or size means nothing is kept without it. Fails with unsupported_encoding, invalid_utf8 and
// too_large.
Result<Record> parse_record(std::string_view text, std::string_view display_path, const Limits& limits);

}  // namespace cordon::inventory::pypi
