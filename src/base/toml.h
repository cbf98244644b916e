// TOML 1.0 as toml++ 3.3 reads it, into the same Document as JSON and YAML.
//
// Tables are objects and keep the order of the file. Integers come as decimal text ("0xFF" and "1_000" are rewritten),
// floats as written, dates and times as strings as written. A table that only a header or a dotted key implies stands
// at the place that implied it first.
#pragma once

#include <string>

#include "base/document.h"
#include "base/limits.h"
#include "base/result.h"

namespace cordon::toml {

// Reads one whole text; a UTF-8 byte-order mark is accepted (Document::had_byte_order_mark tells). An empty text is an
// empty object. Fails with line and column: syntax (a duplicate key too, unlike in JSON: TOML forbids it), truncated,
// invalid_utf8, unsupported_encoding, too_large, too_deep or too_many.
Result<Document> parse(std::string source, const Limits& limits = {});

}  // namespace cordon::toml
