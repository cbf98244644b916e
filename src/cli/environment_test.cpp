#include "cli/environment.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>

#include "base/os/landlock.h"

namespace cordon::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kVariables[] = {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME",       "CORDON_CONFIG",
                                      "TERM", "NO_COLOR",        "npm_config_registry", "NPM_CONFIG_REGISTRY"};

// A home folder and a project two folders deep, which is the working directory; the environment is put back at the end.
class EnvironmentTest : public ::testing::Test {
 protected:
  void SetUp() override {
    before_ = fs::current_path();
    for (const char* name : kVariables) {
      const char* value = std::getenv(name);
      kept_.emplace_back(value == nullptr ? std::nullopt : std::optional<std::string>(value));
      unsetenv(name);
    }
    std::string name = ::testing::TempDir() + "cordon-environment-XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    root_ = fs::canonical(name);
    fs::create_directories(root_ / "home");
    fs::create_directories(root_ / "work/project");
    fs::current_path(root_ / "work/project");
    setenv("HOME", (root_ / "home").c_str(), 1);
  }
  void TearDown() override {
    fs::current_path(before_);
    fs::remove_all(root_);
    for (std::size_t i = 0; i < std::size(kVariables); ++i) {
      if (kept_[i]) setenv(kVariables[i], kept_[i]->c_str(), 1);
      else unsetenv(kVariables[i]);
    }
  }
  void write(const fs::path& path, std::string_view content) const {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << content;
  }

  fs::path root_, before_;
  std::vector<std::optional<std::string>> kept_;
};

// A child that does something irrevocable and answers with its exit code.
int in_child(const std::function<bool()>& question) {
  const pid_t child = fork();
  if (child == 0) _exit(question() ? 0 : 1);
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status)) << "killed by signal " << WTERMSIG(status);
  return WEXITSTATUS(status);
}

std::string settings(std::uint32_t days) { return "intel:\n  max_age_days: " + std::to_string(days) + "\n"; }

TEST_F(EnvironmentTest, AVariableThatIsNotThereIsEmpty) {
  EXPECT_EQ(environment("HOME"), root_ / "home");
  EXPECT_EQ(environment("NO_COLOR"), "");
}

TEST_F(EnvironmentTest, TheNearestSettingsCount) {
  EXPECT_EQ(load_settings("").value().path, "");
  write("home/.config/cordon/cordon.yaml", settings(1));
  EXPECT_EQ(load_settings("").value().path, root_ / "home/.config/cordon/cordon.yaml");
  write("xdg/cordon/cordon.yaml", settings(2));
  setenv("XDG_CONFIG_HOME", (root_ / "xdg").c_str(), 1);
  EXPECT_EQ(load_settings("").value().max_age_days, 2u);
  write("cordon.yaml", settings(3));
  EXPECT_EQ(load_settings("").value().path, "../../cordon.yaml");  // named from where we are
  write("work/project/cordon.yaml", settings(4));
  EXPECT_EQ(load_settings("").value().path, "cordon.yaml");
  write("variable.yaml", settings(5));
  setenv("CORDON_CONFIG", (root_ / "variable.yaml").c_str(), 1);
  EXPECT_EQ(load_settings("").value().max_age_days, 5u);
  write("named.yaml", settings(6));
  EXPECT_EQ(load_settings("../../named.yaml").value().max_age_days, 6u);
}

TEST_F(EnvironmentTest, ARelativeConfigurationFolderIsIgnored) {
  write("home/.config/cordon/cordon.yaml", settings(1));
  write("work/project/odd/cordon/cordon.yaml", settings(2));
  setenv("XDG_CONFIG_HOME", "odd", 1);
  EXPECT_EQ(load_settings("").value().max_age_days, 1u);
  unsetenv("HOME");
  EXPECT_EQ(load_settings("").value().path, "");
}

