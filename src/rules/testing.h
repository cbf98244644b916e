// A small table of fields for the tests of this module.
#pragma once

#include <array>

#include "rules/field.h"

namespace cordon::rules::testing {

inline constexpr std::string_view kOperations[] = {"read", "write", "delete"};
inline constexpr std::array<Field, 5> kFields = {
    {{"process.name", FieldType::text, kEveryKind, {}},
     {"file.operation", FieldType::text, kind_bit(model::EventKind::file), kOperations},
     {"connect.port", FieldType::number, kind_bit(model::EventKind::connect), {}},
     {"connect.address", FieldType::text, kEveryKind, {}},
     {"script.is_install", FieldType::boolean, kEveryKind, {}}}};
inline const FieldTable kTable{kFields};

}  // namespace cordon::rules::testing
