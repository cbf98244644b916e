#include "inventory/pypi/pylock.h"

#include "inventory/pypi/reader_testing.h"

namespace cordon::inventory::pypi {
namespace {

class Pylock : public ReaderTest {
 protected:
  Pylock() : ReaderTest(read_pylock, "pylock.toml") {}
};

const std::string kHead = "lock-version = \"1.0\"\ncreated-by = \"test\"\n";

std::string package(const std::string& name, const std::string& version, const std::string& rest = "") {
  return "[[packages]]\nname = \"" + name + "\"\nversion = \"" + version + "\"\n" + rest;
}

TEST_F(Pylock, WithoutDependenciesAllComesFromTheRootByItsMarkers) {
  const model::Inventory inventory =
      read(kHead +
               package("A", "1",
                       "index = \"https://registry.example.test/simple\"\nwheels = [{name = "
                       "\"a-1-py3-none-any.whl\", hashes = {sha256 = \"" +
                           std::string(kHex) + "\"}}]\n") +
               package("t", "2", "marker = \"'dev' in dependency_groups\"\n") +
               package("o", "3", "marker = \"'x' in extras\"\n") +
               package("d", "4", "marker = \"\\\"default\\\" in dependency_groups or 'x' in extras\"\n"),
           {{"pyproject.toml", "[project]\nname = \"app\"\ndependencies = [\"a\"]\n"}});
  EXPECT_EQ(inventory.format, "pylock.toml 1.0");
  EXPECT_EQ(scopes(inventory), "a runtime\nt development\no optional\nd runtime\n");
  EXPECT_EQ(edges(inventory),
            "app -> a@1 (runtime)\napp -> t@2 (development)\napp -> o@3 (optional)\napp -> d@4 (runtime)\n");
  EXPECT_EQ(inventory.components[0].integrity, std::vector<std::string>{kSri});
  EXPECT_EQ(inventory.components[0].install_script, model::InstallScript::no);
  EXPECT_EQ(inventory.components[0].registry.id, "pypi");
  EXPECT_EQ(inventory.roots[0].declared.size(), 1u);
  EXPECT_EQ(codes(inventory), "");
}

TEST_F(Pylock, DependenciesAreEdgesAndTheRootIsInferredOrPyproject) {
  const std::string text = kHead + package("a", "1", "dependencies = [{name = \"b\", version = \"2\"}]\n") +
                           package("b", "1") + package("b", "2");
  EXPECT_EQ(edges(read(text)), "a@1 -> b@2 (runtime)\n(root) -> a@1 (runtime)\n(root) -> b@1 (runtime)\n");
  EXPECT_EQ(edges(read(text, {{"pyproject.toml", "[project]\nname = \"app\"\ndependencies = [\"a\"]\n"}})),
            "a@1 -> b@2 (runtime)\napp -> a@1 (runtime)\n");
}

TEST_F(Pylock, PdmKeepsItsDependenciesInItsToolTable) {
  const model::Inventory inventory = read(
      kHead +
      package("a", "1", "[packages.tool.pdm]\ndependencies = [\"b>=1\", \"c; sys_platform == 'win32'\", \"a\"]\n") +
      package("b", "1"));
  EXPECT_EQ(edges(inventory), "a@1 -> b@1 (>=1, runtime)\n(root) -> a@1 (runtime)\n");
  EXPECT_TRUE(inventory.unresolved.empty());
}

TEST_F(Pylock, EntriesOfOneVersionAreOneComponentWithTheDigestsOfAll) {
  const auto sdist = [](const char* hex) {
    return "sdist = {name = \"a-1.tar.gz\", hashes = {sha256 = \"" + std::string(hex) + "\"}}\n";
  };
  const model::Inventory inventory = read(kHead + package("a", "1", sdist(kHex)) + package("a", "1", sdist(kOtherHex)));
  ASSERT_EQ(inventory.components.size(), 1u);
  EXPECT_EQ(inventory.components[0].integrity, (std::vector<std::string>{kSri, kOtherSri}));
  EXPECT_EQ(inventory.components[0].install_script, model::InstallScript::yes);
}

TEST_F(Pylock, SourcesAreTables) {
  const model::Inventory inventory = read(
      kHead +
      "[[packages]]\nname = \"g\"\nvcs = {type = \"git\", url = \"https://git.example.test/g\", commit-id = \"" +
      kCommit +
      "\"}\n[[packages]]\nname = \"d\"\ndirectory = {path = \"libs/d\", editable = true}\n[[packages]]\n"
      "name = \"u\"\narchive = {url = \"https://host.example.invalid/u-1.tar.gz\", hashes = {sha256 = \"" +
      kHex + "\"}}\n[[packages]]\nname = \"p\"\narchive = {path = \"p-1-py3-none-any.whl\", hashes = {sha256 = \"" +
      kOtherHex + "\"}}\n" +
      package("w", "1", "wheels = [{url = \"https://private.example.test/w-1-py3-none-any.whl\", hashes = {}}]\n"));
  EXPECT_EQ(component(inventory, "g").resolved, "git+https://git.example.test/g#" + std::string(kCommit));
  EXPECT_EQ(component(inventory, "d").origin, model::Origin::workspace);
  EXPECT_EQ(component(inventory, "u").origin, model::Origin::http);
  EXPECT_EQ(component(inventory, "u").integrity, std::vector<std::string>{kSri});
  EXPECT_EQ(component(inventory, "u").version, "1");
  EXPECT_EQ(component(inventory, "p").integrity, std::vector<std::string>{kOtherSri});
  EXPECT_EQ(component(inventory, "w").registry.class_, model::RegistryClass::private_);
  EXPECT_EQ(codes(inventory), "");
}

TEST_F(Pylock, EntriesThatMeanNothingAreSaid) {
  const model::Inventory inventory =
      read("other = 1\n" + kHead + "[[packages]]\nversion = \"1\"\n[[packages]]\nname = \"a\"\n" +
           package("b", "1", "sdist = 1\ndependencies = [{}]\nwheels = [{name = \"b\", hashes = {md5 = \"0\"}}]\n"));
  EXPECT_EQ(codes(inventory),
            "missing_field:4! missing_field:6! wrong_type:11! invalid_value:13 missing_field:12! unknown_key:1! ");
}

TEST_F(Pylock, TheFileAsAWholeMayFail) {
  EXPECT_EQ(error_of("[[packages]]\nname = \"a\"\n"), ErrorCode::missing_field);
  EXPECT_EQ(error_of("lock-version = \"2.0\"\n"), ErrorCode::unsupported_version);
  EXPECT_EQ(error_of("lock-version = \"1.0"), ErrorCode::truncated);
}

}  // namespace
}  // namespace cordon::inventory::pypi