TEST_F(EnvironmentTest, SettingsThatCannotBeReadAreAnErrorAndNotTheDefaults) {
  EXPECT_EQ(load_settings("missing.yaml").error().code, ErrorCode::not_found);
  EXPECT_EQ(load_settings("missing/cordon.yaml").error().code, ErrorCode::not_found);
  fs::create_directory("cordon.yaml");
  EXPECT_EQ(load_settings("").error().code, ErrorCode::not_a_regular_file);
  write("work/project/wrong.yaml", "polcy: {}\n");
  const Result<policy::Settings> wrong = load_settings("wrong.yaml");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, ErrorCode::unknown_key);
  EXPECT_EQ(wrong.error().line, 1u);
  write("work/project/big.yaml", std::string((4u << 20) + 1, '#'));
  EXPECT_EQ(load_settings("big.yaml").error().code, ErrorCode::too_large);
}

TEST_F(EnvironmentTest, GivesTheTextOfSettingsAsItStands) {
  EXPECT_EQ(text_of(policy::Settings{}).value(), "");
  const std::string text = "# kept\r\n" + settings(7);
  write("work/project/cordon.yaml", text);
  const policy::Settings read = load_settings("").value();
  EXPECT_EQ(text_of(read).value(), text);
  fs::remove("cordon.yaml");
  EXPECT_EQ(text_of(read).error().code, ErrorCode::not_found);
}

constexpr const char* kPack = R"(schema: cordon.incident/1
id: pack
title: A test
date: 2026-01-02
updated: 2026-01-03
summary: A test.
sources: ["https://example.invalid/a"]
packages:
  - {ecosystem: npm, name: bad-example, versions: ["1.0.0"]}
recovery:
  - Remove it.
)";

TEST_F(EnvironmentTest, LoadsThePacksThatWereAskedFor) {
  std::vector<model::FileUnread> unread;
  const std::size_t embedded = load_knowledge(true, {}, unread).value().packs().size();
  EXPECT_GT(embedded, 0u);
  EXPECT_EQ(load_knowledge(false, {}, unread).value().packs().size(), 0u);
  write("work/project/pack.yaml", kPack);
  const auto both = load_knowledge(true, {"pack.yaml"}, unread);
  ASSERT_TRUE(both) << both.error().describe();
  EXPECT_EQ(both->packs().size(), embedded + 1);
  const auto alone = load_knowledge(false, {"pack.yaml"}, unread);
  EXPECT_EQ(alone->find("npm", "bad-example", "1.0.0").size(), 1u);
}

TEST_F(EnvironmentTest, APackThatCannotBeReadIsAnError) {
  std::vector<model::FileUnread> unread;
  EXPECT_EQ(load_knowledge(true, {"missing.yaml"}, unread).error().code, ErrorCode::not_found);
  EXPECT_EQ(load_knowledge(true, {"."}, unread).error().code, ErrorCode::not_a_regular_file);
  write("work/project/pack.yaml", kPack);
  EXPECT_EQ(load_knowledge(false, {"pack.yaml", "pack.yaml"}, unread).error().code, ErrorCode::invalid_value);
}

TEST_F(EnvironmentTest, PacksThatWereAddedAreKnownUnlessKnowledgeIsOff) {
  std::vector<model::FileUnread> unread;
  EXPECT_EQ(packs_folder(), (root_ / "home/.local/share/cordon/packs").string());
  EXPECT_TRUE(load_added_packs().packs.empty());
  write("home/.local/share/cordon/packs/pack.pack", intel::write_stored_pack(kPack, std::nullopt));
  EXPECT_EQ(load_knowledge(true, {}, unread).value().find("npm", "bad-example", "1.0.0").size(), 1u);
  EXPECT_TRUE(load_knowledge(false, {}, unread).value().find("npm", "bad-example", "1.0.0").empty());
  EXPECT_TRUE(unread.empty());
}

