// Changing a file of the user's: it stays what it was until the new content stands whole beside it, and the old one is
// kept.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/sha256.h"

namespace cordon::os {

// Whether amend_file would try: the path is a regular file, not a link, with this content, and may be written by its
// owner. Fails with not_found, not_a_regular_file (a symbolic link, too), permission_denied, and refused where its
// content is another by now.
Result<void> check_amendable(const std::string& path, const Sha256Digest& read);

// Replaces the content: the old file is copied to `backup` (empty: no copy is kept), the new one written beside it with
// mode and owner of the old one, brought to the disk, and renamed over it. Checks as above right before. Never writes
// over a backup: fails with invalid_value where one is there; else with errno_error's codes. After a failure the old
// file stands, and no backup.
Result<void> amend_file(const std::string& path, const Sha256Digest& read, std::string_view content,
                        const std::string& backup);

}  // namespace cordon::os
