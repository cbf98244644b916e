#include "cli/settings_before.h"

#include <algorithm>
#include <utility>

#include "cli/judging.h"
#include "policy/settings_change.h"

namespace cordon::cli {
namespace {

constexpr std::uint64_t kConfigBytes = 4u << 20;

// What the place held: of a file in the repository as it was, of another as it is.
Result<std::optional<std::string>> text_before(const SettingsFile& file, const app::Against& against) {
  if (against.covers(file.place))
    return TRY_CONTEXT(against.committed(file.place, kConfigBytes), "reading " + file.path + " as it was");
  if (!file.text) return std::nullopt;
  return TRY(Result<std::string>(*file.text));
}

}  // namespace

Result<void> judge_by_settings_before(const std::vector<SettingsFile>& files, const JudgeArguments& arguments,
                                      const app::Against& against, app::ScanOptions& options) {
  policy::SettingsText before, now;
  const auto in_use = std::ranges::find_if(files, [](const SettingsFile& file) { return file.text.has_value(); });
  if (in_use != files.end()) now = {in_use->path, TRY(Result<std::string>(*in_use->text))};
  for (const SettingsFile& file : files) {
    before.text = TRY(text_before(file, against));
    if (!before.text) continue;
    before.path = file.path;
    break;
  }
  if (before.path == now.path && before.text == now.text) return {};
  policy::Settings settings =
      TRY_CONTEXT(settings_of(before.text.value_or(""), before.path),
                  "judging a change by the settings of what it is compared with; --config FILE names others");
  take_settings(arguments, std::move(settings), options);
  if (!before.text) before.path = now.path;
  if (!now.text) now.path = before.path;
  if (auto finding = policy::settings_changed(before, now, against.what()))
    options.also_found.push_back(std::move(*finding));
  return {};
}

}  // namespace cordon::cli
