#include "detection/places.h"

#include <gtest/gtest.h>

#include "detection/builtin_rules.h"

namespace cordon::detection {
namespace {

const PackageFolders kFolders = {"/home/dev/app/node_modules/left", "/home/dev/app"};

Places builtin() {
  auto places = builtin_places();
  EXPECT_TRUE(places) << places.error().describe();
  return places ? *std::move(places) : Places();
}

std::string_view secret(std::string_view path) {
  static const Places kPlaces = builtin();
  const NamedPlace* found = kPlaces.secret(path);
  return found == nullptr ? std::string_view() : found->kind;
}

std::string_view startup(std::string_view path) {
  static const Places kPlaces = builtin();
  const NamedPlace* found = kPlaces.startup(path);
  return found == nullptr ? std::string_view() : found->kind;
}

ErrorCode code_of(const std::string& text) {
  const auto places = Places::read(text);
  EXPECT_FALSE(places) << text;
  return places ? ErrorCode::internal : places.error().code;
}

TEST(PlainPath, TakesOutWhatSaysNothing) {
  EXPECT_EQ(plain_path("/a//b/./c/../d/"), "/a/b/d");
  EXPECT_EQ(plain_path("/../../etc/passwd"), "/etc/passwd");
  EXPECT_EQ(plain_path("b/../c", "/a"), "/a/c");
  EXPECT_EQ(plain_path("../c", "/a/b"), "/a/c");
  EXPECT_EQ(plain_path("/c", "/a/b"), "/c");
  EXPECT_EQ(plain_path("../../x"), "../../x");
  EXPECT_EQ(plain_path(""), "");
  EXPECT_EQ(plain_path("/"), "/");
}

TEST(LiesIn, ComparesWholeNames) {
  EXPECT_TRUE(lies_in("/a/b", "/a"));
  EXPECT_TRUE(lies_in("/a", "/a"));
  EXPECT_FALSE(lies_in("/ab", "/a"));
  EXPECT_FALSE(lies_in("/a", ""));
  EXPECT_TRUE(lies_in("/a", "/"));
}

TEST(Places, NamesTheFirstFolderThatFits) {
  const Places places = builtin();
  const auto place = [&](std::string_view path) { return places.place_of(path, kFolders); };
  EXPECT_EQ(place("/home/dev/app/node_modules/left/build/a.o"), "package");
  EXPECT_EQ(place("/home/dev/app/node_modules/left/node_modules/inner/a.js"), "modules");
  EXPECT_EQ(place("/home/dev/app/node_modules/other/a.js"), "modules");
  EXPECT_EQ(place("/home/dev/app/node_modules/left-pad/a.js"), "modules");
  EXPECT_EQ(place("/home/dev/app/.git/config"), "git");
  EXPECT_EQ(place("/home/dev/app/src/a.js"), "project");
  EXPECT_EQ(place("/home/dev/.cache/x"), "cache");
  EXPECT_EQ(place("/home/dev/.npm/_cacache/tmp/1"), "cache");
  EXPECT_EQ(place("/dev/shm/a"), "temp");
  EXPECT_EQ(place("/proc/1/mem"), "device");
  EXPECT_EQ(place("/home/dev/notes"), "home");
  EXPECT_EQ(place("/root"), "home");
  EXPECT_EQ(place("/home"), "other");
  EXPECT_EQ(place("/etc/hosts"), "system");
  EXPECT_EQ(place("/data/x"), "other");
  EXPECT_EQ(places.place_of("/tmp/work/src/a.js", {"/tmp/work/node_modules/left", "/tmp/work"}), "project");
}

TEST(Places, KnowSecretsWhereverAHomeLies) {
  EXPECT_EQ(secret("/home/dev/.ssh/id_ed25519"), "ssh_key");
  EXPECT_EQ(secret("/tmp/elsewhere/.aws/credentials"), "cloud");
  EXPECT_EQ(secret("/Users/dev/.npmrc"), "npm_token");
  EXPECT_EQ(secret("/home/dev/.git-credentials"), "network_login");
  EXPECT_EQ(secret("/home/dev/.config/google-chrome/Default/Login Data"), "browser");
  EXPECT_EQ(secret("/proc/77/environ"), "process_memory");
  EXPECT_EQ(secret("/home/dev/.ssh/id_ed25519.pub"), "");
  EXPECT_EQ(secret("/home/dev/.ssh/known_hosts"), "");
  EXPECT_EQ(secret("/home/dev/app/node_modules/x/fixture/.env"), "");
}

TEST(Places, KnowWhereSomethingIsStartedLater) {
  EXPECT_EQ(startup("/home/dev/.zshrc"), "shell");
  EXPECT_EQ(startup("/home/dev/.config/systemd/user/a.service"), "service");
  EXPECT_EQ(startup("/etc/cron.d/x"), "schedule");
  EXPECT_EQ(startup("/home/dev/app/.github/workflows/a.yml"), "workflow");
  EXPECT_EQ(startup("/home/dev/app/.git/hooks/pre-push"), "git_hook");
  EXPECT_EQ(startup("/home/dev/.bashrc.txt"), "");
}

TEST(Places, RefuseListsOfAnotherForm) {
  const std::string good = "schema: cordon.places/1\nsecrets: []\nstartup: []\ncaches: []\n";
  EXPECT_TRUE(Places::read(good));
  EXPECT_EQ(code_of("schema: cordon.places/2\nsecrets: []\nstartup: []\ncaches: []\n"), ErrorCode::unsupported_version);
  EXPECT_EQ(code_of("schema: cordon.places/1\nsecrets: []\nstartup: []\n"), ErrorCode::wrong_type);
  EXPECT_EQ(code_of(good + "secret: []\n"), ErrorCode::unknown_key);
  EXPECT_EQ(code_of("schema: cordon.places/1\nsecrets: [{paths: [a]}]\nstartup: []\ncaches: []\n"),
            ErrorCode::missing_field);
  EXPECT_EQ(code_of("schema: cordon.places/1\nsecrets: [{kind: a}]\nstartup: []\ncaches: []\n"),
            ErrorCode::missing_field);
  EXPECT_EQ(code_of("schema: cordon.places/1\nsecrets: [{kind: a, paths: [1]}]\nstartup: []\ncaches: []\n"),
            ErrorCode::wrong_type);
  EXPECT_EQ(code_of("schema: cordon.places/1\nsecrets: [{kind: a, path: [b]}]\nstartup: []\ncaches: []\n"),
            ErrorCode::unknown_key);
}

}  // namespace
}  // namespace cordon::detection
