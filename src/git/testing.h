// Repositories for tests, made by git itself in a folder of their own.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>

#include "base/os/run_command.h"
#include "base/sha1.h"
#include "git/testing_objects.h"

namespace cordon::git::testing {

inline std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// A folder of its own, removed at the end.
class TestFolder {
 public:
  TestFolder() {
    std::string name = ::testing::TempDir() + "cordon-git-XXXXXX";
    if (::mkdtemp(name.data()) != nullptr) path_ = fs::canonical(name);
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  ~TestFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }
  std::string operator/(std::string_view name) const { return (path_ / name).string(); }

  // Runs git in a folder below, with no settings but these; what it said, without the last line's end.
  std::string git(std::string_view folder, const std::string& arguments) {
    seconds_ += 60;
    const std::string at = std::to_string(seconds_) + " +0000";
    const std::string command =
        "export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.invalid"
        " GIT_COMMITTER_NAME=c GIT_COMMITTER_EMAIL=c@example.invalid GIT_AUTHOR_DATE='" +
        at + "' GIT_COMMITTER_DATE='" + at + "'; cd '" + (path_ / folder).string() +
        "' && { git -c init.defaultBranch=main -c protocol.file.allow=always "
        "-c core.autocrlf=false " +
        arguments + "; } >'" + *this / ".said" + "' 2>'" + *this / ".errors" + "'";
    const auto code = os::run_command(command, "", 60);
    EXPECT_TRUE(code.has_value() && *code == 0) << arguments << "\n" << read_file(path_ / ".errors");
    std::string said = read_file(path_ / ".said");
    while (said.ends_with('\n')) said.pop_back();
    return said;
  }

  void init(std::string_view folder, const std::string& options = "") {
    fs::create_directories(path_ / folder);
    git(folder, "init -q " + options);
  }

  // Writes files and commits all there is; the commit's name.
  std::string commit(std::string_view folder, const std::map<std::string, std::string>& files) {
    for (const auto& [name, content] : files) write_file(path_ / folder / name, content);
    git(folder, "add -A");
    git(folder, "commit -q --allow-empty -m change");
    return git(folder, "rev-parse HEAD");
  }

  // An object in a file of its own, whatever it holds; its name.
  std::string write_object(std::string_view git_dir, std::string_view type, std::string_view content) {
    const std::string bytes = with_header(type, content), name = sha1_hex(bytes);
    write_file(path_ / git_dir / "objects" / name.substr(0, 2) / name.substr(2), packed(bytes));
    return name;
  }

 private:
  fs::path path_;
  long seconds_ = 1'700'000'000;
};

}  // namespace cordon::git::testing
