#include "inventory/pypi/poetry_lock.h"

#include "inventory/pypi/reader_testing.h"

namespace cordon::inventory::pypi {
namespace {

class PoetryLock : public ReaderTest {
 protected:
  PoetryLock() : ReaderTest(read_poetry_lock, "poetry.lock") {}
};

const std::string kEnd = "[metadata]\nlock-version = \"2.0\"\ncontent-hash = \"0\"\n";

std::string file(const std::string& name, const char* hex = kHex) {
  return "{file = \"" + name + "\", hash = \"sha256:" + hex + "\"}";
}

std::string package(const std::string& name, const std::string& version, const std::string& rest = "") {
  return "[[package]]\nname = \"" + name + "\"\nversion = \"" + version + "\"\n" + rest;
}

TEST_F(PoetryLock, PackagesAreComponentsAndPyprojectTheRoot) {
  const model::Inventory inventory =
      read(package("Foo_Bar", "1.0",
                   "files = [" + file("foo_bar-1.0-py3-none-any.whl") + ", " + file("foo_bar-1.0.tar.gz", kOtherHex) +
                       "]\n[package.dependencies]\nB = \">=1\"\n") +
               package("b", "2.0") + package("t", "3.0") + kEnd,
           {{"pyproject.toml",
             "[tool.poetry]\nname = \"App\"\nversion = \"0.1\"\n[tool.poetry.dependencies]\npython = "
             "\"^3.9\"\nfoo-bar = \"^1.0\"\n[tool.poetry.group.dev.dependencies]\nt = \"*\"\n"}});
  EXPECT_EQ(inventory.format, "poetry.lock 2.0");
  ASSERT_EQ(inventory.components.size(), 3u);
  const model::Component& foo = inventory.components[0];
  EXPECT_EQ(foo.id, "poetry.lock#foo-bar@1.0");
  EXPECT_EQ(foo.purl, "pkg:pypi/foo-bar@1.0");
  EXPECT_EQ(foo.ecosystem, "pypi");
  EXPECT_EQ(foo.registry.class_, model::RegistryClass::public_);
  EXPECT_EQ(foo.integrity, (std::vector<std::string>{kSri, kOtherSri}));
  EXPECT_EQ(foo.install_script, model::InstallScript::unknown);
  EXPECT_EQ(foo.place.line, 1u);
  EXPECT_EQ(edges(inventory),
            "foo-bar@1.0 -> b@2.0 (>=1, runtime)\napp -> foo-bar@1.0 (^1.0, runtime)\napp -> t@3.0 (*, development)\n");
  EXPECT_EQ(scopes(inventory), "foo-bar runtime\nb runtime\nt development\n");
  EXPECT_EQ(inventory.roots[0].place, (model::Place{"pyproject.toml", 2}));
  EXPECT_EQ(codes(inventory), "");
}

TEST_F(PoetryLock, WithoutPyprojectTheRootIsInferredAndScopesAreThoseOfTheFile) {
  const model::Inventory inventory =
      read(package("a", "1", "category = \"main\"\noptional = false\n[package.dependencies]\nb = \"*\"\n") +
           package("b", "1", "category = \"main\"\noptional = true\n") + package("c", "1", "category = \"dev\"\n") +
           package("d", "1", "groups = [\"main\", \"dev\"]\n") + package("e", "1") + kEnd);
  ASSERT_EQ(inventory.roots.size(), 1u);
  EXPECT_EQ(inventory.roots[0].kind, model::RootKind::inferred);
  EXPECT_EQ(scopes(inventory), "a runtime\nb optional\nc development\nd runtime\ne unknown\n");
}

TEST_F(PoetryLock, FilesMayStandInMetadata) {
  const model::Inventory inventory =
      read(package("A.b", "1") + package("c", "1") + "[metadata]\nlock-version = \"1.1\"\n[metadata.files]\na-b = [\n" +
           file("a.b-1.tar.gz") + ",\n]\nc = [" + file("c-1-py2-none-any.whl", kOtherHex) + "]\n");
  EXPECT_EQ(inventory.components[0].integrity, std::vector<std::string>{kSri});
  EXPECT_EQ(inventory.components[0].install_script, model::InstallScript::yes);
  EXPECT_EQ(inventory.components[1].integrity, std::vector<std::string>{kOtherSri});
  EXPECT_EQ(inventory.components[1].install_script, model::InstallScript::no);
  const model::Inventory oldest =
      read(package("a", "1") + "[metadata]\nplatform = \"*\"\n[metadata.hashes]\na = [\"" + kHex + "\", \"x\"]\n");
  EXPECT_EQ(oldest.format, "poetry.lock without version");
  EXPECT_EQ(oldest.components[0].integrity, std::vector<std::string>{kSri});
  EXPECT_EQ(codes(oldest), "invalid_value:7 ");
}

TEST_F(PoetryLock, SourcesAreOfFiveKinds) {
  const auto source = [](const std::string& type, const std::string& url, const std::string& rest = "") {
    return "[package.source]\ntype = \"" + type + "\"\nurl = \"" + url + "\"\n" + rest;
  };
  const model::Inventory inventory =
      read(package("g", "1",
                   source("git", "https://git.example.test/g.git",
                          "reference = \"main\"\nresolved_reference = \"" + std::string(kCommit) + "\"\n")) +
           package("u", "1", source("url", "https://host.example.invalid/u-1.tar.gz")) +
           package("d", "1", source("directory", "../d")) + package("w", "1", source("directory", "libs/w")) +
           package("f", "1", source("file", "f-1-py3-none-any.whl")) +
           package("l", "1", source("legacy", "https://private.example.test/simple", "reference = \"own\"\n")) +
           package("x", "1", source("hg", "https://hg.example.test/x")) + kEnd);
  EXPECT_EQ(component(inventory, "g").origin, model::Origin::git);
  EXPECT_EQ(component(inventory, "g").resolved, "git+https://git.example.test/g.git#" + std::string(kCommit));
  EXPECT_EQ(component(inventory, "g").install_script, model::InstallScript::yes);
  EXPECT_EQ(component(inventory, "u").origin, model::Origin::http);
  EXPECT_EQ(component(inventory, "d").origin, model::Origin::file);
  EXPECT_EQ(component(inventory, "w").origin, model::Origin::workspace);
  EXPECT_EQ(inventory.members, std::vector<std::string>{"libs/w"});
  EXPECT_EQ(component(inventory, "f").install_script, model::InstallScript::no);
  EXPECT_EQ(component(inventory, "l").registry.class_, model::RegistryClass::private_);
  EXPECT_EQ(codes(inventory), "invalid_value:43! ");
}

TEST_F(PoetryLock, AnEdgeLeadsToTheVersionsThatItsRangeLetsThrough) {
  const model::Inventory inventory =
      read(package("n", "1.0") + package("n", "2.0") +
           package("a", "1",
                   "[package.dependencies]\nn = [\n {version = \">=2\", markers = \"python_version >= '3'\"},\n "
                   "{version = \"<2\", markers = \"python_version < '3'\"},\n]\n") +
           package("b", "1", "[package.dependencies]\nn = \"^2.0\"\n") + kEnd);
  EXPECT_EQ(edges(inventory),
            "a@1 -> n@2.0 (>=2, runtime)\na@1 -> n@1.0 (<2, runtime)\nb@1 -> n@1.0 (^2.0, runtime)\n"
            "b@1 -> n@2.0 (^2.0, runtime)\n(root) -> a@1 (runtime)\n(root) -> b@1 (runtime)\n");
}

TEST_F(PoetryLock, WhatAnExtraNeedsCountsWhereSomebodyAsksForExtras) {
  const std::string extra =
      "[package.dependencies]\nb = {version = \"*\", optional = true}\nz = {version = \"*\", "
      "optional = true}\n[package.extras]\nx = [\"b\", \"z\"]\n";
  const std::string text = package("a", "1", extra) + package("b", "1") + kEnd;
  const auto manifest = [](const std::string& asked) {
    return Files{{"pyproject.toml", "[tool.poetry]\nname = \"app\"\n[tool.poetry.dependencies]\na = " + asked + "\n"}};
  };
  const model::Inventory with = read(text, manifest("{version = \"1\", extras = [\"x\"]}"));
  EXPECT_EQ(scopes(with), "a runtime\nb runtime\n");
  EXPECT_TRUE(with.unresolved.empty());
  EXPECT_EQ(scopes(read(text, manifest("\"1\""))), "a runtime\nb optional\n");
}

TEST_F(PoetryLock, WhatIsMissingIsUnresolved) {
  const model::Inventory inventory = read(package("a", "1", "[package.dependencies]\nb = \"*\"\n") + kEnd);
  ASSERT_EQ(inventory.unresolved.size(), 1u);
  EXPECT_EQ(inventory.unresolved[0].name, "b");
}

TEST_F(PoetryLock, EntriesThatMeanNothingAreSaid) {
  const model::Inventory inventory =
      read("[[package]]\nversion = \"1\"\n" + package("a", "1", "files = 1\ndependencies = 2\n") +
           "[[package]]\nname = \"b\"\n" + package("c", "1", "files = [{file = \"c\", hash = \"md5:0\"}]\n") +
           "[other]\n" + kEnd);
  EXPECT_EQ(codes(inventory),
            "missing_field:1! wrong_type:6! wrong_type:7! missing_field:8! invalid_value:13 unknown_key:14! ");
}

TEST_F(PoetryLock, TheFileAsAWholeMayFail) {
  EXPECT_EQ(error_of("a = "), ErrorCode::truncated);
  EXPECT_EQ(error_of(""), ErrorCode::missing_field);
  EXPECT_EQ(error_of("[metadata]\nlock-version = \"3.0\"\n"), ErrorCode::unsupported_version);
  EXPECT_EQ(error_of(package("a", "1") + "name = \"b\"\n"), ErrorCode::syntax);
}

TEST_F(PoetryLock, AByteOrderMarkAndCarriageReturnsAreAccepted) {
  EXPECT_EQ(read("\xEF\xBB\xBF[[package]]\r\nname = \"a\"\r\nversion = \"1\"\r\n[metadata]\r\n").components.size(), 1u);
}

}  // namespace
}  // namespace cordon::inventory::pypi
