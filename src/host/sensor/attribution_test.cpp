#include "host/sensor/attribution.h"

#include <gtest/gtest.h>

namespace cordon::host {
namespace {

using enum model::AttributionConfidence;

ExecRecord script(std::string directory, std::string name, std::string version, std::string event = "postinstall") {
  ExecRecord record;
  record.path = "/bin/sh";
  record.arguments = {"sh", "-c", "node setup.js"};
  record.environment.package_json = directory + "/package.json";
  record.directory = std::move(directory);
  record.environment.package_name = std::move(name);
  record.environment.package_version = std::move(version);
  record.environment.lifecycle_event = std::move(event);
  record.environment.lifecycle_script = "node setup.js";
  return record;
}

LockfileLookup says(std::string name, std::string version, std::optional<std::string> integrity = std::nullopt) {
  return [=](std::string_view project, std::string_view path) -> std::optional<LockedPackage> {
    if (project != "/p" || path != "node_modules/evil") return std::nullopt;
    return LockedPackage{"/p/package-lock.json", name, version, integrity};
  };
}

TEST(InstallPlace, TakesAFolderApart) {
  auto place = install_place("/p/node_modules/a/node_modules/@s/b");
  EXPECT_EQ(place.project, "/p");
  EXPECT_EQ(place.install_path, "node_modules/a/node_modules/@s/b");
  EXPECT_EQ(place.name, "@s/b");
}

TEST(InstallPlace, FindsThePackageAroundAFolderInside) {
  auto place = install_place("/p/node_modules/a/lib/deep");
  EXPECT_EQ(place.install_path, "node_modules/a");
  EXPECT_EQ(place.name, "a");
}

TEST(InstallPlace, TakesPnpmsStoreForWhatItHolds) {
  auto place = install_place("/p/node_modules/.pnpm/x@1.0.0/node_modules/x");
  EXPECT_EQ(place.project, "/p");
  EXPECT_EQ(place.name, "x");
}

TEST(InstallPlace, KnowsWhatIsNoPackage) {
  for (std::string_view folder : {"/p", "/p/node_modules", "/p/my_node_modules/a", "/p/node_modules/.bin", "", "/"}) {
    EXPECT_EQ(install_place(folder).name, "") << folder;
    EXPECT_EQ(install_place(folder).project, folder);
  }
}

TEST(AttributeScript, IsExactWhereClientFolderAndLockfileAgree) {
  auto record = script("/p/node_modules/evil", "evil", "4.2.1");
  record.environment.package_integrity = "sha512-AAAA";
  auto package = attribute_script(record, "7-1", says("evil", "4.2.1", "sha512-AAAA"), {});
  ASSERT_TRUE(package);
  EXPECT_EQ(package->purl, "pkg:npm/evil@4.2.1");
  EXPECT_EQ(package->integrity, "sha512-AAAA");
  EXPECT_EQ(package->install_path, "/p/node_modules/evil");
  EXPECT_EQ(package->phase, model::Phase::postinstall);
  EXPECT_EQ(package->script, "node setup.js");
  EXPECT_EQ(package->run_id, "7-1");
  EXPECT_EQ(package->project, "/p");
  EXPECT_EQ(package->lockfile, "/p/package-lock.json");
  EXPECT_EQ(package->confidence, exact);
  EXPECT_EQ(package->contradictions, std::vector<std::string>{});
}

TEST(AttributeScript, IsExactWithoutALockfileYet) {
  auto package = attribute_script(script("/p/node_modules/evil", "evil", "4.2.1"), "r", {}, {});
  ASSERT_TRUE(package);
  EXPECT_EQ(package->confidence, exact);
  EXPECT_FALSE(package->lockfile);
  EXPECT_FALSE(package->integrity);
}

TEST(AttributeScript, TakesTheIntegrityFromTheLockfileWhereTheClientSaysNone) {
  auto package =
      attribute_script(script("/p/node_modules/evil", "evil", "4.2.1"), "r", says("evil", "4.2.1", "sha512-BB"), {});
  ASSERT_TRUE(package);
  EXPECT_EQ(package->integrity, "sha512-BB");
}

TEST(AttributeScript, TellsEveryDisagreementWithTheLockfile) {
  auto record = script("/p/node_modules/evil", "evil", "4.2.1");
  record.environment.package_integrity = "sha512-AAAA";
  auto package = attribute_script(record, "r", says("other", "4.2.0", "sha512-BBBB"), {});
  ASSERT_TRUE(package);
  EXPECT_EQ(package->confidence, path);
  EXPECT_EQ(package->contradictions.size(), 3u);  // name, version, integrity
  EXPECT_EQ(package->integrity, "sha512-AAAA");
}

TEST(AttributeScript, TellsAFolderThatIsAnotherPackages) {
  auto package = attribute_script(script("/p/node_modules/evil", "lodash", "4.17.21"), "r", {}, {});
  ASSERT_TRUE(package);
  EXPECT_EQ(package->confidence, path);
  EXPECT_EQ(package->contradictions.size(), 1u);
}

TEST(AttributeScript, AcceptsAnAliasThatTheLockfileKnows) {
  auto package = attribute_script(script("/p/node_modules/evil", "real", "1.0.0"), "r", says("real", "1.0.0"), {});
  ASSERT_TRUE(package);
  EXPECT_EQ(package->confidence, exact);
  EXPECT_EQ(package->contradictions, std::vector<std::string>{});
}

TEST(AttributeScript, TellsAManifestThatLiesElsewhere) {
  auto record = script("/p/node_modules/evil", "evil", "4.2.1");
  record.environment.package_json = "/p/node_modules/lodash/package.json";
  auto package = attribute_script(record, "r", {}, {});
  ASSERT_TRUE(package);
  EXPECT_EQ(package->confidence, path);
  EXPECT_EQ(package->contradictions.size(), 1u);
}

TEST(AttributeScript, KnowsAProjectsOwnScript) {
  auto package = attribute_script(script("/p", "app", "1.0.0", "build"), "r", {}, {});
  ASSERT_TRUE(package);
  EXPECT_EQ(package->purl, "pkg:npm/app@1.0.0");
  EXPECT_EQ(package->phase, model::Phase::build);
  EXPECT_FALSE(package->install_path);
  EXPECT_EQ(package->project, "/p");
  EXPECT_FALSE(is_install_script(*package));
}

TEST(AttributeScript, AsksTheManifestWhereTheClientSaysNothing) {
  auto record = script("/p/node_modules/evil", "", "");
  record.environment.package_name.reset();
  record.environment.package_version.reset();
  ManifestLookup manifest = [](std::string_view folder) -> std::optional<Manifest> {
    if (folder != "/p/node_modules/evil") return std::nullopt;
    return Manifest{"evil", "9.9.9"};
  };
  auto package = attribute_script(record, "r", {}, manifest);
  ASSERT_TRUE(package);
  EXPECT_EQ(package->purl, "pkg:npm/evil@9.9.9");
  EXPECT_EQ(package->confidence, path);
}

TEST(AttributeScript, SaysNothingWhereNoClientStartedIt) {
  auto record = script("/p/node_modules/evil", "evil", "4.2.1");
  record.environment.lifecycle_event.reset();
  EXPECT_FALSE(attribute_script(record, "r", {}, {}));
}

TEST(IsInstallScript, WantsAPhaseOfInstallingAndAFolderOfPackages) {
  for (auto [event, install] :
       {std::pair{"preinstall", true}, std::pair{"install", true}, std::pair{"postinstall", true},
        std::pair{"prepare", false}, std::pair{"npx", false}, std::pair{"test", false}}) {
    auto package = attribute_script(script("/p/node_modules/evil", "evil", "1.0.0", event), "r", {}, {});
    ASSERT_TRUE(package);
    EXPECT_EQ(is_install_script(*package), install) << event;
  }
}

TEST(AttributeProgram, FindsThePackageOfTheFileAnInterpreterRuns) {
  ExecRecord record;
  record.path = "/usr/bin/node";
  record.directory = "/p";
  record.arguments = {"node", "--enable-source-maps", "node_modules/.bin/tool", "--watch"};
  LinkResolver resolve = [](std::string_view path) {
    return path == "/p/node_modules/.bin/tool" ? std::string("/p/node_modules/@s/tool/cli.js") : std::string(path);
  };
  ManifestLookup manifest = [](std::string_view folder) -> std::optional<Manifest> {
    if (folder != "/p/node_modules/@s/tool") return std::nullopt;
    return Manifest{"@s/tool", "2.0.0"};
  };
  auto package = attribute_program(record, {}, manifest, resolve);
  ASSERT_TRUE(package);
  EXPECT_EQ(package->purl, "pkg:npm/%40s/tool@2.0.0");
  EXPECT_EQ(package->phase, model::Phase::bin);
  EXPECT_EQ(package->confidence, path);
  EXPECT_EQ(package->install_path, "/p/node_modules/@s/tool");
  EXPECT_EQ(package->project, "/p");
}

TEST(AttributeProgram, FindsThePackageOfANativeProgram) {
  ExecRecord record;
  record.path = "/p/node_modules/evil/bin/run";
  record.arguments = {"run"};
  auto package = attribute_program(record, says("evil", "4.2.1", "sha512-AA"), {}, {});
  ASSERT_TRUE(package);
  EXPECT_EQ(package->purl, "pkg:npm/evil@4.2.1");
  EXPECT_EQ(package->integrity, "sha512-AA");
}

TEST(AttributeProgram, SaysNothingOfProgramsOfTheSystem) {
  ExecRecord record;
  record.path = "/usr/bin/git";
  record.directory = "/p";
  record.arguments = {"git", "clone", "node_modules/evil/x"};
  EXPECT_FALSE(attribute_program(record, {}, {}, {}));  // the first word that is no option decides
  record.arguments = {"git"};
  EXPECT_FALSE(attribute_program(record, {}, {}, {}));
}

}  // namespace
}  // namespace cordon::host
