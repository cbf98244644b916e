// JSON (RFC 8259), and JSON with comments and trailing commas for the files that bun and deno write.
#pragma once

#include <string>
#include <string_view>

#include "base/document.h"
#include "base/limits.h"
#include "base/result.h"

namespace cordon::json {

struct Options {
  bool comments = false;  // JSONC: // and /* */ comments, trailing commas
  Limits limits;
};

// Reads one whole text. Accepts a UTF-8 byte-order mark (Document::had_byte_order_mark tells). Duplicate keys are no
// error; Document::duplicates lists them. Fails with syntax, truncated, invalid_utf8, unsupported_encoding, too_large,
// too_deep or too_many, with line and column.
Result<Document> parse(std::string source, const Options& options = {});

// Appends text as a JSON string with its quotes. Control characters, DEL, C1 and bidirectional controls and line
// separators are written as \u escapes, so that showing the output on a terminal is harmless; bytes that are no UTF-8
// become U+FFFD.
void append_quoted(std::string& out, std::string_view text);

}  // namespace cordon::json
