#include "cli/key_files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

namespace cordon::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kVariables[] = {"HOME", "XDG_CONFIG_HOME", "CORDON_CONFIG", "CORDON_PACK_PASSWORD",
                                      "CORDON_INTEL_PACK_KEYS"};

// A home folder, and a project that is the working directory; the environment is put back at the end.
class KeyFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    before_ = fs::current_path();
    for (const char* name : kVariables) {
      const char* value = std::getenv(name);
      kept_.emplace_back(value == nullptr ? std::nullopt : std::optional<std::string>(value));
      ::unsetenv(name);
    }
    std::string name = ::testing::TempDir() + "cordon-keys-XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    root_ = fs::canonical(name);
    fs::create_directories(root_ / "home/.config/cordon");
    fs::create_directories(root_ / "project");
    fs::current_path(root_ / "project");
    ::setenv("HOME", (root_ / "home").c_str(), 1);
    key_ = crypto::public_key_of(crypto::make_secret_key()).value();
  }
  void TearDown() override {
    fs::current_path(before_);
    fs::remove_all(root_);
    for (std::size_t i = 0; i < std::size(kVariables); ++i) {
      if (kept_[i]) ::setenv(kVariables[i], kept_[i]->c_str(), 1);
      else ::unsetenv(kVariables[i]);
    }
  }
  void write(const fs::path& path, std::string_view content) const { std::ofstream(root_ / path) << content; }

  fs::path root_, before_;
  std::vector<std::optional<std::string>> kept_;
  crypto::PublicKey key_;
};

using Keys = std::vector<crypto::PublicKey>;

TEST_F(KeyFiles, AFileIsReadWholeAlsoThroughALink) {
  write("home/key", "content");
  fs::create_symlink(root_ / "home/key", "link");
  EXPECT_EQ(read_named_file("link", 7).value().text(), "content");
  EXPECT_EQ(read_named_file("link", 6).error().code, ErrorCode::too_large);
  EXPECT_EQ(read_named_file("none", 6).error().code, ErrorCode::not_found);
  EXPECT_EQ(read_named_file(".", 6).error().code, ErrorCode::not_a_regular_file);
  ASSERT_EQ(::mkfifo("fifo", 0600), 0);
  EXPECT_EQ(read_named_file("fifo", 6).error().code, ErrorCode::not_a_regular_file);
}

TEST_F(KeyFiles, AKeyIsAFileOrStandsForItself) {
  write("project/team.pub", crypto::write_public_key(key_));
  EXPECT_EQ(public_key_from("team.pub").value(), key_);
  EXPECT_EQ(public_key_from(crypto::public_key_text(key_)).value(), key_);
  write("project/bad.pub", "hello\n");
  EXPECT_EQ(public_key_from("bad.pub").error().code, ErrorCode::syntax);
  EXPECT_EQ(public_key_from("RW" + std::string(54, '!')).error().code, ErrorCode::syntax);
}

TEST_F(KeyFiles, TheUserIsTrustedAndNotTheProject) {
  write("project/team.pub", crypto::write_public_key(key_));
  write("project/cordon.yaml", "intel: {pack_keys: [team.pub]}\n");
  EXPECT_EQ(trusted_keys({}, "").error().code, ErrorCode::usage);
  EXPECT_EQ(trusted_keys({"team.pub"}, "").value(), Keys{key_});
  EXPECT_EQ(trusted_keys({}, "cordon.yaml").value(), Keys{key_});  // named by the user
  // Beside the user's settings, and as the key itself.
  write("home/.config/cordon/team.pub", crypto::write_public_key(key_));
  write("home/.config/cordon/cordon.yaml",
        "intel: {pack_keys: [team.pub, \"" + crypto::public_key_text(key_) + "\"]}\n");
  EXPECT_EQ(trusted_keys({}, "").value(), (Keys{key_, key_}));
  ::setenv("CORDON_INTEL_PACK_KEYS", "team.pub", 1);
  EXPECT_EQ(trusted_keys({}, "").value(), Keys{key_});
  ::setenv("CORDON_INTEL_PACK_KEYS", "gone.pub", 1);
  EXPECT_EQ(trusted_keys({}, "").error().code, ErrorCode::not_found);
}

TEST_F(KeyFiles, APasswordIsTheFirstLineOfAFileOrAVariable) {
  write("project/password", "correct horse\r\nmore\n");
  EXPECT_EQ(read_password("password", "", true).value().text(), "correct horse");
  ::setenv("CORDON_PACK_PASSWORD", "battery", 1);
  EXPECT_EQ(read_password("", "", true).value().text(), "battery");
  EXPECT_EQ(read_password("password", "", true).value().text(), "correct horse");
  EXPECT_EQ(read_password("none", "", false).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace cordon::cli
