// Whose a gate's folder is: one gate at a time keeps its things there.
#pragma once

#include <functional>
#include <string>

#include "base/os/file_lock.h"
#include "base/result.h"

namespace cordon::gate {

// Takes the folder for this process, and writes down in it who has it. A gate that serves one command
// (`for_command`) waits for another of these to end, and says so once through `tell` (which may be empty). Fails with
// unavailable when a gate that serves on has the folder, or one that this very process runs behind and which waits for
// it in turn; else as files do.
Result<os::FileLock> take_folder(const std::string& folder, bool for_command,
                                 const std::function<void(const std::string&)>& tell);

}  // namespace cordon::gate
