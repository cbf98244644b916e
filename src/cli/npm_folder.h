// Where npm keeps cache and logs of this user.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "inventory/client_config_read.h"
#include "model/generated/model.h"

namespace cordon::cli {

// A path as npm's settings write it: ${NAME} is from the environment, "~/" the home folder.
std::string npm_path(std::string_view value);

// The folder that npm's settings name to somebody who stands in this project, else ~/.npm; empty where there is none.
// One that is configured and not there is unread: somewhere it was.
std::string npm_folder(const inventory::UserConfig& user, std::vector<model::FileUnread>& unread);

}  // namespace cordon::cli
