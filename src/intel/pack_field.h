// Fields of a pack's YAML, taken with their checks. Every failure has the line of the value, or of the mapping that
// lacks it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/document.h"
#include "base/result.h"
#include "intel/field_form.h"

namespace cordon::intel::field {

// Elements of one list of texts (sources, aliases, steps). Real packs stay below twenty.
inline constexpr std::size_t kMostListed = 100;

using Check = Fault (*)(std::string_view);

std::unexpected<Error> invalid(const Value& value, std::string_view key, std::string_view fault);
std::unexpected<Error> wrong_type(const Value& value, std::string_view key, std::string_view expected);
// missing_field when the value is absent or an empty list, else wrong_type.
std::unexpected<Error> missing(const Value& value, std::string_view key, std::string_view expected,
                               const Value& parent);

// unknown_key for the first member of the mapping whose key is not allowed; `where` names the mapping.
Result<void> check_keys(const Value& mapping, std::span<const std::string_view> allowed, std::string_view where);

// The text of a scalar, owned by the document; numbers as written, so that an unquoted 1.10 stays 1.10.
Result<std::string_view> text(const Value& value, std::string_view key, const Value& parent = {});

// The member `key` of a mapping, checked for its form.
Result<std::string> checked(const Value& mapping, std::string_view key, Check check);
// The same; empty when the member is absent.
Result<std::string> optional_checked(const Value& mapping, std::string_view key, Check check);
// A list of texts, each checked, none twice; empty when absent. too_many above kMostListed.
Result<std::vector<std::string>> checked_list(const Value& list, std::string_view key, Check check);

}  // namespace cordon::intel::field
