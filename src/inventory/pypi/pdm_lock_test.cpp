#include "inventory/pypi/pdm_lock.h"

#include "inventory/pypi/reader_testing.h"

namespace cordon::inventory::pypi {
namespace {

class PdmLock : public ReaderTest {
 protected:
  PdmLock() : ReaderTest(read_pdm_lock, "app/pdm.lock") { context_.directory = "app"; }
};

const std::string kMetadata = "[metadata]\nlock_version = \"4.5.0\"\ncontent_hash = \"sha256:0\"\n";

std::string package(const std::string& name, const std::string& version, const std::string& rest = "") {
  return "[[package]]\nname = \"" + name + "\"\nversion = \"" + version + "\"\n" + rest;
}

TEST_F(PdmLock, DependenciesAreEdgesAndExtrasOneComponent) {
  const std::string files =
      std::string("files = [{file = \"a-1-py3-none-any.whl\", hash = \"sha256:") + kHex + "\"}]\n";
  const model::Inventory inventory =
      read(kMetadata + package("a", "1", "dependencies = [\"b<2,>=1\", \"w>=1; sys_platform == 'win32'\"]\n" + files) +
               package("a", "1", "extras = [\"x\"]\ndependencies = [\"a==1\", \"c\"]\n" + files) + package("b", "1.5") +
               package("c", "1"),
           {{"app/pyproject.toml", "[project]\nname = \"app\"\ndependencies = [\"a[x]>=1\"]\n"}});
  EXPECT_EQ(inventory.format, "pdm.lock 4.5.0");
  ASSERT_EQ(inventory.components.size(), 3u);
  EXPECT_EQ(inventory.components[0].integrity, std::vector<std::string>{kSri});
  EXPECT_EQ(inventory.components[0].install_script, model::InstallScript::no);
  EXPECT_EQ(edges(inventory), "a@1 -> b@1.5 (<2,>=1, runtime)\na@1 -> c@1 (runtime)\napp -> a@1 (>=1, runtime)\n");
  EXPECT_EQ(scopes(inventory), "a runtime\nb runtime\nc runtime\n");
  EXPECT_EQ(codes(inventory), "");
  EXPECT_TRUE(inventory.unresolved.empty());
}

TEST_F(PdmLock, WithoutPyprojectOnlyTheDefaultGroupHasAScope) {
  const model::Inventory inventory = read(kMetadata + package("a", "1", "groups = [\"default\", \"dev\"]\n") +
                                          package("b", "1", "groups = [\"dev\"]\n"));
  EXPECT_EQ(inventory.roots[0].kind, model::RootKind::inferred);
  EXPECT_EQ(scopes(inventory), "a runtime\nb unknown\n");
}

TEST_F(PdmLock, SourcesAreFields) {
  const model::Inventory inventory =
      read(kMetadata +
           package("g", "1",
                   "git = \"https://git.example.test/g.git\"\nref = \"main\"\nrevision = \"" + std::string(kCommit) +
                       "\"\n") +
           package("p", "1", "path = \"./libs/p\"\neditable = true\n") +
           package("u", "1", "url = \"https://host.example.invalid/u-1-py3-none-any.whl\"\n"));
  EXPECT_EQ(component(inventory, "g").resolved, "git+https://git.example.test/g.git#" + std::string(kCommit));
  EXPECT_EQ(component(inventory, "p").origin, model::Origin::workspace);
  EXPECT_EQ(component(inventory, "u").origin, model::Origin::http);
  EXPECT_EQ(component(inventory, "u").install_script, model::InstallScript::no);
}

TEST_F(PdmLock, FilesMayStandInMetadata) {
  const model::Inventory inventory = read(package("A_b", "1") +
                                          "[metadata]\nlock_version = \"3.1\"\n[metadata.files]\n\"a-b 1\" = [{file = "
                                          "\"a_b-1.tar.gz\", hash = \"sha256:" +
                                          kHex + "\"}]\n");
  EXPECT_EQ(inventory.components[0].integrity, std::vector<std::string>{kSri});
}

TEST_F(PdmLock, EntriesThatMeanNothingAreSaid) {
  const model::Inventory inventory =
      read(kMetadata + "[[package]]\n" + package("a", "1", "dependencies = [\"=\", 1]\nfiles = {}\n") +
           package("b", "1", "dependencies = 1\n") + "[other]\n");
  EXPECT_EQ(codes(inventory), "missing_field:4! wrong_type:9! syntax:8! syntax:8! wrong_type:13! unknown_key:14! ");
}

TEST_F(PdmLock, TheFileAsAWholeMayFail) {
  EXPECT_EQ(error_of("x = 1"), ErrorCode::missing_field);
  EXPECT_EQ(error_of("[metadata]\nlock_version = \"5.0\"\n"), ErrorCode::unsupported_version);
  EXPECT_EQ(error_of("[[package]"), ErrorCode::truncated);
}

}  // namespace
}  // namespace cordon::inventory::pypi
