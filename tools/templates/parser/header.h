// @NAME@: the bytes of one file in, an Inventory out. Write here which client writes the file and where its form is
// described.
#pragma once

#include <string>

#include "inventory/reader.h"

namespace @NAMESPACE@ {

// Reads one @NAME@. Fails with syntax, truncated, invalid_utf8, unsupported_encoding, too_large, too_deep or too_many as
// json::parse does, with wrong_type when it is no object. An entry that is not understood becomes Inventory::unread.
Result<model::Inventory> read_@NAME@(std::string text, const ReadContext& context);

}  // namespace @NAMESPACE@
