#include "rules/field.h"

namespace cordon::rules {

std::optional<std::size_t> FieldTable::find(std::string_view name) const {
  for (std::size_t i = 0; i < fields_.size(); ++i)
    if (fields_[i].name == name) return i;
  return std::nullopt;
}

std::vector<std::string_view> FieldTable::names() const {
  std::vector<std::string_view> out;
  for (const Field& field : fields_) out.push_back(field.name);
  return out;
}

bool Record::exists(std::size_t field) const {
  const Slot& slot = slots_[field];
  return !slot.texts.empty() || slot.number || slot.flag;
}

}  // namespace cordon::rules
