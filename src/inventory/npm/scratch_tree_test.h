// A directory of this machine with files and links, for tests of what MemoryTree cannot hold.
#pragma once

#include <gtest/gtest.h>

#include <unistd.h>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>

#include "base/file_tree.h"

namespace cordon::inventory::npm {

class ScratchTree {
 public:
  ScratchTree() : root_(std::filesystem::path(::testing::TempDir()) / unique_name()) {
    std::filesystem::create_directories(root_);
  }
  ~ScratchTree() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }
  ScratchTree(const ScratchTree&) = delete;
  ScratchTree& operator=(const ScratchTree&) = delete;

  ScratchTree& file(std::string_view path, std::string_view content) {
    const std::filesystem::path full = root_ / path;
    std::filesystem::create_directories(full.parent_path());
    std::ofstream(full, std::ios::binary) << content;
    return *this;
  }
  // A package: folder with a package.json of that name and version; `more` are further members: `, "a": 1`.
  ScratchTree& package(std::string_view path, std::string_view name, std::string_view version,
                       std::string_view more = {}) {
    return file(std::string(path) + "/package.json", std::string("{\"name\": \"") + std::string(name) +
                                                         "\", \"version\": \"" + std::string(version) + "\"" +
                                                         std::string(more) + "}");
  }
  ScratchTree& folder(std::string_view path) {
    std::filesystem::create_directories(root_ / path);
    return *this;
  }
  ScratchTree& link(std::string_view path, std::string_view target) {
    const std::filesystem::path full = root_ / path;
    std::filesystem::create_directories(full.parent_path());
    std::filesystem::create_symlink(std::filesystem::path(target), full);
    return *this;
  }

  std::unique_ptr<FileTree> open() const { return open_directory(root_.string()).value(); }

 private:
  static std::string unique_name() {
    static std::atomic<int> next{0};
    return "cordon-tree-" + std::to_string(getpid()) + "-" + std::to_string(next++);
  }
  std::filesystem::path root_;
};

}  // namespace cordon::inventory::npm
