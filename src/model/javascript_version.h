// Versions of JavaScript libraries that are recognised by their content. They come from many projects and many years:
// "1.9.0b1", "1.0RC2", "1.5.1.2", "3.0.RC3". The order is the one of the list that says which of them are weak
// (retire.js' repository): fields between '.' and '-', those of digits as numbers, others as text and below every
// number; fields that are missing count as 0.
#pragma once

#include <string_view>

#include "base/result.h"
#include "model/version_key.h"

namespace cordon::model::javascript {

inline constexpr std::size_t kMostFields = 16;

// Fails with syntax: text that begins with no digit, has other characters than printable ASCII without space, or more
// than kMostFields fields.
Result<VersionKey> version_key(std::string_view text);

}  // namespace cordon::model::javascript
