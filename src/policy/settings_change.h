// What a change that is looked at does to the settings it would be judged by: they do not count before it is merged.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/generated/model.h"

namespace cordon::policy {

struct SettingsText {
  std::string path;                 // as displayed; of a side without a file that of the other one
  std::optional<std::string> text;  // nothing: there is no such file
};

// The finding policy.settings-changed, with the lines that differ as evidence; nothing where none does but blank ones
// and comments. `base` says what is compared with, for people. Values that may be secret are not shown.
std::optional<model::Finding> settings_changed(const SettingsText& before, const SettingsText& now,
                                               std::string_view base);

}  // namespace cordon::policy
