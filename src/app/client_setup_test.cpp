#include "app/client_setup.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/file_tree.h"

namespace cordon::app {
namespace {

using model::ClientFileState;
using model::GateNoticeKind;

constexpr const char* kGate = "http://127.0.0.1:4873/";

class ClientSetupTest : public ::testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/cordon-setup-XXXXXX";
    root_ = ::mkdtemp(name);
    for (const char* each : {"home", "project", "state"}) std::filesystem::create_directory(root_ + "/" + each);
  }
  void TearDown() override { std::filesystem::remove_all(root_); }

  void put(const std::string& path, const std::string& text) const { std::ofstream(root_ + "/" + path) << text; }
  std::string get(const std::string& path) const {
    std::ifstream in(root_ + "/" + path);
    return in ? std::string(std::istreambuf_iterator<char>(in), {}) : "(none)";
  }
  mode_t mode(const std::string& path) const {
    struct stat facts{};
    ::stat((root_ + "/" + path).c_str(), &facts);
    return facts.st_mode & 07777;
  }

  ClientSetup setup(const std::string& client, bool of_user = true) const {
    ClientSetup out;
    out.client = client;
    out.url = kGate;
    out.of_user = of_user;
    out.folders = {root_ + "/home", root_ + "/home", root_ + "/home/.npmrc", root_ + "/project"};
    std::vector<model::FileUnread> unread;
    const auto home = open_directory(root_ + "/home");
    out.user = inventory::read_user_config(home->get(), "~", {}, unread);
    return out;
  }
  SetupRecord record() const { return *SetupRecord::open(root_ + "/state/gate-setup.json"); }

  model::GateSetupReport set(const ClientSetup& what) const {
    SetupRecord remembered = record();
    const auto out = set_up_client(what, remembered);
    EXPECT_TRUE(out) << (out ? "" : out.error().describe());
    return out.value_or(model::GateSetupReport{});
  }
  model::GateSetupReport unset(const ClientSetup& what) const {
    SetupRecord remembered = record();
    const auto out = unset_client(what, remembered);
    EXPECT_TRUE(out) << (out ? "" : out.error().describe());
    return out.value_or(model::GateSetupReport{});
  }
  static bool tells(const model::GateSetupReport& report, GateNoticeKind kind) {
    return std::ranges::find(report.notices, kind, &model::GateNotice::kind) != report.notices.end();
  }

  std::string root_;
};

TEST_F(ClientSetupTest, GivesAFileBackByteForByte) {
  const std::string before =
      "# mine\r\nregistry = https://r.example.test/npm/ ; ours\r\n//r.example.test/npm/:_authToken=x";
  put("home/.npmrc", before);
  ::chmod((root_ + "/home/.npmrc").c_str(), 0600);
  const auto report = set(setup("npm"));
  EXPECT_EQ(report.exit_code, 0u);
  ASSERT_EQ(report.files.size(), 1u);
  EXPECT_EQ(report.files[0].path, "~/.npmrc");
  EXPECT_EQ(report.files[0].state, ClientFileState::changed);
  ASSERT_EQ(report.files[0].changes.size(), 1u);
  EXPECT_EQ(report.files[0].changes[0].line, 2u);
  EXPECT_EQ(get("home/.npmrc"),
            "# mine\r\nregistry = http://127.0.0.1:4873/ ; ours\r\n//r.example.test/npm/:_authToken=x");
  EXPECT_EQ(mode("home/.npmrc"), 0600u);
  EXPECT_EQ(mode("state/gate-setup.json"), 0600u);
  EXPECT_EQ(record().registries().at(kGate), "https://r.example.test/npm/");
  EXPECT_EQ(unset(setup("npm")).files[0].state, ClientFileState::restored);
  EXPECT_EQ(get("home/.npmrc"), before);
  EXPECT_EQ(mode("home/.npmrc"), 0600u);
  EXPECT_TRUE(record().files().empty());
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(root_ + "/home"), {}), 1);
}

TEST_F(ClientSetupTest, TwiceChangesNothing) {
  set(setup("npm"));
  const std::string once = get("home/.npmrc"), remembered = get("state/gate-setup.json");
  const auto report = set(setup("npm"));
  EXPECT_EQ(report.files[0].state, ClientFileState::same);
  EXPECT_EQ(get("home/.npmrc"), once);
  EXPECT_EQ(get("state/gate-setup.json"), remembered);
}

TEST_F(ClientSetupTest, AFileThatWasMadeIsPrivateAndGoes) {
  EXPECT_EQ(set(setup("npm")).files[0].state, ClientFileState::made);
  EXPECT_EQ(get("home/.npmrc"), "registry=http://127.0.0.1:4873/\n");
  EXPECT_EQ(mode("home/.npmrc"), 0600u);
  EXPECT_EQ(unset(setup("npm")).files[0].state, ClientFileState::removed);
  EXPECT_EQ(get("home/.npmrc"), "(none)");
}

