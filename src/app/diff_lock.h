// `cordon diff-lock`: what did a change of lockfile bring, and is it suspicious?
#pragma once

#include "app/scan.h"
#include "base/result.h"
#include "model/generated/change_report.h"

namespace cordon::app {

// `options` has one target and one in `before`, each a lockfile or a folder with one. Fails with unsupported_format
// where nothing of a side could be read: everything would seem to be new, or gone; and with usage where a side has
// several lockfiles.
Result<model::ChangeReport> diff_lock(ScanOptions options, const Clock& clock, Progress& progress);

}  // namespace cordon::app
