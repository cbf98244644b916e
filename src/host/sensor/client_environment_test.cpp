#include "host/sensor/client_environment.h"

#include <gtest/gtest.h>

namespace cordon::host {
namespace {

using namespace std::literals;

TEST(ClientEnvironment, KeepsWhatAClientSays) {
  auto said = client_environment(
      "PATH=/bin\0npm_package_name=@s/x\0npm_package_version=1.2.3\0npm_package_integrity=sha512-AAAA\0"
      "npm_package_json=/p/node_modules/@s/x/package.json\0npm_lifecycle_event=postinstall\0"
      "npm_lifecycle_script=node a.js --b=c\0INIT_CWD=/p\0GITHUB_RUN_ID=17\0"sv);
  EXPECT_EQ(said.package_name, "@s/x");
  EXPECT_EQ(said.package_version, "1.2.3");
  EXPECT_EQ(said.package_integrity, "sha512-AAAA");
  EXPECT_EQ(said.package_json, "/p/node_modules/@s/x/package.json");
  EXPECT_EQ(said.lifecycle_event, "postinstall");
  EXPECT_EQ(said.lifecycle_script, "node a.js --b=c");
  EXPECT_EQ(said.initial_directory, "/p");
  EXPECT_EQ(said.workflow_run, "17");
}

TEST(ClientEnvironment, KeepsNothingElse) {
  EXPECT_EQ(
      client_environment("NPM_TOKEN=secret\0npm_config__auth=secret\0npm_package_names=x\0xnpm_package_name=y\0"sv),
      ClientEnvironment{});
}

TEST(ClientEnvironment, ReadsTheTextNullAsNone) {
  auto said = client_environment("npm_package_integrity=null\0npm_package_resolved=\0npm_package_name=null\0"sv);
  EXPECT_FALSE(said.package_integrity);
  EXPECT_FALSE(said.package_resolved);
  EXPECT_EQ(said.package_name, "null");  // a package may be called so
}

TEST(ClientEnvironment, BelievesTheFirstOfTwo) {
  EXPECT_EQ(client_environment("npm_package_name=a\0npm_package_name=b\0"sv).package_name, "a");
}

TEST(ClientEnvironment, LeavesOutAnEntryThatWasCut) {
  auto said = client_environment("npm_package_name=a\0npm_package_version=1.2"sv);
  EXPECT_EQ(said.package_name, "a");
  EXPECT_FALSE(said.package_version);
}

TEST(ClientEnvironment, TakesCredentialsOutOfAddresses) {
  auto said = client_environment("npm_package_resolved=https://u:p4ss@example.invalid/x.tgz\0"sv);
  ASSERT_TRUE(said.package_resolved);
  EXPECT_EQ(said.package_resolved->find("p4ss"), std::string::npos);
  EXPECT_NE(said.package_resolved->find("example.invalid/x.tgz"), std::string::npos);
}

TEST(ClientEnvironment, TakesTokensOutOfTheScript) {
  auto said =
      client_environment("npm_lifecycle_script=NPM_TOKEN=abc node a.js --password=b\0npm_package_name=secret=x\0"sv);
  EXPECT_EQ(said.lifecycle_script, "NPM_TOKEN=redacted node a.js --password=redacted");
  EXPECT_EQ(said.package_name, "secret=x");
}

TEST(ClientEnvironment, PassesOverEntriesWithoutAValue) {
  EXPECT_EQ(client_environment("npm_package_name\0\0=\0INIT_CWD\0"sv), ClientEnvironment{});
}

}  // namespace
}  // namespace cordon::host