TEST_F(EnvironmentTest, AnAddedPackThatIsDamagedIsCoverageAndNotUsed) {
  std::vector<model::FileUnread> unread;
  write("home/.local/share/cordon/packs/pack.pack", intel::write_stored_pack(kPack, std::nullopt) + "x");
  EXPECT_TRUE(load_knowledge(true, {}, unread).value().find("npm", "bad-example", "1.0.0").empty());
  ASSERT_EQ(unread.size(), 1u);
  EXPECT_TRUE(unread[0].incomplete);
  EXPECT_EQ(unread[0].code, "bad_signature");
  unread.clear();
  fs::remove_all(root_ / "home/.local/share/cordon/packs");
  write("home/.local/share/cordon/packs", "a file in the place of the folder");
  EXPECT_TRUE(load_knowledge(true, {}, unread));
  EXPECT_EQ(unread.size(), 1u);
}

TEST_F(EnvironmentTest, SettingsOfAProjectAreNotThoseOfTheUser) {
  write("work/cordon.yaml", settings(1));
  EXPECT_EQ(load_settings("").value().max_age_days, 1u);
  EXPECT_FALSE(load_user_settings("").value().max_age_days);
  write("home/.config/cordon/cordon.yaml", settings(2));
  EXPECT_EQ(load_user_settings("").value().max_age_days, 2u);
  EXPECT_EQ(load_user_settings("../cordon.yaml").value().max_age_days, 1u);  // named by the user
}

// The registry that npm asks for a package of a project without configuration of its own.
std::string npm_registry(const char* package, std::vector<model::FileUnread>& unread) {
  const auto configs = inventory::read_client_configs(MemoryTree({}), "", "", load_user_config(unread), unread);
  return std::string(configs.of(model::Client::npm).registry_for(package));
}

TEST_F(EnvironmentTest, ReadsTheUsersOwnClientConfiguration) {
  std::vector<model::FileUnread> unread;
  EXPECT_EQ(npm_registry("x", unread), "");
  write("home/.npmrc", "@acme:registry=https://registry.example.test/\n");
  EXPECT_EQ(npm_registry("@acme/x", unread), "https://registry.example.test/");
  setenv("npm_config_registry", "https://mirror.example.test/", 1);
  EXPECT_EQ(npm_registry("x", unread), "https://mirror.example.test/");
  EXPECT_TRUE(unread.empty());
}

TEST_F(EnvironmentTest, AHomeFolderThatIsNotThereHoldsNoConfiguration) {
  std::vector<model::FileUnread> unread;
  setenv("npm_config_registry", "https://mirror.example.test/", 1);
  setenv("HOME", (root_ / "nowhere").c_str(), 1);
  EXPECT_EQ(npm_registry("x", unread), "https://mirror.example.test/");
  unsetenv("HOME");
  EXPECT_EQ(npm_registry("x", unread), "https://mirror.example.test/");
  EXPECT_TRUE(unread.empty());
}

TEST_F(EnvironmentTest, WithoutPathsTheWorkingDirectoryIsTheTarget) {
  const OpenedTargets opened = open_targets({}).value();
  ASSERT_EQ(opened.targets.size(), 1u);
  EXPECT_EQ(opened.targets[0].argument, ".");
  EXPECT_TRUE(opened.unopened.empty());
}

TEST_F(EnvironmentTest, APathThatCannotBeOpenedIsCoverageBesideOthers) {
  write("work/project/yarn.lock", "");
  const OpenedTargets opened = open_targets({"missing", "yarn.lock"}).value();
  ASSERT_EQ(opened.targets.size(), 1u);
  EXPECT_EQ(opened.targets[0].only_file, "yarn.lock");
  ASSERT_EQ(opened.unopened.size(), 1u);
  EXPECT_EQ(opened.unopened[0].path, "missing");
  EXPECT_EQ(opened.unopened[0].code, "not_found");
  EXPECT_TRUE(opened.unopened[0].incomplete);
}