TEST_F(ClientSetupTest, ADryRunWritesNothing) {
  ClientSetup dry = setup("yarn", false);
  dry.dry_run = true;
  const auto report = set(dry);
  EXPECT_EQ(report.files.size(), 2u);
  EXPECT_EQ(report.exit_code, 0u);
  EXPECT_EQ(get("project/.yarnrc"), "(none)");
  EXPECT_EQ(get("project/.yarnrc.yml"), "(none)");
  EXPECT_EQ(get("state/gate-setup.json"), "(none)");
}

TEST_F(ClientSetupTest, AnotherGateTakesThePlaceOfTheFirstAndTheFirstRegistryIsRemembered) {
  put("home/.npmrc", "registry=https://r.example.test/\n");
  set(setup("npm"));
  ClientSetup other = setup("npm");
  other.url = "https://gate.example.test/";
  set(other);
  EXPECT_EQ(get("home/.npmrc"), "registry=https://gate.example.test/\n");
  EXPECT_EQ(record().registries().at(other.url), "https://r.example.test/");
  unset(other);
  EXPECT_EQ(get("home/.npmrc"), "registry=https://r.example.test/\n");
}

TEST_F(ClientSetupTest, TakesOnlyWhatItWroteOutOfAFileThatChanged) {
  put("home/.npmrc", "fund=false\nregistry=https://r.example.test/\n");
  set(setup("npm"));
  put("home/.npmrc", "audit=false\nregistry=http://127.0.0.1:4873/\nlast=1\n");
  const auto report = unset(setup("npm"));
  EXPECT_EQ(report.files[0].state, ClientFileState::reverted);
  EXPECT_TRUE(tells(report, GateNoticeKind::changed_since));
  EXPECT_EQ(get("home/.npmrc"), "audit=false\nregistry=https://r.example.test/\nlast=1\n");
}

TEST_F(ClientSetupTest, LeavesARegistryThatSomebodyNamedSince) {
  set(setup("npm"));
  put("home/.npmrc", "registry=https://other.example.test/\n");
  const auto report = unset(setup("npm"));
  EXPECT_EQ(report.files[0].state, ClientFileState::kept);
  EXPECT_EQ(report.exit_code, 0u);
  EXPECT_EQ(get("home/.npmrc"), "registry=https://other.example.test/\n");
  EXPECT_TRUE(record().files().empty());
}

TEST_F(ClientSetupTest, AFileOfTwoClientsStaysForTheOther) {
  set(setup("npm"));
  EXPECT_EQ(set(setup("pnpm")).files[0].state, ClientFileState::same);
  const auto report = unset(setup("npm"));
  EXPECT_EQ(report.files[0].state, ClientFileState::kept);
  EXPECT_EQ(report.exit_code, 1u);
  EXPECT_EQ(get("home/.npmrc"), "registry=http://127.0.0.1:4873/\n");
  EXPECT_EQ(unset(setup("pnpm")).files[0].state, ClientFileState::removed);
  EXPECT_TRUE(unset(setup("pnpm")).files.empty());
}

TEST_F(ClientSetupTest, WritesWhereTheClientIsToldAlready) {
  put("project/.npmrc", "registry=https://r.example.test/\n");
  put("project/pnpm-workspace.yaml", "packages: [a]\n");
  EXPECT_EQ(set(setup("bun", false)).files[0].path, ".npmrc");
  EXPECT_EQ(set(setup("pnpm", false)).files[0].path, ".npmrc");
  put("project/yarn.lock", "__metadata:\n  version: 8\n");
  EXPECT_EQ(set(setup("yarn", false)).files[0].path, ".yarnrc.yml");
  EXPECT_EQ(get("project/.yarnrc.yml"),
            "npmRegistryServer: \"http://127.0.0.1:4873/\"\nunsafeHttpWhitelist:\n  - \"127.0.0.1\"\n");
}

TEST_F(ClientSetupTest, TheHomeFolderIsNoProjectThatCountsMore) {
  put("home/.npmrc", "registry=https://r.example.test/\n");
  ClientSetup dry = setup("npm");
  dry.folders.project = dry.folders.home;
  dry.dry_run = true;
  EXPECT_EQ(set(dry).exit_code, 0u);
  EXPECT_FALSE(tells(set(dry), GateNoticeKind::overridden));
}

