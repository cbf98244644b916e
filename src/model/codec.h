// What the generated readers share.
#pragma once

#include <string>
#include <type_traits>
#include <vector>

#include "base/document.h"
#include "base/result.h"

namespace cordon::model::codec {

inline std::unexpected<Error> wrong(const Value& value, const char* expected) {
  return fail(value.exists() ? ErrorCode::wrong_type : ErrorCode::missing_field, std::string("expected ") + expected,
              value.line());
}

template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};

template <class T, class ReadRecord>
Result<void> read_field(const Value& value, T& out, ReadRecord read_record) {
  if constexpr (std::is_same_v<T, std::string>) {
    if (!value.is_string()) return wrong(value, "a string");
    out = value.text();
  } else if constexpr (std::is_same_v<T, bool>) {
    const auto boolean = value.boolean();
    if (!boolean) return wrong(value, "true or false");
    out = *boolean;
  } else if constexpr (std::is_integral_v<T>) {
    const auto number = value.integer();
    if (!number || (std::is_unsigned_v<T> && *number < 0)) return wrong(value, "a whole number");
    out = static_cast<T>(*number);
    if (static_cast<std::int64_t>(out) != *number) return wrong(value, "a number in range");
  } else if constexpr (IsVector<T>::value) {
    if (!value.is_array()) return wrong(value, "a list");
    for (const Value element : value.elements()) TRY(read_field(element, out.emplace_back(), read_record));
  } else {
    return read_record(value, out);
  }
  return {};
}

template <class T, class ReadRecord>
Result<void> read_required(const Value& object, const char* name, T& out, ReadRecord read_record) {
  return read_field(object[name], out, read_record);
}

}  // namespace cordon::model::codec