TEST_F(EnvironmentTest, WithNothingToOpenItFails) {
  const auto none = open_targets({"missing", "a\033[31mb"});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::not_found);
  EXPECT_EQ(none.error().message.find('\033'), std::string::npos);
}

TEST_F(EnvironmentTest, ConfinedToItsTargetsAProcessReadsNothingElse) {
  if (os::landlock_abi() == 0) GTEST_SKIP() << "this kernel has no Landlock, or it is switched off";
  write("work/project/yarn.lock", "inside");
  write("work/other/file", "outside");
  write("work/single/yarn.lock", "single");
  EXPECT_EQ(in_child([&] {
              std::vector<model::FileUnread> unread;
              const OpenedTargets opened = open_targets({".", "../single/yarn.lock"}).value();
              confine_to(opened.targets, unread);
              return unread.empty() && opened.targets[0].tree->read("yarn.lock", 100) == "inside" &&
                     opened.targets[1].tree->read("yarn.lock", 100) == "single" &&
                     open((root_ / "work/other/file").c_str(), O_RDONLY | O_CLOEXEC) == -1 && errno == EACCES &&
                     open("new", O_WRONLY | O_CREAT | O_CLOEXEC, 0600) == -1 && errno == EACCES &&
                     socket(AF_UNIX, SOCK_STREAM, 0) == -1 && errno == EPERM;
            }),
            0);
}

TEST_F(EnvironmentTest, WhereTheKernelCannotConfineTheAnswerIsCompleteAllTheSame) {
  EXPECT_EQ(in_child([] {
              // A kernel without seccomp(2), for this process.
              sock_filter code[] = {{BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(seccomp_data, nr)},
                                    {BPF_JMP | BPF_JEQ | BPF_K, 0, 1, SYS_seccomp},
                                    {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO | ENOSYS},
                                    {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW}};
              const sock_fprog program{std::size(code), code};
              if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return false;
              if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) != 0) return false;
              std::vector<model::FileUnread> unread;
              confine_to(open_targets({}).value().targets, unread);
              return unread.size() == 1 && unread[0].code == "not_confined" && !unread[0].incomplete &&
                     !unread[0].reason.empty();
            }),
            0);
}

TEST_F(EnvironmentTest, ColourIsForTerminalsThatWantIt) {
  EXPECT_TRUE(use_color("always"));
  EXPECT_FALSE(use_color("never"));
  const int terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (terminal < 0 || grantpt(terminal) != 0 || unlockpt(terminal) != 0) GTEST_SKIP() << "no pseudo-terminals here";
  EXPECT_EQ(in_child([&] {
              dup2(open(ptsname(terminal), O_RDWR | O_NOCTTY | O_CLOEXEC), STDOUT_FILENO);
              if (use_color("auto")) return false;  // without a TERM
              setenv("TERM", "dumb", 1);
              if (use_color("auto")) return false;
              setenv("TERM", "xterm", 1);
              if (!use_color("auto") || use_color("never")) return false;
              setenv("NO_COLOR", "", 1);  // an empty one does not count
              if (!use_color("auto")) return false;
              setenv("NO_COLOR", "1", 1);
              if (use_color("auto") || !use_color("always")) return false;
              unsetenv("NO_COLOR");
              dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), STDOUT_FILENO);
              return !use_color("auto");
            }),
            0);
  close(terminal);
}

TEST_F(EnvironmentTest, AnErrorIsSaidOnOneVisibleLine) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(report_error(Error{ErrorCode::io, "a\033[31m\nb", 0, 0, {"reading x"}}), 2);
  const std::string said = testing::internal::GetCapturedStderr();
  EXPECT_TRUE(said.starts_with("cordon: ")) << said;
  EXPECT_EQ(said.find('\033'), std::string::npos);
  EXPECT_EQ(said.find('\n'), said.size() - 1);
  EXPECT_NE(said.find("reading x"), std::string::npos);
}

}  // namespace
}  // namespace cordon::cli
