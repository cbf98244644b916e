// Archives of packages as npm packs them. Of the tests alone.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "archive/pack.h"
#include "archive/testing_tar.h"

namespace cordon::gate {

using Files = std::vector<std::pair<std::string, std::string>>;

inline std::string packed(const std::string& manifest, const Files& files) {
  std::string tar = archive::tar_entry("package/package.json", manifest);
  for (const auto& [path, content] : files) tar += archive::tar_entry("package/" + path, content);
  return archive::gzip(tar + archive::kTarEnd);
}

inline std::string manifest(const std::string& name, const std::string& version, const std::string& more = "") {
  return "{\"name\":\"" + name + "\",\"version\":\"" + version + "\"" + (more.empty() ? "" : "," + more) + "}";
}

}  // namespace cordon::gate