TEST_F(ClientSetupTest, TellsTheGenerationsOfYarnApart) {
  const auto files = [&] {
    ClientSetup dry = setup("yarn", false);
    dry.dry_run = true;
    std::string out;
    for (const model::ClientFile& each : set(dry).files) out += each.path + " ";
    return out;
  };
  EXPECT_EQ(files(), ".yarnrc .yarnrc.yml ");
  put("project/package.json", "{\"packageManager\": \"yarn@1.22.22\"}\n");
  EXPECT_EQ(files(), ".yarnrc ");
  put("project/package.json", "{\"packageManager\": \"yarn@4.1.0\"}\n");
  EXPECT_EQ(files(), ".yarnrc.yml ");
  put("project/yarn.lock", "# yarn lockfile v1\n\n\n");
  EXPECT_EQ(files(), ".yarnrc ");
  put("project/yarn.lock", "\n");
  put("project/package.json", "{}\n");
  put("project/.yarnrc.yml", "nodeLinker: pnp\n");
  EXPECT_EQ(files(), ".yarnrc.yml ");
}

TEST_F(ClientSetupTest, WritesThroughNoLinkOutOfTheProject) {
  put("home/theirs", "registry=https://r.example.test/\n");
  std::filesystem::create_symlink(root_ + "/home/theirs", root_ + "/project/.npmrc");
  SetupRecord remembered = record();
  const auto out = set_up_client(setup("npm", false), remembered);
  ASSERT_FALSE(out);
  EXPECT_EQ(out.error().code, ErrorCode::outside_root);
  EXPECT_EQ(get("home/theirs"), "registry=https://r.example.test/\n");
  std::filesystem::remove(root_ + "/project/.npmrc");
  put("project/real", "fund=false\n");
  std::filesystem::create_symlink("real", root_ + "/project/.npmrc");
  set(setup("npm", false));
  EXPECT_EQ(get("project/real"), "fund=false\nregistry=http://127.0.0.1:4873/\n");
  EXPECT_TRUE(std::filesystem::is_symlink(root_ + "/project/.npmrc"));
}

TEST_F(ClientSetupTest, SaysWhatGoesPastTheGate) {
  put("home/.npmrc", "@acme:registry=https://packages.example.test/\n");
  put("project/.npmrc", "registry=https://r.example.test/\n");
  put("project/package-lock.json",
      "{\"lockfileVersion\": 3, \"packages\": {\"\": {}, \"node_modules/a\": {\"version\": \"1.0.0\", \"resolved\": "
      "\"https://mirror.example.test/a/-/a-1.0.0.tgz\"}}}\n");
  auto report = set(setup("npm"));
  EXPECT_EQ(report.exit_code, 1u);
  EXPECT_TRUE(tells(report, GateNoticeKind::overridden));
  EXPECT_TRUE(tells(report, GateNoticeKind::scope));
  EXPECT_TRUE(tells(report, GateNoticeKind::lockfile));
  put("project/.npmrc", "replace-registry-host=always\n");
  report = set(setup("npm"));
  EXPECT_EQ(report.exit_code, 0u);
  EXPECT_FALSE(tells(report, GateNoticeKind::lockfile));
  EXPECT_TRUE(tells(report, GateNoticeKind::scope));
  put("project/.npmrc", "replace-registry-host=never\n");
  EXPECT_TRUE(tells(set(setup("npm")), GateNoticeKind::replace_host));
}

TEST_F(ClientSetupTest, TheRegistryBehindIsWhatOthersSee) {
  put("home/.npmrc", "registry=https://r.example.test/\n");
  set(setup("npm"));
  inventory::UserConfig user = setup("npm").user;
  EXPECT_EQ(user.files.npmrc.default_registry, kGate);
  inventory::see_through(record().registries(), user);
  EXPECT_EQ(user.files.npmrc.default_registry, "https://r.example.test/");
  const MemoryTree project({{".npmrc", std::string("registry=") + kGate + "\n"}});
  std::vector<model::FileUnread> unread;
  const auto configs = inventory::read_client_configs(project, "", "", user, unread);
  EXPECT_EQ(configs.of(model::Client::npm).default_registry, "https://r.example.test/");
}

TEST_F(ClientSetupTest, TellsWhatTheProjectsSettingsPutInTheWay) {
  put("project/.npmrc", "proxy=http://me:secret@p.example.test/\nscript-shell=./sh\ncache=./cache\n");
  std::filesystem::create_directory(root_ + "/project/cache");
  const auto report = set(setup("npm"));
  EXPECT_TRUE(tells(report, GateNoticeKind::way));
  EXPECT_TRUE(tells(report, GateNoticeKind::runs_code));
  for (const model::GateNotice& notice : report.notices) EXPECT_EQ(notice.text.find("secret"), std::string::npos);
  EXPECT_EQ(std::ranges::count(report.notices, GateNoticeKind::way, &model::GateNotice::kind), 2);
}

}  // namespace
}  // namespace cordon::app
