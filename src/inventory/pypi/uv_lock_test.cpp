#include "inventory/pypi/uv_lock.h"

#include "inventory/pypi/reader_testing.h"

namespace cordon::inventory::pypi {
namespace {

class UvLock : public ReaderTest {
 protected:
  UvLock() : ReaderTest(read_uv_lock, "uv.lock") {}
};

const std::string kHead = "version = 1\nrevision = 2\nrequires-python = \">=3.9\"\n";
const std::string kIndex = "{ registry = \"https://registry.example.test/simple\" }";

std::string package(const std::string& name, const std::string& version, const std::string& source,
                    const std::string& rest = "") {
  return "[[package]]\nname = \"" + name + "\"\nversion = \"" + version + "\"\nsource = " + source + "\n" + rest;
}

std::string wheel(const std::string& name, const char* hex = kHex) {
  return "{ url = \"https://files.example.test/" + name + "\", hash = \"sha256:" + hex + "\", size = 1 }";
}

TEST_F(UvLock, TheProjectIsTheRootAndListsAreEdges) {
  const model::Inventory inventory = read(
      kHead +
      package("app", "0.1", "{ editable = \".\" }",
              "dependencies = [{ name = \"a\", extra = [\"x\"] }]\n[package.optional-dependencies]\no = [{ name = "
              "\"o\" }]\n[package.dev-dependencies]\ndev = [{ name = \"t\" }]\n[package.metadata]\nrequires-dist = "
              "[{ name = \"A\", specifier = \">=1\" }, { name = \"o\", marker = \"extra == 'o'\" }]\n"
              "[package.metadata.requires-dev]\ndev = [{ name = \"t\", specifier = \"==3\" }]\n") +
      package("a", "1.0", kIndex,
              "dependencies = [{ name = \"b\" }]\nsdist = " + wheel("a-1.0.tar.gz") + "\nwheels = [\n " +
                  wheel("a-1.0-py3-none-any.whl", kOtherHex) +
                  ",\n]\n[package.optional-dependencies]\nx = [{ name = "
                  "\"e\" }]\n") +
      package("b", "2.0", kIndex) + package("e", "1", kIndex) + package("o", "1", kIndex) + package("t", "3", kIndex));
  EXPECT_EQ(inventory.format, "uv.lock 1");
  EXPECT_EQ(edges(inventory),
            "a@1.0 -> b@2.0 (runtime)\na@1.0 -> e@1 (runtime)\napp -> a@1.0 (runtime)\napp -> o@1 (optional)\n"
            "app -> t@3 (development)\n");
  EXPECT_EQ(scopes(inventory), "a runtime\nb runtime\ne runtime\no optional\nt development\n");
  ASSERT_EQ(inventory.roots.size(), 1u);
  EXPECT_EQ(inventory.roots[0].kind, model::RootKind::project);
  ASSERT_EQ(inventory.roots[0].declared.size(), 3u);
  EXPECT_EQ(inventory.roots[0].declared[0].name, "a");
  EXPECT_EQ(inventory.roots[0].declared[0].range, ">=1");
  EXPECT_EQ(inventory.roots[0].declared[1].kind, model::EdgeKind::optional);
  EXPECT_EQ(inventory.roots[0].declared[2].kind, model::EdgeKind::development);
  const model::Component& a = inventory.components[0];
  EXPECT_EQ(a.id, "uv.lock#a@1.0");
  EXPECT_EQ(a.integrity, (std::vector<std::string>{kSri, kOtherSri}));
  EXPECT_EQ(a.install_script, model::InstallScript::unknown);
  EXPECT_EQ(a.registry, (model::Registry{"pypi", model::RegistryClass::public_}));
  EXPECT_EQ(a.resolved, "https://registry.example.test/simple");
  EXPECT_EQ(codes(inventory), "");
}

TEST_F(UvLock, MembersOfAWorkspaceAreRoots) {
  const model::Inventory inventory =
      read(kHead + "[manifest]\nmembers = [\"app\", \"Lib_A\"]\noverrides = [{ name = \"z\", specifier = \"==1\" }]\n" +
           package("app", "0.1", "{ virtual = \".\" }", "dependencies = [{ name = \"lib-a\" }]\n") +
           package("lib-a", "0.2", "{ editable = \"packages/lib-a\" }", "dependencies = [{ name = \"other\" }]\n") +
           package("other", "1", "{ directory = \"../other\" }"));
  ASSERT_EQ(inventory.roots.size(), 2u);
  EXPECT_EQ(inventory.roots[1].kind, model::RootKind::workspace);
  EXPECT_EQ(inventory.members, std::vector<std::string>{"packages/lib-a"});
  EXPECT_EQ(edges(inventory), "app -> lib-a (runtime)\nlib-a -> other@1 (runtime)\n");
  EXPECT_EQ(component(inventory, "other").origin, model::Origin::file);
  ASSERT_EQ(inventory.overrides.size(), 1u);
  EXPECT_EQ(inventory.overrides[0].replacement, "==1");
}

TEST_F(UvLock, OfSeveralVersionsADependencyNamesTheOneItMeans) {
  const std::string other = "{ registry = \"https://other.example.invalid/simple\" }";
  const model::Inventory inventory = read(
      kHead +
      package("app", "0", "{ virtual = \".\" }",
              "dependencies = [\n { name = \"n\", version = \"1\", source = " + kIndex +
                  ", marker = \"python_full_version < '3.10'\" },\n { name = \"n\", version = \"2\", source = " +
                  kIndex + " },\n { name = \"m\", version = \"1\", source = " + other + " },\n]\n") +
      package("m", "1", kIndex) + package("m", "1", other) + package("n", "1", kIndex) + package("n", "2", kIndex));
  EXPECT_EQ(inventory.components.size(), 4u);
  EXPECT_EQ(inventory.components[1].id, "uv.lock#m@1 (registry+https://other.example.invalid/simple)");
  EXPECT_EQ(inventory.components[1].registry.class_, model::RegistryClass::unknown);
  ASSERT_EQ(inventory.edges.size(), 3u);
  EXPECT_EQ(inventory.edges[0].to, 2u);
  EXPECT_EQ(inventory.edges[1].to, 3u);
  EXPECT_EQ(inventory.edges[2].to, 1u);
}

TEST_F(UvLock, SourcesAreOfSevenKinds) {
  const model::Inventory inventory =
      read(kHead + package("g", "1", "{ git = \"https://git.example.test/g?rev=v1#" + std::string(kCommit) + "\" }") +
           package("u", "1", "{ url = \"https://host.example.invalid/u-1.tar.gz\" }",
                   "sdist = { hash = \"sha256:" + std::string(kHex) + "\" }\n") +
           package("p", "1", "{ path = \"p-1-py3-none-any.whl\" }") +
           package("r", "1", "{ registry = \"../wheels\" }", "wheels = [{ path = \"r-1-py3-none-any.whl\" }]\n") +
           package("x", "1", "{ nothing = \"1\" }"));
  EXPECT_EQ(component(inventory, "g").resolved, "git+https://git.example.test/g?rev=v1#" + std::string(kCommit));
  EXPECT_EQ(component(inventory, "g").origin, model::Origin::git);
  EXPECT_EQ(component(inventory, "u").origin, model::Origin::http);
  EXPECT_EQ(component(inventory, "u").integrity, std::vector<std::string>{kSri});
  EXPECT_EQ(component(inventory, "u").install_script, model::InstallScript::yes);
  EXPECT_EQ(component(inventory, "p").origin, model::Origin::file);
  EXPECT_EQ(component(inventory, "p").install_script, model::InstallScript::no);
  EXPECT_EQ(component(inventory, "r").origin, model::Origin::registry);
  EXPECT_EQ(component(inventory, "r").registry.class_, model::RegistryClass::unknown);
  EXPECT_EQ(inventory.roots[0].kind, model::RootKind::inferred);
  EXPECT_EQ(codes(inventory), "invalid_value:25! ");
}

TEST_F(UvLock, ALockfileOfAScriptHasARootThatAsksForItsRequirements) {
  const model::Inventory inventory = read(
      kHead + "[manifest]\nrequirements = [{ name = \"A\", specifier = \">=1\" }]\n" + package("a", "1.0", kIndex));
  EXPECT_EQ(edges(inventory), "(root) -> a@1.0 (>=1, runtime)\n");
}

TEST_F(UvLock, TheFirstVersionsWroteSourcesAsTexts) {
  const model::Inventory inventory = read(
      "version = 1\n[[distribution]]\nname = \"app\"\nversion = \"0\"\nsource = \"editable+.\"\ndependencies = [{ "
      "name = \"a\" }]\n[[distribution]]\nname = \"a\"\nversion = \"1\"\nsource = "
      "\"registry+https://registry.example.test/simple\"\n");
  EXPECT_EQ(edges(inventory), "app -> a@1 (runtime)\n");
  EXPECT_EQ(inventory.components[0].registry.id, "pypi");
}

TEST_F(UvLock, EntriesThatMeanNothingAreSaid) {
  const model::Inventory inventory =
      read(kHead + "[other]\n[[package]]\nversion = \"1\"\n" +
           package("a", "1", kIndex, "sdist = 1\nwheels = 2\ndependencies = 3\n") +
           package("b", "1", kIndex, "dependencies = [{}]\nwheels = [{ url = \"b\", hash = \"blake2:0\" }]\n"));
  EXPECT_EQ(codes(inventory),
            "missing_field:5! wrong_type:11! wrong_type:12! wrong_type:13! invalid_value:19 missing_field:18! "
            "unknown_key:4! ");
}

TEST_F(UvLock, TheFileAsAWholeMayFail) {
  EXPECT_EQ(error_of("[[package]]\nname = \"a\"\n"), ErrorCode::missing_field);
  EXPECT_EQ(error_of("version = 2\n"), ErrorCode::unsupported_version);
  EXPECT_EQ(error_of("version = \n"), ErrorCode::truncated);
}

}  // namespace
}  // namespace cordon::inventory::pypi
