// Where npm keeps its cache and logs.
#pragma once

#include <string>
#include <vector>

#include "inventory/client_config_read.h"
#include "model/generated/model.h"

namespace cordon::cli {

// The folder of cache and logs of this user, who stands in this project: by the environment, the project's .npmrc, the
// user's, else ~/.npm. Empty when it is not there; one that is configured and not there is unread, too: somewhere it
// was.
std::string npm_folder(const inventory::UserConfig& user, std::vector<model::FileUnread>& unread);

}  // namespace cordon::cli
