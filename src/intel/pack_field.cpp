#include "intel/pack_field.h"

#include <algorithm>
#include <unordered_set>

#include "base/suggest.h"
#include "base/text.h"

namespace cordon::intel::field {

std::unexpected<Error> invalid(const Value& value, std::string_view key, std::string_view fault) {
  std::string message(key);
  if (!value.text().empty()) message += " '" + text::visible(value.text(), 100) + "'";
  return fail(ErrorCode::invalid_value, message + ": " + std::string(fault), value.line());
}

std::unexpected<Error> wrong_type(const Value& value, std::string_view key, std::string_view expected) {
  return fail(ErrorCode::wrong_type, std::string(key) + ": expected " + std::string(expected), value.line());
}

std::unexpected<Error> missing(const Value& value, std::string_view key, std::string_view expected,
                               const Value& parent) {
  if (value.exists() && !value.is_null() && !value.is_array()) return wrong_type(value, key, expected);
  return fail(ErrorCode::missing_field, std::string(key) + " is required: " + std::string(expected),
              value.exists() ? value.line() : parent.line());
}

Result<void> check_keys(const Value& mapping, std::span<const std::string_view> allowed, std::string_view where) {
  for (const auto& member : mapping.members()) {
    if (std::ranges::find(allowed, member.key) != allowed.end()) continue;
    std::string message = std::string(where) + " has no key '" + text::visible(member.key, 64) + "'";
    message += did_you_mean(member.key, allowed);
    return fail(ErrorCode::unknown_key, std::move(message), member.line());
  }
  return {};
}

Result<std::string_view> text(const Value& value, std::string_view key, const Value& parent) {
  const auto string = value.string();
  if (string) return *string;
  return missing(value, key, "text", parent);
}

Result<std::string> checked(const Value& mapping, std::string_view key, Check check) {
  const Value value = mapping[key];
  const std::string_view found = TRY(text(value, key, mapping));
  if (const Fault fault = check(found); !fault.empty()) return invalid(value, key, fault);
  return std::string(found);
}

Result<std::string> optional_checked(const Value& mapping, std::string_view key, Check check) {
  if (!mapping[key].exists()) return std::string{};
  return checked(mapping, key, check);
}

Result<std::vector<std::string>> checked_list(const Value& list, std::string_view key, Check check) {
  std::vector<std::string> out;
  if (!list.exists()) return out;
  if (!list.is_array()) return wrong_type(list, key, "a list");
  if (list.size() > kMostListed)
    return fail(ErrorCode::too_many, std::string(key) + ": more than " + std::to_string(kMostListed), list.line());
  std::unordered_set<std::string_view> seen;
  for (const Value& element : list.elements()) {
    const std::string_view found = TRY(text(element, key, list));
    if (const Fault fault = check(found); !fault.empty()) return invalid(element, key, fault);
    if (!seen.insert(found).second) return invalid(element, key, "stands twice");
    out.emplace_back(found);
  }
  return out;
}

}  // namespace cordon::intel::field
