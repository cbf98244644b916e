#include "cli/npm_folder.h"

#include <filesystem>

#include "cli/environment.h"

namespace cordon::cli {

std::string npm_path(std::string_view value) {
  std::string out;
  while (!value.empty()) {
    const std::size_t end = value.starts_with("${") ? value.find('}') : std::string_view::npos;
    if (end != std::string_view::npos) {
      out += environment(std::string(value.substr(2, end - 2)).c_str());
      value.remove_prefix(end + 1);
    } else {
      out += value.front();
      value.remove_prefix(1);
    }
  }
  return out.starts_with("~/") ? environment("HOME") + out.substr(1) : out;
}

std::string npm_folder(const inventory::UserConfig& user, std::vector<model::FileUnread>& unread) {
  inventory::ConfigSource npm = user.environment_of(model::Client::npm);
  std::vector<model::FileUnread> of_scan;  // which reads the same file, and says what is wrong with it
  if (const Result<std::string> npmrc = read_file("./.npmrc", 1u << 20))
    npm.add_below(inventory::read_config_source(inventory::ConfigForm::npmrc, *npmrc, ".npmrc", of_scan));
  npm.add_below(user.files.npmrc);
  const std::string folder = npm.cache.empty() ? environment("HOME") + "/.npm" : npm_path(npm.cache);
  std::error_code error;
  if (std::filesystem::is_directory(folder, error)) return folder;
  if (!npm.cache.empty())
    unread.push_back({folder, 0, "not_found", "npm is told to keep its cache here, and there is no such folder", true});
  return {};
}

}  // namespace cordon::cli
